"""`reportkit grade`: a class's reports are checked, and sheets prepared for its tutors."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from reportkit import __version__
from reportkit.api.grading_worker import Outcome, Task, checked, paper_card
from reportkit.api.rubrics import rubric_named, rubric_text
from reportkit.engines import languagetool
from reportkit.engines.remarks import EngineFault
from reportkit.errors import Unreadable, UsageProblem
from reportkit.findings import Report
from reportkit.records import dataclass
from reportkit.resources import resource_folder, write_whole
from reportkit.rubric import Rubric, decoded_rubric
from reportkit.seminar.batch import Failure, dask_pool, outcomes, process_pool
from reportkit.seminar.class_table import ClassTable, class_csv, class_html
from reportkit.seminar.enrolling import Enrolled, Sources, enrolled, with_tutors
from reportkit.seminar.evidence import without
from reportkit.seminar.grading_folder import (
    GradingFolder,
    Member,
    Roster,
    checked_tutor,
)
from reportkit.seminar.near_copies import NearCopy, near_copies
from reportkit.seminar.pairing import PaperCard, Person, papers_by_list
from reportkit.seminar.sheets.model import rubric_hash
from reportkit.seminar.submissions import REASONS, Submissions, content, read_all

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a class is graded.

    `papers` is a folder or a CSV; `last_year` PDFs to compare with; `first_round` the grading folder of
    the drafts that came before. `markers` is how many tutors mark each report, and like `tutors` it is
    as in the run before where it is not given; names once left out stay out.
    """

    rubric: str | None = None
    papers: Path | None = None
    tutors: tuple[str, ...] = ()
    markers: int | None = None
    jobs: int = 1
    dask: str | None = None
    grammar: str | None = None
    worksheet: Path | None = None
    plan: Path | None = None
    due: datetime | None = None
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    take: Mapping[str, str] = field(default_factory=dict)
    last_year: Path | None = None
    first_round: Path | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """What a run left: the table, how many were checked anew, what people should know.

    `peak_mb` is the most memory that a worker had, 0 where it is not known.
    """

    table: ClassTable
    checked: int
    kept: int
    notes: tuple[str, ...]
    peak_mb: float


def listed(sources: Sequence[Path]) -> Submissions:
    """Return what was handed in. Raises Unreadable where an archive is broken."""
    found = read_all(sources)
    if found.fatal:
        names = ", ".join(map(str, sources))
        raise Unreadable(f"{names}: the archive is broken; download the submissions again")
    return found


def grade(
    sources: Sequence[Path], into: Path, settings: Settings, progress: Progress | None = None
) -> Graded:
    """Check every report that was handed in and write sheets, pages and tables to the folder `into`.

    What was checked before, with the same draft, papers, rubric and version, is not checked again, so
    that a run that was broken off goes on. Raises Unreadable, UsageProblem, EngineMissing.
    """
    from reportkit.api.sheets import brought_along_all, prepared_sheets

    folder = GradingFolder(into)
    submissions = listed(sources)
    known = _sources(settings)
    everyone = enrolled(submissions, known)
    if not everyone:
        raise Unreadable(f"{', '.join(map(str, sources))}: nobody has handed in anything")
    before = folder.roster() if folder.exists else Roster((), ("tutor",))
    tutors = tuple(map(checked_tutor, settings.tutors or before.tutors))
    markers = settings.markers or before.markers
    folder.prepare()
    rubric = _rubric(folder, settings)
    moved = brought_along_all(folder, rubric)
    tasks, checked_members = _tasks(everyone, folder, rubric, settings)
    members, count, peak = _run(checked_members, tasks, folder, settings, progress)
    calibration = folder.notes().calibration
    dealt = {one.key: one.tutors for one in before.members}
    members = with_tutors(members, tutors, markers, known.plan, dealt, calibration)
    roster = Roster(
        members=members,
        tutors=tutors,
        id_is=submissions.id_is,
        markers=markers,
        anonymous=settings.anonymous or before.anonymous,
        first_round=str(settings.first_round.absolute()) if settings.first_round else "",
        refused=tuple((one.entry, REASONS[one.reason]) for one in submissions.refused),
    )
    roster = replace(roster, near_copies=_near_copies(roster, folder, tasks))
    folder.write_roster(roster)
    table = class_table(folder, roster)
    notes = (*moved, *prepared_sheets(folder, roster, rubric))
    write_whole(into / "class.csv", class_csv(table))
    write_whole(into / "class.html", class_html(table))
    return Graded(table, count, len(tasks) - count, notes, peak)


