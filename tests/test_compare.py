"""`reportkit compare`: the numbering map on paper."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.analysis.numbering import numbering_map
from reportkit.cli import main
from reportkit.reporters.comparison import render
from tests.written import stated, written

SHORT = stated(written("Theorem 1. All intervals are valid.\n\nLemma 2. Only here is this said."))
LONG = stated(written("Lemma 1. A new and longer story.\n\nTheorem 2. All intervals are valid."))
ROWS = numbering_map(SHORT, LONG)


def test_the_table_marks_another_number_and_lists_what_is_alone() -> None:
    assert render("short.pdf", "long.pdf", ROWS, "table") == (
        "short.pdf → long.pdf   1 pair, 1 with another number\n\n"
        "≠ Theorem 1   Theorem 2\n\n"
        "only in short.pdf: Lemma 2\n\n"
        "only in long.pdf: Lemma 1\n"
    )


def test_json_has_rows_without_a_partner() -> None:
    data = json.loads(render("short.pdf", "long.pdf", ROWS, "json"))
    assert data["schema"] == "reportkit.compare/1"
    assert [(row["short"]["id"], row["long"] and row["long"]["id"]) for row in data["map"]] == [
        ("theorem-1", "theorem-2"),
        ("lemma-2", None),
    ]
    assert [row["id"] for row in data["only_in_long"]] == ["lemma-1"]


def test_csv_has_a_row_for_each_statement() -> None:
    rows = list(csv.DictReader(io.StringIO(render("s", "l", ROWS, "csv"))))
    assert [(row["short_id"], row["long_id"]) for row in rows] == [
        ("theorem-1", "theorem-2"),
        ("lemma-2", ""),
        ("", "lemma-1"),
    ]


def test_control_characters_of_a_file_name_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in render("a\x1b[2J.pdf", "b.pdf", ROWS, "table")


@pytest.mark.parametrize(("name", "status"), [("missing.pdf", 3), ("text.txt", 2)])
def test_what_cannot_be_compared_is_one_line(tmp_path: Path, name: str, status: int) -> None:
    (tmp_path / "text.txt").write_text("No theorem in here.", "utf-8")
    result = CliRunner().invoke(main, ["compare", str(tmp_path / name), str(tmp_path / "text.txt")])
    assert result.exit_code == status
    assert len(result.stderr.strip().splitlines()) == 1
