"""`reportkit theorems` as its users run it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.cli import main
from reportkit.cli.results import FORMATS
from reportkit.reporters.inventory import INVENTORIES


def run(*arguments: object):
    return CliRunner().invoke(main, ["theorems", *map(str, arguments)])


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    text = "1 Results\n\nTheorem 1. All is even.\n\nLemma 2. By Theorem 1, all is odd.\n"
    path = tmp_path / "paper.txt"
    path.write_text(text, "utf-8")
    return path


def test_the_command_offers_every_format_there_is() -> None:
    assert set(FORMATS) == INVENTORIES.keys()


def test_the_help_shows_examples() -> None:
    assert "reportkit theorems paper.pdf" in run("--help").output


def test_a_file_that_is_not_there_is_one_line_and_status_3(tmp_path: Path) -> None:
    done = run(tmp_path / "none.pdf")
    assert (done.exit_code, done.stderr.count("\n")) == (3, 1)


def test_an_unknown_format_is_status_2(paper: Path) -> None:
    assert run(paper, "--format", "docx").exit_code == 2


def test_the_source_of_what_has_none_is_asked_for_in_one_line(paper: Path) -> None:
    done = run(paper, "--origin", "source")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_the_suffix_of_the_output_decides_the_format(paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "results.json"
    assert run(paper, "-o", target).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["schema"] == "reportkit.theorems/1"


def test_a_folder_that_is_not_there_is_one_line(paper: Path, tmp_path: Path) -> None:
    done = run(paper, "-o", tmp_path / "none" / "results.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_running_twice_gives_the_same_bytes(paper: Path) -> None:
    assert run(paper, "--format", "html").output == run(paper, "--format", "html").output
