"""Where a draft says again what a result of the paper says: its own theorem, or some sentences."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from reportkit.analysis.matching import Meant, Sides
from reportkit.analysis.statements import Statement
from reportkit.analysis.targets import PAPER
from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

# after a mention, what still belongs to it where no other result is named before
_REACH = 1100
# A file is hostile until it is read: so many mentions beside one are looked at, so many restatements
# of one result are compared.
_NEAR = 20
_OF_ONE = 60
# the text after a statement that often says the same in words ("Theorem 3 implies that ...")
_AFTERMATH = 700

_ABBREVIATION = re.compile(
    r"(?:\b(?:Thm|Thms|Th|Prop|Props|Cor|Lem|Def|Rem|Ex|Ass|Eq|Eqs|Sec|Sect|Fig|Tab|App|Alg|No|Nr|pp?|cf|resp|vs|al|e\.g|i\.e|w\.r\.t|a\.s|"
    r"z\.\s?B|d\.\s?h|u\.\s?a|bzw|vgl|Abb|Abschn|Kap|S|Bem|Bsp|Kor|St|Dr|Prof)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?][\"”“’)\]]*\s+(?=[\"“„(\[]?[A-ZÄÖÜΑ-ΩÀ-Ý0-9])|\n\n")


# "... lies in Y. Theorem 3 ..." ends a sentence, "D. Haussler" does not
_LETTER_END = re.compile(r"(?<![\w.])[A-Z]\.$")
_OPENER = re.compile(
    r"(?:Theorem|Lemma|Proposition|Corollary|Definition|The|This|These|It|In|For|We|If|By|Then|Here|Hence|Thus|A|An|On|As|So|But"
    r"|Satz|Korollar|Der|Die|Das|Es|Für|Wir|Ist|Nach|Mit|Dann|Hier|Also)\b"
)


# what a result does in a sentence that says its content
_SAYS = (
    r"(?:says?|states?|shows?|gives?|yields?|proves?|asserts?|bounds?|claims?|treats?|describes?|covers?|improves?|relax(?:es)?|weakens?|strengthens?|sharpens?|drops?|requires?|needs?|assumes?|complements?|repairs?|refines?|establish\w*|provides?"
    r"|guarantees?|implies|imply|tells?|extends?|removes?|reads?|makes?|asks?|is|are|answers?|generali[sz]es?|quantif\w+|characteri[sz]es?|controls?"
    r"|concerns?|deals?|considers?|contains?|expresses|relates?|applies|holds?|feeds?|besagt|sagt|zeigt|liefert|gibt|nennt|formuliert|garantieren|sichert|behandelt|beweist|verbessert"
    r"|enthält|deutet|garantiert|beschreibt|impliziert|verallgemeinert|lautet|ist|folgt|fordert|verlangt|braucht|benötigt|verschärft|setzt|liefern|zeigen|besagen|geben|folgen|ergibt|erhält|überträgt|schwächt)"
)
_AFTER = re.compile(
    rf"(?:\s*\([^)]{{0,60}}\)|,\s[^,.;]{{3,70}},)?[,:]?\s+(?:\w+ly\s+|also\s+|then\s+|therefore\s+|auch\s+|dann\s+|nun\s+)?{_SAYS}\b|\s*[:.]\s*(?:it|this|sie|er|es|dieser?)\s+{_SAYS}\b"
    r"|\s*(?:\([^)]{0,60}\))?:\s+(?:suppose|assume|let|if|for|given|under|when|whenever|there|every|any|each|sei|seien|für|wenn|falls|unter|es)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\b{_SAYS}\s+(?:\w+\s+){{0,3}}|\b(?:by|in|under|according to|from|nach|in|aus|gemäß|laut|contained in|formuliert in)\s+(?:the\s+)?)$",
    re.IGNORECASE,
)


# what the template leaves to be written, below the head that it prints
_UNWRITTEN = re.compile(r"\[TODO\b")

# "under the conditions of Theorem 5" names no second result
_CONDITIONS_OF = re.compile(
    r"\b(?:assumptions?|conditions?|hypothes[ei]s|setting|notation|Voraussetzung(?:en)?|Bedingung(?:en)?|Annahmen?)\s+"
    r"(?:of|in|from|as\s+in|as\s+for|von|aus|wie\s+in)\s+$",
    re.IGNORECASE,
)
_NO_SENTENCES = frozenset(
    {BlockKind.HEADING, BlockKind.CAPTION, BlockKind.TABLE, BlockKind.CODE, BlockKind.FIGURE}
)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A part of the draft that says what `statement` of the paper says.

    `span` is the part, `mention` the words that name the statement, `group` the list they belong to; `own` is True where it is one of
    the draft's own numbered statements. `alone` is False where the sentence names other results too.
    `says` is True where the words beside the mention announce its content ("Theorem 3 says that");
    `bracketed` where it stands in brackets ("(Theorem 3)").
    """

    statement: Statement
    span: Span
    mention: Span
    group: Span
    own: bool
    alone: bool
    says: bool
    bracketed: bool = False


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """Return the sentences in `within`; a displayed formula belongs to the sentence around it."""
    starts = [within.start]
    for match in _END.finditer(text, within.start, within.end):
        before = text[max(within.start, match.start() - 12) : match.start() + 1]
        short = match[0] != "\n\n" and _ABBREVIATION.search(before)
        if short and not (_LETTER_END.search(before) and _OPENER.match(text, match.end())):
            continue
        starts.append(match.end())
    return tuple(Span(a, b) for a, b in pairwise([*starts, within.end]) if b > a)


