"""What a restatement says in words, or in a sign or two, where the statement says otherwise.

The order of two quantifiers, the direction of "q > p", a named number ("rank 1"), a power of a
bracket, a negation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from reportkit.document import Document, Span
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference between a restatement and its statement: the places of both, and its name.

    `equal` is how many words or signs around it agree.
    """

    draft: Span
    paper: Span
    what: str
    equal: int


# A file is hostile until it is read: so many places of a sentence, a statement or a paper are looked at.
_PLACES = 25
_POWERS = 5000


def _found(pattern: re.Pattern[str], text: str, within: Span) -> list[re.Match[str]]:
    return list(islice(pattern.finditer(text, within.start, within.end), _PLACES))


def changed(draft: Document, paper: Document, here: Span, there: Span) -> Iterator[Changed]:
    """Compare `here`, a part of the draft that restates one result alone, with its statement `there`."""
    for compare in (_order_of_quantifiers, _order_of_nouns, _directions, _named_numbers, _powers,
                    _negations, _for_some):  # fmt: skip
        yield from compare(draft.text, paper.text, here, there)
    yield from _other_quantifiers(draft, paper, here, there)


_EXISTS = (
    r"\b(?:there\s+(?:then\s+)?(?:exists?|is|are)|(?:we|one)\s+can\s+find|exists?|es\s+(?:gibt|existier(?:t|en))"
    r"|(?:gibt|existiert)\s+es)\b"
)
_FOR_ALL = r"\b(?:for\s+(?:any|every|all|each)|für\s+(?:jede[snrm]?|alle|beliebige[sn]?))\s+"
_VARIABLE = r"(?P<words>(?:[^\W\d_][\w-]+\s+){0,4})\$?(?P<name>[^\W\d_])(?![\w’'])"
_ALL_OF = re.compile(_FOR_ALL + _VARIABLE, re.IGNORECASE)
_SOME_THEN_ALL = re.compile(
    rf"{_EXISTS}(?P<some>[^.;]{{3,220}}?)(?:\bsuch\s+that|\bso\s+that|\bfor\s+which|\bthat|\bwhich|\bso\s?dass|\bdass|,\s(?:die|der|das))"
    rf"[\s,]+{_FOR_ALL}{_VARIABLE}",
    re.IGNORECASE,
)
_SOME = re.compile(rf"{_EXISTS}(?P<some>[^.;]{{3,120}})", re.IGNORECASE)


