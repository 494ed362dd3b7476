"""Faults that learners make, and the right sentences beside them that must pass."""

import pytest

from reportkit import lint

WRONG = [
    ("The estimate can always fails in this case.", "RK710"),
    ("The step does not in general preserves the order.", "RK710"),
    ("Let $g$ denotes the density of the noise.", "RK710"),
    ("The claim may found in the second part.", "RK710"),
    ("The weights are drive by noise and were give by a law.", "RK710"),
    ("The second sum will be often be small.", "RK725"),
    ("We'll can bound the last term.", "RK725"),
    ("The sender works on both on the line and the tree.", "RK725"),
    ("The rate follows from the a short computation.", "RK709"),
    ("It suffices that on of the terms vanishes.", "RK705"),
    ("Note than the inner sum is finite.", "RK705"),
    ("For the sake or these readers we stop.", "RK705"),
    ("The value changes by ad most $2$.", "RK705"),
    ("The two limits do now agree.", "RK705"),
    ("The group has the course topology.", "RK705"),
    ("We are interested in understand the second phase.", "RK705"),
    ("A pair is called stable if is no better one.", "RK712"),
    ("The scheme (which based on hashing) is fast.", "RK712"),
    ("A pair $(x,V)$ where $V$ a real vector space is given.", "RK712"),
    ("This easy but long.", "RK712"),
    ("We compare the various new method of the paper.", "RK707"),
    ("The claim is about trees, but this are not trees.", "RK706"),
    ("Every player who deviates lose a round.", "RK706"),
    ("Both the sender and the receiver has a key.", "RK706"),
    ("We list all the message that were sent.", "RK721"),
    ("The function $f$ and $g$ are equal.", "RK721"),
    ("In this model this is not the cases.", "RK721"),
    ("Both problems are computational tractable.", "RK723"),
    ("The weights are chosen random.", "RK723"),
    ("The last chapter is devoted for the history.", "RK603"),
    ("Applying the lemma on the inner sum gives it.", "RK603"),
    ("Compared with respect to the first, it is slow.", "RK603"),
    ("The bound prevents the weights to grow.", "RK603"),
    ("The sequence approaches to the limit.", "RK603"),
    ("The proof does not account rounding errors.", "RK724"),
    ("We note that second term is small.", "RK708"),
    ("Every point lies in unit ball.", "RK708"),
    ("Then there is circuit of that size.", "RK708"),
]
RIGHT = [
    "What it is can be told in one line.",
    "The proof also provides an a priori estimate.",
    "We draw the points independently from the prior.",
    "The identity matrix is called I, and I denotes it.",
    "Each of the hypotheses is finite.",
    "We work in parameter space and in log space.",
    "Category theory has a word for it.",
    "The walk lies in less happy regions.",
    "It has measure zero and stalk $F$.",
    "The set of all points of the ball is open.",
    "The difference of two sums is finite.",
    "For which values of the step is the graph planar?",
    "How often it fails also depends on the noise.",
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_learners_fault_is_found_by_its_rule(text: str, code: str) -> None:
    found = {finding.code for finding in lint(text, markup="latex", grammar="off")}
    assert code in found


@pytest.mark.parametrize("text", RIGHT)
def test_right_english_passes(text: str) -> None:
    assert [f.message for f in lint(text, markup="latex", grammar="off")] == []


def test_a_habit_of_spaces_before_colons_is_told_once() -> None:
    text = "We say it : it holds. " * 5
    (finding,) = (f for f in lint(text, grammar="off") if f.code == "RK511")
    assert "4 more" in finding.message
