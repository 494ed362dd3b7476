r"""Findings that are meant to stay: comments in the LaTeX, and \rkignore's marks in the PDF.

    % reportkit: ignore RK402: quoted from the paper        the next line, or the line it ends
    % reportkit: ignore-begin RK801: a sketch               up to ignore-end
    % reportkit: ignore-file RK6: set by the publisher      the whole file

Each names rules (codes, prefixes or slugs, separated by commas) and a reason. What suppresses
nothing is reported, so that it does not hide a fault that comes later.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportkit.document import Destination, Document, Line, Span
from reportkit.findings import Finding
from reportkit.records import dataclass

_COMMENT = re.compile(
    r"(?P<before>.*?)(?<!\\)%\s*reportkit:\s*(?P<what>ignore(?:-begin|-end|-file)?)\b"
    r"[ \t]*(?P<rules>[\w\s,-]*?)[ \t]*(?::[ \t]*(?P<reason>.*))?$"
)
_MARK = re.compile(r"rk\.ignore\.(?P<rule>[\w-]+)@\d+\Z")
_INDENT_PT = 8.0  # a first line stands at least this much further right
_SLACK_PT = 4.0  # a destination stands a little above the line it belongs to


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings of `rules` that stay, and why: in lines first..last of `file`, or in `span`.

    `file` is "" for a mark; `page` is then its page and `span` the text from it
    to the end of its paragraph, None where there is none. `last` is None for a whole file.
    """

    rules: tuple[str, ...]
    reason: str
    file: str = ""
    line: int = 0
    first: int = 0
    last: int | None = None
    page: int | None = None
    span: Span | None = None

    @property
    def where(self) -> str:
        """Return the place as a person finds it."""
        return f"{self.file}:{self.line}" if self.file else f"\\rkignore on p. {self.page}"

    def names(self, finding: Finding) -> bool:
        """Return whether the finding's rule is one of those named."""
        known = (finding.code, finding.slug)
        return any(rule in known or finding.code.startswith(rule) for rule in self.rules)

    def covers(self, finding: Finding) -> bool:
        """Return whether the finding's place is within this suppression's."""
        if self.file:
            return self._covers_line(finding)
        if finding.span is None:
            return finding.page in (None, self.page)
        return self.span is not None and self.span.overlaps(finding.span)

    def _covers_line(self, finding: Finding) -> bool:
        if finding.source is None:
            return self.last is None and finding.page is None
        same = finding.source.file == self.file
        return same and (self.last is None or self.first <= finding.source.line <= self.last)


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings that are left, and sentences about those that were suppressed and why."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def suppressions_in(files: Mapping[str, str]) -> tuple[tuple[Suppression, ...], tuple[str, ...]]:
    """Return the suppressions of LaTeX files (name -> text), and notes on those that do not count."""
    found: list[Suppression] = []
    notes: list[str] = []
    for name, text in files.items():
        own, told = _in_file(name, text)
        found += own
        notes += told
    return tuple(found), tuple(notes)


def _in_file(name: str, text: str) -> tuple[list[Suppression], list[str]]:
    found: list[Suppression] = []
    notes: list[str] = []
    opened: list[Suppression] = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        match = _COMMENT.match(line)
        if not match:
            continue
        if match["what"] == "ignore-end":
            if opened:
                found.append(replace(opened.pop(), last=number))
            else:
                notes.append(f"{name}:{number}: ignore-end without ignore-begin")
            continue
        rules = tuple(word for word in re.split(r"[\s,]+", match["rules"]) if word)
        reason = (match["reason"] or "").strip()
        if not rules or not reason:
            lacks = "a reason after a colon" if rules else "a rule"
            notes.append(f"{name}:{number}: this suppression lacks {lacks} and does not count")
            continue
        one = Suppression(rules, reason, name, number, number)
        if match["what"] == "ignore-begin":
            opened.append(one)
        elif match["what"] == "ignore-file":
            found.append(replace(one, first=1, last=None))
        else:
            alone = not match["before"].strip()
            target = _next_line(lines, number) if alone else number
            found.append(replace(one, first=target, last=target))
    notes += [f"{name}:{one.line}: ignore-begin without ignore-end" for one in opened]
    return found + [replace(one, last=len(lines)) for one in opened], notes


def _next_line(lines: list[str], number: int) -> int:
    """Return the number of the next line after `number` that is no comment."""
    for later in range(number, len(lines)):
        if lines[later].strip() and not lines[later].lstrip().startswith("%"):
            return later + 1
    return number + 1


