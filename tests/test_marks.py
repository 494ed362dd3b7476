"""Marks computed by hand, and computed again when a sheet changes."""

from fractions import Fraction

import pytest

from reportkit.errors import UsageProblem
from reportkit.seminar.marks import (
    Mark,
    Part,
    as_markdown,
    as_moodle,
    changes,
    final_marks,
    record,
    steps,
)
from reportkit.seminar.plan import Seminar, decoded_seminar
from reportkit.seminar.questions import (
    Question,
    points_by_student,
    questions_of,
    shown,
    student_called,
    with_question,
)
from reportkit.seminar.spreadsheet import decoded_table

PLAN = """\
title = "Theory"
[[students]]
id = "1"
name = "Ada Lovelace"
email = "ada@example.org"
[[students]]
id = "2"
name = "Jörg =Müller"
"""


def plan(text: str = PLAN) -> Seminar:
    return decoded_seminar(text, "seminar.toml")


def part(percent: str, digest: str = "aaaa", sheet: str = "sheets/1.mf.yaml") -> Part:
    return Part(Fraction(percent), ((sheet, digest),))


def mark(report: str, talk: str, points: str = "0", text: str = PLAN, digest: str = "aaaa") -> Mark:
    return final_marks(
        plan(text),
        {"1": part(report, digest)},
        {"1": part(talk, sheet="talks.csv")},
        {"1": Fraction(points)},
    )[0]


@pytest.mark.parametrize(
    ("report", "talk", "points", "percent", "expected"),
    [
        ("80", "90", "0", "86", "1.7"),  # 32 + 54
        ("80", "90", "3", "89", "1.7"),
        ("80", "90", "9", "91", "1.3"),  # the bonus is capped at 5
        ("100", "100", "5", "100", "1.0"),  # never above 100
        ("49.9", "49.9", "0", "49.9", "5.0"),
        ("50", "50", "0", "50", "4.0"),
        ("49.95", "49.95", "0", "50", "4.0"),  # 49.95 rounds up, and then passes
        ("49.94", "49.94", "0", "49.9", "5.0"),
        ("0", "0", "0", "0", "5.0"),
        ("200/3", "75", "1/2", "72.2", "2.7"),  # 26.666… + 45 + 0.5 = 72.1666…
    ],
)
def test_a_mark_is_what_the_hand_computes(
    report: str, talk: str, points: str, percent: str, expected: str
) -> None:
    result = mark(report, talk, points)
    assert (shown(result.percent), result.mark) == (percent, expected)


def test_the_percentage_scale_gives_the_percentage() -> None:
    assert mark("80", "90", text='scale = "percent"\n' + PLAN).mark == "86 %"


def test_weights_are_the_decimals_that_were_written() -> None:
    text = PLAN + "[weights]\nreport = 0.3\npresentation = 0.7\n"
    assert mark("50.5", "50.5", text=text).percent == Fraction("50.5")


def test_every_step_can_be_read() -> None:
    assert steps(plan(), mark("80", "90", "3")) == "0.4 · 80 + 0.6 · 90 + 3 = 89 % → 1.7"


def test_a_missing_part_is_named_and_never_zero() -> None:
    _, second = final_marks(plan(), {"1": part("80")}, {"1": part("90")}, {})
    assert (second.mark, second.missing) == (None, ("report", "presentation"))
    assert steps(plan(), second) == "no mark yet: report, presentation missing"


def test_a_student_who_did_not_attend_has_no_mark_yet() -> None:
    text = PLAN.replace('email = "ada@example.org"', "attended = false")
    assert mark("80", "90", text=text).missing == ("attendance at the talks",)


def test_a_student_without_a_mark_has_no_row_for_moodle() -> None:
    marks = final_marks(plan(), {"1": part("80")}, {"1": part("90")}, {})
    assert as_moodle(marks) == "ID number,Email address,Grade\n1,ada@example.org,86\n"


def test_results_of_a_stranger_are_refused() -> None:
    with pytest.raises(UsageProblem, match="report of '7', who is no student"):
        final_marks(plan(), {"7": part("80")}, {}, {})


def test_a_changed_sheet_says_what_changed() -> None:
    before = record([mark("80", "90")])
    after = [mark("60", "90", digest="bbbb")]
    assert changes(after, before) == ("Ada Lovelace: 1.7 → 2.3 (sheets/1.mf.yaml is changed)",)


def test_an_unchanged_run_says_nothing() -> None:
    marks = [mark("80", "90")]
    assert changes(marks, record(marks)) == ()


def test_a_mark_names_the_sheets_it_comes_from() -> None:
    assert "sheets/1.mf.yaml (aaaa)" in as_markdown(plan(), [mark("80", "90")])


def test_questions_are_noted_and_read_back() -> None:
    first = Question("2027-04-12", "1", "2", Fraction(1), "Why is the bound tight?")
    second = Question("2027-04-12", "1", "2", Fraction("0.5"), '=a "quoted"\nquestion')
    text = with_question([first], second)
    assert questions_of(decoded_table(text.encode(), "q.csv")) == (first, second)


def test_points_are_added_for_each_student() -> None:
    text = 'date,student,talk,points,question\n,1,2,"0,5",\n,1,2,1,\n,2,1,2,\n'
    known = questions_of(decoded_table(text.encode(), "q.csv"))
    assert points_by_student(known) == {"1": Fraction(3, 2), "2": Fraction(2)}


@pytest.mark.parametrize("wanted", ["1", "ada@example.org", "Ada Lovelace", "lovelace"])
def test_a_student_is_found_by_number_address_or_name(wanted: str) -> None:
    assert student_called(plan(), wanted).id == "1"


def test_a_name_that_fits_two_students_is_refused() -> None:
    with pytest.raises(UsageProblem, match="could be Ada Lovelace, Jörg =Müller"):
        student_called(plan(), "l")
