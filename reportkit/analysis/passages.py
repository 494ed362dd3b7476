"""Sentences of a draft that speak of something, found by words."""

import re
from bisect import bisect_left

from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

_PROSE = {BlockKind.PARAGRAPH, BlockKind.ITEM}
_SENTENCE_END = re.compile(r"(?<=[a-zäöüß)\]”\"0-9])[.!?](?=\s+[A-ZÄÖÜ(„“\"]|\s*\Z)")
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and its page; `text` is on one line and at most 240 characters long."""

    text: str
    page: int | None


def passages(document: Document, words: tuple[str, ...], most: int = 3) -> tuple[Passage, ...]:
    """Return up to `most` sentences with the most of `words`, in reading order.

    A word stands for all that begins with it ("limit" finds "limitations"); capitals do not matter.
    """
    if not words:
        return ()
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    hits = [match.start() for match in pattern.finditer(document.text)]
    scored = []
    for block in document.blocks:
        if block.kind in _PROSE and _count(hits, block.span):
            for sentence in _sentences(document.text, block.span):
                found = _count(hits, sentence)
                if found:
                    scored.append((-found, sentence))
    chosen: dict[str, Span] = {}
    for _, span in sorted(scored):
        if len(chosen) < most:
            chosen.setdefault(_one_line(document.text[span.start : span.end]), span)
    in_order = sorted(chosen.items(), key=lambda pair: pair[1])
    return tuple(Passage(text, document.page_of(span.start)) for text, span in in_order)


def _count(hits: list[int], span: Span) -> int:
    return bisect_left(hits, span.end) - bisect_left(hits, span.start)


def _sentences(text: str, span: Span) -> list[Span]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, span.start, span.end)]
    starts = [span.start, *ends]
    return [
        Span(start, end)
        for start, end in zip(starts, [*ends, span.end], strict=True)
        if end > start
    ]


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
