"""Pages for what was read from a source: each statement found again in the paper's PDF."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportkit.analysis.copies import alike
from reportkit.analysis.statements import Inventory, Proof, Statement

# below this share of common numbered statements the PDF is another paper
_SAME_PAPER = 0.6


def with_pages(source: Inventory, printed: Inventory) -> Inventory | None:
    """Return `source` with the pages and boxes of `printed`, its PDF; None where it is not its PDF.

    Statements are the same by kind and number, those without number by their order and words.
    Ids of statements without number then name the page they are on.
    """
    partners = _partners(source.statements, printed.statements)
    numbered = [statement for statement in source.statements if statement.number]
    found = sum(statement.id in partners for statement in numbered)
    if not numbered or found < _SAME_PAPER * len(numbered):
        return None
    placed = [_placed(statement, partners.get(statement.id)) for statement in source.statements]
    ids = _new_ids(source.statements, placed)
    pages = {proof.of: proof for proof in reversed(printed.proofs) if proof.of}
    proofs = [_placed_proof(proof, partners, pages) for proof in source.proofs]
    return Inventory(
        tuple(_renamed(statement, ids) for statement in placed),
        tuple(replace(proof, of=ids.get(proof.of or "")) for proof in proofs),
    )


def _partners(source: Sequence[Statement], printed: Sequence[Statement]) -> dict[str, Statement]:
    """Return the printed statement for the id of each one of the source that has a partner."""
    waiting: dict[tuple[str, str | None], list[Statement]] = {}
    for statement in printed:
        waiting.setdefault((statement.kind, statement.number), []).append(statement)
    partners: dict[str, Statement] = {}
    for statement in source:
        candidates = waiting.get((statement.kind, statement.number), [])
        if not statement.number:
            candidates = [other for other in candidates if alike(other.text, statement.text)]
        if candidates:
            partners[statement.id] = candidates[0]
            waiting[statement.kind, statement.number].remove(candidates[0])
    return partners


def _placed(statement: Statement, partner: Statement | None) -> Statement:
    if partner is None:
        return statement
    return replace(statement, page=partner.page, box=partner.box)


def _new_ids(before: Sequence[Statement], placed: Sequence[Statement]) -> dict[str, str]:
    """Return the id of each statement by its old one."""
    taken: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for old, new in zip(before, placed, strict=True):
        if old.number or new.page is None:
            ids[old.id] = old.id
            continue
        stem = f"{'-'.join(old.kind.split())}-p{new.page}"
        taken[stem] += 1
        ids[old.id] = f"{stem}-{taken[stem]}"
    return ids


def _renamed(statement: Statement, ids: Mapping[str, str]) -> Statement:
    uses = tuple(replace(use, id=ids.get(use.id, use.id)) for use in statement.uses)
    restates = ids.get(statement.restates or "")
    return replace(statement, id=ids[statement.id], uses=uses, restates=restates)


def _placed_proof(
    proof: Proof, partners: Mapping[str, Statement], pages: Mapping[str, Proof]
) -> Proof:
    """Return the proof with its page: that of the PDF's first proof of the same statement."""
    partner = partners.get(proof.of or "")
    other = pages.get(partner.id) if partner else None
    if other is None:
        return proof
    return replace(proof, page=other.page, end=other.end, box=other.box)
