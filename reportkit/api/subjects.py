"""A file as a report's head names it: title, authors, length, version."""

from reportkit.analysis.metadata import PaperMetadata, paper_metadata
from reportkit.analysis.paper_version import paper_version
from reportkit.analysis.statements import Inventory
from reportkit.document import Document
from reportkit.findings import SectionRow, Subject


def subject(
    document: Document,
    results: Inventory | None = None,
    known: PaperMetadata | None = None,
    *,
    words: int = 0,
    sections: tuple[SectionRow, ...] = (),
) -> Subject:
    """Return who wrote what; the version is told only where the paper's `results` are given.

    `known` is its metadata where that was read already.
    """
    known = known or paper_metadata(document)
    arxiv_id = known.arxiv_id.value if known.arxiv_id else document.metadata.arxiv_id
    revision = known.version.value if known.version else ""
    return Subject(
        file=document.name,
        title=known.title.value if known.title else "",
        pages=len(document.pages),
        words=words,
        authors=known.authors,
        arxiv_id=arxiv_id if arxiv_id.endswith(revision) else arxiv_id + revision,
        version=paper_version(document, results).kind if results else "unknown",
        sections=sections,
    )
