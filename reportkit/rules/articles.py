"""Rules RK7xx on articles: one is missing, or one is too many."""

import re
from collections.abc import Iterator

from reportkit.analysis.verbs import verb_forms
from reportkit.document import BlockKind
from reportkit.engines.spacy_nlp import Token
from reportkit.findings import Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.nouns import count_nouns, word_set
from reportkit.rules.parsed import Parsed, is_formula
from reportkit.rules.phrases import phrase_hits

_NEEDS = ("english", "spacy")
_DETERMINERS = frozenset({"DT", "PDT", "PRP$", "WP$", "WDT", "CD", "POS", "EX"})
# with these the singular goes bare: "in order to", "by definition", "of type", "as input"
_BARE_AFTER = {
    "by": frozenset(
        [
            "definition",
            "induction",
            "hypothesis",
            "assumption",
            "example",
            "construction",
            "name",
            "hand",
            "default",
            "chapter",
            "section",
            "contradiction",
            "design",
            "symmetry",
            "element",
            "component",
            "layer",
            "step",
            "term",
            "convention",
            "pair",
            "case",
            "class",
            "set",
            "value",
        ]
    ),
    "into": frozenset(
        ["account", "question", "practice", "play", "effect", "shape", "consideration"]
    ),
    "in": frozenset(
        [
            "order",
            "case",
            "fact",
            "practice",
            "theory",
            "part",
            "section",
            "chapter",
            "turn",
            "place",
            "question",
            "step",
            "general",
            "line",
            "set",
            "advance",
            "particular",
            "dimension",
            "class",
            "example",
            "number",
            "product",
            "degree",
            "expectation",
        ]
    ),
    "of": frozenset(
        [
            "type",
            "order",
            "degree",
            "rank",
            "form",
            "class",
            "size",
            "length",
            "dimension",
            "interest",
            "set",
            "theory",
            "value",
            "state",
            "action",
            "course",
            "probability",
            "category",
            "choice",
            "model",
            "graph",
            "group",
        ]
    ),
    "for": frozenset(["example", "instance"]),
    "at": frozenset(
        [
            "step",
            "point",
            "level",
            "rate",
            "time",
            "iteration",
            "layer",
            "random",
            "state",
            "position",
            "index",
        ]
    ),
    "on": frozenset(["average", "input", "top", "page"]),
    "as": frozenset(["input", "output", "part", "example", "counterexample", "baseline"]),
    "from": frozenset(["section", "chapter", "scratch", "theorem", "lemma", "definition"]),
    "with": frozenset(
        [
            "probability",
            "respect",
            "equality",
            "value",
            "type",
            "dimension",
            "order",
            "degree",
            "parameter",
            "label",
            "domain",
            "codomain",
            "center",
            "radius",
            "rate",
        ]
    ),
    "to": frozenset(
        ["type", "order", "section", "chapter", "class", "infinity", "theorem", "date"]
    ),
    "up": frozenset(["to"]),
    "without": frozenset(["loss", "proof"]),
    "under": frozenset(["assumption", "composition", "hypothesis"]),
    "via": frozenset(["induction"]),
    "between": frozenset(["theory"]),
}
# what is also a stuff or an act needs its article only as a predicate: "is linear algebra" stays too
_MASS_ENDINGS = (
    "tion",
    "sion",
    "ity",
    "ment",
    "ence",
    "ance",
    "gebra",
    "logy",
    "etry",
    "ory",
    "ing",
    "ism",
    "work",
)
# counted where one of several is meant: "speech input", "manual operation", "great potential"
_ALSO_STUFF = frozenset(
    [
        "input",
        "output",
        "potential",
        "operation",
        "noise",
        "series",
        "objective",
        "theory",
        "discontinuity",
    ]
)
_NAMED_HEAD = re.compile(r"[A-Z][a-z]+ [\w.]{1,12} \([^()]{1,100}\)\.?")
# "in turn" opens no noun phrase: "which in turn function as targets"
_ADVERBS_WITH_IN = frozenset(["turn", "fact", "part", "essence", "general", "particular"])
_ONLY_COUNTED = frozenset(
    [
        "function",
        "fraction",
        "relation",
        "equation",
        "section",
        "question",
        "distribution",
        "partition",
        "permutation",
        "condition",
        "assumption",
        "property",
        "element",
        "argument",
        "statement",
        "experiment",
        "segment",
        "moment",
        "component",
        "sequence",
        "consequence",
        "instance",
        "ring",
        "setting",
        "string",
        "mapping",
        "embedding",
        "ordering",
        "proposition",
        "surjection",
        "injection",
        "bijection",
        "projection",
        "expression",
        "extension",
        "transition",
        "quantity",
        "inequality",
        "identity",
        "category",
        "theory",
        "operation",
        "representation",
        "framework",
        "network",
        "subsequence",
        "presheaf",
        "neighborhood",
        "martingale",
        "topology",
        "subalgebra",
        "immersion",
        "matrix",
    ]
)
_SPACES = frozenset(["vector", "metric", "topological", "probability", "normed", "linear"])
# names of fields and methods open a sentence without an article: "Category theory", "Power iteration"
_TITLES = frozenset(
    [
        "theory",
        "algebra",
        "geometry",
        "topology",
        "iteration",
        "classification",
        "regression",
        "decomposition",
        "factorization",
        "series",
        "gradient",
        "optimization",
        "encoding",
        "search",
    ]
)
_NUMBERED = frozenset(
    [
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "definition",
        "section",
        "chapter",
        "figure",
        "table",
        "algorithm",
        "equation",
        "example",
        "remark",
        "step",
        "case",
        "property",
        "condition",
        "assumption",
        "claim",
        "appendix",
        "line",
        "page",
        "part",
        "exercise",
        "type",
        "class",
        "level",
        "layer",
        "axiom",
        "item",
        "statement",
        "problem",
        "row",
        "column",
        "conjecture",
        "hypothesis",
        "rule",
        "experiment",
        "model",
    ]
)


