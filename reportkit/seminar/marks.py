"""Final marks, every step shown: shares, bonus, percentage, and the mark on its scale.

Rounding, once and in one place: parts are exact fractions; their weighted sum with the bonus is
rounded to one digit after the point, halves up, never above 100; the scale is looked up with that.
"""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportkit.cells import csv_text
from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.plan import Seminar, Student
from reportkit.seminar.questions import shown
from reportkit.seminar.spreadsheet import markdown_cell

# the least percentage for each mark; the usual German scale in steps of a third
GERMAN_SCALE = (
    (95, "1.0"), (90, "1.3"), (85, "1.7"), (80, "2.0"), (75, "2.3"), (70, "2.7"),
    (65, "3.0"), (60, "3.3"), (55, "3.7"), (50, "4.0"), (0, "5.0"),
)  # fmt: skip
SCALES = ("german", "percent")


@dataclass(frozen=True, slots=True)
class Part:
    """A part's result in per cent and the files it comes from, each with a digest of its content."""

    percent: Fraction
    sheets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's final mark; `percent` and `mark` are None while a part is missing.

    `missing` names what is missing in words. `bonus` is after the cap, `points` before.
    """

    student: Student
    report: Part | None
    presentation: Part | None
    points: Fraction
    bonus: Fraction
    percent: Fraction | None
    mark: str | None
    missing: tuple[str, ...]


def final_marks(
    plan: Seminar,
    reports: Mapping[str, Part],
    presentations: Mapping[str, Part],
    points: Mapping[str, Fraction],
) -> tuple[Mark, ...]:
    """Return a mark for each student of the plan; the mappings are keyed by the student's id.

    Raises UsageProblem for a scale that is not known, or results of a student who is not listed.
    """
    if plan.scale not in SCALES:
        raise UsageProblem(f"unknown scale {plan.scale!r} (known: {', '.join(SCALES)})")
    known = {student.id for student in plan.students}
    for what, found in (("report", reports), ("presentation", presentations), ("question", points)):
        strangers = sorted(set(found) - known)
        if strangers:
            raise UsageProblem(f"{what} of {strangers[0]!r}, who is no student of seminar.toml")
    return tuple(
        _mark(plan, student, reports.get(student.id), presentations.get(student.id), points)
        for student in plan.students
    )


def _mark(
    plan: Seminar,
    student: Student,
    report: Part | None,
    presentation: Part | None,
    points: Mapping[str, Fraction],
) -> Mark:
    own_points = points.get(student.id, Fraction(0))
    cap = _exact(plan.weights.bonus_cap)
    bonus = min(own_points * _exact(plan.weights.bonus_per_point), cap)
    missing = [
        name for name, part in (("report", report), ("presentation", presentation)) if part is None
    ]
    if not student.attended:
        missing.append("attendance at the talks")
    if missing or report is None or presentation is None:
        return Mark(student, report, presentation, own_points, bonus, None, None, tuple(missing))
    weighted = (
        _exact(plan.weights.report) * report.percent
        + _exact(plan.weights.presentation) * presentation.percent
    )
    percent = min(_one_digit(weighted + bonus), Fraction(100))
    mark = _on_scale(percent) if plan.scale == "german" else f"{shown(percent)} %"
    return Mark(student, report, presentation, own_points, bonus, percent, mark, ())


def _exact(number: float) -> Fraction:
    """Return the decimal number that was written, not its binary neighbour."""
    return Fraction(str(number))


def _one_digit(number: Fraction) -> Fraction:
    """Return the number rounded to one digit after the point, halves up."""
    return Fraction((number * 10 + Fraction(1, 2)).__floor__(), 10)


def _on_scale(percent: Fraction) -> str:
    return next(mark for least, mark in GERMAN_SCALE if percent >= least)


def steps(plan: Seminar, mark: Mark) -> str:
    """Return how a mark came about, in one line."""
    if mark.percent is None or mark.report is None or mark.presentation is None:
        return f"no mark yet: {', '.join(mark.missing)} missing"
    weights = plan.weights
    return (
        f"{weights.report:g} · {shown(mark.report.percent)} + {weights.presentation:g} · "
        f"{shown(mark.presentation.percent)} + {shown(mark.bonus)} = {shown(mark.percent)} %"
        f" → {mark.mark}"
    )


def as_markdown(plan: Seminar, marks: Sequence[Mark], changes: Sequence[str] = ()) -> str:
    """Return the table with every step, the sheets behind it, and the rules it follows."""
    rows = [
        f"| {markdown_cell(m.student.name)} | {_percent(m.report)} | {_percent(m.presentation)} | "
        f"{shown(m.bonus)} | {shown(m.percent) if m.percent is not None else '–'} | "
        f"{m.mark or '–'} | {steps(plan, m)} |"
        for m in marks
    ]
    head = "| Student | Report | Presentation | Bonus | Per cent | Mark | Steps |"
    parts = [
        f"# {markdown_cell(plan.title)}: marks",
        "\n".join([head, "|---|---|---|---|---|---|---|", *rows]),
    ]
    if changes:
        parts.append(
            "## Changed since the last run\n\n" + "\n".join(f"- {line}" for line in changes)
        )
    sources = [
        f"- {markdown_cell(m.student.name)}: "
        + ", ".join(
            f"{name} ({digest[:12]})"
            for part in (m.report, m.presentation)
            if part
            for name, digest in part.sheets
        )
        for m in marks
        if m.report or m.presentation
    ]
    if sources:
        parts.append("## Where they come from\n\n" + "\n".join(sources))
    parts.append(_rules(plan))
    return "\n\n".join(parts) + "\n"


def _percent(part: Part | None) -> str:
    return shown(part.percent) if part else "missing"


def _rules(plan: Seminar) -> str:
    weights = plan.weights
    rule = (
        f"Report {weights.report:g}, presentation {weights.presentation:g}; questions give "
        f"{weights.bonus_per_point:g} per cent a point, {weights.bonus_cap:g} at most. The sum is rounded "
        "to one digit after the point, halves up, and is never above 100."
    )
    if plan.scale == "german":
        rule += (
            " Scale: " + ", ".join(f"from {least} %: {mark}" for least, mark in GERMAN_SCALE) + "."
        )
    return rule


def as_moodle(marks: Sequence[Mark]) -> str:
    """Return percentages for Moodle's gradebook import; a student without a mark has no row."""
    rows = [
        (m.student.id, m.student.email, shown(m.percent)) for m in marks if m.percent is not None
    ]
    return csv_text([("ID number", "Email address", "Grade"), *rows])


