"""The results as a Markdown table, for a wiki or a merge request."""

import re

from reportkit.analysis.catalogue import Catalogue
from reportkit.reporters.inventory.rows import Row, heading, pages_of, rows, shown

# what Markdown or HTML within it could take for markup
_MARKUP = re.compile(r"([\\`*_\[\]<>!|~$&@])")


def render(catalogue: Catalogue) -> str:
    """Return a heading, one line of counts and the table."""
    listed = rows(catalogue)
    named = {row.statement.id: row for row in listed}
    lines = [
        f"# {_plain(catalogue.paper.title or catalogue.paper.file)}",
        "",
        _plain(heading(catalogue)),
        "",
        "| | Statement | Name | Page | Proof | Uses | Used by |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(row, named) for row in listed]
    lines += ["", "★ main result, or a lemma that one of them rests on"]
    return "\n".join(lines) + "\n"


def _line(row: Row, named: dict[str, Row]) -> str:
    proof = pages_of(row.proof) if row.proof else ""
    cells = (
        "★" if row.key else "",
        row.title,
        row.statement.name,
        str(row.statement.page or ""),
        proof,
        ", ".join(named[id].title for id in row.uses),
        ", ".join(named[id].title for id in row.used_by),
    )
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", shown(text))
