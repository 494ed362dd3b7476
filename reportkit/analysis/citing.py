"""References in words to results: "by Lemma A.2", "Lemmas 3 and 4", "Theorem 2.1 of [7]"."""

import re
from collections.abc import Iterator

from reportkit.analysis.kinds import folded, kind_of
from reportkit.document import Span
from reportkit.records import dataclass

_NUMBER = (
    r"(?:\((?:[A-Z]{1,3}\.?)?\d+(?:[.\-]\d+)*[a-z]?['′’]*\)"
    r"|(?:[A-Z]{1,3}[.\-]?)?\d+(?:[.\-]\d+|\.[A-Z](?![a-z]))*[a-z]?(?![A-Za-z\d])['′’*]*"
    r"|[IVXLC]+(?:\.\d+)+|[IVX]+(?![A-Za-z\d])['′’]*"
    r"|[A-Z](?:\.\d+)*(?![A-Za-z\d])['′’*]*)"
)
_PART = r"(?:\s?\((?:[a-z]|[ivx]+|\d)\))*"
_LABEL = re.compile(r"[A-Za-zÀ-ÿ´`¨ˆ]{2,40}\.?(?=[\s~]{0,2}[(\dA-Z])")
_FIRST = re.compile(rf"[\s~]{{0,2}}({_NUMBER}){_PART}")
_NEXT = re.compile(
    rf"\s?(?P<joint>,\s(?:and|und|et|or)?|&|and|und|et|or|oder|ou|as\swell\sas|[–—-]|to|through|bis|à)\s?"
    rf"(?P<number>{_NUMBER}){_PART}"
)
_RANGES = {"–", "—", "-", "to", "through", "bis", "à"}
_BEHIND = re.compile(
    r"\s?(?:\([^()]{0,20}\)\s?)?(?:,\s)?(?:of|in|from|by|von|aus|de|dans|,)?\s?"
    r"(?:\[[^\]\n]{0,40}\d|\[[A-Z][A-Za-z+]{0,8}\d\d|\((?:[A-Z]|\d{4})[^()]{0,60}\d{4}"
    r"|[A-Z][\w’'-]+(?:\s(?:et\sal\.?|and\s[A-Z]\w+|&\s[A-Z]\w+))?,?\s?[(\[]\s?(?:\d{4}|\d{1,3}\]))"
)
_CITE_BEFORE = re.compile(
    r"(?:(?:\[[^\[\]]{0,60}\d[^\[\]]{0,20},\s|\[[A-Z][A-Za-z+]{0,8}\d\d[a-z]?,\s"
    r"|[(;]\s?(?:see|cf\.|e\.g\.,?|z\.\s?B\.)?\s?[^()]{2,60},\s?\d{4}[a-z]?,\s|\(\d{4}[a-z]?,\s)"
    r"[^\[\]()]{0,24}|\[[^\[\]]{1,40}\],?[^\S\n](?:see[^\S\n])?)$"
)
_LONGEST_RANGE = 30


@dataclass(frozen=True, slots=True)
class Reference:
    """A result that a text names; `kind` is English. `external` where another work's is meant."""

    kind: str
    number: str
    span: Span
    external: bool


def references(text: str, span: Span) -> Iterator[Reference]:
    """Yield the results named within `span` of `text`; lists and ranges give one each."""
    for label in _LABEL.finditer(text, span.start, span.end):
        kind = _kind(label[0])
        if kind is None:
            continue
        first = _FIRST.match(text, label.end(), span.end)
        if first is None:
            continue
        numbers, end = _numbers(text, first, span.end)
        if label[0].endswith("s"):
            numbers = [number for item in numbers for number in _written_out(item)]
        external = is_external(text, Span(label.start(), end))
        for number in numbers:
            yield Reference(kind, number, Span(label.start(), end), external)


def _kind(label: str) -> str | None:
    word = label.rstrip(".")
    if not label.endswith(".") and len(word) < 4 and word.lower() in {"th", "ex", "rem", "hyp"}:
        return None
    return kind_of(word) if word[0].isupper() or len(folded(word)) > 4 else None


def _numbers(text: str, first: re.Match[str], limit: int) -> tuple[list[str], int]:
    numbers = [_tidy(first[1])]
    end = first.end()
    while following := _NEXT.match(text, end, limit):
        if not _same_form(numbers[-1], _tidy(following["number"])):
            break
        if following["joint"].strip() in _RANGES:
            numbers += _between(numbers[-1], _tidy(following["number"]))
        numbers.append(_tidy(following["number"]))
        end = following.end()
    return numbers, end


def _tidy(number: str) -> str:
    return number.strip("()").replace("’", "'").replace("′", "'")


def _written_out(number: str) -> list[str]:
    """Return what "3-5" behind a plural stands for; any other number alone."""
    ends = re.fullmatch(r"(\d+(?:\.\d+)*)-(\d+(?:\.\d+)*)", number)
    return [ends[1], *_between(ends[1], ends[2]), ends[2]] if ends else [number]


def _same_form(one: str, other: str) -> bool:
    """Keep "Lemma 3 and A" apart from a list: both have digits or neither, and as many dots."""
    digits = any(c.isdigit() for c in one), any(c.isdigit() for c in other)
    return digits[0] == digits[1]


def _between(first: str, last: str) -> list[str]:
    """Return the numbers strictly between "3.1" and "3.4": those that end in a counted integer."""
    begin, end = re.match(r"(.*?)(\d+)$", first), re.match(r"(.*?)(\d+)$", last)
    if not begin or not end or begin[1] != end[1]:
        return []
    counted = range(int(begin[2]) + 1, min(int(end[2]), int(begin[2]) + _LONGEST_RANGE))
    return [f"{begin[1]}{number}" for number in counted]


def is_external(text: str, span: Span) -> bool:
    """Return whether the words around a reference say that it is another work's."""
    if _BEHIND.match(text, span.end, min(span.end + 120, len(text))):
        return True
    return _CITE_BEFORE.search(text[max(0, span.start - 110) : span.start]) is not None
