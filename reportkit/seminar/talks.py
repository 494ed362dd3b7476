"""The block seminar: who talks when, with breaks, and who is in the chair."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from reportkit.cells import csv_text
from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.plan import Seminar, Student
from reportkit.seminar.spreadsheet import markdown_cell
from reportkit.seminar.timeline import shown_time

_TRIALS = 2000


@dataclass(frozen=True, slots=True)
class Talk:
    """A slot: from `start` to `end` with the discussion; `chair` is a tutor's id, "" without one."""

    start: datetime
    end: datetime
    student: Student
    chair: str


def talks(plan: Seminar, seed: int = 1) -> tuple[Talk, ...]:
    """Return the talks in order; the order of the speakers is drawn by the seed.

    Neighbours have different tutors where this is possible, and no one is chaired by their own
    tutor where there are two. Raises UsageProblem where the talks do not fit into the days.
    """
    slots = _slots(plan)
    if len(slots) < len(plan.students):
        raise UsageProblem(
            f"{len(plan.students)} talks do not fit: the days have {len(slots)} slots; "
            "add a day, start earlier or shorten talk, discussion or pause"
        )
    speakers = _order(plan.students, seed)
    chairs = _chairs(speakers, [tutor.id for tutor in plan.tutors])
    length = timedelta(minutes=plan.talks.talk + plan.talks.discussion)
    return tuple(
        Talk(start, start + length, student, chair)
        for start, student, chair in zip(slots, speakers, chairs, strict=False)
    )


def _slots(plan: Seminar) -> list[datetime]:
    """Return when a talk can begin: breaks after so many talks, one lunch, none past the end."""
    rules = plan.talks
    length = timedelta(minutes=rules.talk + rules.discussion)
    found = []
    for first in rules.days:
        day = first.replace(tzinfo=first.tzinfo or plan.zone)
        in_a_row, had_lunch = 0, day.time() >= rules.lunch_from
        while (day + length).time() <= rules.end and (day + length).date() == first.date():
            if not had_lunch and day.time() >= rules.lunch_from:
                day, in_a_row, had_lunch = day + timedelta(minutes=rules.lunch), 0, True
            elif in_a_row == rules.talks_in_a_row:
                day, in_a_row = day + timedelta(minutes=rules.pause), 0
            else:
                found.append(day)
                day, in_a_row = day + length, in_a_row + 1
    return found


def _order(students: Sequence[Student], seed: int) -> list[Student]:
    """Return the drawn order with the fewest neighbours of one tutor."""
    draw = Random(seed)
    best = sorted(students, key=lambda student: student.id)
    fewest = len(best) + 1
    for _ in range(_TRIALS):
        order = draw.sample(best, len(best))
        repeats = sum(
            bool(one.tutor) and one.tutor == other.tutor for one, other in itertools.pairwise(order)
        )
        if repeats < fewest:
            chosen, fewest = order, repeats
        if not repeats:
            break
    return chosen if best else []


def _chairs(speakers: Sequence[Student], tutors: Sequence[str]) -> list[str]:
    """Return a chair for each talk: never the speaker's own tutor if another is there, by turns."""
    turns = dict.fromkeys(tutors, 0)
    chairs = []
    for speaker in speakers:
        others = [tutor for tutor in tutors if tutor != speaker.tutor] or list(tutors)
        chair = min(others, key=lambda tutor: (turns[tutor], tutor), default="")
        if chair:
            turns[chair] += 1
        chairs.append(chair)
    return chairs


def as_markdown(plan: Seminar, block: Sequence[Talk]) -> str:
    """Return the talks as a table for each day."""
    titles = {paper.id: paper.title for paper in plan.papers}
    chairs = {tutor.id: tutor.name for tutor in plan.tutors}
    lines = []
    day = None
    for talk in block:
        if talk.start.date() != day:
            day = talk.start.date()
            lines += ["", f"## {shown_time(day, plan.language)}", ""]
            lines += ["| Time | Speaker | Paper | Chair |", "|---|---|---|---|"]
        paper = titles.get(talk.student.paper, talk.student.paper)
        cells = (talk.student.name, paper, chairs.get(talk.chair, talk.chair))
        shown = " | ".join(markdown_cell(cell) for cell in cells)
        lines.append(f"| {talk.start:%H:%M}–{talk.end:%H:%M} | {shown} |")
    return "\n".join(lines[1:]) + "\n"


def as_csv(plan: Seminar, block: Sequence[Talk]) -> str:
    """Return one row a talk, for a spreadsheet."""
    titles = {paper.id: paper.title for paper in plan.papers}
    rows = [
        (
            talk.start.strftime("%Y-%m-%d %H:%M"),
            talk.end.strftime("%H:%M"),
            talk.student.id,
            talk.student.name,
            titles.get(talk.student.paper, talk.student.paper),
            talk.chair,
        )
        for talk in block
    ]
    return csv_text([("start", "end", "id", "speaker", "paper", "chair"), *rows])
