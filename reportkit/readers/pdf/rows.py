"""Pieces become rows: what stands side by side, scripts, limits and fractions included."""

from reportkit.readers.pdf.characters import composed, is_accent
from reportkit.readers.pdf.pieces import Piece


class Row:
    """One printed row within one column; `y`, `size` are those of most of its characters.

    `maths` and `prose` count its characters by kind of font; `text` has one space wherever a gap is
    wide enough, `places` the (start, end, piece) of each piece in it.
    """

    __slots__ = (
        "bottom", "maths", "page", "pieces", "places", "prose", "size", "text", "top",
        "x0", "x1", "y",
    )  # fmt: skip

    def __init__(self, page: int, pieces: list[Piece], main: Piece) -> None:
        self.page = page
        self.pieces = pieces
        self.x0 = min([piece.x0 for piece in pieces])
        self.x1 = max([piece.x1 for piece in pieces])
        self.y = main.y
        self.size = main.size
        self._measure(main)
        self.text = ""
        self.places: list[tuple[int, int, Piece]] = []
        self._write()

    def _measure(self, main: Piece) -> None:
        top, bottom = main.y + 0.75 * main.size, main.y - 0.25 * main.size
        maths = prose = 0
        for piece in self.pieces:
            if piece.style.math:
                maths += len(piece.text)
            else:
                prose += len(piece.text)
            if not piece.style.extension and piece.y != main.y:
                top = max(top, piece.y + 0.7 * piece.size)
                bottom = min(bottom, piece.y - 0.22 * piece.size)
        self.top, self.bottom, self.maths, self.prose = top, bottom, maths, prose

    def _write(self) -> None:
        """Put the characters of the pieces beside one another."""
        parts: list[str] = []
        length = 0
        end = self.x0
        last: Piece | None = None
        for piece in self.pieces:
            if last is not None:
                size = piece.size if piece.size > last.size else last.size
                if piece.x0 - end > 0.13 * size or piece.spaced or _is_limit(last, piece):
                    parts.append(" ")
                    length += 1
            start = length
            parts.append(piece.text)
            length += len(piece.text)
            self.places.append((start, length, piece))
            end = piece.x1
            last = piece
        self.text = "".join(parts)

    def edges(self) -> list[float]:
        """Return the left edge of each character of `text` and the right edge of the row."""
        found: list[float] = []
        end = self.x0
        for start, _, piece in self.places:
            if start > len(found):
                found.append(end)
            found.extend(piece.edges[:-1])
            end = piece.x1
        found.append(self.x1)
        return found

    @property
    def first(self) -> Piece:
        """Return the row's first piece."""
        return self.pieces[0]

    @property
    def width(self) -> float:
        """Return the row's width in points."""
        return self.x1 - self.x0


class _Growing:
    """A row while its pieces arrive; `main` is the piece that sets its baseline so far."""

    __slots__ = ("main", "pieces", "tangled", "weight", "x0", "x1")

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.main = piece
        self.weight = _weight(piece)
        self.x0, self.x1 = piece.x0, piece.x1
        self.tangled = False

    def add(self, piece: Piece) -> None:
        last = self.pieces[-1]
        if piece.x0 < last.x1 - 0.1 * piece.size and abs(piece.y - last.y) < 0.6 * last.size:
            self.tangled = True
        self.pieces.append(piece)
        weight = _weight(piece)
        if weight > self.weight:
            self.main, self.weight = piece, weight
        if piece.x1 > self.x1:
            self.x1 = piece.x1
        if piece.x0 < self.x0:
            self.x0 = piece.x0

    def done(self, page: int) -> Row:
        return Row(page, _untangled(self.pieces) if self.tangled else self.pieces, self.main)


def row_of(page: int, pieces: list[Piece]) -> Row:
    """Return the row of these pieces."""
    return Row(page, pieces, max(pieces, key=_weight))


