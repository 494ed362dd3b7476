"""Rows become blocks: paragraphs, headings, displays, footnotes, captions and the rest."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from reportkit.document import BlockKind
from reportkit.readers.pdf.rows import Row

_THEOREM = re.compile(
    r"(?:\d+(?:\.\d+)*\.? )?(?:Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Claim|Conjecture|"
    r"Assumption|Fact|Observation|Property|Condition|Problem|Notation|Hypothesis|Question|Exercise|Satz|Korollar|Beispiel|"
    r"Bemerkung|Annahme|Hilfssatz|Folgerung|Vermutung|Behauptung)s?\b"
)
_PROOF = re.compile(r"(?:Proof|Beweis|Sketch of (?:the )?proof)\b")
_NUMBERED = re.compile(
    r"(?:(?:Chapter|Kapitel|Part|Teil|Appendix|Anhang|Section|Abschnitt) )?"
    r"(?P<number>(?:[A-Z]|[IVX]+|\d{1,2})(?:\.\d{1,2}){0,4})(?P<stop>[.:]?) +(?P<title>\S.*)"
)
_ITEM = re.compile(r"(?:[•◦▪–∗*·⋄▶►‣■□-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]) ?(?=\S)")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Abbildung|Abb\.|Tabelle|Tab\.|Algorithm|Listing) ?\d+(?:\.\d+)*[.:]? ",
    re.I,
)
_NUMBER = re.compile(r"\((?P<number>(?:[A-Z]{1,2}[.-]?)?\d{0,3}(?:\.\d+)*[a-z']?|[*†‡★]+)\)$")
_UNNUMBERED = re.compile(
    r"(?:abstract|summary|references|bibliography|acknowledge?ments?|introduction|conclusions?|contents|"
    r"zusammenfassung|literatur(?:verzeichnis)?|inhaltsverzeichnis|einleitung|danksagung|appendix|anhang)\.?",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """A block in the making: rows with whether each is a display."""

    kind: BlockKind
    rows: list[Row] = field(default_factory=list)
    displays: list[bool] = field(default_factory=list)
    level: int | None = None

    def add(self, row: Row, display: bool) -> None:
        """Append a row."""
        self.rows.append(row)
        self.displays.append(display)


@dataclass(frozen=True, slots=True)
class Measures:
    """A document's body size and leading in points."""

    size: float
    leading: float


def measures(pages: list[list[Row]]) -> Measures:
    """Return the size and leading of most of the text."""
    sizes: Counter[float] = Counter()
    steps: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[round(row.size, 1)] += sum(len(piece.text) for piece in row.pieces)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    for rows in pages:
        for above, below in itertools.pairwise(rows):
            step = above.y - below.y
            if 0.9 * size < step < 2.6 * size and abs(above.size - size) < 0.2:
                steps[round(step * 2) / 2] += 1
    return Measures(size, steps.most_common(1)[0][0] if steps else 1.2 * size)


def drafts(pages: list[list[Row]], widths: list[float]) -> list[Draft]:
    """Return the blocks of a document in reading order."""
    size = measures(pages)
    found: list[Draft] = []
    for rows, width in zip(pages, widths, strict=True):
        columns = _columns(rows, width)
        last: Row | None = None
        for row in rows:
            column = columns[id(row)]
            _place(found, row, last, column, size)
            last = row
    return found


def _columns(rows: list[Row], width: float) -> dict[int, tuple[float, float]]:
    """Return the left and right edge of the column of each row."""
    middle = width / 2
    wide = [row for row in rows if row.x1 - row.x0 > 0.25 * width]
    left = [row for row in wide if row.x1 < middle + 10]
    right = [row for row in wide if row.x0 > middle - 10]
    two = len(left) >= 4 and len(right) >= 4 and len(left) + len(right) > 0.6 * len(wide)
    out = {}
    edges_left, edges_right, edges = (_extent(part) for part in (left, right, wide or rows))
    for row in rows:
        if two and row.x1 < middle + 10:
            out[id(row)] = edges_left
        elif two and row.x0 > middle - 10:
            out[id(row)] = edges_right
        else:
            out[id(row)] = edges
    return out


