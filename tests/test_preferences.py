"""Preferences in every shape that forms export, and the words that explain an assignment."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.cli import main
from reportkit.errors import UsageProblem
from reportkit.seminar.assigning import Fixed, assigned
from reportkit.seminar.assignment_text import as_csv, ratingallocate_ratings
from reportkit.seminar.preferences import (
    Place,
    answers_of,
    papers_of,
    parties_of,
    wishes_of,
)
from reportkit.seminar.spreadsheet import decoded_table

PAPERS = (Place("P1", "Deep nets", 1), Place("P2", "Kernels", 1), Place("P3", "Graphs; trees", 1))


def answers(text: str, **options: bool):
    return answers_of(decoded_table(text.encode(), "answers.csv"), PAPERS, **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name,1st choice,2nd choice\nAda,P2,P1\n", {"P2": 1, "P1": 2}),
        ("Name;Erstwunsch;Zweitwunsch\nAda;kernels;P1: Deep nets\n", {"P2": 1, "P1": 2}),
        ("Name,Choice 1,Choice 2\nAda,P1; P2,Graphs; trees\n", {"P1": 1, "P2": 1, "P3": 2}),
        ("Name,P1,P2,P3,Remarks\nAda,2,1,,I like 3\n", {"P2": 1, "P1": 2}),
        ("Name,Rank [P1],Rank [Kernels]\nAda,1,1\n", {"P1": 1, "P2": 1}),
        ("Name,P1,P2\nAda,5,2\n", {"P2": 1, "P1": 2}),
        ("student,paper,rank\nAda,P3,2\nAda,P1,4\n", {"P3": 1, "P1": 2}),
        ("student\tpaper\trating\nAda\tP3\t1\nAda\tP1\t5\n", {"P1": 1, "P3": 2}),
        ("Name,P1,P2\nAda,1,2\nAda,2,1\n", {"P2": 1, "P1": 2}),
    ],
    ids=["columns", "german", "tie", "papers", "form", "gap", "rows", "ratings", "second-answer"],
)
def test_every_shape_of_a_form_is_read(text: str, expected: dict[str, int]) -> None:
    (answer,) = answers(text)
    assert answer.ranks == expected


def test_a_veto_is_no_rank() -> None:
    (answer,) = answers("Name,P1,P2\nAda,1,x\n")
    assert (answer.ranks, answer.vetoes) == ({"P1": 1}, {"P2"})


def test_umlauts_in_either_form_and_windows_encoding_are_one_name() -> None:
    composed = decoded_table("Name,P1\nJörg,1\n".encode("cp1252"), "a.csv").rows
    decomposed = decoded_table("Name,P1\nJo\u0308rg,1\n".encode(), "b.csv").rows
    assert composed == decomposed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Name,1st choice\nAda,P9\n", "answers.csv:2: there is no paper 'P9'"),
        ("Name,1st choice\n,P1\n", "answers.csv:2: this row names no student"),
        ("Name,Remarks\nAda,hello\n", "answers.csv:1: no preferences found"),
        ("Name,P1\n", "answers.csv has no rows"),
        ("Name,P1\nAda,1,2\n", "answers.csv:2: 3 cells, but the header has 2"),
    ],
    ids=["paper", "nameless", "nothing", "empty", "uneven"],
)
def test_a_mistake_in_the_answers_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        answers(text)
    assert str(caught.value).startswith(message)


def test_a_list_of_papers_as_moodle_writes_it_is_read() -> None:
    text = "title,explanation,maxsize,active,groups\nP1,Deep nets,2,1,\nP2,Old,1,0,\n"
    assert papers_of(decoded_table(text.encode(), "papers.csv")) == (Place("P1", "P1", 2),)


def test_a_group_wants_what_suits_all_ordered_by_its_unhappiest_member() -> None:
    text = "Name,Group,P1,P2,P3\nAda,G,2,1,3\nBob,G,2,1,x\n"
    ((party, members),) = parties_of(answers(text)).items()
    wish = wishes_of(party, members, PAPERS, unranked_last=False)
    assert (wish.party, wish.ranks) == ("G", {"P2": 1, "P1": 2})


def test_an_unranked_paper_comes_last_only_when_asked() -> None:
    (answer,) = answers("Name,P1,P2,P3\nAda,1,,x\n")
    strict = wishes_of("Ada", [answer], PAPERS, unranked_last=False)
    lenient = wishes_of("Ada", [answer], PAPERS, unranked_last=True)
    assert (strict.ranks, lenient.ranks) == ({"P1": 1}, {"P1": 1, "P2": 2})


THREE = "Name,1st choice,2nd choice,3rd choice\nAda,P1,P2,P3\nBob,P1,P3,P2\nEmmy,P1,P2,P3\n"


def test_students_in_each_others_way_are_named() -> None:
    text = "Name,1st choice\nAda,P1\nBob,P1\nEmmy,P2\n"
    with pytest.raises(UsageProblem, match=r"Ada, Bob \(2\) accept only P1 \(1 places\)"):
        assigned(answers(text), PAPERS, 1)


def test_a_fixed_pair_takes_its_place_and_keeps_its_reason() -> None:
    outcome = assigned(answers(THREE), PAPERS, 1, fixed=[Fixed("Bob", "P1", "writes on it")])
    rows = {row.party: row for row in outcome.rows}
    assert (rows["Bob"].paper.id, rows["Bob"].fixed) == ("P1", "writes on it")
    assert rows["Ada"].paper.id != "P1"


def test_a_forbidden_pair_never_happens() -> None:
    forbidden = [Fixed("Ada", "P2", "own thesis"), Fixed("Ada", "P1", "own thesis")]
    outcome = assigned(answers(THREE), PAPERS, 1, forbidden=forbidden)
    assert next(row.paper.id for row in outcome.rows if row.party == "Ada") == "P3"


def test_every_better_wish_that_was_not_met_is_explained() -> None:
    outcome = assigned(answers(THREE), PAPERS, 1)
    for row in outcome.rows:
        assert len(row.why_not) == (row.rank or 1) - 1


def test_a_student_without_an_answer_is_listed_and_not_assigned() -> None:
    outcome = assigned(answers(THREE + "Kurt,,,\n"), PAPERS, 1, roster=("Ada", "Olga"))
    assert outcome.unanswered == ("Olga", "Kurt")
    assert {row.party for row in outcome.rows} == {"Ada", "Bob", "Emmy"}


def test_the_digest_tells_one_input_from_another() -> None:
    first, again = (assigned(answers(THREE), PAPERS, 1).digest for _ in range(2))
    assert first == again
    assert first != assigned(answers(THREE), PAPERS, 2).digest


def test_a_name_that_looks_like_a_formula_is_neutral_in_the_csv() -> None:
    outcome = assigned(answers('Name,P1\n"=cmd|x",1\n'), PAPERS, 1)
    assert "\n'=cmd|x," in as_csv(outcome)


def test_a_rank_becomes_a_rating_for_moodle() -> None:
    text = ratingallocate_ratings(answers("Name,P1,P2\nAda,2,1\n"), PAPERS)
    assert text.splitlines() == ["name,email,P1,P2,P3", "Ada,,2,3,0"]


def test_the_command_writes_the_file_that_its_suffix_asks_for(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(THREE, "utf-8")
    out = tmp_path / "out.json"
    done = CliRunner().invoke(main, ["assign", str(tmp_path / "p.csv"), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text("utf-8"))["schema"] == "reportkit.assignment/1"


def test_a_missing_file_is_one_line_and_status_3(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["assign", str(tmp_path / "none.csv")])
    assert done.exit_code == 3
    assert len(done.output.splitlines()) == 1


def test_the_papers_go_out_as_moodle_reads_them(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(THREE, "utf-8")
    out = tmp_path / "choices.csv"
    done = CliRunner().invoke(main, ["assign", str(tmp_path / "p.csv"), "--choices", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").splitlines()[:2] == [
        "title,explanation,maxsize,active,groups",
        "P1,,1,1,",
    ]


def test_what_all_best_solutions_agree_on_is_said(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("Name,1st choice\nAda,P1\n", "utf-8")
    done = CliRunner().invoke(main, ["assign", str(tmp_path / "p.csv")])
    assert "(rank 1, in every best solution)" in done.output
