"""Claims that the paper proves what it only cites."""

import pytest

from tests.written import dealings

PAPER = """Theorem 1 (Main). The estimator is consistent.

Proof. See below.

We need the following result of Tropp (2015).

Lemma 2. A sum of independent random matrices concentrates.

Lemma 3 (Hoeffding's inequality). Sums of bounded variables concentrate.

Lemma 4. Elementary estimate.

Proof. Expand the square.

The next lemma is taken from [12], where a proof can be found.

Lemma 5. The decomposition exists.

Lemma 6. A bound whose proof is in a file of its own.

Lemma 7. Neighbours are close.

This is implicit in [14].

Lemma 8. Distances shrink.

Proof. By the triangle inequality.

The next two lemmas are results in Meyer (2012).

Lemma 9. The norm is small.

Lemma 10. The sum of small numbers is small.

Lemma 11. The product of small numbers is small.
"""


def claimed(draft: str) -> list[str]:
    return [claim.statement.id for claim in dealings(draft, PAPER).claims]


@pytest.mark.parametrize(
    ("draft", "id"),
    [
        ("The authors prove the matrix bound in Lemma 2.", "lemma-2"),
        ("Lemmas 2 and 4 are proved in the appendix, and Lemma 8 is elementary.", "lemma-2"),
        ("The tools are Lemma 4 and Lemma 5. Both are proved in the appendix.", "lemma-5"),
        ("In Lemma 2 the authors prove a matrix Bernstein inequality.", "lemma-2"),
        ("Lemma 2 is proved in the appendix.", "lemma-2"),
        ("Hoeffding's inequality is proved in Lemma 3 of the paper.", "lemma-3"),
        ("The paper derives Lemma 5 in detail.", "lemma-5"),
        ("They first establish a decomposition, Lemma 5.", "lemma-5"),
        ("The tool is Lemma 2. The authors also prove this inequality.", "lemma-2"),
        ("Die Autoren beweisen in Lemma 5 eine Zerlegung.", "lemma-5"),
        ("Lemma 2 wird von den Autoren bewiesen.", "lemma-2"),
        ("Weiter zeigen die Autoren in Lemma 10 eine Ungleichung.", "lemma-10"),
        ("The authors prove in Lemma 7 that neighbours are close.", "lemma-7"),
        ("The authors prove Lemma 9 in the appendix.", "lemma-9"),
        ("For this purpose the authors prove Lemma 2, see also [7], and apply it.", "lemma-2"),
    ],
)
def test_a_claimed_proof_is_told_of(draft: str, id: str) -> None:
    assert claimed(draft) == [id]


@pytest.mark.parametrize(
    "draft",
    [
        "The authors prove Theorem 1 in Section 3.",
        "The authors prove Lemma 4 by expanding the square.",
        "The authors prove Lemma 8 in a line.",
        "The authors prove Lemma 11 in the appendix.",
        "The authors do not prove Lemma 2, they cite it.",
        "The authors use Lemma 2 to prove Theorem 1.",
        "With Lemma 2 the authors prove Theorem 1.",
        "Theorem 1 is proved with Lemma 2.",
        "Lemma 2 is due to Tropp.",
        "The authors prove Lemma 6.",
        "The authors prove that the estimator is consistent, using Hoeffding's inequality.",
        "I prove Lemma 2 in my appendix.",
        "Lemma 2 shows that the sum concentrates.",
        "Die Autoren beweisen Lemma 2 nicht, sondern zitieren es.",
        "The authors prove Lemma 4 and apply Lemma 2.",
        "A proof of Lemma 2 without martingales is given by Tropp.",
    ],
)
def test_what_the_paper_proves_or_the_draft_does_not_claim_is_left_alone(draft: str) -> None:
    assert claimed(draft) == []


def test_the_evidence_is_the_papers_own_sentence() -> None:
    found = dealings("The authors prove Lemma 5.", PAPER)
    (claim,) = found.claims
    assert found.paper is not None
    words = found.paper.text[claim.evidence.start : claim.evidence.end]
    assert words == "The next lemma is taken from [12], where a proof can be found."
