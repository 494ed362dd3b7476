"""What rows are apart from prose: captions, tables, figures, footnotes, code, contents."""

import re

from reportkit.document import BlockKind
from reportkit.readers.pdf.measures import Measures, Placed
from reportkit.readers.pdf.rows import Row

ITEM = re.compile(
    r"(?!(?:i\.e|e\.g|w\.r|a\.s|i\.i|c\.f)\.)(?:[•◦▪▸►▶‣■□●○⋄◇⋆✓➢∗*+–—-]|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5}|[A-Z]\d)\)[.:]?|"
    r"(?:\d{1,2}|[ivx]{1,5}|[a-z])[.)]{1,2}|[A-Z]\)|[A-Z]\d[.:)]|\[?[A-Z]\d\]) *(?=\S)"
)
BULLET = re.compile(r"[•◦▪▸►▶‣■□●○⋄◇✓➢]")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Tab\.|Abbildung|Abb\.|Tabelle|Algorithm|Algorithmus|Listing|Box) ?"
    r"(?:(?:[A-Z]\.?)?\d{1,3}(?:\.\d+)*|[IVX]{1,5}|[A-Z](?=[.:]))(?P<stop>[.:|—]?)(?= |$)", re.I
)  # fmt: skip
EQUATION_NUMBER = re.compile(
    r"\((?P<number>(?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d+)*[a-z]?'?|[A-Z]{1,3}|[*†‡★⋆∗]{1,3})\)$"
)
LEADERS = re.compile(r"(?:[.·] ?){4,}\s*(?:\d{1,4}|[ivxlc]+)?$")
ENDS_IN_PAGE = re.compile(r"\S\s+(?:\d{1,4}|[ivxlc]+)$")
_NOTE_MARK = re.compile(r"(?:\d{1,2}|[*∗†‡§¶⋆★♯♮$]{1,2}|[a-z])(?=\s*\S)")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_OPERATORS = frozenset(
    [
        "log",
        "max",
        "min",
        "exp",
        "sup",
        "inf",
        "lim",
        "arg",
        "argmin",
        "argmax",
        "det",
        "dim",
        "ker",
        "cos",
        "sin",
        "tan",
        "cot",
        "mod",
        "gcd",
        "var",
        "cov",
        "diag",
        "span",
        "sgn",
        "sign",
        "rank",
        "subject",
        "tr",
        "vec",
        "softmax",
        "limsup",
        "liminf",
        "and",
        "for",
        "all",
        "if",
        "with",
        "otherwise",
        "where",
        "Pr",
        "Var",
        "Cov",
    ]
)
_LEAST_LINES = 3
_EMPTY_LINES = 3  # how many numbers further the next line of a listing may be
_CODE_LINE = re.compile(
    r"(?:\d{1,2}: ?|(?:Input|Output|Require|Ensure|Data|Result|Initiali[sz]e|Parameters?|return|for|while|if|else|end|repeat|until|do)\b)"
)


def letters_of(row: Row) -> int:
    """Return how many of a row's characters belong to words of prose."""
    total = 0
    for piece in row.pieces:
        if not piece.style.math and len(piece.text) > 2:
            for word in _WORDS.findall(piece.text):
                if word not in _OPERATORS:
                    total += len(word)
    return total


def is_display(item: Placed, above_is_display: bool, measures: Measures) -> bool:
    """Return whether a row is displayed mathematics, or a part of it such as its number."""
    row = item.row
    text = row.text
    if item.slack < 1 and EQUATION_NUMBER.fullmatch(text):
        return True
    if not row.maths:
        return False
    if row.size < 0.86 * measures.size and row.width < 8 * row.size and letters_of(row) == 0:
        return True
    count = len(text)
    letters = letters_of(row)
    indent = item.indent
    if ITEM.match(text) and (indent < 4 or BULLET.match(text)) and letters > 0.15 * count:
        return False
    numbered = EQUATION_NUMBER.search(text) is not None and item.slack < 1.5
    if (
        indent < 3
        and row.first.text[:1].isupper()
        and not row.first.style.math
        and letters > 3
        and len(row.first.text) > 2
    ):
        return numbered and indent > 1 and letters < 0.3 * count
    if indent > 1.1:
        return letters < (0.6 if numbered or indent > 4 else 0.45) * count
    if letters < 0.12 * count and (above_is_display or numbered or indent > 0.3):
        return row.maths > 0.3 * count
    return False


