"""The statements and proofs of a PDF, put together from heads, bodies, proofs and references."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportkit.analysis.anchors import AnchorMap
from reportkit.analysis.attribution import PlacedProof, placed_proofs
from reportkit.analysis.bodies import Bodies, body_text
from reportkit.analysis.copies import Originals
from reportkit.analysis.proofs import proof_heads
from reportkit.analysis.statement_heads import Opening, openings
from reportkit.analysis.statements import Inventory, Proof, Statement
from reportkit.analysis.styles import Setting
from reportkit.analysis.uses import with_uses
from reportkit.document import BlockKind, Box, Document, Line, Span

_POINTS_ELSEWHERE = re.compile(
    r"(?i)\b(?:see|deferred|postponed|appendix|given in|found in|siehe|anhang|voir|annexe)\b"
)
_LINE = re.compile(r"[^\n]+")


def extract(document: Document, origin: str = "auto") -> Inventory:
    """Return the statements and proofs of a PDF or a text; `origin` "text" passes over its anchors."""
    document = document if document.lines else replace(document, lines=_lines(document))
    setting = Setting(document)
    by_anchor = origin != "text"
    found = openings(setting, AnchorMap(document.destinations if by_anchor else {}))
    heads = proof_heads(setting)
    boundaries = _boundaries(setting, found, [head.start for head in heads])
    spans = _spans(setting, found, boundaries)
    statements = _statements(setting, found, spans)
    placed = placed_proofs(setting, found, statements, heads)
    proofs = tuple(_proof(setting, index, one) for index, one in enumerate(placed, 1))
    statements = _with_proofs(statements, placed, proofs)
    anchors = {o.anchor.name: s.id for o, s in zip(found, statements, strict=True) if o.anchor}
    links = document.links if by_anchor else ()
    return Inventory(with_uses(document, statements, proofs, links, anchors), proofs)


def _lines(document: Document) -> tuple[Line, ...]:
    """Return the lines of a text without pages, all at one place: only their spans say something."""
    nowhere = Box(0, 0.0, 0.0, 0.0, 0.0)
    return tuple(
        Line(Span(*match.span()), nowhere, 0.0, 0.0, ()) for match in _LINE.finditer(document.text)
    )


def _boundaries(
    setting: Setting, found: Sequence[Opening], proofs: Sequence[int]
) -> tuple[int, ...]:
    """Return the offsets at which a statement must end: heads, proofs, headings of sections."""
    document = setting.document
    of_statements = {document.lines[opening.line].span.start for opening in found}
    own_blocks = {opening.block.span for opening in found}
    headings = {
        block.span.start
        for block in document.blocks
        if (block.kind is BlockKind.REFERENCE or setting.is_title(block))
        and block.span not in own_blocks
    }
    return tuple(sorted(of_statements | headings | set(proofs)))


def _spans(
    setting: Setting, found: tuple[Opening, ...], boundaries: tuple[int, ...]
) -> tuple[Span, ...]:
    bodies = Bodies(setting)
    length = len(setting.document.text)
    spans = []
    for opening in found:
        index = bisect_right(boundaries, opening.head.start)
        limit = boundaries[index] if index < len(boundaries) else length
        end = max(bodies.end(opening, limit), opening.head.end)
        spans.append(Span(opening.head.start, _without_space(setting.document.text, end)))
    return tuple(spans)


def _without_space(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _statements(
    setting: Setting, found: Sequence[Opening], spans: Sequence[Span]
) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    taken: Counter[str] = Counter()
    originals = Originals()
    for opening, span in zip(found, spans, strict=True):
        statement = _statement(setting, opening, span, taken)
        is_copy = opening.anchor is not None and opening.anchor.copy
        statements.append(replace(statement, restates=originals.of(statement, is_copy)))
    return tuple(statements)


def _statement(setting: Setting, opening: Opening, span: Span, taken: Counter[str]) -> Statement:
    head = opening.head
    body = Span(min(head.body, span.end), span.end)
    return Statement(
        id=_identifier(head.kind, head.number, opening.page, taken),
        kind=head.kind,
        label=head.label,
        number=head.number,
        name=head.name,
        page=opening.page,
        box=first_box(setting.document, span),
        span=span,
        body=body,
        text=body_text(setting, body),
        origin="anchors" if opening.anchor else "text",
    )


def _identifier(kind: str, number: str | None, page: int | None, taken: Counter[str]) -> str:
    """Return "theorem-3.1", again "theorem-3.1-2"; without number "remark-p7-1"."""
    slug = re.sub(r"[^\w]+", "-", kind).strip("-")
    stem = f"{slug}-{number}" if number else f"{slug}-p{page or 0}"
    taken[stem] += 1
    return stem if number and taken[stem] == 1 else f"{stem}-{taken[stem]}"


def _proof(setting: Setting, index: int, placed: PlacedProof) -> Proof:
    document = setting.document
    end = _without_space(document.text, placed.end)
    span = Span(placed.head.start, max(end, placed.head.start))
    body = Span(min(placed.head.body, span.end), span.end)
    return Proof(
        id=f"proof-{index}",
        of=placed.of[0] if placed.of else None,
        explicit=placed.explicit,
        sketch=placed.head.sketch,
        heading=placed.head.heading,
        page=document.page_of(span.start),
        box=first_box(document, span),
        end=document.page_of(max(span.end - 1, span.start)),
        span=span,
        text=body_text(setting, body),
    )


def _with_proofs(
    statements: Sequence[Statement], placed: Sequence[PlacedProof], proofs: Sequence[Proof]
) -> tuple[Statement, ...]:
    """Give each statement the first of its proofs, a whole one before a sketch or "See Section 5".

    The proof of a restated copy is also that of its original.
    """
    whole = {id_: proof.id for id_, proof in _pairs(placed, proofs) if _is_whole(proof)}
    sketches = {id_: proof.id for id_, proof in _pairs(placed, proofs) if not _is_whole(proof)}
    of_copies = {
        s.restates: whole[s.id] for s in reversed(statements) if s.restates and s.id in whole
    }
    return tuple(
        replace(s, proof=whole.get(s.id) or of_copies.get(s.id) or sketches.get(s.id))
        for s in statements
    )


def _is_whole(proof: Proof) -> bool:
    """Tell a proof from a sketch and from words that send the reader elsewhere."""
    return not proof.sketch and not (len(proof.text) < 90 and _POINTS_ELSEWHERE.search(proof.text))


def _pairs(placed: Sequence[PlacedProof], proofs: Sequence[Proof]) -> Iterator[tuple[str, Proof]]:
    """Yield each proof with the ids of what it proves, last first, so that the first one wins."""
    for one, proof in zip(reversed(placed), reversed(proofs), strict=True):
        for identifier in one.of:
            yield identifier, proof


def first_box(document: Document, span: Span) -> Box | None:
    """Return the box of the lines of `span` in its first column; None in a text without pages."""
    boxes = [line.box for line in document.lines_of(span)]
    if not boxes or not document.pages:
        return None
    column = [boxes[0]]
    for box in boxes[1:]:
        if box.page != boxes[0].page or box.y0 > column[-1].y1 + 20:
            break
        column.append(box)
    return Box(
        boxes[0].page,
        min(box.x0 for box in column),
        min(box.y0 for box in column),
        max(box.x1 for box in column),
        max(box.y1 for box in column),
    )