def _order_of_quantifiers(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "there is a C such that for every δ" where the paper has "for every δ there is a C"."""
    again = {match["name"] for match in _found(_SOME_THEN_ALL, theirs, there)}
    first = _found(_ALL_OF, theirs, there)
    before = _found(_ALL_OF, mine, here)
    for match in _found(_SOME_THEN_ALL, mine, here):
        name = match["name"]
        if name in again or any(m["name"] == name and m.end() <= match.start() for m in before):
            continue
        for every in first:
            some = _SOME.search(theirs, every.end(), min(there.end, every.end() + 250))
            if every["name"] == name and some and _alike(match["some"], some["some"]):
                place = Span(every.start(), min(some.end("some"), some.start() + 80))
                yield Changed(Span(*match.span()), place, "order of quantifiers", 4)
                break


def _alike(one: str, other: str) -> bool:
    """Return whether two noun phrases share the beginning of a long word, or a letter."""
    letters = [set(re.findall(r"(?<![\w-])[^\W\d_](?![\w-])", t)) - {"a"} for t in (one, other)]
    return bool(_stems(one, 5) & _stems(other, 5) or letters[0] & letters[1])


def _stems(text: str, length: int) -> set[str]:
    """Return the first letters of the long words of a text."""
    return {word[:length].casefold() for word in re.findall(r"[^\W\d_]{6,}", text)}


_ANY = r"(?:for\s+(?:any|every|all|each)|(?:consider|pick|fix|given|take|let)\s+(?:any|an\s+arbitrary|every)|für\s+(?:jede[snrm]?|alle|beliebige[sn]?))\s+"
_ANY_NOUN = re.compile(
    rf"\b{_ANY}(?P<noun>(?:[^\W\d_][\w-]*\s+){{0,2}}[^\W\d_][\w-]{{4,}})", re.IGNORECASE
)
_SOME_THEN_ANY = re.compile(
    rf"{_EXISTS}(?P<some>[^.;]{{3,220}}?)(?:\bsuch\s+that|\bso\s+that|\bso\s?dass|,\s(?:die|der|das))[\s,]+(?:{_ANY}|(?:any|every|each)\s+)"
    r"(?P<noun>(?:[^\W\d_][\w-]*\s+){0,2}[^\W\d_][\w-]{4,})",
    re.IGNORECASE,
)


def _order_of_nouns(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "there is a chain such that for any estimator" where the paper takes any estimator first."""
    for match in _found(_SOME_THEN_ANY, mine, here):
        for every in _found(_ANY_NOUN, theirs, there):
            some = _SOME.search(theirs, every.end(), there.end)
            if some is None or not _share_words(match["noun"], every["noun"]):
                continue
            again = _ANY_NOUN.search(theirs, some.end(), there.end)
            if again is None and _share_words(match["some"][:120], some["some"]):
                place = Span(every.start(), min(some.end("some"), some.start() + 80))
                yield Changed(Span(*match.span()), place, "order of quantifiers", 4)
                return


def _share_words(one: str, other: str) -> bool:
    """Return whether two noun phrases share the beginning of a long word."""
    return bool(_stems(one, 6) & _stems(other, 6))


_SOME_NOUN = re.compile(r"\b[Ff]or\s+some\s+(?P<noun>[^\W\d_]{5,})")
_EVERY_NOUN = re.compile(r"\bfor\s+(?:any|every|each|all)\s+(?P<noun>[^\W\d_]{5,})", re.IGNORECASE)
_NO_NOUN = frozenset(
    ["possible", "other", "large", "small", "such", "given", "fixed", "constant", "sufficiently"]
)


def _for_some(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "for some teacher" where the paper has "for any teacher", or the reverse."""
    for first, second in ((_SOME_NOUN, _EVERY_NOUN), (_EVERY_NOUN, _SOME_NOUN)):
        told = _by_noun(first, mine, here)
        known, also = _by_noun(second, theirs, there), _by_noun(first, theirs, there)
        again = _by_noun(second, mine, here)
        for noun in (told.keys() & known.keys()) - also.keys() - again.keys() - _NO_NOUN:
            yield Changed(told[noun], known[noun], "quantifier", 3)


def _by_noun(pattern: re.Pattern[str], text: str, within: Span) -> dict[str, Span]:
    return {
        re.sub(r"s$", "", match["noun"].casefold()): Span(*match.span())
        for match in pattern.finditer(text, within.start, within.end)
    }


_FOR_SOME = re.compile(rf"(?:{_EXISTS}|\bfor\s+some|∃)\s*{_VARIABLE}", re.IGNORECASE)
_FOR_EVERY = re.compile(rf"(?:{_FOR_ALL}|∀\s?){_VARIABLE}", re.IGNORECASE)
_NEXT_ONE = re.compile(
    r"\s?(?:[<>≤≥⩽⩾∈]\s?\S{1,12})?\s?(?:,|and|und)\s(?:an?\s|ein\s)?\$?([^\W\d_])(?=\s?[<>≤≥⩽⩾∈])"
)


def _other_quantifiers(
    draft: Document, paper: Document, here: Span, there: Span
) -> Iterator[Changed]:
    """Find "for some x" where the paper has "for all x", or the reverse."""
    for first, second in ((_FOR_EVERY, _FOR_SOME), (_FOR_SOME, _FOR_EVERY)):
        mine, theirs = _quantified(draft, first, here), _quantified(paper, second, there)
        known, other = _quantified(paper, first, there), _quantified(draft, second, here)
        for name, place in mine.items():
            if name in theirs and name not in known and name not in other:
                yield Changed(place, theirs[name], "quantifier", 3)


def _quantified(document: Document, quantifier: re.Pattern[str], within: Span) -> dict[str, Span]:
    """Return the variables of a quantifier that are set as mathematics, with its place."""
    found: dict[str, Span] = {}
    for match in quantifier.finditer(document.text, within.start, within.end):
        if match["words"].strip() and match.re is _FOR_SOME:
            continue  # "for some confidence level δ" means any
        names = [(match["name"], match.start("name"))]
        following = _NEXT_ONE.match(document.text, match.end("name"))
        while following and len(names) < 5:
            names.append((following[1], following.start(1)))
            following = _NEXT_ONE.match(document.text, following.end(1))
        for name, at in names:
            if _is_mathematics(document, at):
                found.setdefault(name, Span(*match.span()))
    return found


def _is_mathematics(document: Document, at: int) -> bool:
    """Return whether the character at an offset belongs to a formula."""
    index = bisect_right(document.once(_formula_starts), at) - 1
    return index >= 0 and at < document.formulas[index].span.end


def _formula_starts(document: Document) -> list[int]:
    return [formula.span.start for formula in document.formulas]


_NEGATED = re.compile(r"\b(?:is|are)\s+not\s+(?:an?\s+|the\s+)?(?P<noun>[^\W\d_]{5,})")
_AFFIRMED = re.compile(r"\b(?:is|are)\s+(?:an?\s+|the\s+)?(?P<noun>[^\W\d_]{5,})")


def _negations(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "is a polynomial" where the paper has "is not a polynomial", or the reverse."""
    for first, second in ((_AFFIRMED, _NEGATED), (_NEGATED, _AFFIRMED)):
        told = {m["noun"]: m for m in _found(first, mine, here)}
        known = {m["noun"]: m for m in _found(second, theirs, there)}
        for noun in told.keys() & known.keys():
            word = re.compile(rf"\b(?:non-?\s?)?{re.escape(noun)}", re.IGNORECASE)
            both = ((mine, here), (theirs, there))
            if all(len(word.findall(text, s.start, s.end)) == 1 for text, s in both):
                yield Changed(Span(*told[noun].span()), Span(*known[noun].span()), "negation", 3)


_RELATION = re.compile(
    r"(?<![∥|)\]+−·/^-]\s)(?<![\w)\]])([^\W\d_])\s?([<>≤≥⩽⩾])\s?([^\W\d_])(?![\w(]|\s?[+−·/^<>≤≥⩽⩾=])"
)
_SMALLER = frozenset("<≤⩽")


def _directions(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "q < p" where the paper has "q > p", and both letters keep their places in what follows."""
    known: dict[tuple[str, str], list[re.Match[str]]] = {}
    for match in _found(_RELATION, theirs, there):
        known.setdefault(_ordered(match), []).append(match)
    for match in _found(_RELATION, mine, here):
        low, high = _ordered(match)
        twins = known.get((high, low), [])
        if low == high or len(twins) != 1 or (low, high) in known:
            continue
        pair = {low, high}
        order = _order_of(mine, match.end(), here.end, pair)
        if len(order) >= 2 and order == _order_of(theirs, twins[0].end(), there.end, pair):
            yield Changed(Span(*match.span()), Span(*twins[0].span()), "direction", 3)


def _ordered(match: re.Match[str]) -> tuple[str, str]:
    """Return the letters of "q > p", the smaller one first."""
    low, high = match[1], match[3]
    return (low, high) if match[2] in _SMALLER else (high, low)


def _order_of(text: str, start: int, end: int, letters: set[str]) -> list[str]:
    """Return the first two of the letters as they follow in a text."""
    found = (
        m[0] for m in re.finditer(r"(?<!\w)[^\W\d_](?!\w)", text[start : min(end, start + 250)])
    )
    return [letter for letter in found if letter in letters][:2]


_NAMES = {
    "rank": r"rank|Rang",
    "degree": r"degree|Grad",
    "dimension": r"dimension|Dimension",
    "order": r"order|Ordnung",
    "width": r"width|Breite",
    "depth": r"depth|Tiefe",
}
_NAMED_NUMBER = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
    + r")\s+(?:(?:of|at\s+most|at\s+least|höchstens|mindestens|von|is|equal\s+to|gleich)\s+){0,2}(?P<number>\d{1,3})(?![\d.,]*\d|\w|\s?[+−·/(^]|\s[^\W\d_](?!\w))"
)


def _named_numbers(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "has rank 2" where the statement's only rank is 1."""
    known: dict[str, list[re.Match[str]]] = {}
    for match in _NAMED_NUMBER.finditer(theirs, there.start, there.end):
        known.setdefault(_name_of(match), []).append(match)
    for match in _NAMED_NUMBER.finditer(mine, here.start, here.end):
        same = known.get(_name_of(match), [])
        if len({other["number"] for other in same}) == 1 and same[0]["number"] != match["number"]:
            yield Changed(Span(*match.span()), Span(*same[0].span()), "named number", 3)


def _name_of(match: re.Match[str]) -> str:
    return next(name for name in _NAMES if match[name])


_POWER = re.compile(r"\((?P<base>[^()\n]{3,30})\)(?P<power>\d)(?![\w.+−]|\s?[/)])")
_OPERATOR = re.compile(r"[+−·-]")


def _powers(mine: str, theirs: str, here: Span, there: Span) -> Iterator[Changed]:
    """Find "(1 − x)2" where the statement's only power of that bracket is "(1 − x)3"."""
    known: dict[str, list[re.Match[str]]] = {}
    for match in _powers_in(theirs, there):
        known.setdefault(_bare(match["base"]), []).append(match)
    other = [
        match
        for match in _powers_in(mine, here)
        if {m["power"] for m in known.get(_bare(match["base"]), [])}
        not in (set(), {match["power"]})
    ]
    if not other:
        return
    whole = islice(_powers_in(theirs, Span(0, len(theirs))), _POWERS)
    everywhere = {(_bare(match["base"]), match["power"]) for match in whole}
    for match in other:
        same = known[_bare(match["base"])]
        lone = len({m["power"] for m in same}) == 1
        if lone and (_bare(match["base"]), match["power"]) not in everywhere:
            yield Changed(Span(*match.span()), Span(*same[0].span()), "power", 4)


def _powers_in(text: str, within: Span) -> Iterator[re.Match[str]]:
    """Yield the brackets with a sum in them that have a number as their power."""
    for match in _POWER.finditer(text, within.start, within.end):
        if _OPERATOR.search(match["base"]) and re.search(r"[^\W\d_]", match["base"]):
            yield match


def _bare(base: str) -> str:
    return "".join(base.split())
