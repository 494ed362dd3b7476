"""The example seminar, from the preferences to the gradebook file."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("scipy")
pytest.importorskip("icalendar")
pytest.importorskip("tomlkit")

from reportkit.api.rubrics import rubric_named
from reportkit.cli import main
from reportkit.seminar.plan import read_seminar
from reportkit.seminar.sheets.writing import NewSheet, new_sheet

EXAMPLE = Path(__file__).parent.parent / "examples" / "seminar"


@pytest.fixture
def seminar(tmp_path: Path) -> Path:
    """Return a copy of the example's folder."""
    return shutil.copytree(EXAMPLE, tmp_path / "seminar")


def run(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def fill_sheets(folder: Path) -> None:
    """Write a sheet of the student's own tutor for everyone but the last, each on another level."""
    rubric = rubric_named("seminar-report")
    plan = read_seminar(folder / "seminar.toml")
    (folder / "sheets").mkdir()
    for place, student in enumerate(plan.students[:-1]):
        text = new_sheet(NewSheet(student.id, student.name, student.tutor, "en"), rubric, {}, {})
        for criterion in rubric.criteria:
            level = criterion.levels[place % len(criterion.levels)].id
            head, key, rest = text.partition(f"\n  {criterion.id}:")
            text = head + key + rest.replace("level:", f"level: {level} #", 1)
        (folder / "sheets" / f"{student.id}.{student.tutor}.yaml").write_text(text, "utf-8")


def test_the_whole_seminar_runs_from_the_preferences_to_the_gradebook(seminar: Path) -> None:
    plan = seminar / "seminar.toml"
    run("assign", seminar / "preferences.csv", "--seminar", plan, "--seed", 2026, "--into-plan")
    students = read_seminar(plan).students
    assert all(student.paper for student in students)

    run("timeline", plan, "--ics", seminar / "dates.ics")
    assert (seminar / "dates.ics").read_bytes().count(b"BEGIN:VEVENT") == 8
    assert len(run("talks", plan).split("–")) == len(students) + 1

    run("questions", "add", "Ada Albers", "--talk", "Jörg", "--seminar", plan)
    fill_sheets(seminar)
    options = ("--talks", seminar / "talks.csv", "--moodle", seminar / "gradebook.csv")
    table = run("marks", plan, *options)
    rows = (seminar / "gradebook.csv").read_text("utf-8").splitlines()
    assert len(rows) == len(students)  # the header, and everyone but the one without a sheet
    assert "no mark yet: report missing" in table


def test_a_changed_sheet_changes_the_mark_and_says_so(seminar: Path) -> None:
    fill_sheets(seminar)
    options = (seminar / "seminar.toml", "--talks", seminar / "talks.csv")
    run("marks", *options)
    sheet = seminar / "sheets" / "2210301.kl.yaml"
    best, second = (level.id for level in rubric_named("seminar-report").criteria[0].levels[:2])
    sheet.write_text(
        sheet.read_text("utf-8").replace(f"level: {best}", f"level: {second}", 1), "utf-8"
    )
    table = run("marks", *options)
    assert "## Changed since the last run\n\n- Ada Albers: " in table
    assert "2210301.kl.yaml is changed" in table


def test_the_plan_keeps_its_comments_when_papers_are_set(seminar: Path) -> None:
    plan = seminar / "seminar.toml"
    before = plan.read_text("utf-8")
    run("assign", seminar / "preferences.csv", "--seminar", plan, "--into-plan")
    after = plan.read_text("utf-8")
    assert [
        line for line in after.splitlines() if not line.startswith("paper = ")
    ] == before.splitlines()