def _weight(piece: Piece) -> float:
    """Return how much a piece says about its row's baseline: long, large, no operator."""
    style = piece.style
    if style.extension:
        return 0.0
    return len(piece.text) * piece.size * piece.size * (0.4 if style.math else 1.0)


def _is_limit(operator: Piece, piece: Piece) -> bool:
    """Return whether `piece` stands under or over a word such as "max", not behind it."""
    return (
        piece.x0 < operator.x1 - 0.1 * piece.size
        and abs(piece.y - operator.y) > 0.4 * piece.size
        and len(operator.text) > 1
        and operator.text.isalpha()
        and not operator.style.math
    )


def page_rows(page: int, pieces: list[Piece]) -> list[Row]:
    """Return the rows of a page in the order of `pieces` (TeX draws in reading order)."""
    rows: list[Row] = []
    row: _Growing | None = None
    for piece in pieces:
        if row is not None and _continues(row, piece):
            row.add(piece)
            continue
        if row is not None:
            rows.append(row.done(page))
        row = _Growing(piece)
    if row is not None:
        rows.append(row.done(page))
    return rows


def _continues(row: _Growing, piece: Piece) -> bool:
    """Return whether `piece` stands in the same row as the pieces before it."""
    last = row.pieces[-1]
    main = row.main
    size = piece.size if piece.size > last.size else last.size
    rise = piece.y - main.y
    level = abs(rise) < 0.25 * size
    if piece.x0 >= last.x1 - 0.4 * size:
        if level or abs(piece.y - last.y) < 0.1 * size:
            # A small number alone at the end of a line counts the lines.
            counts = piece.size < 0.8 * main.size and piece.text.isdigit()
            return not (counts and piece.x0 - row.x1 > 0.9 * size)
        if piece.x0 - max(last.x1, row.x1 - 3 * size) > 2.5 * size:
            return False
        if piece.style.extension or main.style.extension:
            return -1.6 * size < rise < 4 * size
        # A numerator, a limit or a script; a whole line lower is the next row.
        return -0.85 * size < rise < 2 * size
    accented = is_accent(piece.text) or (is_accent(last.text) and piece.x0 < last.x1)
    if (level or (accented and abs(rise) < 0.6 * size)) and piece.x0 >= row.x0 - 4:
        return True  # drawn later, within the row
    return _stacked(row, piece, rise)


def _stacked(row: _Growing, piece: Piece, rise: float) -> bool:
    """Return whether `piece` is a denominator, a limit or a second script of what came before."""
    size = row.main.size
    last = row.pieces[-1]
    prose = len(piece.text) > 5 and not piece.style.math and piece.text[:3].isalpha()
    if prose and (len(piece.text) > 12 or not row.main.style.math):
        return False  # a line of words in a smaller size
    if last.style.extension and size < 0.82 * last.size:
        # Only an upper limit and its operator so far: what is below the operator is its lower limit.
        centred = last.x0 - 2 * last.size < (piece.x0 + piece.x1) / 2 < last.x1 + 2 * last.size
        return centred and piece.y < last.y and last.y - piece.y < 3 * last.size
    small = piece.size < 0.82 * size
    narrow = row.x1 - row.x0 < 6 * size and (piece.style.math or row.main.style.math)
    if not small and rise < (-1.5 if narrow else -0.95) * size:
        return False
    if small and not -1.9 * size < rise < 2 * size:
        return False
    if small and abs(rise) < 0.95 * size and _behind_nucleus(row, piece):
        return True
    centre = (piece.x0 + piece.x1) / 2
    width = piece.x1 - piece.x0
    for other in reversed(row.pieces[-14:]):
        above = other.y - piece.y
        if not -2 * size < above < 2.4 * size or abs(above) < 0.2 * size:
            continue
        if not other.x0 - 0.3 * size <= centre <= other.x1 + 0.3 * size and (
            not piece.x0 <= (other.x0 + other.x1) / 2 <= piece.x1
            or width > 1.6 * (other.x1 - other.x0) + 3 * size
        ):
            continue
        if small and (other.style.extension or (abs(rise) < 0.95 * size and len(other.text) < 30)):
            return True
        raised = other.y > row.main.y + 0.25 * size or (narrow and other is row.main)
        if (
            raised
            and above < 1.9 * size
            and (piece.style.math or other.style.math or width < 4 * size)
        ):
            return True
    return False


