"""Running heads, page numbers, line numbers and stamps: what stands outside of the reading flow."""

import re
from collections import Counter
from itertools import pairwise

from reportkit.readers.pdf.rows import Row

_PAGE_NUMBER = re.compile(
    r"(?:page |seite )?[-–— ]*(?:\d{1,4}|[ivxlc]{1,6})[-–— ]*(?:(?:of|von|/) ?\d{1,4})?\.?", re.I
)
_LONE_NUMBER = re.compile(r"[-–— ]*(\d{1,3})[-–— ]*")
_STAMP_PT = 40.0
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


def without_margins(
    pages: list[list[Row]], heights: list[float]
) -> tuple[list[list[Row]], list[Row]]:
    """Return the rows of each page that belong to the flow, and those that do not, in page order."""
    repeated = _repeated(pages)
    stamps = _stamps(pages)
    numbered = _numbered_heads(pages, heights) | _page_numbers(pages, heights)
    flow, margins = [], []
    for rows, height in zip(pages, heights, strict=True):
        apart = _line_numbers(rows)
        apart.update(id(row) for row in rows if row.size > _STAMP_PT and _key(row) in stamps)
        apart.update(
            id(row)
            for row in _outermost(rows, apart)
            if id(row) in numbered or _is_margin(row, height, repeated)
        )
        if rows and rows[0].page == 1:
            apart.update(id(row) for row in rows if row.text.startswith("arXiv:") and row.x0 < 60)
        margins += [row for row in rows if id(row) in apart]
        flow.append([row for row in rows if id(row) not in apart])
    return flow, margins


def _stamps(pages: list[list[Row]]) -> set[tuple[str, int]]:
    """Return what stands across most pages in letters of an inch or so: "DRAFT"."""
    large = ({_key(row) for row in rows if row.size > _STAMP_PT} for rows in pages)
    counts = Counter(key for keys in large for key in keys)
    return {key for key, count in counts.items() if count >= max(3, len(pages) / 2)}


def _line_numbers(rows: list[Row]) -> set[int]:
    """Return the ids of rows that count lines: numbers in a column of their own, beside the text."""
    columns: dict[int, list[Row]] = {}
    for row in rows:
        if row.text.isdigit() and len(row.text) < 5:
            columns.setdefault(round(row.x1 / 2), []).append(row)
    found: set[int] = set()
    for numbers in columns.values():
        if len(numbers) < 4:
            continue
        ordered = sorted(numbers, key=lambda row: -row.y)
        rising = sum(int(a.text) < int(b.text) for a, b in pairwise(ordered))
        left, right = min(row.x0 for row in numbers), max(row.x1 for row in numbers)
        inside = sum(row.x0 < right and left < row.x1 for row in rows if row.prose > 20)
        if rising >= 0.9 * (len(numbers) - 1) and inside <= 0.1 * len(rows):
            found.update(id(row) for row in numbers)
    return found


def _outermost(rows: list[Row], apart: set[int]) -> list[Row]:
    """Return the rows on the two highest and two lowest baselines of a page."""
    order = sorted((row for row in rows if id(row) not in apart), key=lambda row: -row.y)
    levels = sorted({round(row.y) for row in order}, reverse=True)
    ends = set(levels[:2] + levels[-2:])
    return [row for row in order if round(row.y) in ends]


def _key(row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.text.lower()), round(row.y / 3)


def _repeated(pages: list[list[Row]]) -> set[tuple[str, int]]:
    counts = Counter(
        key for rows in pages for key in {_key(row) for row in _outermost(rows, set())}
    )
    return {key for key, count in counts.items() if count >= 3 or (count == 2 and len(pages) <= 4)}


_WITH_NUMBER = re.compile(r"(\d{1,3}) +\D*[^\W\d_]\D*|\D*[^\W\d_]\D* +(\d{1,3})")


def _numbered_heads(pages: list[list[Row]], heights: list[float]) -> set[int]:
    """Return the ids of running heads that hold the number of their page: "TITLE 3", "4 AUTHOR".

    Each of two that take turns may stand in a short file once. They are in capitals, italic or
    smaller than the text, and two pages' numbers have to go on from one another.
    """
    found: dict[int, list[Row]] = {}
    for index, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        size = max(Counter(round(row.size, 1) for row in rows).items(), key=_often, default=(0, 0))
        for row in _ends(rows):
            match = _WITH_NUMBER.fullmatch(row.text.strip())
            near = row.y > 0.86 * height or row.y < 0.12 * height
            if match and near and _is_apart(row, size[0]):
                offset = int(match[1] or match[2]) - index
                found.setdefault(offset, []).append(row)
    alike = (rows for rows in found.values() if len({row.page for row in rows}) >= 2)
    return {id(row) for rows in alike for row in rows}


def _page_numbers(pages: list[list[Row]], heights: list[float]) -> set[int]:
    """Return the ids of numbers alone at the end of a page that count the pages, one by one.

    They stand far from the edge of the paper where the margins are wide.
    """
    found: dict[tuple[int, int], list[Row]] = {}
    for index, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        for row in _ends(rows):
            number = _LONE_NUMBER.fullmatch(row.text)
            if number and (row.y > 0.78 * height or row.y < 0.22 * height):
                found.setdefault((int(number[1]) - index, round(row.y / 3)), []).append(row)
    return {id(row) for rows in found.values() if len(rows) >= 4 for row in rows}


def _often(item: tuple[float, int]) -> int:
    return item[1]


def _ends(rows: list[Row]) -> list[Row]:
    """Return the highest and the lowest row of a page."""
    order = sorted(rows, key=lambda row: row.y)
    return [*order[:1], *order[-1:]]


def _is_apart(row: Row, size: float) -> bool:
    """Return whether a row is set otherwise than text of that size, and not as a heading."""
    if row.first.bold or row.size > 1.05 * size:
        return False
    return row.text.upper() == row.text or row.first.italic or row.size < 0.93 * size


def _is_margin(row: Row, height: float, repeated: set[tuple[str, int]]) -> bool:
    near = row.y > 0.88 * height or row.y < 0.1 * height
    if near and _PAGE_NUMBER.fullmatch(row.text.strip()):
        return True
    return (row.y > 0.86 * height or row.y < 0.12 * height) and _key(row) in repeated