def _extent(rows: list[Row]) -> tuple[float, float]:
    if not rows:
        return 0.0, 0.0
    lefts = Counter(round(row.x0) for row in rows)
    rights = Counter(round(row.x1) for row in rows)
    common = [x for x, count in lefts.items() if count >= max(2, 0.15 * len(rows))]
    ends = [x for x, count in rights.items() if count >= max(2, 0.15 * len(rows))]
    return min(common or lefts), max(ends or rights)


def _place(
    found: list[Draft], row: Row, last: Row | None, column: tuple[float, float], size: Measures
) -> None:
    text = row.text
    display = _is_display(row, text, column, size)
    current = found[-1] if found else None
    kind, level = _kind(row, text, column, size)
    if current is None or _breaks(current, row, last, text, display, kind, column, size):
        if (
            display
            and current is not None
            and current.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
        ):
            current.add(row, True)
            return
        found.append(Draft(BlockKind.FORMULA if display else kind, level=level))
    found[-1].add(row, display)


def _is_display(row: Row, text: str, column: tuple[float, float], size: Measures) -> bool:
    maths = sum(len(piece.text) for piece in row.pieces if piece.style.math)
    letters = sum(
        len(piece.text)
        for piece in row.pieces
        if not piece.style.math and len(piece.text) > 3 and piece.text[:2].isalpha()
    )
    centred = row.x0 > column[0] + 1.2 * size.size
    return maths > 0 and centred and (letters < 0.5 * len(text))


def _kind(
    row: Row, text: str, column: tuple[float, float], size: Measures
) -> tuple[BlockKind, int | None]:
    first = row.pieces[0]
    bold = first.bold and not first.style.math
    if _CAPTION.match(text) and len(text) > 12:
        return BlockKind.CAPTION, None
    level = _heading_level(row, text, bold, size)
    if level is not None:
        return BlockKind.HEADING, level
    if (
        row.size < 0.93 * size.size
        and row.y < 250
        and re.match(r"(?:\d{1,2}|[*†‡§])\s*\S", text)
        and first.size < 0.9 * row.size
    ):
        return BlockKind.FOOTNOTE, None
    if _ITEM.match(text) and row.x0 > column[0] + 2:
        return BlockKind.ITEM, None
    return BlockKind.PARAGRAPH, None


def _heading_level(row: Row, text: str, bold: bool, size: Measures) -> int | None:
    caps = row.pieces[0].style.small_caps
    every = all(piece.bold or piece.style.math or piece.style.small_caps for piece in row.pieces)
    larger = row.size > 1.08 * size.size
    if not (every and (bold or caps)) and not larger:
        return None
    if len(text) > 160 or _THEOREM.match(text) or _PROOF.match(text):
        return None
    match = _NUMBERED.match(text)
    if match:
        return 1 + match["number"].count(".")
    if _UNNUMBERED.fullmatch(text):
        return 1
    if larger and bold:
        return 1 if row.size > 1.25 * size.size else 2
    return None


def _breaks(
    current: Draft,
    row: Row,
    last: Row | None,
    text: str,
    display: bool,
    kind: BlockKind,
    column: tuple[float, float],
    size: Measures,
) -> bool:
    previous = current.rows[-1]
    if display:
        return True
    if kind is not BlockKind.PARAGRAPH:
        return not (
            kind is BlockKind.HEADING
            and current.kind is BlockKind.HEADING
            and abs(previous.size - row.size) < 0.3
            and not _NUMBERED.match(text)
            and 0 < previous.y - row.y < 1.6 * row.size
        )
    if current.kind in (BlockKind.HEADING, BlockKind.FORMULA):
        return True
    first = row.pieces[0]
    if (first.bold or first.style.small_caps or first.italic) and (
        (_THEOREM.match(text) and not first.italic) or _PROOF.match(text)
    ):
        return True
    if abs(row.size - previous.size) > 0.08 * size.size and not current.displays[-1]:
        return True
    indented = 0.6 * row.size < row.x0 - column[0] < 4 * row.size
    if current.displays[-1]:
        return indented
    gap = previous.y - row.y
    if gap > 1.35 * max(size.leading, 1.1 * row.size):
        return True
    if indented and previous.x0 - column[0] < 0.5 * row.size and current.kind is not BlockKind.ITEM:
        return True
    return current.kind is BlockKind.ITEM and row.x0 < current.rows[0].x0 - 0.3 * row.size
