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
from reportkit.api.grading_worker import Outcome, Task, carded, checked
from reportkit.api.rubrics import rubric_named, rubric_text
from reportkit.api.sheets import brought_along_all, prepared_sheets
from reportkit.decoding import file_text
from reportkit.engines import languagetool
from reportkit.engines.remarks import EngineFault
from reportkit.errors import Unreadable, UsageProblem
from reportkit.records import dataclass
from reportkit.resources import resource_folder, write_whole
from reportkit.rubric import Rubric, decoded_rubric
from reportkit.seminar.batch import Failure, Workers, dask_pool, process_pool
from reportkit.seminar.class_table import ClassTable, class_csv, class_html
from reportkit.seminar.enrolling import Enrolled, Sources, enrolled, with_tutors
from reportkit.seminar.evidence import class_reports
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
    with Workers(_pool(settings), max(settings.jobs, 1)) as workers:
        papers = _papers(everyone, folder, settings, workers)
        tasks, checked_members = _tasks(everyone, papers, folder, rubric, settings)
        todo = [task for key, task in tasks.items() if folder.result(key) is None]
        problems, peak = _run(todo, folder, settings, workers, progress)
    members = tuple(_with_result(one, folder, problems) for one in checked_members)
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
    notes = (*papers.problems, *moved, *prepared_sheets(folder, roster, rubric))
    write_whole(into / "class.csv", class_csv(table))
    write_whole(into / "class.html", class_html(table))
    return Graded(table, len(todo), len(tasks) - len(todo), notes, peak)


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
        folder.keep_rubric(rubric, file_text(own))
        return rubric
    name = settings.rubric or "seminar-report"
    rubric_named(name)
    file = Path(name) if Path(name).is_file() else resource_folder("rubrics") / f"{name}.yaml"
    text = rubric_text(file)
    folder.write_rubric(text)
    return decoded_rubric(text, str(file))


def _tasks(
    everyone: Iterable[Enrolled],
    papers: "_Papers",
    folder: GradingFolder,
    rubric: Rubric,
    settings: Settings,
) -> tuple[dict[str, Task], tuple[Member, ...]]:
    """Put each draft into the folder, and return the checks by their keys with the members."""
    tasks: dict[str, Task] = {}
    members = []
    for one in everyone:
        if one.report is None:
            members.append(one.member)
            continue
        draft = folder.draft(one.member.key)
        _put(draft, content(one.report), one.report.sha256)
        own = papers.of(one.member.key)
        task = Task(
            key=_key(one.report.sha256, own, rubric, settings),
            draft=str(draft.absolute()),
            papers=own,
            given=one.member.key in papers.given,
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


@dataclass(frozen=True, slots=True)
class _Papers:
    """The papers that any report may be about, or those that a list gives to students.

    `problems` says which papers cannot be read (reports about them are checked without one), and
    whom of a list's students nobody knows.
    """

    any: tuple[PaperCard, ...] = ()
    given: Mapping[str, PaperCard] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def of(self, key: str) -> tuple[PaperCard, ...]:
        """Return the papers that the report of a student may be about."""
        return (self.given[key],) if key in self.given else self.any


def _papers(
    everyone: Sequence[Enrolled], folder: GradingFolder, settings: Settings, workers: Workers
) -> _Papers:
    """Return the papers of the class. Raises Unreadable, UsageProblem."""
    if settings.papers is None:
        return _Papers()
    if settings.papers.is_dir():
        files = sorted(settings.papers.rglob("*.pdf"))
        if not files:
            raise UsageProblem(f"{settings.papers}: there is no PDF in this folder")
        cards, problems = _cards(files, folder, workers)
        return _Papers(any=tuple(cards.values()), problems=problems)
    people = [
        Person(one.member.key, str(one.member.id or ""), one.member.email, one.member.name)
        for one in everyone
    ]
    by_student, strangers = papers_by_list(settings.papers, people)
    cards, problems = _cards(list(dict.fromkeys(by_student.values())), folder, workers)
    given = {key: cards[file] for key, file in by_student.items() if file in cards}
    return _Papers(given=given, problems=(*strangers, *problems))


def _cards(
    files: Sequence[Path], folder: GradingFolder, workers: Workers
) -> tuple[dict[Path, PaperCard], tuple[str, ...]]:
    """Return what tells each paper, read once for all runs, and why others cannot be read."""
    kept = {file: _kept_card(file, folder) for file in files}
    cards = {file: card for file, card in kept.items() if card is not None}
    problems = []
    for file, found in workers.outcomes([file for file in files if file not in cards], carded):
        if isinstance(found, PaperCard):
            cards[file] = found
            data = msgspec.json.encode((found.title, found.arxiv_id))
            write_whole(_card_file(found.sha256, folder), data)
        else:
            problems.append(found.reason if isinstance(found, Failure) else found)
    return {file: cards[file] for file in files if file in cards}, tuple(sorted(problems))


def _kept_card(file: Path, folder: GradingFolder) -> PaperCard | None:
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        data = _card_file(digest, folder).read_bytes()
        title, number = msgspec.json.decode(data, type=tuple[str, str])
    except (OSError, msgspec.DecodeError):
        return None
    return PaperCard(file.absolute(), digest, title, number)


def _card_file(digest: str, folder: GradingFolder) -> Path:
    return folder.result_file(f"paper-{digest[:32]}")


def _run(
    todo: list[Task],
    folder: GradingFolder,
    settings: Settings,
    workers: Workers,
    progress: Progress | None,
) -> tuple[dict[str, str], float]:
    """Do what is not done yet; return the problems by task, and the largest memory of a worker."""
    # drafts about one paper one after another: a worker keeps the last papers it read
    todo.sort(key=lambda task: (task.papers[0].sha256 if task.given else "", task.draft))
    problems: dict[str, str] = {}
    peak = 0.0
    if todo:
        _share_engines(settings)
    for done, (task, outcome) in enumerate(workers.outcomes(todo, checked), 1):
        if isinstance(outcome, Failure):
            problems[task.key] = outcome.reason
        else:
            problems |= _kept(task, outcome, folder)
            peak = max(peak, outcome.peak_mb)
        if progress:
            progress(done, len(todo), Path(task.draft).name)
    return problems, peak


def _share_engines(settings: Settings) -> None:
    """Start one grammar server for all workers; where it does not start, each report says so."""
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
