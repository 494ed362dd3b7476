"""Sections of a document: title, number, level, place, and which part of a report each one is."""

from dataclasses import dataclass

from reportkit.document import BlockKind, Document, Span


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `span` runs from its heading to the next heading of the same or a higher level.

    `level`: part -1, chapter 0, section 1, subsection 2. `number` is as printed ("2.1", "A", "IV"),
    None where there is none; `title` is without it. `role` is "summary", "review", "proofs" or None,
    inherited from the enclosing section. `page` is None in a text without pages.
    """

    title: str
    number: str | None
    level: int
    role: str | None
    page: int | None
    heading: Span
    span: Span


def sections(document: Document) -> tuple[Section, ...]:
    """Return the document's sections in reading order."""
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    found = []
    for index, block in enumerate(headings):
        level = block.level or 1
        end = next(
            (later.span.start for later in headings[index + 1 :] if (later.level or 1) <= level),
            len(document.text),
        )
        title = " ".join(document.text[block.span.start : block.span.end].split())
        page = document.page_of(block.span.start)
        found.append(
            Section(title, None, level, None, page, block.span, Span(block.span.start, end))
        )
    return tuple(found)
