"""`reportkit feedback`, as a tutor calls it."""

import json
from pathlib import Path

from click.testing import CliRunner

from reportkit.cli import main

FRESH = (
    "Identifier,Grade,Maximum grade,Last modified (grade),Feedback comments\n"
    "Participant 7,,100.00,-,\nParticipant 8,,100.00,-,\n"
)


def run(*arguments: str):
    return CliRunner().invoke(main, list(map(str, arguments)))


def files(tmp_path: Path, filled: str) -> tuple[str, str]:
    (tmp_path / "a.csv").write_text(FRESH, "utf-8")
    (tmp_path / "b.csv").write_text(filled, "utf-8")
    return str(tmp_path / "a.csv"), str(tmp_path / "b.csv")


def test_the_preview_says_what_arrives(tmp_path: Path) -> None:
    both = files(tmp_path, FRESH.replace("7,,", "7,85,"))
    result = run("feedback", "preview", *both, "--lang", "en")
    assert result.exit_code == 0
    assert "Moodle will take 1 grade and 0 comments." in result.output


def test_a_worksheet_that_moodle_refuses_is_exit_status_1(tmp_path: Path) -> None:
    result = run("feedback", "preview", *files(tmp_path, FRESH + "x\n"), "--lang", "en")
    assert (result.exit_code, "uneven_rows" in result.output) == (1, True)


def test_the_preview_is_json_where_it_is_asked_for(tmp_path: Path) -> None:
    both = files(tmp_path, FRESH.replace("8,,", "8,101,"))
    result = run("feedback", "preview", *both, "--lang", "en", "--format", "json")
    skipped = [one for one in json.loads(result.output)["skipped"] if one["id"] == 8]
    assert skipped[0] == {"id": 8, "part": "grade", "reason": "above_maximum", "record": 3}


def test_what_is_no_worksheet_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    result = run("feedback", "preview", tmp_path / "a.csv", tmp_path / "a.csv", "--lang", "en")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_a_missing_file_is_status_3(tmp_path: Path) -> None:
    result = run("feedback", "preview", tmp_path / "a.csv", tmp_path / "b.csv", "--lang", "en")
    assert result.exit_code == 3
