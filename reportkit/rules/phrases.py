"""Phrase rules as data: phrases.toml declares them, this module turns each into a rule.

A phrase is a regular expression over a passage's text (`text`), or over a sentence's tagged words
(`tags`, see Parsed.tagged). Where it has a group named `at`, that is what is flagged. `has` lists
words of which one must occur in the draft (lower case) for the expression to be tried at all.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import cache, partial

import msgspec

from reportkit.document import Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.records import dataclass
from reportkit.resources import packaged_text
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.nouns import count_nouns
from reportkit.rules.parsed import Parsed

# pieces that the expressions of phrases.toml share
_MACROS = {
    "{F}": r"\b[OZ]q\b",
    "{BE}": r"(?:am|is|are|was|were|be|been|being)",
    "{MODAL}": r"(?:can|could|may|might|must|shall|should|will|would|cannot)",
    "{NOUN}": r"\S+/NNP?S? ",
    "{ADJ}": r"(?:\S+/(?:JJ[RS]?|VBN|VBG) )",
    "{ADV}": r"(?:\S+/RBR? )",
    "{HEAD}": (
        r"(?:[Tt]heorem|[Ll]emma|[Pp]roposition|[Cc]orollary|[Dd]efinition|[Ss]ection|[Ff]igure|[Tt]able"
        r"|[Aa]ppendix|[Aa]lgorithm|[Ee]quation|[Rr]emark|[Ee]xample|[Cc]hapter|[Aa]ssumption|[Cc]laim)"
    ),
}


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One expression with its message; `replacement` may name groups as \\1 or \\g<at>."""

    message: str
    text: str = ""
    tags: str = ""
    has: tuple[str, ...] = ()
    replacement: str | None = None
    case: bool = False


class PhraseRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of phrases.toml; without `doc` it is declared in Python, which asks for its phrases."""

    code: str
    phrase: tuple[Phrase, ...]
    slug: str = ""
    severity: str = "warning"
    confidence: str = "high"
    doc: str = ""
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    default: bool = True


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[PhraseRule, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A match, and whether its group `at` or the whole of it is meant."""

    start: int
    end: int
    replacement: str | None


@cache
def phrase_rules() -> dict[str, PhraseRule]:
    """Return the rules of phrases.toml by code."""
    decoded = msgspec.toml.decode(packaged_text("rules/phrases.toml"), type=_File)
    return {entry.code: entry for entry in decoded.rule}


def phrase_hits(context: Context, code: str) -> Iterator[Hit]:
    """Yield a hit wherever a phrase of rule `code` matches, and what rules/clauses found for it."""
    entry = phrase_rules().get(code)
    for phrase in entry.phrase if entry else ():
        if not phrase.has or any(word in context.folded_prose for word in phrase.has):
            yield from _tag_hits(context, phrase) if phrase.tags else _text_hits(context, phrase)
    if code[2] == "7":
        yield from context.clause_hits.get(code, ())


# A draft that is watched comes back with one paragraph changed: what an expression matched in a text
# is kept, by the expression and the text, until so many texts were seen.
_KEPT_TEXTS = 5_000


