"""The text engine: pdf_oxide's spans of a page as Pieces, in the order of the content stream."""

from itertools import accumulate
from typing import Any

from reportkit.readers.pdf.characters import folded, operators
from reportkit.readers.pdf.fonts import Style, style_of
from reportkit.readers.pdf.marks import STYLE as NO_STYLE
from reportkit.readers.pdf.marks import boxes


class Piece:
    """Characters in one font on one baseline; `edges` are len(text) + 1 points from the left."""

    __slots__ = ("bold", "edges", "italic", "size", "style", "text", "x0", "x1", "y")

    def __init__(
        self,
        text: str,
        edges: list[float],
        y: float,
        size: float,
        style: Style,
        bold: bool,
        italic: bool,
    ) -> None:
        self.text = text
        self.edges = edges
        self.x0 = edges[0]
        self.x1 = edges[-1]
        self.y = y
        self.size = size
        self.style = style
        self.bold = bold
        self.italic = italic

    def with_text(self, text: str, edges: list[float]) -> "Piece":
        """Return a piece in the same font with other characters."""
        return Piece(text, edges, self.y, self.size, self.style, self.bold, self.italic)

    def part(self, start: int, end: int) -> "Piece | None":
        """Return the characters from `start` to `end` without spaces around; None without any."""
        text, edges = _stripped(self.text[start:end], self.edges[start : end + 1])
        return self.with_text(text, edges) if text else None


def page_pieces(engine: Any, index: int) -> list[Piece]:
    """Return the pieces of page `index` (from 0) in the order in which the file draws them.

    `engine` is a pdf_oxide.PdfDocument (the package has no types).
    """
    spans = engine.extract_spans(index)
    spans.sort(key=_sequence)
    found = []
    for span in spans:
        text = span.text
        if not text or text.isspace():
            continue
        x, y, width, height = span.bbox
        style = style_of(span.font_name)
        edges = _edges(x, width, span.char_widths, text)
        if style.extension:
            text = operators(text, style)
            edges = edges if len(text) == len(edges) - 1 else [x, x + width][: len(text) + 1]
        elif not text.isascii() or not text.isprintable():
            text, edges = folded(text, edges, leading=style.name.startswith(("CM", "SF")))
        if not text:
            continue
        if text[0] == " " or text[-1] == " ":
            text, edges = _stripped(text, edges)
            if not text:
                continue
        found.append(
            Piece(
                text,
                edges,
                y,
                height,
                style,
                style.bold or span.is_bold,
                style.italic or span.is_italic,
            )
        )
    for mark, left, lower, side in boxes(engine, index):
        piece = Piece(mark, [left, left + side], lower, 10.0, NO_STYLE, False, False)
        found.insert(_place_of(piece, found), piece)
    return found


def _place_of(mark: Piece, pieces: list[Piece]) -> int:
    """Return where a drawn mark belongs among `pieces`: behind the last one on its line or above."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if -1.5 <= piece.y - mark.y <= 30 and piece.x1 <= mark.x0 + 2:
            return index + 1
    return len(pieces)


def _sequence(span: Any) -> int:
    return int(span.sequence)


def _edges(x: float, width: float, widths: list[float], text: str) -> list[float]:
    """Return the left edge of each character and the right edge of the last.

    The engine's widths leave out by how much a justified line stretches its spaces; what is missing
    from the span's own width is shared among them.
    """
    count = len(text)
    if len(widths) != count:
        step = width / count
        return [x + step * index for index in range(count + 1)]
    edges = list(accumulate(widths, initial=x))
    missing = x + width - edges[-1]
    if -0.3 < missing < 0.3:
        return edges
    spaces = text.count(" ")
    if not spaces:
        scale = width / (edges[-1] - x) if edges[-1] > x else 1.0
        return [x + (edge - x) * scale for edge in edges]
    share = missing / spaces
    return list(
        accumulate(
            (one + share if char == " " else one for char, one in zip(text, widths, strict=True)),
            initial=x,
        )
    )


def _stripped(text: str, edges: list[float]) -> tuple[str, list[float]]:
    bare = text.lstrip(" ")
    first = len(text) - len(bare)
    bare = bare.rstrip(" ")
    return bare, edges[first : first + len(bare) + 1]