def marks_in(document: Document) -> tuple[Suppression, ...]:
    r"""Return what \rkignore left in the PDF, each with the paragraph it stands in."""
    found = []
    for name, destination in document.destinations.items():
        match = _MARK.match(name)
        if match:
            found.append(
                Suppression(
                    (match["rule"],),
                    _reason(document, destination, match["rule"]),
                    page=destination.page,
                    span=_paragraph(document, destination),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.page or 0, one.span or Span(0, 0))))


def _reason(document: Document, destination: Destination, rule: str) -> str:
    """Return the reason in the note at the mark, "" where there is none.

    hyperref sets the mark a line higher than the note, so the note is the next one below it.
    """
    x, y = destination.x or 0.0, destination.y or 0.0
    below = [
        note
        for note in document.annotations
        if note.box.page == destination.page
        and note.contents.startswith(f"{rule}: ")
        and note.box.y0 <= y
    ]
    nearest = min(below, key=lambda note: (y - note.box.y0, abs(note.box.x0 - x)), default=None)
    return nearest.contents.removeprefix(f"{rule}: ") if nearest else ""


def _paragraph(document: Document, destination: Destination) -> Span | None:
    """Return the text from the mark to the end of its paragraph, None where there is none."""
    x, y = destination.x, destination.y
    if y is None:
        return None
    below = [
        line
        for line in document.lines
        if line.box.page == destination.page and line.baseline <= y - _SLACK_PT / 2
    ]
    if x is not None:
        beside = [line for line in below if line.box.x0 - 20 <= x <= line.box.x1 + 20]
        below = beside or below
    if not below:
        return None
    line = max(below, key=lambda line: line.baseline)
    block = document.block_at(line.span.start)
    end = _paragraph_end(document, line, block.span) if block else line.span.end
    return Span(_offset_at(line, x), end)


def _offset_at(line: Line, x: float | None) -> int:
    """Return the offset of the line's first character at or right of `x`."""
    if x is None:
        return line.span.start
    index = next((i for i, edge in enumerate(line.edges) if edge >= x - _SLACK_PT), 0)
    return min(line.span.start + index, line.span.end - 1)


def _margin(document: Document, line: Line) -> float:
    """Return the left edge of the line's column: the least of its page within an indent's reach."""
    return min(
        other.box.x0
        for other in document.lines
        if other.box.page == line.box.page and line.box.x0 - 40 <= other.box.x0 <= line.box.x0
    )


def _paragraph_end(document: Document, first: Line, block: Span) -> int:
    """Return where the paragraph of `first` ends: before the next indented line of its block.

    A reader may take short paragraphs, one below another, for one block.
    """
    after = document.lines_of(Span(first.span.end, block.end)) if first.span.end < block.end else ()
    for line in after:
        if (
            line.span.start > first.span.start
            and line.box.x0 > _margin(document, line) + _INDENT_PT
        ):
            return line.span.start
    return block.end


def kept(
    findings: tuple[Finding, ...], suppressions: tuple[Suppression, ...], ran: frozenset[str]
) -> Kept:
    """Return the findings without the suppressed ones, and what is to be said about that.

    `ran` are the codes of the rules that ran: a suppression of another rule is not called unused.
    """
    used: dict[Suppression, list[Finding]] = {}
    left = []
    for finding in findings:
        by = _suppressor(finding, suppressions)
        if by is None:
            left.append(finding)
        else:
            used.setdefault(by, []).append(finding)
    notes = [_told(by, hidden) for by, hidden in used.items()]
    notes += [
        f"{one.where}: the suppression of {', '.join(one.rules)} suppresses nothing; take it out"
        for one in suppressions
        if one not in used and _could_act(one, ran)
    ]
    return Kept(tuple(left), tuple(notes))


def _suppressor(finding: Finding, suppressions: Iterable[Suppression]) -> Suppression | None:
    """Return the suppression of a finding: exactly at its line, or else one line off.

    A place in a PDF is traced to its line with an error of one line at times.
    """
    named = [one for one in suppressions if one.names(finding)]
    exact = next((one for one in named if one.covers(finding)), None)
    if exact or finding.source is None:
        return exact
    wider = (
        replace(one, first=one.first - 1, last=one.last + 1 if one.last else None) for one in named
    )
    return next((one for one, wide in zip(named, wider, strict=True) if wide.covers(finding)), None)


def _could_act(one: Suppression, ran: frozenset[str]) -> bool:
    return any(code.startswith(rule) for rule in one.rules for code in ran) or any(
        not rule.startswith("RK") for rule in one.rules
    )


def _told(by: Suppression, hidden: list[Finding]) -> str:
    codes = ", ".join(sorted({finding.code for finding in hidden}))
    count = f"{len(hidden)} findings are" if len(hidden) > 1 else "a finding is"
    reason = f': "{by.reason}"' if by.reason else ", without a reason"
    return f"{by.where}: {count} suppressed ({codes}){reason}"
