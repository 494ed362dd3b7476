"""seminar.toml: what the organiser sets once, and every command of the seminar reads."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from reportkit.errors import EngineMissing, UsageProblem
from reportkit.toml import toml_table

FILE_NAME = "seminar.toml"
_OFFSET = re.compile(
    r"(?:(?P<anchor>[a-z][a-z0-9-]*)\s*)?(?P<sign>[+-])\s*(?P<count>\d{1,4})\s*(?P<unit>day|week)s?"
    r"(?:\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
)


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tutor; `id` is the short name that sheets carry."""

    id: str
    name: str
    email: str = ""


class Student(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A student; `id` is Moodle's number, `extension` days more for the report."""

    id: str
    name: str
    email: str = ""
    tutor: str = ""
    paper: str = ""
    extension: int = 0
    attended: bool = True


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper of the list; `long_version` is the address of the version the report must follow."""

    id: str
    title: str
    file: str = ""
    authors: tuple[str, ...] = ()
    venue: str = ""
    arxiv_id: str = ""
    long_version: str = ""
    topic: str = ""
    places: int = 1


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How marks are put together: shares of the whole, and at most `bonus_cap` percentage points."""

    report: float = 0.4
    presentation: float = 0.6
    bonus_per_point: float = 1.0
    bonus_cap: float = 5.0

    def __post_init__(self) -> None:
        if abs(self.report + self.presentation - 1) > 1e-9:
            raise ValueError("report and presentation must add up to 1")


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A date: `on` is an ISO day or time, or an offset such as "report - 2 weeks".

    A day alone is an all-day event; `minutes` is the length of another.
    """

    id: str
    title: str
    on: str
    minutes: int = 0
    place: str = ""
    note: str = ""
    remind_days: int = 0


class Talks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The block seminar: days with a start time, and how long things take, in minutes."""

    days: tuple[datetime, ...] = ()
    talk: int = 25
    discussion: int = 10
    talks_in_a_row: int = 3
    pause: int = 15
    lunch: int = 60
    lunch_from: time = time(12, 0)
    end: time = time(18, 0)


class Seminar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole plan. `deadline` is the id of the event that offsets count from."""

    title: str
    term: str = ""
    language: str = "en"
    timezone: str = "Europe/Berlin"
    deadline: str = "report"
    scale: str = "german"
    weights: Weights = Weights()
    tutors: tuple[Person, ...] = ()
    students: tuple[Student, ...] = ()
    papers: tuple[Paper, ...] = ()
    events: tuple[Event, ...] = ()
    talks: Talks = Talks()

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone."""
        return ZoneInfo(self.timezone)

    def moment(self, event: Event) -> date | datetime:
        """Return when `event` is: a date for a whole day, an aware datetime otherwise.

        An offset moves the wall clock, so that a week after 23:59 is 23:59 over a change of summer
        time. Raises UsageProblem for an offset that cannot be resolved.
        """
        return self._moment(event, ())

    def _moment(self, event: Event, on_the_way: tuple[str, ...]) -> date | datetime:
        absolute = _absolute(event.on)
        if isinstance(absolute, datetime):
            return absolute.replace(tzinfo=absolute.tzinfo or self.zone)
        if absolute is not None:
            return absolute
        match = _OFFSET.fullmatch(event.on.strip().lower())
        if not match:
            raise UsageProblem(
                f'event {event.id}: "{event.on}" is no date; write "report - 2 weeks"'
            )
        anchor_id = match["anchor"] or self.deadline
        if anchor_id in (*on_the_way, event.id):
            raise UsageProblem(f"event {event.id}: its date depends on itself")
        anchor = next((known for known in self.events if known.id == anchor_id), None)
        if anchor is None:
            raise UsageProblem(f"event {event.id}: there is no event {anchor_id!r} to count from")
        base = self._moment(anchor, (*on_the_way, event.id))
        return self._shifted(base, match)

    def _shifted(self, base: date | datetime, match: re.Match[str]) -> date | datetime:
        days = int(match["count"]) * (7 if match["unit"] == "week" else 1)
        moved = base + timedelta(days=days if match["sign"] == "+" else -days)
        if match["hour"] is None:
            return moved
        return datetime(
            moved.year,
            moved.month,
            moved.day,
            int(match["hour"]),
            int(match["minute"]),
            tzinfo=self.zone,
        )

    def report_due(self, student: Student) -> datetime | None:
        """Return when a student's report is due, with their extension; None without such an event.

        A deadline that is a day ends with that day.
        """
        event = next((known for known in self.events if known.id == self.deadline), None)
        if event is None:
            return None
        moment = self.moment(event)
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, 23, 59, 59, tzinfo=self.zone)
        return moment + timedelta(days=student.extension)


