"""Whether a document is a set of slides, and what is on each."""

import re

from reportkit.document import Document, Line, Span
from reportkit.records import dataclass

_WIDE = 1.2  # width to height; A4 and Letter upright have 0.71 and 0.77, 4:3 has 1.33
_MOST_WORDS = 150  # a page of prose has 300 and more; a crowded slide stays below this
_WORD = re.compile(r"[^\W\d_]{2,}")
_PROGRAMS = ("beamer", "powerpoint", "impress", "keynote", "powerdot")


def is_slides(document: Document) -> bool:
    """Return whether the pages are wide and hold few words each, or a slide program made them."""
    pages = document.pages
    if not pages:
        return False
    wide = sum(page.width > _WIDE * page.height for page in pages)
    if wide < 0.8 * len(pages):
        return False
    makers = f"{document.metadata.creator} {document.metadata.producer}".lower()
    if any(program in makers for program in _PROGRAMS):
        return True
    return len(document.text.split()) < _MOST_WORDS * len(pages)


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its last page where it is uncovered step by step, and the span of that page's text.

    `words` counts words of letters. `smallest` is the size in points of the smallest line of four
    words or more, with its span; None where there is no such line.
    """

    page: int
    span: Span
    words: int
    smallest: tuple[float, Span] | None


def slides(document: Document) -> tuple[Slide, ...]:
    """Return the document's slides in order; steps of one slide are one."""
    lines: dict[int, list[Line]] = {page.number: [] for page in document.pages}
    for line in document.lines:
        lines[line.box.page].append(line)
    texts = {
        page: " ".join(document.text[line.span.start : line.span.end] for line in held)
        for page, held in lines.items()
    }
    found = []
    for page, held in lines.items():
        following = texts.get(page + 1, "")
        if held and not (following.startswith(texts[page]) and texts[page]):
            found.append(_slide(document, page, held))
    return tuple(found)


def _slide(document: Document, page: int, lines: list[Line]) -> Slide:
    sized = [
        (line.size, line.span)
        for line in lines
        if len(_WORD.findall(document.text, line.span.start, line.span.end)) >= 4
    ]
    span = Span(min(line.span.start for line in lines), max(line.span.end for line in lines))
    words = sum(len(_WORD.findall(document.text, s.span.start, s.span.end)) for s in lines)
    return Slide(page, span, words, min(sized, default=None))
