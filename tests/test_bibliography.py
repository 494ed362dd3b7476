"""Entries of a bibliography, and the citations that point at them."""

import pytest

from reportkit.analysis.bibliography import bibliography
from reportkit.readers.text import read_text

NUMERIC = """

# References

[1] C. Wei and T. Ma. Data-dependent sample complexity. In NeurIPS, 2019.

[2] P. Bartlett. The sample complexity. arXiv:1905.03684, 1998.

[3] V. Vapnik. Statistical learning theory. Wiley, 1998.

[4] M. Ledoux. Isoperimetry and processes. Springer, 1991.

[5] A. Author. A title of a work. 2001.
"""
LABELS = """

# References

[Bor08] V. Borkar. Stochastic approximation. Cambridge University Press, 2008.

[CFM+15] M. Cohen and others. Uniform sampling. In ITCS, 2015.
"""
NAMED = """

# References

Colin Wei and Tengyu Ma. Data-dependent sample complexity. In NeurIPS, 2019.

Müller, K. (2020a). Ein Titel. Springer.
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is known [3].", "3"),
        ("It is known [3-5].", "3 4 5"),
        ("It is known [3–5, 1].", "3 4 5 1"),
        ("It is known [4, Theorem 2].", "4"),
        ("It is known [4, Theorems 12.3 and 12.4].", "4"),
        ("It is known [see 2, Section 3].", "2"),
        ("It is known [see, e.g., 2].", "2"),
        ("It is known [cf. Theorem 1.4 on page 170 of 3].", "3"),
        ("It lies in [0, 1].", ""),
        ("It lies in $[1, 2]$.", "1 2"),
        ("An index [i].", ""),
        ("It is known [9].", "9"),
    ],
)
def test_numeric_citations(text: str, wanted: str) -> None:
    found = bibliography(read_text(text + NUMERIC)).citations
    assert " ".join(key for citation in found for key in citation.keys) == wanted


def test_labels_with_letters_are_citations() -> None:
    held = bibliography(read_text("Both [Bor08, Lemma 1] and [CFM+15]." + LABELS))
    assert [citation.keys for citation in held.citations] == [("Bor08",), ("CFM+15",)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("as in Wei and Ma (2019)", {0}),
        ("as shown before (Wei & Ma, 2019)", {0}),
        ("Wei et al. [2019]", {0}),
        ("Müller (2020)", {1}),
        ("Müller (2020b)", set()),
        ("in Berlin (2019)", set()),
    ],
)
def test_author_year_citations(text: str, wanted: set[int]) -> None:
    assert bibliography(read_text(text + NAMED)).cited == wanted


def test_an_entry_knows_its_parts() -> None:
    first, second, *_ = bibliography(read_text("A text." + NUMERIC)).entries
    assert (first.label, first.title, first.year) == (
        "1",
        "data dependent sample complexity",
        "2019",
    )
    assert first.names == ("wei", "ma")
    assert not first.is_preprint
    assert second.is_preprint and second.arxiv_id == "1905.03684"


def test_a_text_without_a_list_has_no_bibliography() -> None:
    assert bibliography(read_text("It is known [1].")).style == "none"
