"""Words that hardly ever stand together, where a small change makes a usual sentence of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from reportkit.engines import ngrams
from reportkit.engines.spacy_nlp import Token
from reportkit.findings import Confidence, Hit, Severity
from reportkit.records import dataclass
from reportkit.resources import packaged_words
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.parsed import Parsed, is_formula

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIDE = ngrams.ORDER - 1  # words on either side that a change can touch
_KEPT_SENTENCES = 20_000
_LEAST_COST = 5.5  # nats; four usual words in a row cost more, so less cannot be saved
# how many nats a change must save, measured on real corrections and on edited prose
_NEEDED = {"other": 7.2, "number": 4.2, "form": 7.8, "extra": 11.0, "missing": 6.0}
_FORMS = {
    "NN": ("NNS",),
    "NNS": ("NN",),
    "VBZ": ("VBP", "VB", "VBN", "VBG"),
    "VBP": ("VBZ", "VBN", "VBG"),
    "VB": ("VBZ", "VBN", "VBG"),
    "VBG": ("VB", "VBN", "VBZ"),
    "VBN": ("VB", "VBG", "VBZ"),
    "JJ": ("RB",),
}
_NUMBERS = {"this": "these", "these": "this"}
_VERBS = frozenset(["is", "are", "was", "were", "has", "have", "do", "does"])
_MISSING = (
    "the",
    "a",
    "of",
    "to",
    "in",
    "is",
    "are",
    "be",
    "for",
    "on",
    "as",
    "it",
    "and",
    "with",
    "that",
    "by",
    "than",
    "if",
    "we",
    "have",
)
_EXTRA = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "be",
        "has",
        "have",
        "can",
        "will",
        "does",
        "of",
        "to",
        "in",
        "it",
        "than",
        "or",
        "and",
    ]
)
_ONE_FORM = frozenset(
    [
        "savings",
        "means",
        "data",
        "given",
        "based",
        "let",
        "known",
        "series",
        "over",
        "up",
        "down",
        "used",
        "being",
        "recall",
        "say",
    ]
)
# sentences open with these in many ways
_OPENERS = frozenset(
    [
        "are",
        "were",
        "was",
        "do",
        "does",
        "has",
        "have",
        "of",
        "we",
        "as",
        "in",
        "then",
        "or",
        "my",
        "there",
        "to",
        "an",
    ]
)
_JOINING = frozenset(["if", "as", "then", "so", "where", "for", "and", "or", "when", "has", "have"])
# beside these a word is part of a compound, or quoted
_JOINS = frozenset(["-", "–", "/", '"', "“", "”", "‘", "’"])
_FORM_NAMES = {
    "NN": "the singular",
    "NNS": "the plural",
    "VBZ": "the form with -s",
    "VBP": "the form without -s",
    "VB": "the bare verb",
    "VBG": "the form in -ing",
    "VBN": "the participle",
    "RB": "the adverb in -ly",
}


@dataclass(frozen=True, slots=True)
class _Change:
    """What might be meant: `removed` words (0 or 1) at word `at` give way to `word` ("" for none)."""

    kind: str
    at: int
    removed: int
    word: str = ""
    tag: str = ""


@rule(
    "RK731",
    "unlikely-words",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("english", "spacy"),
    bad=(
        "We can see this directly form the main theorem.",
        "The set is larger that the one we had before.",
        "It is possible the to bound the error.",
    ),
    good=(
        "We can see this directly from the main theorem.",
        "The functions form a basis of the space.",
        "If $x = 1$ then $y = 2$ as $n \\to \\infty$.",
    ),
)
def unlikely_words(context: Context) -> Iterator[Hit]:
    """These words hardly ever follow one another, and a small change makes a usual sentence of them.

    A slip of the finger makes "of" of "or"; a word is left over from an earlier wording, or left
    out. No rule names them all, but they make a sentence that reads as none in the textbooks.

    Fix: read the sentence aloud, and see whether the proposed word is meant.
    Source: rows of four small words and parts of speech, counted in open textbooks.
    """
    if not ngrams.installed():
        return
    for sentence, change in _changes(context.parsed):
        yield _hit(sentence, change)


def _hit(sentence: Parsed, change: _Change) -> Hit:
    token = sentence.tokens[change.at]
    if change.kind == "missing":
        before = sentence.tokens[change.at - 1] if change.at else token
        return sentence.hit(before, f"“{change.word}” seems to be missing", last=token)
    if change.kind == "extra":
        return sentence.hit(token, "This word seems to be too many", "")
    if change.kind == "form":
        return sentence.hit(token, f"This form hardly fits here: {_FORM_NAMES[change.tag]}?")
    word = change.word.capitalize() if token.text[0].isupper() else change.word
    return sentence.hit(token, f"This word hardly fits here: “{word}”?", word)


_seen: dict[str, tuple[_Change, ...]] = {}


def _changes(sentences: Sequence[Parsed]) -> Iterator[tuple[Parsed, _Change]]:
    """Yield what might be meant instead in each sentence; one that was seen before costs nothing."""
    new = list({s.tagged: s for s in sentences if s.tagged not in _seen}.values())
    if len(_seen) > _KEPT_SENTENCES:
        _seen.clear()
        new = list({s.tagged: s for s in sentences}.values())
    if new:
        found = _found([s.tokens for s in new])
        _seen.update({s.tagged: f for s, f in zip(new, found, strict=True)})
    for sentence in sentences:
        for change in _seen[sentence.tagged]:
            yield sentence, change


def _found(sentences: Sequence[tuple[Token, ...]]) -> list[tuple[_Change, ...]]:
    """Return the changes that save enough in each sentence."""
    rows = [[("x", "MATH") if is_formula(t) else (t.lower, t.tag) for t in s] for s in sentences]
    scales = [_Scale(model, rows) for model in ngrams.models()]
    wanted = [
        (number, change)
        for number, tokens in enumerate(sentences)
        if len(tokens) >= 5
        for change in _possible(tokens, scales[0].spare(number))
    ]
    saved = scales[0].saved(wanted)
    kept = [n for n, (_, c) in enumerate(wanted) if saved[n] >= _NEEDED[c.kind] / 2]
    wanted, first = [wanted[n] for n in kept], [float(saved[n]) for n in kept]
    best: defaultdict[int, list[tuple[float, _Change]]] = defaultdict(list)
    for (number, change), one, other in zip(
        wanted, first, map(float, scales[1].saved(wanted)), strict=True
    ):
        more = _worth(change.kind, one, other) - _NEEDED[change.kind]
        if more >= 0:
            best[number].append((more, change))
    return [_apart(best.get(number, [])) for number in range(len(sentences))]


def _worth(kind: str, one: float, other: float) -> float:
    """Return what a change saves, of what the two models say."""
    mean = (one + other) / 2
    return mean if kind in {"other", "extra"} else (mean + min(one, other)) / 2


def _apart(found: list[tuple[float, _Change]]) -> tuple[_Change, ...]:
    """Return the best changes, none within three words of a better one."""
    chosen: list[_Change] = []
    for _, change in sorted(found, key=lambda pair: (-pair[0], pair[1].at, pair[1].word)):
        if all(abs(change.at - other.at) > _SIDE for other in chosen):
            chosen.append(change)
    return tuple(chosen)


def _possible(tokens: tuple[Token, ...], spare: Sequence[float]) -> Iterator[_Change]:
    """Yield every change that could save enough; `spare` is what the words from each on cost."""
    for token in tokens:
        at = token.i
        if spare[at] - _LEAST_COST < min(_NEEDED.values()):
            continue
        for change in _of_word(tokens, at):
            if spare[at] - _LEAST_COST >= _NEEDED[change.kind]:
                yield change


def _of_word(tokens: tuple[Token, ...], at: int) -> Iterator[_Change]:
    token = tokens[at]
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    if at and token.lower.isalpha() and token.tag != "RB":
        by_formula = any(map(is_formula, tokens[max(at - 2, 0) : at]))
        left_out = (w for w in _MISSING if not (by_formula and w in _VERBS))
        if not is_formula(token):
            yield from (_Change("missing", at, 0, word, "DT") for word in left_out)
    if not _may_change(token, before, after):
        return
    if at + 2 < len(tokens) and tokens[at + 2].text in _JOINS:
        return  # "within-pair attention"
    by_formula = any(t is not None and is_formula(t) for t in (before, after))
    by_name = _is_name(before) or _is_name(after)
    yield from _others(token, by_name, by_formula or (at > 1 and is_formula(tokens[at - 2])))
    if token.lower in _NUMBERS:
        if not (by_formula or by_name) and after is not None and after.tag[:2] in {"NN", "JJ"}:
            yield _Change("number", at, 1, _NUMBERS[token.lower], token.tag)
    elif before is not None and before.text != "," and _has_forms(token, after):
        yield from (_Change("form", at, 1, "", tag) for tag in _FORMS.get(token.tag, ()))
    if token.lower in _EXTRA and not (by_formula or by_name) and _is_among(token, before, after):
        yield _Change("extra", at, 1)


def _others(token: Token, by_name: bool, by_formula: bool) -> Iterator[_Change]:
    """Yield the small words that `token` may stand for."""
    if (
        by_name
        or (by_formula and token.lower in _JOINING)
        or (not token.i and token.lower in _OPENERS)
    ):
        return
    if not (by_formula and token.lower in {"to", "then", "is"}):
        for word in _confused().get(token.lower, ()):
            yield _Change("other", token.i, 1, word, "IN")


def _is_name(token: Token | None) -> bool:
    """Return whether the word is a name, a number or a letter: what stands by it is no usual row."""
    return (
        token is not None
        and not is_formula(token)
        and (token.tag in {"CD", "NNP", "NNPS"} or (token.i > 0 and token.text[:1].isupper()))
    )


def _is_among(token: Token, before: Token | None, after: Token | None) -> bool:
    """Return whether `token` stands among words; "properties of and operations on" is no slip."""
    if before is None or after is None or "(" in (before.text, after.text):
        return False
    if after.tag in {"IN", "CC", "TO", ".", ",", ":", "-RRB-"}:
        return token.lower == before.lower or token.tag not in {"IN", "TO", "RP", "CC", "DT"}
    return not (before.tag == "IN" and token.tag == "CC")


def _has_forms(token: Token, after: Token | None) -> bool:
    """Return whether another form of `token` may be meant."""
    if (
        token.lower in _confused()
        or token.lower in _ONE_FORM
        or token.lower in _VERBS
        or (token.i and not token.text.islower())
    ):
        return False
    return not (token.tag in {"NN", "NNS"} and after is not None and is_formula(after))


def _may_change(token: Token, before: Token | None, after: Token | None) -> bool:
    """Return whether `token` is a word by itself: no formula, abbreviation or part of a compound."""
    if is_formula(token) or not token.lower.isalpha() or token.text.isupper():
        return False
    return not any(t is not None and t.text in _JOINS for t in (before, after))


@cache
def _confused() -> Mapping[str, tuple[str, ...]]:
    """Return the small words that each small word may stand for by a slip."""
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for entry in sorted(packaged_words("rules/words/confused.txt")):
        word, _, others = entry.partition("=")
        pairs[word] += others.split(",")
    return {word: tuple(others) for word, others in pairs.items()}


class _Scale:
    """What the sentences at hand cost by one model, and what changes of them save."""

    def __init__(self, model: ngrams.Model, sentences: list[list[tuple[str, str]]]) -> None:
        import numpy as np

        self._model = model
        self._rows = [model.row(sentence) for sentence in sentences]
        grams = [row[at - _SIDE : at + 1] for row in self._rows for at in range(_SIDE, len(row))]
        costs = model.costs(np.array(grams, dtype=np.int64).reshape(-1, ngrams.ORDER))
        starts = np.cumsum([0] + [len(row) - _SIDE for row in self._rows])
        # by size: what so many words in a row cost, from each word on
        self._spans = {
            size: [
                np.convolve(costs[a:b], np.ones(size, np.float32), "valid").tolist()
                for a, b in pairwise(starts)
            ]
            for size in (_SIDE, _SIDE + 1)
        }

    def spare(self, number: int) -> list[float]:
        """Return for each word of sentence `number` what it and the three after it cost."""
        return self._spans[_SIDE + 1][number]

    def saved(self, changes: Sequence[tuple[int, _Change]]) -> "NDArray[np.float32]":
        """Return what each change of a sentence saves, in nats; below zero where it costs."""
        import numpy as np

        windows, scored, before = [], [], []
        for number, change in changes:
            row, at = self._rows[number], change.at + _SIDE
            after = row[at + change.removed : at + change.removed + _SIDE]
            new = [] if change.kind == "extra" else [self._number(change)]
            window = row[at - _SIDE : at] + new + after
            scored.append(len(window) - _SIDE)
            windows.append(window if new else [0, *window])
            before.append(self._spans[change.removed + _SIDE][number][change.at])
        if not windows:
            return np.zeros(0, dtype=np.float32)
        grid = np.array(windows, dtype=np.int64)
        total = np.zeros(len(grid), dtype=np.float32)
        for last in range(_SIDE, 2 * _SIDE + 1):
            counts = np.array([n >= 2 * _SIDE + 1 - last for n in scored])
            total[counts] += self._model.costs(grid[counts, last - _SIDE : last + 1])
        return np.array(before, dtype=np.float32) - total

    def _number(self, change: _Change) -> int:
        if change.kind == "form":
            return self._model.number(" ", change.tag)
        return self._model.number(change.word, change.tag)