def record(marks: Sequence[Mark]) -> str:
    """Return what the next run compares with, as JSON `reportkit.marks/1`."""
    rows = {
        m.student.id: {
            "mark": m.mark,
            "percent": str(m.percent) if m.percent is not None else None,
            "sheets": {
                name: digest
                for part in (m.report, m.presentation)
                if part
                for name, digest in part.sheets
            },
            "points": str(m.points),
        }
        for m in marks
    }
    return (
        json.dumps({"schema": "reportkit.marks/1", "marks": rows}, indent=2, ensure_ascii=False)
        + "\n"
    )


def changes(marks: Sequence[Mark], before: str | None) -> tuple[str, ...]:
    """Return what differs from the record of the last run, in words; nothing without one.

    Raises UsageProblem where the record cannot be read.
    """
    if before is None:
        return ()
    try:
        old = json.loads(before)["marks"]
        new = json.loads(record(marks))["marks"]
        return tuple(
            line
            for m in marks
            if m.student.id in old
            for line in _changes_of(m, old[m.student.id], new[m.student.id])
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise UsageProblem(f"the record of the last run cannot be read: {problem!r}") from None


def _changes_of(mark: Mark, old: dict[str, object], new: dict[str, object]) -> list[str]:
    if old == new:
        return []
    before, now = old["sheets"], new["sheets"]
    if not isinstance(before, dict) or not isinstance(now, dict):
        raise TypeError("sheets")
    reasons = [
        f"{name} is {'new' if name not in before else 'gone' if name not in now else 'changed'}"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]
    if old["points"] != new["points"]:
        reasons.append(f"questions {old['points']} → {new['points']}")
    result = f"{old['mark'] or 'no mark'} → {new['mark'] or 'no mark'}"
    return [f"{markdown_cell(mark.student.name)}: {result} ({', '.join(reasons) or 'other rules'})"]
