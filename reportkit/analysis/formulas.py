"""Formulas as sequences of symbols, and where a draft's formula differs a little from the paper's.

A PDF prints fractions, scripts and brackets in ways that come out differently from one file to the
next, so only letters, numbers, roots and function names are compared; brackets, signs, accents and
the number 1 (which a fraction has and a negative power has not) are left out.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from reportkit.document import Document, Span
from reportkit.records import dataclass

_FUNCTIONS = "log|ln|exp|min|max|sup|inf|lim|diam|poly|polylog|det|rank|Pr|Var|var|tr|sin|cos|tanh|sign|arg|dist"
# words within a display
_WORDS = r"\b(?:for|every|each|all|any|some|and|or|where|with|if|then|otherwise|such|that|für|jedes?|alle|und|oder|wobei|mit|wenn|falls|sonst)\b"
_WORD = re.compile(rf"\s*{_WORDS}[\s,]*")
_SYMBOL = re.compile(rf"{_FUNCTIONS}|\d+(?:\.\d+)?|[√∞∧∨]|[^\W\d_]")
_ROOT = re.compile(r"√|∞")
_NUMBER = re.compile(r"\d")
# what may stand between two parts of one formula, or at its edge, in upright type
_GLUE = re.compile(
    r"(?:[\s\d.,()\[\]{}|∥‖/+\-−–·×*=<>≤≥⩽⩾≲≳∈√∞⌈⌉⌊⌋⟨⟩:;\uf8e0-\uf8ff]|\b(?:log|ln|exp|min|max|sup|inf|poly|polylog|O|Õ|Ω|Θ)\b|(?<=[∥‖|⟨])[A-Za-z](?=[∥‖|⟩,]))*"
)
_FEW = 6
_BINARY = frozenset("=≤≥<>⩽⩾+−·×≲≳")
_LOGARITHMS = frozenset({"log", "ln", "polylog"})
_EXTREMES = (frozenset({"max", "min"}), frozenset({"sup", "inf"}), frozenset({"∧", "∨"}))
_SAME = {
    "ϵ": "ε",
    "ϕ": "φ",
    "ϑ": "θ",
    "ϱ": "ρ",
    "ℓ": "l",
    "ı": "i",
    "ȷ": "j",
    "µ": "μ",
    "⩽": "≤",
    "ln": "log",
    "exp": "e",
}
_SIGNS = {"+": "+", "−": "−", "-": "−", "≤": "≤", "⩽": "≤", "<": "≤", "≥": "≥", "⩾": "≥", ">": "≥"}
_OPPOSITE = frozenset({frozenset({"+", "−"}), frozenset({"≤", "≥"})})
_DROPPED = frozenset("1ˆ˜¯´`¨˙ˇ˘")  # accents that stand beside their letter


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter, number, root or function name, and where it stands.

    `sign` is the plus, minus or inequality between it and the symbol before, "" where there is none
    or more than one. `below` is True for the 2 of 1/2.
    """

    name: str
    span: Span
    sign: str = ""
    below: bool = False

    @property
    def weighty(self) -> bool:
        """Return whether a change of it changes a bound: a number, a root or a logarithm."""
        return bool(_NUMBER.match(self.name) or _ROOT.match(self.name) or self.name in _LOGARITHMS)


@dataclass(frozen=True, slots=True)
class Difference:
    """A formula of the draft that is one of the paper's but for `mine` instead of `theirs`.

    `draft` and `paper` are the places of both formulas; `mine` and `theirs` are the symbols that
    differ, "" where one side has nothing there. `equal` symbols agree.
    """

    draft: Span
    paper: Span
    mine: str
    theirs: str
    equal: int

    @property
    def of_sign(self) -> bool:
        """Return whether only a sign differs."""
        return self.mine in _SIGNS and self.theirs in _SIGNS


_Change = tuple[Symbol | None, Symbol | None]  # the draft's symbol, the paper's
_NONE = Symbol("?", Span(0, 0))


