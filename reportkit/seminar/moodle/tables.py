"""CSV as Moodle reads and writes it: a backslash in quotes shields the quote that follows."""

import re
from collections.abc import Iterable, Sequence

from reportkit.records import dataclass
from reportkit.seminar.moodle.loose import trimmed

_BODY = re.compile(r'(?:[^"\\]++|\\(?:.|\Z)|"")*+', re.DOTALL)
_SHIELDED_OR_DOUBLED = re.compile(r'\\.|""', re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")
_ENCLOSED = re.compile(r'[,"\\\n\r\t ]')
_FORMULA = re.compile(r"\s*[=+\-@]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value and its place in the text, quotes included; `end` is exclusive."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing of a file is taken: `code` for programs, `detail` for people."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of the same width; `lost_bytes`: some were no UTF-8 and are gone."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lost_bytes: bool = False

    def column(self, *names: str) -> int | None:
        """Return the place of the last column with one of `names`, from 0; None where none is."""
        places = [place for place, header in enumerate(self.header) if header in names]
        return places[-1] if places else None


def records(
    text: str, separator: str = ",", within: tuple[int, int] | None = None
) -> tuple[tuple[Cell, ...], ...]:
    """Return the records of `text` as PHP reads them; empty lines are none. Linear.

    `within` is the part that is read, start and end, all of it where it is not given.
    """
    found: list[tuple[Cell, ...]] = []
    at, stop = within or (0, len(text))
    text = text[:stop]
    while at < stop:
        cells: list[Cell] = []
        while True:
            cell = _cell(text, at, separator)
            cells.append(cell)
            at = cell.end
            if text[at : at + 1] != separator:
                break
            at += 1
        line_end = _LINE_END.match(text, at)
        at = line_end.end() if line_end else len(text)
        if len(cells) > 1 or cells[0].value:
            found.append(tuple(cells))
    return tuple(found)


def _cell(text: str, at: int, separator: str) -> Cell:
    quote = at
    while text[quote : quote + 1] in (" ", "\t", "\v", "\f") and text[quote] != separator:
        quote += 1
    if text[quote : quote + 1] != '"':
        end = _plain_end(text, at, separator)
        return Cell(text[at:end], at, end)
    body = _BODY.match(text, quote + 1)
    assert body is not None  # it matches nothing at all, too
    inner = _SHIELDED_OR_DOUBLED.sub(lambda m: '"' if m[0] == '""' else m[0], body[0])
    close = body.end()
    end = _plain_end(text, close + 1, separator) if close < len(text) else close
    return Cell(_LINE_END.sub("\n", inner) + text[close + 1 : end], at, end)


def _plain_end(text: str, at: int, separator: str) -> int:
    while at < len(text) and text[at] not in (separator, "\n", "\r"):
        at += 1
    return at


def read_table(data: bytes, separator: str = ",", encoding: str = "utf-8") -> Table | Refused:
    """Return the table that Moodle reads in an uploaded file.

    Refused as "empty_file"; rows of different widths are left in, `uneven` tells of them.
    """
    text = data.decode(encoding, errors="ignore")
    lost = text != data.decode(encoding, errors="replace")
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    found = records(trimmed(text), separator)
    if not found:
        return Refused("empty_file", "there is nothing in it")
    header, *rows = (tuple(cell.value for cell in record) for record in found)
    return Table(header, tuple(rows), lost)


def uneven(table: Table) -> Refused | None:
    """Return which record has more or fewer cells than the header, None where all have as many.

    Moodle then drops every row and says only that there is nothing to change.
    """
    for number, row in enumerate(table.rows, 2):
        if len(row) != len(table.header):
            detail = f"record {number} has {len(row)} cells, the header has {len(table.header)}"
            return Refused("uneven_rows", detail)
    return None


def kept_by_moodle(table: Table, *, escapes_formulas: bool) -> Table:
    """Return the table after Moodle has put it by in a file of its own and read it again.

    Newer versions put an apostrophe before a cell that a spreadsheet would take for a formula.
    """
    lines = [table.header, *table.rows]
    if escapes_formulas:
        lines = [tuple(defused(cell) for cell in line) for line in lines]
    found = records("".join(map(_written, lines)))
    rows = tuple(tuple(cell.value for cell in record) for record in found[1:])
    return Table(table.header, rows, table.lost_bytes)


def defused(cell: str) -> str:
    """Return the cell with an apostrophe in front where newer versions of Moodle put one."""
    return f"'{cell}" if cell != "-" and _FORMULA.match(cell) else cell


def _written(line: Iterable[str]) -> str:
    return ",".join(map(_php_cell, line)) + "\n"


def _php_cell(cell: str) -> str:
    """Return the cell as fputcsv writes it: a quote is doubled unless a backslash shields it."""
    if not _ENCLOSED.search(cell):
        return cell
    doubled = re.sub(r'\\+"|"', lambda m: m[0] if len(m[0]) > 1 else '""', cell)
    return f'"{doubled}"'


def quoted(value: str, separator: str = ",") -> str:
    """Return a cell as to be written for Moodle: in quotes where it needs them.

    A backslash before a quote or at the end would swallow what follows; callers write it otherwise.
    """
    if separator in value or _ENCLOSED.search(value) or ";" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def cell_at(row: Sequence[str], place: int | None) -> str:
    """Return the cell at `place`, "" where there is none."""
    return row[place] if place is not None and place < len(row) else ""
