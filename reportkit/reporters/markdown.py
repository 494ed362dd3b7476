"""Markdown for a merge request or an e-mail."""

import re
from itertools import groupby

from reportkit.findings import Finding, Report
from reportkit.reporters.ranking import fix_first, tally

_SIGNS = {"met": "✔", "attention": "✘", "unseen": "–"}
_STATES = {"met": "met", "attention": "needs attention", "unseen": "not seen"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&@])")
_FEW = 5


def render(report: Report) -> str:
    """Return the report: the first things to fix, then the findings by section, then the rubric."""
    blocks = [_head(report)]
    first = fix_first(report.findings)
    if first:
        blocks.append("### Fix these first\n\n" + "\n".join(f"1. {_line(f)}" for f in first))
    sections = groupby(report.findings, key=lambda finding: finding.section)
    blocks += (_section(title, tuple(found)) for title, found in sections)
    if report.rubric:
        rows = "\n".join(
            f"| {_SIGNS[row.state]} | {plain(row.title)} | {_STATES[row.state]} |"
            for row in report.rubric.criteria
        )
        blocks.append(
            f"### {plain(report.rubric.title)}\n\n| | Criterion | |\n|---|---|---|\n{rows}"
        )
    if report.skipped:
        rows = "\n".join(f"- {plain(s.id)}: {plain(s.reason)}" for s in report.skipped)
        blocks.append(f"<details><summary>Left out</summary>\n\n{rows}\n\n</details>")
    return "\n\n".join(blocks) + "\n"


def _head(report: Report) -> str:
    notes = "".join(f"\n\n**{plain(note)}**" for note in report.notes)
    return f"## {plain(report.draft.file)}\n\n{tally(report.findings)}{notes}"


def _section(title: str, found: tuple[Finding, ...]) -> str:
    lines = [f"- {_line(finding)}" for finding in found[:_FEW]]
    rest = len(found) - _FEW
    if rest > 0:
        lines.append(f"- +{rest} more")
    return f"### {plain(title) or 'The whole draft'}\n\n" + "\n".join(lines)


def _line(finding: Finding) -> str:
    page = f"p. {finding.page}: " if finding.page else ""
    quoted = "" if finding.is_quoted else f" “{plain(finding.excerpt)}”"
    return f"{page}{plain(finding.message)}{quoted} ({finding.severity}, {finding.code})"


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
