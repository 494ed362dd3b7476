"""Verbs by their shape: which form of which verb a word is, where the shape alone tells."""

from functools import cache

from reportkit.records import dataclass
from reportkit.resources import packaged_words

_VOWELS = "aeiou"
_DOUBLING = frozenset(
    [
        "begin",
        "admit",
        "permit",
        "submit",
        "emit",
        "occur",
        "refer",
        "prefer",
        "infer",
        "incur",
        "commit",
        "forget",
        "regret",
        "embed",
        "overfit",
        "underfit",
    ]
)
# base, past, participle
_IRREGULAR = """
arise arose arisen|become became become|begin began begun|bring brought brought|build built built
|choose chose chosen|come came come|draw drew drawn|find found found|forget forgot forgotten|get got got|give gave given
|go went gone|grow grew grown|have had had|hear heard heard|hold held held|keep kept kept|know knew known|lead led led
|leave left left|lend lent lent|let let let|lose lost lost|make made made|misunderstand misunderstood misunderstood
|overcome overcame overcome|overfit overfit overfit|underfit underfit underfit|prove proved proved|read read read
|rebuild rebuilt rebuilt|say said said|see saw seen|seek sought sought|send sent sent
|spend spent spent|strive strove striven|take took taken|tell told told|think thought thought|undergo underwent undergone
|understand understood understood|uphold upheld upheld|withdraw withdrew withdrawn|write wrote written
"""
_MORE_PARTICIPLES = {"proven": "prove", "learnt": "learn", "overfitted": "overfit"}


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of the verb `base`.

    `kinds` holds a letter for each form that the word can be: b bare, s third person, d past,
    n participle, g -ing.
    """

    base: str
    kinds: str


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Return the forms of the verbs that are no nouns, by word; 2,000 of them, made in 2 ms."""
    irregular = {parts[0]: parts for parts in (entry.split() for entry in _IRREGULAR.split("|"))}
    found: dict[str, VerbForm] = {}
    for base in sorted(packaged_words("rules/words/verbs.txt") | irregular.keys()):
        _, past, participle = irregular.get(base) or (base, _past(base), _past(base))
        for word, kind in (
            (base, "b"),
            (third_person(base), "s"),
            (past, "d"),
            (participle, "n"),
            (gerund(base), "g"),
        ):
            known = found.get(word)
            found[word] = VerbForm(base, known.kinds + kind if known else kind)
    found |= {word: VerbForm(base, "n") for word, base in _MORE_PARTICIPLES.items()}
    return found


@cache
def participle(base: str) -> str:
    """Return the participle of one of these verbs."""
    return next(w for w, f in verb_forms().items() if f.base == base and "n" in f.kinds)


def third_person(base: str) -> str:
    """Return the form with -s: "applies", "does", "has"."""
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base[:-1] + "ies" if _ends_in_y(base) else base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if _ends_in_y(base) else _stem(base) + "ed"


def gerund(base: str) -> str:
    """Return the form in -ing: "applying", "taking"."""
    silent = base.endswith("e") and not base.endswith(("ee", "oe", "ye"))
    return (base[:-1] if silent else _stem(base)) + "ing"


def _stem(base: str) -> str:
    return base + base[-1] if base in _DOUBLING or _is_short(base) else base


def _is_short(base: str) -> bool:
    """Return whether a verb of one syllable ends in one vowel and one consonant: "let", "get"."""
    return (
        len(base) == 3
        and base[-1] not in _VOWELS + "wxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )


def _ends_in_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in _VOWELS
