"""Who asked what at the talks, and the points towards the bonus."""

from collections.abc import Sequence
from fractions import Fraction

from reportkit.cells import csv_text
from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.seminar.plan import Seminar, Student
from reportkit.seminar.spreadsheet import Table

FILE_NAME = "questions.csv"
_HEADER = ("date", "student", "talk", "points", "question")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: who asked (a student's id), at whose talk, and its points; `date` is ISO."""

    date: str
    student: str
    talk: str
    points: Fraction
    text: str


def questions_of(table: Table) -> tuple[Question, ...]:
    """Return the questions in the order in which they were noted. Raises UsageProblem."""
    places = [table.column(name) for name in _HEADER]
    if None in places[1:4:2]:
        raise UsageProblem(f"{table.name}:1: needs the columns student and points")
    found = []
    for row, line in zip(table.rows, table.lines, strict=True):
        date, student, talk, points, text = (
            row[place].removeprefix("'") if place is not None else "" for place in places
        )
        found.append(Question(date, student, talk, points_of(points, f"{table.name}:{line}"), text))
    return tuple(found)


def points_of(text: str, where: str) -> Fraction:
    """Return points as written, with a point or a comma. Raises UsageProblem."""
    try:
        points = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise UsageProblem(f"{where}: {text!r} is no number of points") from None
    if not 0 <= points <= 100:
        raise UsageProblem(f"{where}: points lie between 0 and 100, not {text}")
    return points


def with_question(known: Sequence[Question], new: Question) -> str:
    """Return the file with one more question, as CSV."""
    rows = [(q.date, q.student, q.talk, shown(q.points), q.text) for q in (*known, new)]
    return csv_text([_HEADER, *rows])


def points_by_student(questions: Sequence[Question]) -> dict[str, Fraction]:
    """Return the sum of each student's points, by id."""
    sums: dict[str, Fraction] = {}
    for question in questions:
        sums[question.student] = sums.get(question.student, Fraction(0)) + question.points
    return sums


def student_called(plan: Seminar, text: str) -> Student:
    """Return the student with this id, e-mail or name, or the only one whose name holds it.

    Raises UsageProblem where there is none, or more than one.
    """
    folded = text.casefold().strip()
    for student in plan.students:
        if folded in {student.id.casefold(), student.email.casefold(), student.name.casefold()}:
            return student
    close = [student for student in plan.students if folded and folded in student.name.casefold()]
    if len(close) == 1:
        return close[0]
    if close:
        raise UsageProblem(f"{text!r} could be {', '.join(student.name for student in close)}")
    names = tuple(student.name for student in plan.students)
    raise UsageProblem(f"there is no student {text!r}{nearest(text, names)}")


def shown(number: Fraction) -> str:
    """Return a number with at most two digits after the point, halves rounded up."""
    cents = (number * 100 + Fraction(1, 2)).__floor__()
    return f"{cents // 100}.{cents % 100:02}".rstrip("0").rstrip(".")
