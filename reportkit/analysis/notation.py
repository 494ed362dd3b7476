"""Symbols that a paper introduces in words ("let n be the number of samples"), for a table."""

import re
from bisect import bisect_right
from collections import Counter

from reportkit.analysis.greek import COMMANDS
from reportkit.document import BlockKind, Document, Formula, Run, Span
from reportkit.records import dataclass

_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_LONGEST = 9  # words of a meaning
_STOP = re.compile(
    r"[.,;:()\[\]—]|\b(?:such that|so that|with|where|which|that|whose|if|and|satisfying|when|then|is|"
    r"are|be|we|as|given|by|using|defined|under|in|on|over|at|to|from|"
    r"arising|obtained|taking|mapping|depending|made|above|below|chosen|drawn|following)\b"
)
_OPEN_END = re.compile(
    r"(?:\s+(?:of|for|the|a|an|any|some|all|each|(?<=of )(?:dimension|size|order|length|radius)))+$"
)
# what may stand after the symbol, and before it
_AFTER = re.compile(r"\s*(?:be|denotes?|is|stands for|represents?)\s+(?:the|an?)\s+")
_DENOTED = re.compile(r"\s+(?:the|an?)\s+")
_BEFORE_LET = re.compile(r"\b(?:let|where|here|and)\s+$", re.IGNORECASE)
_BEFORE_DENOTE = re.compile(r"\b(?:denote by|denoted? by|write)\s+$", re.IGNORECASE)
# a single word of this shape is cut off before its noun
_ADJECTIVE = re.compile(r"(?:ant|al|ple|ive|ous|ic|able|act|ed|ing|tion)\Z")
_OFTEN = 5  # formulas that show a letter that is worth a row
_LETTER = re.compile(r"[A-Za-zα-ωΑ-Ωϵϑϕ]\Z")
# Computer Modern and AMS fonts that turn a capital into another alphabet
_ALPHABETS: tuple[tuple[str, str], ...] = (
    ("CMSY", "mathcal"),
    ("EUSM", "mathcal"),
    ("RSFS", "mathcal"),
    ("MSBM", "mathbb"),
    ("EUFM", "mathfrak"),
    ("CMMIB", "boldsymbol"),
    ("CMBX", "mathbf"),
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """A symbol as LaTeX mathematics, the paper's words for it, and the page (None without pages)."""

    latex: str
    meaning: str
    page: int | None


def notation(document: Document, most: int = 12) -> tuple[Introduced, ...]:
    """Return the symbols that the paper introduces in words, in reading order, each once.

    Only single letters are taken: indices and accents cannot be told from a PDF's text for sure.
    """
    found: dict[str, Introduced] = {}
    formulas = [formula for formula in document.formulas if not formula.display]
    starts = [run.span.start for run in document.runs]
    shown = Counter(
        letter
        for formula in document.formulas
        for letter in set(document.text[formula.span.start : formula.span.end])
    )
    # later letters mostly belong to one proof
    half = max(len(document.pages) // 2, 8) if document.pages else None
    for index, formula in enumerate(formulas):
        end = formulas[index + 1].span.start if index + 1 < len(formulas) else len(document.text)
        meaning = _meaning(document, formula, end)
        symbol = _symbol(document, formula, starts) if meaning else None
        page = document.page_of(formula.span.start)
        if half and page and page > half:
            break
        letter = document.text[formula.span.start : formula.span.end].strip()
        if symbol and meaning and symbol not in found and shown[letter] >= _OFTEN:
            found[symbol] = Introduced(symbol, meaning, page)
            if len(found) == most:
                break
    return tuple(found.values())


def _meaning(document: Document, formula: Formula, end: int) -> str | None:
    """Return what the text right after a symbol calls it, None where it does not introduce it."""
    block = document.block_at(formula.span.start)
    if block is None or block.kind not in _PROSE or formula.span.end - formula.span.start > 2:
        return None
    before = document.text[max(block.span.start, formula.span.start - 30) : formula.span.start]
    after = document.text[formula.span.end : min(end, block.span.end)]
    opening = None
    if _BEFORE_LET.search(before):
        opening = _AFTER.match(after)
    elif _BEFORE_DENOTE.search(before):
        opening = _DENOTED.match(after)
    if opening is None:
        return None
    phrase = _STOP.split(after[opening.end() :], maxsplit=1)[0]
    words = _OPEN_END.sub("", " ".join(phrase.split()))
    if len(words.split(" ")[-1]) < 3 or (" " not in words and _ADJECTIVE.search(words)):
        return None
    fits = 1 <= len(words.split()) <= _LONGEST and re.fullmatch(r"[A-Za-z][A-Za-z' -]{3,70}", words)
    return words if fits else None


def _symbol(document: Document, formula: Formula, starts: list[int]) -> str | None:
    """Return the LaTeX of a formula that is a single letter, None for any other."""
    letter = document.text[formula.span.start : formula.span.end].strip()
    if not _LETTER.match(letter):
        return None
    if letter in COMMANDS:
        return COMMANDS[letter]
    run = _run_at(document, formula.span, starts)
    font = document.fonts[run.font].name.upper() if run and run.font < len(document.fonts) else ""
    alphabet = next((name for key, name in _ALPHABETS if key in font), None)
    if alphabet and (letter.isupper() or alphabet in ("mathbf", "boldsymbol")):
        return f"\\{alphabet}{{{letter}}}"
    return letter


def _run_at(document: Document, span: Span, starts: list[int]) -> Run | None:
    index = bisect_right(starts, span.start) - 1
    return document.runs[index] if 0 <= index < len(document.runs) else None
