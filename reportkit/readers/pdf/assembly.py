"""Blocks become a document's text: rows joined, words put together, lines, runs and formulas placed."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, overload

from reportkit.document import Block, Box, Formula, Line, Run, Span
from reportkit.readers.pdf.flow import Draft
from reportkit.readers.pdf.formulas import display_number, inline_formulas
from reportkit.readers.pdf.pieces import Piece
from reportkit.readers.pdf.rows import Row

_COMPOUNDING = (
    "well self high low long short one two three four five six first second third half full large "
    "small worst best lower upper left right closed open real semi quasi pseudo cross ill so"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Edges(Sequence[float]):
    """The edges of the first `count` characters of a row, computed when they are asked for."""

    __slots__ = ("_count", "_found", "_row")

    def __init__(self, row: Row, count: int) -> None:
        self._row: Row | None = row
        self._count = count
        self._found: Sequence[float] = ()

    def _all(self) -> Sequence[float]:
        if self._row is not None:
            edges = self._row.edges()
            self._found = (*edges[: self._count], edges[-1])
            self._row = None
        return self._found

    def __len__(self) -> int:
        return self._count + 1

    @overload
    def __getitem__(self, index: int) -> float: ...

    @overload
    def __getitem__(self, index: slice) -> "Sequence[float]": ...

    def __getitem__(self, index: int | slice) -> "float | Sequence[float]":
        return self._all()[index]

    def shorter(self) -> "Edges":
        """Return the edges without those of the last character; the right edge stays."""
        if self._row is not None:
            return Edges(self._row, self._count - 1)
        short = Edges.__new__(Edges)
        short._row, short._count = None, self._count - 1
        short._found = (*self._found[: self._count - 1], self._found[-1])
        return short

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self._all()) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self._all()))

    def __reduce__(self) -> tuple[Callable[[bytes], "Edges"], tuple[bytes]]:
        return _unpacked, (array("d", self._all()).tobytes(),)


def _unpacked(packed: bytes) -> Edges:
    """Return edges that came from another process; a paper has a hundred thousand of these numbers."""
    found = array("d")
    found.frombytes(packed)
    edges = Edges.__new__(Edges)
    edges._row, edges._count, edges._found = None, len(found) - 1, found
    return edges


class Assembly:
    """The text so far, and what stands where in it."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        # First parts that several compounds of the document have.
        counts = Counter(word.split("-", 1)[0] for word in words if "-" in word)
        self.first_parts = {part for part, count in counts.items() if count > 1 and part in words}
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        # Start, end and the first piece of each run.
        self._pending: list[list[Any]] = []
        self.formulas: list[Formula] = []

    def put(self, text: str) -> None:
        """Append characters."""
        self.parts.append(text)
        self.length += len(text)

    def add(self, draft: Draft) -> None:
        """Append a block."""
        if self.blocks:
            self.put("\n\n")
        start = self.length
        shown: int | None = None
        before = False
        for index, (row, display) in enumerate(zip(draft.rows, draft.displays, strict=True)):
            if before and not display:
                self._close(shown, None)
                shown = None
            if index and (display or before):
                self.put("\n")
            elif index:
                self._join(row.text)
            if display and shown is None:
                shown = self.length
            self._row(row, display)
            number = display_number(row.text) if display else None
            if number is not None:
                self._close(shown, number)
                shown = None
            before = display
        self._close(shown, None)
        self.blocks.append(Block(draft.kind, Span(start, self.length), draft.level))

    def _row(self, row: Row, display: bool) -> None:
        """Append a row's characters, its line, runs and inline formulas."""
        at, text = self.length, row.text
        box = Box(row.page, row.x0, row.bottom, row.x1, row.top)
        span = Span(at, at + len(text))
        self.lines.append(Line(span, box, row.y, row.size, Edges(row, len(text))))
        self._runs(at, row.places)
        if row.maths and not display:
            self.formulas += [
                Formula(Span(at + start, at + end), display=False)
                for start, end in inline_formulas(row)
            ]
        self.put(text)

    def _close(self, shown: int | None, number: str | None) -> None:
        """End the display that began at `shown`."""
        if shown is not None and shown < self.length:
            self.formulas.append(Formula(Span(shown, self.length), True, number))

    def _join(self, following: str) -> None:
        """Put a space between two rows of prose, or nothing where a word was broken."""
        before = self.parts[-1] if self.parts else ""
        if before[-1:] == "-" and before[-2:-1].isalnum() and following[:1].isupper():
            return
        if not (
            before.endswith("-")
            and len(before) > 1
            and before[-2].isalpha()
            and following[:1].islower()
        ):
            self.put(" ")
            return
        head = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", before[:-1])
        tail = re.match(r"[^\W\d_]+", following)
        if head is None or tail is None:
            return
        if self._is_compound(head[0].lower(), tail[0].lower()):
            return
        self.parts[-1] = before[:-1]
        self.length -= 1
        last = self.lines[-1]
        span = Span(last.span.start, last.span.end - 1)
        edges = last.edges.shorter() if isinstance(last.edges, Edges) else last.edges
        self.lines[-1] = Line(span, last.box, last.baseline, last.size, edges)
        self._pending[-1][1] = min(self._pending[-1][1], self.length)

    def _is_compound(self, head: str, tail: str) -> bool:
        """Return whether a hyphen at a line's end belongs to the word.

        The document decides where it has the word elsewhere, with or without its hyphen; otherwise
        what its other compounds begin with, and the first parts that English compounds mostly have.
        """
        if head + tail in self.words:
            return False
        if f"{head}-{tail}" in self.words:
            return True
        first = head.rsplit("-", 1)[-1]
        return len(tail) > 2 and (first in _COMPOUNDING.split() or first in self.first_parts)

    def _runs(self, at: int, places: list[tuple[int, int, Piece]]) -> None:
        """Note in which font these characters are; what goes on in the same one is one run."""
        pending = self._pending
        for start, end, piece in places:
            last = pending[-1] if pending else None
            if (
                last is not None
                and last[2].style is piece.style
                and last[2].size == piece.size
                and last[2].bold == piece.bold
                and last[2].italic == piece.italic
                and at + start - last[1] <= 1
            ):
                last[1] = at + end
            else:
                pending.append([at + start, at + end, piece])

    def runs(self) -> tuple[Run, ...]:
        """Return the runs; their fonts are numbered in the order of `font_names`."""
        numbers = {name: number for number, name in enumerate(self.font_names())}
        return tuple(
            Run(
                Span(start, end), numbers[piece.style.name], piece.size, piece.bold, piece.italic,
                piece.style.small_caps,
            )
            for start, end, piece in self._pending
        )  # fmt: skip

    def font_names(self) -> tuple[str, ...]:
        """Return the names of the text's fonts in the order of their first use."""
        return tuple(dict.fromkeys(piece.style.name for _, _, piece in self._pending))


def words_of(drafts: list[Draft]) -> frozenset[str]:
    """Return the words that stand within rows, in lower case, to decide about hyphens."""
    found: set[str] = set()
    for draft in drafts:
        for row in draft.rows:
            for piece in row.pieces:
                if not piece.style.math:
                    found.update(_WORD.findall(piece.text.lower()))
    return frozenset(found)
