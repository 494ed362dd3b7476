"""Text from names and documents made harmless where it is written: terminal, YAML comment, CSV."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# C0 and C1 controls, line separators, and the overrides that reorder what is read
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_FORMULA = re.compile(r"'*[=+\-@\t\r|%]")


def plain_line(text: str, most: int | None = None) -> str:
    """Return `text` on one line without control characters, cut with an ellipsis to `most`."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if most is None or len(line) <= most else line[: max(most - 1, 1)].rstrip() + "…"


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV in which no cell is a formula to a spreadsheet; `csv_rows` reads it back.

    A cell that begins like a formula gets an apostrophe, which spreadsheets take for "this is text".
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return target.getvalue()


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV as they were before `csv_text` wrote them."""
    # csv splits lines at "\n" alone where newline="" is given
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [
        [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in row]
        for row in rows
    ]
