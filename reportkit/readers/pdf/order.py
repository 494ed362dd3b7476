"""Reading order where the order of drawing is not it: TeX draws as one reads, other programs may not."""

from reportkit.readers.pdf.rows import Row, row_of

# Rows that look like prose: long enough that figures, tables and authors do not count.
_LONG = 20
_NARROWEST_GUTTER = 8.0


def ordered(rows: list[Row], width: float) -> list[Row]:
    """Return the rows of a page in reading order; as drawn wherever that goes down the page."""
    gutter = _gutter(rows, width)
    if gutter is not None:
        parts = [part for row in rows for part in _split(row, gutter)]
        return _by_columns(parts, gutter)
    if _goes_up(rows):
        return sorted(rows, key=lambda row: (-round(row.y), row.x0))
    return rows


def _goes_up(rows: list[Row]) -> bool:
    """Return whether rows of prose often stand above the one that was drawn before them."""
    prose = [row for row in rows if row.prose > _LONG]
    up = 0
    for index in range(1, len(prose)):
        last, row = prose[index - 1], prose[index]
        up += row.y > last.y + 0.5 * row.size and row.x0 < last.x1 - row.size
    return up >= 4 and up > 0.3 * len(prose)


def _gutter(rows: list[Row], width: float) -> float | None:
    """Return the middle of the gap between two columns whose lines were drawn side by side."""
    prose = [row for row in rows if row.prose > 2 * _LONG and row.width > 0.5 * width]
    if len(prose) < 6:
        return None
    gaps = [gap for gap in (_widest_gap(row, width) for row in prose) if gap is not None]
    if len(gaps) < 6 or len(gaps) < 0.6 * len(prose):
        return None
    middle = sorted((left + right) / 2 for left, right in gaps)[len(gaps) // 2]
    held = sum(left < middle < right for left, right in gaps)
    return middle if held > 0.85 * len(gaps) else None


def _widest_gap(row: Row, width: float) -> tuple[float, float] | None:
    """Return the widest gap near the middle of the page with prose on both sides."""
    best: tuple[float, float] | None = None
    end = row.pieces[0].x1
    before = len(row.pieces[0].text)
    for piece in row.pieces[1:]:
        gap = piece.x0 - end
        after = len(row.text) - before
        central = 0.3 * width < (end + piece.x0) / 2 < 0.7 * width
        widest = max(_NARROWEST_GUTTER, 0.8 * row.size, best[1] - best[0] if best else 0.0)
        if gap > widest and central and min(before, after) > _LONG:
            best = end, piece.x0
        end = max(end, piece.x1)
        before += len(piece.text)
    return best


def _split(row: Row, gutter: float) -> list[Row]:
    """Return a row's parts on both sides of the gutter; the row itself where it runs across."""
    if any(piece.x0 < gutter < piece.x1 for piece in row.pieces):
        return [row]
    sides = (
        [piece for piece in row.pieces if piece.x1 <= gutter],
        [piece for piece in row.pieces if piece.x0 >= gutter],
    )
    return [row_of(row.page, side) for side in sides if side]


def _by_columns(rows: list[Row], gutter: float) -> list[Row]:
    """Return rows column by column, down to each row that runs across and on from there."""
    out: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in sorted(rows, key=lambda row: (-round(row.y), row.x0)):
        if row.x1 <= gutter + 2:
            left.append(row)
        elif row.x0 >= gutter - 2:
            right.append(row)
        else:
            out += [*left, *right, row]
            left, right = [], []
    return [*out, *left, *right]
