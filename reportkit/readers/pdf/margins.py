"""Running heads, page numbers, line numbers and stamps: what stands outside of the reading flow."""

import re
from collections import Counter

from reportkit.readers.pdf.rows import Row

_PAGE_NUMBER = re.compile(
    r"(?:page |seite )?[-–— ]*(?:\d{1,4}|[ivxlc]{1,6})[-–— ]*(?:(?:of|von|/) ?\d{1,4})?\.?", re.I
)
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


def without_margins(
    pages: list[list[Row]], heights: list[float]
) -> tuple[list[list[Row]], list[Row]]:
    """Return the rows of each page that belong to the flow, and those that do not, in page order."""
    repeated = _repeated(pages)
    flow, margins = [], []
    for rows, height in zip(pages, heights, strict=True):
        kept = []
        edge = {id(row) for row in _outermost(rows)}
        for row in rows:
            if (id(row) in edge and _is_margin(row, height, repeated)) or (
                row.x1 < 40 and row.x1 - row.x0 < 20 and row.text.isdigit()
            ):
                margins.append(row)
            else:
                kept.append(row)
        flow.append(kept)
    return flow, margins


def _outermost(rows: list[Row]) -> list[Row]:
    """Return the rows on the two highest and two lowest baselines of a page."""
    order = sorted(rows, key=lambda row: -row.y)
    levels = sorted({round(row.y) for row in order}, reverse=True)
    ends = set(levels[:2] + levels[-2:])
    return [row for row in order if round(row.y) in ends]


def _key(row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.text.lower()), round(row.y / 3)


def _repeated(pages: list[list[Row]]) -> set[tuple[str, int]]:
    counts = Counter(key for rows in pages for key in {_key(row) for row in _outermost(rows)})
    return {key for key, count in counts.items() if count >= 3 or (count == 2 and len(pages) <= 4)}


def _is_margin(row: Row, height: float, repeated: set[tuple[str, int]]) -> bool:
    near = row.y > 0.88 * height or row.y < 0.1 * height
    if near and _PAGE_NUMBER.fullmatch(row.text.strip()):
        return True
    return (row.y > 0.86 * height or row.y < 0.12 * height) and _key(row) in repeated