def caption_kind(item: Placed, measures: Measures) -> BlockKind | None:
    """Return CAPTION for the first row of a caption, else None."""
    text = item.row.text
    match = CAPTION.match(text)
    if not match:
        return None
    first = item.row.first
    set_apart = first.bold or first.style.small_caps or item.row.size < 0.95 * measures.size
    free = item.drop is None or item.drop > 1.25 * measures.leading
    if match["stop"] or set_apart or match.end() == len(text):
        return BlockKind.CAPTION if free or set_apart else None
    return None


def caption_words(text: str) -> bool:
    """Return whether a row begins like a caption."""
    return CAPTION.match(text) is not None


def is_note(row: Row) -> bool:
    """Return whether a row begins with the mark of a footnote."""
    first = row.first
    if first.size > 0.88 * row.size and first.y < row.y + 0.15 * row.size:
        return False
    return bool(_NOTE_MARK.match(row.text)) and len(first.text) <= 2


def footnotes(page: list[Placed], measures: Measures) -> set[int]:
    """Return the ids of the rows that are footnotes: small, below the body of their column."""
    found: set[int] = set()
    columns: dict[int, list[Placed]] = {}
    for item in page:
        columns.setdefault(id(item.column), []).append(item)
    for items in columns.values():
        small: list[Placed] = []
        for item in reversed(items):
            if item.row.size > 0.94 * measures.size and not (
                small and item.row.size < 0.8 * measures.size
            ):
                break
            small.append(item)
        small.reverse()
        start = next((i for i, item in enumerate(small) if is_note(item.row)), None)
        if start is not None and small[start].row.y < 0.62 * max(item.row.y for item in page):
            found.update(id(item) for item in small[start:])
    return found


def listings(page: list[Placed]) -> set[int]:
    """Return the ids of the rows of listings whose lines are numbered: 1, 2, 3 in a smaller size.

    A number that has no line of its own here was set beside an empty one.
    """
    found: set[int] = set()
    run: list[Placed] = []
    last = 0
    for item in [*page, None]:
        number = _line_number(item.row) if item else 0
        if item and number and last < number <= last + _EMPTY_LINES:
            run.append(item)
        else:
            if len(run) >= _LEAST_LINES or (len(run) > 1 and all(map(_is_mono, run))):
                found.update(map(id, run))
            run = [item] if item and number else []
        last = number
    return found


def _line_number(row: Row) -> int:
    """Return the number in a smaller size that a row begins with, on its baseline; 0 without one."""
    first = row.first
    if len(row.pieces) < 2 or not first.text.strip().isdecimal() or len(first.text) > 3:
        return 0
    second = row.pieces[1]
    small = first.size < 0.8 * second.size and abs(first.y - second.y) < 0.15 * second.size
    return int(first.text) if small and not second.style.math else 0


def is_table_row(row: Row) -> bool:
    """Return whether a row has cells: wide gaps between pieces of prose or numbers."""
    gaps = 0
    end = row.pieces[0].x1
    for piece in row.pieces[1:]:
        if piece.x0 - end > 1.4 * row.size:
            gaps += 1
        end = max(end, piece.x1)
    return gaps >= 1


def _is_mono(item: Placed) -> bool:
    return item.row.pieces[1].style.mono


def is_code(item: Placed, *, within: bool = False) -> bool:
    """Return whether most of a row is set like a typewriter's; `within` code a brace is enough."""
    mono = sum(len(piece.text) for piece in item.row.pieces if piece.style.mono)
    return mono > 0.85 * (item.row.prose + item.row.maths) and mono > (0 if within else 3)


def is_algorithm_row(text: str) -> bool:
    """Return whether a row reads like a line of pseudocode."""
    return bool(_CODE_LINE.match(text))
