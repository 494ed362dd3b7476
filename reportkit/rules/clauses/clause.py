"""A sentence as its words look: forms of verbs by their shape, and the noun phrase before a word.

A tagger makes the best of a faulty sentence: in "the lemma prove that" it takes "prove" for a noun. The
verbs of words/verbs.txt are no nouns, so their shape decides; tags are asked only for nouns and adjectives.
"""

from collections.abc import Callable, Iterator
from functools import cache

from reportkit.analysis.verbs import VerbForm, verb_forms
from reportkit.findings import Hit
from reportkit.records import dataclass
from reportkit.rules.nouns import count_nouns, word_set
from reportkit.rules.parsed import Parsed, is_formula

BE = word_set("be")
HAVE = frozenset(["has", "have", "had", "having", "'ve", "’ve"])
DO = frozenset(["do", "does", "did"])
MODALS = word_set("modals")
DETERMINERS = word_set("determiners")
# what a clause may follow, so that the phrase after it is a subject
OPENERS = word_set("openers")
_ADVERBS = word_set("adverbs")
PREPOSITIONS = word_set("prepositions")
# "we show the product is": a phrase with a determiner after these opens a clause as well
_TELLING = word_set("telling")
# what a clause hangs on in which the bare verb is right: "we require that the loss decrease"
_SUBJUNCTIVE = word_set("subjunctive")
_MARKS = frozenset(["-", "–", "/", "“", "”", '"', "'", "’", "‘", "``", "''", "_", "*", "—"])
_INSIDE = frozenset(["JJ", "JJR", "JJS", "NN", "NNP", "VBN", "HYPH", "CD", "NNS", "AFX"])
_AUXILIARY_FORMS = {
    "is": VerbForm("are", "s"),
    "was": VerbForm("were", "s"),
    "does": VerbForm("do", "s"),
    "are": VerbForm("is", "b"),
    "were": VerbForm("was", "b"),
    "do": VerbForm("does", "b"),
}


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A phrase with what hangs on it by prepositions.

    `start` is its first word, `head` its noun, `nouns` the noun of each part, the last part first;
    `determiner` is that of the head, "" for none.
    """

    start: int
    head: int
    determiner: str
    nouns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence; `words` are in lower case, `forms[i]` is None for what is no verb of the list.

    `tags` are the tagger's, but "MATH" for a formula and "NN" for a counted noun after an article.
    """

    sentence: Parsed
    words: tuple[str, ...]
    forms: tuple[VerbForm | None, ...]
    tags: tuple[str, ...]

    def word(self, i: int) -> str:
        """Return the word at i; "" outside."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def tag(self, i: int) -> str:
        """Return the tag at i; "" outside, "MATH" for a formula."""
        return self.tags[i] if 0 <= i < len(self.words) else ""

    def kinds(self, i: int) -> str:
        """Return the forms that the word at i can be; "" for what is no verb of the list."""
        form = self.forms[i] if 0 <= i < len(self.words) else None
        return form.kinds if form else ""

    def hit(
        self, i: int, message: str, replacement: str | None = None, *, last: int | None = None
    ) -> Hit:
        """Return a hit from word i to word `last`."""
        tokens = self.sentence.tokens
        return self.sentence.hit(
            tokens[i], message, replacement, last=None if last is None else tokens[last]
        )

    def before_adverbs(self, i: int) -> int:
        """Return the place of the last word before i that is no adverb; -1 for none."""
        i -= 1
        while i >= 0 and self.is_adverb(i):
            i -= 1
        return i

    def after_adverbs(self, i: int) -> int:
        """Return the place of the first word after i that is no adverb."""
        i += 1
        while i < len(self.words) and self.is_adverb(i):
            i += 1
        return i

    def is_adverb(self, i: int) -> bool:
        """Return whether the word at i is an adverb."""
        word = self.words[i]
        return word in _ADVERBS or (word.endswith("ly") and self.tag(i) == "RB")

    def is_joined(self, i: int) -> bool:
        """Return whether a hyphen, slash or quotation mark touches the word at i."""
        return self.word(i - 1) in _MARKS or self.word(i + 1) in _MARKS

    def _is_capital(self, i: int) -> bool:
        return self.sentence.tokens[i].text[0].isupper()

    def opens(self, start: int) -> bool:
        """Return whether a clause begins at `start`, so that a phrase there is its subject."""
        if start == 0:
            return True
        before = self.word(start - 1)
        if before in OPENERS:
            if before == "as" and self.word(start - 2) == "such":
                return False
            return not (before in {"that", "so"} and self.wants_bare(start - 1))
        if before in _TELLING and self.word(start - 2) != "to":
            return self.word(start) in DETERMINERS and self.tag(start + 1)[:2] in {"NN", "JJ"}
        if (
            self.tag(start - 1) == "MATH"
            and self.word(start) in DETERMINERS
            and self._is_capital(start)
        ):
            return True  # a displayed formula without its full stop
        if before == "and" and self.word(start - 2) == "," and self.word(start) in DETERMINERS:
            return "," not in self.words[: start - 2] and self._has_finite_verb(0, start - 2)
        return before in {";", ":"} or (before == "," and self._ends_introduction(start - 1))

    def _has_finite_verb(self, start: int, end: int) -> bool:
        return any(tag in {"VBZ", "VBP", "VBD", "MD"} for tag in self.tags[start:end])

    def wants_bare(self, that: int) -> bool:
        """Return whether a verb before "that" calls for the bare form: "we require that it hold"."""
        return any(word in _SUBJUNCTIVE for word in self.words[max(that - 4, 0) : that])

    def _ends_introduction(self, comma: int) -> bool:
        """Return whether the comma ends an introduction, and is none of a list: "In this case, the"."""
        introduced = self.tag(0) in {"IN", "RB", "WRB", "VBG", "TO", "VBN"}
        if not introduced or self.word(0) == "let":
            return False
        return "," not in self.words[:comma] or self._has_finite_verb(0, comma)

    def phrase_before(self, end: int) -> NounPhrase | None:
        """Return the noun phrase whose last word is at `end`, with what stands before "of" and the like.

        None where the words do not make one for sure.
        """
        nouns: list[int] = []
        for _ in range(4):
            while self.tag(end) == "MATH" and self.word(end - 1) in PREPOSITIONS:
                end -= 2  # "the value of x"
            found = self.simple_phrase(end)
            if found is None:
                return None
            start, head, determiner = found
            nouns.append(head)
            if self.word(start - 1) not in PREPOSITIONS:
                return NounPhrase(start, head, determiner, tuple(nouns))
            end = start - 2
            if self.tag(end) in {"VBN", "VBD"} and self.tag(end - 1) in {"NN", "NNS"}:
                end -= 1  # "the bound obtained by the lemma"
        return None

    def simple_phrase(self, end: int) -> tuple[int, int, str] | None:
        """Return start, head and determiner of the phrase without prepositions that ends at `end`."""
        head = end
        numbered = (
            self.tag(head) == "CD" and self.tag(head - 1)[:2] == "NN" and self._is_capital(head - 1)
        )
        while (self.tag(head) == "MATH" and self.tag(head - 1) in {"NN", "NNS"}) or numbered:
            head -= 1  # "the function f", "Lemma 3"
            numbered = False
        if not self.tag(head).startswith("NN"):
            return None
        start, determiner, owned = head, "", False
        while start > 0:
            word = self.word(start - 1)
            if word in DETERMINERS:
                start, determiner = start - 1, word
                break
            tag = self.tag(start - 1)
            modifier = tag == "VBG" and self.word(start - 2) in DETERMINERS
            owner = tag == "POS"
            if not (tag in _INSIDE or tag == "MATH" or modifier or owner):
                break
            owned = owned or owner
            start -= 1
        if self.word(start) in {"-", "–"}:
            start -= 1  # "over-parameterized"
        if self.word(start + 1) == "art" and self.word(start - 1) == "of":
            return None  # "state of the art systems"
        if not owned and any(self.tag(k) == "NNS" for k in range(start, head)):
            return None  # two phrases, or a verb that was not seen
        return start, head, "its" if owned else determiner


type_of_fault = tuple[str, Hit]  # with the code of the rule that tells it
type_of_look = Callable[[Clause, int], Iterator[type_of_fault]]


@cache
def _forms() -> dict[str, VerbForm]:
    return verb_forms() | _AUXILIARY_FORMS


def clause(sentence: Parsed) -> Clause:
    """Return the sentence with the forms of its verbs."""
    words = tuple(token.lower for token in sentence.tokens)
    forms = _forms()
    tags = ["MATH" if is_formula(token) else token.tag for token in sentence.tokens]
    nouns = count_nouns()
    for i, tag in enumerate(tags):
        if (
            words[i] == "bound"
            and i
            and (words[i - 1] in DETERMINERS or tags[i - 1] in {"JJ", "NN"})
        ):
            tags[i] = "NN"
        if tag[:2] == "VB" and i and words[i - 1] in _CERTAIN_ARTICLES and words[i] in nouns:
            tags[i] = "NN"  # "the bound", which a tagger takes for a participle
    for i in range(1, len(words) - 1):
        is_side = words[i] in _SIDES and words[i - 1] == "the" and tags[i][:2] == "JJ"
        if is_side and (words[i + 1] in forms or tags[i + 1][:2] not in {"NN", "JJ", "HY"}):
            tags[i] = "NN"  # "on the right"
    return Clause(sentence, words, tuple(map(forms.get, words)), tuple(tags))


_CERTAIN_ARTICLES = frozenset(["the", "a", "an", "each", "every", "our", "its", "their"])
_SIDES = frozenset(["right", "left", "whole", "contrary", "converse"])
