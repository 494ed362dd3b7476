"""Characters as they should be read: ligatures taken apart, accents put on their letters."""

import re
import unicodedata

from reportkit.readers.pdf.fonts import Style

# The spacing accents that TeX's old encodings print before or over their letter.
_ACCENTS = {
    "`": "\u0300", "\u00b4": "\u0301", "\u02ca": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303",
    "\u00af": "\u0304", "\u02d8": "\u0306", "\u02d9": "\u0307", "\u00a8": "\u0308",
    "\u02da": "\u030a", "\u02dd": "\u030b", "\u02c7": "\u030c", "\u00b8": "\u0327",
}  # fmt: skip
_ACCENTED = re.compile(r"([´ˊˆ˜¯˘˙¨˚˝ˇ¸]|(?<=[A-Za-z])`)[ ]?([A-Za-z\u0131\u0237]?)")
_KEPT = set(_ACCENTS) | {"\u00a8", "\u00b4"}
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


class _Folding(dict[int, str]):
    """str.translate's table: NFKC of each character, except for spacing accents; controls vanish."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _KEPT:
            out = char
        elif char in "\u00ad\u2010\u2011":  # TeX's T1 fonts print the soft hyphen at line ends
            out = "-"
        elif char.isspace():  # among them the tab, which macOS draws between words
            out = " "
        elif char in "\u200b\u200c\u200d\u2060\ufeff" or unicodedata.category(char) == "Cc":
            out = ""
        else:
            out = unicodedata.normalize("NFKC", char)
            if out != char and out[0] == " ":
                out = char
        self[code] = out
        return out


_FOLDING = _Folding()


def folded(text: str, edges: list[float], *, leading: bool) -> tuple[str, list[float]]:
    """Return `text` in NFKC with accents composed, and the edges of its characters.

    A character that becomes several shares its width among them. `leading` says that an accent
    which fits both its neighbours belongs to the letter after it.
    """
    out = text.translate(_FOLDING)
    if len(out) != len(text):
        edges = _spread(text, edges)
    at = 0
    while accented := _ACCENTED.search(out, at):
        at = accented.start()
        before = composed(out[at], out[at - 1]) if at else ""
        after = composed(out[at], accented[2])
        if before and (not after or not leading or len(accented[0]) > 2):
            out = out[: at - 1] + before + out[at + 1 :]
            edges = [*edges[:at], *edges[at + 1 :]]
        elif after and len(accented[0]) == 2:
            out = out[:at] + after + out[accented.end() :]
            edges = [*edges[: at + 1], *edges[accented.end() :]]
        else:
            at += 1
    return out, edges


def composed(accent: str, letter: str) -> str:
    """Return `letter` with `accent` on it; "" where there is no such character."""
    mark = _ACCENTS.get(accent)
    if not mark or not letter.isalpha():
        return ""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return whole if len(whole) == 1 else ""


def is_accent(text: str) -> bool:
    """Return whether `text` is one spacing accent."""
    return text in _ACCENTS


def _spread(text: str, edges: list[float]) -> list[float]:
    spread: list[float] = []
    for index, char in enumerate(text):
        count = len(char.translate(_FOLDING))
        left, right = edges[index], edges[index + 1]
        spread.extend(left + (right - left) * part / count for part in range(count))
    spread.append(edges[-1])
    return spread


# TeX's extension encoding (OMX): delimiters in their sizes, operators, wide accents. The pieces of
# tall delimiters other than the first have no character of their own.
_OMX = (
    "()[]⌊⌋⌈⌉{}⟨⟩|∥/\\" "()()[]⌊⌋⌈⌉{}⟨⟩/\\" "()[]⌊⌋⌈⌉{}⟨⟩/\\/\\" "()[]\0\0\0\0{}\0\0\0\0\0\0"
    "\0\0\0\0⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗" "∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁" "∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}" "√√√√√\0\0\0\0\0\0\0\0\0\0\0"
)  # fmt: skip


# mathabx names its symbols after the letters of T1 that have their codes.
_MATHA = str.maketrans("´`“ăąďěp q{˚¨˝˘P8ÑÐ@D‰", "−+=<>≤≥( )/∗·∘±∈∞→←∀∃≠")
_MATHX = str.maketrans("ˆ˙`˘´¯„ȷřşśžŤ", "()()()[]∑∫∏⋃⋂")


# latexsym's font, whose codes look like digits: \Box ends the proofs of old papers.
_LASY = str.maketrans({"0": "℧", "1": "⋈", "2": "□", "3": "◇", ";": "⇝", "<": "⊏", "=": "⊐"})


def latexsym(text: str) -> str:
    """Return the characters of the font LASY."""
    return text.translate(_LASY)


def relations(text: str) -> str:
    """Return the symbols of mathabx's main font."""
    return text.translate(_MATHA)


def operators(text: str, style: Style) -> str:
    """Return the characters of a font of big operators, which many files name by their codes alone."""
    if style.name.startswith("TeX-mathx"):
        return text.translate(_MATHX)
    if not style.name.startswith(("CMEX", "LMMathExtension")):
        return text if text.isprintable() else ""
    return "".join(_OMX[ord(char)] if ord(char) < 128 else char for char in text).replace("\0", "")
