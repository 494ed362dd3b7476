"""Whether a document is a set of slides, and what is on each."""

import re
from collections import Counter

from reportkit.document import Document, Line, Span
from reportkit.records import dataclass

_WIDE = 1.2  # width to height; A4 and Letter upright have 0.71 and 0.77, 4:3 has 1.33
_MOST_WORDS = 150  # a page of prose has 300 and more; a crowded slide stays below this
_EDGE = 0.05  # of the height, above and below
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

    What a theme repeats on many slides is left out. `words` counts words of letters. `smallest` is the size in points of the smallest line of four
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
    last = [
        (page, held)
        for page, held in lines.items()
        if held and not (texts[page] and texts.get(page + 1, "").startswith(texts[page]))
    ]
    places = Counter(_place(document, line) for _, held in last for line in held)
    often = max(3, len(last) / 10)
    furniture = {place for place, count in places.items() if count >= often}
    return tuple(_slide(document, page, held, furniture) for page, held in last)


def _place(document: Document, line: Line) -> tuple[str, int, int]:
    """Return a line's words and where they stand, in steps of 4 pt: what a theme repeats is alike."""
    words = document.text[line.span.start : line.span.end]
    return words, round(line.box.x0 / 4), round(line.box.y0 / 4)


def _slide(
    document: Document, page: int, all_lines: list[Line], furniture: set[tuple[str, int, int]]
) -> Slide:
    height = document.pages[page - 1].height
    edge = _EDGE * height  # where a theme says title, section and author
    own = [
        line
        for line in all_lines
        if edge < line.box.y1
        and line.box.y0 < height - edge
        and _place(document, line) not in furniture
    ]
    lines = own or all_lines
    sized = [
        (line.size, line.span)
        for line in lines
        if len(_WORD.findall(document.text, line.span.start, line.span.end)) >= 4
    ]
    span = Span(min(line.span.start for line in lines), max(line.span.end for line in lines))
    words = sum(len(_WORD.findall(document.text, s.span.start, s.span.end)) for s in lines)
    return Slide(page, span, words, min(sized, default=None))
