"""Who is in the class, what each handed in, and when: from submissions, worksheet and plan."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime

from reportkit.records import dataclass
from reportkit.seminar.grading_folder import Member
from reportkit.seminar.moodle.worksheet import Row, Worksheet
from reportkit.seminar.plan import Seminar, Student
from reportkit.seminar.submissions import Submission, Submissions, SubmittedFile

_NO_REPORT = re.compile(
    r"slides?|folien|vortrag|talk|presentation|pr[aä]sentation|poster|paper", re.I
)
_KINDS = {
    "encrypted_pdf": "asks for a password: ask for a PDF without one",
    "not_a_pdf": "is called .pdf and is none",
    "empty": "is empty",
    "damaged_pdf": "is damaged",
    "other": "is no PDF",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of the class besides the files; `due` and `extensions` are local wall-clock times.

    `extensions` maps a student's key to their own date. `take` maps one to the file to be graded.
    """

    worksheet: Worksheet | None = None
    plan: Seminar | None = None
    due: datetime | None = None
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    take: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A student, and the file to be graded, None where there is none."""

    member: Member
    report: SubmittedFile | None


def enrolled(submissions: Submissions, sources: Sources) -> tuple[Enrolled, ...]:
    """Return the whole class: those who handed in, and those who did not, sorted by name."""
    rows = {row.id: row for row in sources.worksheet.rows} if sources.worksheet else {}
    teams = {row.group: row for row in rows.values() if row.group}
    found = {}
    for one in submissions.students:
        row = rows.get(one.id or -1)
        if submissions.id_is == "group":
            row = teams.get(one.name)
        found[one.key] = _enrolled(one, row, sources, submissions.id_is)
    if submissions.id_is == "group":
        _add_missing_teams(found, teams)
    else:
        _add_missing(found, rows, sources)
    return tuple(sorted(found.values(), key=lambda e: (e.member.name.casefold(), e.member.key)))


def _enrolled(one: Submission, row: Row | None, sources: Sources, id_is: str) -> Enrolled:
    report, problem, notes = _report_of(one, sources.take.get(one.key))
    name = row.name if row and row.name and id_is != "group" else one.name
    # blind marking leaves a word for "participant" where the name was
    planned = _planned(one.key, sources.plan)
    if planned and (not row or not row.name):
        name = planned.name
    member = Member(
        key=one.key,
        id=one.id,
        name=name,
        email=row.email if row and id_is != "group" else "",
        files=tuple(file.path for file in one.files),
        draft=report.sha256 if report else "",
        draft_file=report.path.removeprefix("/") if report else "",
        late_minutes=_late(one.key, row, sources),
        problem=problem,
        notes=notes,
    )
    return Enrolled(member, report)


def _planned(key: str, plan: Seminar | None) -> Student | None:
    return next((one for one in plan.students if one.id == key), None) if plan else None


def _report_of(
    one: Submission, wanted: str | None
) -> tuple[SubmittedFile | None, str, tuple[str, ...]]:
    """Return the file to grade, or why there is none, and what a tutor should know of the choice."""
    pdfs = [file for file in one.files if file.kind in ("pdf", "damaged_pdf")]
    if wanted:
        pdfs = [file for file in pdfs if file.path.lstrip("/") == wanted.lstrip("/")]
    if not pdfs:
        bad = [f"{file.path.lstrip('/')} {_KINDS.get(file.kind, '')}" for file in one.files]
        if bad:
            return None, "; ".join(bad), ()
        return None, "a text typed into Moodle, no file" if one.online_text else "no file", ()
    sound = [file for file in pdfs if file.kind == "pdf"] or pdfs
    named = [file for file in sound if not _NO_REPORT.search(file.path)] or sound
    chosen = max(named, key=lambda file: _natural(file.path))
    notes = [f"{chosen.path.lstrip('/')} is damaged"] if chosen.kind == "damaged_pdf" else []
    if len(pdfs) > 1:
        names = ", ".join(file.path.lstrip("/") for file in pdfs)
        notes.append(f"{len(pdfs)} PDFs ({names}): took {chosen.path.lstrip('/')}")
    return chosen, "", tuple(notes)


def _natural(path: str) -> tuple[tuple[int, str], ...]:
    """Return a key by which draft-10 comes after draft-2, and draft-2 after draft."""
    stem = path.lower().rsplit(".", 1)[0]
    parts = re.split(r"(\d+)", stem)
    return tuple((int(part), "") if part.isdigit() else (-1, part.strip(" _-")) for part in parts)


def _late(key: str, row: Row | None, sources: Sources) -> int | None:
    if row is None or row.submitted_at is None:
        return None
    due = sources.extensions.get(key, sources.due)
    planned = _planned(key, sources.plan)
    if planned and sources.plan and key not in sources.extensions:
        moment = sources.plan.report_due(planned)
        due = moment.astimezone(sources.plan.zone).replace(tzinfo=None) if moment else due
    if due is None:
        return None
    # the worksheet's times are wall-clock times, as the plan's are
    submitted = datetime.fromtimestamp(row.submitted_at, UTC).replace(tzinfo=None)
    return int((submitted - due).total_seconds() // 60)


def _add_missing(found: dict[str, Enrolled], rows: Mapping[int, Row], sources: Sources) -> None:
    for row in rows.values():
        key = str(row.id)
        if key not in found:
            member = Member(key, row.id, row.name, row.email, problem="has not handed in")
            found[key] = Enrolled(member, None)
    if sources.plan is None or rows:
        return
    for student in sources.plan.students:
        if student.id not in found and student.id.isdecimal():
            member = Member(
                student.id,
                int(student.id),
                student.name,
                student.email,
                problem="has not handed in",
            )
            found[student.id] = Enrolled(member, None)


def _add_missing_teams(found: dict[str, Enrolled], teams: Mapping[str, Row]) -> None:
    there = {one.member.name for one in found.values()}
    for name in teams:
        if name not in there:
            key = "team-" + (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "x")
            member = Member(key, None, name, problem="has not handed in")
            found[key] = Enrolled(member, None)


def with_tutors(
    members: Sequence[Member],
    tutors: Sequence[str],
    markers: int,
    plan: Seminar | None,
    before: Mapping[str, tuple[str, ...]],
    calibration: str,
) -> tuple[Member, ...]:
    """Return the members with those who mark each: as `before`, as planned, or in turn.

    Everybody marks the report for calibration. A tutor who is not there any more marks nobody anew.
    """
    dealt = []
    turn = 0
    for member in members:
        planned = _planned(member.key, plan)
        order = [*tutors[turn % len(tutors) :], *tutors[: turn % len(tutors)]]
        if planned:
            order.sort(key=lambda tutor: tutor != planned.tutor)
        kept = [tutor for tutor in before.get(member.key, ()) if tutor in tutors]
        more = [tutor for tutor in order if tutor not in kept]
        wanted = len(tutors) if member.key == calibration else markers
        chosen = tuple([*kept, *more][: max(wanted, len(kept))])
        turn += not member.problem
        dealt.append(replace(member, tutors=chosen))
    return tuple(dealt)
