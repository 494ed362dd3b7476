"""What a filled sheet says, and the marks that follow from it; totals are computed, never stored."""

import hashlib
from collections.abc import Mapping

from reportkit.records import dataclass
from reportkit.rubric import Criterion, Rubric

SCHEMA = "reportkit.sheet/1"


@dataclass(frozen=True, slots=True)
class Mark:
    """A tutor's judgement on one criterion.

    `level` is an id of the criterion's levels, None while nothing is decided; `points` is given only
    where the tutor departs from the level's. `comments` are as typed: ready comments with what goes
    into them, codes of findings taken over, or free text. `dropped` are codes of findings that are
    not to be shown to the student. `line` is where it stands in the file, from 1.
    """

    criterion: str
    level: str | None
    points: float | None
    comments: tuple[str, ...]
    dropped: tuple[str, ...]
    note: str
    private: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tutor's view of one report.

    `revision` counts from 1; a later one says in `reason` why it was opened. `gates` maps a gate's
    id to the tutor's yes or no, None while it is open.
    """

    file: str
    student: str
    name: str
    tutor: str
    rubric: str
    rubric_hash: str
    revision: int
    reason: str
    language: str
    gates: Mapping[str, bool | None]
    marks: tuple[Mark, ...]
    note: str
    private: str

    def mark(self, criterion: str) -> Mark | None:
        """Return the mark for a criterion, None where the sheet has none."""
        return next((mark for mark in self.marks if mark.criterion == criterion), None)

    @property
    def touched(self) -> bool:
        """Return whether a tutor has written anything into it."""
        judged = any(
            mark.level or mark.points is not None or mark.comments or mark.note or mark.private
            for mark in self.marks
        )
        decided = any(answer is not None for answer in self.gates.values())
        return bool(judged or decided or self.note or self.private)


def rubric_hash(rubric: Rubric) -> str:
    """Return what tells two versions of a rubric apart: all it says, not how its file is laid out."""
    import msgspec

    return hashlib.sha256(msgspec.json.encode(rubric)).hexdigest()[:12]


def points_of(mark: Mark | None, criterion: Criterion) -> float | None:
    """Return the points of a criterion, None while nothing is decided."""
    if mark is None:
        return None
    if mark.points is not None:
        return mark.points
    return next((level.points for level in criterion.levels if level.id == mark.level), None)


def total(sheet: Sheet, rubric: Rubric) -> float | None:
    """Return the sum of the points, None while a criterion is open."""
    sum_ = 0.0
    for criterion in rubric.criteria:
        points = points_of(sheet.mark(criterion.id), criterion)
        if points is None:
            return None
        sum_ += points
    return round(sum_, 6)


def open_criteria(sheet: Sheet, rubric: Rubric) -> tuple[str, ...]:
    """Return the ids of gates and criteria that the tutor has not decided, in the rubric's order."""
    gates = [gate.id for gate in rubric.gates if sheet.gates.get(gate.id) is None]
    undecided = [
        criterion.id
        for criterion in rubric.criteria
        if points_of(sheet.mark(criterion.id), criterion) is None
    ]
    return (*gates, *undecided)