@rule(
    "RK708",
    "missing-article",
    Severity.ERROR,
    needs=_NEEDS,
    bad=(
        "Let $f$ be convex function on a compact set.",
        "Then $X$ is finite morphism.",
        "From theoretical point of view, it is strong.",
        "Packaged as function, it is simpler.",
    ),
    good=(
        "Let $f$ be a convex function.",
        "By Theorem 3 and by definition, it holds.",
        "The proof is by induction.",
        "Function $f$ is convex.",
        "We prove the results in the follow-up theorem.",
        "The units in turn function as targets for training.",
        "These are latent representations of speech input.",
        "The map operates element by element.",
        "They find optimal circuit architectures for it.",
        "We solve the relaxation of max-cut, and the tasks range in difficulty.",
        "Example 2 (Entropy of geometric variable).",
    ),
)
def missing_article(context: Context) -> Iterator[Hit]:
    """A noun that is counted stands in the singular without "a" or "the".

    Fix: put "a" where it is any one, "the" where it is a certain one; or use the plural.
    Source: Quirk et al., A Comprehensive Grammar, 5.26.
    """
    for sentence in context.parsed:
        if len(sentence.tokens) < 4 or sentence.tokens[-1].text not in ".!?;:)":
            continue
        words = sentence.passage.text[sentence.start : sentence.start + sentence.tokens[-1].end]
        if _NAMED_HEAD.fullmatch(words):
            continue  # "Example 2 (Entropy of a geometric variable).": a title
        for noun in sentence.tokens:
            if noun.tag == "NN" and noun.lemma in count_nouns() and _is_bare(sentence, noun):
                first = _first_of(sentence, noun)
                if _needs_article(sentence, noun, first):
                    message = f"“{noun.lower}” needs “a” or “the”, or the plural"
                    yield sentence.hit(first, message, last=noun)
    yield from phrase_hits(context, "RK708")


