"""Which statement a mention means: one of the paper's, the draft's own, another work's, or none.

The words beside it decide first ("of the paper", "[7, Theorem 3]"), then a link to the draft's own
anchor, then which side has that kind and number, and last where it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from reportkit.analysis.literature import (
    Literature,
    attribution,
    bibliography,
    cites_others,
    literature,
)
from reportkit.analysis.mentions import RARE_KINDS, Reference, kind_of, references
from reportkit.analysis.numbers import Numbering
from reportkit.analysis.statements import Inventory, Statement
from reportkit.analysis.targets import DRAFT, EXTERNAL, PAPER, UNRESOLVED
from reportkit.document import BlockKind, Destination, Document, Link, Span
from reportkit.findings import Mention
from reportkit.records import dataclass

_BESIDE = 600
_NOT_READ = frozenset({BlockKind.REFERENCE, BlockKind.CONTENTS})
# how a template's macro names the place of a mention: rk.paper.theorem.3.1@7
_MACRO = re.compile(r"rk\.paper\.(?P<kind>[a-z]+)\.(?P<number>[^@]+)(?:@.*)?$")
_LIST_MARK = re.compile(r"rk\.list\.(?:begin|end)@(?P<running>\d+)$")
_RAISED_PT = 18.0  # by which hyperref sets a destination above its place


@dataclass(frozen=True, slots=True)
class Meant:
    """A mention and how it was understood.

    `statement` is the one that is meant, None where there is none. `wrong_kind` is True where the
    paper has the number for another kind; `ambiguous` where the draft and the paper both have it and
    nothing tells them apart; `attributed` where words beside the mention say whose it is. `short` is
    the conference version's statement where the number is right only there.
    """

    reference: Reference
    target: str
    statement: Statement | None
    wrong_kind: bool = False
    ambiguous: bool = False
    attributed: bool = False
    short: Statement | None = None


@dataclass(frozen=True)
class Sides:
    """The draft, its own statements and the paper's; `paper` is None where no paper was given."""

    draft: Document
    own: Numbering
    paper: Numbering | None
    works: Literature
    conference: Numbering | None = None

    @cached_property
    def _links(self) -> list[Link]:
        inner = [link for link in self.draft.links if link.span and not link.uri]
        return sorted(inner, key=lambda link: link.span.start if link.span else 0)

    @cached_property
    def _link_starts(self) -> list[int]:
        return [link.span.start for link in self._links if link.span]

    def link_at(self, span: Span) -> Link | None:
        """Return the link within the file whose text shares a character with `span`."""
        index = bisect_right(self._link_starts, span.end)
        for link in reversed(self._links[max(0, index - 3) : index]):
            if link.span and link.span.overlaps(span) and not _leads_elsewhere(link):
                return link
        return None

    @cached_property
    def links_own(self) -> bool:
        """Return whether the draft's references to its own statements are links."""
        own = [s for s in self.own.statements if s.number]
        names = {link.destination for link in self._links if not _leads_elsewhere(link)}
        anchors = re.compile(r"(?:theorem|thm|lemma|lem|prop|cor|def|satz|tcb|mdf)", re.IGNORECASE)
        return bool(own) and any(name and anchors.match(name) for name in names)

    def after_own(self, statement: Statement, span: Span) -> bool:
        """Return whether `span` is in the paragraph that follows the draft's `statement` and its proof."""
        text = self.draft.text
        if span.start < statement.span.end:
            return False
        between = [
            block
            for block in self.draft.blocks
            if statement.span.end <= block.span.start and block.span.end <= span.start
        ]
        if any(block.kind is BlockKind.HEADING for block in between):
            return False
        words = [block for block in between if not _is_proof(text, block.span)]
        return sum(len(block.span) for block in words) < 60


def _is_proof(text: str, span: Span) -> bool:
    return bool(re.match(r"(?:Proof|Beweis|Preuve)\b", text[span.start : span.start + 12]))


# how hyperref calls the anchors of what is no statement
_OTHER_ANCHORS = re.compile(
    r"(?:cite|bib|h?footnote|equation|section|subsection|chapter|appendix|figure|table|page|algorithm)\b",
    re.IGNORECASE,
)


