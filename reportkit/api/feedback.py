"""`feedback build|status|collect`: letters are written, sheets looked through, notes brought in."""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from reportkit.api.sheets import (
    ReadSheets,
    asked_since,
    brought_along_all,
    first_round_of,
    read_sheets,
    ready_comments,
    shown_name,
)
from reportkit.decoding import file_text
from reportkit.errors import Unreadable, UsageProblem
from reportkit.findings import Report
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.rubric import Rubric
from reportkit.seminar.agreement import (
    AgreedMark,
    CriterionAgreement,
    agreed_marks,
    agreement,
    latest,
)
from reportkit.seminar.evidence import class_reports
from reportkit.seminar.grading_folder import GradingFolder, Member, Roster
from reportkit.seminar.letters import Basis, Letter, letter, letter_html, letter_tex
from reportkit.seminar.sheets.comments import Ranked, ranked
from reportkit.seminar.sheets.model import Sheet, open_criteria
from reportkit.seminar.sheets.reading import decoded_sheet
from reportkit.seminar.sheets.writing import digest, is_unedited, write_unless_changed

_TEX_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Class:
    """A grading folder, read: the roster, the rubric, the sheets with what is wrong in them."""

    folder: GradingFolder
    roster: Roster
    rubric: Rubric
    read: ReadSheets
    reports: dict[str, Report]
    notes: tuple[str, ...]

    @property
    def marks(self) -> dict[str, AgreedMark]:
        """Return each student's mark by the rubric's rule, none where a sheet has a mistake."""
        sound = [one for one in self.read.sheets if not self.read.faults_of(one.student)]
        return agreed_marks(sound, self.rubric)

    def sheets_of(self, key: str) -> tuple[Sheet, ...]:
        """Return the latest sheets of a student that somebody has begun, by tutor."""
        theirs = [one for one in latest(self.read.sheets) if one.student == key and one.touched]
        return tuple(sorted(theirs, key=lambda sheet: sheet.tutor))


def opened(place: Path) -> Class:
    """Return a class; sheets of an earlier rubric are brought along first. Raises UsageProblem."""
    folder = GradingFolder(place).opened()
    folder.prepare()
    rubric = folder.rubric()
    folder.keep_rubric(rubric, file_text(place / "rubric.yaml"))
    notes = brought_along_all(folder, rubric)
    roster = folder.roster()
    return Class(
        folder, roster, rubric, read_sheets(folder, rubric), class_reports(folder, roster), notes
    )


# ---------------------------------------------------------------- status


@dataclass(frozen=True, slots=True)
class Status:
    """How far a student's marking is; `open` maps each tutor to what they have not decided."""

    member: Member
    label: str
    open: dict[str, tuple[str, ...]]
    mark: AgreedMark | None


