"""What rules set apart: tables between three and more, algorithms under their caption, footnotes."""

import re
from itertools import pairwise

from reportkit.document import BlockKind
from reportkit.readers.pdf import regions
from reportkit.readers.pdf.drawn import Drawn
from reportkit.readers.pdf.measures import Measures, Placed
from reportkit.records import dataclass

# Thinner than any of TeX's text; longer than a fraction's bar or a root's.
_THICKEST = 1.6
_SHORTEST = 40.0
_MOST_ON_A_PAGE = 400
# Six words and a full stop, or the box that ends a proof: what stands in a frame is no table.
_SENTENCE = re.compile(r"(?:[^\W\d_]+[\s,]+){5}[^\W\d_]{2,}\.\s*$|[□■]$")
_ALGORITHM = re.compile(r"(?:algorithm|algorithmus|procedure|listing|protocol)\b", re.I)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule from `x0` to `x1`, in points from the bottom left."""

    x0: float
    x1: float
    y: float


def rules(drawn: Drawn) -> tuple[Rule, ...]:
    """Return the long horizontal rules that a page draws, from the top."""
    boxes = [shape["bbox"] for shape in (*drawn.lines, *drawn.rects)]
    found = [
        Rule(x, x + width, y)
        for x, y, width, height in boxes
        if width > _SHORTEST and abs(height) < _THICKEST
    ]
    found.sort(key=lambda rule: (-rule.y, rule.x0))
    return tuple(found) if len(found) <= _MOST_ON_A_PAGE else ()


def ruled(items: list[Placed], lines: tuple[Rule, ...], measures: Measures) -> dict[int, BlockKind]:
    """Return the kind of each row that rules set apart, by the row's id."""
    found: dict[int, BlockKind] = {}
    for group in _groups(lines):
        _between(items, group, found)
    for line in lines:
        for item in _under_note_rule(items, line, measures):
            found[id(item)] = BlockKind.FOOTNOTE
    return found


def _groups(lines: tuple[Rule, ...]) -> list[list[Rule]]:
    """Return rules of one extent, from the top, without doubles."""
    groups: list[list[Rule]] = []
    for line in lines:
        for group in groups:
            if abs(group[0].x0 - line.x0) < 3 and abs(group[0].x1 - line.x1) < 3:
                if group[-1].y - line.y > 1.5:
                    group.append(line)
                break
        else:
            groups.append([line])
    return [group for group in groups if len(group) > 1]


def _between(items: list[Placed], group: list[Rule], found: dict[int, BlockKind]) -> None:
    code = False
    for upper, lower in pairwise(group):
        inside = [
            item
            for item in items
            if lower.y - 1 < item.row.y < upper.y
            and upper.x0 - 4 < (item.row.x0 + item.row.x1) / 2 < upper.x1 + 4
        ]
        if code:
            found.update((id(item), BlockKind.CODE) for item in inside)
            code = False
        elif inside and len(inside) < 4 and _ALGORITHM.match(inside[0].row.text):
            code = True
        elif len(group) > 2 and not any(_is_prose(item, upper) for item in inside):
            found.update((id(item), BlockKind.TABLE) for item in inside)


def _is_prose(item: Placed, rule: Rule) -> bool:
    """Return whether a row reads like a line of a paragraph and not like one of a table."""
    row = item.row
    if regions.caption_words(row.text) or row.width > 1.05 * (rule.x1 - rule.x0):
        return True
    if _SENTENCE.search(row.text):
        return True
    wide = row.width > 0.75 * (rule.x1 - rule.x0)
    return wide and regions.letters_of(row) > 40 and not regions.is_table_row(row)


def _under_note_rule(items: list[Placed], line: Rule, measures: Measures) -> list[Placed]:
    """Return the rows under a footnote rule; none where the rule is something else."""
    below = [
        item
        for item in items
        if item.row.y < line.y and abs(item.column.left - line.x0) < 3 and item.row.x0 > line.x0 - 2
    ]
    if not below or not 0.2 < (line.x1 - line.x0) / (below[0].column.right - line.x0 or 1) < 0.6:
        return []
    first = max(below, key=lambda item: item.row.y)
    if line.y - first.row.y > 2.2 * measures.size or first.row.size > 0.97 * measures.size:
        return []
    larger = sum(item.row.size > 0.97 * measures.size for item in below)
    return below if larger <= 0.1 * len(below) else []
