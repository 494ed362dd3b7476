"""Unlikely words: what the counts propose, and what they leave alone."""

import pytest

from reportkit.engines import ngrams, spacy_nlp
from reportkit.readers.text import read_text
from reportkit.rules.context import Context
from reportkit.rules.likelihood import unlikely_words

pytestmark = pytest.mark.skipif(
    spacy_nlp.installed() is None, reason="the words need a spaCy pipeline to be tagged"
)


def proposals(text: str) -> list[tuple[str, str | None]]:
    """Return the words that RK731 flags in `text`, and what it proposes."""
    hits = unlikely_words(Context(read_text(text), kind="text"))
    return [(text[h.span.start : h.span.end], h.replacement) for h in hits if h.span]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("We use it in the rest if the paper.", "if", "of"),
        ("Here is a point of the disc that if not on the line.", "if", "is"),
        ("In this case, is follows that there is a point.", "is", "it"),
    ],
    ids=["if for of", "if for is", "is for it"],
)
def test_a_small_word_that_hardly_fits_is_told_with_what_is_meant(
    text: str, wrong: str, right: str
) -> None:
    assert (wrong, right) in proposals(text)


@pytest.mark.parametrize(
    "text",
    [
        "If $x = 1$ then $y = 2$ as $n \\to \\infty$.",
        "The proof is by induction on the size of the graph.",
        "We then use the bound of the last section to get the claim.",
        "Lemma 5, a bound of the first paper, turns this into a sum over the states.",
        "Are any of these conditions not used anywhere in the proof?",
        "A denotes the matrix that was given in the last section.",
        "Of these three conditions, the first is the one that matters most.",
    ],
)
def test_a_usual_sentence_is_left_alone(text: str) -> None:
    assert proposals(text) == []


def test_a_row_that_was_never_seen_costs_more_than_a_usual_one() -> None:
    import numpy as np

    (model, _) = ngrams.models()
    usual = [model.number(word, "") for word in ("one", "of", "the")] + [model.number(" ", "NNS")]
    odd = [model.number(word, "") for word in ("of", "the", "of")] + [model.number(" ", "VBZ")]
    first, second = model.costs(np.array([usual, odd]))
    assert first < second


def test_the_end_of_a_short_sentence_can_be_looked_at() -> None:
    assert proposals("It is so.") == []


def test_the_same_text_twice_gives_the_same_findings() -> None:
    text = "This follows directly form the last two results."
    assert proposals(text) == proposals(text)
