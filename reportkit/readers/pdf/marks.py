"""QED boxes that a file draws as rules: amsthm's \\openbox is four lines, \\rule a filled square."""

import itertools
from collections.abc import Sequence
from typing import Any

from reportkit.readers.pdf.drawn import Drawn
from reportkit.readers.pdf.fonts import Style

# Sides of a box, in points: amsthm's is 6.7 at 10 pt, a \\rule{1.5ex}{1.5ex} 6 to 8.
_SHORTEST, _LONGEST = 3.8, 11.0
# Plots mark their points with squares; a page of proofs ends fewer.
_MOST_ON_A_PAGE = 12
_MOST_LINES = 2000
STYLE = Style("", False, False, False, False, False, False)


def boxes(drawn: Drawn) -> list[tuple[str, float, float, float]]:
    """Return "□" or "■", left edge, lower edge and side of each square that a page draws."""
    found = _open_boxes(drawn.lines) if len(drawn.lines) <= _MOST_LINES else []
    found += _filled_boxes(drawn.rects)
    return found if len(found) <= _MOST_ON_A_PAGE else []


def _open_boxes(lines: Sequence[Any]) -> list[tuple[str, float, float, float]]:
    """Find two upright lines of one height with a line between their feet and their heads."""
    sides = [line["bbox"] for line in lines if line["bbox"][2] < 0.5 and _fits(line["bbox"][3])]
    rungs = [line["bbox"] for line in lines if line["bbox"][3] < 0.5 and _fits(line["bbox"][2])]
    found = []
    for left, right in itertools.pairwise(sides):
        width = right[0] - left[0]
        if not _fits(width) or abs(left[1] - right[1]) > 0.3 or abs(left[3] - width) > 2:
            continue
        between = [r for r in rungs if abs(r[0] - left[0]) < 0.8 and abs(r[2] - width) < 1.2]
        heights = [rung[1] - left[1] for rung in between]
        if any(abs(h) < 0.6 for h in heights) and any(abs(h - left[3]) < 0.6 for h in heights):
            found.append(("□", left[0], left[1], width))
    return found


def _filled_boxes(rects: Sequence[Any]) -> list[tuple[str, float, float, float]]:
    if len(rects) > _MOST_LINES:
        return []
    return [
        ("■", x, y, width)
        for x, y, width, height in (rect["bbox"] for rect in rects if _is_filled(rect))
        if _fits(width) and abs(width - height) < 0.6
    ]


def _is_filled(rect: Any) -> bool:
    """Return whether a rectangle is black inside; a page without colours says nothing of them."""
    return rect["fill_color"] is not None or rect["stroke_color"] is None


def _fits(length: float) -> bool:
    return _SHORTEST <= length <= _LONGEST
