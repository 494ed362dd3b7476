"""Mathematics within rows: which characters of a line of prose are formulas, and displays' numbers."""

import re

from reportkit.readers.pdf.regions import EQUATION_NUMBER
from reportkit.readers.pdf.rows import Row

_WORD = re.compile(r"[^\W\d_]{2,}")
_OPERATORS = frozenset(
    re.findall(
        r"\w+",
        "log ln lg max min exp sup inf lim arg argmax argmin det dim ker deg gcd hom Pr cos sin tan "
        "cot sec cosh sinh tanh mod tr rank diag var Var cov Cov sgn sign vec span conv dist diam "
        "supp vol im id",
    )
)
# What a text font contributes to a formula: digits, brackets, signs.
_UPRIGHT = re.compile(r"[\d()\[\]{}|/=<>+:;,.!'’*−–-]+")
_CLOSING = re.compile(r"[)\]}|]*\d*[)\]}]*")
_OPENED = {")": "(", "]": "[", "}": "{"}


def inline_formulas(row: Row) -> list[tuple[int, int]]:
    """Return the (start, end) in the row's text of each stretch of mathematics, in order.

    A stretch begins and ends with a piece in a font of mathematics, or with the digits, brackets
    and operators' names that stand right beside one.
    """
    places = row.places
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(places):
        if not places[index][2].style.math:
            index += 1
            continue
        first = last = index
        while first > 0 and _leads(row.text[places[first - 1][0] : places[first - 1][1]]):
            first -= 1
        ahead = index + 1
        while ahead < len(places):
            start, end, piece = places[ahead]
            if piece.style.math:
                last = ahead
            elif not _belongs(row.text[start:end]):
                break
            ahead += 1
        start, end = places[first][0], _end(row, last)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
        index = last + 1
    return found


def _leads(text: str) -> bool:
    """Return whether upright characters before mathematics begin its formula: "(1 +", "log"."""
    return text in _OPERATORS or (
        _belongs(text) and not text.endswith((".", ",", ";", ":", ")", "]"))
    )


def _belongs(text: str) -> bool:
    """Return whether upright characters beside mathematics are mathematics too."""
    if text in _OPERATORS:
        return True
    words = _WORD.findall(text)
    if words:
        return len(words) == 1 and words[0] in _OPERATORS and len(text) < 16
    return len(text) < 24 and text not in (".", ",", ";", "a", "A", "I", ". ", ", ")


def _end(row: Row, last: int) -> int:
    """Return where a formula ends: behind what still closes its brackets."""
    start, end, _ = row.places[last]
    after = last + 1
    while after < len(row.places):
        first, stop, piece = row.places[after]
        text = row.text[first:stop]
        if piece.style.math or first - end > 1:
            break
        if _UPRIGHT.fullmatch(text) or text in _OPERATORS:
            bare = text.rstrip(".,;:")
            end = first + len(bare) if bare else end
            if len(bare) < len(text):
                break
            after += 1
            continue
        closing = _CLOSING.match(text)
        if closing and closing.end() and _OPENED.get(text[0], "") in row.text[:first]:
            end = first + closing.end()
        break
    return max(end, start)


def display_number(text: str) -> str | None:
    """Return the number printed at the end of a displayed row ("3", "A.1"); None without one."""
    match = EQUATION_NUMBER.search(text)
    return match["number"] if match else None
