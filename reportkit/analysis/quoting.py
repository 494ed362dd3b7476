"""Where a draft restates a result with another exponent, constant, probability, mode or quantifier.

Each difference comes with both places, so that what is said of it can show them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reportkit.analysis.formulas import (
    Difference,
    Mathematics,
    Symbol,
    difference,
    lost_power,
    other_fraction,
)
from reportkit.analysis.restating import Restatement, neighbourhood, sentence_of
from reportkit.analysis.said import changed
from reportkit.analysis.statements import Statement
from reportkit.document import Span
from reportkit.records import dataclass

_Rate = tuple[Span, list[Symbol]]  # where it stands, and its symbols without the O


@dataclass(frozen=True, slots=True)
class Misquote:
    """A difference between a restatement and its statement.

    `draft` and `paper` are the places of both; `what` names the difference ("a number", "a
    probability"); `equal` is how many symbols or words around it agree.
    """

    statement: Statement
    draft: Span
    paper: Span
    what: str
    equal: int


def misquotes(
    draft: Mathematics,
    paper: Mathematics,
    statements: Sequence[Statement],
    restated: Sequence[Restatement],
    proofs: Sequence[Span] = (),
) -> tuple[Misquote, ...]:
    """Return the misquoted results in reading order, one for each place of the draft.

    `proofs` are the parts of the draft about proofs: there only whole formulas are compared, since
    the steps of a proof have probabilities and rates of their own.
    """
    best: dict[Span, Misquote] = {}
    source = _Source(paper, statements)
    for part in restated:
        proving = any(span.start <= part.mention.start < span.end for span in proofs)
        found = list(_formulas(draft, source, part, _least(part) if proving else _LEAST))
        if not proving:
            found += [*_in_words(draft, paper, part), *_orders(draft, source, part)]
            found += _powers(draft, paper, part)
            found += _said(draft, paper, part)
        if part.says or part.alone:
            found += [*_at_most(draft, paper, part), *_turned(draft, paper, part)]
        for item in found:
            known = best.get(item.draft)
            if known is None or item.equal > known.equal:
                best[item.draft] = item
    return tuple(_apart(best[span] for span in sorted(best)))


_LEAST = 3  # symbols that have to agree


def _least(part: Restatement) -> int:
    """Return how many symbols have to agree where a proof is told, whose steps have formulas of their own."""
    return 4 if part.says else 6


def _apart(found: Iterable[Misquote]) -> Iterator[Misquote]:
    """Leave out what overlaps the one before it."""
    last: Span | None = None
    for item in found:
        if last is None or not item.draft.overlaps(last):
            last = item.draft
            yield item


class _Source:
    """The paper's symbols around each statement, and its rates; each computed once."""

    def __init__(self, paper: Mathematics, statements: Sequence[Statement]) -> None:
        self.paper = paper
        self._statements = statements
        self._around: dict[str, list[Symbol]] = {}
        self._within: dict[str, list[Symbol]] = {}
        self._compared: dict[tuple[str, Span], Difference | None] = {}

    def difference(
        self, statement: Statement, place: Span, mine: list[Symbol]
    ) -> Difference | None:
        """Return how a formula of the draft differs from those around the statement."""
        key = (statement.id, place)
        if key not in self._compared:
            self._compared[key] = difference(mine, self._symbols(statement))
        return self._compared[key]

    def _symbols(self, statement: Statement) -> list[Symbol]:
        if statement.id not in self._around:
            self._around[statement.id] = self.paper.all_symbols(self._region(statement))
        return self._around[statement.id]

    def stated(self, statement: Statement) -> list[Symbol]:
        """Return the symbols of the statement itself, the first ones of an endless one."""
        if statement.id not in self._within:
            self._within[statement.id] = self.paper.all_symbols(statement.span)[:_STATED]
        return self._within[statement.id]

    def _region(self, statement: Statement) -> Span:
        return neighbourhood(self.paper.document, statement, self._statements)

    def whole(self, statement: Statement, part: Span) -> Span:
        """Return the formulas of which `part` is a part; `part` itself where they are long."""
        touched = [f for f in self.paper.formulas(self._region(statement)) if f.overlaps(part)]
        whole = (
            Span(min(f.start for f in touched), max(f.end for f in touched)) if touched else part
        )
        return whole if len(whole) <= len(part) + 40 else part

    @cached_property
    def rates(self) -> list[_Rate]:
        """Return all that the paper says to be an order."""
        return _rates(self.paper, Span(0, len(self.paper.document.text)))


def _in_words(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    if part.alone or part.own:
        yield from _probabilities(draft, paper, part)
        if part.says:
            yield from _confidences(draft, paper, part)
        yield from _quantifiers(draft, paper, part)
        yield from _modes(draft, paper, part)
        yield from _thresholds(draft, paper, part)


def _said(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Compare what a restatement says in words with the statement."""
    if not (part.alone and (part.own or part.says)):
        return
    mine, theirs, there = draft.document, paper.document, part.statement.span
    here = part.span if part.own else sentence_of(mine, part)
    for item in changed(mine, theirs, here, there):
        if not _is_simplified(draft, item.draft):
            yield Misquote(part.statement, item.draft, item.paper, item.what, item.equal)


_TOLD = 6  # symbols of a formula that is known again where it stands in the statement

# words after which a formula is knowingly not the paper's
_SIMPLIFIED = re.compile(
    r"up to (?:a |some )?(?:log|constant|poly)|ignoring|simplif|roughly|special case|bis auf (?:log|konst)"
    r"|vereinfacht|instead of|anstatt|weaker|stronger|would be|wäre",
    re.IGNORECASE,
)


def _formulas(
    draft: Mathematics, source: _Source, part: Restatement, least: int
) -> Iterator[Misquote]:
    """Compare each formula of the restatement with those of the statement and the text after it."""
    for span in draft.formulas(part.span):
        mine = draft.symbols(span)
        if len(mine) > _LONGEST:
            continue
        if part.says and part.alone:
            yield from _powers_lost(draft, source, part, span)
        if part.own or part.says:
            yield from _factors(draft, source, part, mine)
            yield from _expectations(draft, source, part, mine)
        if _is_simplified(draft, span):
            continue
        found = None
        if len(mine) >= _fewest(draft, part, span):
            found = _compared(source, part, span, mine, least)
        if found is None and least == _LEAST and (part.own or part.says):
            right = _right_side(draft.document.text, mine)
            if len(right) < len(mine):
                place = Span(right[0].span.start, right[-1].span.end)
                found = _compared(source, part, place, right, _TOLD)
        if found is not None:
            yield found


_LONGEST = 120
_STATED = 1500
_RELATIONS = re.compile(r"[=≤≥<>⩽⩾≲≳∼]")


def _compared(
    source: _Source, part: Restatement, span: Span, mine: list[Symbol], least: int
) -> Misquote | None:
    """Return how a formula differs from those of the statement, where the paper has it nowhere."""
    found = source.difference(part.statement, span, mine)
    if found is None or found.equal < least:
        return None
    bounds = len(mine) < _TOLD and any(symbol.sign in ("≤", "≥") for symbol in mine[1:])
    if source.paper.has(mine, signed=found.of_sign or bounds):
        return None
    whole = source.whole(part.statement, found.paper)
    return Misquote(part.statement, span, whole, "formula", found.equal)


def _right_side(text: str, mine: list[Symbol]) -> list[Symbol]:
    """Return what stands behind the last relation of a formula: the other side may have got a name."""
    for index in range(len(mine) - 1, 0, -1):
        if _RELATIONS.search(text, mine[index - 1].span.end, mine[index].span.start):
            return mine[index:] if len(mine) - index >= _SIDE else mine
    return mine


_SIDE = 7  # symbols of a side that is known again by them


def _fewest(draft: Mathematics, part: Restatement, span: Span) -> int:
    """Return how many symbols a formula must have to be compared: a display that defines something needs three."""
    if part.own:
        return 3
    if not (part.says and part.alone and _DEFINES.match(draft.document.text, span.start, span.end)):
        return 4
    shown = any(f.display and f.span.overlaps(span) for f in draft.document.formulas)
    return 3 if shown else 4


_DEFINES = re.compile(r"[\s¯ˆ˜∗]*(?:[^\W\d_]\s?=|=\s?[^\W\d_]\s)")


def _factors(
    draft: Mathematics, source: _Source, part: Restatement, mine: list[Symbol]
) -> Iterator[Misquote]:
    """Find "A ≥ 2 B" where the statement has "A ≥ 1/2 B"."""
    if len(mine) < _TOLD:
        return
    texts = (draft.document.text, source.paper.document.text)
    theirs = source.stated(part.statement)
    found = other_fraction(mine, theirs, texts)
    if found is not None and not _is_simplified(draft, found.draft):
        yield Misquote(part.statement, found.draft, found.paper, "factor", found.equal)


_EXPECTED = re.compile(
    r"expect|in (?:the )?mean\b|on average|averaged|erwart|im Mittel|mean (?:error|squared?|of)\b|Mittelwert",
    re.IGNORECASE,
)


def _expectations(
    draft: Mathematics, source: _Source, part: Restatement, mine: list[Symbol]
) -> Iterator[Misquote]:
    """Find "sup |f − g| ≤ ε" where the paper always has "E sup |f − g| ≤ ε"."""
    if not part.alone or len(mine) < _TOLD:
        return
    if mine[0].name == "E" or _EXPECTED.search(draft.document.text, part.span.start, part.span.end):
        return
    names, theirs = [s.name for s in mine], source.stated(part.statement)
    for at in range(1, len(theirs) - len(names) + 1):
        if theirs[at - 1].name == "E" and [s.name for s in theirs[at : at + len(names)]] == names:
            if source.paper.count(names) == source.paper.count(["E", *names]):
                place = Span(theirs[at - 1].span.start, theirs[at + len(names) - 1].span.end)
                here = Span(mine[0].span.start, mine[-1].span.end)
                yield Misquote(part.statement, here, place, "expectation", len(names))
            return


def _powers_lost(
    draft: Mathematics, source: _Source, part: Restatement, span: Span
) -> Iterator[Misquote]:
    """Find "ε/diam(P)" where the paper always has "ε/diam(P)²"."""
    mine = draft.symbols(span)
    words = draft.document.text[span.start : span.end]
    short = 3 <= len(mine) <= 8 and "/" in words
    whole = len(mine) >= (_WHOLE_RELATION if _RELATIONS.search(words) else _WHOLE)
    if not (whole or (short and not any(symbol.weighty for symbol in mine))):
        return
    if _GOES_ON.match(draft.document.text, mine[-1].span.end):
        return
    text = source.paper.document.text
    found = lost_power(mine, source.stated(part.statement), text)
    names = [symbol.name for symbol in mine]
    if found and source.paper.count(names) == source.paper.count([*names, found.theirs]):
        yield Misquote(part.statement, span, found.paper, "formula", found.equal)


# symbols of a formula that is known again by them
_WHOLE = 7
_WHOLE_RELATION = 5
_GOES_ON = re.compile(r"[\s)\]}|∥‖/^]{0,4}\d")


def _is_simplified(draft: Mathematics, span: Span) -> bool:
    text = draft.document.text
    return bool(_SIMPLIFIED.search(text[max(0, span.start - 60) : span.end + 40]))


_RATE = re.compile(
    r"\b(?:order(?:\s+of)?|rate(?:\s+of)?|scales\s+(?:as|like|with)|Ordnung(?:\s+von)?|Rate(?:\s+von)?)\b|(?<![^\W\d_])[OÕΩΘ](?=\s?[(\d˜])"
)


def _orders(draft: Mathematics, source: _Source, part: Restatement) -> Iterator[Misquote]:
    """Compare short rates: "of order 1/ε" against the paper's only rate in the same letters."""
    for span, mine in _rates(draft, part.span):
        letters = _letters(mine)
        if not letters or len(mine) > 6 or _is_simplified(draft, span):
            continue
        alike = [rate for rate in source.rates if _letters(rate[1]) == letters]
        if any(_names(mine) == _names(rate) for _, rate in alike):
            continue
        if len(letters) == 1:  # "O(1/n)" is in every paper: only the statement's own rate counts
            within = part.statement.span
            told = part.says and span.start > part.mention.start
            alike = [r for r in alike if told and within.start <= r[0].start < within.end]
        if len({tuple(_names(rate)) for _, rate in alike}) != 1:
            continue
        inside = [rate for rate in alike if part.statement.span.start <= rate[0].start]
        place, theirs = (inside or alike)[0]
        if abs(len(theirs) - len(mine)) <= 1:
            yield Misquote(part.statement, span, place, "rate", len(letters))


def _rates(side: Mathematics, within: Span) -> list[_Rate]:
    """Return what is said to be an order: place and symbols without the O."""
    text = side.document.text
    found: dict[Span, list[Symbol]] = {}
    for match in _RATE.finditer(text, within.start, within.end):
        near = Span(max(within.start, match.start() - 1), min(within.end, match.end() + 40))
        for span in side.formulas(near)[:1]:
            rate = [s for s in side.symbols(span) if s.name not in ("O", "Ω", "Θ")]
            if span.start <= match.end() + 2 and 1 <= len(rate) <= 8:
                found[span] = rate
    return list(found.items())


def _letters(rate: Sequence[Symbol]) -> list[str]:
    return sorted(symbol.name for symbol in rate if not symbol.weighty)


def _names(rate: Sequence[Symbol]) -> list[str]:
    """Return the symbols in a fixed order; a root is the power 1/2."""
    return sorted("2" if symbol.name == "√" else symbol.name for symbol in rate)


def _powers(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Compare a lone power, "a regret of T^(1/2)", with the statement's only power of that letter."""
    if not part.says:
        return
    theirs = _lone_powers(paper, part.statement.span)
    here = sentence_of(draft.document, part)
    for span, mine in _lone_powers(draft, here):
        alike = [power for power in theirs if power[1][0].name == mine[0].name]
        if len({tuple(_names(power)) for _, power in alike}) != 1:
            continue
        place, power = alike[0]
        if _names(power) != _names(mine) and not _is_simplified(draft, span):
            yield Misquote(part.statement, span, place, "power", 1)


_EXPONENT = re.compile(r"[\s^{]*(?:[−-]|\d+\s?/)")


def _lone_powers(side: Mathematics, within: Span) -> list[_Rate]:
    """Return the formulas that are a capital and its exponent, a fraction."""
    found = []
    for span in side.formulas(within):
        symbols = side.symbols(span)
        if 2 <= len(symbols) <= 3 and symbols[0].name.isupper():
            exponent = side.document.text[symbols[0].span.end : span.end]
            numbers = all(symbol.name.isdecimal() for symbol in symbols[1:])
            if numbers and _EXPONENT.match(exponent):
                found.append((span, symbols))
    return found


_AT_MOST = re.compile(
    r"\b(?:at most|at least|no more than|no less than|less than|greater than|larger than|smaller than|bounded by|höchstens|mindestens"
    r"|kleiner als|größer als)\s+(?=\S)"
)
_BESIDE_SIGN = re.compile(r"[≤≥<>⩽⩾]\s*(?=\S)")


def _at_most(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Compare "is at most ε/r" with the statement's "≤ ε/(2r)": the same letters, another number."""
    theirs = _bounds_after(paper, _BESIDE_SIGN, part.statement.span)
    for span, mine in _bounds_after(draft, _AT_MOST, sentence_of(draft.document, part)):
        alike = [bound for bound in theirs if _letters(bound[1]) == _letters(mine)]
        if len(_letters(mine)) < 2 or len({tuple(_names(bound)) for _, bound in alike}) != 1:
            continue
        place, bound = alike[0]
        near = _names(bound) != _names(mine) and abs(len(bound) - len(mine)) <= 1
        if near and not _is_simplified(draft, span):
            yield Misquote(part.statement, span, place, "bound", len(_letters(mine)))


_TOP = re.compile(
    r"\b(?:at most|no more than|less than|smaller than|höchstens|kleiner als)\s+(?=\S)|[≤<⩽]\s*(?=\S)"
)
_BOTTOM = re.compile(
    r"\b(?:at least|no less than|greater than|larger than|mindestens|größer als)\s+(?=\S)|[≥>⩾]\s*(?=\S)"
)


_BOUNDS = 60  # of a statement, or of a sentence, that are compared


def _turned(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Find "is at most T" where the statement has "is at least T"."""
    here, there = sentence_of(draft.document, part), part.statement.span
    for mine, theirs in ((_TOP, _BOTTOM), (_BOTTOM, _TOP)):
        same = [_names(bound) for _, bound in _bounds_after(paper, mine, there)[:_BOUNDS]]
        other = _bounds_after(paper, theirs, there)[:_BOUNDS]
        for span, bound in _bounds_after(draft, mine, here)[:_BOUNDS]:
            before = draft.document.text[max(0, span.start - 60) : span.start]
            words = re.search(r"[^\W\d_]\s+\$?$", before)  # signs are compared with their formulas
            twins = [place for place, o in other if _names(o) == _names(bound)]
            if words and twins and _names(bound) not in same and _letters(bound):
                yield Misquote(part.statement, span, twins[0], "direction", len(bound))


def _bounds_after(side: Mathematics, sign: re.Pattern[str], within: Span) -> list[_Rate]:
    """Return what stands behind a sign or words of comparison, where that is a short formula."""
    formulas = side.formulas(within)
    ends = [formula.end for formula in formulas]
    found = []
    for match in sign.finditer(side.document.text, within.start, within.end):
        at = match.end()
        index = bisect_right(ends, at)
        reached = index < len(formulas) and formulas[index].start <= at + 1
        formula = formulas[index] if reached else None
        rest = [s for s in side.symbols(formula) if s.span.start >= at] if formula else []
        if formula and 2 <= len(rest) <= 6:
            found.append((Span(rest[0].span.start, formula.end), rest))
    return found


_VALUE = r"\$?(\d+\s*/\s*\d+|0?\.\d+|\d+(?:[.,]\d+)?\s*%)"
_PROBABILITY = (
    re.compile(
        r"(?:probability|wahrscheinlichkeit)\s+(?:of\s+|von\s+|is\s+|ist\s+)?(?:at least|at most|more than|greater than|exceeding"
        rf"|larger than|≥|>|mindestens|höchstens|wenigstens|größer als)?\s*{_VALUE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\bPr|\bP|ℙ)\s*[\[({{|][^.;\n]{{0,120}}?[\])}}|\s]\s*[≥>≤<⩾⩽]\s*{_VALUE}(?![\d\]/)])"
    ),
    re.compile(
        rf"(?:at least|mindestens)\s*{_VALUE}\s+(?:probability|wahrscheinlichkeit)", re.IGNORECASE
    ),
)


def _probabilities(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Compare "with probability at least 3/4" with the numbers of the paper's statement."""
    theirs = _chances(paper.document.text, part.statement.span)
    if len({value for value, _ in theirs}) != 1:
        return
    for value, span in _chances(draft.document.text, part.span):
        if abs(value - theirs[0][0]) > 1e-9:
            yield Misquote(part.statement, span, theirs[0][1], "probability", 3)


_LIKELY = re.compile(
    r"(?:probability|wahrscheinlichkeit)\s+(?:of\s+|von\s+|(?:[^\W\d_]+\s+){0,3}(?:is|ist)\s+)?(?:at least|more than|greater than|exceeding|mindestens|≥|>)?\s*(?=\$?1\s*[−-])",
    re.IGNORECASE,
)


def _confidences(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Compare "with probability at least 1 − 2δ" with the statement's only "1 − δ"."""
    theirs = _unlikely(paper, part.statement.span)
    if len({tuple(_names(rest)) for _, rest in theirs}) != 1:
        return
    place, rest = theirs[0]
    for span, mine in _unlikely(draft, part.span):
        same_letters = _letters(mine) == _letters(rest)
        if same_letters and _names(mine) != _names(rest) and abs(len(mine) - len(rest)) <= 1:
            yield Misquote(part.statement, span, place, "probability", len(rest))


def _unlikely(side: Mathematics, within: Span) -> list[_Rate]:
    """Return what is taken from 1 in each "with probability at least 1 − ..."."""
    text = side.document.text
    found = []
    for match in _LIKELY.finditer(text, within.start, within.end):
        near = Span(match.end(), min(within.end, match.end() + 40))
        for span in side.formulas(near)[:1]:
            rest = side.symbols(span)
            if span.start <= match.end() + 3 and 1 <= len(rest) <= 8 and _letters(rest):
                found.append((span, rest))
    return found


def _chances(text: str, within: Span) -> list[tuple[float, Span]]:
    found = []
    for pattern in _PROBABILITY:
        for match in pattern.finditer(text, within.start, within.end):
            found.append((_fraction(match[1]), Span(*match.span())))
    return found


def _fraction(printed: str) -> float:
    """Return 0.75 for "3/4", "0.75" and "75 %"."""
    if "/" in printed:
        above, below = printed.split("/")
        return int(above) / int(below) if int(below) else 0.0
    if printed.endswith("%"):
        return float(printed.rstrip("% ").replace(",", ".")) / 100
    return float(printed)


_EVERY = re.compile(
    r"\b(?:for (?:every|all|each|any)|every|each|für (?:alle|jede[nsm]?)|jede[nsmr]?)\s+((?:[\w-]+\s+){1,5}[\w-]+)",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:there (?:exists?|is|are)|exists|for (?:some|at least one)|es (?:gibt|existiert)|für (?:ein|eine|einen|mindestens ein\w*))\s+"
    r"(?:then\s+)?(?:a|an|some|one|ein|eine|einen)?\s*((?:[\w-]+(?:\.\d+)*\s+){1,13}[\w-]+)",
    re.IGNORECASE,
)
_EMPTY_WORDS = """a an the of in with and or that such is are we has have there then it be to for on all any some one every each
    following holds ein eine einen der die das mit und dass gibt für von auf sehr given"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def _quantifiers(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Find "for every compact set K" where the paper has "there exists a compact set K", or the reverse."""
    mine, theirs = draft.document.text, paper.document.text
    for here, there in ((_EVERY, _SOME), (_SOME, _EVERY)):
        same = [
            _noun(match[1])
            for match in here.finditer(theirs, part.statement.span.start, part.statement.span.end)
        ]
        other = list(there.finditer(theirs, part.statement.span.start, part.statement.span.end))
        for match in here.finditer(mine, part.span.start, part.span.end):
            noun = _noun(match[1])
            if any(len(noun & known) >= 2 for known in same):
                continue
            for twin in other:
                shared = noun & _noun(twin[1])
                if len(shared) >= 3 and any(len(word) > 3 for word in shared):
                    yield Misquote(
                        part.statement,
                        Span(*match.span()),
                        Span(*twin.span()),
                        "quantifier",
                        len(shared),
                    )


def _noun(words: str) -> frozenset[str]:
    """Return the telling words of a noun phrase, in the singular; a subset is a set."""
    found = [re.sub(r"^sub(?=set)", "", word) for word in words.replace("-", "").split()]
    kept = [word if len(word) == 1 else word.casefold() for word in found]
    return frozenset(
        re.sub(r"(?<=[^s]{3})s$", "", word) for word in kept if word.casefold() not in _EMPTY
    )


_MODES = {
    "almost surely": r"almost sure(?:ly)?|\ba\.\s?s\.|with probability (?:one|1)\b|w\.\s?p\.\s?1|fast sicher(?:e|en)?",
    "in probability": r"\bin probability|in Wahrscheinlichkeit",
    "in distribution": r"\bin distribution|in law|\bin Verteilung",
    "in expectation": r"\bin expectation|im Erwartungswert|\bin mean square|in L2\b",
}
_CONVERGES = re.compile(r"converg|konverg|→|−→|tends to", re.IGNORECASE)


def _modes(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Find "converges in probability" where the paper has "almost surely"."""
    mine = _modes_in(draft.document.text, part.span)
    theirs = _modes_in(paper.document.text, part.statement.span)
    if len(mine) != 1 or len(theirs) != 1 or set(mine) == set(theirs):
        return
    first, second = next(iter(mine.values())), next(iter(theirs.values()))
    around = draft.document.text[max(part.span.start, first.start - 120) : first.end + 80]
    if _CONVERGES.search(around) and _CONVERGES.search(
        paper.document.text[part.statement.span.start : part.statement.span.end]
    ):
        yield Misquote(part.statement, first, second, "mode", 3)


def _modes_in(text: str, within: Span) -> dict[str, Span]:
    found = {}
    for name, pattern in _MODES.items():
        if match := re.search(pattern, text[within.start : within.end], re.IGNORECASE):
            found[name] = Span(within.start + match.start(), within.start + match.end())
    return found


_THRESHOLD = re.compile(
    r"(?<![\w∥|)\]])([^\W\d_])[⋆*]?\s?([≥⩾>≤⩽<])\s?(\d+(?:/\d+|\.\d+)?)(?![\w/(−+·^.]*[^\W_])"
)
_DIRECTION = {"≥": "≥", "⩾": "≥", ">": "≥", "≤": "≤", "⩽": "≤", "<": "≤"}


def _thresholds(draft: Mathematics, paper: Mathematics, part: Restatement) -> Iterator[Misquote]:
    """Find "for all d ≥ 2" where the statement has "d ≥ 3"; zero is a matter of taste."""
    if not part.says:
        return
    theirs: dict[tuple[str, str], list[tuple[str, Span]]] = {}
    for key, number, span in _bounds(paper.document.text, part.statement.span):
        theirs.setdefault(key, []).append((number, span))
    for key, number, span in _bounds(draft.document.text, part.span):
        known = theirs.get(key, [])
        if len({value for value, _ in known}) != 1 or known[0][0] == number:
            continue
        elsewhere = _bounds(paper.document.text, Span(0, len(paper.document.text)))
        if "0" not in (number, known[0][0]) and all((key, number) != row[:2] for row in elsewhere):
            yield Misquote(part.statement, span, known[0][1], "threshold", 2)


def _bounds(text: str, within: Span) -> list[tuple[tuple[str, str], str, Span]]:
    """Return ((letter, direction), number, place) of each "d ≥ 3"."""
    return [
        ((match[1], _DIRECTION[match[2]]), match[3], Span(*match.span()))
        for match in _THRESHOLD.finditer(text, within.start, within.end)
    ]
