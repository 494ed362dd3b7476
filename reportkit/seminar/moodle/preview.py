"""What Moodle will make of a filled worksheet: accepted, passed over, warned about or refused."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportkit.records import dataclass
from reportkit.seminar.moodle.languages import Tongue
from reportkit.seminar.moodle.loose import (
    date_read,
    grade_cell,
    is_grade,
    loosely_equal,
    trimmed,
)
from reportkit.seminar.moodle.tables import (
    Refused,
    Table,
    cell_at,
    kept_by_moodle,
    read_table,
    uneven,
)
from reportkit.seminar.moodle.worksheet import Row, Worksheet, option_place, participant

# a download shows dates to the minute, so Moodle allows one
_TOLERANCE_S = 60


@dataclass(frozen=True, slots=True)
class Version:
    """What differs between versions of Moodle that matter here."""

    escapes_formulas: bool
    ignores_zero: bool


VERSIONS: Mapping[str, Version] = {
    "old": Version(escapes_formulas=False, ignores_zero=False),
    "current": Version(escapes_formulas=True, ignores_zero=False),
    "several-markers": Version(escapes_formulas=True, ignores_zero=True),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """How the file is uploaded: whose language, and what is ticked in Moodle's form.

    `changed_since` has participants whose grade or feedback file changed in Moodle after the
    download, with the Unix time. `maximum` and `scale` are None where the worksheet tells.
    """

    tongue: Tongue
    version: str = "current"
    allow_updates: bool = False
    separator: str = ","
    encoding: str = "utf-8"
    changed_since: Mapping[int, int] | None = None
    maximum: float | None = None
    scale: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that changes something in Moodle; None where the grade or the comment stays as it is.

    `record` counts the file's records, the header is 1. With a scale `grade` is the place of `option`.
    """

    record: int
    id: int
    grade: float | None
    option: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A "grade", a "feedback" or a whole "row" that Moodle leaves out without saying so.

    `id` is None where the cell has no number in it.
    """

    record: int
    id: int | None
    part: str
    reason: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that arrives, though hardly as it was meant; `record` 0 is the whole file."""

    record: int
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The verdict on a worksheet; with `refused` nothing at all is taken."""

    accepted: tuple[Accepted, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    cautions: tuple[Caution, ...] = ()
    refused: Refused | None = None


def preview(original: Worksheet, filled: bytes, upload: Upload) -> Preview:
    """Return what Moodle will make of the file `filled`, which was made from `original`."""
    table = read_table(filled, upload.separator, upload.encoding)
    if isinstance(table, Refused):
        return Preview(refused=table)
    if missing := _missing(table, upload.tongue):
        return Preview(refused=Refused("missing_columns", ", ".join(missing)))
    if ragged := uneven(table):
        return Preview(refused=ragged)
    importer = _Importer(original, table, upload)
    kept = kept_by_moodle(table, escapes_formulas=VERSIONS[upload.version].escapes_formulas)
    for record, row in enumerate(kept.rows, 2):
        # a backslash at a cell's end can tear one row into several
        typed = table.rows[record - 2] if record - 2 < len(table.rows) else row
        importer.take(record, row, typed)
    return Preview(tuple(importer.accepted), tuple(importer.passed_over), tuple(importer.cautions))


def _missing(table: Table, tongue: Tongue) -> list[str]:
    needed = (tongue.identifier, tongue.grade, tongue.graded_at)
    return [name for name in needed if table.column(name) is None]


class _Importer:
    """Rows one after another, with what Moodle holds by then."""

    def __init__(self, original: Worksheet, table: Table, upload: Upload) -> None:
        self.tongue, self.upload = upload.tongue, upload
        self.ignores_zero = VERSIONS[upload.version].ignores_zero
        self.scale = original.scale if upload.scale is None else upload.scale
        self.maximum = original.maximum if upload.maximum is None else upload.maximum
        self.held = {row.id: _as_if_changed(row, upload) for row in original.rows}
        self.identifier = table.column(self.tongue.identifier)
        self.grade = table.column(self.tongue.grade)
        self.date = table.column(self.tongue.graded_at)
        self.comment = table.column(self.tongue.comments)
        self.accepted: list[Accepted] = []
        self.passed_over: list[PassedOver] = []
        self.cautions: list[Caution] = []
        if table.lost_bytes:
            self._warn(0, "not_utf8", "characters that are not UTF-8 are dropped")
        if self.comment == 0:
            self._warn(0, "feedback_column_first", "comments in the first column are ignored")

    def take(self, record: int, row: Sequence[str], typed: Sequence[str]) -> None:
        """Judge one row; `typed` is the row before Moodle put apostrophes into it."""
        cell = cell_at(row, self.identifier)
        id = participant(cell, self.tongue)
        if id is None or id not in self.held:
            self.passed_over.append(PassedOver(record, id, "row", "unknown_id", cell))
            return
        if not cell.startswith(self.tongue.prefix):
            self._warn(record, "wrong_prefix", cell)
        held = self.held[id]
        stale = not self.upload.allow_updates and _stale(held, cell_at(row, self.date))
        grade = self._grade(record, held, row, typed, stale)
        comment = self._comment(record, held, row, typed, stale)
        if grade is None and comment is None:
            return
        option = self.scale[int(grade) - 1] if self.scale and grade is not None else None
        self.accepted.append(Accepted(record, id, grade, option, comment))
        self.held[id] = replace(
            held,
            recorded=True,
            graded_at=None,
            grade=held.grade if grade is None else grade,
            comment=held.comment if comment is None else comment,
        )

    def _grade(
        self, record: int, held: Row, row: Sequence[str], typed: Sequence[str], stale: bool
    ) -> float | None:
        cell = cell_at(row, self.grade)
        value = option_place(cell, self.scale) if self.scale else grade_cell(cell, self.tongue)
        if reason := self._why_not(cell, value, held, stale):
            self.passed_over.append(PassedOver(record, held.id, "grade", reason, cell))
            return None
        if not self.scale and not is_grade(cell, self.tongue):
            shown = cell_at(typed, self.grade)
            self._warn(record, "number_cut", f"{trimmed(shown)!r} is read as {value:g}")
        return value

    def _why_not(self, cell: str, value: float | None, held: Row, stale: bool) -> str | None:
        """Return why Moodle leaves a grade out, in the order in which it asks."""
        same = held.recorded and value is not None and held.grade == value
        if value is None:
            return "not_in_scale" if self.scale and cell else "empty"
        if same and not self.ignores_zero:
            return "unchanged"
        if value < 0:
            return "negative"
        if stale:
            return "stale"
        if held.locked:
            return "locked"
        if not self.scale and self.maximum is not None and value > self.maximum:
            return "above_maximum"
        if same:
            return "unchanged"
        return "zero_ignored" if self.ignores_zero and value == 0 else None

    def _comment(
        self, record: int, held: Row, row: Sequence[str], typed: Sequence[str], stale: bool
    ) -> str | None:
        if not self.comment:  # none, or in front, where Moodle takes the 0 for no column
            return None
        cell = cell_at(row, self.comment)
        if loosely_equal(cell, held.comment):
            self.passed_over.append(PassedOver(record, held.id, "feedback", "unchanged"))
            return None
        if stale:
            self.passed_over.append(PassedOver(record, held.id, "feedback", "stale", cell))
            return None
        if cell != cell_at(typed, self.comment):
            self._warn(record, "feedback_altered", cell[:40])
        if not cell:
            self._warn(record, "feedback_erased", held.comment[:40])
        return cell

    def _warn(self, record: int, code: str, detail: str) -> None:
        self.cautions.append(Caution(record, code, detail))


def _as_if_changed(row: Row, upload: Upload) -> Row:
    changed = (upload.changed_since or {}).get(row.id)
    if changed is None:
        return row
    return replace(row, recorded=True, graded_at=max(changed, row.graded_at or 0))


def _stale(held: Row, date: str) -> bool:
    """Return whether Moodle's record is newer than the date in the row; no date is 1970."""
    if not held.recorded:
        return False
    newest = math.inf if held.graded_at is None else held.graded_at
    return newest > (date_read(date) or 0) + _TOLERANCE_S


REASONS: Mapping[str, str] = {
    "unknown_id": "no participant has this number",
    "empty": "the cell is empty",
    "unchanged": "the same is in Moodle already",
    "negative": "a grade below 0 is left out",
    "above_maximum": "a grade above the maximum is left out",
    "not_in_scale": "the words are no option of the scale, letter by letter",
    "locked": "the grade is locked in the gradebook",
    "stale": "Moodle's record is newer than the worksheet's date: tick “Allow updating records”",
    "zero_ignored": "this version of Moodle never imports a 0",
    "number_cut": "only the beginning of the cell is read as a number",
    "feedback_altered": "Moodle puts an apostrophe before the comment",
    "feedback_erased": "the empty cell erases the comment in Moodle",
    "feedback_column_first": "the comments' column must not be the first",
    "wrong_prefix": "the number is not written as in the download",
    "not_utf8": "the file is not UTF-8: characters are lost",
    "empty_file": "the file is empty",
    "missing_columns": "headers are missing, or not in the language of the person who uploads",
    "uneven_rows": "a row has another number of cells: Moodle says “no changes” and takes nothing",
}
"""What each code means, for people."""
