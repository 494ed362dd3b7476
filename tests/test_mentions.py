"""Which results a text names, by words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.mentions import kind_of, references


def named(text: str, **options: frozenset[str]) -> list[tuple[str, str | None]]:
    return [(reference.kind, reference.number) for reference in references(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see Theorem 3.1.", [("theorem", "3.1")]),
        ("by Thm. 4", [("theorem", "4")]),
        ("by Thm.~4", [("theorem", "4")]),
        ("Prop. 2.3(ii) gives", [("proposition", "2.3")]),
        ("Cor. 7 and Def. 1", [("corollary", "7"), ("definition", "1")]),
        ("in lemma A.2 they", [("lemma", "A.2")]),
        ("LEMMA 4 says", [("lemma", "4")]),
        ("Theorem 2' says", [("theorem", "2'")]),
        ("Theorem 3’s proof", [("theorem", "3")]),
        ("Theorem 3a says", [("theorem", "3a")]),
        ("Theorems 3.1 and 3.2 say", [("theorem", "3.1"), ("theorem", "3.2")]),
        ("Theorem 3.1 and 3.2 say", [("theorem", "3.1"), ("theorem", "3.2")]),
        ("Lemmas 1, 2 and 5", [("lemma", "1"), ("lemma", "2"), ("lemma", "5")]),
        ("Lemmas 1, 2, and A.5.", [("lemma", "1"), ("lemma", "2"), ("lemma", "A.5")]),
        (
            "Thm. 2 and Lemmas 3-5",
            [("theorem", "2"), ("lemma", "3"), ("lemma", "4"), ("lemma", "5")],
        ),
        ("Lemmas A.1–A.3", [("lemma", "A.1"), ("lemma", "A.2"), ("lemma", "A.3")]),
        ("Theorems 2.1 to 2.3", [("theorem", "2.1"), ("theorem", "2.2"), ("theorem", "2.3")]),
        ("Theorems 3.1-3", [("theorem", "3.1"), ("theorem", "3.2"), ("theorem", "3.3")]),
        ("Theorems 12.3 and 12.4", [("theorem", "12.3"), ("theorem", "12.4")]),
        ("Theorem 3(i) and 4(ii) of", [("theorem", "3"), ("theorem", "4")]),
        ("[4, Theorems 1 & 2]", [("theorem", "1"), ("theorem", "2")]),
        ("Corollary A.2 of Wei and Ma", [("corollary", "A.2")]),
        ("nach Satz 1", [("theorem", "1")]),
        ("des Satzes 2", [("theorem", "2")]),
        ("die Sätze 1 und 2", [("theorem", "1"), ("theorem", "2")]),
        ("Annahmen 1 und 2", [("assumption", "1"), ("assumption", "2")]),
        ("Propositionen 2 bis 4", [("proposition", n) for n in "234"]),
        ("in Hilfssatz 3.2", [("lemma", "3.2")]),
        ("Lemmata 1 sowie 3", [("lemma", "1"), ("lemma", "3")]),
        ("Korollaren 1 und 2", [("corollary", "1"), ("corollary", "2")]),
        ("siehe Bemerkung 4 und Beispiel 5", [("remark", "4"), ("example", "5")]),
        ("d’après le théorème 2", [("theorem", "2")]),
        ("le lemme 3", [("lemma", "3")]),
        ("in Theorem\n3.1 we", [("theorem", "3.1")]),
        ("in Theo-\nrem 3.1 we", [("theorem", "3.1")]),
        ("in Propo-\n  sition 4", [("proposition", "4")]),
        ("Theorem 1 and Theorem 2", [("theorem", "1"), ("theorem", "2")]),
        ("Example 1 and Example\n2.", [("example", "1"), ("example", "2")]),
        ("Theorem 4, Lemma 2", [("theorem", "4"), ("lemma", "2")]),
        ("Theorem I", [("theorem", "I")]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_result_is_named(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for example 3 layers", []),
        ("in fact 2 of them", []),
        ("we claim 3 things", []),
        ("the theorem of 1999", []),
        ("By Theorem 3, 2n + 1 layers", [("theorem", "3")]),
        ("Theorem 1 and 2 lemmas", [("theorem", "1")]),
        ("Theorem 2.1 and 3 further cases", [("theorem", "2.1")]),
        ("By Theorem 3, 4 of the five", [("theorem", "3")]),
        ("Lemma-Beweis 3", []),
        ("Assumption (A1)", []),
        ("Algorithm 1, Section 3, Figure 2, Table 4 and (5)", []),
        ("key lemmas\n\n2.1 Sensitivities", []),
        ("McDiarmid's inequality", []),
        ("property 3 of the list", []),
        ("the main theorems are", []),
        ("the second theorem", []),
        ("a theorem 30 years old", [("theorem", "30")]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_prose_is_no_list(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "main", "section"),
    [
        ("their main theorem says", "theorem", None, True, None),
        ("the second main result gives", "theorem", 2, True, None),
        ("the first lemma in Section 4 is", "lemma", 1, False, "4"),
        ("the last theorem of Section 3", "theorem", -1, False, "3"),
        ("das zweite Hauptresultat", "theorem", 2, True, None),
        ("das erste Lemma in Abschnitt 2", "lemma", 1, False, "2"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_result_without_a_number_is_named(
    text: str, kind: str, ordinal: int | None, main: bool, section: str | None
) -> None:
    (found,) = references(text)
    assert (found.kind, found.number) == (kind, None)
    assert (found.ordinal, found.main, found.section) == (ordinal, main, section)


def test_rare_kinds_are_named_where_somebody_has_them() -> None:
    assert named("Condition 2 holds", kinds=frozenset({"condition"})) == [("condition", "2")]


def test_the_text_of_a_member_is_its_own_and_of_a_range_the_whole() -> None:
    texts = [reference.text for reference in references("Lemmas 1 and 2; Theorems 3–4")]
    assert texts == ["Lemmas 1", "2", "Theorems 3–4", "Theorems 3–4"]


def test_spans_hold_where_a_word_was_broken() -> None:
    text = "first Theo-\nrem 3.1, then Lemma 4"
    spans = [text[r.span.start : r.span.end] for r in references(text)]
    assert spans == ["Theo-\nrem 3.1", "Lemma 4"]


def test_a_single_letter_is_a_weak_number() -> None:
    assert [r.weak for r in references("Theorem B, Assumption A1 and Lemma B.2")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Thm.", "theorem"), ("Sätze", "theorem"), ("Lemmata", "lemma"), ("Figure", None)],
)
def test_the_kind_of_a_word(word: str, kind: str | None) -> None:
    assert kind_of(word) == kind


@given(st.text(alphabet="Theorm Lsa 0123.,-–\n()&andAB'", max_size=200))
def test_every_reference_lies_in_the_text_in_order(text: str) -> None:
    found = references(text)
    assert all(0 <= r.span.start < r.span.end <= len(text) for r in found)
    assert list(found) == sorted(found, key=lambda r: r.span)
