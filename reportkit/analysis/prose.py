"""Prose as language checks read it: passages in which each formula is one made-up word.

A passage is the text of one paragraph, list item, footnote or caption. Formulas and code become a
word that sounds like them, citations in brackets vanish, list labels are cut off; every character
knows its place in the document, so that a finding points at the words on the page.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from reportkit.analysis.greek import GREEK
from reportkit.analysis.sentences import sentences
from reportkit.document import Block, BlockKind, Document, Span
from reportkit.records import dataclass

VOWEL_WORD = "Oq"  # stands for a formula that is read with a vowel first, as in "an n-vertex"
CONSONANT_WORD = "Zq"  # for every other formula; neither is a word of any language
FORMULA_WORD = "[OZ]q"  # as a piece of a regular expression

PROSE_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.CAPTION}
)
# names of letters that begin with a vowel sound: "an F", "an n", "an X"
_VOWEL_LETTERS = frozenset("aefhilmnorsxAEFHILMNORSXαεηιοωυΑΕΗΙΟΩ∞ℓ8")
_VOWEL_COMMANDS = frozenset(
    [
        "ell",
        "alpha",
        "epsilon",
        "varepsilon",
        "eta",
        "iota",
        "omega",
        "upsilon",
        "Omega",
        "Upsilon",
        "infty",
        "aleph",
    ]
)
_CONSONANT_COMMANDS = GREEK.keys() - _VOWEL_COMMANDS
_ACCENTS = re.compile(
    r"\\(?:math(?:cal|bb|frak|bf|rm|sf|scr|it|tt)|bm|boldsymbol|hat|widehat|tilde|widetilde|bar"
    r"|overline|vec|dot|left|big|Big|operatorname|text|textbf|textit)\b|\\[,;!:{}| ]|[\s${}()\[\]|‖,~!;]+"
)
_ELEVENS = re.compile(r"(?:8|11(?!\d)|18(?!\d))")

_LABEL = re.compile(r"(?:[-*+•◦–·▪]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]+)[.)])[ \t]+(?=\S)")
_NOTE_MARK = re.compile(r"\d{1,2}(?=[A-Z])")  # "1A preliminary version"
_CODE = re.compile(r"`[^`\n]+`|https?://[^\s)\]]+|www\.[^\s)\]]+|[^\s@]{1,64}@[^\s@]{1,255}\.\w+")
_BRACKET_CITATION = re.compile(
    r"[ \t\n]?\[(?:\d{1,3}|[A-Z][A-Za-z+]{0,6}\d{2}[a-z]?)(?:\s?[,;–-]\s?(?:\d{1,3}|[A-Z][A-Za-z+]{0,6}\d{2}[a-z]?))*"
    r"(?:,\s(?:Theorem|Lemma|Thm|Lem|Prop|Proposition|Section|Sec|Chapter|Corollary|p|pp)\b[^\]]{0,20})?\]"
)
_YEAR_CITATION = re.compile(
    r"[ \t\n]?[(\[](?:see |e\.g\.,? |cf\. |see also )*[A-Z][^()\[\]]{1,150}?,? (?:19|20)\d\d[a-z]?"
    r"(?:[,;][^()\[\]]{1,80}?(?:19|20)\d\d[a-z]?)*(?:, [^()\[\]]{1,20})?[)\]]"
)
_NEEDS_NOUN = re.compile(
    r"(?:\b(?:in|by|of|from|see|to|with|and|or|per|following|cf\.|than|e\.g\.|both|for|on|as|like)|[.;:(,]|^)\s*$",
    re.IGNORECASE,
)
_WORD_BEFORE = 40  # characters, more than the longest of these words with its space
_OPERATOR = r"[=<>≤≥≠≈∼≃≅∈∉⊂⊆⊃⊇→↦⇒⇔↔+\-−±·×∗*/∘∪∩∧∨⊕⊗|:]"
# a program set in the type of the text: calls, indices, names with underscores, comparisons
_OF_CODE = re.compile(
    r"[a-z]\w{0,60}\.\w{1,60}\(|[a-z]\w{2,60}\([\w'\"\[]|\w\[[\w:'\"]|[a-z0-9]_[a-z]|[=!+*-]=|<-|\b(?:def|import|elif)\s\w|\b(?:True|False|None)\b"
    # and pseudocode: comments, assignments, the words that end a step
    r"|\([*∗]|[*∗]\)|:=|←|;\s*(?:end|let|return|else|if|for|while|[OZ]q\s*;)|\b(?:end (?:if|for|while|function)|endif|endfor|elseif|then\n|do\n)"
)
# "Figure 2b": taggers take "2b" for a plural
_LETTER_OF_NUMBER = re.compile(
    r"\b[A-Z][a-z]{1,11}\.?[\s~]\d{1,3}(?:\.\d{1,3}){0,3}(?P<letter>[a-h])\b"
)
_BETWEEN_FORMULAS = re.compile(rf"\s*{_OPERATOR}+\s*")
_TAIL_OF_FORMULA = re.compile(rf"\s*{_OPERATOR}\s*(?:\d+(?:[.,/]\d+)*|[A-Za-z]\b)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block's prose. `starts[i]` and `ends[i]` are the place of `text[i]` in the document.

    `formulas` and `sentences` are spans of `text`, in its order. `references` tells whether the
    sentence structure is that of a caption or heading is up to `kind`.
    """

    kind: BlockKind
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    formulas: tuple[Span, ...]
    sentences: tuple[Span, ...]

    def place(self, start: int, end: int) -> Span:
        """Return the document's span of `text[start:end]`; an empty one stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.text) else self.ends[-1]
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def touches_formula(self, start: int, end: int) -> bool:
        """Return whether `text[start:end]` shares a character with a formula's word."""
        following = bisect_right(self.formulas, start, key=lambda span: span.end)
        return following < len(self.formulas) and self.formulas[following].start < end


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands for `span` of the document: `word`, one of its own characters' worth each or not."""

    span: Span
    word: str
    formula: bool = False


