"""Which statement a mention means."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from reportkit.analysis.matching import meant, mentions, sides
from reportkit.analysis.restating import restatements
from reportkit.document import BlockKind, Box, Destination, Line, Link, Page, Run, Span
from tests.written import dealings, stated, written

PAPER = """Theorem 1 (Main theorem). The first.

Theorem 2. The second.

Lemma 3. A lemma.

Theorem 3.1. Dotted.

Lemma 4.1. First of section four.

Lemma 4.2. Second of section four.
"""
OWN = "Theorem 2. My own result.\n\nLemma 9. My own lemma.\n\n"


def targets(draft: str, paper: str = PAPER) -> list[tuple[str, str | None]]:
    found = dealings(draft, paper).meant
    return [(item.target, item.statement.id if item.statement else None) for item in found]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("By Theorem 1 it holds.", [("paper", "theorem-1")]),
        ("By Theorem 3 it holds.", [("paper", "lemma-3")]),
        ("By Theorem 8 it holds.", [("unresolved", None)]),
        ("By [7, Theorem 8] it holds.", [("external", None)]),
        ("By [7, Theorem 1] it holds.", [("external", None)]),
        ("One part follows [7]; indeed Theorem 8 in that paper is similar.", [("external", None)]),
        ("Does it follow from Kim (2019)? Is Theorem 8 enough?", [("unresolved", None)]),
        ("Theorem B is not there.", []),
        ("Their main theorem says more.", [("paper", "theorem-1")]),
        ("Theorem 2, the main theorem, says it.", [("paper", "theorem-2")] * 2),
        ("The first lemma in Section 4 says it.", [("paper", "lemma-4.1")]),
        ("The last lemma of Section 4 says it.", [("paper", "lemma-4.2")]),
        ("Our Theorem 1 is meant.", [("paper", "theorem-1")]),
        ("Our Theorem 17 is meant.", [("unresolved", None)]),
        (OWN + "\n# Later\n\nBy Theorem 2 it holds.", [("paper", "theorem-2")]),
        (OWN + "\n# Later\n\nBy our Theorem 2 it holds.", [("draft", "theorem-2")]),
        (OWN + "\n# Later\n\nTheorem 2 above holds.", [("draft", "theorem-2")]),
        (OWN + "\n# Later\n\nBy Lemma 9 it holds.", [("draft", "lemma-9")]),
        (OWN + "\n# Later\n\nBy Theorem 2 of the paper.", [("paper", "theorem-2")]),
        (
            OWN + "\n# Later\n\nTheorem 2 must not be confused with Theorem 2 of the paper.",
            [("draft", "theorem-2"), ("paper", "theorem-2")],
        ),
        (
            OWN + "\n# Later\n\nHere Theorem 2 is easier than Theorem 2 of the authors.",
            [("draft", "theorem-2"), ("paper", "theorem-2")],
        ),
    ],
)
def test_whose_and_which(draft: str, expected: list[tuple[str, str | None]]) -> None:
    assert targets(draft) == expected


def test_the_paragraph_after_an_own_statement_speaks_of_it() -> None:
    assert targets("Theorem 2. My own.\n\nSo Theorem 2 is true.") == [("draft", "theorem-2")]


def test_heads_of_own_statements_are_no_mentions() -> None:
    assert targets(OWN) == []


def test_without_a_paper_a_result_of_nobody_is_unresolved() -> None:
    draft = written("By Theorem 1 it holds, compare [7, Theorem 2].")
    found = meant(sides(draft, stated(draft), None, None))
    assert [item.target for item in found] == ["unresolved", "external"]


def test_the_bibliography_is_not_read() -> None:
    assert targets("Text.\n\n# References\n\n[1] A. Author. On Theorem 8. 1999.") == []


def test_a_key_of_the_paper_itself_means_the_paper() -> None:
    draft = (
        "By [3, Theorem 1] and Theorem 2 of Wei.\n\n# References\n\n"
        "[3] A. Wei, T. Ma. Data dependent sample complexity of deep networks. 2019.\n\n"
        "[4] B. Other. Something else. 2000."
    )
    paper = "Data dependent sample complexity of deep networks\n\nAda Wei and Tom Ma\n\n" + PAPER
    assert [target for target, _ in targets(draft, paper)] == ["paper", "paper"]


def placed(text: str, **fields: object) -> object:
    """Return the text as one printed line of a page, ten points a character."""
    edges = [10.0 * n for n in range(len(text) + 1)]
    line = Line(Span(0, len(text)), Box(1, 0, 700, edges[-1], 710), 702, 10, edges)
    return replace(written(text), pages=(Page(1, 600, 800),), lines=(line,), **fields)  # type: ignore[arg-type]


def found_in(draft: object) -> list[str]:
    paper = stated(written(PAPER))
    own = stated(written(OWN))
    far = replace(own, statements=tuple(replace(s, span=Span(900, 950)) for s in own.statements))
    return [m.target for m in mentions(meant(sides(draft, far, None, paper)), draft)]  # type: ignore[arg-type]


def test_a_link_to_the_drafts_own_anchor_decides() -> None:
    text = "By Theorem 2 and later Theorem 2 it holds."
    link = Link(Box(1, 30, 700, 120, 710), Span(3, 12), destination="theorem.2")
    assert found_in(placed(text, links=(link,))) == ["draft", "paper"]


def test_a_link_to_a_footnote_decides_nothing() -> None:
    link = Link(Box(1, 30, 700, 120, 710), Span(3, 12), destination="Hfootnote.2")
    assert found_in(placed("By Theorem 2 it holds.", links=(link,))) == ["paper"]


def test_a_macros_mark_is_exact() -> None:
    marks = MappingProxyType(
        {"rk.paper.theorem.2@7": Destination("rk.paper.theorem.2@7", 1, 30.0, 712.0)}
    )
    draft = placed("By our Theorem 2 it holds.", destinations=marks)
    assert found_in(draft) == ["draft"]
    marks = MappingProxyType(
        {"rk.paper.theorem.2@7": Destination("rk.paper.theorem.2@7", 1, 70.0, 712.0)}
    )
    assert found_in(placed("By our Theorem 2 it holds.", destinations=marks)) == ["paper"]


@pytest.mark.parametrize(
    ("body", "restated"),
    [
        ("For every sample it holds that the bound is at most one.", ["theorem-2"]),
        ("[TODO: state Theorem 2 in your own words]", []),
    ],
    ids=["written", "a placeholder"],
)
def test_a_head_that_the_macro_prints_is_the_papers(body: str, restated: list[str]) -> None:
    marks = MappingProxyType(
        {"rk.paper.theorem.2@7": Destination("rk.paper.theorem.2@7", 1, 0.0, 712.0)}
    )
    draft = placed(f"Theorem 2. {body}", destinations=marks)
    view = sides(draft, stated(written(f"Theorem 2. {body}")), None, stated(written(PAPER)))
    found = meant(view)
    assert (found[0].target, found[0].statement and found[0].statement.id) == ("paper", "theorem-2")
    assert [item.statement.id for item in restatements(view, found)] == restated


def test_the_mark_of_a_footnote_is_no_part_of_the_number() -> None:
    text = "By Theorem 21 it holds, by Theorem 2 too."
    runs = (
        Run(Span(0, 12), 0, 10, False, False),
        Run(Span(12, 13), 0, 7, False, False),
        Run(Span(13, len(text)), 0, 10, False, False),
    )
    found = meant(sides(placed(text, runs=runs), stated(written("")), None, stated(written(PAPER))))  # type: ignore[arg-type]
    assert [(m.reference.text, m.reference.number) for m in found] == [("Theorem 2", "2")] * 2


def test_a_footnote_below_the_bibliography_is_read() -> None:
    text = "# References\n\n[1] A book. 1999.\n\nHere Theorem 2 is meant."
    draft = written(text)
    note = replace(draft.blocks[-1], kind=BlockKind.FOOTNOTE)
    noted = replace(draft, blocks=(*draft.blocks[:-1], note))
    assert len(meant(sides(noted, stated(written("")), None, stated(written(PAPER))))) == 1
