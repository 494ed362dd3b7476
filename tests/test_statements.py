"""Statements and proofs of small papers set in the layouts that people use.

Each PDF in data/theorems was made with pdflatex from the .tex beside it, whose %row lines say which
statements it has (kind, label, number, page, name, what it restates) and whose %proof lines say what
is proved where (id, page).
"""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.inventory import inventory
from reportkit.analysis.statements import Inventory
from reportkit.document import Block, BlockKind, Document, Span
from reportkit.readers import read
from reportkit.readers.text import read_text

FOLDER = Path(__file__).parent / "data" / "theorems"
PAPERS = sorted(path.stem for path in FOLDER.glob("*.pdf"))


@cache
def document(paper: str) -> Document:
    return read(FOLDER / f"{paper}.pdf")


@cache
def found(paper: str, origin: str) -> Inventory:
    return inventory(document(paper), origin)


def said(paper: str, mark: str) -> list[list[str]]:
    lines = (FOLDER / f"{paper}.tex").read_text("utf-8").splitlines()
    return [line.removeprefix(mark).strip().split("|") for line in lines if line.startswith(mark)]


@pytest.mark.parametrize("origin", ["auto", "text"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_statement_is_found_and_nothing_else(paper: str, origin: str) -> None:
    expected = [
        (row[0], row[1], row[2], int(row[4])) for row in map(_reordered, said(paper, "%row"))
    ]
    rows = [(s.kind, s.label, s.number or "", s.page) for s in found(paper, origin).statements]
    assert rows == expected


@pytest.mark.parametrize("paper", PAPERS)
def test_names_and_copies_are_told(paper: str) -> None:
    expected = [(row[3], row[5]) for row in map(_reordered, said(paper, "%row"))]
    rows = [(s.name, s.restates or "") for s in found(paper, "auto").statements]
    assert rows == expected


def _reordered(row: list[str]) -> tuple[str, str, str, str, str, str]:
    kind, label, number, *rest = row
    if rest[0].isdigit():
        page, name = rest[0], rest[1] if len(rest) > 1 else ""
    else:
        name, page = rest[0], rest[1]
    return kind, label, number, name, page, rest[2] if len(rest) > 2 else ""


@pytest.mark.parametrize("paper", PAPERS)
def test_every_proof_finds_its_statement(paper: str) -> None:
    proofs = [(proof.of or "", str(proof.page)) for proof in found(paper, "auto").proofs]
    assert sorted(proofs) == sorted((of, page) for of, page in said(paper, "%proof"))


BODIES = [
    ("lncs", "definition-1", "The margin of a point is its distance to the boundary."),
    ("ieee", "remark-1", "Nothing here depends on the alphabet."),
    ("bare", "theorem-2", "The solution is unique."),
    ("boxes", "theorem-1.1", "Two disjoint convex sets can be separated by a hyperplane."),
    ("twocolumn", "observation-3.4", "For small samples there is nothing to prove."),
    ("skript", "question-1.5", "Geht das auch ohne Auswahl?"),
    ("book", "remark-1.2.2", "The lemma needs a weak form of choice. The theorem does not."),
]


@pytest.mark.parametrize(("paper", "id", "text"), BODIES, ids=[case[1] for case in BODIES])
def test_a_statement_ends_where_it_ends(paper: str, id: str, text: str) -> None:
    (statement,) = [s for s in found(paper, "auto").statements if s.id == id]
    assert statement.text == text


def test_a_list_and_a_display_belong_to_their_statement() -> None:
    listed = next(s for s in found("bare", "auto").statements if s.id == "theorem-3")
    displayed = next(s for s in found("twocolumn", "auto").statements if s.id == "theorem-3.1")
    assert listed.text.endswith("it depends continuously on the data.")
    assert "Π(m)" in displayed.text


@pytest.mark.parametrize("paper", ["acm", "german", "restate", "twocolumn", "book", "bare"])
def test_a_proof_ends_with_its_box(paper: str) -> None:
    assert all(proof.text.endswith(("□", "■")) for proof in found(paper, "auto").proofs)


def test_a_proof_goes_on_behind_a_claim_that_is_proved_within() -> None:
    outer, inner, _ = found("twocolumn", "auto").proofs
    assert outer.span.covers(inner.span)
    assert "Now sum the two bounds" in outer.text


def test_uses_come_from_links_and_words_and_other_works_are_kept_apart() -> None:
    statements = {s.id: s for s in found("restate", "auto").statements}
    assert [(u.id, u.where) for u in statements["theorem-1"].uses] == [
        ("assumption-A1", "statement"),
        ("lemma-2", "proof"),
    ]
    assert [use.text for use in statements["lemma-4"].external] == ["Theorem 3.1"]
    assert not statements["lemma-4"].uses


def test_a_copy_shares_the_proof_of_its_original() -> None:
    inventory_ = found("restate", "auto")
    original = next(s for s in inventory_.statements if s.id == "theorem-1")
    proof = next(p for p in inventory_.proofs if p.id == original.proof)
    assert (proof.of, proof.page) == ("theorem-1", 2)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [("auto", {"anchors", "text"}), ("text", {"text"})],
    ids=["auto", "text"],
)
def test_each_statement_says_where_it_comes_from(origin: str, expected: set[str]) -> None:
    assert {s.origin for s in found("restate", origin).statements} == expected


def test_a_box_surrounds_the_statement_on_its_page() -> None:
    theorem = found("lncs", "auto").statements[0]
    assert theorem.box is not None and theorem.box.page == 1
    boxes = document("lncs").locate(theorem.span)
    assert all(theorem.box.y0 <= box.y0 and box.y1 <= theorem.box.y1 for box in boxes)


def test_a_plain_text_has_statements_without_pages() -> None:
    text = "Theorem 1. Every set is small.\n\nProof. Count the elements. □"
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, 30)), Block(BlockKind.PARAGRAPH, Span(32, 60)))
    (statement,) = inventory(Document("a.txt", "text", text, blocks=blocks)).statements
    assert (statement.id, statement.page, statement.box) == ("theorem-1", None, None)


