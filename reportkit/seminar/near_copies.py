"""Reports that share passages with one another, found without comparing each with each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import combinations

from reportkit.records import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_SHINGLE = 6  # words
# one shingle in so many is kept; a page has some 400
_SAMPLE = 8
_LEAST_SHARED = 8  # kept shingles, that is some 64 words in a row or in pieces
_LEAST_SHARE = 0.04

Sketch = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two reports with the share of the shorter one's text that stands in the other too.

    `pages` are the pages of the first and of the second on which it stands, where they are known.
    """

    first: str
    second: str
    share: float
    pages: tuple[tuple[int, ...], tuple[int, ...]]


def sketch(passages: Iterable[tuple[str, int]], known: Set[int] = frozenset()) -> Sketch:
    """Return a sample of the text's shingles with their pages, the same for the same text anywhere.

    `passages` are texts with their page, 0 where there is none. The shingles `known`, such as those of
    the paper both write about, are left out. Linear in the length.
    """
    kept: dict[int, int] = {}
    for text, page in passages:
        for value in shingles(text):
            if value not in known:
                kept.setdefault(value, page)
    return tuple(sorted(kept.items()))


def shingles(text: str) -> Iterator[int]:
    """Yield the kept shingles of a text, as numbers."""
    words = [word.lower() for word in _WORD.findall(text)]
    for start in range(len(words) - _SHINGLE + 1):
        shingle = " ".join(words[start : start + _SHINGLE])
        value = int.from_bytes(blake2b(shingle.encode(), digest_size=6).digest(), "big")
        if value % _SAMPLE == 0:
            yield value


def near_copies(sketches: Mapping[str, Sketch], *, among: Sequence[str] = ()) -> list[NearCopy]:
    """Return the pairs that share more than chance, the largest share first.

    Only pairs with one of `among` count, all where it is empty. What stands in many reports is the
    template or the seminar's own words, and counts for nothing.
    """
    holders: dict[int, list[str]] = defaultdict(list)
    for report, values in sketches.items():
        for value, _ in values:
            holders[value].append(report)
    most = max(4, len(sketches) // 10)
    shared: Counter[tuple[str, str]] = Counter()
    for reports in holders.values():
        if 1 < len(reports) <= most:
            shared.update(combinations(sorted(reports), 2))
    wanted = set(among)
    found = [
        pair
        for (first, second), count in shared.items()
        if count >= _LEAST_SHARED and (not wanted or first in wanted or second in wanted)
        if (pair := _pair(first, second, sketches, count)).share >= _LEAST_SHARE
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _pair(first: str, second: str, sketches: Mapping[str, Sketch], count: int) -> NearCopy:
    one, other = dict(sketches[first]), dict(sketches[second])
    both = one.keys() & other.keys()
    pages = tuple(
        tuple(sorted({places[value] for value in both if places[value]})) for places in (one, other)
    )
    share = count / max(min(len(one), len(other)), 1)
    return NearCopy(first, second, round(share, 3), (pages[0], pages[1]))
