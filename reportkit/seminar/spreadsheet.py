"""Tables that people export and open in a spreadsheet: CSV of any dialect in, safe CSV out."""

import codecs
import csv
import io
import unicodedata
from pathlib import Path

from reportkit.cells import typed_cell
from reportkit.errors import Unreadable, UsageProblem
from reportkit.records import dataclass

_LARGEST = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its column names, and its rows, each as long as the header.

    Text is NFC and without blanks around it; `lines` are the rows' lines in the file, from 1.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, *names: str) -> int | None:
        """Return the place of the first column that has one of the names; None where none has."""
        folded = [title.casefold() for title in self.header]
        return next((folded.index(name) for name in names if name in folded), None)


def read_table(path: Path) -> Table:
    """Read a CSV file with comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1252.

    Raises Unreadable, or UsageProblem for an empty table.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"{path} is larger than {_LARGEST // 1_000_000} MB: is it a CSV file?")
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}") from None
    return decoded_table(content, str(path))


def decoded_table(content: bytes, name: str) -> Table:
    """Return the table in `content`. Raises Unreadable or UsageProblem beginning with `name`."""
    text = _text(content)
    if "\0" in text[:4096]:
        raise Unreadable(f"{name} is no text: export the table as CSV first")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    numbered = []
    try:
        for row in reader:
            cells = tuple(unicodedata.normalize("NFC", typed_cell(cell)).strip() for cell in row)
            if any(cells):
                numbered.append((reader.line_num, cells))
    except csv.Error as problem:
        raise Unreadable(f"{name}:{reader.line_num}: {problem}") from None
    if len(numbered) < 2:
        raise UsageProblem(f"{name} has no rows below its header")
    header = numbered[0][1]
    width = len(header)
    for line, cells in numbered[1:]:
        if len(cells) > width and any(cells[width:]):
            raise UsageProblem(f"{name}:{line}: {len(cells)} cells, but the header has {width}")
    rows = tuple((cells + ("",) * width)[:width] for _, cells in numbered[1:])
    return Table(name, header, rows, tuple(line for line, _ in numbered[1:]))


def markdown_cell(text: str) -> str:
    """Return text that stays within its cell of a Markdown table and is shown as it is."""
    text = "".join(char for char in text if char.isspace() or char.isprintable())
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # "Unicode text" of Excel
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter(text: str) -> str:
    """Return the separator that the first line has most of."""
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)
