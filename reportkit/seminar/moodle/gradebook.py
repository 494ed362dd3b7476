"""The gradebook's CSV: written for the final marks, and what Moodle makes of one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.moodle.languages import Tongue
from reportkit.seminar.moodle.loose import is_grade, is_numeric, leading_number, trimmed
from reportkit.seminar.moodle.preview import Caution
from reportkit.seminar.moodle.tables import (
    Refused,
    Table,
    cell_at,
    defused,
    kept_by_moodle,
    quoted,
    read_table,
    uneven,
)

USER_FIELDS = ("userid", "useridnumber", "useremail", "username")


@dataclass(frozen=True, slots=True)
class User:
    """A user of the course, by the four things Moodle finds users by."""

    id: int
    idnumber: str = ""
    email: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A grade item that is in the gradebook already."""

    locked: bool = False
    locked_for: frozenset[int] = frozenset()
    graded_at: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookGrade:
    """A grade that is stored; `item` is the number of an item or "new:HEADER". None: no grade."""

    user: int
    item: str
    grade: float | str | None
    record: int


@dataclass(frozen=True, slots=True)
class BookComment:
    """A comment that is stored with an item's grade."""

    user: int
    item: str
    text: str
    record: int


@dataclass(frozen=True, slots=True)
class BookPreview:
    """The verdict on a gradebook file: all of it, or nothing where it is `refused`."""

    grades: tuple[BookGrade, ...] = ()
    comments: tuple[BookComment, ...] = ()
    cautions: tuple[Caution, ...] = ()
    refused: Refused | None = None


def gradebook_csv(key: str, header: str, marks: Mapping[str, str], tongue: Tongue) -> bytes:
    """Return a gradebook CSV: one column of users (`key` is its header), one of final marks.

    `marks` maps a user, as the column has them, to a mark as the language writes it, "-" for none. A
    user or a header that Moodle would change, and so not find again, raises UsageProblem.
    """
    if not marks:
        raise UsageProblem("there is no mark to write")
    for cell in (key, header, *marks):
        if not cell.strip() or cell != defused(cell) or re.search(r'[\\"\r\n]', cell):
            raise UsageProblem(f"Moodle would not find {cell!r} again: correct it in the list")
    for user, mark in marks.items():
        if mark != "-" and not is_grade(mark, tongue):
            raise UsageProblem(f"{user}: {mark!r} is no mark in the decimals of {tongue.code!r}")
    lines = [(key, header), *marks.items()]
    return "".join(",".join(map(quoted, line)) + "\n" for line in lines).encode()


def preview_gradebook(
    data: bytes,
    users: Sequence[User],
    mapping: Mapping[str, str],
    tongue: Tongue,
    *,
    items: Mapping[int, Item] | None = None,
    cap: float = 100,
    force: bool = False,
) -> BookPreview:
    """Return what Moodle will make of a gradebook file.

    `mapping` takes a header to a user field, "new", an item's number or "feedback_NUMBER". `cap` is
    the largest grade the site allows; `force` is the box that ignores the date of the export.
    """
    table = read_table(data)
    if isinstance(table, Refused):
        return BookPreview(refused=table)
    if ragged := uneven(table):
        return BookPreview(refused=ragged)
    book = _Book(table, users, mapping, tongue, items or {}, cap, force)
    try:
        book.take_all()
    except _Aborted as aborted:
        return BookPreview(cautions=tuple(book.cautions), refused=aborted.refused)
    return BookPreview(tuple(book.grades), tuple(book.comments), tuple(book.cautions))


def _named(user: User, kind: str) -> str:
    """Return what a column of `kind` calls the user."""
    if kind == "userid":
        return str(user.id)
    return {"useridnumber": user.idnumber, "useremail": user.email}.get(kind, user.username)


class _Aborted(Exception):
    """The import breaks off and nothing is stored."""

    def __init__(self, code: str, detail: str) -> None:
        self.refused = Refused(code, detail)


