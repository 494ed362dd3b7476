"""Dates as a calendar that can be imported again, and the talks of the block seminar."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

icalendar = pytest.importorskip("icalendar")

from reportkit.errors import UsageProblem  # noqa: E402
from reportkit.seminar.plan import Seminar, decoded_seminar  # noqa: E402
from reportkit.seminar.talks import talks  # noqa: E402
from reportkit.seminar.timeline import calendar, markdown, reminder, slide  # noqa: E402
from tests.test_seminar_plan import PLAN  # noqa: E402

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TIMED = PLAN.replace('on = "report + 1 week"', 'on = "report + 1 week at 10:00"\nminutes = 90')


def plan(text: str = TIMED) -> Seminar:
    return decoded_seminar(text, "seminar.toml")


def events(content: bytes) -> dict[str, icalendar.Event]:
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(event["UID"]).split("@")[0].rsplit("theory-", 1)[1]: event for event in found}


def test_a_whole_day_is_a_day_and_a_time_has_its_zone() -> None:
    found = events(calendar(plan(), NOW))
    assert found["block"]["DTSTART"].to_ical() == b"20270412"
    assert found["block"]["DTEND"].to_ical() == b"20270413"
    assert found["final-slides"]["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_a_time_is_right_on_both_sides_of_the_change_to_summer_time() -> None:
    found = events(calendar(plan(), NOW))
    utc = {
        name: event["DTSTART"].dt.astimezone(UTC).hour
        for name, event in found.items()
        if name != "block"
    }
    assert utc == {"papers": 9, "report": 21, "final-slides": 8}


def test_a_deadline_has_no_length() -> None:
    assert "DTEND" not in events(calendar(plan(), NOW))["report"]


def test_the_zone_is_defined_in_the_file() -> None:
    zones = icalendar.Calendar.from_ical(calendar(plan(), NOW)).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Europe/Berlin"]


def test_writing_again_without_a_change_gives_the_same_bytes() -> None:
    once = calendar(plan(), NOW)
    assert calendar(plan(), LATER, once) == once


def test_a_moved_event_keeps_its_uid_and_gets_the_next_sequence() -> None:
    once = calendar(plan(), NOW)
    twice = calendar(plan(TIMED.replace("2027-04-12", "2027-04-19")), LATER, once)
    before, after = events(once), events(twice)
    assert before.keys() == after.keys()
    assert {name: int(event["SEQUENCE"]) for name, event in after.items()} == {
        "block": 1,
        "final-slides": 0,
        "papers": 0,
        "report": 0,
    }


def test_an_event_that_is_gone_is_cancelled_and_stays_so() -> None:
    once = calendar(plan(), NOW)
    shorter = plan(TIMED[: TIMED.rindex("[[events]]")])
    twice = calendar(shorter, LATER, once)
    block = events(twice)["block"]
    assert (str(block["STATUS"]), int(block["SEQUENCE"])) == ("CANCELLED", 1)
    assert calendar(shorter, LATER + timedelta(days=1), twice) == twice


def test_a_file_that_is_no_calendar_is_refused() -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        calendar(plan(), NOW, b"not a calendar")


def test_the_dates_stand_in_the_order_of_time() -> None:
    rows = [line.split("|")[1].strip() for line in markdown(plan()).splitlines()[4:]]
    assert rows == ["List of papers", "Report and first slides", "Final slides", "Block seminar"]


def test_a_title_cannot_break_the_slide() -> None:
    text = slide(plan(TIMED.replace("Final slides", "50% & more_\\\\input{x}")))
    assert r"50\% \& more\_\textbackslash{}input\{x\}" in text


def test_a_reminder_names_who_is_missing() -> None:
    assert "Ada, Bob" in reminder(plan(), "report", ("Ada", "Bob"))


BLOCK = """
title = "Theory"
[talks]
days = [2027-04-12T09:00:00, 2027-04-13T09:00:00]
end = 16:00:00
[[tutors]]
id = "mf"
name = "M"
[[tutors]]
id = "kl"
name = "K"
""" + "".join(
    f'[[students]]\nid = "{n}"\nname = "S{n}"\ntutor = "{"mf" if n % 2 else "kl"}"\n'
    for n in range(12)
)


def test_every_student_talks_once_and_no_two_talks_overlap() -> None:
    block = talks(plan(BLOCK))
    assert sorted(talk.student.id for talk in block) == sorted(str(n) for n in range(12))
    assert all(one.end <= other.start for one, other in itertools.pairwise(block))


def test_nobody_is_chaired_by_their_own_tutor() -> None:
    assert all(talk.chair != talk.student.tutor for talk in talks(plan(BLOCK)))


def test_neighbours_have_different_tutors() -> None:
    order = [talk.student.tutor for talk in talks(plan(BLOCK))]
    assert all(one != other for one, other in itertools.pairwise(order))


def test_after_three_talks_there_is_a_pause_and_a_lunch_at_noon() -> None:
    starts = [f"{talk.start:%H:%M}" for talk in talks(plan(BLOCK))][:7]
    assert starts == ["09:00", "09:35", "10:10", "11:00", "11:35", "13:10", "13:45"]


def test_talks_that_do_not_fit_say_how_many_slots_there_are() -> None:
    with pytest.raises(UsageProblem, match="12 talks do not fit: the days have 2 slots"):
        talks(plan(BLOCK.replace("talk", "talk", 1).replace("end = 16:00:00", "end = 09:40:00")))


def test_the_seed_draws_the_same_order_again() -> None:
    assert talks(plan(BLOCK), 7) == talks(plan(BLOCK), 7)
    assert talks(plan(BLOCK), 7) != talks(plan(BLOCK), 8)


@pytest.mark.parametrize("form", [slide, markdown, lambda dates: reminder(dates, "report")])
def test_no_form_of_the_dates_carries_control_characters(form) -> None:
    dates = plan(TIMED.replace("Report and first", "\\u001b[31mReport and first"))
    assert "31mReport" in form(dates)
    assert "\x1b" not in form(dates)
