"""What a restatement says in words where the paper says otherwise, and what only looks so."""

import time

import pytest

from tests.written import dealings

PAPER = """Theorem 1. For any tolerance $δ ∈ (0, 1)$ there exists a constant $C > 1$ such that the greedy pump satisfies $W(n) ≤ C n$.

Proof. By counting.

Theorem 2. Consider any builder who sees fewer than $n$ plants. There is a garden with two terraces such that the builder errs.

Proof. By symmetry.

Lemma 3. For all $q > p$, any hose of the $p$-power pump is a hose of the $q$-power pump.

Proof. Easy.

Lemma 4. A mixture is a pure strategy if and only if its matrix has rank 1.

Proof. Easy.

Lemma 5. The density is $f(x) = (k − 1)(1 − x)3$ with mean $k − 2$.

Proof. Easy.

Lemma 6. With probability at least $1 − δ$ we have $S(n, d) ≤ C √(d log(n/d)) + c √log(1/δ)$.

Proof. Easy.

Lemma 7. The pumps are dense if and only if the valve is not a siphon.

Proof. Easy.

Lemma 8. There exist $T > 0$, $A > 0$ such that for all $t > T$ the level is at most $A$.

Proof. Easy.

Lemma 9. For any teacher there is a student with loss zero.

Proof. Easy.

Lemma 10. We have $E sup_x |g_n(x) − g(x)| ≤ A/√n$ for independent gauges.

Proof. Easy.

Lemma 11. The levels satisfy $|h(w) − h(v)| ≥ 1/2 (H(w) − H(v) + k)$ always.

Proof. Easy.

Lemma 13. The worst level is at least $T^{3/4} k$ for this pump.

Proof. Easy.

Lemma 14. We have $F_α = G_{2 α}2$ for all $α$.

Proof. Easy.

Lemma 12. The width satisfies $w(n, δ) ≤ min(a √n, b log(n/δ))$ always.

Proof. Easy.
"""


def misquoted(draft: str) -> list[str]:
    return [item.what for item in dealings(draft, PAPER).misquotes]


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        ("Theorem 1 says that there is a constant $C > 1$ such that for every $δ$ the pump needs little.", "order of quantifiers"),
        ("Theorem 1 besagt: Es gibt eine Konstante $C > 1$, so dass für jedes $δ$ die Pumpe genügt.", "order of quantifiers"),
        ("Theorem 2 shows that there is a garden with two terraces such that any builder errs.", "order of quantifiers"),
        ("Lemma 3 says that for all $q < p$ any hose of the $p$-power pump is one of the $q$-power pump.", "direction"),
        ("Lemma 4 says that a mixture is pure if and only if its matrix has rank 2.", "named number"),
        ("Lemma 4 besagt, dass die Matrix den Rang 2 hat.", "named number"),
        ("Lemma 5 gives the density $f(x) = (k − 1)(1 − x)2$ of the levels.", "power"),
        ("Lemma 7 says that the pumps are dense if and only if the valve is a siphon.", "negation"),
        ("Lemma 8 says that for all $A > 0$ there is $T > 0$ such that the level is at most $A$.", "quantifier"),
        ("Lemma 9 says that for some teacher there is a student with loss zero.", "quantifier"),
        ("Lemma 10 bounds $sup_x |g_n(x) − g(x)| ≤ A/√n$ for independent gauges.", "expectation"),
        ("Lemma 11 says that $|h(w) − h(v)| ≥ 2 (H(w) − H(v) + k)$.", "factor"),
        ("Lemma 13 says that the worst level is at most $T^{3/4} k$.", "direction"),
        ("Lemma 14 shows that $F_α = G_{2 α}$ holds.", "formula"),
        ("Lemma 12 bounds the width by $w(n, δ) ≤ max(a √n, b log(n/δ))$.", "formula"),
    ],
)  # fmt: skip
def test_another_claim_is_told_of(draft: str, what: str) -> None:
    assert what in misquoted(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Theorem 1 says that for every $δ$ there is a constant $C > 1$ such that the pump needs little.",
        "Theorem 1 says that there is a pump such that for every $n$ little water is needed.",
        "Theorem 2 shows that any builder errs in some garden with two terraces.",
        "Lemma 3 says that for all $q > p$ any hose of the $p$-power pump is one of the $q$-power pump.",
        "Lemma 3 says that for all $p > q$ any hose of the $q$-power pump is one of the $p$-power pump.",
        "Lemma 4 says that a mixture is pure if and only if its matrix has rank 1.",
        "Lemma 5 gives the density $f(x) = (k − 1)(1 − x)3$ of the levels.",
        "Lemma 6 shows that $S(n, d) ≤ C √(d log(n/d)) + c √log(1/δ)$ holds.",
        "Lemma 6 bounds the supremum.",
        "Lemma 7 says that the pumps are dense if and only if the valve is not a siphon.",
        "Lemma 7 says that the pumps are dense unless the valve is a siphon, that is if it is no siphon.",
        "Lemma 8 says that for some $A > 0$ and some $T > 0$ the level is at most $A$ for all $t > T$.",
        "Lemma 9 says that for every teacher there is a student with loss zero.",
        "In expectation Lemma 10 bounds $sup_x |g_n(x) − g(x)| ≤ A/√n$.",
        "Lemma 10 bounds $E sup_x |g_n(x) − g(x)| ≤ A/√n$.",
        "Lemma 11 says that $|h(w) − h(v)| ≥ 1/2 (H(w) − H(v) + k)$.",
        "Lemma 13 says that the worst level is at least $T^{3/4} k$.",
        "Lemma 14 shows that $F_α = G_{2 α}2$ holds.",
        "Lemma 12 bounds the width by $w(n, δ) ≤ min(a √n, b log(n/δ))$.",
        "Lemma 3 is instead of no use for all $q < p$ with the $p$-power and the $q$-power pump.",
    ],
)
def test_what_the_paper_says_is_left_alone(draft: str) -> None:
    assert misquoted(draft) == []


def test_words_without_end_take_linear_time() -> None:
    draft = "Theorem 1 says that " + "there is a constant such that for every " * 3000
    start = time.perf_counter()
    dealings(draft, PAPER).misquotes  # noqa: B018  # computed when first used
    assert time.perf_counter() - start < 3
