"""A paper's title, authors, abstract, arXiv id, year and venue, offline, and where each came from."""

from dataclasses import dataclass

from reportkit.document import Document


@dataclass(frozen=True, slots=True)
class Field:
    """A value and its origin in words ("largest type on page 1"); `value` is never empty."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """What a paper tells about itself; None (or no authors) where it does not tell.

    `arxiv_id` is without its version ("1905.03684"), `version` as "v1". `venue` is where the paper
    was published, as its first page says it. `authors` share `authors_source`.
    """

    title: Field | None = None
    authors: tuple[str, ...] = ()
    authors_source: str = ""
    abstract: Field | None = None
    arxiv_id: Field | None = None
    version: Field | None = None
    primary_class: Field | None = None
    year: Field | None = None
    venue: Field | None = None


def paper_metadata(document: Document) -> PaperMetadata:
    """Return what the paper tells about itself."""
    return PaperMetadata()
