"""Whether extracted text is worth checking: a broken encoding yields letters, but no words."""

import re
import unicodedata

_TOKEN = re.compile(r"[^\W\d_]{2,}")
# Function words of English, German, French, Spanish and Italian, then of nine more languages: every
# third word of prose, every fifth of a paper full of formulas. Garbage has one in a hundred by chance.
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "that",
        "for",
        "we",
        "on",
        "with",
        "are",
        "as",
        "by",
        "this",
        "be",
        "it",
        "an",
        "from",
        "which",
        "at",
        "or",
        "not",
        "have",
        "can",
        "if",
        "let",
        "then",
        "has",
        "all",
        "our",
        "where",
        "any",
        "will",
        "its",
        "also",
        "these",
        "such",
        "there",
        "more",
        "but",
        "was",
        "one",
        "their",
        "so",
        "der",
        "die",
        "das",
        "und",
        "ist",
        "von",
        "den",
        "mit",
        "ein",
        "eine",
        "für",
        "wir",
        "im",
        "auf",
        "des",
        "zu",
        "nicht",
        "dass",
        "sich",
        "dem",
        "als",
        "auch",
        "werden",
        "wird",
        "sind",
        "bei",
        "aus",
        "es",
        "oder",
        "nach",
        "einer",
        "la",
        "le",
        "les",
        "de",
        "et",
        "en",
        "une",
        "un",
        "que",
        "el",
        "los",
        "las",
        "por",
        "una",
        "di",
        "il",
        "che",
        "per",
        "del",
        "con",
        "non",
        "sur",
        "est",
        "dans",
        "pour",
        "uma",
        "com",
        "não",
        "para",
        "os",
        "het",
        "een",
        "van",
        "niet",
        "dat",
        "och",
        "att",
        "som",
        "inte",
        "är",
        "og",
        "ikke",
        "på",
        "med",
        "være",
        "się",
        "nie",
        "jest",
        "że",
        "oraz",
        "není",
        "jako",
        "pro",
        "při",
        "ve",
        "bir",
        "bu",
        "için",
        "olarak",
        "ile",
        "hogy",
        "és",
        "nem",
        "egy",
        "az",
        "là",
        "của",
        "và",
        "các",
        "một",
        "có",
        "cho",
        "không",
        "được",
        "trong",
        "với",
        "những",
        "ja",
        "ei",
        "että",
        "ovat",
    ]
)
_SCRIPTS = ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "HANGUL", "CYRILLIC", "ARABIC", "HEBREW")
_FEW_WORDS = 120
_LEAST_COMMON = 0.04
_MOST_UNKNOWN = 0.25


def garbled(text: str) -> str:
    """Return what is wrong with a document's text in a few words; "" for text that can be read.

    Measured on 40 papers and reports: 0.17 to 0.45 of the words are common ones, and at most 0.01
    of the characters have no meaning. 0.4 ms for a page.
    """
    sample = text if len(text) < 200_000 else text[:100_000] + text[-100_000:]
    unknown = sum(sample.count(char) for char in set(sample) if _meaningless(char))
    printed = max(len(sample) - sample.count(" ") - sample.count("\n"), 1)
    if printed > 50 and unknown > _MOST_UNKNOWN * printed:
        return f"{round(100 * unknown / printed)} % of its characters have no meaning"
    words = _TOKEN.findall(sample.lower())
    foreign = sum(sample.count(char) for char in set(sample) if _other_script(char))
    if foreign > _MOST_UNKNOWN * printed:
        return ""  # readable, in a language whose words are not listed here
    if len(words) < _FEW_WORDS:
        return ""
    common = sum(word in _COMMON for word in words)
    if common < _LEAST_COMMON * len(words):
        return f"of {len(words):,} words hardly any is one"
    return ""


def _other_script(char: str) -> bool:
    """Return whether a letter is of a script in which none of the common words is written."""
    return char > "\u0400" and unicodedata.name(char, "").startswith(_SCRIPTS)


def _meaningless(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < "\t"
