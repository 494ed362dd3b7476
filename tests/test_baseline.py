"""Baseline and diff: what is known stays known when pages move."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.cli import main

FAULTY = "# Summary\n\nThis allows to bound the risk. The dimention of it is fixed.\n"


def run(*arguments: str | Path):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.md"
    file.write_text(FAULTY, "utf-8")
    return file


def test_what_the_baseline_lets_be_is_not_shown_again(draft: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    assert run("check", draft, "--write-baseline", base, "--grammar", "off").exit_code == 0
    again = run("check", draft, "--baseline", base, "--grammar", "off", "--format", "json")
    assert json.loads(again.stdout)["findings"] == []


def test_a_finding_stays_known_when_text_comes_before_it(draft: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    run("check", draft, "--write-baseline", base, "--grammar", "off")
    draft.write_text(FAULTY.replace("\n\nThis", "\n\nWe begin here.\n\nThis"), "utf-8")
    again = run("check", draft, "--baseline", base, "--grammar", "off", "--format", "json")
    assert json.loads(again.stdout)["findings"] == []


def test_the_folders_own_baseline_is_used(draft: Path, tmp_path: Path) -> None:
    run("check", draft, "--write-baseline", tmp_path / ".reportkit-baseline.json")
    assert "left out" in run("check", draft, "--format", "json").stdout


def test_a_file_that_is_no_baseline_is_wrong_use(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text("[]", "utf-8")
    assert run("check", draft, "--baseline", tmp_path / "base.json").exit_code == 2


def test_diff_tells_fixed_still_and_new(draft: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.md"
    text = FAULTY.replace("allows to bound", "bounds") + "\nThere are alot of questions left.\n"
    later.write_text(text, "utf-8")
    shown = run("diff", draft, later)
    assert shown.exit_code == 1
    assert "1 fixed, 1 still there, 1 new" in shown.stdout, shown.stdout
