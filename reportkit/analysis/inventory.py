"""The statements and proofs of a paper, from its LaTeX source or from its pages."""

from reportkit.analysis.statements import Inventory
from reportkit.document import Document


def inventory(document: Document, origin: str = "auto") -> Inventory:
    """Return the statements and proofs of a paper.

    `origin` is "auto", or "text" to leave the file's anchors and links out of account. A document
    that was read from its LaTeX source has them from there.
    """
    if document.source is not None:
        from reportkit.analysis.latex import parse

        return parse(document.source, document.name).inventory
    from reportkit.analysis.extraction import extract

    return extract(document, origin)