class _Seen:
    """The texts that an expression was tried on, and its matches in those that have any."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._matches: dict[str, tuple[_Found, ...]] = {}

    def new(self, texts: Set[str]) -> list[str]:
        """Return those of `texts` that are not known; they are from now on."""
        if texts <= self._texts:
            return []
        if len(self._texts) > _KEPT_TEXTS:
            self._texts.clear()
            self._matches.clear()
        unknown = sorted(texts - self._texts)
        self._texts.update(unknown)
        return unknown

    def add(self, text: str, found: _Found) -> None:
        """Keep a match."""
        self._matches[text] = (*self._matches.get(text, ()), found)

    def matching(self, texts: Set[str]) -> list[str]:
        """Return those of `texts` that have matches."""
        return [text for text in self._matches if text in texts]

    def matches(self, text: str) -> tuple[_Found, ...]:
        """Return the matches in a text that is known."""
        return self._matches.get(text, ())


_seen: defaultdict[Phrase, _Seen] = defaultdict(_Seen)


def _text_hits(context: Context, phrase: Phrase) -> Iterator[Hit]:
    pattern, seen = _compiled(phrase.text, phrase.case), _seen[phrase]
    tried = [
        passage
        for passage, folded in zip(context.prose, context.folded_passages, strict=True)
        if not phrase.has or any(word in folded for word in phrase.has)
    ]
    for text in seen.new({passage.text for passage in tried}):
        for match in pattern.finditer(text):
            seen.add(text, _found(match, phrase))
    for passage in tried:
        for found in seen.matches(passage.text):
            span = passage.place(found.start, found.end)
            yield Hit(span, phrase.message, _cased(found.replacement, passage.text[found.start :]))


def _tag_hits(context: Context, phrase: Phrase) -> Iterator[Hit]:
    seen = _seen[phrase]
    new = seen.new(context.tagged.keys())
    if new:
        _match_tags(seen, new, phrase)
    for text in seen.matching(context.tagged.keys()):
        for sentence in context.tagged[text]:
            for found in seen.matches(text):
                place = _words_at(sentence, found)
                words = context.draft.text[place.start : place.end]
                if len(words) < 2 or not words.isupper():  # "SAME padding": a name
                    yield Hit(place, phrase.message, found.replacement)


def _match_tags(seen: _Seen, texts: list[str], phrase: Phrase) -> None:
    """Match all sentences at once, one to a line: no piece of an expression crosses a line's end."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    for match in _compiled(phrase.tags, case=True).finditer("\n".join(texts)):
        found = _found(match, phrase)
        number = bisect_right(starts, found.start) - 1
        shifted = _Found(
            found.start - starts[number], found.end - starts[number], found.replacement
        )
        if shifted.end <= len(texts[number]):
            seen.add(texts[number], shifted)


def _words_at(sentence: Parsed, found: _Found) -> Span:
    """Return the document's span of the tagged words from found.start to found.end."""
    inside = [t for t in sentence.tokens if found.start <= sentence.at[t.i] < found.end]
    return sentence.place(inside[0], inside[-1])


def _found(match: re.Match[str], phrase: Phrase) -> _Found:
    group: str | int = "at" if "at" in match.re.groupindex and match["at"] is not None else 0
    replacement = None if phrase.replacement is None else match.expand(phrase.replacement)
    return _Found(match.start(group), match.end(group), replacement)


def _cased(replacement: str | None, original: str) -> str | None:
    """Return `replacement` with a capital where the original has one."""
    if replacement and original[:1].isupper() and replacement[:1].islower():
        return replacement[:1].upper() + replacement[1:]
    return replacement


@cache
def _compiled(pattern: str, case: bool) -> re.Pattern[str]:
    for macro, meaning in _MACROS.items():
        pattern = pattern.replace(macro, meaning)
    if "{COUNT}" in pattern:
        pattern = pattern.replace("{COUNT}", _any_of(count_nouns()))
    return re.compile(pattern, re.MULTILINE if case else re.IGNORECASE)


@cache
def _any_of(words: frozenset[str]) -> str:
    """Return an expression for any of `words`, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


def declare(codes: Iterable[PhraseRule]) -> None:
    """Declare the rules that phrases.toml describes in full."""
    for entry in codes:
        check = partial(phrase_hits, code=entry.code)
        check.__doc__ = entry.doc
        needs = ("english", "spacy") if all(p.tags for p in entry.phrase) else ("english",)
        rule(
            entry.code,
            entry.slug,
            Severity(entry.severity),
            confidence=Confidence(entry.confidence),
            bad=entry.bad,
            good=entry.good,
            needs=needs,
            default=entry.default,
        )(check)


declare(entry for entry in phrase_rules().values() if entry.doc)
