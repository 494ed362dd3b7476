"""Wording shared with the paper."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.overlap import copies
from reportkit.document import Span
from tests.written import written

SENTENCE = (
    "the fact that a slowly mixing chain rarely visits some of its states makes every naive"
    " confidence interval far too optimistic in practice"
)
PAPER = f"We begin with a remark. Indeed {SENTENCE}, as was seen before. Other words follow."


def copied(draft: str, paper: str = PAPER) -> list[tuple[int, int, bool]]:
    return [(c.words, c.equal, c.exact) for c in copies(written(draft), written(paper))]


def test_equal_words_are_copied() -> None:
    assert copied(f"The authors say that {SENTENCE}. I agree.") == [(23, 23, True)]


@pytest.mark.parametrize(
    "words",
    [
        SENTENCE.replace("makes every", "makes each"),
        SENTENCE.replace("slowly mixing", "slow"),
        SENTENCE.replace("rarely visits", "only rarely visits").replace("far too", "too"),
        SENTENCE.replace("chain", "Markov chain").replace("in practice", "in all applications"),
    ],
)
def test_a_copy_with_few_changes_is_a_near_copy(words: str) -> None:
    assert len(copied(f"One reads: {words}. So be it.")) == 1


def test_fourteen_equal_words_are_a_near_copy_except_where_a_result_is_restated() -> None:
    words = "the fact that a slowly mixing chain seldom visits some of its states makes every estimate bad"
    text = f"One reads: {words}."
    (copy,) = copies(written(text), written(PAPER))
    assert (copy.equal, copy.exact) == (14, False)
    restated = (Span(0, len(text)), Span(0, 10))
    assert copies(written(text), written(PAPER), (), [restated]) == ()


def test_a_claim_of_one_line_may_be_restated_in_its_words() -> None:
    claim = (
        "every chain of this kind visits each of its states infinitely often on all of its paths"
    )
    paper = written(
        f"Theorem 2. Under this condition {claim}, and the interval is valid. Other words follow."
    )
    draft = written(f"Theorem 2 says that {claim}.")
    whole = Span(0, len(draft.text))
    assert len(copies(draft, paper)) == 1
    assert copies(draft, paper, (), [(whole, Span(0, len(paper.text)))]) == ()
    assert (
        len(copies(draft, paper, (), [(whole, Span(0, 5))])) == 1
    )  # the words are not the claim's


def test_a_long_claim_is_copied_also_where_it_is_restated() -> None:
    draft, paper = written(f"Theorem 2 states {SENTENCE}."), written(PAPER)
    restated = (Span(0, len(draft.text)), Span(0, len(paper.text)))
    assert len(copies(draft, paper, (), [restated])) == 1


def test_words_in_formulas_do_not_part_a_copy() -> None:
    paper = PAPER.replace("chain rarely", "chain $X$ with $a b c d e$ rarely")
    assert len(copied(f"One reads: {SENTENCE}.", paper)) == 1


@pytest.mark.parametrize(
    "draft",
    [
        "The authors say that “" + SENTENCE + "” and I agree.",
        "„" + SENTENCE + "“ heißt es dort.",
        "the fact that a slowly mixing chain rarely visits some states is a problem for everyone",
        "Chains that mix slowly visit some states rarely, so that naive intervals mislead.",
        f"# {SENTENCE}\n\nText.",
        f"Text.\n\n# References\n\n[1] {SENTENCE}. 1999.",
    ],
    ids=["quoted", "quoted in German", "thirteen words", "own words", "heading", "bibliography"],
)
def test_own_words_and_quotations_are_left_alone(draft: str) -> None:
    assert copied(draft) == []


def test_formulas_alike_are_no_copied_wording() -> None:
    formula = "$a x + b y + c z + d w + e v + f u + g t + h s + i r + j q$"
    assert copied(f"Here {formula} holds.", f"There {formula} holds.") == []


def test_line_ends_and_hyphens_do_not_hide_a_copy() -> None:
    broken = SENTENCE.replace(" states ", " states\n").replace("slowly mixing", "slowly-mixing")
    assert len(copied(f"They say {broken}.")) == 1


def test_what_is_allowed_is_left_alone() -> None:
    draft = written(f"Theorem 1. {SENTENCE}.")
    assert copies(draft, written(PAPER), [draft.blocks[0].span]) == ()


def test_time_is_linear_in_set_phrases() -> None:
    words = "with probability at least one minus delta for all x in the set of all points "
    begin = time.process_time()
    copies(written(words * 1500), written("for all y " + words * 1500))
    assert time.process_time() - begin < 5


@given(st.text(alphabet="ab cde.\n", max_size=400), st.text(alphabet="ab cde.\n", max_size=400))
def test_copies_lie_in_both_texts_and_do_not_overlap(mine: str, theirs: str) -> None:
    found = copies(written(mine), written(theirs))
    assert all(c.draft.end <= len(mine) and c.paper.end <= len(theirs) for c in found)
    assert all(a.draft.end <= b.draft.start for a, b in itertools.pairwise(found))