def _behind_nucleus(row: _Growing, piece: Piece) -> bool:
    """Return whether a small piece begins behind the last full-sized one, as scripts all do."""
    for other in reversed(row.pieces[-30:]):
        if other.size > 0.9 * row.main.size:
            return piece.x0 >= other.x1 - 0.3 * row.main.size
    return False


def _untangled(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces in the order in which they are read, with accents on their letters.

    The engine joins what stands in one font on one baseline, so that a letter of another font or an
    accent may be drawn later, over a gap in the middle of what came before.
    """
    out: list[Piece] = []
    for piece in pieces:
        index = _covering(out, piece)
        if index is None:
            _append(out, piece)
            continue
        whole = out[index]
        if is_accent(piece.text):
            _accent(whole, piece, out, index)
            continue
        cut = _cut(whole, piece)
        left, right = whole.part(0, cut), whole.part(cut, len(whole.text))
        middle: list[Piece] = []
        for part in (left, piece, right):
            if part is not None:
                _append(middle, part)
        out[index : index + 1] = middle
    return out


def _covering(out: list[Piece], piece: Piece) -> int | None:
    """Return the index of a recent piece of the same baseline that reaches over `piece`."""
    accent = is_accent(piece.text)
    centre = (piece.x0 + piece.x1) / 2
    for index in range(len(out) - 1, max(len(out) - 7, -1), -1):
        other = out[index]
        if accent:
            if other.x0 <= centre <= other.x1 and abs(other.y - piece.y) < 0.6 * other.size:
                return index
            continue
        if (
            len(other.text) > 1
            and other.x0 - 0.5 < piece.x0
            and piece.x1 < other.x1 + 0.5
            and abs(other.y - piece.y) < 0.5 * other.size
        ):
            return index
    return None


def _cut(whole: Piece, piece: Piece) -> int:
    """Return the place within `whole` where `piece` belongs: the gap nearest to its left edge."""
    edges = whole.edges
    best, distance = 0, 1e9
    for index in range(1, len(edges) - 1):
        off = abs(edges[index] - piece.x0) - (1.5 if whole.text[index] == " " else 0)
        if off < distance:
            best, distance = index, off
    if best < len(whole.text) and is_accent(whole.text[best]):
        best += 1
    return best


def _accent(whole: Piece, accent: Piece, out: list[Piece], index: int) -> None:
    """Put a spacing accent on the letter of `whole` under its middle, or before that letter."""
    centre = (accent.x0 + accent.x1) / 2
    edges = whole.edges
    for at, char in enumerate(whole.text):
        if edges[at] <= centre <= edges[at + 1]:
            letter = composed(accent.text, char) or accent.text + char
            split = [edges[at]] * (len(letter) - 1)
            out[index] = whole.with_text(
                whole.text[:at] + letter + whole.text[at + 1 :],
                [*edges[: at + 1], *split, *edges[at + 1 :]],
            )
            return
    out.append(accent)


def _append(out: list[Piece], piece: Piece) -> None:
    """Append `piece`, put together with an accent right before it."""
    if out:
        last = out[-1]
        above = is_accent(last.text[-1]) and piece.x0 < last.x1
        if above and piece.edges[0] <= (last.edges[-2] + last.x1) / 2 <= piece.edges[1] + 0.5:
            whole = composed(last.text[-1], piece.text[0])
            if whole:
                rest = last.part(0, len(last.text) - 1)
                out[-1:] = [rest] if rest is not None else []
                out.append(piece.with_text(whole + piece.text[1:], piece.edges))
                return
    out.append(piece)
