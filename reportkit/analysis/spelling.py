"""Spelling: whether a word is known, and which known word a misspelt one stands for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportkit.records import dataclass

PREFIXES = [
    "anti",
    "auto",
    "bi",
    "co",
    "counter",
    "cross",
    "de",
    "dis",
    "equi",
    "extra",
    "fore",
    "hemi",
    "hetero",
    "homo",
    "hyper",
    "il",
    "im",
    "in",
    "infra",
    "inter",
    "intra",
    "ir",
    "iso",
    "macro",
    "meta",
    "micro",
    "mid",
    "mini",
    "mis",
    "mono",
    "multi",
    "nano",
    "neo",
    "neuro",
    "non",
    "omni",
    "out",
    "over",
    "para",
    "photo",
    "poly",
    "post",
    "pre",
    "pro",
    "proto",
    "pseudo",
    "quasi",
    "re",
    "retro",
    "self",
    "semi",
    "sub",
    "super",
    "supra",
    "tele",
    "thermo",
    "trans",
    "tri",
    "ultra",
    "un",
    "under",
    "uni",
    "up",
    "vice",
    "e",
]
_SUFFIXES = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"),
    ("ers", ""), ("ers", "e"), ("ly", ""), ("ally", ""), ("ness", ""), ("iness", "y"), ("wise", ""), ("less", ""), ("like", ""),
    ("able", ""), ("able", "e"), ("ability", "able"), ("ably", "able"), ("ized", ""), ("izes", ""), ("izing", ""),
    ("ize", ""), ("ization", ""), ("ization", "e"), ("izations", ""), ("ism", ""), ("ist", ""), ("ists", ""), ("ity", ""), ("ity", "e"), ("ian", ""),
    ("fold", ""), ("ification", "y"), ("hood", ""), ("ship", ""),
)  # fmt: skip
# small words that are run together with their neighbours
_JOINED = frozenset(
    ["a", "i", "of", "in", "to", "is", "no", "the", "an", "on", "by", "we", "it", "be", "as", "and", "or", "for"]
)  # fmt: skip
_JOINED_LONG = frozenset(
    ["the", "that", "this", "these", "with", "when", "from", "which", "and", "are", "can", "will", "would", "have", "has", "not", "then", "such", "other", "where", "for"]
)  # fmt: skip
_NO_NOUN = ("s", "al", "ic", "ive", "ed", "o")  # how what has no plural in -s ends
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Speller:
    """Words of the language with their counts, of the field, and of the papers at hand.

    All in lower case. `extra` are words that are right here because somebody uses them; `common` are
    those of `counts` in the order of by_start().
    """

    counts: Mapping[str, int]
    terms: frozenset[str]
    extra: frozenset[str]
    common: Mapping[tuple[str, int], Sequence[str]]

    def knows(self, word: str) -> bool:
        """Return whether `word` is right, as it stands or made from a word that is."""
        folded = word.lower()
        return (
            self._has(folded)
            or self._is_other_number(folded)
            or self._is_british(folded)
            or self._is_derived(folded, with_prefix=False)
            or (
                (self._is_derived(folded) or self._is_compound(folded))
                and not self._is_slip(folded)
            )
        )

    def nearest(self, word: str, least_count: int = 1) -> str | None:
        """Return the known word that `word` most likely stands for, None where none is near.

        One letter away for a word of four letters or more, two for one of seven or more; also two
        words run together. A word of the papers at hand comes before one of the language.
        """
        folded = word.lower()
        if len(folded) < 4:
            return None
        near = [w for w in set(_one_off(folded)) if self._has(w) and self._weight(w) >= least_count]
        if not near and len(folded) >= 7:
            near = [w for w in self._two_off(folded) if self._weight(w) >= least_count]
        if near:
            return max(near, key=lambda w: (self._weight(w), w))
        return self._run_together(folded)

    def _has(self, word: str) -> bool:
        return word in self.counts or word in self.terms or word in self.extra

    def _weight(self, word: str) -> int:
        own = 10_000 if word in self.extra else 1_000 if word in self.terms else 0
        return own + self.counts.get(word, 0)

    def _is_other_number(self, word: str) -> bool:
        """Return whether `word` is the singular of a term, or the plural of a rare noun."""
        plural, singular = word + "s", word.removesuffix("s")
        if plural in self.terms or plural in self.extra:
            return True
        if singular == word or len(singular) < 5 or singular.endswith(_NO_NOUN):
            return False
        if not 100 <= self.counts.get(singular, 0) < 1_500:
            return False  # the list has the plurals of common nouns
        return not any(self.counts.get(w, 0) >= 300 for w in set(_one_off(word)) if w != singular)

    def _is_british(self, word: str) -> bool:
        """Return whether the American spelling of `word` is known."""
        american = (
            word.replace("isation", "ization").replace("ising", "izing").replace("ised", "ized")
        )
        american = re.sub(r"is(e|es|er|ers|able)$", r"iz\1", american)
        american = american.replace("our", "or").replace("lling", "ling").replace("lled", "led")
        american = re.sub(r"([bcdfghkpt])re(s?)$", r"\1er\2", american)
        american = re.sub(r"yse(d|s|r|rs)?$", r"yze\1", american)
        return american != word and (self._has(american) or self._is_derived(american))

    def _is_slip(self, word: str) -> bool:
        """Return whether one slip of the finger makes `word` of a common word."""
        return any(self.counts.get(other, 0) >= 2_000 for other in _one_off(word))

    def _is_derived(self, word: str, *, with_prefix: bool = True) -> bool:
        """Return whether a prefix or a suffix can be taken off so that a known word is left."""
        if word.endswith("blity"):
            return False  # "-bility"
        for prefix in PREFIXES if with_prefix else ():
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= 4 and self._is_common(rest):
                return len(prefix) > 2 or len(rest) >= 5
        return any(
            word.endswith(suffix)
            and len(word) - len(suffix) >= 4
            and self._is_stem(word[: len(word) - len(suffix)] + end, suffix)
            for suffix, end in _SUFFIXES
        )

    def _is_compound(self, word: str) -> bool:
        """Return whether two common words of four letters or more make up `word`: "gridworld"."""
        return len(word) <= 60 and any(
            self.counts.get(word[:at], 0) >= 2_000
            and self.counts.get(word[at:], 0) >= 200
            and not {word[:at], word[at:]} & _JOINED_LONG
            for at in range(4, len(word) - 3)
        )

    def _is_stem(self, stem: str, suffix: str) -> bool:
        """Return whether `stem` is common enough to carry `suffix`; a changed spelling is not derived."""
        if suffix == "s" and stem.endswith("ing") and self._is_common(stem):
            return True  # "encodings": the list has few plurals of gerunds
        if suffix in {"ed", "ing", "er", "d", "s", "es", "ers"} and stem in self.counts:
            return False  # the list has the inflections of the words that it has
        if suffix in {"s", "es", "ed", "d", "ing", "er", "ers"}:
            return stem in self.terms or stem in self.extra
        return self._is_common(stem) and not (suffix == "ly" and stem.endswith("ic"))

    def _is_common(self, word: str) -> bool:
        return word in self.terms or word in self.extra or self.counts.get(word, 0) >= 50

    def _run_together(self, word: str) -> str | None:
        """Return the two common words that `word` is made of, with a space; None where it is not."""
        for at in range(1, len(word) - 1):
            left, right = word[:at], word[at:]
            if (left in _JOINED or right in _JOINED) and len(left) + len(right) >= 5:
                if self.counts.get(left, 0) > 20_000 and self.counts.get(right, 0) > 5_000:
                    return f"{left} {right}"
                if self.counts.get(right, 0) > 20_000 and self.counts.get(left, 0) > 5_000:
                    return f"{left} {right}"
            if (
                {left, right} & _JOINED_LONG
                and min(len(left), len(right)) >= 3
                and self._are_said(left, right)
            ):
                return f"{left} {right}"
        return None

    def _are_said(self, left: str, right: str) -> bool:
        """Return whether both are words that are used often enough to be run together."""
        return all(w in self.terms or self.counts.get(w, 0) >= 200 for w in (left, right))

    def _two_off(self, word: str) -> Iterator[str]:
        """Yield the known words that two changes make of `word`, its first letter kept."""
        mask = _mask(word)
        for length in range(len(word) - 2, len(word) + 3):
            for candidate in self._starting(word[0], length):
                if (mask ^ _mask(candidate)).bit_count() <= 4 and distance(word, candidate) <= 2:
                    yield candidate

    def _starting(self, letter: str, length: int) -> Iterator[str]:
        """Yield the common words of `length` letters that begin with `letter`."""
        yield from self.common.get((letter, length), ())
        for word in (*self.terms, *self.extra):
            if len(word) == length and word[0] == letter:
                yield word


def by_start(counts: Mapping[str, int], least_count: int = 40) -> dict[tuple[str, int], list[str]]:
    """Return the words of five letters or more by first letter and length (0.15 s for 160,000)."""
    table: dict[tuple[str, int], list[str]] = {}
    for word, count in counts.items():
        if count >= least_count and len(word) >= 5:
            table.setdefault((word[0], len(word)), []).append(word)
    return table


def _mask(word: str) -> int:
    """Return the letters of `word` as a set of bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _one_off(word: str) -> Iterable[str]:
    """Yield what one deletion, transposition, replacement or insertion makes of `word`."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            if right:
                yield left + letter + right[1:]
            yield left + letter + right


def distance(one: str, other: str) -> int:
    """Return the number of insertions, deletions, replacements and swaps between the two."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[-1] + 1, last[j] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
