r"""Text from a person or a paper, made harmless in LaTeX, BibTeX, TOML and Markdown.

Nothing that comes in can start a command, close a group, end a comment or leave its line. Formulas
between dollar signs stay formulas where they hold nothing but the mathematics known here.
"""

import re
import unicodedata

from reportkit.analysis.greek import COMMANDS
from reportkit.scaffold.formulas import plain_formula, safe_formula

_LONGEST = 2000  # characters; the longest title or list of authors that is taken over

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",  # << is a guillemet in T1
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",  # a shorthand in German
    "`": r"\textasciigrave{}",
}
# what the utf8 encoding of LaTeX declares for T1 and text symbols (t1enc.dfu, ts1enc.dfu)
_PRINTED = frozenset(
    "¡£«»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘę"
    "ĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž"
    "ȘșȚț–—‘’‚“”„§©®°±×÷†‡•…€™¶·"
)
_SYMBOLS = COMMANDS | {
    "∞": r"\infty",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "∼": r"\sim",
    "∈": r"\in",
    "∉": r"\notin",
    "⊂": r"\subset",
    "⊆": r"\subseteq",
    "∪": r"\cup",
    "∩": r"\cap",
    "→": r"\to",
    "←": r"\leftarrow",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "∀": r"\forall",
    "∃": r"\exists",
    "∂": r"\partial",
    "∇": r"\nabla",
    "∑": r"\sum",
    "∏": r"\prod",
    "∫": r"\int",
    "√": r"\surd",
    "∥": r"\|",
    "‖": r"\|",
    "⋅": r"\cdot",
    "∗": "*",
    "′": r"{}'",
    "−": "-",
    "ℓ": r"\ell",
    "⊗": r"\otimes",
    "⊕": r"\oplus",
    "⟨": r"\langle",
    "⟩": r"\rangle",
}
# combining mark -> the accent that sets it
_ACCENTS = {
    "\u0300": "\\`",
    "\u0301": "\\'",
    "\u0302": "\\^",
    "\u0303": "\\~",
    "\u0304": "\\=",
    "\u0306": "\\u",
    "\u0307": "\\.",
    "\u0308": '\\"',
    "\u030a": "\\r",
    "\u030b": "\\H",
    "\u030c": "\\v",
    "\u0323": "\\d",
    "\u0326": "\\textcommabelow",
    "\u0327": "\\c",
    "\u0328": "\\k",
    "\u0331": "\\b",
}
_LETTERS = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe"}
_LETTERS |= {"Œ": "OE", "å": "aa", "Å": "AA", "ı": "i", "đ": "dj", "Đ": "DJ"}
_BIBTEX_MARKS = {"–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''"}
_BIBTEX_MARKS |= {
    character: rf"\{name}{{}}"
    for name, character in (
        pair.split(":")
        for pair in [
            "dots:…",
            "S:§",
            "P:¶",
            "copyright:©",
            "textregistered:®",
            "textdegree:°",
            "textpm:±",
            "texttimes:×",
            "textdiv:÷",
            "dag:†",
            "ddag:‡",
            "textbullet:•",
            "texteuro:€",
            "texttrademark:™",
            "pounds:£",
            "textperiodcentered:·",
            "textexclamdown:¡",
            "textquestiondown:¿",
            "guillemotleft:«",
            "guillemotright:»",
            "quotedblbase:„",
            "quotesinglbase:‚",
            "DH:Ð",
            "dh:ð",
            "TH:Þ",
            "th:þ",
        ]
    )
}
_FORMULA = re.compile(r"(?<!\\)\$([^$]{1,200})\$")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def one_line(text: str) -> str:
    """Return `text` in composed form on one line, without control and direction characters."""
    composed = unicodedata.normalize("NFC", text[: 2 * _LONGEST])
    seen = "".join(" " if c in "\n\r\t\v\f\u2028\u2029\x85" else c for c in composed)
    kept = "".join(c for c in seen if unicodedata.category(c) not in _INVISIBLE)
    return " ".join(kept.split())[:_LONGEST]


def latex(text: str) -> str:
    """Return `text` so that pdfLaTeX prints it as it is, in running text and in bookmarks."""
    return "".join(
        rf"\texorpdfstring{{${piece}$}}{{{_characters(plain_formula(piece))}}}"
        if formula
        else _characters(piece)
        for formula, piece in _pieces(one_line(text))
    )


def bibtex(text: str) -> str:
    """Return `text` for a BibTeX field in braces, in ASCII so that labels can be cut from it."""
    return "".join(
        f"{{${piece}$}}" if formula else "".join(map(_bibtex_character, piece))
        for formula, piece in _pieces(one_line(text))
    )


def plain(text: str) -> str:
    """Return `text` on one line with its formulas as bare words, for a heading outside of LaTeX."""
    return "".join(
        plain_formula(piece) if formula else piece for formula, piece in _pieces(one_line(text))
    )


def toml(text: str) -> str:
    """Return `text` for a basic TOML string, without its quotes."""
    return one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_\[\]<>|#&~])", r"\\\1", plain(text))


def _pieces(text: str) -> list[tuple[bool, str]]:
    """Return (is a formula, text) in order; a formula comes without its dollar signs."""
    found = []
    position = 0
    for match in _FORMULA.finditer(text):
        if safe_formula(match[1]):
            found += [(False, text[position : match.start()]), (True, match[1])]
            position = match.end()
    return [*found, (False, text[position:])]


def _characters(text: str) -> str:
    """Return running text in which no two characters make a ligature of a third meaning."""
    return re.sub(r"([-,'])(?=\1)", r"\1{}", "".join(map(_character, text)))


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isascii() or character in _PRINTED:
        return character
    if character in _SYMBOLS:
        code = f"{ord(character):04X}"
        return rf"\texorpdfstring{{\ensuremath{{{_SYMBOLS[character]}}}}}{{\rkunicode{{{code}}}}}"
    return _composed(character) or rf"\rkunicode{{{ord(character):04X}}}"


def _composed(character: str) -> str:
    """Return a letter with accents, or the plain form of a presentation form; "" for neither."""
    base, *marks = list(unicodedata.normalize("NFD", character))
    if marks and base.isascii() and all(mark in _ACCENTS for mark in marks):
        accented = base
        for mark in marks:
            accented = f"{_ACCENTS[mark]}{{{accented}}}"
        return rf"\texorpdfstring{{{accented}}}{{\rkunicode{{{ord(character):04X}}}}}"
    compatible = unicodedata.normalize("NFKC", character)
    if compatible != character and all(c.isascii() or c in _SYMBOLS for c in compatible):
        return "".join(map(_character, compatible))
    return ""


def _bibtex_character(character: str) -> str:
    if character.isascii():
        return _SPECIAL.get(character, character)
    if character in _LETTERS:
        return rf"{{\{_LETTERS[character]}}}"
    base, *marks = list(unicodedata.normalize("NFD", character))
    if base.isascii() and marks and all(mark in _ACCENTS for mark in marks):
        accented = base
        for mark in marks:
            accented = f"{_ACCENTS[mark]}{{{accented}}}"
        return f"{{{accented}}}"
    if character in _BIBTEX_MARKS or character not in _PRINTED:
        return f"{{{_BIBTEX_MARKS.get(character) or _character(character)}}}"
    return rf"{{\rkunicode{{{ord(character):04X}}}}}"
