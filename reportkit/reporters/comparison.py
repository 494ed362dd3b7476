"""The numbering map of two versions of a paper as table, JSON or CSV."""

import json

from reportkit.analysis.graph import title
from reportkit.analysis.numbering import Pair
from reportkit.analysis.statements import Statement
from reportkit.cells import csv_text
from reportkit.reporters.plain import counted, one_line

_COLUMNS = (
    "short_id", "short_kind", "short_number", "short_page",
    "long_id", "long_kind", "long_number", "long_page", "likeness",
)  # fmt: skip


def render(short: str, long: str, rows: tuple[Pair, ...], form: str) -> str:
    """Return the map as "table", "json" or "csv"; `short` and `long` are the files' names."""
    if form == "json":
        return _json(short, long, rows)
    return _csv(rows) if form == "csv" else _table(short, long, rows)


def _table(short: str, long: str, rows: tuple[Pair, ...]) -> str:
    """Return one line a pair; what only one version has comes after, in a line of its own."""
    pairs = [row for row in rows if row.short and row.long]
    width = max((len(_shown(row.short)) for row in pairs), default=0)
    changed = [row for row in pairs if _name(row.short) != _name(row.long)]
    lines = [
        f"{one_line(short)} → {one_line(long)}   {counted(len(pairs), 'pair')}, "
        f"{len(changed)} with another number",
        "",
    ]
    for row in pairs:
        mark = "≠" if row in changed else " "
        lines.append(f"{mark} {_shown(row.short):<{width}}   {_shown(row.long)}")
    for name, alone in (
        (short, [r.short for r in rows if not r.long]),
        (long, [r.long for r in rows if not r.short]),
    ):
        if alone:
            lines += ["", f"only in {one_line(name)}: {', '.join(_shown(s) for s in alone)}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _name(statement: Statement | None) -> str:
    return title(statement) if statement else ""


def _shown(statement: Statement | None) -> str:
    if statement is None:
        return ""
    place = f" (p. {statement.page})" if statement.page and statement.number else ""
    return one_line(f"{title(statement)}{place}", 60)


def _json(short: str, long: str, rows: tuple[Pair, ...]) -> str:
    value = {
        "schema": "reportkit.compare/1",
        "short": short,
        "long": long,
        "map": [
            {"short": _row(row.short), "long": _row(row.long), "likeness": row.likeness}
            for row in rows
            if row.short
        ],
        "only_in_long": [_row(row.long) for row in rows if not row.short],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _row(statement: Statement | None) -> dict[str, str | int | None] | None:
    if statement is None:
        return None
    return {
        "id": statement.id,
        "kind": statement.kind,
        "label": statement.label,
        "number": statement.number,
        "page": statement.page,
    }


def _csv(rows: tuple[Pair, ...]) -> str:
    return csv_text([_COLUMNS, *map(_values, rows)])


def _values(pair: Pair) -> tuple[object, ...]:
    likeness = pair.likeness if pair.short and pair.long else ""
    return (*_cells(pair.short), *_cells(pair.long), likeness)


def _cells(statement: Statement | None) -> tuple[object, ...]:
    if statement is None:
        return ("", "", "", "")
    texts = (statement.id, statement.kind, statement.number or "")
    return (*map(one_line, texts), statement.page)
