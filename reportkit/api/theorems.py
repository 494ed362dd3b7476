"""`reportkit theorems`: a paper's statements and proofs."""

from pathlib import Path

from reportkit.analysis.catalogue import Catalogue, catalogue
from reportkit.analysis.statements import Inventory, inventory
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
    return _inventory(read(paper), origin)


def catalogued(paper: str | Path, *, origin: str = "auto") -> Catalogue:
    """Return the statements with what else is printed of a paper: title, key results, notes."""
    document = read(paper)
    found = _inventory(document, origin)
    return catalogue(subject(document, found), found, document)


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