def _leads_elsewhere(link: Link) -> bool:
    """Return whether the link leads to a citation, a footnote, a section: not to a statement."""
    return bool(_OTHER_ANCHORS.match(link.destination or ""))


def sides(
    draft: Document,
    own: Inventory,
    paper: Document | None,
    results: Inventory | None,
    conference: Inventory | None = None,
) -> Sides:
    """Return what mentions of `draft` are looked up in."""
    return Sides(
        draft,
        Numbering(s for s in own.statements if not _announces(draft, s, results)),
        Numbering(results.statements) if results is not None else None,
        literature(draft, paper),
        Numbering(conference.statements) if conference is not None else None,
    )


def _announces(draft: Document, head: Statement, results: Inventory | None) -> bool:
    """Return whether a paragraph that begins "Theorem 3: if" in plain type is about the paper's Theorem 3."""
    if results is None or draft.text[head.body.start - 2 : head.body.start].strip() != ":":
        return False
    label = Span(head.span.start, head.body.start)
    runs = [run for run in draft.runs if run.span.overlaps(label)]
    plain = bool(runs) and not any(run.bold or run.italic or run.small_caps for run in runs)
    return plain and any((s.kind, s.number) == (head.kind, head.number) for s in results.statements)


def meant(view: Sides) -> tuple[Meant, ...]:
    """Return every mention of a result in the draft, in reading order, with what it means."""
    kinds = (view.own.kinds | (view.paper.kinds if view.paper else frozenset())) & RARE_KINDS
    named = [_without_mark(view.draft, named) for named in references(view.draft.text, kinds)]
    heads = {statement.span.start: statement for statement in view.own.statements}
    unread = _unread(view.draft)
    exact = _macros(view.draft)
    kept = [
        reference
        for reference in named
        if (not _is_head(reference, heads) or _marked(view.draft, reference, exact))
        and (not _inside(reference.span, unread) or _is_noted(view.draft, reference))
    ]
    decided = [_decide(view, reference, exact) for reference in kept if _is_known(view, reference)]
    return tuple(_settled(_contrasted(view, decided)))


_RAISED = 0.82  # a footnote's mark is smaller than the number it follows


def _without_mark(draft: Document, reference: Reference) -> Reference:
    """Return the reference without the mark of a footnote at the end of its number ("Lemma 9¹")."""
    number, end = reference.number or "", reference.span.end
    if not number[-1:].isdigit() or not draft.runs:
        return reference
    usual = _size_at(draft, reference.span.start)
    raised = 0
    while number[-1 - raised : len(number) - raised].isdigit() and raised < len(number) - 1:
        if _size_at(draft, end - 1 - raised) > _RAISED * usual:
            break
        raised += 1
    if not raised or not number[-1 - raised].isalnum():
        return reference
    group = reference.group
    return replace(
        reference,
        text=reference.text[:-raised],
        number=number[:-raised],
        span=Span(reference.span.start, end - raised),
        group=Span(group.start, group.end - raised) if group.end == end else group,
    )


def _size_at(draft: Document, at: int) -> float:
    index = bisect_right(draft.runs, at, key=lambda run: run.span.start) - 1
    return draft.runs[max(index, 0)].size


def mentions(found: Iterable[Meant], draft: Document) -> tuple[Mention, ...]:
    """Return the mentions as the report shows them."""
    return tuple(
        Mention(
            item.reference.text,
            item.reference.kind,
            item.reference.number,
            draft.page_of(item.reference.span.start),
            item.target,
            item.statement.id if item.statement else None,
            item.reference.span,
        )
        for item in found
    )


def _unread(draft: Document) -> list[Span]:
    """Return the spans of bibliography, contents, listings and the template's table of results."""
    spans = [block.span for block in draft.blocks if block.kind in _NOT_READ]
    spans += _listed(draft)
    works = bibliography(draft)
    return sorted([*spans, works] if works else spans)


