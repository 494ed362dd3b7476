"""Figures, tables, equations and sections of a document, and the places that refer to them."""

import re
from collections.abc import Iterator

from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

NUMBER = r"(?:[A-Z]\.)?\d+(?:\.\d+)*|[A-Z]\.\d+(?:\.\d+)*"
# spaces, or one line break: a blank line ends the paragraph
GAP = r"(?:[^\S\n]|~|\n(?![^\S\n]*\n))+"
_KINDS = {
    "figure": r"fig(?:ure|s|\.|ures|s\.)?|abb(?:ildung|ildungen|\.)?",
    "table": r"tab(?:le|les|\.|elle|ellen|s\.)?",
    "section": r"sec(?:tion|tions|\.|t\.|s\.)?|subsections?|abschnitte?[ns]?|§{1,2}",
    "chapter": r"chapters?|kapiteln?",
    "appendix": r"appendi(?:x|ces)|app\.|anh[aä]nge?n?",
    "equation": r"eqs?\.|equations?|eqn\.|inequality|inequalities|gleichung(?:en)?|gl\.|ungleichung(?:en)?",
    "algorithm": r"algorithms?|alg\.|algorithmus|algorithmen",
}
_WORD = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_JOIN = r"\s*(?:,|–|-|—|~|\band\b|\bund\b|\bor\b|\boder\b|\bto\b|\bbis\b|&|,\s*and\b)\s*"
_ONE = rf"\(?(?:{NUMBER}|[IVX]+|[A-Z])\)?(?:\s?\(?[a-h]\)?(?![\w]))?"
_REFERENCE = re.compile(
    rf"(?<![\w-])(?:{_WORD})(?:{GAP})?(?P<numbers>(?-i:{_ONE}(?:{_JOIN}{_ONE})*))(?![\w])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    rf"\s*(?P<word>Fig(?:ure|\.)?|Abb(?:ildung|\.)?|Tab(?:le|elle|\.)?)\s*(?P<number>{NUMBER}|[IVX]+)\s*[:.|–—-]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Float:
    """A figure or table by its caption; `span` is the caption's."""

    kind: str
    number: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that refers by a word and a number: "Figures 2 and 3" are two.

    `kind` is "figure", "table", "section", "chapter", "appendix", "equation" or "algorithm".
    """

    kind: str
    number: str
    span: Span


def floats(document: Document) -> tuple[Float, ...]:
    """Return the figures and tables that have a numbered caption, in reading order."""
    found = []
    for block in document.blocks:
        if block.kind is BlockKind.CAPTION:
            match = _CAPTION.match(document.text, block.span.start, block.span.end)
            if match:
                kind = "table" if match["word"].lower().startswith("t") else "figure"
                found.append(Float(kind, match["number"], block.span))
    return tuple(found)


def references(document: Document) -> tuple[Reference, ...]:
    """Return the references by word and number in prose and captions, in reading order.

    A caption's own number is none.
    """
    return tuple(_references(document))


def _references(document: Document) -> Iterator[Reference]:
    heads = {item.span.start for item in floats(document)}
    for match in _REFERENCE.finditer(document.text):
        block = document.block_at(match.start())
        if block is None or block.kind in {BlockKind.REFERENCE, BlockKind.CONTENTS, BlockKind.CODE}:
            continue
        if block.span.start in heads and match.start() < block.span.start + 3:
            continue
        kind = next(name for name in _KINDS if match[name])
        # "Appendix A", but not "a section R of the bundle"
        if match[0][0].islower() and not re.search(r"\d", match["numbers"]):
            continue
        for number in _numbers(match["numbers"]):
            yield Reference(kind, number, Span(*match.span()))


def _numbers(words: str) -> list[str]:
    """Return each number of a list or range: "2 and 4-6" gives 2, 4, 5, 6."""
    found: list[str] = []
    last_end = 0
    for match in re.finditer(rf"{NUMBER}|\b[IVX]+\b|\b[A-Z]\b", words):
        between = words[last_end : match.start()]
        number = match[0]
        is_range = found and re.search(r"[-–—~]|\bto\b|\bbis\b", between)
        if is_range and found[-1].isdecimal() and number.isdecimal():
            first, last = int(found[-1]), int(number)
            found += [str(n) for n in range(first + 1, last)] if last - first < 30 else []
        found.append(number)
        last_end = match.end()
    return found
