"""A printable page for a student: the rubric beside what was found."""

import html
from collections.abc import Sequence

from reportkit.findings import Assessment, Finding, Report
from reportkit.rubric import Criterion, Gate, Rubric
from reportkit.seminar.class_table import late_words, page
from reportkit.seminar.evidence import Asked, by_criterion, findings_for
from reportkit.seminar.grading_folder import Member
from reportkit.seminar.plain import plain_line
from reportkit.seminar.sheets.writing import evidence_line

_MOST_FINDINGS = 12
_STATES = {"met": "met", "attention": "needs attention", "unseen": "not seen"}


def student_page(
    member: Member,
    label: str,
    report: Report,
    rubric: Rubric,
    language: str,
    asked: Sequence[Asked] = (),
) -> str:
    """Return the page as HTML; everything from names and drafts is escaped."""
    found = by_criterion(report)
    head = f"<h1>{_safe(label)}</h1><p>{_facts(member, report)}"
    if asked:
        rows = "".join(f"<li>{one.state}: {_safe(one.text)}" for one in asked)
        head += f"<h2>Asked for before</h2><ul>{rows}</ul>"
    gates = "".join(_gate(gate, found.get(gate.id), language) for gate in rubric.gates)
    criteria = "".join(
        _criterion(criterion, found.get(criterion.id), report, language)
        for criterion in rubric.criteria
    )
    skipped = "".join(f"<li>{_safe(one.id)}: {_safe(one.reason)}" for one in report.skipped)
    tail = f"<h2>Not looked at</h2><ul class=quiet>{skipped}</ul>" if skipped else ""
    return page(label, f"{head}{gates}{criteria}{tail}")


def _safe(text: str) -> str:
    return html.escape(plain_line(text))


def _facts(member: Member, report: Report) -> str:
    facts = [
        f'<a href="../drafts/{member.key}.pdf">{_safe(member.draft_file or "the report")}</a>',
        f"{report.draft.pages} pages",
        f"{report.draft.words:,} words",
        _safe(f"about {member.paper} ({member.paper_certainty})" if member.paper else "no paper"),
    ]
    if (member.late_minutes or 0) > 0:
        facts.append(late_words(member))
    return " · ".join((*facts, *map(_safe, member.notes)))


def _gate(gate: Gate, found: Assessment | None, language: str) -> str:
    return (
        f"<h2>☐ yes ☐ no &ensp; {_safe(gate.text.text(language))} {_state(found)}</h2>"
        f"{_evidence(found)}"
    )


def _criterion(
    criterion: Criterion, found: Assessment | None, report: Report, language: str
) -> str:
    levels = "".join(
        f"<p class=level>☐ <b>{_safe(level.id)}</b> {level.points:g}: "
        f"{_safe(level.text.text(language))}"
        for level in criterion.levels
    )
    title = f"{_safe(criterion.title.text(language))} ({criterion.weight:g})"
    asks = f"<p class=quiet>{_safe(criterion.asks.text(language))}" if criterion.asks else ""
    right = _evidence(found) + _findings(findings_for(criterion, report))
    return (
        f"<h2>{title} {_state(found)}</h2>{asks}"
        f"<table><tr><td style='width:50%'>{levels}<td>{right}</table>"
    )


def _state(found: Assessment | None) -> str:
    if found is None:
        return ""
    return f"<small class={found.state}>{_STATES.get(found.state, '')}</small>"


def _evidence(found: Assessment | None) -> str:
    if found is None or not found.evidence:
        return ""
    return "<ul>" + "".join(f"<li>{_safe(evidence_line(one))}" for one in found.evidence) + "</ul>"


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    rows = "".join(
        f"<li>{f'p. {one.page} ' if one.page else ''}{_safe(one.message)} "
        f"<mark>{_safe(one.excerpt[:120])}</mark> <span class=quiet>{one.code}</span>"
        for one in findings[:_MOST_FINDINGS]
    )
    more = len(findings) - _MOST_FINDINGS
    tail = f"<li class=quiet>and {more} more" if more > 0 else ""
    return (
        f"<details open><summary>{len(findings)} findings</summary><ul>{rows}{tail}</ul></details>"
    )
