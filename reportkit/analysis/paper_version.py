"""Whether a paper is its long version, with the proofs, or the short one of a conference."""

import re

from reportkit.analysis.statements import Inventory
from reportkit.document import Document, Span
from reportkit.records import dataclass

_PROVABLE = ("theorem", "lemma", "proposition", "corollary")
# how a short version sends its reader to the long one
_ELSEWHERE = re.compile(
    r"\b(?:full|extended|long|longer|complete|arxiv|journal) version\b|\bsupplement(?:ary|al)? (?:material|file)?"
    r"|\b(?:proofs?|details) (?:is|are) (?:omitted|deferred|given in the (?:full|supp))",
    re.IGNORECASE,
)
# in long versions at least two of three results have their proof (development papers)
_LONG_SHARE, _SHORT_SHARE = 0.66, 0.4


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """`kind` is "long", "short" or "unknown"; `pointer` is where a short one names the long one."""

    kind: str
    proved: int
    results: int
    pointer: Span | None


def paper_version(paper: Document, results: Inventory) -> PaperVersion:
    """Return which version the paper looks like, by its proofs; page counts mislead."""
    named = [s for s in results.statements if s.kind in _PROVABLE and not s.restates]
    proved = sum(s.proof is not None for s in named)
    elsewhere = _ELSEWHERE.search(paper.text)
    pointer = Span(*elsewhere.span()) if elsewhere else None
    if len(named) >= 2 and proved < _SHORT_SHARE * len(named) and pointer:
        return PaperVersion("short", proved, len(named), pointer)
    is_long = len(named) >= 2 and proved >= _LONG_SHARE * len(named)
    return PaperVersion("long" if is_long else "unknown", proved, len(named), None)
