"""What is wrong in the clauses of a draft, found in one pass for all rules that tell it."""

from collections.abc import Iterator

from reportkit.findings import Hit
from reportkit.rules.clauses import articles, verbs
from reportkit.rules.clauses.clause import Clause, clause, type_of_fault
from reportkit.rules.clauses.gaps import GAPS_AT, PREPOSITION_AT, after_modal, preposition
from reportkit.rules.clauses.number import ALSO_NOUNS, existence, wrong_number, wrong_number_of_noun
from reportkit.rules.clauses.verbs import (
    WORDS_THAT_ARE_ALSO_NOUNS,
    to_be,
    wrong_form,
    wrong_form_of_noun,
)
from reportkit.rules.clauses.words import WORDS_AT, adverb_before_noun, comparison, owner
from reportkit.rules.nouns import word_set
from reportkit.rules.parsed import Parsed


def clause_hits(sentences: tuple[Parsed, ...]) -> dict[str, list[Hit]]:
    """Return what is wrong in the clauses of `sentences`, by the code of the rule that tells it."""
    found: dict[str, list[Hit]] = {}
    for sentence in sentences:
        for code, hit in _faults(clause(sentence)):
            found.setdefault(code, []).append(hit)
    return found


def _faults(clause: Clause) -> Iterator[type_of_fault]:
    strict = articles.strict_nouns()
    for i, (word, form) in enumerate(zip(clause.words, clause.forms, strict=True)):
        article = _ARTICLES_AT.get(word)
        if article:
            yield from article(clause, i)
        if word == "most" or (word.endswith("est") and clause.tag(i) == "JJS"):
            yield from articles.superlative(clause, i)
        if word in {"most", "each"}:
            yield from articles.of_the(clause, i)
        if word in strict:
            yield from articles.bare_noun(clause, i)
        look = _VERBS_AT.get(word)
        if look:
            yield from look(clause, i)
        small = WORDS_AT.get(word)
        if small:
            yield from small(clause, i)
        if word in {"the", "a", "an"}:
            yield from articles.extra(clause, i)
            yield from adverb_before_noun(clause, i)
            if word != "the":
                yield from owner(clause, i)
        elif clause.tag(i) in {"JJR", "RBR"}:
            yield from comparison(clause, i)
        if word in articles.RELATIONAL:
            yield from articles.relational(clause, i)
        gap = GAPS_AT.get(word)
        if gap:
            yield from gap(clause, i)
        if word in PREPOSITION_AT:
            yield from preposition(clause, i)
        if word == "not" and clause.word(i - 1) in {"does", "do", "did"}:
            yield from after_modal(clause, i)
        if form is not None and not clause.is_joined(i):
            if word not in _AUXILIARIES:
                yield from wrong_form(clause, i, form)
            yield from wrong_number(clause, i, form)
        elif word in WORDS_THAT_ARE_ALSO_NOUNS:
            yield from wrong_form_of_noun(clause, i)
        if word in ALSO_NOUNS:
            yield from wrong_number_of_noun(clause, i)
        if clause.word(i - 1) == "to" and word.endswith("s") and not word.endswith("ss"):
            yield from verbs.third_after_to(clause, i)
        if word == "be":
            yield from to_be(clause, i)
        elif word == "there":
            yield from existence(clause, i)


_VERBS_AT = {
    "lets": verbs.lets,
    "supposed": verbs.supposed,
    "assumed": verbs.supposed,
    **dict.fromkeys(verbs.LETTING_DO, verbs.whom),
}
_AUXILIARIES = word_set("auxiliaries")


_ARTICLES_AT = {
    "same": articles.same,
    "following": articles.following,
    "such": articles.such,
    "fact": articles.fact,
    "general": articles.general,
    "special": articles.general,
    **dict.fromkeys(articles.PARTICULAR, articles.particular),
    **dict.fromkeys(
        ["first", "second", "third", "last", "next", "previous", "preceding", "latter", "former"],
        articles.ordinal,
    ),
    **dict.fromkeys(articles.BARE_OF, articles.bare_of),
    **dict.fromkeys(articles.PLURALS_WITH, articles.determiner),
    **dict.fromkeys(["this", "each", "every", "a", "an", "one", "another"], articles.determiner),
    **dict.fromkeys(["any", "some", "all", "none"], articles.of_the),
}
