"""Words by what they are: nouns that are counted, and the sets of words/clauses.toml."""

import tomllib
from functools import cache

from reportkit.resources import packaged_text, packaged_words


@cache
def count_nouns() -> frozenset[str]:
    """Return the nouns that need a determiner in the singular."""
    return packaged_words("rules/words/count_nouns.txt")


@cache
def _sets() -> dict[str, str]:
    sets: dict[str, str] = tomllib.loads(packaged_text("rules/words/clauses.toml"))
    return sets


def word_set(name: str) -> frozenset[str]:
    """Return the words called `name` in words/clauses.toml."""
    return frozenset(_sets()[name].split())
