"""How many words a person would count in a piece of a document."""

import re
from bisect import bisect_left

from reportkit.document import BlockKind, Document, Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# what a template leaves to be filled in, as "[TODO: the main result]"
_TO_FILL_IN = re.compile(r"\[\s*TODO\b[^\[\]]{0,300}\]")
_COUNTED = {
    BlockKind.FRONT,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.FOOTNOTE,
    BlockKind.CAPTION,
}


def word_starts(document: Document) -> tuple[int, ...]:
    """Return where each word of prose, headings and captions begins, ascending.

    Formulas, tables, code, pictures, contents, the bibliography and a template's "[TODO: ...]" are
    left out.
    """
    starts = [
        match.start()
        for block in document.blocks
        if block.kind in _COUNTED
        for match in _WORD.finditer(document.text, block.span.start, block.span.end)
    ]
    passed_over = [formula.span for formula in document.formulas]
    passed_over += [Span(*match.span()) for match in _TO_FILL_IN.finditer(document.text)]
    passed_over.sort()
    firsts = [span.start for span in passed_over]
    return tuple(start for start in starts if not _inside(start, passed_over, firsts))


def words_in(starts: tuple[int, ...], span: Span) -> int:
    """Return how many of the `starts` lie in `span`."""
    return bisect_left(starts, span.end) - bisect_left(starts, span.start)


def _inside(offset: int, spans: list[Span], firsts: list[int]) -> bool:
    index = bisect_left(firsts, offset + 1) - 1
    return index >= 0 and offset < spans[index].end