def _is_also_mass(noun: Token) -> bool:
    if noun.lower in _ALSO_STUFF:
        return True
    return noun.lower.endswith(_MASS_ENDINGS) and noun.lower not in _ONLY_COUNTED


def _first_of(sentence: Parsed, noun: Token) -> Token:
    """Return the first word of the noun's phrase: the adjectives before it, and the words they hold."""
    first = noun
    while first.i > 0:
        before = sentence.tokens[first.i - 1]
        if before.text in "-–" and before.i and before.end == first.start:
            first = sentence.tokens[before.i - 1]  # "follow-up": one word, whatever its parts are
            continue
        adverb = (
            before.tag == "RB"
            and first.tag in {"JJ", "VBN"}
            and before.lower
            not in {
                "not",
                "then",
                "also",
                "only",
                "thus",
                "hence",
                "always",
                "never",
                "therefore",
                "often",
            }
        )
        if not (
            before.tag in {"JJ", "JJR", "NN", "VBN", "VBG", "HYPH", "AFX"}
            or adverb
            or before.text in "-–"
            or (is_formula(before) and first.text in "-–")
        ):
            break
        if (
            before.tag == "VBG"
            and before.i
            and sentence.tokens[before.i - 1].tag in {"IN", "VBZ", "VBP", "CC", ","}
        ):
            break  # "for solving equation": a verb
        first = before
    return first


def _is_misread_plural(word: Token) -> bool:
    """Return whether a word taken for a verb with -s can be no verb that we know."""
    also_verb = word.lower[:-1] in word_set("also_nouns") or word.lower in verb_forms()
    return word.tag == "VBZ" and word.pos == "VERB" and len(word.text) > 4 and not also_verb


def _is_bare(sentence: Parsed, noun: Token) -> bool:
    """Return whether the noun is the last word of its phrase and has no determiner anywhere."""
    after = sentence.after(noun)
    if after is not None and after.lower in {"by", "to", "for", "after"}:
        again = sentence.after(after)
        if again is not None and again.lower == noun.lower:
            return False  # "element by element"
    if after is not None and _is_misread_plural(after):
        return False  # "optimal circuit architectures", whatever the tagger says
    if after is not None and (
        after.tag
        in {
            "NN",
            "NNS",
            "NNP",
            "NNPS",
            "CD",
            "HYPH",
            "POS",
            "LS",
            "ADD",
            "FW",
            "VBG",
            "SYM",
            "-LRB-",
        }
        or after.text in "-–/’'("
        or is_formula(after)
    ):
        return False
    if any(
        t.tag in _DETERMINERS or t.dep in {"det", "poss", "nummod", "predet"}
        for t in sentence.children(noun)
    ):
        return False
    return not (
        any(t.dep in {"cc", "conj"} for t in sentence.children(noun))
        or noun.dep in {"conj", "compound", "npadvmod", "appos", "nmod", "amod"}
    )


