"""What every format says of a statement: its title, its proof, what it uses and what uses it."""

import re
import unicodedata
from collections import Counter

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.graph import originals, title
from reportkit.analysis.statements import Proof, Statement
from reportkit.records import dataclass

_PLURALS = {"hypothesis": "hypotheses", "hypotheses": "hypotheses"}


@dataclass(frozen=True, slots=True)
class Row:
    """One statement as it is listed; `uses` and `used_by` are ids in reading order, each once.

    `reason` says why the statement is a key result, "" where it is none. `treatment` is
    "explained", "mentioned" or "absent" in the report, "" where there is no report.
    """

    statement: Statement
    title: str
    proof: Proof | None
    uses: tuple[str, ...]
    used_by: tuple[str, ...]
    key: bool
    main: bool
    reason: str
    treatment: str


def rows(catalogue: Catalogue) -> tuple[Row, ...]:
    """Return a row for each statement, copies included, in reading order."""
    inventory = catalogue.inventory
    original = originals(inventory)
    used_by: dict[str, dict[str, None]] = {}
    for statement in inventory.statements:
        for use in statement.uses:
            user = original[statement.id]
            if original.get(use.id, user) != user:
                used_by.setdefault(original[use.id], {})[user] = None
    proofs = {proof.id: proof for proof in inventory.proofs}
    reasons = {result.id: result.reason for result in catalogue.keys.main}
    main = reasons.keys() | set()
    reasons |= {result.id: result.reason for result in catalogue.keys.lemmas}
    return tuple(
        Row(
            statement,
            title(statement),
            proofs.get(statement.proof or ""),
            tuple(dict.fromkeys(use.id for use in statement.uses if use.id in original)),
            tuple(used_by.get(statement.id, ())),
            statement.id in reasons,
            statement.id in main,
            reasons.get(statement.id, ""),
            treatment(catalogue, original[statement.id]),
        )
        for statement in inventory.statements
    )


def treatment(catalogue: Catalogue, id: str) -> str:
    """Return how the report treats a statement: explained (or stated), mentioned, absent, or ""."""
    coverage = catalogue.coverage
    if coverage is None:
        return ""
    if id in coverage.explained or id in coverage.stated:
        return "explained"
    return "mentioned" if id in coverage.mentioned else "absent"


def counts(catalogue: Catalogue) -> str:
    """Return "31 statements: 6 theorems, 14 lemmas", kinds in the order of their first statement."""
    total = Counter(statement.kind for statement in catalogue.inventory.statements)
    if not total:
        return "no statements"
    parts = [f"{number} {kind if number == 1 else plural(kind)}" for kind, number in total.items()]
    number = total.total()
    return f"{number} statement{'s' * (number != 1)}: {', '.join(parts)}"


def plural(kind: str) -> str:
    """Return the English plural of a kind, capital or not; another language's word is left alone."""
    if not kind.isascii() or kind.lower().endswith(("satz", "s")):
        return _PLURALS.get(kind.lower(), kind)
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def heading(catalogue: Catalogue) -> str:
    """Return "36 pages · long version · 31 statements: ...", what is unknown left out."""
    paper = catalogue.paper
    pages = f"{paper.pages} page{'s' * (paper.pages != 1)}" if paper.pages else ""
    version = f"{paper.version} version" if paper.version in ("long", "short") else ""
    return " · ".join(part for part in (pages, version, counts(catalogue)) if part)


def pages_of(proof: Proof) -> str:
    """Return "p. 14" or "pp. 14–16", "" where the page is not known."""
    if proof.page is None:
        return ""
    if proof.end is None or proof.end == proof.page:
        return f"p. {proof.page}"
    return f"pp. {proof.page}–{proof.end}"


def shown(text: str, most: int | None = None) -> str:
    """Return `text` on one line without control or direction characters, cut to `most` characters."""
    kept = "".join(
        character if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co") else " "
        for character in text
    )
    line = re.sub(r"\s+", " ", kept).strip()
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"
