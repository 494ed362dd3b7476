"""Words by what they are: nouns that are counted, and the sets of words/clauses.toml."""

import tomllib
from functools import cache

from reportkit.engines.spacy_nlp import Token
from reportkit.resources import packaged_text, packaged_words
from reportkit.rules.parsed import Parsed


@cache
def count_nouns() -> frozenset[str]:
    """Return the nouns that need a determiner in the singular."""
    return packaged_words("rules/words/count_nouns.txt")


@cache
def _sets() -> dict[str, str]:
    sets: dict[str, str] = tomllib.loads(packaged_text("rules/words/clauses.toml"))
    return sets


@cache
def word_set(name: str) -> frozenset[str]:
    """Return the words called `name` in words/clauses.toml."""
    return frozenset(_sets()[name].split())


# plural in form, singular in use, or both
EITHER_NUMBER = frozenset(
    [
        "data",
        "mathematics",
        "statistics",
        "dynamics",
        "physics",
        "series",
        "species",
        "means",
        "analysis",
        "basis",
        "hypothesis",
        "thesis",
        "axis",
        "linguistics",
        "ethics",
        "economics",
        "minima",
        "maxima",
        "optima",
        "suprema",
        "infima",
        "spectra",
        "schemas",
        "vertices",
        "matrices",
        "indices",
        "criterion",
        "lemmata",
        "sigma",
        "quanta",
        "%",
        "percent",
        "kinetics",
        "logistics",
        "heuristics",
        "politics",
        "combinatorics",
        "numerics",
        "criteria",
        "phenomena",
        "media",
        "agenda",
        "analytics",
        "mechanics",
        "informatics",
        "semantics",
        "optics",
        "graphics",
        "news",
        "squares",
        "class",
        "lemma",
        "schemata",
        "topos",
        "bayes",
        "robotics",
        "aerodynamics",
        "thermodynamics",
        "logits",
        "morphisms",
        "et",
        "al",
        "none",
        "all",
        "some",
        "most",
        "any",
        "more",
        "what",
        "who",
        "which",
    ]
)


def is_state_of_the_art(sentence: Parsed, subject: Token) -> bool:
    """Return whether the words stand before a noun: "most state of the art systems are"."""
    following = sentence.tokens[subject.i + 1 : subject.i + 4]
    return subject.lower == "state" and [t.lower for t in following] == ["of", "the", "art"]