def sentence_of(draft: Document, item: Restatement) -> Span:
    """Return the sentence of a restatement in which the result is named."""
    parts = sentences(draft.text, item.span)
    return next((s for s in parts if s.start <= item.mention.start < s.end), item.span)


def restatements(view: Sides, found: Sequence[Meant]) -> tuple[Restatement, ...]:
    """Return where the draft restates results of the paper, in reading order."""
    results = [item for item in found if item.reference.kind not in ("assumption", "definition")]
    parts = sentences(view.draft.text, Span(0, len(view.draft.text)))
    cuts = [part.start for part in parts]
    headings = [b.span.start for b in view.draft.blocks if b.kind is BlockKind.HEADING]
    restated: list[Restatement] = []
    counted: Counter[str] = Counter()
    for index, item in enumerate(results):
        place = item.reference.span.start
        if item.target != PAPER or item.statement is None or item.wrong_kind:
            continue
        block = view.draft.block_at(place)
        if block and block.kind in _NO_SENTENCES:
            continue
        counted[item.statement.id] += 1
        if counted[item.statement.id] > _OF_ONE:
            continue
        number = max(bisect_right(cuts, place) - 1, 0)
        holder = _own_head(view, place)
        if _is_unwritten(view.draft.text, place, holder):
            continue
        span = holder.span if holder else _reach(view, results, index, parts, number, headings)
        restated.append(_restatement(view, results, index, span, parts[number], holder is not None))
    return tuple(restated)


def _is_unwritten(text: str, place: int, holder: Statement | None) -> bool:
    """Return whether a placeholder stands below the head, or `place` is within one."""
    if holder:
        return bool(_UNWRITTEN.search(text, holder.span.start, holder.span.end))
    return bool(_UNWRITTEN.search(text[max(place - 80, 0) : place].rpartition("]")[2]))


def _restatement(
    view: Sides, results: Sequence[Meant], index: int, span: Span, sentence: Span, own: bool
) -> Restatement:
    item = results[index]
    assert item.statement is not None  # the caller has looked
    group, text = item.reference.group, view.draft.text
    near = results[max(0, index - _NEAR) : index + _NEAR]
    beside = [
        o
        for o in near
        if sentence.start <= o.reference.span.start < sentence.end
        and not _CONDITIONS_OF.search(
            text, max(sentence.start, o.reference.group.start - 60), o.reference.group.start
        )
    ]
    before = text[max(sentence.start, group.start - 60) : group.start]
    bracketed = "(" in before.rpartition(")")[2]
    says = _AFTER.match(text[group.end : group.end + 110]) or _BEFORE.search(before)
    named = bracketed and text.startswith(")", group.end)  # "Wald's identity (Lemma 4) says that"
    named = named and bool(_AFTER.match(text[group.end + 1 : group.end + 111]))
    return Restatement(
        item.statement,
        span,
        item.reference.span,
        group,
        own,
        own or all(o.statement is item.statement for o in beside),
        own or named or (bool(says) and not bracketed),
        bracketed,
    )


def _own_head(view: Sides, place: int) -> Statement | None:
    """Return the draft's own statement whose head holds `place` ("Theorem 2 (Theorem 3 of the paper)").

    A head that the template's macro printed is itself the paper's ("Theorem 3." before a paragraph).
    """
    return next(
        (
            s
            for s in view.own.statements
            if s.span.start <= place < min(s.span.start + 160, s.span.end)
        ),
        None,
    )


def _reach(
    view: Sides,
    results: Sequence[Meant],
    index: int,
    parts: Sequence[Span],
    number: int,
    headings: Sequence[int],
) -> Span:
    """Return the mention's sentence and those after it, up to one that names another result."""
    here = parts[number]
    place = results[index].reference.span.start
    limit = here.end + _REACH
    for other in islice(results, index + 1, index + 1 + _NEAR):
        start = other.reference.span.start
        if start >= here.end and other.statement is not results[index].statement:
            limit = min(limit, start)
            break
    following = bisect_left(headings, here.end)
    limit = min([limit, *headings[following : following + 1]])
    own = (s.span.start for s in view.own.statements if s.span.start >= here.end)
    limit = min(limit, min(own, default=limit))
    end = here.end
    for part in islice(parts, number + 1, None):
        if part.end > limit:
            break
        end = part.end
    return Span(max(here.start, place - _REACH), min(end, place + 2 * _REACH))


def neighbourhood(
    paper: Document, statement: Statement, all_statements: Sequence[Statement]
) -> Span:
    """Return the statement with the text after it, up to the next statement."""
    starts = sorted(s.span.start for s in all_statements if s.span.start > statement.span.start)
    following = starts[0] if starts else len(paper.text)
    end = min(statement.span.end + _AFTERMATH, max(following, statement.span.end), len(paper.text))
    return Span(statement.span.start, end)
