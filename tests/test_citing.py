"""References in words."""

import pytest

from reportkit.analysis.citing import references
from reportkit.document import Span

OWN = [
    ("by Lemma A.2 and Theorems 3.1, 3.2 and 3.4", "lemma A.2, theorem 3.1, 3.2, 3.4"),
    ("Lemmas 3-5 hold", "lemma 3, 4, 5"),
    ("Theorems 2.1 to 2.3", "theorem 2.1, 2.2, 2.3"),
    ("Thm. 2 and Lem. 3(ii)", "theorem 2, lemma 3"),
    ("Theorem 3 in Appendix B", "theorem 3"),
    ("Condition N and Condition B hold", "condition N, condition B"),
    ("theorem 1.1 holds", "theorem 1.1"),
    ("nach Satz 3 und Lemma 4", "theorem 3, lemma 4"),
    ("Lemma 2 and [3]", "lemma 2"),
]
EXTERNAL = [
    "Theorem 2.1 of [7]",
    "see [7, Theorem 2.1]",
    "see (Conway, 1990, Theorem 3.1), there",
    "Theorem 3.2 of Smith and Jones (2010)",
    "Theorem 2 in Hastings et al. [3]",
    "Lemma 3 [12]",
]


@pytest.mark.parametrize(("text", "expected"), OWN, ids=[case[0] for case in OWN])
def test_lists_and_ranges_are_written_out(text: str, expected: str) -> None:
    found: dict[str, list[str]] = {}
    for reference in references(text, Span(0, len(text))):
        assert not reference.external
        found.setdefault(reference.kind, []).append(reference.number)
    told: dict[str, list[str]] = {}
    kind = ""
    for part in expected.split(", "):
        kind, number = part.split() if " " in part else (kind, part)
        told.setdefault(kind, []).append(number)
    assert found == told


@pytest.mark.parametrize("text", EXTERNAL)
def test_the_results_of_other_works_are_told(text: str) -> None:
    assert all(reference.external for reference in references(text, Span(0, len(text))))


def test_a_citation_in_the_sentence_before_does_not_make_a_reference_external() -> None:
    text = "as in the book [12].\n\nB Proof of Theorem 3\n\nIn this section"
    (reference,) = references(text, Span(0, len(text)))
    assert not reference.external
