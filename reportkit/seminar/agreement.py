"""Two markers of the same reports: how far they agree, who is strict, and the mark agreed upon."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from reportkit.records import dataclass
from reportkit.rubric import Criterion, Rubric
from reportkit.seminar.sheets.model import Sheet, open_criteria, points_of, total


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """Two tutors on one criterion, over the reports that both judged.

    `kappa` is Cohen's with quadratic weights, 1 for full agreement, 0 for chance; None where it is
    not defined: fewer than two reports, or one level throughout. `stricter` is how many points the
    first gives less than the second, on average.
    """

    criterion: str
    tutors: tuple[str, str]
    reports: int
    kappa: float | None
    same: int
    stricter: float
    apart: tuple[str, ...]  # students whom they see two levels or more apart


@dataclass(frozen=True, slots=True)
class AgreedMark:
    """A student's mark from all the sheets that are complete.

    `points` is None while a mark is missing, or where the tutors must talk first.
    """

    student: str
    by_tutor: Mapping[str, float]
    points: float | None
    to_discuss: str


def latest(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return each tutor's latest revision for each student, in the order given."""
    newest: dict[tuple[str, str], Sheet] = {}
    for sheet in sheets:
        key = sheet.student, sheet.tutor
        if key not in newest or sheet.revision > newest[key].revision:
            newest[key] = sheet
    return tuple(newest.values())


def agreement(sheets: Iterable[Sheet], rubric: Rubric) -> tuple[CriterionAgreement, ...]:
    """Return how each pair of tutors agrees on each criterion, the worst kappa first."""
    by_tutor: dict[str, dict[str, Sheet]] = defaultdict(dict)
    for sheet in latest(sheets):
        by_tutor[sheet.tutor][sheet.student] = sheet
    rows = [
        row
        for first, second in combinations(sorted(by_tutor), 2)
        for criterion in rubric.criteria
        if (row := _pair(criterion, (first, second), by_tutor[first], by_tutor[second]))
    ]
    return tuple(sorted(rows, key=lambda row: 2.0 if row.kappa is None else row.kappa))


def _pair(
    criterion: Criterion,
    tutors: tuple[str, str],
    first: Mapping[str, Sheet],
    second: Mapping[str, Sheet],
) -> CriterionAgreement | None:
    students: list[str] = []
    points: list[tuple[float, float]] = []
    for student in first.keys() & second.keys():
        one = points_of(first[student].mark(criterion.id), criterion)
        other = points_of(second[student].mark(criterion.id), criterion)
        if one is not None and other is not None:
            students.append(student)
            points.append((one, other))
    if not points:
        return None
    places = [(_place(one, criterion), _place(other, criterion)) for one, other in points]
    far = sorted(s for s, (a, b) in zip(students, places, strict=True) if abs(a - b) >= 2)
    return CriterionAgreement(
        criterion.id,
        tutors,
        len(points),
        weighted_kappa(places, len(criterion.levels)),
        sum(a == b for a, b in places),
        round(sum(other - one for one, other in points) / len(points), 3),
        tuple(far),
    )


def _place(points: float, criterion: Criterion) -> int:
    """Return the place of the level whose points are nearest, from 0 for the best."""
    distances = [abs(level.points - points) for level in criterion.levels]
    return distances.index(min(distances))


def weighted_kappa(pairs: Sequence[tuple[int, int]], categories: int) -> float | None:
    """Return Cohen's kappa with quadratic weights (Cohen 1968) over pairs of categories from 0.

    None where it is not defined.
    """
    if len(pairs) < 2 or categories < 2:
        return None
    count = len(pairs)
    rows = [sum(a == k for a, _ in pairs) for k in range(categories)]
    columns = [sum(b == k for _, b in pairs) for k in range(categories)]
    seen = sum((a - b) ** 2 for a, b in pairs)
    by_chance = sum(
        rows[a] * columns[b] * (a - b) ** 2 for a in range(categories) for b in range(categories)
    )
    return None if by_chance == 0 else 1 - seen * count / by_chance


def agreed_marks(sheets: Iterable[Sheet], rubric: Rubric) -> dict[str, AgreedMark]:
    """Return each student's mark by the rubric's rule for several markers."""
    by_student: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in latest(sheets):
        by_student[sheet.student].append(sheet)
    return {student: _agreed(student, theirs, rubric) for student, theirs in by_student.items()}


def _agreed(student: str, sheets: Sequence[Sheet], rubric: Rubric) -> AgreedMark:
    totals = {
        sheet.tutor: None if open_criteria(sheet, rubric) else total(sheet, rubric)
        for sheet in sheets
    }
    given = {tutor: points for tutor, points in totals.items() if points is not None}
    if not given:
        return AgreedMark(student, {}, None, "")
    # a sheet that nobody has begun does not hold the mark up; one half filled in does
    begun = {sheet.tutor for sheet in sheets if sheet.touched}
    if waiting := sorted(begun - given.keys()):
        return AgreedMark(student, given, None, f"{', '.join(waiting)} not complete")
    spread = max(given.values()) - min(given.values())
    rule = rubric.agreement
    if rule.discuss_from is not None and len(given) > 1 and spread >= rule.discuss_from:
        return AgreedMark(student, given, None, f"{spread:g} points apart: to be talked over")
    return AgreedMark(student, given, _by_rule(rule.rule, given, rubric.step), "")


def _by_rule(rule: str, given: Mapping[str, float], step: float) -> float:
    if rule == "lower":
        return min(given.values())
    if rule == "higher":
        return max(given.values())
    mean = sum(given.values()) / len(given)
    # halves go up, in favour of the student
    return math.floor(mean / step + 0.5 + 1e-9) * step
