"""The list of papers: versions joined, topics told, files that people open in a spreadsheet."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.cli import main
from reportkit.errors import UsageProblem
from reportkit.seminar.paper_list import (
    ListedPaper,
    as_csv,
    as_markdown,
    default_topics,
    joined,
    topic_of,
    topics_of,
)
from reportkit.seminar.plan import decoded_seminar
from reportkit.seminar.preferences import papers_of
from reportkit.seminar.spreadsheet import decoded_table

EXAMPLES = Path(__file__).parent.parent / "examples"
SHORT = ListedPaper("s", "A title", venue="ICML", version="short", pages_short=8, results=3)
LONG = ListedPaper(
    "l", "A  Title", arxiv_id="1905.03684v1", version="long", pages_long=36, results=31
)


@pytest.mark.parametrize("order", [(SHORT, LONG), (LONG, SHORT)], ids=["short-first", "long-first"])
def test_two_versions_of_a_paper_are_one_row(order: tuple[ListedPaper, ...]) -> None:
    (row,) = joined(order)
    assert (row.id, row.pages_short, row.pages_long, row.results) == ("l", 8, 36, 31)
    assert (row.venue, row.arxiv_id) == ("ICML", "1905.03684v1")


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("Certified adversarial defences", "", "adversarial robustness"),
        ("A title", "the NTK regime and the NTK, again the NTK", "infinite width and NTK"),
        ("A title", "one adversarial word", ""),
    ],
    ids=["title", "text", "too-few"],
)
def test_a_topic_is_told_by_its_words(title: str, text: str, topic: str) -> None:
    assert topic_of(title, text, default_topics()) == topic


def test_a_topic_that_is_no_list_of_words_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r"mine\.toml: 'a' must be a list of words"):
        topics_of("a = 3", "mine.toml")


def test_the_csv_is_what_assign_reads() -> None:
    (place,) = papers_of(decoded_table(as_csv([LONG]).encode(), "papers.csv"))
    assert (place.id, place.title, place.places) == ("l", "A  Title", 1)


def test_a_title_stays_in_its_cell() -> None:
    assert as_markdown([ListedPaper("x", "a | b\n<c>")]).count("\n") == 4


def test_a_folder_and_a_bib_file_become_one_list(tmp_path: Path) -> None:
    pytest.importorskip("pybtex")
    pytest.importorskip("tomlkit")
    bib = tmp_path / "reading.bib"
    bib.write_text(
        "@article{wm, title={On {B}ounds}, author={Wei, C. and Ma, T.}, year=2019}", "utf-8"
    )
    out = tmp_path / "papers.toml"
    words = ["papers", str(EXAMPLES / "paper.pdf"), str(bib), "-o", str(out)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    plan = decoded_seminar('title = "T"\n' + out.read_text("utf-8"), "seminar.toml")
    assert [paper.authors for paper in plan.papers][1] == ("C. Wei", "T. Ma")


def test_a_file_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.5 nothing")
    done = CliRunner().invoke(main, ["papers", str(tmp_path), str(EXAMPLES / "paper.pdf")])
    assert done.exit_code == 0, done.output
    assert "left out: " in done.output
