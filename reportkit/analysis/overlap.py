"""Wording that a draft shares with the paper: long equal runs, and long runs with few changes.

Both texts are read once; the paper's triples of words are indexed and each seed is followed to its
end, so that time is linear in the length of both.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reportkit.analysis.literature import bibliography
from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

# the facts' bar for copied wording (RK308)
EXACT_WORDS = 14
# a near-copy: as many equal words on both sides, and at most a fifth of them changed
NEAR_WORDS = 14
# where a sentence says what a result says
_NEAR_RESTATED = 16
_EXACT_RESTATED = 20  # a claim of one line can hardly be said otherwise
_NEAR_SHARE = 0.8
_NEAR_WHOLE = 11  # of them words of three letters and more: formulas are alike in every restatement
_GAP = 3  # words that may be put in, left out or exchanged at one place
_RARE = 12  # positions of a triple that are looked at; more of them and it is a set phrase

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    r"“[^”]{20,1500}”|„[^“”]{20,1500}[“”]|»[^«]{20,1500}«|«[^»]{20,1500}»|\"[^\"]{20,1500}\""
)
_LEFT_OUT = frozenset({BlockKind.FRONT, BlockKind.REFERENCE, BlockKind.CONTENTS, BlockKind.HEADING, BlockKind.CODE})  # fmt: skip
_COMMON_WORDS = """the a an of in on for to and or is are be we that this with as by it there all any such from at
    has have if then let der die das ein eine und von in für mit ist sind dass wir es zu auf"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Copy:
    """Words of the draft that stand in the paper too.

    `draft` and `paper` are the places in both texts; `equal` of `words` words of the draft are the
    paper's; `exact` is True where at least fourteen of them follow one another without a change.
    """

    draft: Span
    paper: Span
    words: int
    equal: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Words:
    words: list[str]
    starts: list[int]
    ends: list[int]

    def span(self, first: int, last: int) -> Span:
        """Return the text of the words first <= i < last."""
        return Span(self.starts[first], self.ends[last - 1])


def copies(
    draft: Document,
    paper: Document,
    allowed: Iterable[Span] = (),
    restated: Sequence[tuple[Span, Span]] = (),
) -> tuple[Copy, ...]:
    """Return the draft's copied wording in reading order; copies do not overlap.

    Quotations, bibliographies and headings are left out, and what lies in `allowed` spans of the draft.
    `restated` are sentences of the draft that say what a result says, with the paper's statement: a
    copy of the statement has to be longer there, and a near-copy of anything.
    """
    mine = _words(draft, [*allowed, *_quotations(draft)])
    theirs, index = paper.once(_indexed)
    found = []
    position = 0
    while position < len(mine.words) - 2:
        triple = (mine.words[position], mine.words[position + 1], mine.words[position + 2])
        best = _longest(mine, theirs, position, index.get(triple, ())[:_RARE])
        copy = _copy(mine, theirs, best) if best else None
        if copy is not None and _is_restated(copy, restated):
            copy = None
        if copy is not None and best is not None:
            found.append(copy)
            position = best.mine_end
        else:
            position += 1
    return tuple(found)


def _is_restated(copy: Copy, restated: Sequence[tuple[Span, Span]]) -> bool:
    """Return whether the words are few, and say what a result says."""
    if copy.exact:
        near = (there for here, there in restated if here.overlaps(copy.draft))
        return copy.equal < _EXACT_RESTATED and any(copy.paper.overlaps(there) for there in near)
    return copy.equal < _NEAR_RESTATED and any(here.overlaps(copy.draft) for here, _ in restated)


def _indexed(paper: Document) -> tuple[_Words, dict[tuple[str, str, str], list[int]]]:
    """Return the paper's words, and where each triple of them stands."""
    theirs = _words(paper, ())
    index: dict[tuple[str, str, str], list[int]] = {}
    triples = zip(theirs.words, theirs.words[1:], theirs.words[2:], strict=False)
    for place, triple in enumerate(triples):
        index.setdefault(triple, []).append(place)
    return theirs, index


