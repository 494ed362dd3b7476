"""Which statements a statement and its proof refer to: by links and by words."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportkit.analysis.citing import references
from reportkit.analysis.kinds import UNPROVED_KINDS
from reportkit.analysis.statements import ExternalUse, Proof, Statement, Use
from reportkit.document import Document, Link, Span
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch of text that belongs to the statements `owners`; `where` is "statement" or "proof"."""

    span: Span
    owners: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A reference from `at` to `end`: `target` is a statement's id, None for another work's result."""

    at: int
    end: int
    target: str | None
    text: str


def with_uses(
    document: Document,
    statements: Sequence[Statement],
    proofs: Sequence[Proof],
    links: Sequence[Link],
    anchors: Mapping[str, str],
) -> tuple[Statement, ...]:
    """Return the statements with what they and their proofs refer to.

    `links` are those to follow; `anchors` maps the names of destinations to the ids of the statements that open there.
    """
    regions = _Regions(_regions(statements, proofs))
    numbers = {s.id: s.number for s in statements}
    copies = {s.id: s.restates for s in statements if s.number == numbers.get(s.restates or "")}
    uses: dict[str, list[Use]] = defaultdict(list)
    external: dict[str, list[ExternalUse]] = defaultdict(list)
    for found in sorted(_references(document.text, statements, links, anchors), key=lambda f: f.at):
        region = regions.at(found.at)
        if region is None:
            continue
        page = document.page_of(found.at)
        for owner in region.owners:
            if found.target is None:
                external[owner].append(ExternalUse(found.text, region.where, page))
            elif found.target != owner and found.target != copies.get(owner):
                uses[owner].append(Use(found.target, region.where, page))
    return tuple(
        replace(s, uses=_once(uses[s.id]), external=_once_external(external[s.id]))
        for s in statements
    )


def _regions(statements: Sequence[Statement], proofs: Sequence[Proof]) -> Iterator[_Region]:
    for statement in statements:
        yield _Region(statement.span, (statement.id,), "statement")
    printed_again = {s.restates for s in statements}
    proved_by: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.proof and statement.id not in printed_again:
            proved_by[statement.proof].append(statement)
    by_id = {s.id: s for s in statements}
    for proof in proofs:
        proved = [by_id[proof.of]] if proof.of else []
        proved += [s for s in proved_by[proof.id] if s.id != proof.of]
        owners = [s.id for s in proved if s.kind not in UNPROVED_KINDS]
        yield _Region(proof.span, tuple(owners or [s.id for s in proved]), "proof")


class _Regions:
    """Answers which innermost region holds an offset."""

    def __init__(self, regions: Iterator[_Region]) -> None:
        self._regions = sorted(regions, key=lambda r: (r.span.start, -r.span.end))
        self._starts = [region.span.start for region in self._regions]

    def at(self, offset: int) -> _Region | None:
        """Return the innermost region around `offset`, None between regions."""
        for index in range(bisect_right(self._starts, offset) - 1, -1, -1):
            region = self._regions[index]
            if offset < region.span.end:
                return region
        return None


def _references(
    text: str,
    statements: Sequence[Statement],
    links: Sequence[Link],
    anchors: Mapping[str, str],
) -> Iterator[_Found]:
    """Yield what words and links refer to; where both say something, the words are believed.

    Where a paper counts anew in its appendix, several statements share one destination, and the
    links to the later ones lead to the first.
    """
    in_words = list(_in_words(text, statements))
    yield from in_words
    said = sorted((found.at, found.end) for found in in_words)
    starts = [start for start, _ in said]
    numbers = {s.id: s.number for s in statements}
    for link in links:
        target = anchors.get(link.destination or "")
        if target is None or link.span is None:
            continue
        before = bisect_right(starts, link.span.start) - 1
        is_said = before >= 0 and link.span.start < said[before][1]
        if not is_said and _fits(text[link.span.start : link.span.end], numbers[target]):
            yield _Found(link.span.start, link.span.end, target, "")


def _fits(printed: str, number: str | None) -> bool:
    """Return whether the words under a link do not name another number than its target's."""
    digits = re.search(r"[A-Z]?\.?\d[\d.]*", printed)
    return digits is None or number is None or number in printed or digits[0] in number


def _in_words(text: str, statements: Sequence[Statement]) -> Iterator[_Found]:
    known = {(s.kind, s.number): s.id for s in reversed(statements) if s.number}
    heads = {s.span.start for s in statements}
    for reference in references(text, Span(0, len(text))):
        if reference.span.start in heads:
            continue
        if reference.external:
            printed = " ".join(text[reference.span.start : reference.span.end].split())
            yield _Found(reference.span.start, reference.span.end, None, printed)
            continue
        target = known.get((reference.kind, reference.number))
        if target:
            yield _Found(reference.span.start, reference.span.end, target, "")


def _once(uses: Sequence[Use]) -> tuple[Use, ...]:
    """Keep the first use of each statement in the statement and in the proof."""
    first: dict[tuple[str, str], Use] = {}
    for use in uses:
        first.setdefault((use.id, use.where), use)
    return tuple(first.values())


def _once_external(uses: Sequence[ExternalUse]) -> tuple[ExternalUse, ...]:
    first: dict[tuple[str, str], ExternalUse] = {}
    for use in uses:
        first.setdefault((use.text, use.where), use)
    return tuple(first.values())