def passages(document: Document, kinds: frozenset[BlockKind] = PROSE_KINDS) -> tuple[Passage, ...]:
    """Return the document's prose in reading order; a passage without a word is left out."""
    maths = sorted((f.span for f in document.formulas), key=lambda span: span.start)
    place = partial(bisect_left, [span.start for span in maths])
    found = (
        _passage(document, block, maths[place(block.span.start) : place(block.span.end)])
        for block in document.blocks
        if block.kind in kinds
    )
    return tuple(passage for passage in found if _is_prose(passage.text))


def _is_prose(text: str) -> bool:
    """Return whether `text` has a word, no dots that lead to a page number, and is no code."""
    if re.search(r"[^\W\d_]{2}", text) is None or re.search(r"(?:\. ?){6}", text):
        return False
    return len(_OF_CODE.findall(text)) < max(3, 0.12 * len(text.split()))


def vowel_sound(formula: str) -> bool | None:
    """Return whether `formula` (TeX or as printed) is read aloud with a vowel first.

    None where people read it in more than one way.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKC", formula))
    command = re.match(r"\\([A-Za-z]+)", bare)
    if command:
        return (
            True
            if command[1] in _VOWEL_COMMANDS
            else False
            if command[1] in _CONSONANT_COMMANDS
            else None
        )
    if bare[:1].isdigit():
        return bool(_ELEVENS.match(bare)) if not bare.startswith("0") else None
    name = re.match(r"[A-Za-z]{2,}", bare)
    if name:
        return None  # an operator's name, or a product of letters
    if bare[:1] in _VOWEL_LETTERS:
        return True
    return False if bare[:1].isalpha() else None


def _passage(document: Document, block: Block, maths: Sequence[Span]) -> Passage:
    """Return the block's prose: its text with each piece of no prose replaced."""
    span = _without_label(document.text, block)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    formulas: list[Span] = []
    at = span.start
    for piece in _pieces(document, span, maths):
        if piece.span.start < at:
            continue
        _copy(document.text, Span(at, piece.span.start), chars, starts, ends)
        if piece.formula:
            formulas.append(Span(len(chars), len(chars) + len(piece.word)))
        chars += piece.word
        starts += [piece.span.start] * len(piece.word)
        ends += [piece.span.end] * len(piece.word)
        at = piece.span.end
    _copy(document.text, Span(at, span.end), chars, starts, ends)
    text = "".join(chars)
    lead = bisect_left(starts, _lead_end(document, block))
    return Passage(
        block.kind, text, tuple(starts), tuple(ends), tuple(formulas), sentences(text, lead)
    )


def _lead_end(document: Document, block: Block) -> int:
    """Return where a paragraph's title in bold ends and its text begins; the block's start without one."""
    at = block.span.start
    first = bisect_right(document.runs, at, key=lambda run: run.span.start) - 1
    for run in document.runs[max(first, 0) :]:
        if run.span.start >= block.span.end or not run.bold:
            break
        at = min(run.span.end, block.span.end)
    following = document.text[at : block.span.end].lstrip()[:1]
    return at if at < block.span.end and following.isupper() else block.span.start


