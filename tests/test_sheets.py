"""Sheets that tutors fill in: read, computed, brought along, never lost."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportkit.api.rubrics import rubric_named
from reportkit.errors import UsageProblem
from reportkit.findings import Assessment, Evidence
from reportkit.rubric import Agreement, Level, Rubric, Wording
from reportkit.seminar.agreement import agreed_marks, agreement, weighted_kappa
from reportkit.seminar.sheets.changes import brought_along, changes
from reportkit.seminar.sheets.comments import bank, ranked, written
from reportkit.seminar.sheets.model import Sheet, open_criteria, rubric_hash, total
from reportkit.seminar.sheets.reading import decoded_sheet
from reportkit.seminar.sheets.writing import NewSheet, new_sheet, seen, write_unless_changed

RUBRIC = rubric_named("seminar-report")
BEST = {criterion.id: criterion.levels[0].id for criterion in RUBRIC.criteria}


def empty(student: str = "7", tutor: str = "mf", name: str = "Ada") -> str:
    return new_sheet(NewSheet(student, name, tutor, "en"), RUBRIC, {}, {})


def filled(levels: dict[str, str], student: str = "7", tutor: str = "mf") -> str:
    text = empty(student, tutor)
    for gate in RUBRIC.gates:
        text = text.replace(f"  {gate.id}:\n", f"  {gate.id}: yes\n", 1)
    for id, level in levels.items():
        head, body = text.split(f"\n  {id}:\n", 1)
        text = f"{head}\n  {id}:\n" + body.replace("    level:\n", f"    level: {level}\n", 1)
    return text


def sheet(text: str) -> Sheet:
    return decoded_sheet(text, "7.mf.yaml", RUBRIC)


def test_a_new_sheet_is_read_back_untouched() -> None:
    assert not sheet(empty()).touched


def test_a_new_sheet_has_everything_open() -> None:
    ids = (*(g.id for g in RUBRIC.gates), *(c.id for c in RUBRIC.criteria))
    assert open_criteria(sheet(empty()), RUBRIC) == ids


def test_an_open_criterion_leaves_no_total() -> None:
    assert total(sheet(filled(dict(list(BEST.items())[1:]))), RUBRIC) is None


def test_the_best_levels_make_the_rubrics_total() -> None:
    assert total(sheet(filled(BEST)), RUBRIC) == RUBRIC.total


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "<script>", 'a "b" \\', "Ä: {b}", "#x", "- y"]
)
def test_a_name_comes_back_from_a_sheet_as_it_was_typed(name: str) -> None:
    assert sheet(empty(name=name)).name == name


@given(st.text(max_size=40))
def test_no_text_of_a_draft_gets_out_of_its_comment(text: str) -> None:
    shown = Assessment("proofs", "", "attention", (Evidence(text, (3,), ("RK307",)),))
    made = new_sheet(NewSheet("7", text, "mf", "en"), RUBRIC, {"proofs": shown}, {}, [text])
    assert not sheet(made).touched


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("    level:", "    level: excelent", "'excellent'"),
        ("    level:", "    points: 99\n    level:", "99 is not between 0 and 20"),
        ("    level:", "    points: 1.3\n    level:", "no multiple of 0.5"),
        ("  writing:", "  writting:", "'writing'"),
        ("    note:", "    nota:", "'note'"),
        ("  right-paper:", "  right-paper: maybe", "true or false"),
    ],
)
def test_a_mistake_in_a_sheet_is_named_with_its_line(wrong: str, right: str, said: str) -> None:
    text = empty().replace(wrong, right, 1)
    line = next(n for n, line in enumerate(text.splitlines(), 1) if right.split("\n")[0] in line)
    with pytest.raises(UsageProblem, match=rf"7\.mf\.yaml:{line}: .*{said}"):
        sheet(text)


def test_a_criterion_that_is_missing_is_an_error() -> None:
    data = yaml.safe_load(empty())
    del data["criteria"]["form"]
    with pytest.raises(UsageProblem, match="'form' is missing"):
        sheet(yaml.safe_dump(data))


# ---------------------------------------------------------------- a rubric that changes


def with_proofs(**change) -> Rubric:
    criteria = [replace(c, **change) if c.id == "proofs" else c for c in RUBRIC.criteria]
    return replace(RUBRIC, criteria=tuple(criteria))


WORDED_ANEW = with_proofs(
    levels=(
        replace(RUBRIC.criteria[4].levels[0], text=Wording((("en", "Other words"),))),
        *RUBRIC.criteria[4].levels[1:],
    )
)
LEVEL_GONE = with_proofs(levels=RUBRIC.criteria[4].levels[1:])
LEVEL_WORTH_LESS = with_proofs(
    levels=(
        Level("excellent", 24, RUBRIC.criteria[4].levels[0].text),
        *RUBRIC.criteria[4].levels[1:],
    )
)
CRITERION_GONE = replace(RUBRIC, criteria=RUBRIC.criteria[:4] + RUBRIC.criteria[5:])


@pytest.mark.parametrize(
    ("new", "looks"),
    [
        pytest.param(WORDED_ANEW, [True], id="level worded anew"),
        pytest.param(LEVEL_GONE, [True], id="level gone"),
        pytest.param(LEVEL_WORTH_LESS, [False], id="level worth less"),
        pytest.param(CRITERION_GONE, [False], id="criterion gone"),
    ],
)
def test_what_a_change_of_the_rubric_means_is_told(new: Rubric, looks: list[bool]) -> None:
    found = changes(sheet(filled(BEST)), RUBRIC, new)
    assert [change.look_again for change in found if change.id == "proofs"] == looks


@pytest.mark.parametrize("new", [WORDED_ANEW, LEVEL_GONE, LEVEL_WORTH_LESS, CRITERION_GONE])
def test_a_sheet_that_was_brought_along_fits_the_new_rubric(new: Rubric) -> None:
    text = filled(BEST)
    moved = decoded_sheet(brought_along(text, sheet(text), RUBRIC, new), "7.mf.yaml", new)
    assert moved.rubric_hash == rubric_hash(new)


def test_a_criterion_that_is_gone_keeps_what_was_said_of_it() -> None:
    text = filled(BEST).replace("    note:\n", "    note: The chaining step is wrong.\n", 5)
    moved = brought_along(text, sheet(text), RUBRIC, CRITERION_GONE)
    assert yaml.safe_load(moved)["removed"]["proofs"]["note"] == "The chaining step is wrong."


def test_a_tutors_own_comments_survive_a_change_of_the_rubric() -> None:
    text = filled(BEST) + "# ask MF about this one\n"
    assert "# ask MF about this one" in brought_along(text, sheet(text), RUBRIC, LEVEL_GONE)


def test_bringing_along_for_the_same_rubric_changes_no_judgement() -> None:
    text = filled(BEST)
    moved = decoded_sheet(brought_along(text, sheet(text), RUBRIC, RUBRIC), "x", RUBRIC)
    assert [mark.level for mark in moved.marks] == [mark.level for mark in sheet(text).marks]


# ---------------------------------------------------------------- ready comments

PROOFS = RUBRIC.criteria[4]
READY = bank(RUBRIC, {"proofs": {"constant": "The constant {c} of {statement} is off."}})


def said(comment: str, language: str = "en") -> tuple[str, ...]:
    return written(comment, PROOFS, READY["proofs"], (), language, "s.yaml:3")


@pytest.mark.parametrize(
    ("comment", "wanted"),
    [
        ("good-idea", "The idea of the proof is explained better than in the paper."),
        ("why-assumption(convexity)", "Where does the proof use convexity?"),
        ("constant(4; Lemma 2, part a)", "The constant 4 of Lemma 2, part a is off."),
        ("constant(statement=Lemma 2; c=4)", "The constant 4 of Lemma 2 is off."),
        ("Nicely done, really.", "Nicely done, really."),
        ("why-assumption(p = 1)", "Where does the proof use p = 1?"),
    ],
)
def test_a_comment_becomes_a_sentence(comment: str, wanted: str) -> None:
    assert said(comment) == (wanted,)


@pytest.mark.parametrize("comment", ["role-unclaer(Lemma 2)", "why-assumption", "RK307"])
def test_a_comment_that_means_nothing_is_named_with_its_line(comment: str) -> None:
    with pytest.raises(UsageProblem, match=r"s\.yaml:3: "):
        said(comment)


def test_a_comma_in_brackets_does_not_tear_a_comment_apart() -> None:
    text = empty().replace("comments: []", "comments: [result-missing(Lemma 2, page 3), clear]", 1)
    mark = sheet(text).mark("summary")
    assert mark and mark.comments == ("result-missing(Lemma 2, page 3)", "clear")


def test_the_comment_that_is_used_most_comes_first() -> None:
    text = empty().replace("comments: []", "comments: [too-close, too-close]", 1)
    rows = [row for row in ranked([sheet(text)], READY, "en") if row.criterion == "summary"]
    assert (rows[0].id, rows[0].uses) == ("too-close", 2)


# ---------------------------------------------------------------- two tutors


def test_full_agreement_is_a_kappa_of_one() -> None:
    assert weighted_kappa([(0, 0), (1, 1), (2, 2)], 3) == 1


def test_kappa_is_that_of_a_worked_example() -> None:
    # rows (2, 1, 1), columns (1, 3, 0): seen 1 + 1, by chance (6 + 1 + 7) / 4
    pairs = [(0, 0), (0, 1), (1, 1), (2, 1)]
    assert weighted_kappa(pairs, 3) == pytest.approx(1 - 2 / (14 / 4))


def test_the_stricter_tutor_is_told() -> None:
    low = {**BEST, "proofs": "good"}
    both = [sheet(filled(low, tutor="ab")), sheet(filled(BEST, tutor="mf"))]
    row = next(row for row in agreement(both, RUBRIC) if row.criterion == "proofs")
    assert (row.tutors, row.stricter) == (("ab", "mf"), 6.0)


@pytest.mark.parametrize(("rule", "points"), [("mean", 97.0), ("lower", 94.0), ("higher", 100.0)])
def test_the_agreed_mark_follows_the_rubrics_rule(rule: str, points: float) -> None:
    rubric = replace(RUBRIC, agreement=Agreement(rule))
    low = {**BEST, "proofs": "good"}
    both = [sheet(filled(low, tutor="ab")), sheet(filled(BEST, tutor="mf"))]
    assert agreed_marks(both, rubric)["7"].points == points


def test_marks_far_apart_are_to_be_talked_over() -> None:
    low = {**BEST, "proofs": "none"}
    both = [sheet(filled(low, tutor="ab")), sheet(filled(BEST, tutor="mf"))]
    assert agreed_marks(both, RUBRIC)["7"].points is None


# ---------------------------------------------------------------- a shared folder


def test_a_file_changed_by_a_colleague_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "7.mf.yaml"
    path.write_text("theirs at first", "utf-8")
    as_seen = seen(path)
    path.write_text("theirs, changed", "utf-8")
    other = write_unless_changed(path, "ours", as_seen)
    assert (path.read_text("utf-8"), other.read_text("utf-8")) == ("theirs, changed", "ours")


def test_a_new_file_does_not_replace_one_that_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "7.mf.yaml"
    path.write_text("theirs", "utf-8")
    assert write_unless_changed(path, "ours", None) != path
    assert path.read_text("utf-8") == "theirs"


def test_nothing_is_left_beside_a_new_file(tmp_path: Path) -> None:
    write_unless_changed(tmp_path / "a.yaml", "x", None)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
