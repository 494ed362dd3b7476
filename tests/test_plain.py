"""Text from names and documents is harmless where it is written."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from reportkit.seminar.plain import csv_rows, csv_text, plain_line

CELL = st.text(st.sampled_from("ab=+-@'\"\t\r\n,;|%<ä"), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=4))
def test_cells_come_back_from_a_csv_as_they_went_in(rows: list[list[str]]) -> None:
    assert csv_rows(csv_text(rows)) == rows


@given(CELL)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    ((written, _),) = csv.reader(io.StringIO(csv_text([[cell, "x"]]), newline=""))
    assert written[:1] not in set("=+-@\t\r|%")


def test_a_line_obeys_no_control_characters() -> None:
    assert plain_line("a\x1b[31m\nb\u202ec\u2028d") == "a [31m b c d"