def _copy(text: str, span: Span, chars: list[str], starts: list[int], ends: list[int]) -> None:
    """Append the characters of `span`; white space of any length and kind becomes one space."""
    for at in range(span.start, span.end):
        if text[at].isspace() and (not chars or chars[-1] == " "):
            continue
        chars.append(" " if text[at].isspace() else text[at])
        starts.append(at)
        ends.append(at + 1)


def _without_label(text: str, block: Block) -> Span:
    """Return the block's span without "(a)", "1." or "•" at its start."""
    label = _LABEL.match(text, block.span.start, block.span.end)
    if label and block.kind in {BlockKind.ITEM, BlockKind.FOOTNOTE}:
        return Span(label.end(), block.span.end)
    mark = _NOTE_MARK.match(text, block.span.start, block.span.end)
    if mark and block.kind is BlockKind.FOOTNOTE:
        return Span(mark.end(), block.span.end)
    return block.span


def _pieces(document: Document, span: Span, formulas: Sequence[Span]) -> list[_Piece]:
    """Return what is to be replaced within `span`, by start; the first of two that overlap counts."""
    maths = [formula for formula in formulas if span.covers(formula)]
    pieces = [
        _formula_piece(document.text, joined) for joined in _joined(document.text, maths, span)
    ]
    for match in _LETTER_OF_NUMBER.finditer(document.text, span.start, span.end):
        pieces.append(_Piece(Span(*match.span("letter")), ""))
    for pattern, make in (
        (_CODE, _code_piece),
        (_BRACKET_CITATION, _citation_piece),
        (_YEAR_CITATION, _citation_piece),
    ):
        for match in pattern.finditer(document.text, span.start, span.end):
            pieces.append(make(document.text, Span(*match.span()), span))
    return sorted(pieces, key=lambda piece: (piece.span.start, -piece.span.end))


def _joined(text: str, maths: list[Span], within: Span) -> Iterator[Span]:
    """Yield `maths` with pieces of one formula put together: "f(x)", "=", "0" is one formula."""
    at = 0
    while at < len(maths):
        start, end = maths[at].start, maths[at].end
        at += 1
        while at < len(maths) and _BETWEEN_FORMULAS.fullmatch(text, end, maths[at].start):
            end = maths[at].end
            at += 1
        tail = _TAIL_OF_FORMULA.match(text, end, within.end)
        if tail and (at == len(maths) or tail.end() <= maths[at].start):
            end = tail.end()
        yield Span(start, end)


def _formula_piece(text: str, span: Span) -> _Piece:
    """Return the word for a formula; punctuation that ends it stays outside of it."""
    end = span.end
    while end > span.start + 1 and (text[end - 1] in ".,;:" or text[end - 1].isspace()):
        end -= 1
    inner = text[span.start : end].strip("$ \n")
    word = VOWEL_WORD if vowel_sound(inner) else CONSONANT_WORD
    return _Piece(Span(span.start, end), word, formula=True)


def _code_piece(text: str, span: Span, within: Span) -> _Piece:
    """Return the word for code or an address, without the punctuation that follows it."""
    end = span.end
    while end > span.start + 1 and text[end - 1] in ".,;:":
        end -= 1
    return _Piece(Span(span.start, end), CONSONANT_WORD, formula=True)


def _citation_piece(text: str, span: Span, within: Span) -> _Piece:
    """Return nothing for a citation, or a word where the sentence uses it as a noun."""
    start = span.start
    # what decides is the word before it; at the passage's start, that there is none
    if _NEEDS_NOUN.search(text, max(within.start, start - _WORD_BEFORE), start):
        start += text[start].isspace()
        return _Piece(Span(start, span.end), CONSONANT_WORD, formula=True)
    return _Piece(span, "")


_GERMAN = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ein",
        "eine",
        "einer",
        "mit",
        "für",
        "auf",
        "dem",
        "den",
        "des",
        "von",
        "zu",
        "im",
        "wird",
        "sich",
        "auch",
        "wir",
        "sind",
        "als",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "not",
        "a",
        "an",
        "with",
        "for",
        "on",
        "to",
        "in",
        "are",
        "we",
        "that",
        "this",
        "it",
        "by",
        "as",
        "be",
        "at",
        "from",
        "which",
    ]
)


def is_german(text: str) -> bool:
    """Return whether German function words outnumber the English ones in a passage."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    german = sum(word in _GERMAN for word in words)
    return german > 2 and german > 1.5 * sum(word in _ENGLISH for word in words)
