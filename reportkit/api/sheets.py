"""The sheets of a class: written for its tutors, read back, brought along with the rubric."""

from collections.abc import Mapping
from pathlib import Path

from reportkit.errors import UsageProblem
from reportkit.findings import Report
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.rubric import Comment, Rubric
from reportkit.seminar.agreement import latest
from reportkit.seminar.evidence import Asked, by_criterion, class_reports, since_first
from reportkit.seminar.grading_folder import GradingFolder, Member, Roster
from reportkit.seminar.plain import plain_line
from reportkit.seminar.sheets.changes import brought_along, changes
from reportkit.seminar.sheets.comments import bank, ranked
from reportkit.seminar.sheets.model import Sheet, rubric_hash
from reportkit.seminar.sheets.reading import decoded_sheet
from reportkit.seminar.sheets.writing import (
    NewSheet,
    digest,
    is_unedited,
    new_sheet,
    seen,
    signed,
    write_unless_changed,
)
from reportkit.seminar.student_page import student_page


@dataclass(frozen=True, slots=True)
class ReadSheets:
    """The sheets that are in order, and what is wrong with the others, file and line first.

    `faults` maps a file's name to its first mistake.
    """

    sheets: tuple[Sheet, ...]
    faults: Mapping[str, str]

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what is wrong, in the order of the files."""
        return tuple(self.faults.values())

    def faults_of(self, student: str) -> tuple[str, ...]:
        """Return what is wrong with the sheets of a student."""
        return tuple(fault for name, fault in self.faults.items() if name.startswith(f"{student}."))


def read_sheets(folder: GradingFolder, rubric: Rubric) -> ReadSheets:
    """Return every sheet of the class, held against the rubric."""
    sheets: list[Sheet] = []
    faults: dict[str, str] = {}
    for path in folder.sheets():
        name = f"sheets/{path.name}"
        try:
            sheets.append(decoded_sheet(path.read_text("utf-8-sig"), name, rubric))
        except UsageProblem as problem:
            faults[path.name] = str(problem)
        except (OSError, UnicodeDecodeError):
            faults[path.name] = f"{name} cannot be read as UTF-8 text"
    return ReadSheets(tuple(sheets), faults)


def brought_along_all(folder: GradingFolder, rubric: Rubric) -> tuple[str, ...]:
    """Bring the sheets of an earlier rubric to this one; return what needs another look, in words."""
    notes: list[str] = []
    for path in folder.sheets():
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
            sheet = decoded_sheet(text, f"sheets/{path.name}")
        except (UsageProblem, UnicodeDecodeError):
            continue  # read_sheets says what is wrong with it
        old = folder.rubric_with(sheet.rubric_hash)
        if sheet.rubric_hash == rubric_hash(rubric) or old is None:
            continue
        new_text = brought_along(text, sheet, old, rubric)
        if is_unedited(text):
            new_text = signed(new_text)
        if path != (other := write_unless_changed(path, new_text, digest(data))):
            notes.append(f"sheets/{path.name} was changed meanwhile; see {other.name}")
        if sheet.touched:
            notes += [
                f"sheets/{path.name}: {change.id}: {change.text}"
                + (" - look again" if change.look_again else "")
                for change in changes(sheet, old, rubric)
            ]
    return tuple(notes)


def prepared_sheets(folder: GradingFolder, roster: Roster, rubric: Rubric) -> tuple[str, ...]:
    """Write the sheets that are missing and renew those nobody has touched; write all pages.

    Returns what people should know: sheets that were begun on an earlier draft.
    """
    reports = class_reports(folder, roster)
    filled = read_sheets(folder, rubric).sheets
    comments = ranked(filled, ready_comments(folder, rubric), "en")
    ready = {
        criterion.id: tuple(row.id for row in comments if row.criterion == criterion.id and row.id)
        for criterion in rubric.criteria
    }
    before = first_round_of(roster.first_round)
    notes: list[str] = []
    for member in roster.members:
        report = reports.get(member.key)
        if report is None:
            continue
        language = report_language(report)
        asked = asked_since(member, report, before)
        label = shown_name(member, roster)
        page = student_page(member, label, report, rubric, language, asked)
        write_whole(folder.place / "pages" / f"{member.key}.html", page)
        for tutor in member.tutors:
            to = NewSheet(
                member.key,
                "" if roster.anonymous else member.name,
                tutor,
                language,
                asked=tuple(f"{one.state}: {one.text}" for one in asked),
            )
            text = new_sheet(to, rubric, by_criterion(report), ready, _about(member, report))
            notes += _put_sheet(folder.sheet_file(member.key, tutor), text)
    return tuple(notes)


def _put_sheet(path: Path, text: str) -> list[str]:
    """Write a sheet unless a tutor has written into the one that is there."""
    as_seen = seen(path)
    if as_seen is not None:
        there = path.read_text("utf-8", errors="replace")
        if there == text or not is_unedited(there):
            return []
    if write_unless_changed(path, text, as_seen) != path:
        return [f"sheets/{path.name} was changed meanwhile; the new one lies beside it"]
    return []


def _about(member: Member, report: Report) -> tuple[str, ...]:
    pages = "1 page" if report.draft.pages == 1 else f"{report.draft.pages} pages"
    facts = [f"{plain_line(member.draft_file, 80)}: {pages}, {report.draft.words:,} words"]
    facts.append(
        f"about {plain_line(member.paper, 80)} ({member.paper_certainty})"
        if member.paper
        else "no paper to compare with"
    )
    facts += member.notes
    facts.append(f"page to print: pages/{member.key}.html")
    return tuple(facts)


def shown_name(member: Member, roster: Roster) -> str:
    """Return how a student is called in what people read."""
    return member.key if roster.anonymous or not member.name else member.name


def report_language(report: Report) -> str:
    """Return "de" for a German report, "en" for any other."""
    return "de" if str(report.statistics.get("language", "en")).startswith("de") else "en"


def ready_comments(folder: GradingFolder, rubric: Rubric) -> dict[str, tuple[Comment, ...]]:
    """Return each criterion's ready comments, those of class.yaml among them."""
    return bank(rubric, folder.notes().comments)


