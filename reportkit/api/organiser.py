"""What the organiser's commands do."""

from collections.abc import Sequence
from pathlib import Path

from reportkit.errors import UsageProblem
from reportkit.seminar.assigning import Fixed, Outcome, assigned
from reportkit.seminar.assignment_text import ratingallocate_choices, ratingallocate_ratings
from reportkit.seminar.plan import Seminar
from reportkit.seminar.preferences import Answer, Place, answers_of, papers_of
from reportkit.seminar.questions import (
    Question,
    points_by_student,
    points_of,
    questions_of,
    shown,
    student_called,
    with_question,
)
from reportkit.seminar.spreadsheet import read_table


def preferences(
    file: Path, papers: Path | None = None, seminar: Seminar | None = None, *, ratings: bool = False
) -> tuple[tuple[Answer, ...], tuple[Place, ...]]:
    """Read the answers, and the papers on offer: from their list, the plan, or the answers alone.

    Raises UsageProblem or Unreadable.
    """
    offered: tuple[Place, ...] = ()
    if papers is not None:
        offered = papers_of(read_table(papers))
    elif seminar is not None and seminar.papers:
        offered = tuple(Place(p.id, p.title, p.places) for p in seminar.papers)
    answers = answers_of(read_table(file), offered, ratings=ratings)
    if not offered:
        named = {paper for answer in answers for paper in (*answer.ranks, *answer.vetoes)}
        offered = tuple(Place(paper, paper, 1) for paper in sorted(named))
    return answers, offered


def assign(
    file: Path,
    *,
    papers: Path | None = None,
    seminar: Seminar | None = None,
    seed: int = 1,
    fixed: Path | None = None,
    forbidden: Path | None = None,
    unranked_last: bool = False,
    truthful: bool = False,
    ratings: bool = False,
) -> Outcome:
    """Assign papers by the preferences in `file`.

    Raises UsageProblem (a mistake in a file, or no acceptable assignment), Unreadable, EngineMissing.
    """
    answers, offered = preferences(file, papers, seminar, ratings=ratings)
    roster = tuple(student.name for student in seminar.students) if seminar else ()
    return assigned(
        answers,
        offered,
        seed,
        fixed=_pairs(fixed),
        forbidden=_pairs(forbidden),
        roster=roster,
        unranked_last=unranked_last,
        truthful=truthful,
    )


def write_calendar(plan: Seminar, file: Path) -> None:
    """Write the plan's dates to `file`, as an update of the calendar that is there.

    Raises UsageProblem where the file is no calendar, EngineMissing without icalendar.
    """
    from datetime import UTC, datetime

    from reportkit.resources import write_whole
    from reportkit.seminar.timeline import calendar

    before = file.read_bytes() if file.is_file() else None
    write_whole(file, calendar(plan, datetime.now(UTC).replace(microsecond=0), before))


def ratingallocate(
    file: Path, papers: Path | None, seminar: Seminar | None, *, ratings: bool = False
) -> tuple[str, str]:
    """Return the papers as Moodle's ratingallocate reads choices, and the answers as its ratings."""
    answers, offered = preferences(file, papers, seminar, ratings=ratings)
    return ratingallocate_choices(offered), ratingallocate_ratings(answers, offered)


def write_papers(file: Path, outcome: Outcome) -> None:
    """Set each assigned student's paper in the plan, which is checked before it is written.

    Raises UsageProblem, and EngineMissing without tomlkit.
    """
    from reportkit.decoding import file_text
    from reportkit.resources import write_whole
    from reportkit.seminar.plan import decoded_seminar, with_papers

    given = {name: row.paper.id for row in outcome.rows for name in row.members}
    text = with_papers(file_text(file), given)
    decoded_seminar(text, str(file))
    write_whole(file, text)


def _pairs(file: Path | None) -> Sequence[Fixed]:
    """Read the columns student, paper, reason. Raises UsageProblem where one is missing."""
    if file is None:
        return ()
    table = read_table(file)
    student, paper, reason = (table.column(name) for name in ("student", "paper", "reason"))
    if student is None or paper is None or reason is None:
        raise UsageProblem(f"{file}:1: needs the columns student, paper and reason")
    return tuple(Fixed(row[student], row[paper], row[reason]) for row in table.rows)


def add_question(
    plan: Seminar, file: Path, student: str, talk: str, points: str, text: str, date: str
) -> str:
    """Note a question in `file`, which is made where it is missing; return the student's name.

    Raises UsageProblem for a student who is not in the plan, or points that are no number.
    """
    from datetime import date as day

    from reportkit.resources import write_whole

    asker = student_called(plan, student)
    speaker = student_called(plan, talk).id if talk else ""
    if speaker == asker.id:
        raise UsageProblem(f"{asker.name} cannot ask at their own talk")
    when = date or day.today().isoformat()
    new = Question(when, asker.id, speaker, points_of(points, "--points"), text)
    write_whole(file, with_question(_questions(file), new))
    return asker.name


def question_list(plan: Seminar, file: Path) -> str:
    """Return a line for each student: points, bonus after the cap, number of questions."""
    from fractions import Fraction

    known = _questions(file)
    points = points_by_student(known)
    cap, each = (Fraction(str(n)) for n in (plan.weights.bonus_cap, plan.weights.bonus_per_point))
    lines = []
    for student in plan.students:
        own = points.get(student.id, Fraction(0))
        asked = sum(question.student == student.id for question in known)
        bonus = shown(min(own * each, cap))
        lines.append(
            f"{student.name:<28} {asked:3} question{'s' if asked != 1 else ' '}  {shown(own):>5} point{'s' if own != 1 else ' '}  +{bonus} %"
        )
    return "\n".join(lines) + "\n"


def _questions(file: Path) -> tuple[Question, ...]:
    """Return the questions noted so far, none where the file is not there yet."""
    return questions_of(read_table(file)) if file.exists() else ()