def _listed(draft: Document) -> list[Span]:
    """Return the lines between the marks that the template sets around its table of results.

    The table names every result of the paper, which says nothing about the report.
    """
    found = []
    for opening, closing in _list_marks(draft):
        found += [
            line.span
            for line in draft.lines
            if line.box.page == opening.page
            and (closing.y or 0.0) - _RAISED_PT <= line.baseline <= (opening.y or 0.0)
        ]
    return found


def _list_marks(draft: Document) -> list[tuple[Destination, Destination]]:
    marks = sorted(
        (
            (int(match["running"]), place)
            for name, place in draft.destinations.items()
            if (match := _LIST_MARK.match(name)) and place.y is not None
        ),
        key=lambda mark: mark[0],
    )
    places = [place for _, place in marks]
    pairs = zip(places[::2], places[1::2], strict=False)
    return [(one, other) for one, other in pairs if one.page == other.page]


def _inside(span: Span, spans: list[Span]) -> bool:
    index = bisect_right(spans, Span(span.start, 1 << 60)) - 1
    return any(
        other.start <= span.start < other.end for other in spans[max(0, index - 2) : index + 1]
    )


def _is_noted(draft: Document, reference: Reference) -> bool:
    """Return whether the mention is in a footnote, which may be printed below the bibliography."""
    block = draft.block_at(reference.span.start)
    return block is not None and block.kind is BlockKind.FOOTNOTE


def _is_head(reference: Reference, heads: dict[int, Statement]) -> bool:
    """Return whether the reference is the head of one of the draft's own statements."""
    statement = heads.get(reference.span.start)
    return statement is not None and reference.number is not None


def _is_known(view: Sides, reference: Reference) -> bool:
    """Return whether a weak number ("Theorem B") belongs to a statement that somebody has."""
    if not reference.weak:
        return True
    sides = [view.own, view.paper] if view.paper else [view.own]
    return any(side.exact(reference.kind, reference.number) for side in sides)


def _macros(draft: Document) -> list[tuple[int, float, float, str, str]]:
    """Return (page, x, y, kind, number) of each place that a template's macro marked."""
    found = []
    for name, place in draft.destinations.items():
        match = _MACRO.match(name)
        if match and place.x is not None and place.y is not None:
            kind = kind_of(match["kind"]) or match["kind"]
            found.append((place.page, place.x, place.y, kind, match["number"]))
    return found


def _marked(
    draft: Document, reference: Reference, exact: list[tuple[int, float, float, str, str]]
) -> bool:
    """Return whether a macro marked this mention as the paper's."""
    wanted = [mark for mark in exact if mark[4] == reference.number and mark[3] == reference.kind]
    if not wanted:
        return False
    boxes = draft.locate(reference.group)
    return any(
        box.page == page and box.y0 - 14 <= y <= box.y1 + 24 and box.x0 - 8 <= x <= box.x1 + 8
        for box in boxes
        for page, x, y, _, _ in wanted
    )


def _decide(
    view: Sides, reference: Reference, exact: list[tuple[int, float, float, str, str]]
) -> Meant:
    if reference.number is None:
        return _unnumbered(view, reference)
    if exact and _marked(view.draft, reference, exact):
        return _of_paper(view, reference, attributed=True)
    start, text = _around(view, reference)
    group = Span(reference.group.start - start, reference.group.end - start)
    said = attribution(text, group, view.works)
    own = view.own.exact(reference.kind, reference.number)
    link = view.link_at(reference.group)
    if said is not None and said.target == EXTERNAL and _is_named_so(view, reference, text, group):
        return _of_paper(view, reference, attributed=True)
    if said is not None and said.sure and said.target != DRAFT:
        return _said(view, reference, said.target)
    if own is not None and (link is not None or (said and said.target == DRAFT)):
        return Meant(reference, DRAFT, own, attributed=True)
    if said is not None and said.target == DRAFT and not _has_number(view.paper, reference):
        return Meant(reference, UNRESOLVED, None, attributed=True)
    if said is not None and said.target == EXTERNAL and not _has(view.paper, reference):
        return Meant(reference, EXTERNAL, None, attributed=True)
    return _by_existence(view, reference, own, text, group)