def _absolute(text: str) -> date | datetime | None:
    """Return the day or the time that an ISO text names, None where it is something else."""
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None


def read_seminar(path: Path) -> Seminar:
    """Read seminar.toml. Raises UsageProblem that names the file, the line and what is wrong."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise UsageProblem(f"{path} is not there; reportkit timeline --help shows one") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageProblem(f"{path} cannot be read: {problem}") from None
    return decoded_seminar(text, str(path))


def decoded_seminar(text: str, name: str) -> Seminar:
    """Return the Seminar that the TOML `text` describes. Raises UsageProblem beginning with `name`."""
    try:
        plan = msgspec.convert(_normal(toml_table(text, name)), Seminar, strict=False)
    except msgspec.ValidationError as problem:
        raise UsageProblem(f"{name}:{_line(text, str(problem))}: {problem}") from None
    _check(plan, text, name)
    return plan


def _normal(table: Any) -> Any:  # Any: TOML holds tables, lists and values of any type
    """Return the tables with keys in Python's spelling (bonus_cap) and an event's date as text."""
    if isinstance(table, dict):
        return {
            key.replace("-", "_"): value.isoformat()
            if key == "on" and isinstance(value, date)
            else _normal(value)
            for key, value in table.items()
        }
    if isinstance(table, list):
        return [_normal(value) for value in table]
    return table


def _line(text: str, message: str) -> int:
    """Return the line of the key that msgspec's message names; 1 where it names none."""
    names = re.findall(r"\.([a-z_]+)|field `([a-z_]+)`", message)
    numbers = re.findall(r"\.([a-z_]+)\[(\d+)\]", message)
    start = 0
    for table, index in numbers:
        heads = list(re.finditer(rf"^\s*\[\[{table}\]\]", text, re.MULTILINE))
        start = heads[int(index)].end() if int(index) < len(heads) else start
    wanted = next((first or second for first, second in reversed(names)), "")
    pattern = rf"^\s*\[?\[?{wanted.replace('_', '[-_]')}\b"
    found = re.compile(pattern, re.MULTILINE).search(text, start) if wanted else None
    return text.count("\n", 0, found.end() if found else start) + 1


def _check(plan: Seminar, text: str, name: str) -> None:
    """Raise UsageProblem where ids repeat, point nowhere, or dates and the zone do not resolve."""
    try:
        ZoneInfo(plan.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        line = _line(text, "`$.timezone`")
        raise UsageProblem(f"{name}:{line}: unknown time zone {plan.timezone!r}") from None
    for kind in ("tutors", "students", "papers", "events"):
        ids = [entry.id for entry in getattr(plan, kind)]
        repeated = next((entry for entry in ids if ids.count(entry) > 1), None)
        if repeated is not None:
            raise UsageProblem(f"{name}: {kind}: the id {repeated!r} is there twice")
    tutors = {tutor.id for tutor in plan.tutors}
    papers = {paper.id for paper in plan.papers}
    for place, student in enumerate(plan.students):
        for value, known, what in (
            (student.tutor, tutors, "tutor"),
            (student.paper, papers, "paper"),
        ):
            if value and value not in known:
                line = _line(text, f"`$.students[{place}].{what}`")
                raise UsageProblem(f"{name}:{line}: {student.name}: there is no {what} {value!r}")
    try:
        for event in plan.events:
            plan.moment(event)
    except (UsageProblem, OverflowError) as problem:
        raise UsageProblem(f"{name}: {problem}") from None


def with_papers(text: str, paper_of: Mapping[str, str]) -> str:
    """Return the text of a seminar.toml with each student's paper set, all else as it was.

    `paper_of` maps a student's name to the id of a paper. Raises UsageProblem for a name that is not
    in the file, EngineMissing without tomlkit.
    """
    try:
        import tomlkit
    except ImportError:
        raise EngineMissing(
            'writing seminar.toml needs tomlkit: pip install "reportkit[organiser]"'
        ) from None
    plan = tomlkit.parse(text)
    students = {str(entry["name"]): entry for entry in plan.get("students", [])}
    for name, paper in paper_of.items():
        if name not in students:
            raise UsageProblem(f"{name} is no student of the plan")
        students[name]["paper"] = paper
    return tomlkit.dumps(plan)
