"""Restated bounds that differ from the paper's, and the many ways to write the same."""

import pytest

from tests.written import dealings

PAPER = """Theorem 1 (Upper bound). Let $X$ be a bounded domain and let $d ≥ 3$. For every $δ ∈ (0, 1)$, with probability at least $1 − δ$, the risk of the estimator is at most $C √log(d/δ) n^{−1/2} + B σ^2 k/n$ for all $n$.

Proof. By chaining.

Theorem 2 (Lower bound). There exists a compact convex set $K$ such that every estimator has risk at least $c n^{2/α} log(d)$ with probability at least 3/8.

Proof. By testing.

The number of samples is of order $ε^{2/α}$, and the running time is $O(n d^2)$.

Theorem 3. Under Assumption 1 the iterates $x_t$ converge almost surely to $x^∗$ at rate $O(1/√t)$.

Proof. By coupling.
"""


def misquoted(draft: str) -> list[str]:
    found = dealings(draft, PAPER)
    return [
        found.draft.text[item.draft.start : item.draft.end].strip("$ ") for item in found.misquotes
    ]


@pytest.mark.parametrize(
    ("draft", "place"),
    [
        ("Theorem 1 says that the risk is at most $C √log(d/δ) n^{−1/3} + B σ^2 k/n$.", "C √log"),
        ("By Theorem 1 the risk is at most $C log(d/δ) n^{−1/2} + B σ^2 k/n$.", "C log"),
        ("Theorem 1 bounds the risk by $C √log(d/δ) n^{−1/2} + B σ k/n$.", "C √log"),
        ("Theorem 1 bounds the risk by $C √log(d/δ) n^{−1/2} − B σ^2 k/n$.", "C √log"),
        ("Theorem 1 bounds the risk by $C √(d/δ) n^{−1/2} + B σ^2 k/n$.", "C √"),
        ("Theorem 1 bounds the risk by $2 C √log(d/δ) n^{−1/2} + B σ^2 k/n$.", "2 C"),
        ("Theorem 1 says that with probability at least $1 − 2δ$ the risk is small.", "1 − 2δ"),
        ("Theorem 1 assumes $d ≥ 2$ and gives a bound.", "d ≥ 2"),
        ("Theorem 2 says that the risk is at least $c n^{1/α} log(d)$.", "c n"),
        ("Theorem 2 says that this holds with probability at least 3/4.", "probability"),
        ("Theorem 2 sagt, dass das mit Wahrscheinlichkeit mindestens 0.5 gilt.", "Wahrsch"),
        ("Theorem 2 says that for every compact convex set $K$ estimation is hard.", "for every"),
        ("Theorem 2 gives a rate. The number of samples is of order $ε^{1/α}$.", "ε"),
        ("Theorem 3 says that the iterates converge in probability to the solution.", "in prob"),
        ("Theorem 3 states that $x_t$ converges at rate $O(1/t)$.", "O(1/t)"),
    ],
)
def test_a_changed_bound_is_told_of(draft: str, place: str) -> None:
    (found,) = misquoted(draft)
    assert found.startswith(place)


@pytest.mark.parametrize(
    "draft",
    [
        "Theorem 1 says that the risk is at most $C √log(d/δ) n^{−1/2} + B σ^2 k/n$.",
        "Theorem 1 bounds the risk by $C √log(d/δ) / √n + B σ^2 k/n$.",
        "Theorem 1 bounds the risk by $B σ^2 k/n + C √log(d/δ) n^{−1/2}$.",
        "Theorem 1 says that with probability at least $1 − δ$ the risk is small.",
        "Theorem 1 bounds the risk, up to logarithmic factors by $C n^{−1/2} + B σ^2 k/n$.",
        "Theorem 1 needs $d ≥ 3$ and $m > 1$.",
        "Theorem 1 is about $f(x) = a x^4 + b y^3$, say.",
        "Theorem 2 says that the risk is at least $c n^{2/α} log(d)$.",
        "Theorem 2 says that there is a compact convex set $K$ that is hard.",
        "Theorem 2 says that for every estimator the risk is large.",
        "Theorem 2 says that this has probability at least 3/8, or 37.5 %.",
        "Theorem 3 says that the iterates converge almost surely.",
        "Theorem 3 says that they converge at rate $O(1/√t)$, that is $O(t^{−1/2})$.",
        "The rate $O(1/t)$ of the older work is improved upon in Theorem 3.",
        "The running time is $O(n d^2)$ as in Theorem 1.",
        "## Proofs\n\nFor Theorem 2 one shows that state 2 is missed with probability at least 3/4 or 1/2.",
    ],
)
def test_a_bound_that_is_the_papers_is_left_alone(draft: str) -> None:
    assert misquoted(draft) == []


