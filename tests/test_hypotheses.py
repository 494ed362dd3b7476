"""Assumptions that a restatement leaves out."""

import pytest

from tests.written import dealings

PAPER = """Theorem 1. Let the chain be an ergodic and reversible Markov chain of length $n$. Then the interval is valid.

Theorem 2. Under Assumptions 1 and 3, the algorithm converges almost surely.

Theorem 3. Assume (A1), (A2) and also that the utilities are bounded by a constant. Then the error is small.

Theorem 4. Let $X$ be a compact, connected and orientable manifold and let $f$ be continuous. Then $f$ can be approximated.

Theorem 5. Suppose that $f$ is convex and smooth. Then gradient descent converges.

Theorem 6. Suppose Condition N, Condition A and Condition B hold. Then the estimator exists.

Theorem 7. There is a unique symmetric equilibrium of the game with $n$ players.

Theorem 8. (regularizers induce stable play) Let $F$ be strongly-convex and $g$ be convex. Then the difference is small.

Theorem 10. Let $A$ be a finite central simple k-algebra. Then its dimension is a square.

Theorem 11. Let the density be supported on a smooth, connected, compact manifold of dimension $d$ with i.i.d. samples. Then the graph is sparse.

Theorem 9. Let the gauges be an i.i.d. sequence in $C(X)$. Then the mean converges.
"""


def dropped(draft: str) -> list[tuple[str, str]]:
    return [(item.statement.id, item.missing) for item in dealings(draft, PAPER).dropped]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Theorem 1 says that for any ergodic Markov chain the interval is valid.", ("theorem-1", "reversible")),
        ("By Theorem 1 a reversible Markov chain has a valid interval.", ("theorem-1", "ergodic")),
        ("Theorem 1 besagt, dass das Intervall für jede reversible Markovkette gilt.", ("theorem-1", "ergodic")),
        ("Theorem 2 says that under Assumption 1 the algorithm converges.", ("theorem-2", "Assumption 3")),
        ("Theorem 2 is the heart. It says that, given Assumption 3, the algorithm converges.", ("theorem-2", "Assumption 1")),
        ("Unter Annahme 1 zeigt Theorem 2 die Konvergenz.", ("theorem-2", "Assumption 3")),
        ("Theorem 3 gives a small error. Under (A1) and (A2) it is exponential.", ("theorem-3", "bounded")),
        ("Theorem 3 states that the error is small under (A1) if utilities are bounded.", ("theorem-3", "(A2)")),
        ("Theorem 4 says that a continuous map on a connected, orientable manifold can be approximated.", ("theorem-4", "compact")),
        ("Theorem 4 says that on a compact and connected manifold a continuous map can be approximated.", ("theorem-4", "orientable")),
        ("Theorem 5 says that gradient descent converges for convex $f$.", ("theorem-5", "smooth")),
        ("Theorem 6 assumes Conditions N and A.", ("theorem-6", "Condition B")),
        ("Theorem 10 says that the dimension of a finite simple k-algebra is a square.", ("theorem-10", "central")),
        ("Wedderburn's remark (Theorem 10) says that a central simple algebra has square dimension.", ("theorem-10", "finite")),
        ("Theorem 11 says that on a smooth, connected manifold the graph is sparse.", ("theorem-11", "compact")),
        ("Under Assumption 3 the algorithm converges (Theorem 2).", ("theorem-2", "Assumption 1")),
        ("Under the conditions of Theorem 2, Theorem 10 shows that finite simple algebras have square dimension.", ("theorem-10", "central")),
        ("Theorem 7 says that the game has a unique equilibrium.", ("theorem-7", "symmetric")),
        ("Theorem 7 gibt das einzige Gleichgewicht des Spiels an.", ("theorem-7", "symmetric")),
    ],
)  # fmt: skip
def test_a_dropped_assumption_is_told_of(draft: str, expected: tuple[str, str]) -> None:
    assert dropped(draft) == [expected]


@pytest.mark.parametrize(
    "draft",
    [
        "Theorem 10 says that the dimension of a finite central simple algebra is a square.",
        "All algebras are central. Theorem 10 says that the dimension of a finite simple algebra is a square.",
        "Theorem 10 says that the dimension of such an algebra is a square.",
        "Theorem 10 says that a simple proof gives the dimension.",
        "Theorem 11 says that on such a manifold the graph is sparse.",
        "It converges (Theorem 2).",
        "Theorem 7 says that the game has a unique symmetric equilibrium.",
        "Theorem 7 says that among the symmetric points there is a unique equilibrium.",
        "Theorem 8 says that the difference is small if $F$ is strong convex and $g$ is convex.",
        "Theorem 9 says that the mean of i.i.d. gauges converges.",
        "Theorem 1 says that for any ergodic, reversible Markov chain the interval is valid.",
        "Theorem 1 says that the interval is valid.",
        "The chain is reversible. Theorem 1 says that for an ergodic chain the interval is valid.",
        "Throughout the chain is reversible.\n\nTheorem 1 says that an ergodic chain has a valid interval.",
        "Theorem 2 says that under Assumptions 1 and 3 the algorithm converges.",
        "Theorem 2 says that the algorithm converges.",
        "Assumption 3 is used everywhere.\n\nTheorem 2 says that with Assumption 1 it converges.",
        "Theorem 3 is like Theorem 2, but under (A1) and (A2).",
        "Theorem 3 bounds the error under (A1), (A2) for bounded utilities.",
        "Theorem 3 bounds the error under (A1) to (A2) if the utilities are bounded.",
        "A variant of Theorem 5 without the smoothness holds for convex functions.",
        "Theorem 5 says that gradient descent converges for convex differentiable functions.",
        "Theorem 6 needs Conditions N, A and B.",
        "The proof of Theorem 4 uses that the manifold is connected and orientable.",
    ],
)
def test_a_complete_or_a_short_restatement_is_left_alone(draft: str) -> None:
    assert dropped(draft) == []


GENERAL = """Theorem 1. Let $c$ be a cost function such that $c(x, y)$ is proper, convex and lower semi-continuous. Then a minimiser exists.

Theorem 2. Let $f$ be integrable. If the space is compact, any translation invariant kernel has this form.

Theorem 3. Every convex function is the limit of bounded ones.

Theorem 4. Assume that the teacher is stable, non-degenerate, and confined to a bounded domain. Then the student learns.
"""


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Theorem 1 says that for every cost function a minimiser exists.", ["convex"]),
        ("Costs are convex. Theorem 1 says that for every cost function there is one.", []),
        ("Theorem 1 says that a minimiser exists.", []),
        (
            "Theorem 2 says that every translation invariant kernel has this form.",
            ["If the space is compact"],
        ),
        ("Theorem 2 says that on a compact space every translation invariant kernel has it.", []),
        ("Theorem 3 says that a convex function is a limit.", []),
        (
            "Theorem 4: if the teacher is stable and not degenerate, the student learns.",
            ["bounded"],
        ),
        ("Theorem 4: if the teacher is stable, bounded and not degenerate, it learns.", []),
    ],
)
def test_a_result_said_of_all_keeps_its_condition(draft: str, expected: list[str]) -> None:
    assert [item.missing for item in dealings(draft, GENERAL).dropped] == expected
