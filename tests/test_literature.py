"""Whose a result is by the words around its name."""

import pytest

from reportkit.analysis.literature import Entry, Literature, attribution
from reportkit.analysis.mentions import references
from reportkit.analysis.targets import DRAFT, EXTERNAL, PAPER

OWN = Entry("3", "D. Hsu and A. Ma. The paper.", frozenset({"hsu", "ma"}), "2017")
WORKS = Literature(
    (
        OWN,
        Entry("9", "D. Hsu, B. Tan. Another.", frozenset({"hsu", "tan"}), "2012"),
        Entry("7", "J. Tropp. Matrices.", frozenset({"tropp"}), "2015"),
        Entry("KC78", "H. Kushner, D. Clark. Methods.", frozenset({"kushner", "clark"}), "1978"),
        Entry("", "Pinkus and van der Vaart.", frozenset({"pinkus", "vaart", "vialard"}), "1999"),
    ),
    own=(OWN,),
    authors=frozenset({"hsu", "ma"}),
)


def whose(text: str) -> str | None:
    found = attribution(text, references(text)[0].group, WORKS)
    return found.target if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Theorem 3 of the paper",
        "Lemma 4 in the paper",
        "Theorem 2.1 of the original article says",
        "Lemma 1 of the authors",
        "Lemma 1 der Autoren",
        "Lemma 2 der Arbeit",
        "Satz 2 im Artikel",
        "the paper's Theorem 4",
        "their Theorem 4",
        "the authors' Lemma 2",
        "Lemma 1 of Hsu et al. says",
        "Theorem 2 of Hsu and Ma",
        "Theorem 3 of [3]",
        "[3, Theorem 12.3]",
        "(Hsu and Ma, 2017, Lemma 2)",
        "Theorem 2 in the appendix of the paper",
        "Definition 2 there is something else",
        "Lemma 4 in Section 3 of the paper",
    ],
)
def test_words_that_say_it_is_the_papers(text: str) -> None:
    assert whose(text) == PAPER


@pytest.mark.parametrize(
    "text",
    [
        "[7, Theorem 12.3]",
        "[7, Theorems 12.3 and 12.4]",
        "[KC78, Lemma 1 in Chapter 2]",
        "[see 7, Theorem 3]",
        "[7; Theorem 3]",
        "Theorem 3 of [7]",
        "Theorem 3 in [7]",
        "Theorem 3.8 of Tropp [7]",
        "Theorem 5.3.1 of Kushner and Clark",
        "Theorem 3.2 of Kidger and Lyons (2020)",
        "Lemma 3.5 of Cohen et al. [2]",
        "Lemma 1 in Chapter 2 of Kushner",
        "Theorem 2 from Pinkus (1999)",
        "(Pinkus, 1999, Theorem 4.1)",
        "Yarotsky (2018, Theorem 1)",
        "Satz 3 von Vialard",
        "Lemma 3 bei Vialard",
        "Lemma 3 aus [7]",
        "vergleiche [7, Proposition 19]",
        "Vialard’s Proposition 19",
        "Tropp [7], Theorem 3",
        "Pinkus (1999), Theorem 3",
        "Theorem 3 of the book of Tropp",
        "Theorem 3 of (Hsu & Tan, 2012)",
        "Hsu (2012, Theorem 4)",
        "[? , Theorem 5]",
        "Theorem 15 of [? ]",
        "[cf. Theorem 1.4 on Page 170 of 7]",
        "Theorem 5.3.1 on pp. 191-196 of [7]",
    ],
)
def test_words_that_say_it_is_another_works(text: str) -> None:
    assert whose(text) == EXTERNAL


@pytest.mark.parametrize(
    "text",
    [
        "our Theorem 1",
        "My Lemma 1 is",
        "in unserem Satz 1",
        "Mein Lemma 1 darf",
        "our own Theorem 2",
        "Lemma 1 above is mine",
        "Lemma 1 of this report",
        "Lemma 1 of my report",
        "Satz 1 dieser Ausarbeitung",
        "Theorem 2.1 must not be confused with",
        "Definition 2.1 is not numbered in the paper",
    ],
)
def test_words_that_say_it_is_the_drafts(text: str) -> None:
    assert whose(text) == DRAFT


@pytest.mark.parametrize(
    "text",
    [
        "By Theorem 3 we get",
        "Theorem 3 in Euclidean space",
        "Theorem 13, which goes back to Pinkus (1999)",
        "Lemma 2 of Section 3",
        "as in [7]. Theorem 3 says",
        "Lemma 4 in dimension two",
        "Theorem 2 in Kapitel 3",
        "f(x) (Theorem 4)",
    ],
)
def test_words_that_do_not_say_whose_it_is(text: str) -> None:
    assert whose(text) is None
