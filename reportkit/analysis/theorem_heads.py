"""The grammar of a statement's head: "Theorem 3.1 (Hoeffding [12])." and its many relatives.

Pure functions over a text and, where the page tells, the place where the head's font ends. Whether
a head really opens a statement or is the first word of a sentence is decided in `candidates`.
"""

import re
import unicodedata

from reportkit.analysis.kinds import folded, kind_of
from reportkit.analysis.theorem_names import TERMINATOR, tail
from reportkit.records import dataclass

_MARKER = re.compile(r"[▶►▸◆◇■□•∗*§¶⊲⊳▷⋄✓★\s]{0,4}(?:I\s+(?=[A-ZÀ-Þ][a-z]))?")
_ACCENTS = "´`¨ˆ˜¸’'\u0300-\u036f"
_WORD = re.compile(rf"[A-ZÀ-ÞĀ-Ž{_ACCENTS}](?:[^\W\d_]|[{_ACCENTS}])*", re.UNICODE)
_HYPHENED = re.compile(r"(?:Contre|Counter|Non)-[Ee]x[ea]mples?")
_LOOSE_GRAVE = re.compile(r"(?<=[a-z])[`ˋ]([aeu])")  # old fonts set the accent beside the letter
# Small capitals made of two sizes come out as "T HEOREM".
_SPLIT_CAPITALS = re.compile(r"([A-ZÀ-Þ])\s([A-ZÀ-Þ]{2,})(?![a-z])")
_PRIMES = r"(?:\s?[′'’‘ʹ″‴”]+|[*⋆∗†‡+])"
_NUMBER = re.compile(
    rf"""(?:
        (?:[A-Z]{{1,3}}[.\-–]?)?\d+(?:[.\-–]\d+|\.[A-Za-z](?![A-Za-z]))*[a-z]?(?![A-Za-z\d])   # 3, 3.1, A.2, A1, 2-1, 3.a
      | [IVXLC]+(?:\.\d+)*(?![A-Za-z\d])                                                       # IV, II.3
      | [A-Z](?:\.\d+)*(?![A-Za-z\d])                                                          # A
      | [A-Z]{{2,3}}(?![A-Za-z\d])                                                             # SM
      | [α-ωΑ-Ω](?:\.\d+)*(?!\w)
      | [a-z](?![A-Za-z\d])
      | (?<=\s)[⋆∗*†‡♯♠♣♦♥]+
    ){_PRIMES}?""",
    re.VERBOSE,
)
_NUMBER_FIRST = re.compile(
    rf"(\()?((?:[A-Z][.\-–]?)?\d+(?:[.\-–]\d+)*[a-z]?{_PRIMES}?)(?(1)\))[.:]?\s+"
)
_COUNTING_WORD = re.compile(r"\s*(?:No\.?|Nr\.?|n[o°º]\.?|№|#)\s*(?=\d)")
_JOINT = re.compile(r"\s?[/\-–—&]\s?|\s(?:and|und|et|or|oder|ou)\s")
_QUALIFIERS = frozenset(
    [
        "main",
        "key",
        "standing",
        "technical",
        "informal",
        "formal",
        "auxiliary",
        "basic",
        "fundamental",
        "working",
        "open",
        "central",
        "running",
        "structural",
        "structure",
        "important",
        "general",
        "generalized",
        "extended",
        "second",
        "first",
        "third",
        "blanket",
        "minimal",
        "simple",
        "modified",
        "restated",
        "meta",
        "master",
        "decomposition",
        "separation",
        "final",
        "toy",
        "motivating",
        "illustrative",
        "counter",
        "preliminary",
        "classical",
        "core",
        "useful",
        "simplified",
        "weak",
        "strong",
        "special",
        "historical",
        "concluding",
        "research",
        "inductive",
        "induction",
        "wichtige",
        "wichtiger",
        "zentraler",
        "technisches",
        "offene",
        "offenes",
        "offenenes",
    ]
)
_TRAILING_QUALIFIERS = frozenset(
    ["principal", "principale", "technique", "fondamental", "fondamentale", "central", "auxiliaire"]
)
_OPENING_WORD = re.compile(
    rf"(?:\(?(?:[A-Z][.\-–]?)?\d+(?:[.\-–]\d+)*[a-z]?{_PRIMES}?\)?[.:]?\s+)?([A-ZÀ-ÞĀ-Ž´`¨]\S*)"
)
_LABEL_IN_BRACKETS = re.compile(
    r"\s*\(((?:[A-Z]{1,3}\.?\d*|\d+(?:\.\d+)+)[a-z]?" + _PRIMES + r"?)\)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A head found in a text; `start` is at its number or label, `body` where the body begins.

    `kind` is the English kind, or the folded label where that is unknown to us (`known` is False).
    `end` is behind number and label, before name and terminator. `name` is without its brackets.
    `terminator` is "." or ":" or a dash, "" where there is none. `bracketed` is True where the number
    stands in brackets behind the label: "Assumption (A1)", as people type it by hand.
    """

    start: int
    end: int
    body: int
    label: str
    kind: str
    known: bool
    number: str | None
    number_first: bool
    name: str
    terminator: str
    bracketed: bool


def might_open(text: str, start: int, limit: int) -> bool:
    """Return whether a head may stand at `start`: quick, and right whenever it says no.

    Heads whose label is no known kind are not asked for here.
    """
    opening = _OPENING_WORD.match(text, _past_marker(text, start, limit), limit)
    if opening is None:
        return False
    word = folded(opening[1])
    return (
        word in _QUALIFIERS
        or any(_is_kind(part) for part in re.split(r"[^\w´`¨’']", opening[1]) if part)
        or _SPLIT_CAPITALS.match(text, opening.start(1), limit) is not None
    )


def _past_marker(text: str, start: int, limit: int) -> int:
    marker = _MARKER.match(text, start, limit)
    return marker.end() if marker else start


def label_start(text: str, start: int, limit: int) -> int:
    """Return where the label of a head at `start` begins: behind a mark and a number before it."""
    at = _past_marker(text, start, limit)
    first = _NUMBER_FIRST.match(text, at, limit)
    return first.end() if first else at


def head_at(text: str, start: int, limit: int, style_end: int | None = None) -> Head | None:
    """Return the head that begins at `start`, or None; nothing at or behind `limit` is read.

    `style_end` is where the font of the head's first letter ends, None where the whole paragraph
    has one font: it decides whether "A" in "Condition A holds" is a number, and how far a name
    without brackets goes. A label that is no known kind is taken only with a number and a font
    of its own.
    """
    at = _past_marker(text, start, limit)
    first = _NUMBER_FIRST.match(text, at, limit)
    label_at = first.end() if first else at
    label = _label_at(text, label_at, limit, style_end)
    if label is None:
        return None
    end, known = label
    printed = _as_printed(text[label_at:end])
    number, end = (first[2], end) if first else _number_after(text, end, limit, style_end)
    if number is None and not known:
        return None
    name, terminator, body = tail(text, end, limit, style_end)
    kind = (kind_of(printed) if known else None) or _own_kind(printed)
    bracketed = number is not None and not first and text[end - 1] == ")"
    number = _tidy(number)
    is_first = first is not None
    head = Head(at, end, body, printed, kind, known, number, is_first, name, terminator, bracketed)
    return None if _reads_on(text, head, limit, style_end) else head


def _as_printed(label: str) -> str:
    label = _LOOSE_GRAVE.sub(_with_grave, " ".join(label.split()))
    label = label.replace("Denition", "Definition")  # files whose ligatures have no letters
    return _SPLIT_CAPITALS.sub(r"\1\2", label)


def _with_grave(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[1] + "\u0300")


def _own_kind(label: str) -> str:
    return " ".join(label.lower().split())


def _tidy(number: str | None) -> str | None:
    if number is None:
        return None
    return (
        re.sub(r"\s+", "", number)
        .replace("’", "'")
        .replace("′", "'")
        .replace("ʹ", "'")
        .replace("”", "''")
    )


def _word_at(text: str, at: int, limit: int) -> tuple[str, int] | None:
    split = _SPLIT_CAPITALS.match(text, at, limit)
    if split and kind_of(split[1] + split[2]):
        return split[1] + split[2], split.end()
    hyphened = _HYPHENED.match(text, at, limit)
    if hyphened:
        return hyphened[0], hyphened.end()
    word = _WORD.match(text, at, limit)
    if word is None or len(word[0]) < 2:
        return None
    return word[0].rstrip("’'"), at + len(word[0].rstrip("’'"))


def _label_at(text: str, at: int, limit: int, style_end: int | None) -> tuple[int, bool] | None:
    """Return where the label at `at` ends and whether its kind is known."""
    word = _word_at(text, at, limit)
    if word is None:
        return None
    end = word[1]
    words = 1
    while not _is_kind(word[0]):
        qualifies = folded(word[0]) in _QUALIFIERS or _styled(end, style_end)
        space = re.compile(r"[\s-]\s?").match(text, end, limit)
        following = _word_at(text, space.end(), limit) if space and qualifies else None
        if following is None or words == 4:
            return _unknown_label(text, at, limit, style_end)
        word, end, words = following, following[1], words + 1
    return _with_joined_kinds(text, end, limit), True


def _is_kind(word: str) -> bool:
    return kind_of(word) is not None


def _styled(end: int, style_end: int | None) -> bool:
    return style_end is not None and end < style_end


def _unknown_label(
    text: str, at: int, limit: int, style_end: int | None
) -> tuple[int, bool] | None:
    """Return the end of one or two capitalised words set in a font of their own, with a number."""
    if style_end is None or style_end - at > 60:
        return None
    unknown = re.compile(r"[A-ZÀ-Þ][^\W\d_]{2,}(?:\s[A-ZÀ-Þ]?[^\W\d_]{2,})?(?=\s[A-Z]?\.?\d)")
    match = unknown.match(text, at, min(limit, style_end + 8))
    return (match.end(), False) if match else None


def _with_joined_kinds(text: str, end: int, limit: int) -> int:
    joint = _JOINT.match(text, end, limit)
    following = _word_at(text, joint.end(), limit) if joint else None
    if following and _is_kind(following[0]):
        return following[1]
    if text.startswith(" ", end):
        following = _word_at_any_case(text, end + 1, limit)
        if following and folded(following[0]) in _TRAILING_QUALIFIERS:
            return following[1]
    return end


def _word_at_any_case(text: str, at: int, limit: int) -> tuple[str, int] | None:
    word = re.compile(r"[^\W\d_]+").match(text, at, limit)
    return (word[0], word.end()) if word else None


def _number_after(text: str, end: int, limit: int, style_end: int | None) -> tuple[str | None, int]:
    """Return the number behind the label and where it ends; (None, end) where there is none."""
    counted = _COUNTING_WORD.match(text, end, limit)
    at = counted.end() if counted else end
    bracketed = _LABEL_IN_BRACKETS.match(text, at, limit)
    if bracketed and any(c.isdigit() for c in bracketed[1]):
        return bracketed[1], bracketed.end()
    space = re.compile(r"[\s~]{0,2}").match(text, at, limit)
    at = space.end() if space else at
    number = _NUMBER.match(text, at, limit)
    if number and style_end is not None and number.start() < style_end < number.end():
        number = _NUMBER.match(text, at, style_end)  # "Corollary 5f: X" with f in another font
    if number is None:
        return None, end
    if any(c.isdigit() for c in number[0]):
        return number[0], number.end()
    ends_here = style_end is not None and number.end() <= style_end <= number.end() + 2
    if ends_here or TERMINATOR.match(text, number.end(), limit) or _opens(text, number.end()):
        is_word = number[0].islower() or (folded(number[0]) in {"a", "i"} and not ends_here)
        terminated = TERMINATOR.match(text, number.end(), limit) or _opens(text, number.end())
        if not is_word or terminated:
            return number[0], number.end()
    return None, end


def _opens(text: str, at: int) -> bool:
    return text[at : at + 2].lstrip()[:1] in {"(", "["} and text[at : at + 1] in " (["


def _reads_on(text: str, head: Head, limit: int, style_end: int | None) -> bool:
    """Return whether the words go on as a sentence would: "Theorem 3 shows", "Lemma 2, we"."""
    following = text[head.end : min(head.end + 3, limit)]
    if head.number_first and re.match(r"\s?\d", following):  # "C.2 Lemma 7" heads a section
        return True
    if not head.terminator and re.match(r"\s[a-zà-ÿ]", following) and head.name.islower():
        return True  # "2.1 Remarks on bases" in one font
    if head.terminator or head.name:
        return False
    if following[:1] in {",", ";", ")", "]", "’", "'", "?", "!"}:
        return True
    if style_end is not None and style_end <= head.end + 2:
        return False
    return bool(re.match(r"\s?[a-zà-ÿ]", following)) and head.number is not None