def _quotations(draft: Document) -> list[Span]:
    return [Span(*match.span()) for match in _QUOTED.finditer(draft.text)]


def _words(document: Document, excluded: Iterable[Span]) -> _Words:
    """Return the words outside of `excluded` and of bibliographies, headings, contents and formulas."""
    spans = [block.span for block in document.blocks if block.kind in _LEFT_OUT]
    works = bibliography(document)
    out = sorted([*spans, *excluded, *([works] if works else [])])
    cut = _merged(out)
    cut_starts = [span.start for span in cut]
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    formulas = iter(document.formulas)
    formula = next(formulas, None)
    for match in _WORD.finditer(document.text):
        start = match.start()
        while formula is not None and formula.span.end <= start:
            formula = next(formulas, None)
        if formula is not None and formula.span.start <= start:
            continue
        near = bisect_right(cut_starts, start) - 1
        if near >= 0 and start < cut[near].end:
            if words and words[-1] != "\0":  # nothing matches across what was left out
                words.append("\0")
                starts.append(start)
                ends.append(start)
            continue
        words.append(match[0].lower())
        starts.append(start)
        ends.append(match.end())
    return _Words(words, starts, ends)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


@dataclass(frozen=True, slots=True)
class _Chain:
    mine_start: int
    mine_end: int
    their_start: int
    their_end: int
    equal: int
    longest: int


def _longest(
    mine: _Words, theirs: _Words, position: int, places: list[int] | tuple[int, ...]
) -> _Chain | None:
    chains = [_follow(mine.words, theirs.words, position, place) for place in places]
    return max(chains, key=lambda chain: chain.equal, default=None)


def _follow(mine: list[str], theirs: list[str], i: int, j: int) -> _Chain:
    """Follow equal words from (i, j), over gaps of a few words where two equal ones come after."""
    start_i, start_j = i, j
    equal = longest = run = 0
    end_i, end_j = i, j
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j] and mine[i] != "\0":
            equal += 1
            run += 1
            longest = max(longest, run)
            i, j = i + 1, j + 1
            end_i, end_j = i, j
            continue
        run = 0
        step = _over_gap(mine, theirs, i, j)
        if step is None or equal < 3:
            break
        i, j = i + step[0], j + step[1]
    return _Chain(start_i, end_i, start_j, end_j, equal, longest)


_STEPS = sorted(
    ((di, dj) for di in range(_GAP + 1) for dj in range(_GAP + 1) if di or dj),
    key=lambda s: (max(s), sum(s)),
)


def _over_gap(mine: list[str], theirs: list[str], i: int, j: int) -> tuple[int, int] | None:
    """Return how many words to pass over on both sides until two are equal again."""
    for di, dj in _STEPS:
        a, b = i + di, j + dj
        if (
            mine[a : a + 2] == theirs[b : b + 2]
            and len(mine[a : a + 2]) == 2
            and "\0" not in mine[i:a]
        ):
            return di, dj
    return None


def _copy(mine: _Words, theirs: _Words, chain: _Chain) -> Copy | None:
    """Return the chain as a copy where it is long and close enough, and made of words."""
    words = mine.words[chain.mine_start : chain.mine_end]
    real = [word for word in words if len(word) > 1 or word in "ai"]
    telling = {word for word in real if word not in _COMMON and len(word) > 2}
    if len(real) < 0.65 * len(words) or len(telling) < 5:
        return None
    exact = chain.longest >= EXACT_WORDS
    longer = max(len(words), chain.their_end - chain.their_start)
    whole = [word for word in words if len(word) > 2]
    near = len(whole) >= _NEAR_WHOLE and chain.equal >= max(NEAR_WORDS, _NEAR_SHARE * longer)
    if not exact and not near:
        return None
    return Copy(
        mine.span(chain.mine_start, chain.mine_end),
        theirs.span(chain.their_start, chain.their_end),
        len(words),
        chain.equal,
        exact,
    )
