"""An assignment's outcome as text, Markdown, CSV, JSON and Moodle's ratingallocate file."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from reportkit.cells import csv_text
from reportkit.seminar.assigning import Outcome, Row
from reportkit.seminar.preferences import Answer, Place
from reportkit.seminar.spreadsheet import markdown_cell

_NOT_TRUTHFUL = (
    "Optimising over ranks is fair to what was said, but a student can sometimes gain by not saying\n"
    "what they want. Where that matters use --truthful (serial dictatorship in a drawn order)."
)


def as_text(outcome: Outcome) -> str:
    """Return the outcome for a terminal or a mail."""
    width = max((len(row.party) for row in outcome.rows), default=0)
    lines = [line for row in outcome.rows for line in _row_lines(row, width)]
    lines += ["", *_histogram(outcome)]
    lines += (f"No answer, not assigned: {name}" for name in outcome.unanswered)
    lines += (f"No acceptable paper was left for: {name}" for name in outcome.unserved)
    if outcome.order:
        lines += ["", "Drawn order: " + ", ".join(outcome.order)]
    else:
        lines += ["", _NOT_TRUTHFUL]
    lines.append(f"seed {outcome.seed} · input {outcome.digest[:16]}")
    return "\n".join(lines) + "\n"


def _row_lines(row: Row, width: int) -> list[str]:
    rank = f"rank {row.rank}" if row.rank else "not ranked"
    note = f", fixed: {row.fixed}" if row.fixed else ""
    title = f"  {row.paper.title}" if row.paper.title != row.paper.id else ""
    agreed = "" if row.fixed or row.alternatives or not row.agreed else ", in every best solution"
    lines = [f"{row.party:<{width}}  {row.paper.id}{title}  ({rank}{note}{agreed})"]
    if row.alternatives:
        lines.append(f"{'':{width}}  just as good for all: {', '.join(row.alternatives)}")
    lines += (f"{'':{width}}  why not {reason}" for reason in row.why_not)
    return lines


def _histogram(outcome: Outcome) -> list[str]:
    return [
        f"rank {rank}: {count:3}  {'█' * count}" for rank, count in enumerate(outcome.histogram, 1)
    ]


def as_markdown(outcome: Outcome) -> str:
    """Return the outcome as a table with the explanations below."""
    head = ["| Student | Paper | Title | Rank |", "|---|---|---|---|"]
    rows = [
        f"| {markdown_cell(', '.join(row.members))} | {markdown_cell(row.paper.id)} | {markdown_cell(row.paper.title)} | "
        f"{row.rank or '–'} |"
        for row in outcome.rows
    ]
    reasons = [
        f"- **{markdown_cell(row.party)}**: "
        + "; ".join(markdown_cell(reason) for reason in row.why_not)
        for row in outcome.rows
        if row.why_not
    ]
    missing = [f"- no answer, not assigned: {markdown_cell(name)}" for name in outcome.unanswered]
    missing += [
        f"- no acceptable paper was left: {markdown_cell(name)}" for name in outcome.unserved
    ]
    parts = ["\n".join([*head, *rows])]
    if reasons:
        parts.append("### Why nothing better\n\n" + "\n".join(reasons))
    if missing:
        parts.append("### Not assigned\n\n" + "\n".join(missing))
    parts.append(f"Seed {outcome.seed}, input `{outcome.digest}`.")
    return "\n\n".join(parts) + "\n"


def as_csv(outcome: Outcome) -> str:
    """Return one row for each student, for a spreadsheet or seminar.toml."""
    header = ("student", "group", "paper", "title", "rank", "fixed", "equally good")
    rows = [
        (
            name,
            row.party if row.party != name else "",
            row.paper.id,
            row.paper.title,
            row.rank or "",
            row.fixed,
            "; ".join(row.alternatives),
        )
        for row in outcome.rows
        for name in row.members
    ]
    return csv_text([header, *rows])


def as_json(outcome: Outcome) -> str:
    """Return the outcome as `reportkit.assignment/1`."""
    return (
        json.dumps(
            {"schema": "reportkit.assignment/1", **asdict(outcome)}, indent=2, ensure_ascii=False
        )
        + "\n"
    )


FORMATS: dict[str, Callable[[Outcome], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "csv": as_csv,
    "json": as_json,
}


def ratingallocate_choices(papers: Sequence[Place]) -> str:
    """Return the papers as Moodle's ratingallocate reads choices."""
    header = ("title", "explanation", "maxsize", "active", "groups")
    return csv_text(
        [header, *((p.id, p.title if p.title != p.id else "", p.places, 1, "") for p in papers)]
    )


def ratingallocate_ratings(answers: Sequence[Answer], papers: Sequence[Place]) -> str:
    """Return the answers as ratings: rank k of n becomes n - k + 1, a paper not ranked 0."""
    most = len(papers)
    rows = [
        (
            a.student.name,
            a.student.email,
            *(most - a.ranks[p.id] + 1 if p.id in a.ranks else 0 for p in papers),
        )
        for a in answers
    ]
    return csv_text([("name", "email", *(p.id for p in papers)), *rows])
