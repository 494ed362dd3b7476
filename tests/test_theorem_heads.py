"""The grammar of a statement's head, on strings."""

import pytest

from reportkit.analysis.theorem_heads import head_at, might_open

HEADS = [
    ("Theorem 3.1. Let x", "theorem", "3.1", "", "."),
    ("Theorem 3 (Hoeffding [12]). Let x", "theorem", "3", "Hoeffding [12]", "."),
    ("Lemma 5 ([18, 22]). If", "lemma", "5", "[18, 22]", "."),
    ("Lemma 3 [12, Theorem 2]. Let x", "lemma", "3", "[12, Theorem 2]", "."),
    ("Theorem 2.1. (Bernstein [10]) Let x", "theorem", "2.1", "Bernstein [10]", "."),
    ("Theorem 1. (a) The set", "theorem", "1", "", "."),
    ("3.1 Theorem. Let x", "theorem", "3.1", "", "."),
    ("(3.1) Theorem. Let x", "theorem", "3.1", "", "."),
    ("Theorem A. Let x", "theorem", "A", "", "."),
    ("Theorem 1’. Let x", "theorem", "1'", "", "."),
    ("Theorem IV.2: a set", "theorem", "IV.2", "", ":"),
    ("Hypothesis H1. The set", "hypothesis", "H1", "", "."),
    ("Assumption (A1). The set", "assumption", "A1", "", "."),
    ("Lemma (6). With", "lemma", None, "6", "."),
    ("Remark. If", "remark", None, "", "."),
    ("Main Theorem. Let x", "theorem", None, "", "."),
    ("Definition and Lemma 3. If", "lemma", "3", "", "."),
    ("Proposition–Definition 3. If", "proposition", "3", "", "."),
    ("T HEOREM 3.1. Let x", "theorem", "3.1", "", "."),
    ("▶ Theorem 3 (Name). Let x", "theorem", "3", "Name", "."),
    ("Satz 2.1 (Bernstein). Sei x", "theorem", "2.1", "Bernstein", "."),
    ("Korollar 7. Es gilt", "corollary", "7", "", "."),
    ("Th´eor`eme 3. Soit x", "theorem", "3", "", "."),
    ("Théorème principal 3. Soit x", "theorem", "3", "", "."),
    ("Lemme 2 : Soit x", "lemma", "2", "", ":"),
    ("Contre-exemple 4. Soit x", "counterexample", "4", "", "."),
]


@pytest.mark.parametrize(
    ("text", "kind", "number", "name", "terminator"), HEADS, ids=[case[0] for case in HEADS]
)
def test_a_head_is_read(
    text: str, kind: str, number: str | None, name: str, terminator: str
) -> None:
    head = head_at(text, 0, len(text))
    assert head is not None
    assert (head.kind, head.number, head.name, head.terminator) == (kind, number, name, terminator)


@pytest.mark.parametrize(
    "text",
    [
        "Theorem 3 shows that",
        "Theorem 3, we get",
        "Lemma 2 and Lemma 3",
        "Theorem 3) and",
        "C.2 Lemma 7 (exact extrapolation)",
        "The theorem holds",
        "theorem 3. Let",
        "Algorithm 3. Let",
    ],
)
def test_prose_is_no_head(text: str) -> None:
    assert head_at(text, 0, len(text)) is None


@pytest.mark.parametrize("text", [case[0] for case in HEADS])
def test_the_quick_look_passes_over_no_head(text: str) -> None:
    assert might_open(text, 0, len(text))


def test_a_lone_letter_is_a_number_only_where_the_font_of_the_head_ends_behind_it() -> None:
    text = "Condition A holds for all x"
    loose, styled = head_at(text, 0, len(text)), head_at(text, 0, len(text), len("Condition A "))
    assert loose is not None and loose.number is None
    assert styled is not None and styled.number == "A"


def test_an_unknown_label_needs_a_number_and_a_font_of_its_own() -> None:
    text = "Desire 3. Let x"
    assert head_at(text, 0, len(text)) is None
    head = head_at(text, 0, len(text), len("Desire 3."))
    assert head is not None and (head.kind, head.label, head.known) == ("desire", "Desire", False)


def test_a_name_without_brackets_is_as_long_as_the_font_of_the_head() -> None:
    text = "Theorem 3. Hoeffding's inequality. Let x be"
    head = head_at(text, 0, len(text), text.index("Let"))
    assert head is not None and head.name == "Hoeffding's inequality"
    assert text[head.body :] == "Let x be"