class _Book:
    """Rows one after another; a row without a user goes to the one before."""

    def __init__(
        self,
        table: Table,
        users: Sequence[User],
        mapping: Mapping[str, str],
        tongue: Tongue,
        items: Mapping[int, Item],
        cap: float,
        force: bool,
    ) -> None:
        self.header = [name.strip() for name in table.header]
        self.table, self.mapping, self.tongue = table, mapping, tongue
        self.items, self.cap, self.force = items, cap, force
        self.known = {
            kind: {str(value): user.id for user in reversed(users) if (value := _named(user, kind))}
            for kind in USER_FIELDS
        }
        self.user: int | None = None
        self.grades: list[BookGrade] = []
        self.comments: list[BookComment] = []
        self.cautions: list[Caution] = []

    def take_all(self) -> None:
        """Judge every row. Raises _Aborted."""
        targets = [target for target in self.mapping.values() if target != "new"]
        for column in self.mapping:
            if column not in self.header:
                raise _Aborted("no_such_column", column)
        for target in targets:
            if targets.count(target) > 1:
                raise _Aborted("mapped_twice", target)
        kept = kept_by_moodle(self.table, escapes_formulas=True)
        for record, row in enumerate(kept.rows, 2):
            if len(row) > 1:
                self._take(record, row)

    def _take(self, record: int, row: Sequence[str]) -> None:
        read: list[tuple[str, float | str | None]] = []
        comments: list[tuple[str, str]] = []
        for name, cell in zip(self.header, row, strict=False):
            target, value = self.mapping.get(name, ""), trimmed(cell)
            if target in USER_FIELDS:
                self._find(record, target, value)
            elif target == "new":
                read.append((f"new:{name}", self._of_new_item(record, value)))
            elif target.startswith("feedback_"):
                comments.append((target.removeprefix("feedback_"), value))
            elif target:
                read.append((target, self._of_item(record, target, value)))
        if self.user is None:
            raise _Aborted("no_user", f"record {record}")
        for item, grade in read:
            self._check(record, item, grade, self.user, row)
            self.grades.append(BookGrade(self.user, item, grade, record))
        self.comments += [BookComment(self.user, item, text, record) for item, text in comments]

    def _find(self, record: int, kind: str, value: str) -> None:
        if value in ("", "0"):
            if self.user is not None:
                self.cautions.append(Caution(record, "goes_to_previous_user", str(self.user)))
            return
        if value not in self.known[kind]:
            raise _Aborted("unknown_user", f"record {record}: {value}")
        self.user = self.known[kind][value]

    def _of_new_item(self, record: int, value: str) -> str | None:
        if value == "-":
            return None
        if not is_numeric(value):
            code = "not_converted" if value else "blank_is_zero"
            self.cautions.append(Caution(record, code, value))
        return value

    def _of_item(self, record: int, target: str, value: str) -> float | None:
        if self.items.get(int(target), Item()).locked:
            raise _Aborted("item_locked", target)
        if value in ("", "-"):
            return None
        if not is_grade(value, self.tongue):
            raise _Aborted("bad_grade", f"record {record}: {value}")
        return leading_number(value.replace(" ", "").replace(self.tongue.decimal, "."))

    def _check(
        self, record: int, item: str, grade: float | str | None, user: int, row: Sequence[str]
    ) -> None:
        if not item.startswith("new:"):
            there = self.items.get(int(item), Item())
            if user in there.locked_for:
                raise _Aborted("grade_locked", f"record {record}")
            self._check_date(record, there, user, row)
        if grade is not None and leading_number(str(grade)) > self.cap:
            raise _Aborted("grade_too_big", f"record {record}: {grade} > {self.cap:g}")

    def _check_date(self, record: int, item: Item, user: int, row: Sequence[str]) -> None:
        name = self.tongue.exported_at
        place = self.table.column(name) if name else None
        if self.force or not place:  # none, or in front, where it does not count
            return
        exported = cell_at(row, place)
        if not re.fullmatch("[0-9]+", exported):
            raise _Aborted("bad_export_date", f"record {record}: {exported}")
        if user in item.graded_at and int(exported) < item.graded_at[user]:
            raise _Aborted("graded_since_export", f"record {record}")
