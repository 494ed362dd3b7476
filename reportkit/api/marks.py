"""`reportkit marks`: final marks from the tutors' sheets, the talks and the questions."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from reportkit.api.rubrics import rubric_named
from reportkit.errors import UsageProblem
from reportkit.resources import write_whole
from reportkit.rubric import Rubric
from reportkit.seminar.agreement import AgreedMark, agreed_marks, latest
from reportkit.seminar.marks import Mark, Part, changes, final_marks, record
from reportkit.seminar.plan import Seminar
from reportkit.seminar.questions import points_by_student, points_of, questions_of, student_called
from reportkit.seminar.sheets.model import Sheet
from reportkit.seminar.sheets.reading import decoded_sheet
from reportkit.seminar.sheets.writing import digest
from reportkit.seminar.spreadsheet import Table, read_table

RECORD = "marks.json"
_LARGEST = 1_000_000  # bytes of one sheet


def marks(
    plan: Seminar,
    *,
    sheets: tuple[Path, ...],
    talks: Path | None = None,
    questions: Path | None = None,
    last: Path | None = None,
) -> tuple[tuple[Mark, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the marks, what changed since the run recorded in `last`, and what holds marks up.

    `sheets` are folders of sheets: those by a rubric for reports count for the report, others for
    the presentation. `talks` is a CSV with student, points and maximum, for talks judged elsewhere.
    `last` is written anew. Raises UsageProblem with file and line for a mistake in a sheet.
    """
    reports: dict[str, Part] = {}
    presentations: dict[str, Part] = {}
    waiting: list[str] = []
    for rubric, found in _by_rubric(sheets):
        parts = reports if rubric.kind == "report" else presentations
        _add_parts(plan, rubric, tuple(found), parts, waiting)
    if talks is not None:
        presentations |= _talks(plan, read_table(talks), talks)
    noted = questions_of(read_table(questions)) if questions and questions.exists() else ()
    final = final_marks(plan, reports, presentations, points_by_student(noted))
    before = last.read_text("utf-8") if last and last.exists() else None
    changed = changes(final, before)
    if last:
        write_whole(last, record(final))
    return final, changed, tuple(waiting)


def _by_rubric(folders: tuple[Path, ...]) -> list[tuple[Rubric, list[tuple[Sheet, str]]]]:
    """Return the sheets of the folders with their files' digests, by the rubric they apply."""
    rubrics: dict[str, Rubric] = {}
    found: dict[str, list[tuple[Sheet, str]]] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageProblem(f"{folder} is no folder of sheets; reportkit grade makes one")
        for file in sorted(folder.glob("*.yaml")):
            if ".conflict-" in file.name:  # set aside; feedback status tells of it
                continue
            content = file.read_bytes()
            if len(content) > _LARGEST:
                raise UsageProblem(f"{file} is too large for a sheet")
            text = content.decode("utf-8", "replace")
            name = decoded_sheet(text, str(file)).rubric
            rubric = rubrics.setdefault(name, rubric_named(name, folder.parent))
            sheet = decoded_sheet(text, str(file), rubric)
            found.setdefault(name, []).append((sheet, digest(content)))
    return [(rubrics[name], known) for name, known in found.items()]


def _add_parts(
    plan: Seminar,
    rubric: Rubric,
    found: tuple[tuple[Sheet, str], ...],
    parts: dict[str, Part],
    waiting: list[str],
) -> None:
    """Add each student's agreed percentage to `parts`, or the reason there is none to `waiting`."""
    digest_of = {sheet.file: known for sheet, known in found}
    current = latest(sheet for sheet, _ in found)
    for student, agreed in agreed_marks(current, rubric).items():
        if agreed.points is None:
            waiting.append(_why_not(plan, student, rubric, agreed))
            continue
        behind = [
            sheet
            for sheet in current
            if sheet.student == student and sheet.tutor in agreed.by_tutor
        ]
        used = tuple((_short(sheet.file), digest_of[sheet.file]) for sheet in behind)
        percent = Fraction(str(agreed.points)) * 100 / Fraction(str(rubric.total))
        parts[student] = Part(percent, used)


def _short(file: str) -> str:
    """Return the folder's and the file's name, so that the record is the same from everywhere."""
    return "/".join(Path(file).parts[-2:])


def _why_not(plan: Seminar, student: str, rubric: Rubric, agreed: AgreedMark) -> str:
    name = next((known.name for known in plan.students if known.id == student), student)
    return f"{name}, {rubric.id}: {agreed.to_discuss or 'no sheet is filled in'}"


def _talks(plan: Seminar, table: Table, file: Path) -> dict[str, Part]:
    """Return the presentations judged elsewhere. Raises UsageProblem with file and line."""
    student, points, most = (table.column(name) for name in ("student", "points", "maximum"))
    if student is None or points is None:
        raise UsageProblem(
            f"{file}:1: needs the columns student and points, and maximum unless it is 100"
        )
    source = ((file.name, digest(file.read_bytes())),)
    return dict(_talk_rows(plan, table, (student, points, most), source))


def _talk_rows(
    plan: Seminar,
    table: Table,
    columns: tuple[int, int, int | None],
    source: tuple[tuple[str, str], ...],
) -> Iterator[tuple[str, Part]]:
    student, points, most = columns
    for row, line in zip(table.rows, table.lines, strict=True):
        where = f"{table.name}:{line}"
        if not row[points]:
            continue  # judged later: the part stays missing, and is listed
        whole = points_of(row[most], where) if most is not None and row[most] else Fraction(100)
        got = points_of(row[points], where)
        if not whole or got > whole:
            raise UsageProblem(
                f"{where}: {row[points]} of {row[most] if most is not None else 100} points"
            )
        yield student_called(plan, row[student]).id, Part(got * 100 / whole, source)
