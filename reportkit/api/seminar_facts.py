"""What a seminar.toml says of one student: the paper, the tutor, the dates."""

from datetime import datetime
from pathlib import Path

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.seminar.plan import Paper, Seminar, Student, read_seminar


@dataclass(frozen=True, slots=True)
class SeminarFacts:
    """Values as `--set` takes them, the paper's file (None where it is not there), (what, when)."""

    values: dict[str, str]
    paper: Path | None
    dates: tuple[tuple[str, str], ...]


def seminar_facts(file: Path, who: dict[str, str]) -> SeminarFacts:
    """Return what the seminar's file says of the student with this matriculation number or author.

    Without a student only the seminar's own facts are returned. Raises UsageProblem for a student
    who is not in the file.
    """
    seminar = read_seminar(file)
    student = _student(seminar, who, file)
    paper = next((p for p in seminar.papers if student and p.id == student.paper), None)
    values = {"seminar": seminar.title, "term": seminar.term}
    if student:
        tutor = next((person.name for person in seminar.tutors if person.id == student.tutor), "")
        values |= {"author": student.name, "matriculation": student.id, "tutor": tutor}
    values |= _paper_values(paper) if paper else {}
    pdf = file.parent / paper.file if paper and paper.file else None
    return SeminarFacts(
        {key: value for key, value in values.items() if value},
        pdf if pdf and pdf.is_file() else None,
        _dates(seminar, student),
    )


def _student(seminar: Seminar, who: dict[str, str], file: Path) -> Student | None:
    number, name = who.get("matriculation", ""), who.get("author", "")
    for student in seminar.students:
        if (number and student.id == number) or (name and student.name == name):
            return student
    if not number and not name:
        return None
    names = tuple(student.name for student in seminar.students)
    raise UsageProblem(f"{file} has no student {number or name!r}{nearest(name or number, names)}")


def _paper_values(paper: Paper) -> dict[str, str]:
    address = paper.long_version if "arxiv.org/" in paper.long_version else ""
    return {
        "paper-title": paper.title,
        "paper-authors": "; ".join(paper.authors),
        "arxiv": paper.arxiv_id or address,
        "venue": paper.venue,
    }


def _dates(seminar: Seminar, student: Student | None) -> tuple[tuple[str, str], ...]:
    """Return the seminar's dates in their order, the report's with the student's extension."""
    found = []
    for event in seminar.events:
        moment = seminar.moment(event)
        if student and event.id == seminar.deadline and student.extension:
            moment = seminar.report_due(student) or moment
        text = f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"
        found.append((event.title, text))
    return tuple(sorted(found, key=lambda row: row[1]))