def _is_named_so(view: Sides, reference: Reference, text: str, group: Span) -> bool:
    """Return whether the paper itself calls its result of that number by the author named after it.

    "Theorem 8 of Tropp" is the paper's where it prints "Theorem 8 (Tropp [44])".
    """
    statement = view.paper.exact(reference.kind, reference.number) if view.paper else None
    if statement is None or not statement.name:
        return False
    names = set(re.findall(r"[A-Z][^\W\d_]{2,}", statement.name))
    return bool(names & set(re.findall(r"[A-Z][^\W\d_]{2,}", text[group.end : group.end + 45])))


def _around(view: Sides, reference: Reference) -> tuple[int, str]:
    """Return the text of the mention's block, at most 600 characters on either side, and its start."""
    block = view.draft.block_at(reference.span.start)
    low = max(block.span.start if block else 0, reference.group.start - _BESIDE)
    high = min(block.span.end if block else len(view.draft.text), reference.group.end + _BESIDE)
    return low, view.draft.text[low:high]


def _said(view: Sides, reference: Reference, target: str) -> Meant:
    if target == EXTERNAL:
        return Meant(reference, EXTERNAL, None, attributed=True)
    return _of_paper(view, reference, attributed=True)


def _has(side: Numbering | None, reference: Reference) -> bool:
    return side is not None and side.exact(reference.kind, reference.number) is not None


def _has_number(side: Numbering | None, reference: Reference) -> bool:
    return side is not None and bool(side.numbered(reference.number))


def _of_paper(view: Sides, reference: Reference, *, attributed: bool = False) -> Meant:
    """Return the mention as the paper's: exact, of another kind, or of nothing that the paper has."""
    if view.paper is None:
        return Meant(reference, PAPER if attributed else UNRESOLVED, None, attributed=attributed)
    statement = view.paper.exact(reference.kind, reference.number)
    if statement is not None:
        return Meant(reference, PAPER, statement, attributed=attributed)
    if view.conference and (short := view.conference.exact(reference.kind, reference.number)):
        return Meant(reference, UNRESOLVED, None, attributed=attributed, short=short)
    others = view.paper.numbered(reference.number)
    if others:
        return Meant(reference, PAPER, _likeliest(others), wrong_kind=True, attributed=attributed)
    return Meant(reference, UNRESOLVED, None, attributed=attributed)


_PREFERRED = ("theorem", "proposition", "lemma", "corollary")


def _likeliest(statements: list[Statement]) -> Statement:
    rank = {kind: place for place, kind in enumerate(_PREFERRED)}
    return min(statements, key=lambda statement: rank.get(statement.kind, len(rank)))


def _by_existence(
    view: Sides, reference: Reference, own: Statement | None, text: str, group: Span
) -> Meant:
    """Decide where no word beside the mention does: by who has the number, then by its place."""
    paper = view.paper.exact(reference.kind, reference.number) if view.paper else None
    if own is not None and paper is None:
        return Meant(reference, DRAFT, own)
    if own is not None and paper is not None:
        if view.links_own:
            return Meant(reference, PAPER, paper)
        if view.after_own(own, reference.span) or _only_own_word(reference, own, paper):
            return Meant(reference, DRAFT, own)
        return Meant(reference, PAPER, paper, ambiguous=True)
    if paper is None and _another_work(view, reference, text, group):
        return Meant(reference, EXTERNAL, None)
    return _of_paper(view, reference)


def _only_own_word(reference: Reference, own: Statement, paper: Statement) -> bool:
    """Return whether the draft calls its own statements by this word and the paper its own by another."""
    word = reference.text.split()[0].casefold().rstrip(".")
    return own.label.casefold() == word and paper.label.casefold() != word and _language(word)


def _language(word: str) -> bool:
    return kind_of(word) != word


