"""Findings by part of the draft, and few of each rule."""

import re
from collections.abc import Sequence

from reportkit.findings import Finding, Report, SectionRow
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter or section of the draft and its findings, in reading order.

    `first` and `last` are its pages, None in a text without pages. The part without a title holds
    what belongs to the whole draft.
    """

    title: str
    first: int | None
    last: int | None
    findings: tuple[Finding, ...]


def parts(report: Report) -> tuple[Part, ...]:
    """Return the draft's parts that have findings: first the whole draft, then as they are read."""
    tops = _tops(report.draft.sections)
    held: dict[int | None, list[Finding]] = {}
    for finding in report.findings:
        held.setdefault(_top_of(finding, report.draft.sections, tops), []).append(finding)
    found = [Part("", None, None, tuple(held[None]))] if None in held else []
    for place, index in enumerate(tops):
        if index in held:
            row = report.draft.sections[index]
            following = report.draft.sections[tops[place + 1]] if place + 1 < len(tops) else None
            last = following.page if following else report.draft.pages or None
            if report.kind == "slides":  # a slide ends where the next begins, not on its page
                last = row.page
            found.append(Part(row.title, row.page, last, tuple(held[index])))
    return tuple(found)


def _tops(rows: Sequence[SectionRow]) -> list[int]:
    """Return the indices of the sections of the highest level that has more than one."""
    for level in sorted({row.level for row in rows}):
        tops = [index for index, row in enumerate(rows) if row.level <= level]
        if len(tops) > 1:
            return tops
    return [0] if rows else []


def _top_of(finding: Finding, rows: Sequence[SectionRow], tops: list[int]) -> int | None:
    """Return the index of the top section that holds the finding, None outside of any."""
    if finding.span is None or not finding.section:
        return None
    named = [
        index
        for index, row in enumerate(rows)
        if row.title == finding.section and (row.page or 0) <= (finding.page or 0)
    ]
    if not named:
        return None
    return max((top for top in tops if top <= named[-1]), default=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings to show, and how many of a rule are left out after its last one shown.

    `more` maps fingerprints to the findings that stand for the rest of their rule.
    """

    fingerprints: frozenset[str]
    more: dict[str, tuple[Finding, ...]]


_ANY_FAULT = "RK790"  # what a grammar engine finds and no rule of ours names
_OURS = frozenset({"reportkit"})
_QUOTE = re.compile(r"^“[^”]*”: ")


def few_of_each(findings: Sequence[Finding], most: int) -> Shown:
    """Return which findings to show: the surest `most` of each rule.

    A grammar engine's findings may share a code and nothing else, so that they count by their message.
    """
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        foreign = finding.code == _ANY_FAULT or not _OURS.intersection(finding.sources or _OURS)
        fault = _QUOTE.sub("", finding.message) if foreign else ""
        by_rule.setdefault((finding.code, fault), []).append(finding)
    shown: set[str] = set()
    more: dict[str, tuple[Finding, ...]] = {}
    for group in by_rule.values():
        surest = sorted(group, key=lambda f: (f.severity.rank, f.confidence.rank))[:most]
        kept = {finding.fingerprint for finding in surest}
        shown |= kept
        rest = tuple(f for f in group if f.fingerprint not in kept)
        if rest:
            last = [f for f in group if f.fingerprint in kept][-1]
            more[last.fingerprint] = rest
    return Shown(frozenset(shown), more)
