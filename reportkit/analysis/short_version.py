"""Mentions that follow the numbering of a paper's short version."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportkit.analysis.matching import Meant, Sides
from reportkit.analysis.mentions import references
from reportkit.analysis.numbering import Pair, partners
from reportkit.analysis.restating import sentences
from reportkit.analysis.statements import Statement
from reportkit.analysis.targets import PAPER
from reportkit.document import Span

_WORD = re.compile(r"[^\W\d_]{4,}")
_NAMES = re.compile(r"\b[A-Z][\w’'é-]+(?:\s?[-–]\s?[A-Z][\w’'é-]+)+")
_STOP = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "they",
        "their",
        "there",
        "which",
        "where",
        "under",
        "then",
        "also",
        "been",
        "such",
    ]
)
# what a result says in signs or in set phrases
_SIGNS = {
    "almost surely": re.compile(r"almost sure|\ba\.\s?s\.|w\.\s?p\.\s?1|fast sicher"),
    "tends": re.compile(r"→|converge|konverg"),
    "exponential": re.compile(r"\bexp\b|e−"),
}
# how much more the sentence has to share with the other statement before it is told of
_MORE = 2.0
_LEAST = 2.0
# without the short version only a result called by its name is sure enough
_NAMED = 4.0


def short_numbers(
    view: Sides, found: Sequence[Meant], rows: Sequence[Pair]
) -> Iterator[tuple[Meant, Statement | None]]:
    """Yield the mentions that are right only in the short version's numbering.

    Each comes with the long version's statement, None where it has none. Where both versions have
    the number, the words of the sentence decide, and only clearly.
    """
    partner = partners(rows)
    rare = _rarity(view)
    for item in found:
        if item.short is not None:
            yield item, partner.get(item.short.id)
        elif item.target == PAPER and item.statement and not item.wrong_kind and view.conference:
            short = view.conference.exact(item.reference.kind, item.reference.number)
            other = partner.get(short.id) if short else None
            if (
                short
                and other
                and other.id != item.statement.id
                and other.restates != item.statement.id
            ) and _speaks_of(view, item, item.statement, other, short, rare):
                yield item, other


def _rarity(view: Sides) -> Mapping[str, float]:
    """Return for each word-stem of the paper's statements how much it tells: 1 / how many have it."""
    assert view.paper is not None  # callers have looked
    counts = Counter(stem for s in view.paper.statements for stem in _stems(f"{s.name} {s.text}"))
    return {stem: 1 / count**0.5 for stem, count in counts.items()}


def _speaks_of(
    view: Sides,
    item: Meant,
    same: Statement,
    other: Statement,
    short: Statement,
    rare: Mapping[str, float],
) -> bool:
    """Return whether the words around the mention are about `other` rather than `same`."""
    words = _stems(_around(view, item.reference.span))
    mine = _weight(words, same.name, same.text, rare)
    theirs = max(_weight(words, other.name, s.text, rare) for s in (other, short))
    return theirs >= _LEAST and theirs >= _MORE * mine


def _around(view: Sides, span: Span) -> str:
    """Return the sentence with the mention, at most 500 characters on either side."""
    text = view.draft.text
    block = view.draft.block_at(span.start)
    low, high = max(0, span.start - 500), min(len(text), span.end + 500)
    within = (
        Span(max(low, block.span.start), min(high, block.span.end)) if block else Span(low, high)
    )
    here = [s for s in sentences(text, within) if s.start <= span.start < s.end]
    return text[here[0].start : here[0].end] if here else text[within.start : within.end]


def _weight(words: set[str], name: str, text: str, rare: Mapping[str, float]) -> float:
    """Return how much the words share with a statement; its name counts three times."""
    named = words & _stems(name)
    shared = words & _stems(text)
    return sum(rare.get(stem, 0.5) for stem in shared) + 3 * sum(rare.get(s, 0.5) for s in named)


def _stems(text: str) -> set[str]:
    """Return the words of four letters and more, cut to six, and initials of hyphenated names."""
    stems = {word.lower()[:6] for word in _WORD.findall(text)} - _STOP
    stems |= {word.lower() for word in re.findall(r"\b[A-Z]{3,5}\b", text)}
    stems |= {name for name, pattern in _SIGNS.items() if pattern.search(text)}
    for names in _NAMES.findall(text):
        stems.add(
            "".join(part.strip()[0] for part in re.split(r"[-–]", names) if part.strip()).lower()
        )
    return stems


def misnumbered(view: Sides, found: Sequence[Meant]) -> Iterator[tuple[Meant, Statement]]:
    """Yield mentions whose sentence calls another result of that kind by its name.

    That is likely the numbering of a version that was not given. Each comes with the result named.
    """
    if view.paper is None:
        return
    named = [s for s in view.paper.statements if s.name and s.number and not s.restates]
    rare = _rarity(view) if named else {}
    for item in found if named else ():
        if item.target != PAPER or item.statement is None or item.wrong_kind or item.attributed:
            continue
        here = _around(view, item.reference.span)
        words = _stems(here)
        if words & _stems(f"{item.statement.name} {item.statement.text}"):
            continue
        called = (s for s in named if s.kind == item.statement.kind and _is_called(words, s, rare))
        other = next(called, None)
        if other is None or other.id == item.statement.id:
            continue
        if len(references(here)) == 1:
            yield item, other


def _is_called(words: set[str], statement: Statement, rare: Mapping[str, float]) -> bool:
    """Return whether at least two telling words of the statement's name are there."""
    called = words & _stems(statement.name)
    return len(called) >= 2 and 3 * sum(rare.get(stem, 0.5) for stem in called) >= _NAMED
