"""What a document's pages have in common: body size, leading, columns."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reportkit.document import Page
from reportkit.readers.pdf.rows import Row
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """The left and right edge of a column of text, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Size and leading of the body in points; whether paragraphs begin with an indentation."""

    size: float
    leading: float
    indents: bool


class Placed:
    """A row in its column.

    `drop` is the distance to the baseline of the row above in the same column and page, `gap` the
    space between the two; both None for the first row of a column.
    """

    __slots__ = ("column", "drop", "gap", "row")

    def __init__(self, row: Row, column: Column) -> None:
        self.row = row
        self.column = column
        self.drop: float | None = None
        self.gap: float | None = None

    @property
    def indent(self) -> float:
        """Return how far the row begins from the left edge of its column, in its own sizes."""
        return (self.row.x0 - self.column.left) / self.row.size

    @property
    def slack(self) -> float:
        """Return how far the row ends from the right edge of its column, in its own sizes."""
        return (self.column.right - self.row.x1) / self.row.size


def body_size(pages: list[list[Row]]) -> float:
    """Return the size in which most of the prose is set."""
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += row.prose
    return max(sizes.most_common(1)[0][0], 1.0) if sizes else 10.0


def placed(pages: list[list[Row]], sheets: Sequence[Page], size: float) -> list[list[Placed]]:
    """Return the rows of each page in their columns."""
    found = []
    usual: list[Column | None] = [None, None]
    for index, (rows, sheet) in enumerate(zip(pages, sheets, strict=True)):
        columns = _page_columns(rows, sheet.width, size, usual[index % 2] or usual[1 - index % 2])
        if len(columns) == 1 and sheet.width > sheet.height:
            # A slide's lines are short: its column reaches as far as its margin allows.
            left = max(min((row.x0 for row in rows), default=0.0), 0.0)
            columns = (Column(left, max(columns[0].right, sheet.width - left)),)
        elif len(columns) == 1:
            usual[index % 2] = columns[0]
        page = [Placed(row, _column_of(row, columns)) for row in rows]
        _measure_drops(page)
        found.append(page)
    return found


def _measure_drops(page: list[Placed]) -> None:
    last: Placed | None = None
    for item in page:
        if last is not None and last.column is item.column and last.row.y > item.row.y:
            item.drop = last.row.y - item.row.y
            item.gap = last.row.bottom - item.row.top
        last = item


def measures(pages: list[list[Placed]], size: float) -> Measures:
    """Return the leading of the body and whether its paragraphs are indented."""
    steps: Counter[float] = Counter()
    for page in pages:
        for item in page:
            drop = item.drop
            if drop is None or abs(item.row.size - size) > 0.2 or item.row.maths > item.row.prose:
                continue
            if 0.95 * size < drop < 2.6 * size:
                steps[round(drop * 4) / 4] += 1
    leading = steps.most_common(1)[0][0] if steps else 1.2 * size
    return Measures(size, leading, _indents(pages, size, leading))


def _indents(pages: list[list[Placed]], size: float, leading: float) -> bool:
    """Return whether more paragraphs begin with an indentation than flush after a short line.

    On 40 papers and reports the two counts differ by a factor of two or more.
    """
    indented = flush = 0
    for page in pages:
        for above, item in pairwise(page):
            row = item.row
            if item.drop is None or row.prose < 20 or not row.text[0].isupper():
                continue
            if (
                abs(row.size - size) > 0.2
                or abs(above.row.size - size) > 0.2
                or abs(above.indent) > 0.3
            ):
                continue
            indented += 0.7 < item.indent < 3.5 and item.drop < 1.5 * leading
            flush += abs(item.indent) < 0.3 and above.slack > 2 and not row.first.bold
    return indented > flush


def _page_columns(
    rows: list[Row], width: float, size: float, usual: Column | None
) -> tuple[Column, ...]:
    """Return one column, or the left one, the right one and both together."""
    prose = [row for row in rows if row.prose > 12 and row.prose > row.maths]
    narrow = [row for row in prose if 0.2 * width < row.x1 - row.x0 < 0.52 * width]
    left = [row for row in narrow if row.x1 < 0.54 * width]
    right = [row for row in narrow if row.x0 > 0.46 * width]
    wide = sum(row.x1 - row.x0 > 0.56 * width for row in prose)
    aligned = Counter(round(row.x0) for row in right).most_common(1)
    if aligned and aligned[0][1] >= 4 and len(right) >= 5 and wide < len(left) + len(right):
        second = _extent(right)
        first = (
            _extent(left) if len(left) > 3 else Column(width - second.right, width - second.left)
        )
        return first, second, Column(first.left, second.right)
    body = [row for row in prose if abs(row.size - size) < 0.2]
    if len(body) < 5 and usual is not None:
        return (usual,)
    return (_extent(body or prose or rows),)


def _extent(rows: list[Row]) -> Column:
    """Return the leftmost edge that several rows share, and the right edge that most share."""
    if not rows:
        return Column(0.0, 0.0)
    enough = max(2.0, 0.1 * len(rows))
    left = _shared(sorted(row.x0 for row in rows), enough)
    ends = Counter(round(row.x1) for row in rows)
    usual, count = max(ends.items(), key=lambda end: (end[1], end[0]))
    if count < 3 or count < 0.15 * len(rows):
        usual = round(-_shared(sorted(-row.x1 for row in rows), enough))
    return Column(left, max(float(usual), left + 1))


def _shared(values: list[float], enough: float) -> float:
    """Return the smallest of the ascending values that `enough` others come within two points of."""
    for index, value in enumerate(values):
        ahead = index + int(enough + 0.99) - 1
        if ahead < len(values) and values[ahead] - value < 2:
            return value
    return values[0]


def _column_of(row: Row, columns: tuple[Column, ...]) -> Column:
    if len(columns) == 1:
        return columns[0]
    left, right, both = columns
    if row.x0 > left.right - 3:
        return right
    if row.x1 < right.left + 3 or (row.x0 + row.x1) / 2 < left.right - 0.2 * (
        left.right - left.left
    ):
        return left
    return both
