"""How a draft treats the paper's results: which it states, explains, only mentions, and leaves out."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType

from reportkit.analysis.graph import KeyResults, originals
from reportkit.analysis.matching import Meant
from reportkit.analysis.restating import Restatement, sentence_of
from reportkit.analysis.statements import Inventory, Statement
from reportkit.analysis.targets import PAPER
from reportkit.document import BlockKind, Document, Span
from reportkit.findings import Coverage

_EXPLAINED_WORDS = 12  # a sentence about a proof has more words than a mention in passing


def coverage(
    draft: Document,
    found: Sequence[Meant],
    restated: Sequence[Restatement],
    inventory: Inventory,
    keys: KeyResults,
    proofs: Sequence[Span],
) -> Coverage:
    """Return the ids of the paper's statements with the pages of the draft that treat them.

    Stated: its content is said outside of the parts about proofs. Explained: a sentence of those
    parts is about it. Mentioned: named anywhere. A copy in an appendix counts as its original.
    """
    original = originals(inventory)
    named = [item for item in found if item.target == PAPER and item.statement is not None]
    stated = [item for item in restated if _is_stated(draft, item, proofs)]
    explained = [item for item in restated if _is_explained(draft, item, proofs)]
    mentioned = _pages(
        draft, ((original[i.statement.id], i.reference.span) for i in named if i.statement)
    )
    stated_pages = _pages(draft, ((original[i.statement.id], i.mention) for i in stated))
    explained_pages = _pages(draft, ((original[i.statement.id], i.mention) for i in explained))
    spoken_of = {
        original[item.statement.id]
        for item in named
        if item.statement and not _in_passing(draft, item)
    }
    announced = {
        original[item.statement.id]
        for item in restated
        if not _in_proofs(item.mention, proofs) and _is_announced(draft, item)
    }
    treated = {*stated_pages, *({*explained_pages, *spoken_of} - announced)}
    return Coverage(
        stated=stated_pages,
        explained=explained_pages,
        mentioned=mentioned,
        missing_main=tuple(
            statement.id
            for statement in missing_main(inventory, keys, mentioned, treated, announced)
        ),
        missing_key_lemmas=tuple(
            statement.id for statement in missing_lemmas(inventory, keys, mentioned)
        ),
    )


def _pages(draft: Document, places: Iterable[tuple[str, Span]]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for id, span in places:
        page = draft.page_of(span.start)
        found.setdefault(id, set()).update(() if page is None else (page,))
    return MappingProxyType({id: tuple(sorted(pages)) for id, pages in found.items()})


def _in_proofs(span: Span, proofs: Sequence[Span]) -> bool:
    return any(part.start <= span.start < part.end for part in proofs)


def _is_stated(draft: Document, item: Restatement, proofs: Sequence[Span]) -> bool:
    """Return whether the words around the mention say what the result says."""
    if item.own:
        return True
    if _in_proofs(item.mention, proofs) or _is_announced(draft, item):
        return False
    return item.says or (item.bracketed and _says_a_formula(draft, item))


# "... are treated in Theorem 3", "Theorem 3 is the upper bound for the convex case"
_TREATED_IN = re.compile(
    r"\b(?:treated|answered|discussed|considered|covered|studied|handled|addressed|dealt with|behandelt|beantwortet|besprochen"
    r"|betrachtet|untersucht)\s+(?:\w+\s+){0,2}(?:in|by|von|durch)\s+(?:the\s+)?$"
    r"|\b(?:behandelt|beantwortet|bespricht|betrachtet|untersucht)\s+$"
)
_TREATS = re.compile(
    r",?\s+(?:also\s+|then\s+|auch\s+|dann\s+)?(?:(?:treat|answer|discuss|consider|cover|handle|address|concern)(?:s|es)?\b|deals?\s+with\b"
    r"|is\s+about\b|(?:is|are|ist|sind)\s+(?:the|an?|its|their|der|die|das|ein|eine)\s+(?:\w+\s+){0,2}"
    r"(?:bound|analogue?|counterpart|version|case|result|extension|generali[sz]ation|Schranke|Analogon|Gegenstück|Fall|Fassung)"
    r"\s+(?:for|of|in|to|für|von|des|der)\b|behandelt|beantwortet|betrifft|untersucht)"
)
_CONTENT = 8  # signs of a formula that says something, more than "ρ = ±1"


def _is_announced(draft: Document, item: Restatement) -> bool:
    """Return whether the words beside the mention say what the result is about, and not what it says."""
    here = sentence_of(draft, item)
    before, after = (
        draft.text[here.start : item.group.start],
        draft.text[item.group.end : here.end],
    )
    if not (_TREATED_IN.search(before) or _TREATS.match(after)):
        return False
    return not any(
        here.start <= formula.span.start < here.end
        and (formula.display or len("".join(_text_of(draft, formula.span).split())) >= _CONTENT)
        for formula in draft.formulas
    )


def _text_of(draft: Document, span: Span) -> str:
    return draft.text[span.start : span.end]


_GENITIVE = re.compile(
    r"(?:\b(?:of|for|after|before|than|from|behind|beyond|see|cf\.|like|von|der|des|zu|als|aus|siehe|vgl\.|wie)\s+(?:the\s+|dem\s+)?"
    r"|\([^()]*)$",
    re.IGNORECASE,
)


def _in_passing(draft: Document, item: Meant) -> bool:
    """Return whether a result is named in brackets, in a title, or as what something else is of."""
    start = item.reference.group.start
    block = draft.block_at(start)
    if block and block.kind in (BlockKind.HEADING, BlockKind.CAPTION):
        return True
    begin = max(block.span.start if block else 0, start - 80)
    return bool(_GENITIVE.search(draft.text[begin:start]))


def _says_a_formula(draft: Document, item: Restatement) -> bool:
    """Return whether the sentence with "(Theorem 3)" at its end has a formula to which that belongs."""
    here = sentence_of(draft, item)
    inside = [f for f in draft.formulas if here.start <= f.span.start < item.mention.start]
    return any(formula.display or len(formula.span) > 8 for formula in inside)


def _is_explained(draft: Document, item: Restatement, proofs: Sequence[Span]) -> bool:
    words = draft.text[item.span.start : item.span.end].split()
    return _in_proofs(item.mention, proofs) and len(words) >= _EXPLAINED_WORDS


# a draft that names so many of the paper's results is meant to be complete
_COMPLETE = 0.6
_FEW = 2


def missing_main(
    inventory: Inventory,
    keys: KeyResults,
    mentioned: Mapping[str, tuple[int, ...]],
    treated: Set[str],
    announced: Set[str],
) -> tuple[Statement, ...]:
    """Return the main results that the draft never states: first those that it announces.

    A further theorem or proposition of the main part counts where the draft names most of them. Where
    many are left out, that was a choice: only announced ones and theorems are told.
    """
    by_id = {statement.id: statement for statement in inventory.statements}
    wanted = [by_id[result.id] for result in keys.main if result.id in by_id]
    level = [s for s in inventory.statements if _is_of_main_part(s, wanted)]
    named = [s for s in level if s.id in mentioned]
    if len(level) >= 3 and len(named) >= _COMPLETE * len(level):
        wanted += [s for s in level if s not in wanted and s.id not in mentioned]
    missing = [s for s in wanted if s.id not in treated]
    if len(missing) > _FEW:
        missing = [s for s in missing if s.id in announced or s.kind == "theorem"] or missing
    return tuple(sorted(missing, key=lambda s: s.id not in announced))


def _is_of_main_part(statement: Statement, main: Sequence[Statement]) -> bool:
    """Return whether it is a numbered theorem or proposition that stands no later than the main results."""
    if (
        statement.kind not in ("theorem", "proposition")
        or statement.restates
        or not statement.number
    ):
        return False
    return (
        bool(main)
        and statement.span.start <= max(s.span.start for s in main)
        and bool(statement.proof)
    )


def missing_lemmas(
    inventory: Inventory, keys: KeyResults, mentioned: Mapping[str, tuple[int, ...]]
) -> tuple[Statement, ...]:
    """Return the lemmas that carry a main result the draft treats and that it never names.

    A further lemma counts where it is the only one with a proof that the draft does not name.
    """
    by_id = {statement.id: statement for statement in inventory.statements}
    wanted = [
        by_id[lemma.id]
        for lemma in keys.lemmas
        if lemma.id in by_id and any(id in mentioned for id in lemma.carries)
    ]
    lemmas = [
        s
        for s in inventory.statements
        if s.kind == "lemma" and s.number and s.proof and not s.restates
    ]
    left = [s for s in lemmas if s.id not in mentioned]
    if len(left) == 1 and len(lemmas) >= 3:
        wanted += [s for s in left if s not in wanted]
    return tuple(s for s in wanted if s.id not in mentioned)
