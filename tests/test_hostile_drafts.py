"""Drafts made to keep a checker busy: time stays in step with their length."""

import time

import pytest

from tests.written import dealings

PAPER = (
    "Theorem 1 (Main). Let $x ≥ 2$ be compact. Then $a b c d$ holds.\n\nProof. Yes.\n\nLemma 2. So."
)


@pytest.mark.parametrize(
    "draft",
    [
        "Theorem 1, " * 4000,
        "Aaa Bbb and Ccc, Ddd " * 6000,
        "[1, " * 20000,
        "(" * 30000 + "Theorem 1",
        "Theorem 1 says that $a b c e$ holds. " * 2000,
        "“abc " * 20000,
        "Theorem 1 says.\n\n# H\n\n" * 2000,
    ],
    ids=["mentions", "names", "brackets", "parentheses", "restatements", "quotes", "headings"],
)
def test_time_stays_in_step_with_the_length(draft: str) -> None:
    begin = time.process_time()
    found = dealings(draft, PAPER)
    assert found.coverage is not None
    assert len(found.misquotes) + len(found.dropped) + len(found.claims) + len(found.copies) >= 0
    assert len(found.short_numbers) + len(found.unnamed_techniques) >= 0
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    "words",
    [
        "Arrow and Debreu and ",
        "Arrow–Debreu–",
        "if x, any ",
        "This is ",
        "next two lemmas ",
        "≤ x ",
    ],
)
def test_a_paper_of_names_and_conditions_keeps_nobody_busy(words: str) -> None:
    begin = time.process_time()
    found = dealings("Theorem 1 says that every map is at most $x / y z$.", PAPER + words * 12000)
    assert len(found.unnamed_techniques) + len(found.dropped) + len(found.claims) >= 0
    assert len(found.misquotes) + len(found.copies) >= 0
    assert time.process_time() - begin < 10
