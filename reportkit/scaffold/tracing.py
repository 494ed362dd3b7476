"""Where a place in a PDF was written: file and line, from SyncTeX and from the words around it.

SyncTeX knows the neighbourhood, but not within the argument of a macro, a frame of beamer or the
bibliography, and it is absent where somebody else built the PDF. The words know the line, but may
be repeated. So each candidate line is scored by the words around it that it shares, in their order,
and SyncTeX decides between those that are about as good.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from reportkit.document import Box, Document, Span
from reportkit.engines.synctex import SourceLine, SyncTex
from reportkit.records import dataclass

_AROUND = 12  # words on each side of a place that are compared
_DRIFT = 5  # words by which source and PDF may come apart within the window (macros, citations)
_OTHER_BLOCK = 0.4  # how much a word of another block counts
_PROPOSING = 0.55  # weight of a word that is rare enough to propose a place
_MOST_PLACES = 400  # a word that is more frequent says nothing about where it is
_NEAR_LINES = 4  # lines from SyncTeX's that still count as its neighbourhood
_NEAR_BONUS = 1.6  # how much more a candidate counts there
_LEAST_SCORE = 3.0  # below it the words are too few to overrule SyncTeX
_LARGEST_SOURCE = 4 << 20  # bytes of one file that are read
_MOST_FILES = 300

_WORD = re.compile(r"[^\W_]+")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])\s*(?:\{\\?([a-zA-Z])\}|([a-zA-Z]))|([uvHcdbkr])\s*\{([a-zA-Z])\})"
)
_COMMAND = re.compile(
    r"\\(?:begin|end|label|ref|cref|Cref|eqref|cite[a-z]*|input)\*?\{[^{}]*\}|\\[a-zA-Z@]+"
)
_MARKS = dict(
    zip(
        "`'^\"~=.uvHcdbkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class _Word:
    word: str
    place: SourceLine


@dataclass(frozen=True)
class Sources:
    """The words of a project's files in their order."""

    words: tuple[_Word, ...]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Return where each word stands in `words`."""
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            found.setdefault(word.word, []).append(index)
        return found


def read_sources(folder: Path, files: Iterable[Path]) -> Sources:
    """Return the words of the .tex and .bib files; what cannot be read is left out."""
    words: list[_Word] = []
    chosen = [path for path in files if path.suffix in (".tex", ".bib")]
    for path in chosen[:_MOST_FILES]:
        if path.stat().st_size <= _LARGEST_SOURCE:
            name = path.relative_to(folder).as_posix()
            words += source_words(path.read_text("utf-8", errors="replace"), name)
    return Sources(tuple(words))


def source_words(text: str, name: str) -> list[_Word]:
    """Return the words that a source prints, roughly, with their lines."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        printed = _COMMAND.sub(" ", _ACCENT.sub(_accented, _COMMENT.sub(r"\1", line)))
        place = SourceLine(name, number)
        found += [_Word(word, place) for word in _words(printed)]
    return found


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3] or match[5]
    return unicodedata.normalize("NFC", letter + _MARKS[match[1] or match[4]])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]


