"""`reportkit theorems`: a paper's statements and proofs."""

from dataclasses import replace
from pathlib import Path

from reportkit.analysis.catalogue import Catalogue, catalogue
from reportkit.analysis.inventory import inventory
from reportkit.analysis.statements import Inventory
from reportkit.api.subjects import subject
from reportkit.document import Document
from reportkit.errors import UsageProblem
from reportkit.readers import read

ORIGINS = ("auto", "source", "anchors", "text")


def theorems(paper: str | Path, *, origin: str = "auto") -> Inventory:
    """Return the statements and proofs of `paper`: a PDF, a LaTeX source or an arXiv archive.

    `origin` is "auto" (the best there is), "source", "anchors" or "text". Raises Unreadable for a
    file that cannot be read, UsageProblem for an origin that the paper does not have.
    """
    return _found(paper, origin)[1]


def catalogued(paper: str | Path, *, origin: str = "auto") -> Catalogue:
    """Return the statements with what else is printed of a paper: title, key results, notes."""
    document, found = _found(paper, origin)
    return catalogue(subject(document, found), found, document)


def _found(paper: str | Path, origin: str) -> tuple[Document, Inventory]:
    """Return the paper and its inventory; a source with its PDF beside it gets pages from there."""
    document = read(paper)
    found = _inventory(document, origin)
    if document.source is None:
        return document, found
    from reportkit.analysis.latex.pages import with_pages

    for pdf in _pdfs_beside(Path(paper), document.source.main):
        printed = read(pdf)
        placed = with_pages(found, inventory(printed))
        if placed is not None:
            return replace(document, pages=printed.pages), placed
    return document, found


def _pdfs_beside(paper: Path, main: str) -> tuple[Path, ...]:
    """Return the PDF that is called like the source's main file, none for an archive."""
    if not paper.exists() or (paper.is_file() and paper.suffix.lower() not in (".tex", ".ltx")):
        return ()
    source = paper / main if paper.is_dir() else paper
    printed = source.with_suffix(".pdf")
    return (printed,) if printed.is_file() else ()


def _inventory(document: Document, origin: str) -> Inventory:
    if origin not in ORIGINS:
        raise UsageProblem(f"--origin {origin} is none of {', '.join(ORIGINS)}")
    if origin == "source" and document.source is None:
        raise UsageProblem(
            f"{document.name} is no LaTeX source: give the .tex file, its folder or the archive"
        )
    if origin in ("anchors", "text") and document.source is not None:
        raise UsageProblem(f"{document.name} is a LaTeX source: --origin {origin} wants the PDF")
    return inventory(document, origin)
