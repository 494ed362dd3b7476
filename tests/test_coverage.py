"""What a draft states, explains, mentions and misses; techniques; the numbering of two versions."""

import pytest

from reportkit.analysis.numbering import numbering_map
from reportkit.analysis.techniques import (
    Technique,
    known_techniques,
    technique_called,
    unnamed_techniques,
)
from reportkit.document import Span
from tests.written import dealings, stated, written

PAPER = """Theorem 1. The interval is valid.

Proof. By Lemma 2 and blocking the claim follows. Blocking is used twice; independent blocks help.

Lemma 2. A bound for blocks.

Proof. Blocking again.

Theorem 3. The interval is short.

Proof. By Lemma 4.

Lemma 4. Another bound.

Proof. Direct.
"""


def technique_names(draft: str, main: frozenset[str] = frozenset()) -> list[str]:
    mine, theirs = written(draft), written(PAPER)
    treated = {"theorem-1", "lemma-2", "theorem-3", "lemma-4"}
    return [u.name for u in unnamed_techniques(mine, theirs, stated(theirs), treated, main)]


def test_a_technique_that_the_proofs_lean_on_is_missed() -> None:
    assert technique_names("Theorem 1 is proved somehow.") == ["the blocking technique"]


@pytest.mark.parametrize(
    "draft",
    [
        "The proof uses blocking.",
        "One splits the path into independent blocks.",
        "Blockbildung hilft.",
    ],
)
def test_a_technique_is_named_by_any_of_its_words(draft: str) -> None:
    assert technique_names(draft) == []


def test_a_technique_in_the_bibliography_is_not_named() -> None:
    assert technique_names("Text.\n\n# References\n\n[1] Blocking techniques. 1994.") != []


def test_a_rubrics_own_technique_counts() -> None:
    mine, theirs = written("Nothing."), written(PAPER.replace("Direct", "By magic, magic, magic"))
    own = technique_called("Magic")
    found = unnamed_techniques(mine, theirs, stated(theirs), {"lemma-4"}, set(), [own])
    assert [item.name for item in found] == ["Magic"]


@pytest.mark.parametrize("technique", known_techniques(), ids=lambda t: t.name)
def test_a_technique_is_found_by_the_name_it_is_called_by(technique: Technique) -> None:
    text = technique.name.lower()
    assert technique.places(text, [Span(0, len(text))])


def test_stated_and_mentioned_are_told_apart() -> None:
    draft = "# Summary\n\nTheorem 1 says that the interval is valid. Intervals are short (Theorem 3).\n\n"
    covered = dealings(draft, PAPER).coverage
    assert covered is not None
    assert set(covered.stated) == {"theorem-1"}
    assert set(covered.mentioned) == {"theorem-1", "theorem-3"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The second case is treated in Theorem 3.",
        "How long it is is answered in Theorem 3.",
        "Theorem 3 is the bound for the second case.",
        "Theorem 3 covers short intervals.",
    ],
)
def test_what_a_result_is_about_does_not_state_it(sentence: str) -> None:
    covered = dealings(
        f"# Summary\n\nTheorem 1 says that the interval is valid. {sentence}", PAPER
    ).coverage
    assert covered is not None
    assert set(covered.stated) == {"theorem-1"}
    assert covered.missing_main == ("theorem-3",)


def test_a_formula_beside_it_states_it() -> None:
    sentence = "Theorem 3 is the bound $|I| \\le 4 \\sqrt{n \\log n}$ for the second case."
    covered = dealings(f"# Summary\n\n{sentence}", PAPER).coverage
    assert covered is not None
    assert "theorem-3" in covered.stated


def test_a_theorem_with_a_persons_name_is_missed_where_all_else_is_named() -> None:
    paper = "Theorem 1. It exists.\n\nProof. By a theorem of Arrow and Debreu and by Jensen’s inequality it exists."
    theirs = written(paper)
    for draft, names in (("It exists.", 1), ("Arrow and Debreu help.", 0)):
        found = unnamed_techniques(written(draft), theirs, stated(theirs), {"theorem-1"}, set())
        assert [item.name for item in found] == ["a result of Arrow and Debreu"][:names]


def test_the_numbering_map_follows_words_not_numbers() -> None:
    short = stated(
        written(
            "Theorem 1. The interval is valid for all reversible chains.\n\nTheorem 2. The walk is short on every tree."
        )
    )
    long = stated(
        written(
            "Lemma 1. An auxiliary fact about something.\n\nTheorem 2. The interval is valid for all reversible chains.\n\n"
            "Theorem 3. The walk is short on every tree."
        )
    )
    rows = [
        (r.short and r.short.number, r.long and r.long.number) for r in numbering_map(short, long)
    ]
    assert rows == [("1", "2"), ("2", "3"), (None, "1")]


def test_a_statement_without_a_partner_stays_alone() -> None:
    short = stated(written("Theorem 1. Completely different words here altogether."))
    long = stated(written("Theorem 1. The interval is valid for all reversible chains."))
    rows = [(bool(r.short), bool(r.long)) for r in numbering_map(short, long)]
    assert rows == [(True, False), (False, True)]


SHORT = "Theorem 1. The interval is valid.\n\nLemma 1. Another bound for tall trees.\n\nLemma 7. A bound for blocks."
LONG = "Theorem 1. The interval is valid.\n\nLemma 1. A word about stopping times.\n\nLemma 2. Another bound for tall trees.\n\nLemma 4. A bound for blocks."


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Lemma 7 bounds the blocks.", [("7", "lemma-4")]),
        ("Lemma 1 is another bound for tall trees, as is well known.", [("1", "lemma-2")]),
        ("Lemma 1 is a word about stopping times.", []),
        ("Lemma 2 is another bound for tall trees.", []),
        ("Theorem 1 is used.", []),
    ],
)
def test_numbers_of_the_short_version(draft: str, expected: list[tuple[str, str]]) -> None:
    found = dealings(draft, LONG, SHORT).short_numbers
    assert [
        (item.reference.number, other.id if other else None) for item, other in found
    ] == expected
