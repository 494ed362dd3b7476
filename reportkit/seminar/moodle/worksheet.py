"""The offline grading worksheet: what it says, and patching it without touching another byte."""

import codecs
import re
from collections.abc import Mapping

from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.moodle.languages import TONGUES, Tongue
from reportkit.seminar.moodle.loose import date_meant, grade_cell, loosely_equal, trimmed_span
from reportkit.seminar.moodle.tables import Cell, Table, cell_at, quoted, records

_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """A participant as the worksheet shows them.

    `grade` is a number, with a scale the place of the option from 1, None where there is none.
    `graded_at` and `submitted_at` are Unix times, None where the cell holds no date. `recorded` is
    True where Moodle keeps a grade record, which a comment alone makes too.
    """

    id: int
    name: str
    email: str
    group: str
    status: str
    grade: float | None
    comment: str
    locked: bool
    recorded: bool
    graded_at: int | None
    submitted_at: int | None


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A downloaded worksheet, with all that is needed to give it back unchanged.

    `text` is the file without its byte order mark, `cells` the records of it, header first. `maximum`
    is None where grades are the options of a `scale`, from worst to best, or nothing is said of it.
    """

    file: str
    bom: bool
    encoding: str
    separator: str
    text: str
    cells: tuple[tuple[Cell, ...], ...]
    tongue: Tongue
    rows: tuple[Row, ...]
    scale: tuple[str, ...]
    maximum: float | None

    @property
    def table(self) -> Table:
        """Return the cells' values."""
        header, *rows = (tuple(cell.value for cell in record) for record in self.cells)
        return Table(header, tuple(rows))


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes into a participant's row; None leaves the cell as it is.

    `grade` is text as the language writes it ("85,5") or an option of the scale, `comment` is HTML.
    """

    grade: str | None
    comment: str | None


def read_worksheet(data: bytes, file: str) -> Worksheet:
    """Return the worksheet in `data`; `file` names it in errors.

    Raises UsageProblem for what is no worksheet in a language that is known here.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    encoding = _encoding(data)
    text = data[len(codecs.BOM_UTF8) if bom else 0 :].decode(encoding)
    for separator in _SEPARATORS:
        cells = records(text, separator, trimmed_span(text))
        tongue = _tongue(cells[0]) if cells else None
        if tongue:
            break
    else:
        raise UsageProblem(
            f"{file} is no grading worksheet of Moodle in English or German: in the assignment, "
            "choose “Download grading worksheet” and use that file as it is"
        )
    header, *lines = (tuple(cell.value for cell in record) for record in cells)
    table = Table(header, tuple(lines))
    scale = _scale(table, tongue)
    rows = tuple(row for line in lines if (row := _row(table, line, tongue, scale)))
    top = table.column(*tongue.maximum)
    maximum = grade_cell(cell_at(lines[0], top), tongue) if lines and top is not None else None
    return Worksheet(file, bom, encoding, separator, text, cells, tongue, rows, scale, maximum)


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # a spreadsheet in western Europe saves in this one; latin-1 takes the five bytes it lacks
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return "latin-1"
        return "cp1252"
    return "utf-8"


def _tongue(header: tuple[Cell, ...]) -> Tongue | None:
    names = {cell.value for cell in header}
    for tongue in TONGUES.values():
        if {tongue.identifier, tongue.grade, tongue.graded_at} <= names:
            return tongue
    return None


def _scale(table: Table, tongue: Tongue) -> tuple[str, ...]:
    place = table.column(tongue.scale)
    if place is None or not table.rows:
        return ()
    cell = cell_at(table.rows[0], place)
    # some versions write the line breaks between the options as runs of blanks
    options = cell.split("\n") if "\n" in cell else re.split(r" {3,}", cell)
    return tuple(option.strip() for option in options if option.strip())


def _row(table: Table, line: tuple[str, ...], tongue: Tongue, scale: tuple[str, ...]) -> Row | None:
    number = participant(cell_at(line, table.column(tongue.identifier)), tongue)
    if number is None:
        return None

    def cell(*names: str) -> str:
        return cell_at(line, table.column(*names))

    grade, comment, date = cell(tongue.grade), cell(tongue.comments), cell(tongue.graded_at)
    return Row(
        id=number,
        name=cell(tongue.name),
        email=cell(*tongue.email),
        group=cell(tongue.group),
        status=cell("Status"),
        grade=option_place(grade, scale) if scale else grade_cell(grade, tongue),
        comment=comment,
        locked=cell(tongue.changeable) == tongue.no,
        recorded=date not in ("", "-") or bool(grade) or bool(comment),
        graded_at=date_meant(date, tongue),
        submitted_at=date_meant(cell(tongue.submitted_at), tongue),
    )


def option_place(cell: str, scale: tuple[str, ...]) -> float | None:
    """Return the place of the option that `cell` names, from 1; None where it names none."""
    for place in range(len(scale), 0, -1):  # Moodle looks from the best down
        if loosely_equal(cell, scale[place - 1]):
            return float(place)
    return None


def participant(cell: str, tongue: Tongue) -> int | None:
    """Return the number behind the prefix, which is cut off by its length whatever stands there."""
    rest = cell.encode()[len(tongue.prefix.encode()) :].decode(errors="ignore").strip()
    return int(rest) if re.fullmatch("[0-9]{1,400}", rest) else None


def patched(worksheet: Worksheet, entries: Mapping[int, Entry]) -> bytes:
    """Return the file with the `entries` of its participants put in and every other byte as it was.

    Raises UsageProblem where a row or a column for an entry is missing.
    """
    table, tongue = worksheet.table, worksheet.tongue
    places = (table.column(tongue.grade), table.column(tongue.comments))
    identifier = table.column(tongue.identifier)
    left = dict(entries)
    text = worksheet.text
    changes: list[tuple[Cell, str]] = []
    for record, line in zip(worksheet.cells[1:], table.rows, strict=True):
        number = participant(cell_at(line, identifier), tongue)
        entry = None if number is None else left.pop(number, None)
        if entry is None:
            continue
        if len(record) != len(table.header):
            where = text.count("\n", 0, record[0].start) + 1
            raise UsageProblem(
                f"{worksheet.file}:{where}: {len(record)} cells where the header has "
                f"{len(table.header)}: download the worksheet again"
            )
        for place, value in zip(places, (entry.grade, entry.comment), strict=True):
            if value is not None and place is not None:
                changes.append((record[place], _sound(value)))
    if left:
        missing = ", ".join(map(str, sorted(left)))
        raise UsageProblem(
            f"{worksheet.file} has no row for {missing}: is it another assignment's?"
        )
    for cell, value in sorted(changes, key=lambda change: -change[0].start):
        text = text[: cell.start] + quoted(value, worksheet.separator) + text[cell.end :]
    mark = codecs.BOM_UTF8 if worksheet.bom else b""
    return mark + text.encode(worksheet.encoding, errors="xmlcharrefreplace")


def _sound(value: str) -> str:
    """Return the value so that it survives Moodle's reading: no backslash, no carriage return."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "&#92;").replace("\0", "")


def written_grade(points: float, tongue: Tongue) -> str:
    """Return `points` as a grade's cell of this language: "85,5"; two decimals at most."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", tongue.decimal)
