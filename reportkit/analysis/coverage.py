"""How a draft treats the paper's results: which it states, explains, only mentions, and leaves out."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType

from reportkit.analysis.graph import KeyResults, originals
from reportkit.analysis.matching import Meant
from reportkit.analysis.restating import Restatement, sentences
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
    treated = {*stated_pages, *explained_pages, *spoken_of}
    return Coverage(
        stated=stated_pages,
        explained=explained_pages,
        mentioned=mentioned,
        missing_main=tuple(
            statement.id for statement in missing_main(inventory, keys, mentioned, treated)
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
    if _in_proofs(item.mention, proofs):
        return False
    return item.says or (item.bracketed and _says_a_formula(draft, item))


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
    here = next(
        (s for s in sentences(draft.text, item.span) if s.start <= item.mention.start < s.end),
        item.span,
    )
    inside = [f for f in draft.formulas if here.start <= f.span.start < item.mention.start]
    return any(formula.display or len(formula.span) > 8 for formula in inside)


def _is_explained(draft: Document, item: Restatement, proofs: Sequence[Span]) -> bool:
    words = draft.text[item.span.start : item.span.end].split()
    return _in_proofs(item.mention, proofs) and len(words) >= _EXPLAINED_WORDS


# a draft that names so many of the paper's results is meant to be complete
_COMPLETE = 0.6


def missing_main(
    inventory: Inventory,
    keys: KeyResults,
    mentioned: Mapping[str, tuple[int, ...]],
    treated: Set[str],
) -> tuple[Statement, ...]:
    """Return the main results that the draft never states, the most important first.

    A further theorem or proposition of the main part counts where the draft names most of them.
    """
    by_id = {statement.id: statement for statement in inventory.statements}
    wanted = [by_id[result.id] for result in keys.main if result.id in by_id]
    level = [s for s in inventory.statements if _is_of_main_part(s, wanted)]
    named = [s for s in level if s.id in mentioned]
    if len(level) >= 3 and len(named) >= _COMPLETE * len(level):
        wanted += [s for s in level if s not in wanted and s.id not in mentioned]
    return tuple(s for s in wanted if s.id not in treated)


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
