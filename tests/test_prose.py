"""Prose masks: formulas become words, and every word knows its place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.prose import passages, vowel_sound
from reportkit.analysis.sentences import sentences
from reportkit.document import Run, Span
from reportkit.readers.text import read_text


def prose(text: str) -> str:
    return " ¶ ".join(passage.text for passage in passages(read_text(text)))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Let $n$ be an integer.", "Let Oq be an integer."),
        ("Let $k$ be an integer.", "Let Zq be an integer."),
        ("It is well known [3, 4].", "It is well known."),
        ("In [3], a bound is proved.", "In Zq, a bound is proved."),
        ("They agree (Smith et al., 2019) on it.", "They agree on it."),
        ("The call `f(x)` returns.", "The call Zq returns."),
        ("- an item of a list", "an item of a list"),
        ("We have $a$ = $b$ here.", "We have Oq here."),
    ],
)
def test_a_mask_reads_like_a_sentence(text: str, masked: str) -> None:
    assert prose(text) == masked


def test_the_letter_of_a_figure_is_left_out_since_taggers_read_a_plural() -> None:
    assert (
        prose("Figure 2b shows it, as Lemma 3.1a does.") == "Figure 2 shows it, as Lemma 3.1 does."
    )


def test_a_program_set_like_text_is_no_prose() -> None:
    code = "for i in range(n): if (left[i] != right[i]): total.append(left_sum) import numpy"
    steps = "let $x$ be new; if $x = 0$ then $y := 1$; else $y := 2$; end if; end for; return y"
    assert prose(f"We list it here.\n\n{code}\n\n{steps}\n\nIt calls f(x) often.") == (
        "We list it here. ¶ It calls f(x) often."
    )


def test_a_title_in_bold_that_opens_a_paragraph_is_a_sentence_of_its_own() -> None:
    document = read_text("Max pooling When we pool, the largest value is taken.")
    document = replace(document, runs=(Run(Span(0, 11), 0, 10.0, bold=True, italic=False),))
    (passage,) = passages(document)
    first, second = (passage.text[s.start : s.end] for s in passage.sentences)
    assert (first, second[:4]) == ("Max pooling", "When")


@pytest.mark.parametrize(
    ("formula", "vowel"),
    [
        ("n", True),
        ("k", False),
        (r"\epsilon", True),
        (r"\mathcal{O}_X", True),
        (r"\ell_1", True),
        ("8", True),
        ("ε", True),
        ("𝑛", True),
        (r"\operatorname{Spec}", None),
    ],
)
def test_a_formula_sounds_like_its_first_letter(formula: str, vowel: bool | None) -> None:
    assert vowel_sound(formula) is vowel


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We use it, e.g. Bartlett did. Then we stop.", 2),
        ("By Smith et al. The proof is long.", 2),
        ("See Fig. 3 and Thm. 4. Done.", 2),
        ("Theorem 3 (Informal). It holds.", 2),
        ("The norm is Zq This gives the claim.", 2),
        ("It is 3.5 times faster.", 1),
        ("The barycenter (?) Zq is known by now.", 1),
        ("We win w.p. 0.5 where the r.v. Zq is bounded.", 1),
        ("For the sum we have Let x be the mean.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet="ab $[]().,\n\tÄ–'`\\{}3A", max_size=200))
def test_every_character_of_a_passage_has_a_place_in_the_text(text: str) -> None:
    for passage in passages(read_text(text)):
        assert len(passage.starts) == len(passage.ends) == len(passage.text)
        assert all(
            0 <= a < b <= len(text) for a, b in zip(passage.starts, passage.ends, strict=True)
        )
        assert list(passage.starts) == sorted(passage.starts)
