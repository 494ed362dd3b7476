"""The class at a glance: for the terminal, as CSV, as HTML."""

import html
from collections.abc import Iterator, Mapping, Sequence

from reportkit.cells import csv_text
from reportkit.findings import Report, Severity
from reportkit.records import dataclass
from reportkit.seminar.evidence import common_findings
from reportkit.seminar.grading_folder import Member, Roster
from reportkit.seminar.near_copies import NearCopy
from reportkit.seminar.plain import plain_line

_COMMON = 12
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
  color: #1b1b1b; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top;
  padding: .25rem .6rem; border-bottom: 1px solid #ddd; } td.n, th.n { text-align: right; }
.attention { color: #8a3b00; font-weight: 600; } .met { color: #1f6b2d; } .unseen { color: #555; }
.quiet { color: #555; } .level { break-inside: avoid; } mark { background: #ffedc2; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } a { color: inherit; } }
@media (prefers-color-scheme: dark) { @media screen { body { background: #181818; color: #ddd; }
  th, td { border-color: #444; } .attention { color: #ffb27a; } .met { color: #8fd19e; }
  .unseen, .quiet { color: #aaa; } mark { background: #5a4410; color: inherit; } a { color: #9ecbff; } } }
"""


@dataclass(frozen=True, slots=True)
class ClassTable:
    """What the table shows; `reports` maps keys to reports without what was dismissed."""

    roster: Roster
    reports: Mapping[str, Report]
    near_copies: tuple[NearCopy, ...] = ()

    def label(self, key: str) -> str:
        """Return how a student is called: by name, or by number where names are left out."""
        member = self.roster.member(key)
        if member is None or self.roster.anonymous or not member.name:
            return key
        return member.name


_HEADER = (
    "student",
    "name",
    "pages",
    "words",
    "errors",
    "warnings",
    "attention",
    "paper",
    "certainty",
    "late_minutes",
    "file",
    "problem",
)


def class_csv(table: ClassTable) -> str:
    """Return the table as CSV, one row for a student; no cell is a formula."""
    rows = [_HEADER, *(_csv_row(member, table) for member in table.roster.members)]
    return csv_text(rows, end="\r\n")


def _csv_row(member: Member, table: ClassTable) -> tuple[str, ...]:
    report = table.reports.get(member.key)
    name = "" if table.roster.anonymous else member.name
    late = "" if member.late_minutes is None else str(max(member.late_minutes, 0))
    tail = (member.paper, member.paper_certainty, late, member.draft_file, member.problem)
    if report is None:
        return (member.key, name, "", "", "", "", "", *tail)
    counts = (
        report.draft.pages,
        report.draft.words,
        _count(report, Severity.ERROR),
        _count(report, Severity.WARNING),
    )
    return (member.key, name, *map(str, counts), " ".join(_attention(report)), *tail)


def _count(report: Report, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in report.findings)


def _attention(report: Report) -> list[str]:
    criteria = report.rubric.criteria if report.rubric else ()
    return [one.id for one in criteria if one.state == "attention"]


def class_text(table: ClassTable) -> str:
    """Return the table for a terminal."""
    return "\n".join(_text_lines(table)) + "\n"


def _text_lines(table: ClassTable) -> Iterator[str]:
    members = table.roster.members
    width = max((len(plain_line(table.label(one.key), 28)) for one in members), default=4)
    keys = max((len(one.key) for one in members), default=3)
    head = f"{'':{keys}}  {'':{width}}  {'pages':>5} {'words':>6} {'err':>4} {'warn':>4}  attention"
    yield head.rstrip()
    for member in members:
        label = plain_line(table.label(member.key), 28) if not table.roster.anonymous else ""
        yield f"{member.key:{keys}}  {label:{width}}  {_cells(member, table)}".rstrip()
    yield ""
    yield from _about_all(table)


def _cells(member: Member, table: ClassTable) -> str:
    report = table.reports.get(member.key)
    late = f"  {late_words(member)}" if (member.late_minutes or 0) > 0 else ""
    if report is None:
        return f"{'':5} {'':6} {'':4} {'':4}  {plain_line(member.problem, 90)}{late}"
    errors, warnings = _count(report, Severity.ERROR), _count(report, Severity.WARNING)
    counts = f"{report.draft.pages:5} {report.draft.words:6,} {errors:4} {warnings:4}"
    paper = "" if member.paper else "  no paper"
    unsure = f"  paper likely {plain_line(member.paper, 30)}" if _is_unsure(member) else ""
    return f"{counts}  {', '.join(_attention(report))}{paper}{unsure}{late}"


def _is_unsure(member: Member) -> bool:
    return member.paper_certainty == "likely"


def late_words(member: Member) -> str:
    """Return by how much a report was late."""
    minutes = member.late_minutes or 0
    if minutes < 120:
        return f"{minutes} min late"
    return f"{minutes // 60} h late" if minutes < 2880 else f"{minutes // 1440} days late"


def _about_all(table: ClassTable) -> Iterator[str]:
    reports = list(table.reports.values())
    graded = sum(not member.problem for member in table.roster.members)
    yield f"{graded} of {len(table.roster.members)} can be graded"
    if common := common_findings(reports)[:_COMMON]:
        yield "Most common findings"
        for row in common:
            yield (
                f"  {row.code}  {row.slug:32} in {row.reports} of {len(reports)} reports, "
                f"{row.findings} in all"
            )
    if table.near_copies:
        yield "Passages in common"
        yield from (f"  {line}" for line in copies_words(table)[:_COMMON])
        if len(copies_words(table)) > _COMMON:
            yield f"  … and {len(copies_words(table)) - _COMMON} more in class.html"
    if table.roster.refused:
        yield "Left alone"
        for entry, reason in table.roster.refused[:20]:
            yield f"  {plain_line(entry, 90)}: {reason}"
        if len(table.roster.refused) > 20:
            yield f"  … and {len(table.roster.refused) - 20} more"


def copies_words(table: ClassTable) -> list[str]:
    """Return what reports share, a line for each group of them, the largest share first."""
    groups: list[list[NearCopy]] = []
    for pair in table.near_copies:
        ends = {pair.first, pair.second}
        near = [group for group in groups if ends & {k for p in group for k in (p.first, p.second)}]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([p for group in near for p in group] + [pair], key=_share))
    return [_copy_words(group, table) for group in sorted(groups, key=lambda g: _share(g[0]))]


def _share(pair: NearCopy) -> float:
    return -pair.share


def _copy_words(group: list[NearCopy], table: ClassTable) -> str:
    most = group[0]
    pages = [f" (p. {', '.join(map(str, one[:8]))})" if one else "" for one in most.pages]
    first, second = (plain_line(table.label(key), 40) for key in (most.first, most.second))
    text = f"{first}{pages[0]} and {second}{pages[1]}: {most.share:.0%} of the shorter one"
    others = sorted(
        {k for pair in group for k in (pair.first, pair.second)} - {most.first, most.second}
    )
    if not others:
        return text
    named = ", ".join(plain_line(table.label(key), 40) for key in others[:6])
    more = f" and {len(others) - 6} more" if len(others) > 6 else ""
    return f"{text}; also {named}{more}"


def class_html(table: ClassTable) -> str:
    """Return the table as a page of its own, with links to the students' pages."""
    reports = list(table.reports.values())
    rows = "".join(_html_row(member, table) for member in table.roster.members)
    common = "".join(
        f"<tr><td>{row.code}<td>{row.slug}<td class=n>{row.reports}<td class=n>{row.findings}"
        for row in common_findings(reports)[: 2 * _COMMON]
    )
    copies = "".join(f"<li>{html.escape(line)}" for line in copies_words(table))
    refused = "".join(
        f"<li>{html.escape(plain_line(entry, 200))}: {html.escape(reason)}"
        for entry, reason in table.roster.refused
    )
    body = (
        "<h1>The class</h1><table><tr><th>Student<th class=n>Pages<th class=n>Words<th class=n>Errors"
        f"<th class=n>Warnings<th>Needs attention<th>Paper{rows}</table>"
        "<h2>Most common findings</h2><table><tr><th>Rule<th><th class=n>Reports"
        f"<th class=n>Findings{common}</table>"
    )
    if copies:
        body += f"<h2>Passages in common</h2><ul>{copies}</ul>"
    if refused:
        body += f"<h2>Left alone</h2><ul>{refused}</ul>"
    return page("The class", body)


def _html_row(member: Member, table: ClassTable) -> str:
    label = html.escape(plain_line(table.label(member.key), 60))
    report = table.reports.get(member.key)
    late = f" · {late_words(member)}" if (member.late_minutes or 0) > 0 else ""
    if report is None:
        problem = html.escape(plain_line(member.problem, 200))
        return f"<tr><td>{label}<td colspan=6 class=attention>{problem}{late}"
    cells: Sequence[int] = (
        report.draft.pages,
        report.draft.words,
        _count(report, Severity.ERROR),
        _count(report, Severity.WARNING),
    )
    numbers = "".join(f"<td class=n>{cell:,}" for cell in cells)
    unsure = " (likely)" if _is_unsure(member) else ""
    paper = html.escape(plain_line(member.paper, 60)) + unsure if member.paper else "none found"
    notes = html.escape("; ".join((*_attention(report), *member.notes)))
    return (
        f'<tr><td><a href="pages/{member.key}.html">{label}</a>{numbers}'
        f"<td>{notes}{late}<td>{paper}"
    )


def page(title: str, body: str) -> str:
    """Return a whole HTML page; `body` is HTML already."""
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(plain_line(title, 120))}</title><style>{STYLE}</style>\n"
        f"{body}\n</html>\n"
    )
