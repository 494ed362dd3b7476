"""A source with its PDF beside it: statements from the source, pages from the PDF."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reportkit.analysis.latex.pages import with_pages
from reportkit.analysis.statements import Inventory, Proof, Statement
from reportkit.api.theorems import theorems
from reportkit.document import Box, Span


def statement(
    id: str, number: str | None, page: int | None, text: str = "all is even"
) -> Statement:
    box = Box(page, 0, 0, 1, 1) if page else None
    kind = id.partition("-")[0]
    at = Span(0, 1)
    return Statement(id, kind, kind.title(), number, "", page, box, at, at, text, "source")


def proof(of: str, page: int | None) -> Proof:
    return Proof("proof-1", of, False, False, "Proof", page, None, page, Span(0, 1), "")


def test_statements_and_proofs_get_the_page_of_their_partner() -> None:
    source = Inventory((statement("theorem-1", "1", None),), (proof("theorem-1", None),))
    printed = Inventory((statement("theorem-1", "1", 4),), (proof("theorem-1", 9),))
    placed = with_pages(source, printed)
    assert placed is not None
    assert (placed.statements[0].page, placed.proofs[0].page) == (4, 9)


def test_an_id_without_number_names_the_page_once_it_is_known() -> None:
    source = Inventory(
        (statement("theorem-1", "1", None), statement("remark-p0-1", None, None)),
        (proof("remark-p0-1", None),),
    )
    printed = Inventory((statement("theorem-1", "1", 4), statement("remark-p5-1", None, 5)), ())
    placed = with_pages(source, printed)
    assert placed is not None
    assert [s.id for s in placed.statements] == ["theorem-1", "remark-p5-1"]
    assert placed.proofs[0].of == "remark-p5-1"


def test_another_papers_pdf_gives_no_pages() -> None:
    source = Inventory(tuple(statement(f"lemma-{n}", str(n), None) for n in range(9)), ())
    printed = Inventory((statement("lemma-1", "1", 4),), ())
    assert with_pages(source, printed) is None


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_a_folder_with_source_and_pdf_has_both(tmp_path: Path) -> None:
    text = (
        "\\documentclass{article}\\newtheorem{theorem}{Theorem}\\begin{document}"
        "Words.\\newpage\\begin{theorem}[Evenness]All is even.\\end{theorem}\\end{document}"
    )
    (tmp_path / "main.tex").write_text(text, "utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "main.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    (tmp_path / "main.aux").unlink()
    (found,) = theorems(tmp_path).statements
    assert (found.origin, found.page, found.name) == ("source", 2, "Evenness")
