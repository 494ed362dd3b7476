"""How far the marking of a class is, for the terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from reportkit.seminar.agreement import AgreedMark, CriterionAgreement
from reportkit.seminar.grading_folder import Member
from reportkit.seminar.plain import plain_line
from reportkit.seminar.sheets.comments import Ranked

_SHEET = re.compile(r"sheets/([^./]+)\.")  # a problem begins with the sheet's file


class _Student(Protocol):
    @property
    def member(self) -> Member: ...
    @property
    def label(self) -> str: ...
    @property
    def open(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def mark(self) -> AgreedMark | None: ...


class ClassProgress(Protocol):
    """What is told of a class; api.feedback.ClassStatus is one."""

    @property
    def students(self) -> Sequence[_Student]: ...  # noqa: D102
    @property
    def problems(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def conflicts(self) -> tuple[Path, ...]: ...  # noqa: D102


def status_text(found: ClassProgress) -> str:
    """Return a line for each student, and what is in the way of the marks."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: ClassProgress) -> Iterator[str]:
    width = max((len(plain_line(one.label, 28)) for one in found.students), default=4)
    faulty = {match[1] for told in found.problems if (match := _SHEET.match(told))}
    for one in found.students:
        key = "" if one.label == one.member.key else one.member.key
        yield f"{key:9} {plain_line(one.label, 28):{width}}  {_state(one, faulty=one.member.key in faulty)}"
    yield ""
    for problem in found.problems:
        yield f"mistake: {problem}"
    for path in found.conflicts:
        yield f"two versions: sheets/{path.name} was set aside; merge it and delete it"
    for note in found.notes:
        yield f"note: {note}"
    done = sum(one.mark is not None and one.mark.points is not None for one in found.students)
    yield f"{done} of {len(found.students)} have a mark"


def _state(one: _Student, *, faulty: bool) -> str:
    if one.member.problem:
        return plain_line(one.member.problem, 80)
    sheets = "  ".join(
        f"{tutor}: {'complete' if not ids else f'{len(ids)} open'}"
        for tutor, ids in sorted(one.open.items())
    )
    if one.mark is None:
        return sheets or ("a mistake in the sheet" if faulty else "no sheet")
    if one.mark.points is not None:
        return f"{one.mark.points:g} points  {sheets}"
    return f"{one.mark.to_discuss}  {sheets}".strip()


def agreement_text(rows: Sequence[CriterionAgreement], calibration: str) -> str:
    """Return how each pair of tutors agrees, the worst criterion first."""
    lines = [f"\nThe report read by all first: {calibration}"] if calibration else [""]
    if not rows:
        return "\n".join([*lines, "no report has been marked by two tutors yet"]) + "\n"
    lines.append("criterion              tutors      reports  same  kappa  stricter")
    for row in rows:
        kappa = "-" if row.kappa is None else f"{row.kappa:.2f}"
        first, second = row.tutors
        strict = f"{first if row.stricter > 0 else second} by {abs(row.stricter):g}"
        lines.append(
            f"{row.criterion:22} {f'{first}, {second}':11} {row.reports:7} {row.same:5} "
            f"{kappa:>6}  {strict if row.stricter else 'neither'}"
            + (f"  far apart: {', '.join(row.apart[:5])}" if row.apart else "")
        )
    return "\n".join(lines) + "\n"


def comments_text(rows: Sequence[Ranked]) -> str:
    """Return the ready comments of each criterion with how often they are used."""
    lines = [""]
    criterion = ""
    for row in rows:
        if row.criterion != criterion:
            criterion = row.criterion
            lines.append(criterion)
        lines.append(f"  {row.uses:3}  {row.id or '(free text)':22} {plain_line(row.text, 90)}")
    return "\n".join(lines) + "\n"
