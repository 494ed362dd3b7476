"""Pieces become rows: what stands side by side on a page, sub- and superscripts and fractions included."""

from reportkit.readers.pdf.characters import composed, is_accent
from reportkit.readers.pdf.pieces import Piece


class Row:
    """One printed row within one column; `y` and `size` are those of most of its characters."""

    __slots__ = ("bottom", "number", "page", "pieces", "size", "top", "x0", "x1", "y")

    def __init__(self, page: int, pieces: list[Piece]) -> None:
        self.page = page
        self.pieces = pieces
        self.number: str | None = None
        self.x0 = min(piece.x0 for piece in pieces)
        self.x1 = max(piece.x1 for piece in pieces)
        main = _main(pieces)
        self.y = main.y
        self.size = main.size
        self.top = (
            max(
                piece.y + 0.7 * piece.size
                for piece in pieces
                if not piece.style.extension or len(pieces) == 1
            )
            if any(not p.style.extension for p in pieces)
            else main.y + main.size
        )
        self.bottom = min(piece.y - 0.22 * piece.size for piece in pieces)

    @property
    def text(self) -> str:
        """Return the characters of the row with one space wherever a gap is wide enough."""
        return row_text(self)[0]


def _main(pieces: list[Piece]) -> Piece:
    """Return the piece whose baseline and size stand for the row: the longest of prose."""
    best = pieces[0]
    weight = -1.0
    for piece in pieces:
        own = len(piece.text) * piece.size * (0.3 if piece.style.math else 1.0)
        if piece.style.extension:
            own = 0
        if own > weight:
            best, weight = piece, own
    return best


def page_rows(page: int, pieces: list[Piece]) -> list[Row]:
    """Return the rows of a page in the order of `pieces` (TeX draws in reading order)."""
    rows: list[Row] = []
    current: list[Piece] = []
    for piece in pieces:
        if current and not _continues(current, piece):
            rows.append(Row(page, current))
            current = []
        current.append(piece)
    if current:
        rows.append(Row(page, current))
    return rows


def _continues(row: list[Piece], piece: Piece) -> bool:
    """Return whether `piece` stands in the same row as the pieces before it."""
    last = row[-1]
    size = max(last.size, piece.size)
    rise = piece.y - last.y
    if piece.x0 >= last.x1 - 0.35 * size:
        if abs(rise) < 0.4 * size:
            return piece.x0 - last.x1 < 12 * size or _same_baseline(row, piece)
        # A numerator, a limit or a delimiter stands higher or lower, and further right.
        near = piece.x0 - last.x1 < 2.5 * size
        return near and -1.15 * size < rise < 2.2 * size and (rise > 0 or _returns(row, piece))
    if abs(rise) < 0.3 * size and piece.x0 >= row[0].x0 - 1:
        return True  # drawn later, within the row
    if rise < 0 or piece.size < 0.9 * last.size:
        return _below(row, piece)
    return False


def _same_baseline(row: list[Piece], piece: Piece) -> bool:
    return abs(row[0].y - piece.y) < 0.05 * piece.size


def _returns(row: list[Piece], piece: Piece) -> bool:
    """Return whether a step down and right goes to a script or back to a baseline of the row."""
    if piece.size < 0.9 * row[-1].size or row[-1].size < 0.9 * piece.size:
        return True
    return any(abs(other.y - piece.y) < 0.3 * piece.size for other in row[-14:]) or (
        row[-1].style.extension or piece.style.extension or row[-1].y - piece.y < 0.8 * piece.size
    )


def _below(row: list[Piece], piece: Piece) -> bool:
    """Return whether `piece` is a denominator or a lower limit of what was drawn just before."""
    for other in row[-24:]:
        width = min(piece.x1 - piece.x0, other.x1 - other.x0)
        overlap = min(piece.x1, other.x1) - max(piece.x0, other.x0)
        if overlap > 0.3 * width and 0 < other.y - piece.y < 2.4 * max(other.size, piece.size):
            base = row[0].y
            lowered = piece.size < 0.9 * row[0].size or other.style.extension
            raised = other.y > base + 0.3 * other.size or _is_raised(row, other)
            if raised or (lowered and base - piece.y < 1.6 * row[0].size):
                return True
    return False


def _is_raised(row: list[Piece], other: Piece) -> bool:
    """Return whether another piece of the row stands clearly lower than `other`."""
    return any(
        piece.y < other.y - 0.4 * other.size and piece.size >= 0.9 * other.size for piece in row
    )


def row_text(row: Row) -> tuple[str, list[float], list[tuple[int, int, Piece]]]:
    """Return a row's characters, the left edge of each, and (start, end, piece) of each piece."""
    text = ""
    edges: list[float] = []
    places: list[tuple[int, int, Piece]] = []
    end_x = row.x0
    last: Piece | None = None
    for piece in row.pieces:
        if last is not None:
            if is_accent(last.text) and piece.x0 < last.x1:
                whole = composed(last.text, piece.text[0])
                if whole and text.endswith(last.text):
                    start = len(text) - 1
                    text = text[:-1] + whole + piece.text[1:]
                    edges[-1:] = piece.edges[:-1]
                    places[-1] = (start, len(text), piece)
                    end_x, last = piece.x1, piece
                    continue
            gap = piece.x0 - end_x
            if gap > 0.14 * max(row.size, piece.size) and text[-1:] != " ":
                text += " "
                edges.append(end_x)
        start = len(text)
        text += piece.text
        edges.extend(piece.edges[:-1])
        places.append((start, len(text), piece))
        end_x = piece.x1
        last = piece
    return text, edges, places