def _sources(settings: Settings) -> Sources:
    from reportkit.api.moodle import worksheet_at
    from reportkit.seminar.plan import read_seminar

    return Sources(
        worksheet=worksheet_at(settings.worksheet) if settings.worksheet else None,
        plan=read_seminar(settings.plan) if settings.plan else None,
        due=settings.due,
        extensions=settings.extensions,
        take=settings.take,
    )


def _rubric(folder: GradingFolder, settings: Settings) -> Rubric:
    """Return the rubric of the class: the one named now, or the folder's own, or the usual one."""
    own = folder.place / "rubric.yaml"
    if settings.rubric is None and own.is_file():
        rubric = folder.rubric()
        folder.keep_rubric(rubric, own.read_text("utf-8-sig"))
        return rubric
    name = settings.rubric or "seminar-report"
    rubric_named(name)
    file = Path(name) if Path(name).is_file() else resource_folder("rubrics") / f"{name}.yaml"
    text = rubric_text(file)
    folder.write_rubric(text)
    return decoded_rubric(text, str(file))


def _tasks(
    everyone: Iterable[Enrolled], folder: GradingFolder, rubric: Rubric, settings: Settings
) -> tuple[dict[str, Task], tuple[Member, ...]]:
    """Put each draft into the folder, and return the checks by their keys with the members."""
    everyone = tuple(everyone)
    cards, given = _papers(everyone, folder, settings)
    tasks: dict[str, Task] = {}
    members = []
    for one in everyone:
        if one.report is None:
            members.append(one.member)
            continue
        draft = folder.draft(one.member.key)
        _put(draft, content(one.report), one.report.sha256)
        own = (given[one.member.key],) if one.member.key in given else cards
        task = Task(
            key=_key(one.report.sha256, own, rubric, settings),
            draft=str(draft.absolute()),
            papers=own,
            given=one.member.key in given,
            rubric=rubric,
            grammar=settings.grammar,
        )
        tasks[task.key] = task
        members.append(replace(one.member, result=task.key))
    for draft in _of_last_year(settings):
        key = "last-" + hashlib.sha256(draft.read_bytes()).hexdigest()[:24]
        path = str(draft.absolute())
        tasks[key] = Task(key, path, (), False, rubric, only_sketch=True)
    return tasks, tuple(members)


def _of_last_year(settings: Settings) -> tuple[Path, ...]:
    if settings.last_year is None:
        return ()
    if not settings.last_year.exists():
        raise Unreadable(f"{settings.last_year}: there is no such folder")
    return tuple(sorted(settings.last_year.rglob("*.pdf")))


def _put(target: Path, data: bytes, sha256: str) -> None:
    if not target.is_file() or hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
        write_whole(target, data)


