"""The text engine: pdf_oxide's spans of a page as Pieces, in the order of the content stream."""

from itertools import accumulate
from typing import Any

from reportkit.readers.pdf.characters import folded, is_accent, latexsym, operators, relations
from reportkit.readers.pdf.drawn import Drawn
from reportkit.readers.pdf.fonts import Style, style_of
from reportkit.readers.pdf.marks import STYLE as NO_STYLE
from reportkit.readers.pdf.marks import boxes

# A page of a dictionary has 10,000; a font can say that one letter stands for as many.
_MOST_CHARACTERS = 500_000


class Piece:
    """Characters in one font on one baseline, between `x0` and `x1`.

    `spaced` says that a space stands before them, whatever their place says.
    """

    __slots__ = (
        "_edges", "_widths", "bold", "italic", "size", "spaced", "style", "text", "x0", "x1", "y",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        x0: float,
        x1: float,
        y: float,
        size: float,
        style: Style,
        bold: bool,
        italic: bool,
        widths: list[float],
    ) -> None:
        self.text = text
        self.x0 = x0
        self.x1 = x1
        self.y = y
        self.size = size
        self.style = style
        self.bold = bold
        self.italic = italic
        self.spaced = False
        self._widths = widths
        self._edges: list[float] | None = None

    @property
    def edges(self) -> list[float]:
        """Return the left edge of each character and the right edge of the last."""
        if self._edges is None:
            self._edges = _edges(self.x0, self.x1 - self.x0, self._widths, self.text)
        return self._edges

    def with_text(self, text: str, edges: list[float]) -> "Piece":
        """Return a piece in the same font with other characters."""
        piece = Piece(
            text, edges[0], edges[-1], self.y, self.size, self.style, self.bold, self.italic, []
        )
        piece._edges = edges
        return piece

    def part(self, start: int, end: int) -> "Piece | None":
        """Return the characters from `start` to `end` without spaces around; None without any."""
        text, edges = _stripped(self.text[start:end], self.edges[start : end + 1])
        return self.with_text(text, edges) if text else None


def page_pieces(engine: Any, index: int, drawn: Drawn) -> list[Piece]:
    """Return the pieces of page `index` (from 0) in the order in which the file draws them.

    `engine` is a pdf_oxide.PdfDocument (the package has no types); of `drawn`, the boxes that end
    proofs become pieces.
    """
    spans = engine.extract_spans(index)
    if sum(len(span.text) for span in spans) > _MOST_CHARACTERS:
        raise ValueError("its fonts stand for more text than a page can hold")
    spans.sort(key=_sequence)
    found = []
    for span in spans:
        text = span.text
        style = style_of(span.font_name)
        if not text or (text.isspace() and not style.extension):
            continue
        x, y, width, height = span.bbox
        if not (0.3 < height < 2000 and 0 <= width < 20_000 and abs(x) < 1e5 and abs(y) < 1e5):
            continue  # damaged; also where a number is none
        bold, italic = style.bold or span.is_bold, style.italic or span.is_italic
        piece = Piece(text, x, x + width, y, height, style, bold, italic, span.char_widths)
        if style.symbolic or not (text.isascii() and text.isprintable() and "`" not in text):
            spread = _folded(piece)
            if spread is None:
                continue
            piece, text = spread, spread.text
            if is_accent(text[0]) and len(text) > 1:
                # Drawn over the letter before it, then taken together with what follows.
                accent, rest = piece.part(0, 1), piece.part(1, len(text))
                if rest is not None:
                    rest.spaced = text[1] == " "
                found += [part for part in (accent, rest) if part is not None]
                continue
        if text[0] == " " or text[-1] == " ":
            bare = piece.part(0, len(text))
            if bare is None:
                continue
            piece = bare
        found.append(piece)
    for mark, left, lower, side in boxes(drawn):
        piece = Piece(mark, left, left + side, lower, 10.0, NO_STYLE, False, False, [side])
        found.insert(_place_of(piece, found), piece)
    return found


def _folded(piece: Piece) -> Piece | None:
    """Return a piece with its characters as they should be read; None where nothing remains."""
    style = piece.style
    if style.extension:
        text = operators(piece.text, style)
        edges = (
            piece.edges if len(text) == len(piece.text) else [piece.x0, piece.x1][: len(text) + 1]
        )
        return piece.with_text(text[: len(edges) - 1], edges) if text else None
    if style.name.startswith("TeX-matha"):
        return piece.with_text(relations(piece.text), piece.edges)
    if style.name.startswith("LASY"):
        return piece.with_text(latexsym(piece.text), piece.edges)
    leading = style.name.startswith(("CM", "SF"))
    text, edges = folded(piece.text, piece.edges, leading=leading)
    return piece.with_text(text, edges) if text else None


def _place_of(mark: Piece, pieces: list[Piece]) -> int:
    """Return where a drawn mark belongs among `pieces`: behind the last one on its line or above."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        above = piece.y - mark.y
        if (-1.5 <= above <= 30) and piece.x1 <= (mark.x0 if above < 3 else mark.x1) + 3:
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
    stretched = list(widths)
    at = text.find(" ")
    while at >= 0:
        stretched[at] += share
        at = text.find(" ", at + 1)
    return list(accumulate(stretched, initial=x))


def _stripped(text: str, edges: list[float]) -> tuple[str, list[float]]:
    bare = text.lstrip(" ")
    first = len(text) - len(bare)
    bare = bare.rstrip(" ")
    return bare, edges[first : first + len(bare) + 1]
