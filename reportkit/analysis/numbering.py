"""Which statement of a paper's long version is which of its short one."""

import re
from collections import Counter
from collections.abc import Sequence

from reportkit.analysis.statements import Inventory, Statement
from reportkit.records import dataclass

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Pairs below this likeness of words are two statements; set on the development pairs, where true
# pairs have .55 and more and the likest strangers .45.
_ALIKE = 0.5
_WITHIN = 0.8
_ENOUGH_WORDS = 10
_LIKELY = 0.4  # enough where kind and number agree too, or name and kind


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the numbering map; `long` is None for what the long version does not have, `short` for
    what only it has. `likeness` is 1 for equal words, 0 without a partner.
    """

    short: Statement | None
    long: Statement | None
    likeness: float = 0.0


def numbering_map(short: Inventory, long: Inventory) -> tuple[Pair, ...]:
    """Return each statement of `short` with its partner, in order, then what only `long` has.

    Versions mostly keep the order, so the best pairing in order is taken first and what moved (to an
    appendix, say) is paired after. Time is that of comparing all pairs.
    """
    mine = [_Bag.of(statement) for statement in short.statements]
    theirs = [_Bag.of(statement) for statement in long.statements]
    scores = {
        (i, j): _score(a, b)
        for i, a in enumerate(mine)
        for j, b in enumerate(theirs)
        if _may_pair(a, b) and _is_pair(a, b)
    }
    partner = _in_order(scores, len(mine), len(theirs))
    for i, j in sorted(scores, key=lambda pair: -scores[pair]):
        if i not in partner and j not in partner.values():
            partner[i] = j
    rows = [
        Pair(s, long.statements[partner[i]], round(_alike(mine[i], theirs[partner[i]]), 2))
        if i in partner
        else Pair(s, None)
        for i, s in enumerate(short.statements)
    ]
    taken = set(partner.values())
    return (*rows, *(Pair(None, s) for j, s in enumerate(long.statements) if j not in taken))


def _in_order(scores: dict[tuple[int, int], float], rows: int, columns: int) -> dict[int, int]:
    """Return the pairs, none crossing another, whose scores add up to most."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            with_pair = best[i][j] + scores.get((i, j), 0.0)
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], with_pair)
    found, i, j = {}, rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found[i] = j
    return found


@dataclass(frozen=True, slots=True)
class _Bag:
    statement: Statement
    words: Counter[str]
    name: frozenset[str]

    @classmethod
    def of(cls, statement: Statement) -> "_Bag":
        words = Counter(_WORD.findall(statement.text.lower()))
        return cls(statement, words, frozenset(_WORD.findall(statement.name.lower())))


def _may_pair(a: _Bag, b: _Bag) -> bool:
    """Return whether the kinds allow it; what was a theorem may have become a proposition."""
    results = {"theorem", "proposition", "lemma", "corollary", "claim", "fact"}
    kinds = {a.statement.kind, b.statement.kind}
    return len(kinds) == 1 or kinds <= results


def _score(a: _Bag, b: _Bag) -> float:
    same_kind = a.statement.kind == b.statement.kind
    same_copy = bool(a.statement.restates) == bool(b.statement.restates)
    return (
        _alike(a, b)
        + 0.08 * same_kind
        + 0.05 * same_copy
        + 0.04 * _same_number(a, b)
        + 0.1 * _same_name(a, b)
    )


def _is_pair(a: _Bag, b: _Bag) -> bool:
    likeness = _alike(a, b)
    same_kind = a.statement.kind == b.statement.kind
    if likeness >= (_ALIKE if same_kind else 0.7):
        return True
    return likeness >= _LIKELY and same_kind and (_same_number(a, b) or _same_name(a, b))


def _alike(a: _Bag, b: _Bag) -> float:
    """Return twice the shared words over all words of both (Dice's coefficient).

    A version that says more keeps the words of the other: they count too, a little less.
    """
    total = a.words.total() + b.words.total()
    shared = (a.words & b.words).total()
    fewer = min(a.words.total(), b.words.total())
    within = _WITHIN * shared / fewer if fewer >= _ENOUGH_WORDS else 0.0
    return max(2 * shared / total if total else 0.0, within)


def _same_number(a: _Bag, b: _Bag) -> bool:
    return a.statement.number is not None and a.statement.number == b.statement.number


def _same_name(a: _Bag, b: _Bag) -> bool:
    return bool(a.name) and a.name == b.name


def partners(rows: Sequence[Pair]) -> dict[str, Statement]:
    """Return the long version's statement for the id of each of the short one that has a partner."""
    return {row.short.id: row.long for row in rows if row.short and row.long}
