"""The example seminar, from the preferences to the gradebook file."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("scipy")
pytest.importorskip("icalendar")
pytest.importorskip("tomlkit")

from reportkit.api.rubrics import rubric_named
from reportkit.cli import main
from reportkit.resources import write_whole
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
        for gate in rubric.gates:
            text = text.replace(f"\n  {gate.id}:", f"\n  {gate.id}: yes", 1)
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


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, "whole")
    reader.join(5)
    assert read == [b"whole"]
    assert pipe.is_fifo()


def test_a_link_keeps_pointing_to_the_file_that_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text("utf-8") == "new"


def test_a_pdf_is_not_replaced_by_something_else(tmp_path: Path) -> None:
    draft = tmp_path / "draft.pdf"
    draft.write_bytes(b"%PDF-1.5 a draft")
    with pytest.raises(FileExistsError, match="would be lost"):
        write_whole(draft, "a table")
    assert draft.read_bytes() == b"%PDF-1.5 a draft"


def test_a_missing_output_folder_is_one_line_and_status_2(tmp_path: Path) -> None:
    words = ["talks", str(EXAMPLE / "seminar.toml"), "-o", str(tmp_path / "none" / "t.csv")]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, len(done.output.splitlines())) == (2, 1)