def _needs_article(sentence: Parsed, noun: Token, first: Token) -> bool:
    """Return whether the place of the phrase calls for an article."""
    before = sentence.before(first)
    if before is None:
        return (
            noun.dep in {"nsubj", "nsubjpass"}
            and not (sentence.start == 0 and sentence.passage.kind is BlockKind.ITEM)
            and first is not noun
            and not is_formula(first)
            and noun.lower not in _TITLES
        )
    if before.lower == "in" and first.lower in _ADVERBS_WITH_IN:
        return False
    if first.lower in {"max", "min"} and first is not noun:
        return False  # "a relaxation of max-cut"
    if before.text in {"'s", "’s"}:
        return False  # "consider it's projection": another fault
    if first.lower in {"strict", "more", "less", "enough"} and noun.lower in {
        "inequality",
        "weight",
    }:
        return False  # "with strict inequality", "more weight"
    if noun.lower in {"input", "output"} and before.lemma == "be":
        return False  # participles: "audio and text are input"
    if (
        before.tag in _DETERMINERS
        or before.tag in {"CC", "-LRB-", "``", "''", "NNS", "NNP", "NN", "JJ"}
        or before.text in "“\"'‘(,:-–—/"
        or is_formula(before)
    ):
        return False
    if before.lower in {
        "no",
        "such",
        "what",
        "which",
        "any",
        "each",
        "every",
        "some",
        "per",
        "same",
        "and",
        "or",
        "nor",
        "versus",
        "than",
        "call",
        "called",
        "denoted",
        "said",
        "termed",
        "word",
        "kind",
        "kinds",
        "type",
        "types",
        "sort",
        "sorts",
        "amount",
        "not",
        "one",
        "more",
        "less",
        "enough",
        "most",
        "least",
        "much",
    }:
        return False
    if noun.dep == "attr":
        if noun.lower.endswith(("gebra", "logy", "etry", "ory", "work", "zation")):
            return False
        return before.lemma == "be" or before.lower in {
            "be",
            "is",
            "was",
            "then",
            "also",
            "again",
            "thus",
            "therefore",
            "hence",
            "always",
            "indeed",
            "still",
            "only",
            "just",
            "actually",
        }
    if noun.dep in {"pobj", "dobj"} and before.tag in {
        "IN",
        "TO",
        "VBZ",
        "VBP",
        "VB",
        "VBD",
        "VBG",
        "VBN",
    }:
        return _is_object_in_need(sentence, noun, first, before)
    return False


def _is_object_in_need(sentence: Parsed, noun: Token, first: Token, before: Token) -> bool:
    """Return whether an object or what follows a preposition cannot stand bare."""
    if noun.lemma in _BARE_AFTER.get(before.lower, frozenset()):
        return False
    farther = sentence.before(before)
    if (
        before.lower == "of"
        and farther is not None
        and farther.lemma
        in {
            "kind",
            "type",
            "sort",
            "form",
            "notion",
            "concept",
            "question",
            "theory",
            "study",
            "problem",
        }
    ):
        return False
    if noun.lower in {"norm", "inverse", "topology", "grid", "rank", "metric"}:
        return False  # "of small norm", "with continuous inverse"
    if noun.lower == "space" and sentence.tokens[noun.i - 1].lower not in _SPACES:
        return False  # "in Euclidean space", "in parameter space"
    if _is_also_mass(noun) or (farther is not None and farther.lower == "up"):
        return False  # "up to unique isomorphism", "for length generalization"
    if before.lower in {"per", "like", "than", "throughout", "upon", "en"} or noun.lower in {
        "theory",
        "value",
        "type",
        "form",
        "choice",
        "matrix",
    }:
        return first is not noun and before.tag.startswith("VB")
    if first is noun and before.tag in {"IN", "TO"}:
        return (
            before.lower in {"as", "in", "on", "for", "with", "into", "from", "over"}
            and noun.lemma not in _NUMBERED
            and noun.dep == "pobj"
            and before.lower in {"as", "into", "over"}
        )
    following = sentence.after(noun)
    return following is None or following.tag in {
        ".",
        ",",
        "IN",
        "WDT",
        "WRB",
        "MD",
        "VBN",
        "VBD",
        "TO",
        ":",
        "VBP",
        "-RRB-",
        "CC",
    }


@rule(
    "RK709",
    "superfluous-article",
    Severity.ERROR,
    needs=("english",),
    bad=(
        "The proof proceeds by an induction on $n$.",
        "We fixed some an enumeration.",
    ),
    good=(
        "The proof proceeds by induction.",
        "All the losses are convex.",
        "The Theorem 3 variant is weak.",
        "It is a smooth, connected surface.",
        "This is a necessary but not sufficient condition.",
        "Such a loss is convex.",
    ),
)
def superfluous_article(context: Context) -> Iterator[Hit]:
    """There is an article too many.

    Two determiners never stand together. (RK403 speaks of "the Theorem 3".)

    Fix: delete it.
    Source: Trzeciak, Writing Mathematical Papers in English.
    """
    yield from phrase_hits(context, "RK709")
