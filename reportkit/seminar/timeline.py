"""The seminar's dates as iCalendar (RFC 5545), Markdown, a slide and a reminder."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from reportkit.errors import EngineMissing, UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.plan import Event, Seminar
from reportkit.seminar.spreadsheet import markdown_cell

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as CalendarEvent

_COMPARED = ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with its time resolved; `end` is exclusive. A day alone starts and ends as a date."""

    event: Event
    start: date | datetime
    end: date | datetime


def entries(plan: Seminar) -> tuple[Entry, ...]:
    """Return the plan's events in the order of time; a whole day comes before its hours."""
    found = [_entry(plan, event) for event in plan.events]
    return tuple(sorted(found, key=lambda entry: (entry.start.isoformat(), entry.event.id)))


def _entry(plan: Seminar, event: Event) -> Entry:
    start = plan.moment(event)
    if isinstance(start, datetime):
        # counted in UTC: an event of two hours lasts two hours in the night of the clock change
        end = (start.astimezone(UTC) + timedelta(minutes=event.minutes)).astimezone(plan.zone)
        return Entry(event, start, end)
    return Entry(event, start, start + timedelta(days=1))


def calendar(plan: Seminar, now: datetime, before: bytes | None = None) -> bytes:
    """Return the dates as an .ics file.

    `before` is the file written last time: an event that has not changed keeps its stamp, one that
    has gets the next SEQUENCE, one that is gone is cancelled, so that importing again updates a
    calendar and duplicates nothing. `now` is the stamp of what is new, in UTC. Raises EngineMissing
    without icalendar, UsageProblem where `before` is no calendar.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise EngineMissing(
            'calendars need icalendar: pip install "reportkit[organiser]"'
        ) from None
    known = _known_events(before)
    result = Calendar()
    for key, value in (
        ("PRODID", "-//reportkit//seminar//EN"),
        ("VERSION", "2.0"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", plan.title),
    ):
        result.add(key, value)
    written = set()
    for entry in entries(plan):
        component = _component(plan, entry)
        written.add(str(component["UID"]))
        result.add_component(_continued(component, known.get(str(component["UID"])), now))
    for uid, component in sorted(known.items()):
        if uid not in written:
            result.add_component(_cancelled(component, now))
    _add_zones(result)
    return bytes(result.to_ical())


def _known_events(before: bytes | None) -> "dict[str, CalendarEvent]":
    if not before:
        return {}
    from icalendar import Calendar
    from icalendar import Event as CalendarEvent

    try:
        old = Calendar.from_ical(before)
    except ValueError as problem:
        raise UsageProblem(f"the calendar to update cannot be read: {problem}") from None
    return {str(e["UID"]): e for e in old.walk("VEVENT") if isinstance(e, CalendarEvent)}


def _component(plan: Seminar, entry: Entry) -> "CalendarEvent":
    from icalendar import Alarm
    from icalendar import Event as CalendarEvent

    event = entry.event
    component = CalendarEvent()
    name = "-".join(filter(None, (_slug(plan.title), _slug(plan.term), event.id)))
    component.add("UID", f"{name}@reportkit")
    component.add("SUMMARY", event.title)
    component.add("DTSTART", entry.start)
    if event.minutes or not isinstance(entry.start, datetime):
        component.add("DTEND", entry.end)
    if event.place:
        component.add("LOCATION", event.place)
    if event.note:
        component.add("DESCRIPTION", event.note)
    component.add("STATUS", "CONFIRMED")
    component.add("TRANSP", "OPAQUE" if event.minutes else "TRANSPARENT")
    if event.remind_days:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", event.title)
        alarm.add("TRIGGER", -timedelta(days=event.remind_days))
        component.add_component(alarm)
    return component


def _continued(new: "CalendarEvent", old: "CalendarEvent | None", now: datetime) -> "CalendarEvent":
    """Give the event its SEQUENCE and stamp, from the same event of the last file."""
    same = old is not None and _content(old) == _content(new)
    sequence = int(old.get("SEQUENCE", 0)) if old is not None else 0
    new.add("SEQUENCE", sequence if same or old is None else sequence + 1)
    new.add("DTSTAMP", old.DTSTAMP if same and old is not None and "DTSTAMP" in old else now)
    return new


def _cancelled(old: "CalendarEvent", now: datetime) -> "CalendarEvent":
    if str(old.get("STATUS")) == "CANCELLED":
        return old
    sequence = int(old.get("SEQUENCE", 0)) + 1
    for key in ("STATUS", "SEQUENCE", "DTSTAMP"):
        old.pop(key, None)
    old.add("STATUS", "CANCELLED")
    old.add("SEQUENCE", sequence)
    old.add("DTSTAMP", now)
    old.subcomponents.clear()
    return old


def _content(event: "CalendarEvent") -> tuple[bytes, ...]:
    alarms = [alarm.to_ical() for alarm in event.subcomponents]
    return (*(event[key].to_ical() if key in event else b"" for key in _COMPARED), *alarms)


def _add_zones(result: "Calendar") -> None:
    """Add the VTIMEZONE that the events refer to; none where all are whole days."""
    years = sorted({event.decoded("DTSTART").year for event in result.walk("VEVENT")}) or [1970]
    result.add_missing_timezones(
        first_date=date(years[0], 1, 1), last_date=date(years[-1] + 1, 12, 31)
    )


def _slug(text: str) -> str:
    return "-".join(
        "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    )


def shown_time(moment: date | datetime, language: str) -> str:
    """Return a day or a time as people write it, in English or German."""
    german = language == "de"
    names = ("Mo Di Mi Do Fr Sa So" if german else "Mon Tue Wed Thu Fri Sat Sun").split()
    day = (
        f"{moment.day:02}.{moment.month:02}.{moment.year}"
        if german
        else moment.strftime("%Y-%m-%d")
    )
    text = f"{names[moment.weekday()]} {day}"
    return f"{text}, {moment:%H:%M}" if isinstance(moment, datetime) else text


def markdown(plan: Seminar) -> str:
    """Return the dates as a table."""
    head = ("Termin", "Wann", "Wo") if plan.language == "de" else ("What", "When", "Where")
    rows = [
        f"| {markdown_cell(e.event.title)} | {shown_time(e.start, plan.language)} | {markdown_cell(e.event.place)} |"
        for e in entries(plan)
    ]
    title = " · ".join(filter(None, (plan.title, plan.term)))
    return "\n".join(
        [f"# {markdown_cell(title)}", "", f"| {' | '.join(head)} |", "|---|---|---|", *rows, ""]
    )


def slide(plan: Seminar) -> str:
    """Return a beamer frame with the dates, for the first meeting."""
    from pylatex.utils import escape_latex

    german = plan.language == "de"
    rows = " \\\\\n".join(
        f"    {escape_latex(shown_time(e.start, plan.language))} & {escape_latex(_printable(e.event.title))}"
        for e in entries(plan)
    )
    return (
        f"\\begin{{frame}}{{{'Termine' if german else 'Dates'}}}\n  \\begin{{tabular}}{{ll}}\n"
        f"{rows} \\\\\n  \\end{{tabular}}\n\\end{{frame}}\n"
    )


def _printable(text: str) -> str:
    """Return one line without control characters, which TeX refuses and a terminal obeys."""
    kept = (char if not char.isspace() else " " for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cf"))


def reminder(plan: Seminar, event_id: str, missing: Sequence[str] = ()) -> str:
    """Return a mail that reminds of one event; `missing` are those who still owe something.

    Raises UsageProblem where there is no such event.
    """
    entry = next((e for e in entries(plan) if e.event.id == event_id), None)
    if entry is None:
        known = ", ".join(event.id for event in plan.events)
        raise UsageProblem(f"there is no event {event_id!r} (known: {known})")
    when, title = shown_time(entry.start, plan.language), _printable(entry.event.title)
    if plan.language == "de":
        lines = [
            f"Betreff: {plan.title}: {title}, {when}",
            "",
            "Liebe Studierende,",
            "",
        ]
        lines += [f"wir erinnern an: {title}, {when}."]
        lines += [f"Es fehlt noch etwas von: {', '.join(missing)}."] if missing else []
    else:
        lines = [f"Subject: {plan.title}: {title}, {when}", "", "Dear all,", ""]
        lines += [f"this is a reminder of: {title}, {when}."]
        lines += [f"We still miss something from: {', '.join(missing)}."] if missing else []
    lines += [entry.event.note] if entry.event.note else []
    return "\n".join([*lines, ""])
