"""Statements and proofs of small papers set in the layouts that people use.

Each PDF in data/theorems was made with pdflatex from the .tex beside it, whose %row lines say which
statements it has (kind, label, number, page, name, what it restates) and whose %proof lines say what
is proved where (id, page).
"""

from functools import cache
from pathlib import Path

import pytest

from reportkit.analysis.statements import Inventory, inventory
from reportkit.document import Document
from reportkit.readers import read

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