@dataclass(frozen=True, slots=True)
class FirstRound:
    """The drafts that came before: what was found in them, and what their feedback asked for."""

    reports: Mapping[str, Report]
    asked: Mapping[str, Mapping[str, str]]


def first_round_of(place: Path | str | None) -> FirstRound | None:
    """Return what is known of the drafts that came before, None where there were none."""
    if not place:
        return None
    folder = GradingFolder(Path(place)).opened()
    roster, rubric = folder.roster(), folder.rubric()
    reports = class_reports(folder, roster)
    asked: dict[str, dict[str, str]] = {}
    for sheet in latest(read_sheets(folder, rubric).sheets):
        if report := reports.get(sheet.student):
            asked.setdefault(sheet.student, {}).update(asked_for(sheet, report))
    return FirstRound(reports, asked)


def asked_for(sheet: Sheet, report: Report) -> dict[str, str]:
    """Return the rules whose findings a tutor left standing or took over, with a sentence each."""
    wanted: dict[str, str] = {}
    found = by_criterion(report)
    for mark in sheet.marks:
        taken = {comment.split(":")[0] for comment in mark.comments}
        shown = found[mark.criterion].evidence if mark.criterion in found else ()
        standing = {code for one in shown if one.good is False for code in one.codes}
        for finding in report.findings:
            if finding.code in (taken | standing) - set(mark.dropped):
                wanted.setdefault(finding.code, f"{finding.code} {finding.message}")
    return wanted


def asked_since(member: Member, report: Report, before: FirstRound | None) -> tuple[Asked, ...]:
    """Return what became of what the first draft's feedback asked for."""
    if before is None or member.key not in before.reports:
        return ()
    asked = before.asked.get(member.key, {})
    return since_first(asked, before.reports[member.key], report)