WORDS = st.sampled_from(
    [
        "Theorem",
        "Lemma",
        "Satz",
        "Proof.",
        "Proof",
        "of",
        "3.1",
        "A.2",
        "1'",
        "(A1)",
        "(Name)",
        "[12]",
        ".",
        ":",
        "–",
        "shows",
        "Let",
        "x",
        "□",
        "\n",
        "\n\n",
        "(",
        ")",
        "[",
        "]",
        "Définition",
        "2",
        "Remark.",
        "of",
        "and",
        "by",
        "Corollary",
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_no_text_breaks_it_and_every_span_lies_in_the_text(text: str) -> None:
    result = inventory(read_text(text))
    for item in (*result.statements, *result.proofs):
        assert 0 <= item.span.start <= item.span.end <= len(text)
    ids = [statement.id for statement in result.statements]
    assert len(set(ids)) == len(ids)
    assert {use.id for s in result.statements for use in s.uses} <= set(ids)
    assert {proof.of for proof in result.proofs} <= {None, *ids}


def test_steps_with_headings_and_parts_belong_to_their_proof() -> None:
    first, second, *_ = found("steps", "auto").proofs
    assert first.text.endswith("This completes the proof. □")
    assert "Suppose there were two" in second.text
    assert second.text.endswith("Their quotient would be one. □")


def test_a_proof_that_is_a_section_goes_on_through_its_subsections() -> None:
    statements = {s.id: s for s in found("steps", "auto").statements}
    proposition = statements["proposition-3"]
    proof = next(p for p in found("steps", "auto").proofs if p.id == proposition.proof)
    assert proof.explicit
    assert proof.text.endswith("equality holds for powers of two.")
    assert {use.id for use in proposition.uses} == {"lemma-4", "theorem-1"}


def test_words_that_send_the_reader_elsewhere_are_not_the_proof_of_a_statement() -> None:
    text = (
        "Theorem 1. Every set is small.\n\nProof. See Section 5. □\n\n"
        "Proof of Theorem 1. Count the elements of the set, one after the other. □"
    )
    result = inventory(read_text(text))
    assert [proof.of for proof in result.proofs] == ["theorem-1", "theorem-1"]
    assert result.statements[0].proof == result.proofs[1].id


def test_titles_in_line_with_their_text_are_headings_and_bold_items_are_not() -> None:
    read_as = document("subsections")
    headings = [
        (block.level, read_as.text[block.span.start : block.span.end].rstrip("."))
        for block in read_as.blocks
        if block.kind is BlockKind.HEADING and block.level in {1, 2}
    ]
    assert headings == [
        (1, "1. Paths"),
        (2, "1.1. Short paths"),
        (2, "1.2. Long paths between ponds"),
        (1, "2. Ponds"),
    ]


def test_a_definition_and_a_statement_in_italics_are_read_to_their_ends() -> None:
    _, closure, *_ = found("nameless", "auto").statements
    assert closure.text.endswith("are taken away from it.")
    walk = found("slanted", "auto").statements[0]
    assert walk.text.endswith("before the clock has stopped.")
    function = found("subsections", "auto").statements[-1]
    assert function.text.endswith("It is the middle one.")
