"""Where a draft says again what a result of the paper says: its own theorem, or some sentences."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportkit.analysis.literature import PAPER
from reportkit.analysis.matching import Meant, Sides
from reportkit.analysis.statements import Statement
from reportkit.document import BlockKind, Document, Span

# after a mention, what still belongs to it where no other result is named before
_REACH = 1100
# the text after a statement that often says the same in words ("Theorem 3 implies that ...")
_AFTERMATH = 700

_ABBREVIATION = re.compile(
    r"(?:\b(?:Thm|Thms|Th|Prop|Props|Cor|Lem|Def|Rem|Ex|Ass|Eq|Eqs|Sec|Sect|Fig|Tab|App|Alg|No|Nr|pp?|cf|resp|vs|al|e\.g|i\.e|w\.r\.t|a\.s|"
    r"z\.\s?B|d\.\s?h|u\.\s?a|bzw|vgl|Abb|Abschn|Kap|S|Bem|Bsp|Kor|St|Dr|Prof)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?][\"”“’)\]]*\s+(?=[\"“„(\[]?[A-ZÄÖÜΑ-ΩÀ-Ý0-9])|\n\n")


@dataclass(frozen=True, slots=True)
class Restatement:
    """A part of the draft that says what `statement` of the paper says.

    `span` is the part, `mention` the words that name the statement, `group` the list they belong to; `own` is True where it is one of
    the draft's own numbered statements. `alone` is False where the sentence names other results too.
    """

    statement: Statement
    span: Span
    mention: Span
    group: Span
    own: bool
    alone: bool


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """Return the sentences in `within`; a displayed formula belongs to the sentence around it."""
    starts = [within.start]
    for match in _END.finditer(text, within.start, within.end):
        before = text[max(within.start, match.start() - 12) : match.start() + 1]
        if match[0] != "\n\n" and _ABBREVIATION.search(before):
            continue
        starts.append(match.end())
    return tuple(Span(a, b) for a, b in pairwise([*starts, within.end]) if b > a)


def restatements(view: Sides, found: Sequence[Meant]) -> tuple[Restatement, ...]:
    """Return where the draft restates results of the paper, in reading order."""
    results = [item for item in found if item.reference.kind not in ("assumption", "definition")]
    parts = _parts(view.draft)
    cuts = [part.start for part in parts]
    out = []
    for index, item in enumerate(results):
        if item.target != PAPER or item.statement is None or item.wrong_kind:
            continue
        place = item.reference.span.start
        block = view.draft.block_at(place)
        if block and block.kind in (BlockKind.HEADING, BlockKind.CAPTION, BlockKind.TABLE):
            continue
        holder = _own_head(view, place)
        if holder is not None:
            out.append(
                Restatement(
                    item.statement,
                    holder.span,
                    item.reference.span,
                    item.reference.group,
                    True,
                    True,
                )
            )
            continue
        number = max(bisect_right(cuts, place) - 1, 0)
        end = _end(view, results, index, parts, number)
        same = [
            o
            for o in results
            if parts and parts[number].start <= o.reference.span.start < parts[number].end
        ]
        out.append(
            Restatement(
                item.statement,
                Span(parts[number].start, max(end, parts[number].end)),
                item.reference.span,
                item.reference.group,
                False,
                len({o.reference.group for o in same}) == 1 and len(same) == 1,
            )
        )
    return tuple(out)


def _own_head(view: Sides, place: int) -> Statement | None:
    """Return the draft's own statement whose head holds `place` ("Theorem 2 (Theorem 3 of the paper)")."""
    return next(
        (
            s
            for s in view.own.statements
            if s.span.start < place < min(s.span.start + 160, s.span.end)
        ),
        None,
    )


def _parts(draft: Document) -> tuple[Span, ...]:
    return sentences(draft.text, Span(0, len(draft.text)))


def _end(
    view: Sides, results: Sequence[Meant], index: int, parts: Sequence[Span], number: int
) -> int:
    """Return where the words about a mention end: at the sentence that names another result."""
    here = parts[number]
    later = next(
        (
            o.reference.span.start
            for o in results[index + 1 :]
            if o.reference.span.start >= here.end and o.statement is not results[index].statement
        ),
        len(view.draft.text),
    )
    own = [s.span.start for s in view.own.statements if s.span.start >= here.end]
    heading = next(
        (
            b.span.start
            for b in view.draft.blocks
            if b.kind is BlockKind.HEADING and b.span.start >= here.end
        ),
        len(view.draft.text),
    )
    limit = min([later, heading, here.end + _REACH, *own])
    end = here.end
    for part in parts[number + 1 :]:
        if part.end > limit and not (part.start < limit and part.end <= limit):
            break
        end = part.end
    return end


def neighbourhood(
    paper: Document, statement: Statement, all_statements: Sequence[Statement]
) -> Span:
    """Return the statement with the text after it, up to the next statement."""
    starts = sorted(s.span.start for s in all_statements if s.span.start > statement.span.start)
    following = starts[0] if starts else len(paper.text)
    end = min(statement.span.end + _AFTERMATH, max(following, statement.span.end), len(paper.text))
    return Span(statement.span.start, end)
