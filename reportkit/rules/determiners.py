"""Rules RK707 and RK721: a determiner and its noun agree in number."""

from collections.abc import Iterator

from reportkit.engines.spacy_nlp import Token
from reportkit.findings import Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.nouns import EITHER_NUMBER, count_nouns, is_state_of_the_art
from reportkit.rules.parsed import Parsed, is_formula
from reportkit.rules.phrases import phrase_hits

_NEEDS = ("english", "spacy")


@rule(
    "RK707",
    "determiner-number",
    Severity.ERROR,
    needs=_NEEDS,
    bad=(
        "These assumption is not satisfied.",
        "The paper does not discuss this limitations in detail.",
        "Both estimator are consistent.",
        "For each classes we need a model.",
    ),
    good=(
        "We bound this distance using standard arguments for it.",
        "This results in a bound of the risk.",
        "We use this exponentially faster algorithm.",
        "These assumptions are satisfied.",
        "Each of the classes is finite.",
        "This means that it holds.",
        "Both the loss and the norm are convex.",
    ),
)
def determiner_number(context: Context) -> Iterator[Hit]:
    """A determiner of one number stands with a noun of the other.

    Fix: "this assumption" or "these assumptions"; "each class"; "both estimators".
    Source: Quirk et al., A Comprehensive Grammar, 5.10.
    """
    for sentence in context.parsed:
        for noun in sentence.tokens:
            if noun.tag in {"NN", "NNS"} and not is_formula(noun):
                yield from _wrong_determiner(sentence, noun)
    yield from phrase_hits(context, "RK707")


_WITH_SINGULAR = frozenset(
    ["a", "an", "this", "that", "each", "every", "another", "neither", "either"]
)
_WITH_PLURAL = frozenset(
    ["these", "those", "several", "few", "many", "both", "various", "numerous"]
)
_NUMERALS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])


def _wrong_determiner(sentence: Parsed, noun: Token) -> Iterator[Hit]:
    """Yield a hit where the nearest determiner before `noun` does not fit it."""
    after = sentence.after(noun)
    if after is not None and (after.lower == "based" or is_state_of_the_art(sentence, noun)):
        return  # "these sampling based methods"
    if (
        noun.tag == "NN"
        and noun.lower.endswith("s")
        and not noun.lower.endswith(("ss", "us", "is"))
    ):
        return  # a plural, whatever the tagger says
    if after is not None and (
        after.tag in {"NN", "NNS", "NNP", "HYPH", "POS", "VBG", "CD"}
        or after.text in "-–"
        or is_formula(after)
    ):
        return
    before = list(sentence.tokens[max(noun.i - 4, 0) : noun.i])
    run = []
    for token in reversed(before):
        run.append(token)
        if token.tag not in {
            "JJ",
            "JJR",
            "JJS",
            "NN",
            "RB",
            "VBN",
            "VBG",
            "HYPH",
            "NNP",
        } or is_formula(token):
            break
    if not run or any(is_formula(t) or t.tag in {"HYPH", "CC"} or t.text in "-–" for t in run):
        return
    if any((len(t.text) == 1 and t.lower != "a") or t.lower in {"using", "given"} for t in run):
        return  # "every k iterations", "this distance using standard arguments"
    determiner = run[-1]
    if noun.tag == "NNS" and determiner.lower in _WITH_SINGULAR and determiner.pos == "DET":
        if (
            noun.lower in EITHER_NUMBER
            or (noun.lower == noun.lemma and not noun.lower.endswith("s"))
            or noun.lower.endswith(("ss", "ics", "sis", "us"))
            or any(
                t.lower in {"few", "many", "dozen", "hundred", "couple", "great", "priori"}
                or t.tag == "CD"
                for t in run
            )
        ):
            return
        if determiner.lower == "that" and sentence.tokens[noun.head].i > noun.i:
            return  # "that functions are": a conjunction
        if determiner.lower in {"neither", "either"} or noun.lemma not in count_nouns():
            return
        if after is not None and after.lower == "in" and noun.lower == "results":
            return  # "this results in": a verb
        if after is not None and after.lower in {"to", "that", "through", "the", "a", "an", "its"}:
            return  # "this objective corresponds to": a verb
        if len(run) > 1 and (run[0].tag in {"NN", "NNP", "VBG"} or run[-2].lower == "other"):
            return  # "every function factors through it": a verb
        yield sentence.hit(
            determiner, f"“{determiner.lower}” and “{noun.lower}” differ in number", last=noun
        )
    elif noun.tag == "NN" and (
        determiner.lower in _WITH_PLURAL or (determiner.lower in _NUMERALS and len(run) == 1)
    ):
        verb_after = after is not None and after.tag in {
            "VBZ",
            "VBP",
            "IN",
            ".",
            ",",
            "VBD",
            "MD",
            "TO",
            "WDT",
            "DT",
            "VBN",
        }
        known = noun.lemma in count_nouns() or determiner.lower == "these"
        if (
            known
            and verb_after
            and noun.lower not in EITHER_NUMBER
            and noun.lower not in {"other", "kind"}
        ):
            yield sentence.hit(
                determiner, f"“{determiner.lower}” and “{noun.lower}” differ in number", last=noun
            )


@rule(
    "RK721",
    "noun-number",
    Severity.ERROR,
    needs=_NEEDS,
    bad=(
        "The stopping criteria is met.",
        "Each of the available action is rewarded.",
        "It holds for all stalk of the sheaf.",
    ),
    good=(
        "The stopping criterion is met.",
        "One of the reasons is speed.",
        "Some of the space is empty.",
        "All data are used.",
    ),
)
def noun_number(context: Context) -> Iterator[Hit]:
    """A noun has the wrong number.

    After "one of the", "each of the", "all" and the like comes the plural; "criteria" is the plural of
    "criterion".

    Fix: put the noun into the other number.
    Source: Quirk et al., A Comprehensive Grammar, 5.73.
    """
    for sentence in context.parsed:
        for noun in sentence.tokens:
            if noun.tag == "NN" and noun.lemma in count_nouns() and not is_formula(noun):
                yield from _singular_after_all(sentence, noun)
    yield from phrase_hits(context, "RK721")


def _singular_after_all(sentence: Parsed, noun: Token) -> Iterator[Hit]:
    """Yield a hit for "all stalk": no determiner but "all", and nothing of which the noun is a part."""
    before, after = sentence.before(noun), sentence.after(noun)
    if before is None or (
        after is not None
        and (
            after.tag in {"NN", "NNS", "HYPH", "NNP", "VBG", "CD"}
            or after.text in "-–"
            or is_formula(after)
        )
    ):
        return
    if before.lower == "all":
        yield sentence.hit(before, f'After "all" comes the plural of “{noun.lower}”', last=noun)
