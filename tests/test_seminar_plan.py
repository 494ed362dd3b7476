"""seminar.toml: dates resolved, errors with their line."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from reportkit.errors import UsageProblem
from reportkit.seminar.plan import Student, decoded_seminar

PLAN = """\
title = "Deep learning theory"
[weights]
report = 0.4
presentation = 0.6
[[events]]
id = "report"
title = "Report and first slides"
on = 2027-03-30T23:59:00
[[events]]
id = "final-slides"
title = "Final slides"
on = "report + 1 week"
[[events]]
id = "papers"
title = "List of papers"
on = "-8 weeks at 10:00"
[[events]]
id = "block"
title = "Block seminar"
on = 2027-04-12
"""
BERLIN = ZoneInfo("Europe/Berlin")


def moment(event_id: str) -> date | datetime:
    plan = decoded_seminar(PLAN, "seminar.toml")
    return plan.moment(next(event for event in plan.events if event.id == event_id))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("report", datetime(2027, 3, 30, 23, 59, tzinfo=BERLIN)),
        ("final-slides", datetime(2027, 4, 6, 23, 59, tzinfo=BERLIN)),
        ("papers", datetime(2027, 2, 2, 10, 0, tzinfo=BERLIN)),
        ("block", date(2027, 4, 12)),
    ],
)
def test_a_date_is_absolute_or_counts_from_the_deadline(event: str, expected: date) -> None:
    assert moment(event) == expected


def test_an_offset_keeps_the_wall_clock_over_summer_time() -> None:
    plan = decoded_seminar(PLAN.replace("03-30T23", "03-25T23"), "seminar.toml")
    due, slides = (plan.moment(event) for event in plan.events[:2])
    assert (due.utcoffset(), slides.utcoffset()) == (
        datetime(2027, 3, 1, tzinfo=BERLIN).utcoffset(),
        datetime(2027, 4, 1, tzinfo=BERLIN).utcoffset(),
    )
    assert (slides.hour, slides.minute) == (23, 59)


def test_an_extension_moves_one_students_deadline() -> None:
    plan = decoded_seminar(PLAN, "seminar.toml")
    due = plan.report_due(Student(id="1", name="Ada", extension=3))
    assert due == datetime(2027, 4, 2, 23, 59, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("report = 0.4", "report = 0.5", "seminar.toml:2: report and presentation must add up"),
        ('on = "report + 1 week"', "on = 3", "seminar.toml:12: Expected"),
        ('"report + 1 week"', '"sometime"', '"sometime" is no date'),
        ('"report + 1 week"', '"raport + 1 week"', "no event 'raport'"),
        ('"report + 1 week"', '"final-slides + 1 week"', "depends on itself"),
        ('id = "block"', 'id = "papers"', "'papers' is there twice"),
        ('title = "Deep', 'titel = "Deep', "titel"),
        ("title = ", 'timezone = "Mars/Olympus"\ntitle = ', "seminar.toml:1: unknown time zone"),
        ('"Deep learning theory"', "'Deep", "Expected"),
    ],
    ids=["weights", "type", "offset", "anchor", "circle", "twice", "key", "zone", "toml"],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        decoded_seminar(PLAN.replace(old, new, 1), "seminar.toml")
    assert str(caught.value).startswith("seminar.toml")
    assert message in str(caught.value)