def _key(draft: str, papers: tuple[PaperCard, ...], rubric: Rubric, settings: Settings) -> str:
    """Return the hash of all that a result rests on."""
    parts = (draft, *(card.sha256 for card in papers), rubric_hash(rubric), __version__)
    text = "\n".join((*parts, settings.grammar or "auto"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _card(file: Path, folder: GradingFolder) -> PaperCard:
    """Return what tells a paper, read once for all runs. Raises Unreadable."""
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as problem:
        raise Unreadable(f"{file} cannot be read: {problem.strerror}") from None
    kept = folder.result_file(f"paper-{digest[:32]}")
    try:
        title, number = msgspec.json.decode(kept.read_bytes(), type=tuple[str, str])
    except (FileNotFoundError, msgspec.DecodeError):
        card = paper_card(file)
        write_whole(kept, msgspec.json.encode((card.title, card.arxiv_id)))
        return card
    return PaperCard(file.absolute(), digest, title, number)


def _papers(
    everyone: Sequence[Enrolled], folder: GradingFolder, settings: Settings
) -> tuple[tuple[PaperCard, ...], dict[str, PaperCard]]:
    """Return the papers that reports may be about, and those that a list gives to students."""
    if settings.papers is None:
        return (), {}
    if settings.papers.is_dir():
        files = sorted(settings.papers.rglob("*.pdf"))
        if not files:
            raise UsageProblem(f"{settings.papers}: there is no PDF in this folder")
        return tuple(_card(file, folder) for file in files), {}
    people = [
        Person(one.member.key, str(one.member.id or ""), one.member.email, one.member.name)
        for one in everyone
    ]
    try:
        text = settings.papers.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"{settings.papers} cannot be read: {problem}") from None
    by_student = papers_by_list(text, settings.papers, people)
    by_file = {file: _card(file, folder) for file in dict.fromkeys(by_student.values())}
    return (), {key: by_file[file] for key, file in by_student.items()}


def _run(
    members: tuple[Member, ...],
    tasks: Mapping[str, Task],
    folder: GradingFolder,
    settings: Settings,
    progress: Progress | None,
) -> tuple[tuple[Member, ...], int, float]:
    """Do what is not done yet; return the members, how many were checked, the largest memory."""
    todo = [task for key, task in tasks.items() if folder.result(key) is None]
    # drafts about one paper one after another: a worker keeps the last papers it read
    todo.sort(key=lambda task: (task.papers[0].sha256 if task.given else "", task.draft))
    width = max(settings.jobs, 1)
    problems: dict[str, str] = {}
    peak = 0.0
    if todo and settings.grammar not in {"off", "harper"} and settings.dask is None:
        with suppress(EngineFault):  # each draft then says that LanguageTool was left out
            languagetool.share()
    pool = _pool(settings)
    if todo:
        _share_engines(settings)
    for done, (task, outcome) in enumerate(outcomes(todo, checked, pool, width), 1):
        if isinstance(outcome, Failure):
            problems[task.key] = outcome.reason
        else:
            problems |= _kept(task, outcome, folder)
            peak = max(peak, outcome.peak_mb)
        if progress:
            progress(done, len(todo), Path(task.draft).name)
    return tuple(_with_result(one, folder, problems) for one in members), len(todo), peak


def _share_engines(settings: Settings) -> None:
    """Start one grammar server for all workers; where it does not start, each report says so."""
    from contextlib import suppress

    from reportkit.engines import languagetool
    from reportkit.engines.remarks import EngineFault

    if settings.dask is None and settings.grammar in (None, "auto", "languagetool"):
        with suppress(EngineFault):
            languagetool.share()


def _pool(settings: Settings) -> Callable[[int], Executor]:
    if settings.dask is None:
        return process_pool
    address = settings.dask
    return lambda _: dask_pool(address)


def _kept(task: Task, outcome: Outcome, folder: GradingFolder) -> dict[str, str]:
    """Write a result, or return why there is none."""
    if outcome.data is None:
        return {task.key: outcome.problem}
    write_whole(folder.result_file(task.key), outcome.data)
    return {}


def _with_result(member: Member, folder: GradingFolder, problems: Mapping[str, str]) -> Member:
    if not member.result:
        return member
    result = folder.result(member.result)
    if result is None:
        return replace(member, problem=problems.get(member.result, "was not checked"), result="")
    return replace(member, paper=result.paper, paper_certainty=result.certainty)


def _near_copies(
    roster: Roster, folder: GradingFolder, tasks: Mapping[str, Task]
) -> tuple[NearCopy, ...]:
    sketches = {}
    for member in roster.members:
        if member.result and (result := folder.result(member.result)):
            sketches[member.key] = result.sketch
    ours = tuple(sketches)
    for key, task in tasks.items():
        if task.only_sketch and (result := folder.result(key)):
            sketches[f"last year's {Path(task.draft).name}"] = result.sketch
    return tuple(near_copies(sketches, among=ours))


def class_table(folder: GradingFolder, roster: Roster) -> ClassTable:
    """Return the table of the class, without what class.yaml dismisses."""
    return ClassTable(roster, class_reports(folder, roster), roster.near_copies)


def class_reports(folder: GradingFolder, roster: Roster) -> dict[str, Report]:
    """Return each student's report as the class sees it, without what class.yaml dismisses."""
    dismissed = folder.notes().dismissed
    reports = {}
    for member in roster.members:
        result = folder.result(member.result) if member.result else None
        if result is not None:
            reports[member.key] = without(result.report, tuple(dismissed))
    return reports
