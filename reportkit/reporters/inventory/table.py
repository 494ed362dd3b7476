"""The results as a table for the terminal."""

import unicodedata

from reportkit.analysis.catalogue import Catalogue
from reportkit.reporters.inventory.rows import Row, heading, pages_of, plural, rows, shown

_UNCUT = 100_000
_LEGEND = "★ main result, or a lemma that one of them rests on"


def render(catalogue: Catalogue, width: int | None = None) -> str:
    """Return the table; `width` is the terminal's number of columns, None where nothing is cut."""
    width = max(width or _UNCUT, 72)
    listed = rows(catalogue)
    lines = [shown(heading(catalogue)), ""]
    if catalogue.paper.title:
        lines.insert(0, shown(catalogue.paper.title, width))
    named = {row.statement.id: row for row in listed}
    head = min(max((_columns(_head(row)) for row in listed), default=0), 24)
    name = min(max((_columns(_name(row, named)) for row in listed), default=0), width // 3, 60)
    lines += [_line(row, named, head, name, width) for row in listed]
    if any(row.key for row in listed):
        lines += ["", _LEGEND]
    lines += [f"note: {shown(note)}" for note in catalogue.notes]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(row: Row, named: dict[str, Row], head: int, name: int, width: int) -> str:
    page = f"p. {row.statement.page}" if row.statement.page else ""
    label = "sketch" if row.proof and row.proof.sketch else "proof"
    proof = f"{label} {pages_of(row.proof)}".strip() if row.proof else ""
    line = (
        f"{'★' if row.key else ' '} {_padded(shown(_head(row), head), head)}  "
        f"{_padded(shown(_name(row, named), name), name)}  {page:<6}  {proof:<15}  "
    )
    room = width - _columns(line)
    return line[:width] if room < 12 else line + shown(_links(row, named), room)


def _head(row: Row) -> str:
    """Return the title; the page of a statement without number has its own column."""
    return row.title if row.statement.number else row.statement.label


def _name(row: Row, named: dict[str, Row]) -> str:
    """Return the name in brackets, and of which statement this is a copy."""
    original = named.get(row.statement.restates or "")
    parts = [row.statement.name, f"again {original.title}" if original else ""]
    inside = "; ".join(part for part in parts if part)
    return f"({inside})" if inside else ""


def _links(row: Row, named: dict[str, Row]) -> str:
    """Return what it uses and what uses it."""
    uses = _together([named[id] for id in row.uses])
    used = _together([named[id] for id in row.used_by])
    parts = (f"uses {uses}" if uses else "", f"used by {used}" if used else "")
    return " · ".join(part for part in parts if part)


def _together(users: list[Row]) -> str:
    """Return "Lemmas 3, 4, Theorem 2": numbers of one kind under one word."""
    kinds: dict[str, list[str]] = {}
    for row in users:
        if row.statement.number:
            kinds.setdefault(row.statement.label, []).append(row.statement.number)
        else:
            kinds[row.title] = []
    return ", ".join(
        f"{label if len(numbers) < 2 else plural(label)} {', '.join(numbers)}".strip()
        for label, numbers in kinds.items()
    )


def _columns(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
