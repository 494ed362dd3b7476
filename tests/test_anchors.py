"""What the names of hyperref's destinations say."""

import pytest

from reportkit.analysis.anchors import anchor_of
from reportkit.document import Destination

NAMES = [
    ("theorem.2.3", "theorem", "2.3", False, False),
    ("lemma.A.1", "lemma", "A.1", False, False),
    ("assumption.1", "assumption", "1", False, False),
    ("tcb@cnt@claim.1.1", "claim", "1.1", False, False),
    ("theorem.dummy.8", "theorem", "8", False, True),
    ("theorem.0.3.1", "theorem", "0.3.1", False, False),
    ("subsection.2.4", "subsection", "2.4", True, False),
    ("equation.3.1", "equation", "3.1", True, False),
]


@pytest.mark.parametrize(
    ("name", "counter", "number", "shared", "copy"), NAMES, ids=[case[0] for case in NAMES]
)
def test_a_name_is_taken_apart(
    name: str, counter: str, number: str, shared: bool, copy: bool
) -> None:
    anchor = anchor_of(name, Destination(name, 1, 72.0, 700.0))
    assert anchor is not None
    assert (anchor.counter, anchor.number, anchor.shared, anchor.copy) == (
        counter,
        number,
        shared,
        copy,
    )


@pytest.mark.parametrize(
    "name",
    ["page.3", "Doc-Start", "cite.key2020", "Hfootnote.4", "Item.12", "thmt@dummyctr.dummy.3"],
)
def test_other_places_open_no_statement(name: str) -> None:
    assert anchor_of(name, Destination(name, 1, 72.0, 700.0)) is None