class Mathematics:
    """The formulas of a document and their symbols; a symbol is computed when it is asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._spans = [formula.span for formula in document.formulas]
        self._starts = [span.start for span in self._spans]
        self._found: dict[Span, tuple[Span, ...]] = {}
        self._read: dict[Span, list[Symbol]] = {}
        self._lines: dict[tuple[bool, bool], str] = {}
        self._line_starts = [line.span.start for line in document.lines]

    def formulas(self, within: Span) -> tuple[Span, ...]:
        """Return the formulas in `within`, with their upright parts ("log", numbers, brackets)."""
        if within not in self._found:
            self._found[within] = self._formulas(within)
        return self._found[within]

    def _formulas(self, within: Span) -> tuple[Span, ...]:
        text = self.document.text
        first = bisect_left(self._starts, within.start)
        last = bisect_right(self._starts, within.end)
        merged: list[Span] = []
        for span in self._spans[first:last]:
            if merged and _joins(text, merged[-1].end, span.start):
                merged[-1] = Span(merged[-1].start, span.end)
            else:
                merged.append(Span(max(within.start, _left(text, span.start)), span.end))
        whole = (Span(s.start, min(_right(text, s.end), within.end)) for s in merged)
        return tuple(part for span in whole for part in _between_words(text, span))

    def symbols(self, span: Span) -> list[Symbol]:
        """Return the symbols that are compared, in the order of the text."""
        if span not in self._read:
            self._read[span] = self._symbols(span)
        return self._read[span]

    def _symbols(self, span: Span) -> list[Symbol]:
        part = self.document.text[span.start : span.end]
        part = _EQUATION_NUMBER.sub(lambda match: " " * len(match[0]), part)
        found, last = [], 0
        for match in _SYMBOL.finditer(part):
            whole = Span(span.start + match.start(), span.start + match.end())
            below = match[0].isdigit() and part[: match.start()].endswith("1/")
            for place in self._numbers(whole) if match[0].isdigit() else (whole,):
                name = _plain(self.document.text[place.start : place.end])
                if name not in _DROPPED:
                    found.append(Symbol(name, place, _sign(part[last : match.start()]), below))
                    last = match.end()
                below = name == "1" and place != whole
        return found

    def _numbers(self, digits: Span) -> Sequence[Span]:
        """Return the numbers in a run of digits: a fraction has one of them above the other."""
        if len(digits) < 2 or not self._line_starts:
            return (digits,)
        line = self.document.lines[max(0, bisect_right(self._line_starts, digits.start) - 1)]
        if not line.span.start <= digits.start < digits.end <= line.span.end:
            return (digits,)
        edges = line.edges[digits.start - line.span.start : digits.end - line.span.start]
        ends = [i for i in range(1, len(edges)) if edges[i] < edges[i - 1] + 1]
        cuts = [0, *ends, len(digits)]
        return [Span(digits.start + a, digits.start + b) for a, b in pairwise(cuts)]

    def all_symbols(self, within: Span) -> list[Symbol]:
        """Return the symbols of all formulas in `within`."""
        return [symbol for span in self.formulas(within) for symbol in self.symbols(span)]

    def count(self, wanted: Sequence[str]) -> int:
        """Return how often symbols of these names follow one another in a formula."""
        return self._line(True, False).count(f" {' '.join(wanted)} ")

    def has(self, wanted: Sequence[Symbol], *, signed: bool = False) -> bool:
        """Return whether these symbols (with their signs) follow one another in the document.

        Few symbols have to stand in one formula: "d", "k", "d" follow one another by chance.
        """
        apart = len(wanted) < _FEW
        return f" {_written(wanted, signed)} " in self._line(apart, signed)

    def _line(self, apart: bool, signed: bool) -> str:
        key = (apart, signed)
        if key not in self._lines:
            everywhere = self.formulas(Span(0, len(self.document.text)))
            parts = (_written(self.symbols(span), signed) for span in everywhere)
            self._lines[key] = f" {(' | ' if apart else ' ').join(filter(None, parts))} "
        return self._lines[key]


def _written(symbols: Sequence[Symbol], signed: bool) -> str:
    return " ".join(f"{symbol.sign}{symbol.name}" if signed else symbol.name for symbol in symbols)


def _between_words(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a display between words: "F = G for every x > 0" has two."""
    start = span.start
    for match in _WORD.finditer(text, span.start, span.end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < span.end:
        yield Span(start, span.end)


def _joins(text: str, end: int, start: int) -> bool:
    """Return whether only operators, brackets, numbers or a bold letter stand between two formulas."""
    gap = text[end:start]
    if len(gap) == 1 and gap.isalpha():  # a bold letter is a matrix or a vector
        return True
    if len(gap) > 30 or "\n\n" in gap or re.search(r"[.,;:]\s", gap):
        return False
    if not gap.strip():
        return gap == "" or "\n" in gap or bool({text[end - 1], text[start]} & _BINARY)
    return bool(_GLUE.fullmatch(gap))


def _left(text: str, start: int) -> int:
    before = re.search(
        r"(?:(?:\b(?:log|ln|exp|O|Õ|Ω|Θ)\s*)|[\d.(\[{√/−-])*$",
        text[max(0, start - 16) : start],
    )
    return start - len((before[0] if before else "").lstrip(" .-"))


_EDGE = re.compile(r"(?:\s?(?:\blog\b|\bln\b)\s?|[\d)\]}/]|\.(?=\d)|(?<=/)[^\W\d_](?!\w))*")


def _right(text: str, end: int) -> int:
    after = _EDGE.match(text, end, end + 12)
    return end + len(after[0] if after else "")


# "(1.3)" at the end of a line is the number of an equation
_EQUATION_NUMBER = re.compile(r"\([A-Z]?\.?\d+(?:\.\d+)*[a-z]?\)[\s.,]*(?=\n|$)")


def _sign(gap: str) -> str:
    """Return the only sign between two symbols, "" where there is none or more than one."""
    signs = {_SIGNS[char] for char in gap if char in _SIGNS} if gap else ()
    return next(iter(signs)) if len(signs) == 1 else ""


@cache
def _plain(name: str) -> str:
    """Return the symbol without accents, in one of its forms ("ϵ" is "ε", "ℓ" is "l")."""
    if name.isascii():
        return _SAME.get(name, name)
    bare = unicodedata.normalize("NFKD", _SAME.get(name, name))
    bare = "".join(char for char in bare if not unicodedata.combining(char)).strip()
    return _SAME.get(bare, bare) or "1"


def difference(mine: Sequence[Symbol], theirs: Sequence[Symbol]) -> Difference | None:
    """Return how `mine` differs from the likest part of `theirs`; None unless in one weighty place.

    None also where `mine` occurs unchanged. Time is that of an alignment with three windows.
    """
    letters = {symbol.name for symbol in mine if not symbol.weighty}
    if len(mine) < 3 or len(letters) < 2:
        return None
    best: tuple[tuple[int, bool, bool], Difference | None] | None = None
    for start, end in _windows(mine, theirs):
        window = theirs[start:end]
        score, pairs = _aligned([s.name for s in mine], [s.name for s in window])
        changes = _changes(mine, window, pairs)
        heavy = any(_is_weighty(*change) for change in changes)
        same = _distinct(changes) <= len(mine) // 8 and not heavy
        if same or heavy:
            found = (
                _other_sign(mine, window, pairs)
                if same
                else _one_change(mine, window, pairs, changes)
            )
        else:
            found = _other_direction(mine, window, pairs, changes)
        if not same and found is None:
            continue
        # the closest part of the paper speaks; one that is the same before one that differs
        rank = (score, same, bool(found and found.mine and found.theirs))
        if best is None or rank > best[0]:
            best = (rank, found)
    return best[1] if best else None


def lost_power(mine: Sequence[Symbol], theirs: Sequence[Symbol], text: str) -> Difference | None:
    """Return the exponent that follows wherever `theirs`, symbols of `text`, have what `mine` is."""
    names, size = [symbol.name for symbol in mine], len(mine)
    found = [
        theirs[at : at + size + 1]
        for at in range(len(theirs) - size)
        if [symbol.name for symbol in theirs[at : at + size]] == names
    ]
    beside = size >= _WHOLE
    powers = {part[-1].name for part in found if _is_power(text, part[-2], part[-1], beside)}
    if len(powers) != 1 or not all(part[-1].name in powers for part in found):
        return None
    return Difference(
        Span(mine[0].span.start, mine[-1].span.end),
        Span(found[0][0].span.start, found[0][-1].span.end),
        "",
        powers.pop(),
        size,
    )


def other_fraction(
    mine: Sequence[Symbol], theirs: Sequence[Symbol], texts: tuple[str, str]
) -> Difference | None:
    """Return where `mine` has a factor 2 and `theirs`, the same symbols, 1/2, or the reverse.

    `texts` are those of both; only a factor behind a sign counts, no exponent and no index.
    """
    names, size = [symbol.name for symbol in mine], len(mine)
    for at in range(len(theirs) - size + 1):
        part = theirs[at : at + size]
        if [symbol.name for symbol in part] != names:
            continue
        pairs = zip(mine, part, strict=True)
        other = [(a, b) for a, b in pairs if a.name.isdecimal() and a.below != b.below]
        if len(other) == 1 and all(map(_is_factor, other[0], texts)):
            first, second = (f"1/{s.name}" if s.below else s.name for s in other[0])
            here = Span(mine[0].span.start, mine[-1].span.end)
            return Difference(
                here, Span(part[0].span.start, part[-1].span.end), first, second, size - 1
            )
        return None
    return None


_BEFORE_FACTOR = re.compile(r"[=≤≥<>⩽⩾≲≳]\s*1?\s*/?\s*$")
_AFTER_FACTOR = re.compile(r"\s*[(\[{∥‖|]|\s*[^\W\d_]")


def _is_factor(symbol: Symbol, text: str) -> bool:
    """Return whether a number stands between a sign of comparison and a bracket or a letter."""
    start, end = symbol.span.start, symbol.span.end
    before = _BEFORE_FACTOR.search(text, max(0, start - 6), start)
    return bool(before and _AFTER_FACTOR.match(text, end))


def _is_power(text: str, base: Symbol, exponent: Symbol, beside: bool) -> bool:
    """Return whether a number stands right behind a closing bracket or a stroke: "(x y)2", "x/2".

    `beside` says that it may follow a letter too.
    """
    between = text[base.span.end : exponent.span.start]
    if beside and not between:
        return exponent.name.isdecimal()
    bare = between.strip()
    return exponent.name.isdecimal() and bool(bare) and set(bare) <= set(")]}|∥‖^{/")


_WHOLE = 5


def _other_sign(
    mine: Sequence[Symbol], window: Sequence[Symbol], pairs: list[tuple[int | None, int | None]]
) -> Difference | None:
    """Return the one sign that is the opposite between formulas that agree in all symbols.

    Two signs may have changed places: a fraction is turned upside down. A sign that only one side has is no difference: a fraction is a negative power.
    """
    both = [(mine[i], window[j]) for i, j in pairs if i is not None and j is not None]
    other = [pair for pair in both[1:] if frozenset({pair[0].sign, pair[1].sign}) in _OPPOSITE]
    swapped = len(other) == 2 and (other[0][0].sign, other[0][1].sign) == (
        other[1][1].sign,
        other[1][0].sign,
    )
    if (len(other) != 1 and not swapped) or len(both) < 5:
        return None
    return Difference(
        Span(mine[0].span.start, mine[-1].span.end),
        Span(both[0][1].span.start, both[-1][1].span.end),
        other[0][0].sign,
        other[0][1].sign,
        len(both) - 1,
    )


def _other_direction(
    mine: Sequence[Symbol],
    window: Sequence[Symbol],
    pairs: list[tuple[int | None, int | None]],
    changes: list[_Change],
) -> Difference | None:
    """Return an inequality that is turned around in a long formula of which a few letters differ."""
    if len(mine) < _LONG or _distinct(changes) > len(mine) // 4:
        return None
    found = _other_sign(mine, window, pairs)
    turned = found is not None and {found.mine, found.theirs} == {"≤", "≥"}
    return found if turned else None


_LONG = 10


def _windows(mine: Sequence[Symbol], theirs: Sequence[Symbol]) -> list[tuple[int, int]]:
    """Return the parts of `theirs` that share most pairs of neighbours with `mine`, three at most."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for place, (a, b) in enumerate(pairwise(mine)):
        pairs.setdefault((a.name, b.name), []).append(place)
    votes: dict[int, int] = {}
    for j, (a, b) in enumerate(pairwise(theirs)):
        for i in pairs.get((a.name, b.name), ()):
            votes[(j - i) // 3] = votes.get((j - i) // 3, 0) + 1
    likely = sorted(votes, key=lambda v: (-votes[v] - votes.get(v + 1, 0), v))[:3]
    slack = 3 + len(mine) // 4
    return [
        (max(0, 3 * v - slack), min(len(theirs), 3 * v + len(mine) + slack + 3)) for v in likely
    ]


def _aligned(mine: list[str], theirs: list[str]) -> tuple[int, list[tuple[int | None, int | None]]]:
    """Align all of `mine` with a part of `theirs`: 2 for equal, -1 for each that differs or lacks.

    Return the score and the pairs (place in mine, place in theirs), None where one side lacks.
    """
    width = len(theirs) + 1
    rows = [[0] * width]
    for name in mine:
        above = rows[-1]
        row = [above[0] - 1] + [0] * (width - 1)
        for j in range(1, width):
            diagonal = above[j - 1] + (2 if name == theirs[j - 1] else -1)
            row[j] = max(diagonal, above[j] - 1, row[j - 1] - 1)
        rows.append(row)
    j = max(range(width), key=lambda place: (rows[-1][place], place))
    score, i = rows[-1][j], len(mine)
    pairs: list[tuple[int | None, int | None]] = []
    while i > 0:
        if j > 0 and rows[i][j] == rows[i - 1][j - 1] + (2 if mine[i - 1] == theirs[j - 1] else -1):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif j > 0 and rows[i][j] == rows[i][j - 1] - 1:
            j -= 1
            pairs.append((None, j))
        else:
            i -= 1
            pairs.append((i, None))
    return score, pairs[::-1]


def _changes(
    mine: Sequence[Symbol], window: Sequence[Symbol], pairs: list[tuple[int | None, int | None]]
) -> list[_Change]:
    """Return what differs in an alignment, without symbols that only stand elsewhere."""
    both = [
        (mine[i] if i is not None else None, window[j] if j is not None else None)
        for i, j in pairs
        if i is None or j is None or mine[i].name != window[j].name
    ]
    changes = [c for c in both if not (None in c and (c[0] or c[1] or _NONE).name in "∧∨")]
    ends = (pairs[0], pairs[-1])
    return _without_moves(
        [
            (lost, None)  # at either end the other symbol belongs to what stands beside
            if lost and gained and lost.weighty and not gained.weighty and _at(mine, lost, ends)
            else (lost, gained)
            for lost, gained in changes
        ]
    )


def _at(
    mine: Sequence[Symbol], symbol: Symbol, ends: Iterable[tuple[int | None, int | None]]
) -> bool:
    return any(i is not None and mine[i] is symbol for i, _ in ends)


def _one_change(
    mine: Sequence[Symbol],
    window: Sequence[Symbol],
    pairs: list[tuple[int | None, int | None]],
    changes: list[_Change],
) -> Difference | None:
    """Return the change where all but one weighty symbol (or two exchanged), and a few letters, agree."""
    equal = len(pairs) - len(changes)
    changes = _without_phrases(changes, mine, window, pairs)
    weighty = [change for change in changes if _is_weighty(*change)]
    if not (len(weighty) == 1 or _is_swap(weighty)) or equal < 3:
        return None
    if _distinct(changes) - len(weighty) > len(mine) // 8:
        return None
    lost, gained = weighty[0]
    if _same_power(lost, gained):
        return None
    places = [j for _, j in pairs if j is not None]
    return Difference(
        Span(mine[0].span.start, mine[-1].span.end),
        Span(window[places[0]].span.start, window[places[-1]].span.end),
        lost.name if lost else "",
        gained.name if gained else "",
        equal,
    )


def _without_phrases(
    changes: list[_Change],
    mine: Sequence[Symbol],
    window: Sequence[Symbol],
    pairs: list[tuple[int | None, int | None]],
) -> list[_Change]:
    """Leave out the numbers of an index or a phrase that one side lacks, and what stands in a logarithm that it lacks."""
    kept = []
    for change in changes:
        run = [s for s in _run_of(change, mine, window, pairs) if any(s in c for c in changes)]
        logarithm = any(symbol.name in _LOGARITHMS for symbol in run)
        if len(run) > 1 and any(not symbol.weighty for symbol in run):
            inner = change[0] or change[1]
            assert inner is not None  # one side has it
            if inner.weighty != logarithm or (logarithm and inner.name not in _LOGARITHMS):
                continue
        kept.append(change)
    return kept


def _run_of(
    change: _Change,
    mine: Sequence[Symbol],
    window: Sequence[Symbol],
    pairs: list[tuple[int | None, int | None]],
) -> list[Symbol]:
    """Return the symbols in a row that one side lacks, with those of `change`; [] where both have it."""
    if None not in change:
        return []
    side = 0 if change[0] else 1
    symbols = mine if side == 0 else window
    run: list[Symbol] = []
    for pair in pairs:
        here = pair[side]
        if pair[1 - side] is None and here is not None:
            run.append(symbols[here])
        elif change[side] in run:
            break
        else:
            run = []
    return run if change[side] in run else []


def _distinct(changes: Sequence[_Change]) -> int:
    """Return how many changes there are; an index that is left out everywhere counts once."""
    return len({(lost and lost.name, gained and gained.name) for lost, gained in changes})


def _is_swap(weighty: Sequence[_Change]) -> bool:
    """Return whether two numbers have changed places."""
    if len(weighty) != 2 or any(symbol is None for change in weighty for symbol in change):
        return False
    names = [tuple(symbol.name for symbol in change if symbol) for change in weighty]
    return names[0] == names[1][::-1]


def _without_moves(changes: list[_Change]) -> list[_Change]:
    """Leave out a symbol that is lost here and gained next to it: a limit set below or beside."""
    lone = [pair for change in changes for pair in _split(change, changes)]
    kept: list[_Change] = []
    for lost, gained in lone:
        twin = next((i for i, other in enumerate(kept) if _cancel((lost, gained), other)), None)
        if twin is None:
            kept.append((lost, gained))
        else:
            kept.pop(twin)
    return kept


def _split(change: _Change, changes: list[_Change]) -> list[_Change]:
    """Return a letter exchanged for a number or "log" as two changes where that one moved."""
    lost, gained = change
    if lost is None or gained is None or lost.weighty == gained.weighty:
        return [change]
    parts: list[_Change] = [(lost, None), (None, gained)]
    moved = any(_cancel(part, other) for part in parts for other in changes)
    return parts if moved else [change]


def _cancel(one: _Change, other: _Change) -> bool:
    """Return whether what one side lost is what it gained in the other change."""
    (a, b), (c, d) = one, other
    if a is None and d is None:
        return b is not None and c is not None and b.name == c.name
    if b is None and c is None:
        return a is not None and d is not None and a.name == d.name
    return False


def _is_weighty(mine: Symbol | None, theirs: Symbol | None) -> bool:
    """Return whether a number, root or logarithm came, went, or became another."""
    present = [symbol for symbol in (mine, theirs) if symbol is not None]
    if frozenset(symbol.name for symbol in present) in _EXTREMES:
        return True
    return all(symbol.weighty for symbol in present)


def _same_power(mine: Symbol | None, theirs: Symbol | None) -> bool:
    """Return whether the change is one of writing: a root is the power 1/2."""
    names = {symbol.name for symbol in (mine, theirs) if symbol is not None}
    return names == {"√", "2"}
