"""The results as CSV, one row a statement, safe to open in a spreadsheet."""

from reportkit.analysis.catalogue import Catalogue
from reportkit.cells import csv_text
from reportkit.reporters.inventory.rows import Row, rows, shown

_COLUMNS = (
    "id", "kind", "label", "number", "name", "page", "proof_page", "proof_end", "restates",
    "uses", "used_by", "key", "reason", "origin", "text",
)  # fmt: skip


def render(catalogue: Catalogue) -> str:
    """Return comma-separated values with a header; several ids in a cell are split by spaces."""
    found = ([_on_one_line(value) for value in _values(row)] for row in rows(catalogue))
    return csv_text([_COLUMNS, *found])


def _values(row: Row) -> tuple[object, ...]:
    statement, proof = row.statement, row.proof
    return (
        statement.id, statement.kind, statement.label, statement.number, statement.name,
        statement.page, proof and proof.page, proof and proof.end, statement.restates,
        " ".join(row.uses), " ".join(row.used_by),
        "main" if row.main else "lemma" if row.key else "", row.reason, statement.origin,
        statement.text,
    )  # fmt: skip


def _on_one_line(value: object) -> object:
    return shown(value) if isinstance(value, str) else value