class Tracer:
    """Traces places of one PDF; its words are split once."""

    def __init__(self, document: Document, sources: Sources, synctex: SyncTex | None) -> None:
        self._document = document
        self._sources = sources
        self._synctex = synctex
        self._matches = list(_WORD.finditer(document.text))
        self._starts = [match.start() for match in self._matches]

    def trace(self, span: Span | None, boxes: tuple[Box, ...]) -> SourceLine | None:
        """Return where the text at `span`, or what stands in the first box, was written.

        None where neither the words nor SyncTeX know.
        """
        nearby = self._nearby(span, boxes)
        found = self._by_words(span, nearby) if span else None
        return found or (nearby[0] if nearby else None)

    def _nearby(self, span: Span | None, boxes: tuple[Box, ...]) -> tuple[SourceLine, ...]:
        """Return the lines that SyncTeX has near the place, nearest first."""
        if self._synctex is None or not boxes:
            return ()
        box = boxes[0]
        lines = self._document.lines_of(span) if span else ()
        baseline = lines[0].baseline if lines else box.y0
        height = self._document.pages[box.page - 1].height
        return self._synctex.near(box.page, box.x0, height - baseline)

    def _by_words(self, span: Span, nearby: tuple[SourceLine, ...]) -> SourceLine | None:
        window, inside = self._window(span)
        block = self._document.block_at(span.start)
        pairs = self._pairs(window, block.span if block else span)
        if not pairs:
            return None
        best, score = self._best(pairs, nearby)
        if score < _LEAST_SCORE and nearby:
            return None
        band = [pair for pair in pairs if abs(pair[1] - best) <= _DRIFT]
        return self._place(band, inside, best)

    def _window(self, span: Span) -> tuple[list[tuple[int, str]], range]:
        """Return (position, word) around the span, and which positions lie in it."""
        first = bisect_left(self._starts, span.start)
        if first and self._matches[first - 1].end() > span.start:
            first -= 1
        last = max(bisect_left(self._starts, span.end), first + 1)
        last = min(last, first + 4 * _AROUND)
        around = self._matches[max(first - _AROUND, 0) : last + _AROUND]
        start = max(first - _AROUND, 0)
        words = [
            (start + index, word)
            for index, match in enumerate(around)
            for word in _words(match[0])[:1]
        ]
        return words, range(first, last)

    def _pairs(self, window: list[tuple[int, str]], block: Span) -> list[tuple[int, int, float]]:
        """Return (position in the PDF, offset of the source to it, weight) of each equal word.

        Words of another block count less: what is next on the page may be far in the source.
        """
        places = self._sources.places
        total = max(len(self._sources.words), 2)
        found = []
        for position, word in window:
            there = places.get(word, ())
            if 0 < len(there) <= _MOST_PLACES:
                weight = math.log(total / len(there)) / math.log(total) + 0.05
                within = block.start <= self._starts[position] < block.end
                weight *= 1.0 if within else _OTHER_BLOCK
                found += [(position, index - position, weight) for index in there]
        return sorted(found, key=lambda pair: pair[1])

    def _best(
        self, pairs: list[tuple[int, int, float]], nearby: tuple[SourceLine, ...]
    ) -> tuple[int, float]:
        """Return the offset under which most of the window's words agree, and its score."""
        offsets = [pair[1] for pair in pairs]
        # rare words propose, all words vote
        proposals = {offset for _, offset, weight in pairs if weight > _PROPOSING} or set(offsets)
        best, highest = offsets[0], -1.0
        for offset in sorted(proposals):
            low = bisect_left(offsets, offset - _DRIFT)
            high = bisect_left(offsets, offset + _DRIFT + 1)
            votes: dict[int, float] = {}
            for position, other, weight in pairs[low:high]:
                vote = weight * (1 - abs(other - offset) / (2 * _DRIFT))
                votes[position] = max(votes.get(position, 0.0), vote)
            score = sum(votes.values()) * self._favour(pairs[low:high], nearby)
            if score > highest:
                best, highest = offset, score
        return best, highest

    def _favour(self, band: list[tuple[int, int, float]], nearby: tuple[SourceLine, ...]) -> float:
        """Return the bonus of a candidate that SyncTeX has in its neighbourhood."""
        position, offset, _ = band[len(band) // 2]
        place = self._sources.words[position + offset].place
        near = any(
            place.file == other.file and abs(place.line - other.line) <= _NEAR_LINES
            for other in nearby[:8]
        )
        return _NEAR_BONUS if near else 1.0

    def _place(self, band: list[tuple[int, int, float]], inside: range, best: int) -> SourceLine:
        """Return the line of the span's first word, or of the matched word nearest to it."""
        position, offset, _ = min(
            band,
            key=lambda pair: (
                _distance(pair[0], inside),
                abs(pair[1] - best),
                pair[0],
            ),
        )
        return self._sources.words[position + offset].place


def _distance(position: int, inside: range) -> int:
    """Return how many words lie between a word and the span; the first in it are the nearest."""
    if position < inside.start:
        return 2 * (inside.start - position) + 1
    return 2 * (position - inside.start)
