"""Sentences with the part of speech of each word, as rules of grammar look at them."""

from collections.abc import Iterator, Mapping

from reportkit.analysis.prose import CONSONANT_WORD, VOWEL_WORD, Passage
from reportkit.document import Span
from reportkit.engines.spacy_nlp import Token, parse
from reportkit.findings import Confidence, Hit
from reportkit.records import dataclass

# characters; a table or a list without full stops is no sentence, and taggers take long for it
_LONGEST = 2_000
FORMULA_WORDS = frozenset({VOWEL_WORD, CONSONANT_WORD})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence of `passage`; `start` is its place in the passage's text.

    `tagged` is "word/TAG word/TAG ... " with the words in lower case and "x/MATH" for a formula;
    `at[i]` is the place of word i in it, `below[i]` the words that it governs. Patterns of phrases.toml are matched against it.
    """

    passage: Passage
    start: int
    tokens: tuple[Token, ...]
    tagged: str
    at: tuple[int, ...]
    below: tuple[tuple[int, ...], ...]

    def place(self, first: Token, last: Token | None = None) -> Span:
        """Return the document's span from `first` to `last`, both included."""
        last = last or first
        return self.passage.place(self.start + first.start, self.start + last.end)

    def hit(
        self,
        first: Token,
        message: str,
        replacement: str | None = None,
        *,
        last: Token | None = None,
        confidence: Confidence | None = None,
    ) -> Hit:
        """Return a hit from `first` to `last`."""
        return Hit(self.place(first, last), message, replacement, confidence=confidence)

    def children(self, token: Token) -> tuple[Token, ...]:
        """Return the words that `token` governs, in order."""
        return tuple(self.tokens[i] for i in self.below[token.i])

    def before(self, token: Token) -> Token | None:
        """Return the word before `token`; None at the start."""
        return self.tokens[token.i - 1] if token.i else None

    def after(self, token: Token) -> Token | None:
        """Return the word after `token`; None at the end."""
        return self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else None


def tagged(sentences: tuple[Parsed, ...]) -> Mapping[str, list[Parsed]]:
    """Return the sentences by their tagged words, which several may share."""
    found: dict[str, list[Parsed]] = {}
    for sentence in sentences:
        found.setdefault(sentence.tagged, []).append(sentence)
    return found


def is_formula(token: Token) -> bool:
    """Return whether the word stands for a formula."""
    return token.text in FORMULA_WORDS


def parsed(passages: tuple[Passage, ...]) -> tuple[Parsed, ...]:
    """Return every sentence of `passages` with its words tagged; () where no pipeline is there."""
    wanted = [(p, s) for p in passages for s in p.sentences]
    wanted = [(p, s) for p, s in wanted if len(s) <= _LONGEST]
    found = parse([p.text[s.start : s.end] for p, s in wanted])
    return tuple(
        _parsed(passage, span.start, tokens)
        for (passage, span), tokens in zip(wanted, found, strict=True)
        if tokens
    )


def _parsed(passage: Passage, start: int, tokens: tuple[Token, ...]) -> Parsed:
    pieces = ["x/MATH " if is_formula(t) else f"{t.lower}/{t.tag} " for t in tokens]
    at = [0]
    for piece in pieces:
        at.append(at[-1] + len(piece))
    below: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            below[token.head].append(token.i)
    return Parsed(passage, start, tokens, "".join(pieces), tuple(at), tuple(map(tuple, below)))


def words(sentence: Parsed) -> Iterator[Token]:
    """Yield the words that are neither punctuation nor formulas."""
    return (t for t in sentence.tokens if t.pos not in {"PUNCT", "SPACE"} and not is_formula(t))
