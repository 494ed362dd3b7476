"""`reportkit rubric`, and rubrics for other programs."""

import csv
import io
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from reportkit.api.rubrics import rubric_named, rubric_names
from reportkit.cli import main
from reportkit.cli.rubrics import EXPORTS as NAMED
from reportkit.rubric.exports import EXPORTS

RUBRIC = rubric_named("seminar-report")


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["rubric", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def test_the_formats_that_help_names_are_those_that_exist() -> None:
    assert tuple(EXPORTS) == NAMED


@pytest.mark.parametrize("name", rubric_names())
def test_every_rubric_that_comes_along_is_in_order(name: str) -> None:
    assert "is in order" in run("check", name)


def test_a_new_rubric_is_in_order_and_has_its_own_id(tmp_path: Path) -> None:
    file = str(tmp_path / "My Seminar.yaml")
    run("new", file)
    assert rubric_named(file).id == "my-seminar"


def test_a_rubric_is_not_overwritten_by_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine", "utf-8")
    run("new", str(tmp_path / "a.yaml"), status=2)


def test_moodles_rows_hold_every_level_with_its_points() -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "seminar-report", "--format", "moodle"))))
    points = [float(row["score"]) for row in rows]
    assert sorted(points) == sorted(x.points for c in RUBRIC.criteria for x in c.levels)


def test_canvas_has_a_row_of_the_same_width_for_each_criterion() -> None:
    rows = list(csv.reader(io.StringIO(run("export", "seminar-report", "--format", "canvas"))))
    assert (len(rows), {len(row) for row in rows}) == (8, {4 + 3 * 5})


def test_markus_gets_maxima_that_sum_to_the_total() -> None:
    criteria = yaml.safe_load(run("export", "seminar-report", "--format", "markus"))
    assert sum(one["max_mark"] for one in criteria.values()) == RUBRIC.total


def test_a_rubric_is_shown_in_german_where_that_is_asked_for() -> None:
    assert "Beweisübersicht" in run("show", "seminar-report", "--language", "de")
