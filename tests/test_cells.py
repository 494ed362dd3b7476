"""No cell of a CSV is a formula to a spreadsheet, and each is read back as it was."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.cells import csv_rows, csv_text, safe_cell, typed_cell
from reportkit.seminar.spreadsheet import decoded_table

CELL = st.text(st.sampled_from("ab=+-@'\"\t\r\n,;|%<ä＝ \u200f"), max_size=8)
FORMULA = re.compile(r"[\s\u200f]*[=+\-@|%＝]")


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=4))
def test_cells_come_back_from_a_csv_as_they_went_in(rows: list[list[str]]) -> None:
    assert csv_rows(csv_text(rows)) == rows
    assert csv_rows(csv_text(rows, end="\r\n")) == rows


@given(CELL)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    ((written, _),) = csv.reader(io.StringIO(csv_text([[cell, "x"]]), newline=""))
    assert not FORMULA.match(written)
    assert written[:1] not in ("\t", "\r")


@given(CELL)
def test_no_formula_begins_where_a_spreadsheet_splits_a_cell(cell: str) -> None:
    assert not any(FORMULA.match(part) for part in re.split("[;\t\r\n]", safe_cell(cell)))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "\t=1", "\r=1", "  @SUM(A1)", "\u200f=1", "\ufeff=1", "＝1+1", "－1", "a;=1+1;b", "-"],
)
def test_a_formula_has_an_apostrophe_before_it(cell: str) -> None:
    assert safe_cell(cell) != cell
    assert safe_cell(cell).replace("'", "") == cell
    assert typed_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["a=b", "x - y", "O'Neil", "'tis", "−5", "1; 2", "a\nb", "a-b@c.example"]
)
def test_words_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell == typed_cell(cell)


def test_a_row_with_one_empty_cell_is_a_row() -> None:
    assert csv_text([[""], ["", None, 3, -1.5]]) == '""\n,,3,-1.5\n'


def test_a_table_that_was_exported_is_read_as_it_was_typed() -> None:
    written = csv_text([("name", "paper"), ("=Ada", "p;-1"), (" @Bo", "'x'")])
    table = decoded_table(written.encode(), "preferences.csv")
    assert table.rows == (("=Ada", "p;-1"), ("@Bo", "'x'"))
