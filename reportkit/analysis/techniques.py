"""Proof techniques that a paper's proofs rest on, and which of them a text names."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportkit.analysis.literature import bibliography
from reportkit.analysis.sections import sections
from reportkit.analysis.statements import Inventory
from reportkit.document import BlockKind, Document, Span

# A technique is one of the paper's when its proofs name it so often; general ones are in every paper.
_OFTEN = 3
_OFTEN_GENERAL = 8
_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique with the patterns that name it; `general` ones are tools of almost every paper."""

    name: str
    words: tuple[str, ...]
    general: bool = False

    def pattern(self) -> re.Pattern[str]:
        """Return one pattern for all its words; letters of either case."""
        return re.compile("|".join(f"(?:{word})" for word in self.words), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A technique of the paper that the draft never names, and what shows that the paper uses it.

    `pages` are the paper's, ascending; `times` is how often its proofs name it.
    """

    name: str
    times: int
    pages: tuple[int, ...]
    evidence: str


@cache
def known_techniques() -> tuple[Technique, ...]:
    """Return the techniques of techniques.toml; raises ValueError where that file is malformed."""
    data = tomllib.loads(files("reportkit.analysis").joinpath("techniques.toml").read_text("utf-8"))
    return tuple(
        Technique(item["name"], tuple(item["words"]), bool(item.get("general", False)))
        for item in data["technique"]
    )


def unnamed_techniques(
    draft: Document,
    paper: Document,
    inventory: Inventory,
    treated: Set[str],
    main: Set[str],
    more: Iterable[Technique] = (),
) -> tuple[Unnamed, ...]:
    """Return the techniques of the paper's proofs that the draft never names, most used first.

    `treated` are the ids of the results that the draft speaks of: proofs of others do not count.
    `main` are the main results; one word in the proof of one is enough. `more` are a rubric's own.
    """
    parts = _proof_parts(paper, inventory, treated)
    central = [p.span for p in inventory.proofs if p.of in main and p.of in treated]
    written = _without(draft, bibliography(draft))
    found = []
    for technique in (*known_techniques(), *more):
        pattern = technique.pattern()
        places = _places(paper, parts, pattern)
        enough = _OFTEN_GENERAL if technique.general else _OFTEN
        if not technique.general and _places(paper, central, pattern):
            enough = 1
        if len(places) >= enough and not pattern.search(written):
            found.append(_unnamed(paper, technique, places))
    return tuple(sorted(found, key=lambda item: -item.times)[:_AT_MOST])


def _unnamed(paper: Document, technique: Technique, places: Sequence[Span]) -> Unnamed:
    pages = sorted({page for span in places if (page := paper.page_of(span.start)) is not None})
    words = " ".join(paper.text[places[0].start : places[0].end].split())
    times = f", {len(places)} times" if len(places) > 1 else ""
    return Unnamed(technique.name, len(places), tuple(pages), f"“{words}”{times}")


def _places(paper: Document, spans: Sequence[Span], pattern: re.Pattern[str]) -> list[Span]:
    return [
        Span(*match.span())
        for span in spans
        for match in pattern.finditer(paper.text, span.start, span.end)
    ]


_ABOUT_PROOFS = re.compile(r"\b(?:proofs?|analysis|beweis\w*|appendix|anhang)\b", re.IGNORECASE)


def _proof_parts(paper: Document, inventory: Inventory, treated: Set[str]) -> list[Span]:
    """Return the proofs and the sections about proofs, merged, without proofs of other results."""
    wanted = [proof.span for proof in inventory.proofs if proof.of is None or proof.of in treated]
    titles = [part for part in sections(paper) if _ABOUT_PROOFS.search(part.title)]
    merged: list[Span] = []
    for span in sorted([*wanted, *(part.span for part in titles)]):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    others = sorted(p.span for p in inventory.proofs if p.of is not None and p.of not in treated)
    return [piece for span in merged for piece in _outside(span, others)]


def _outside(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """Yield the pieces of `span` that lie in none of `others`, which are in order."""
    start = span.start
    for other in others:
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            yield Span(start, other.start)
        start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)


def _without(draft: Document, works: Span | None) -> str:
    """Return the draft's text without its bibliography."""
    entries = [block.span for block in draft.blocks if block.kind is BlockKind.REFERENCE]
    if works is None and not entries:
        return draft.text
    begin = min([span.start for span in entries] + ([works.start] if works else []))
    end = max([span.end for span in entries] + ([works.end] if works else []))
    return f"{draft.text[:begin]} {draft.text[end:]}"