@dataclass(frozen=True, slots=True)
class ClassStatus:
    """How far the class is; `problems` are mistakes in sheets, with file and line."""

    students: tuple[Status, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    conflicts: tuple[Path, ...]
    agreement: tuple[CriterionAgreement, ...]
    comments: tuple[Ranked, ...]
    calibration: str


def status(place: Path) -> ClassStatus:
    """Return how far the marking of a class is. Raises UsageProblem."""
    class_ = opened(place)
    marks = class_.marks
    newest = latest(class_.read.sheets)
    students = []
    for member in class_.roster.members:
        open_ = {
            sheet.tutor: open_criteria(sheet, class_.rubric)
            for sheet in newest
            if sheet.student == member.key
        }
        label = shown_name(member, class_.roster)
        students.append(Status(member, label, open_, marks.get(member.key)))
    return ClassStatus(
        students=tuple(students),
        problems=class_.read.problems,
        notes=class_.notes,
        conflicts=class_.folder.conflicts(),
        agreement=agreement(class_.read.sheets, class_.rubric),
        comments=ranked(class_.read.sheets, ready_comments(class_.folder, class_.rubric), "en"),
        calibration=class_.folder.notes().calibration,
    )


# ---------------------------------------------------------------- build


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What the letters show: points, who marked; `pdf` None makes PDFs where there is TeX."""

    points: bool = False
    signed: bool = False
    pdf: bool | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The letters that were written, and why the others were not.

    `problems` are mistakes in sheets; `left` tells those of students, too.
    """

    written: tuple[Path, ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def build(
    place: Path,
    options: LetterOptions | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Built:
    """Write a letter and an annotated draft for each student whose sheets are complete.

    A student of whom a sheet has a mistake gets none; a letter from before is left as it is.
    """
    from reportkit.engines.latexmk import latexmk

    class_ = opened(place)
    options = options or LetterOptions()
    letters, left = letters_of(class_, options)
    as_pdf = bool(latexmk()) if options.pdf is None else options.pdf
    written: list[Path] = []

    def one(key: str) -> list[Path]:
        return [_letter_file(class_, key, letters[key], as_pdf), *_annotated(class_, key, options)]

    with ThreadPoolExecutor(_TEX_AT_ONCE) as pool:
        for done, paths in enumerate(pool.map(one, letters), 1):
            written += paths
            if progress:
                progress(done, len(letters), paths[0].name)
    return Built(tuple(written), tuple(left), class_.notes, class_.read.problems)


def letters_of(class_: Class, options: LetterOptions) -> tuple[dict[str, Letter], list[str]]:
    """Return the letter of each student who can get one, and why the others cannot."""
    marks = class_.marks
    ready = ready_comments(class_.folder, class_.rubric)
    before = first_round_of(class_.roster.first_round)
    letters: dict[str, Letter] = {}
    left: list[str] = []
    for member in class_.roster.members:
        report, mark = class_.reports.get(member.key), marks.get(member.key)
        if report is None or mark is None or mark.points is None:
            left.append(f"{member.key}: {_why_not(class_, member, mark)}")
            continue
        basis = Basis(
            sheets=class_.sheets_of(member.key),
            rubric=class_.rubric,
            report=report,
            ready=ready,
            points=mark.points,
            earlier=_earlier(class_, member.key),
            asked=asked_since(member, report, before),
            student="" if class_.roster.anonymous else member.name,
            show_points=options.points,
            signed=options.signed,
        )
        letters[member.key] = letter(basis)
    return letters, left


def _why_not(class_: Class, member: Member, mark: AgreedMark | None) -> str:
    if member.problem:
        return member.problem
    if faults := class_.read.faults_of(member.key):
        return "; ".join(faults)
    if mark and mark.to_discuss:
        return mark.to_discuss
    begun = class_.sheets_of(member.key)
    if not begun:
        return "no sheet has been begun"
    undecided = ", ".join(open_criteria(begun[0], class_.rubric)[:4])
    return f"open on {begun[0].tutor}'s sheet: {undecided}"


def _earlier(class_: Class, key: str) -> float | None:
    """Return the mark before a student's sheets were opened again, None where they never were."""
    theirs = [sheet for sheet in class_.read.sheets if sheet.student == key]
    newest = max((sheet.revision for sheet in theirs), default=1)
    before = [sheet for sheet in theirs if sheet.revision < newest]
    if not before:
        return None
    mark = agreed_marks(before, class_.rubric).get(key)
    return mark.points if mark else None


def _letter_file(class_: Class, key: str, made: Letter, as_pdf: bool) -> Path:
    folder = class_.folder.place / "feedback"
    html_file, pdf_file = folder / f"{key}.html", folder / f"{key}.pdf"
    pdf = _typeset(made) if as_pdf else None
    if pdf is None:
        write_whole(html_file, letter_html(made))
        pdf_file.unlink(missing_ok=True)
        return html_file
    write_whole(pdf_file, pdf)
    html_file.unlink(missing_ok=True)
    return pdf_file


def _typeset(made: Letter) -> bytes | None:
    """Return the letter as a PDF, None where TeX fails over it."""
    from reportkit.engines.latexmk import build_pdf
    from reportkit.reporters.inventory.latex import escaped

    folder = Path(tempfile.mkdtemp(prefix="reportkit-"))
    try:
        main = folder / "feedback.tex"
        write_whole(main, letter_tex(made, escaped))
        result = build_pdf(main)
        return result.pdf.read_bytes() if result.succeeded and result.pdf else None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _annotated(class_: Class, key: str, options: LetterOptions) -> list[Path]:
    """Write the draft with the findings that were kept and the tutors' own notes in it."""
    from reportkit.reporters.annotated_pdf import render

    draft = class_.folder.draft(key)
    report = class_.reports[key]
    dropped = {
        code for sheet in class_.sheets_of(key) for mark in sheet.marks for code in mark.dropped
    }
    kept = tuple(finding for finding in report.findings if finding.code not in dropped)
    original = _with_notes(draft.read_bytes(), _noted(class_, key), signed=options.signed)
    target = class_.folder.place / "feedback" / f"{key}-annotated.pdf"
    try:
        write_whole(target, render(replace(report, findings=kept), original))
    except (Unreadable, UsageProblem, ValueError, KeyError, TypeError, AttributeError):
        target.unlink(missing_ok=True)  # a PDF that can be read, though not written again
        return []
    return [target]


def _noted(class_: Class, key: str) -> list[Path]:
    return sorted((class_.folder.place / "annotated").glob(f"{key}.*.pdf"))


def _with_notes(original: bytes, noted: Sequence[Path], *, signed: bool) -> bytes:
    """Return the draft with the annotations of the tutors' copies; names only where `signed`."""
    if not noted:
        return original
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=io.BytesIO(original))
    for file in noted:
        reader = PdfReader(file)
        for page, theirs in zip(writer.pages, reader.pages, strict=False):
            for reference in theirs.annotations or ():
                note = reference.get_object()
                if note.get("/Subtype") in (None, "/Link", "/Widget", "/Popup"):
                    continue
                copied = note.clone(writer, ignore_fields=("/P", "/Popup", "/Parent", "/IRT", "/A"))
                copied[NameObject("/T")] = TextStringObject(
                    file.stem.split(".")[-1] if signed else ""
                )
                writer.add_annotation(page, copied)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


# ---------------------------------------------------------------- collect and reopen


@dataclass(frozen=True, slots=True)
class Collected:
    """What came in: sheets and annotated drafts, conflicts set beside, and what was left."""

    taken: tuple[str, ...]
    conflicts: tuple[str, ...]
    left: tuple[str, ...]


def collect(place: Path, sources: Iterable[Path]) -> Collected:
    """Bring in sheets and annotated drafts that tutors worked on elsewhere.

    A sheet that was edited in both places is kept in both versions. An annotated draft is called
    NUMBER.TUTOR.pdf. Raises UsageProblem, Unreadable.
    """
    folder = GradingFolder(place).opened()
    folder.prepare()
    roster, rubric = folder.roster(), folder.rubric()
    taken: list[str] = []
    conflicts: list[str] = []
    left: list[str] = []
    for path in _files(sources):
        if path.suffix == ".yaml":
            _collect_sheet(path, folder, rubric, roster, (taken, conflicts, left))
        elif path.suffix == ".pdf":
            _collect_draft(path, folder, roster, (taken, conflicts, left))
    return Collected(tuple(taken), tuple(conflicts), tuple(left))


def _files(sources: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for source in sources:
        if not source.exists():
            raise Unreadable(f"{source}: there is no such file or folder")
        inside = sorted(source.rglob("*")) if source.is_dir() else [source]
        found += [path for path in inside if path.is_file() and not path.is_symlink()]
    return found


_Piles = tuple[list[str], list[str], list[str]]


def _collect_sheet(
    path: Path, folder: GradingFolder, rubric: Rubric, roster: Roster, piles: _Piles
) -> None:
    taken, conflicts, left = piles
    if path.name in ("class.yaml", "rubric.yaml") or path.parent.name == "rubrics":
        return
    try:
        text = path.read_text("utf-8-sig")
        sheet = decoded_sheet(text, path.name)
    except (UsageProblem, UnicodeDecodeError) as problem:
        left.append(str(problem))
        return
    member = roster.member(sheet.student)
    if member is None or not sheet.tutor.replace("-", "").replace("_", "").isalnum():
        left.append(f"{path.name}: {sheet.student} is not in this class")
        return
    target = folder.sheet_file(member.key, sheet.tutor, sheet.revision)
    data = target.read_bytes() if target.is_file() else None
    if data == text.encode() or (is_unedited(text) and data is not None):
        return
    there = data.decode("utf-8", "replace") if data is not None else ""
    as_seen = None if data is None else digest(data) if is_unedited(there) else "edited by both"
    written = write_unless_changed(target, text, as_seen)
    (taken if written == target else conflicts).append(f"sheets/{written.name}")


def _collect_draft(path: Path, folder: GradingFolder, roster: Roster, piles: _Piles) -> None:
    taken, _, left = piles
    key, _, tutor = path.stem.partition(".")
    if not tutor.replace("-", "").replace("_", "").isalnum() or roster.member(key) is None:
        left.append(f"{path.name}: an annotated draft is called NUMBER.TUTOR.pdf")
        return
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = len(PdfReader(path).pages), len(PdfReader(folder.draft(key)).pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError) as problem:
        left.append(f"{path.name} cannot be read: {problem}")
        return
    if pages[0] != pages[1]:
        left.append(f"{path.name} has {pages[0]} pages, the draft {pages[1]}: is it another one?")
        return
    data = path.read_bytes()
    target = folder.place / "annotated" / path.name
    if not target.is_file() or target.read_bytes() != data:
        write_whole(target, data)
        taken.append(f"annotated/{path.name}")


def reopen(place: Path, key: str, tutor: str | None, reason: str) -> Path:
    """Open a new revision of a sheet, with its reason; the old one stays. Return the new file.

    Raises UsageProblem where it is not clear which sheet, or nothing was decided on it.
    """
    from reportkit.seminar.sheets.changes import reopened

    class_ = opened(place)
    theirs = [sheet for sheet in class_.sheets_of(key) if tutor in (None, sheet.tutor)]
    if len(theirs) != 1:
        names = ", ".join(sheet.tutor for sheet in theirs) or "nobody"
        raise UsageProblem(f"{key} has been marked by {names}; name one tutor with --tutor")
    sheet = theirs[0]
    source = class_.folder.sheet_file(key, sheet.tutor, sheet.revision)
    target = class_.folder.sheet_file(key, sheet.tutor, sheet.revision + 1)
    return write_unless_changed(
        target, reopened(file_text(source), sheet.revision + 1, reason), None
    )