def _another_work(view: Sides, reference: Reference, text: str, group: Span) -> bool:
    """Return whether a number that nobody has is likely another work's: its sentence cites one.

    A number of the paper's own shape needs the other work named before it in the same clause.
    """
    begin = max(text.rfind(end, 0, group.start) for end in (". ", "? ", "! ", "\n\n")) + 1
    if text[max(0, begin - 4) : begin] in ("et al.", " al."):
        begin = max(text.rfind(". ", 0, max(begin - 2, 0)) + 1, 0)
    stop = text.find(". ", group.end)
    sentence = text[begin : stop if stop >= 0 else len(text)]
    number = reference.number or ""
    foreign = view.paper is not None and number.count(".") not in view.paper.dots
    if foreign:
        return cites_others(sentence, view.works)
    clause = re.split(r"[;,]\s", text[begin : group.start])[-1]
    taken = view.paper is not None and bool(view.paper.numbered(number))
    return cites_others(clause, view.works) and not taken


def _contrasted(view: Sides, decided: list[Meant]) -> Iterable[Meant]:
    """Where one sentence names the same number twice, once "of the paper", the other is the draft's."""
    for index, item in enumerate(decided):
        own = view.own.exact(item.reference.kind, item.reference.number)
        if own is None or item.attributed or item.target != PAPER:
            yield item
            continue
        near = decided[max(0, index - 2) : index] + decided[index + 1 : index + 3]
        twins = [
            other
            for other in near
            if other.attributed
            and other.target == PAPER
            and (other.reference.kind, other.reference.number)
            == (item.reference.kind, item.reference.number)
            and _one_sentence(view.draft.text, item.reference.span, other.reference.span)
        ]
        yield Meant(item.reference, DRAFT, own) if twins else item


def _settled(decided: Iterable[Meant]) -> Iterator[Meant]:
    """Take an unmarked mention as settled where the draft elsewhere marks its own by words or links."""
    known = list(decided)
    marked = {
        (item.reference.kind, item.reference.number)
        for item in known
        if item.target == DRAFT and item.attributed
    }
    for item in known:
        clear = item.ambiguous and (item.reference.kind, item.reference.number) in marked
        yield replace(item, ambiguous=False) if clear else item


def _one_sentence(text: str, first: Span, second: Span) -> bool:
    low, high = sorted((first, second))
    between = text[low.end : high.start]
    return len(between) < 200 and not re.search(r"[.!?]\s+[A-ZÄÖÜ]|\n\n", between)


def _unnumbered(view: Sides, reference: Reference) -> Meant:
    """Resolve "their main theorem" and "the first lemma in Section 4" where the paper is known."""
    start, text = _around(view, reference)
    group = Span(reference.span.start - start, reference.span.end - start)
    said = attribution(text, group, view.works)
    if said is not None and said.sure and said.target == EXTERNAL:
        return Meant(reference, EXTERNAL, None, attributed=True)
    if view.paper is None:
        return Meant(reference, UNRESOLVED, None)
    apposed = _apposed(view, text, group)
    statement = apposed or _nth(view.paper, reference)
    return Meant(reference, PAPER if statement else UNRESOLVED, statement)


def _apposed(view: Sides, text: str, group: Span) -> Statement | None:
    """Return the statement in "Theorem 4, the main theorem" and "the main theorem, Theorem 4"."""
    near = references(text[max(0, group.start - 40) : group.end + 40])
    offset = max(0, group.start - 40)
    for other in near:
        if other.number is None:
            continue
        begin, end = other.group.start + offset, other.group.end + offset
        gap = text[end : group.start] if end <= group.start else text[group.end : begin]
        if re.fullmatch(r"\s*[,(:–-]?\s*(?:is|ist|namely|nämlich|i\.e\.,?)?\s*", gap):
            return view.paper.exact(other.kind, other.number) if view.paper else None
    return None


def _nth(paper: Numbering, reference: Reference) -> Statement | None:
    """Return the n-th statement of the kind in the section that the words name, or of the main part."""
    candidates = [s for s in paper.statements if s.kind == reference.kind and not s.restates]
    if reference.section:
        section = reference.section
        candidates = [s for s in candidates if s.number and s.number.startswith(f"{section}.")]
    if not candidates:
        return None
    ordinal = reference.ordinal or 1
    index = ordinal - 1 if ordinal > 0 else len(candidates) - 1
    return candidates[index] if index < len(candidates) else None