def test_both_formulas_can_be_shown() -> None:
    found = dealings("Theorem 2 says that the risk is $c n^{3/α} log(d)$.", PAPER)
    (item,) = found.misquotes
    assert "c n^{3/α}" in found.draft.text[item.draft.start : item.draft.end]
    assert found.paper is not None
    assert "c n^{2/α}" in found.paper.text[item.paper.start : item.paper.end]


@pytest.mark.parametrize(
    ("draft", "count"),
    [
        ("Theorem 9 (restating Theorem 4 of the paper). If $d > k > h$ then $a ≤ 2 b$.", 1),
        ("Theorem 9 (restating Theorem 4 of the paper). If $d > k > 2 h$ then $a ≤ b$.", 0),
        ("Theorem 9 (restating Theorem 4). We have $f(s, p) ≤ 2 g(s, p)$.", 1),
        ("Theorem 9 (restating Theorem 4). We have $f(s, p) ≤ g(s, p)$.", 0),
    ],
)
def test_a_theorem_of_the_drafts_own_that_restates_one_is_compared(draft: str, count: int) -> None:
    paper = "Theorem 4. Let $d > k > 2 h$. Then $f(s, p) ≤ g(s, p)$.\n\nOther words with $m n$ and $u v$."
    assert len(dealings(draft, paper).misquotes) == count


MORE = """Theorem 1. For every $t$, $E f(x + t) − f(x) ≥ 1/8 a(t) b + 6 c(t)$.

Theorem 2. The ratio $a(t) − b(t) / a(t) + b(t)$ tends to zero for every $t > 0$.

Theorem 3. After $T$ rounds the regret is $T^{−1/4}$.

Theorem 4. If $L ≤ ε/(2r)$ then the class is small.

Theorem 5. The chance is at most $F(η/diam(P)^2)$.

Theorem 6. For each teacher there exist student parameters with which the loss of Section 3.4 equals zero and that fail.

Lemma 7. The norm is small with probability $1 − 2 exp(−9n/64)$.
"""


@pytest.mark.parametrize(
    ("draft", "count"),
    [
        ("Theorem 1 says that $E f(x + t) − f(x) ≥ 1/6 a(t) b + 8 c(t)$.", 1),
        ("Theorem 1 says that $E f(x + t) − f(x) ≥ 1/8 a(t) b + 6 c(t)$.", 0),
        ("Theorem 2 says that $a(t) + b(t) / a(t) − b(t)$ tends to zero.", 1),
        ("Theorem 2 says that $a(t) − b(t) / a(t) + b(t)$ tends to zero.", 0),
        ("Theorem 3 says that there is a regret of $T^{−1/2}$.", 1),
        ("Theorem 3 says that there is a regret of $T^{−1/4}$.", 0),
        ("Theorem 3 says that there is a regret. Others have $T^{−1/2}$.", 0),
        ("Theorem 4 says that the class is small if $L$ is at most $ε/r$.", 1),
        ("Theorem 4 says that the class is small if $L$ is at most $ε/(2r)$.", 0),
        ("Theorem 5 bounds a chance by the function at $η/diam(P)$.", 1),
        ("Theorem 5 bounds a chance by the function at $η/diam(P)^2$.", 0),
        ("Theorem 6 says that every student with zero loss fails.", 1),
        ("Theorem 6 says that a student with zero loss may fail.", 0),
        (
            "# Proofs\n\nWe use Lemma 7. Lemma 7 says that the norm is small up to $1 − 2e^{−9n/16}$.",
            1,
        ),
        (
            "# Proofs\n\nWe use Lemma 7. Lemma 7 says that the norm is small up to $1 − 2e^{−9n/64}$.",
            0,
        ),
    ],
)
def test_numbers_signs_and_powers_that_changed_are_told_of(draft: str, count: int) -> None:
    assert len(dealings(draft, MORE).misquotes) == count


def test_words_in_a_display_part_its_formulas() -> None:
    paper = "Lemma 1. For all $a ≥ 0$, $F_a = G_{2 a b}$.\n\nMore on $x y$ and $z$."
    draft = "Lemma 1 says that $F_a = G_{4 a b} for every c > 0$."
    (item,) = dealings(draft, paper).misquotes
    assert draft[item.draft.start : item.draft.end].strip("$ ") == "F_a = G_{4 a b}"
