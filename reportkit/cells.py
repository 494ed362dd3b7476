"""The cells of CSV files that people open in a spreadsheet: none is a formula, each is read back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for a formula (OWASP, CSV injection), in East Asian widths too, blanks and
# marks of direction before it or not. Where commas are decimals a spreadsheet splits at semicolons and
# minds no quotes within a cell, so that a formula can also begin after one, or on a new line.
_FORMULA = (
    r"['\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]"
)
_BEGINS = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?={_FORMULA})")
_MARKED = re.compile(rf"(?:^|(?<=[;\t\r\n]))'(?={_FORMULA})")
_ENCLOSED = re.compile(r'[,;"\t\r\n]')


def safe_cell(text: str) -> str:
    """Return the cell with an apostrophe before what would be a formula; `typed_cell` takes it away.

    Spreadsheets take the apostrophe for "this is text".
    """
    return _BEGINS.sub("'", text)


def typed_cell(text: str) -> str:
    """Return the cell as it was before `safe_cell`."""
    return _MARKED.sub("", text)


def csv_text(rows: Iterable[Sequence[object]], end: str = "\n") -> str:
    """Return rows as CSV with commas, every line with `end`; None is an empty cell.

    Text is made safe, numbers are left as they are. `csv_rows` reads it back.
    """
    return "".join(_line([_written(cell) for cell in row]) + end for row in rows)


def csv_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV as they were before `csv_text` wrote them."""
    # csv splits lines at "\n" alone where newline="" is given
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [[typed_cell(cell) for cell in row] for row in rows]


def _line(cells: Sequence[str]) -> str:
    # a line with nothing on it is no row to those who read it
    return '""' if list(cells) == [""] else ",".join(cells)


def _written(cell: object) -> str:
    text = safe_cell(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if _ENCLOSED.search(text) else text
