"""What a clause lacks: its verb, its subject, a preposition."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from reportkit.rules.clauses.clause import (
    BE,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    Clause,
    type_of_fault,
    type_of_look,
)
from reportkit.rules.nouns import word_set

_ARTICLES = frozenset(["the", "a", "an"])
# adjectives that stand as predicates, and seldom after their noun unless something hangs on them
_PREDICATES = word_set("predicates")
_NO_SUBJECT_BEFORE = frozenset(["since", "because", "although", "though", "unless", "whenever"])
_CONNECTIVES = frozenset(["then", "hence", "thus", "therefore", "so"])
_SUBJECTS = word_set("subjects")
_STOPS = word_set("stops")
_LINKS = word_set("links")


def _is_verb(clause: Clause, i: int) -> bool:
    """Return whether the word at i may be a verb of any form but -ing."""
    kinds, tag = clause.kinds(i), clause.tag(i)
    return (
        bool(kinds and kinds != "g")
        or tag in {"VB", "VBP", "VBZ", "VBD", "MD", "VBN"}
        or clause.word(i) in BE
    )


def _end_of_clause(clause: Clause, i: int) -> int:
    while i < len(clause.words) and clause.word(i) not in _STOPS and clause.word(i) not in _LINKS:
        i += 1
    return i


def _no_verb_after(clause: Clause, i: int) -> bool:
    """Return whether no verb follows before the clause ends."""
    return not any(_is_verb(clause, k) for k in range(i, _end_of_clause(clause, i)))


_INVERTING = word_set("inverting")


def after_modal(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "the limit does not on the scale", "it can the loss": no verb follows."""
    following = clause.after_adverbs(i)
    following += clause.word(following) == "either"
    word = clause.word(following)
    if following >= len(clause.words) or word in _STOPS or word in _LINKS or i == 0:
        return
    before = clause.word(clause.before_adverbs(i))
    if before in _INVERTING or clause.words[-1] == "?" or clause.tag(i) == "NN":
        return
    starts = word in _ARTICLES or word in PREPOSITIONS or clause.tag(following) == "MATH"
    if starts and _no_verb_after(clause, following):
        yield "RK712", clause.hit(i, "A verb is missing after this", last=following)


def without_subject(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "since is convex", "then can apply", "hence follows that"."""
    following = clause.after_adverbs(i)
    word, after = clause.word(following), clause.word(following + 1)
    if clause.word(i) in _NO_SUBJECT_BEFORE:
        if following != i + 1:
            return  # a citation may have stood between
        finite = (
            word in MODALS
            or word in {"is", "are", "was", "were", "has", "have"}
            or clause.kinds(following) == "s"
        )
        if finite and after not in _SUBJECTS:
            yield "RK726", clause.hit(i, "The subject is missing", last=following)
    elif (
        following == i + 1
        and clause.word(i - 1) in {"", ";"}
        and word in MODALS - {"will"}
        and after not in _SUBJECTS
        and _is_bare_verb(clause, following + 1)
    ):
        yield "RK726", clause.hit(i, "The subject is missing", last=following)


def _is_bare_verb(clause: Clause, i: int) -> bool:
    return "b" in clause.kinds(i) or clause.word(i) in {"be", "have"} or clause.tag(i) == "VB"


def _introduced_by_preposition(clause: Clause, i: int) -> bool:
    """Return whether nothing but a phrase with a preposition stands before the word at i."""
    if clause.word(0) not in {"in", "from", "by", "at", "for", "under", "with", "to"} or i > 9:
        return False
    rest = range(1, i)
    return bool(rest) and not any(
        clause.word(k) in _STOPS
        or clause.word(k) in _LINKS - {"and"}
        or clause.tag(k) in {"VBG", "WDT", "EX"}
        or _is_verb(clause, k)
        or clause.word(k) in _SUBJECTS
        for k in rest
    )


_IMPERSONAL = word_set("impersonal")


def impersonal(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "In Section 3 is shown that" and "From this follows that": no "it"."""
    following = clause.after_adverbs(i)
    if clause.word(i) == "follows":
        wanted = clause.word(i + 1) == "that"
    else:
        wanted = clause.word(following) in _IMPERSONAL and clause.word(following + 1) in {
            "that",
            "how",
            "to",
        }
    told = clause.word(i - 1) == "that" and _tells(clause, i - 1) and clause.word(i - 2) != "fact"
    if wanted and (told or _introduced_by_preposition(clause, i) or _follows_connective(clause, i)):
        yield (
            "RK726",
            clause.hit(i, "The subject is missing: “it is shown that”, “it follows that”"),
        )


def _follows_connective(clause: Clause, i: int) -> bool:
    return clause.word(i - 1) in _CONNECTIVES and clause.opens(i - 1)


def after_pronoun(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "we the unique map" and "we by x the set": no verb follows the pronoun."""
    if not clause.opens(i) or clause.is_joined(i):
        return
    yield from two_subjects(clause, i)
    following = clause.after_adverbs(i)
    word = clause.word(following)
    all_the = word == "all" and clause.word(following + 1) in _ARTICLES
    if word in {"the", "a", "an"} or all_the or (word in {"able", "ready", "interested", "unable"}):
        yield "RK712", clause.hit(i, "A verb is missing", last=following)
    elif word in PREPOSITIONS | {"that"} and _no_verb_after(clause, following):
        end = _end_of_clause(clause, following + 1)
        if word == "that" or clause.word(end) in {".", "that"}:
            yield "RK712", clause.hit(i, "A verb is missing", last=following)


def bare_predicate(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "this because", "this a good choice", "there three cases": no verb."""
    word, following = clause.word(i), clause.word(i + 1)
    if not clause.opens(i) or clause.is_joined(i):
        return
    if word == "this" and i == 0 and following in {"because", "due", "not"}:
        missing = clause.word(2) not in {"only", "just"}
    elif word == "there":
        counted = clause.tag(i + 1) == "CD" or following in {"a", "an", "no", "many", "several"}
        missing = counted and clause.tag(i + 2)[:2] in {"NN", "JJ"} and i == 0
    elif following in {"a", "an"} and word != "that":
        missing = (
            clause.tag(i + 2)[:2] in {"NN", "JJ", "RB"}
            and clause.word(i + 2) != "priori"
            and i == 0
        )
    else:
        impractical = clause.tag(i + 1) == "JJ" and word in {"this", "that", "it"} and i == 0
        missing = (
            impractical
            and clause.word(i + 2) in {"for", "to", "because", "."}
            and _no_verb_after(clause, i + 2)
        )
    if missing:
        yield "RK712", clause.hit(i, "A verb is missing: “this is”, “there are”", last=i + 1)


def pronoun_not(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "they not depend on it" and "the net not able to"."""
    before, following = clause.word(i - 1), clause.word(i + 1)
    if before in {"we", "they", "it", "you", "this"} and clause.opens(i - 1):
        if clause.kinds(i + 1) in {"b", "s"} or following in {"able", "possible", "be"}:
            yield "RK712", clause.hit(i, "A verb is missing before “not”", last=i + 1)
    elif clause.tag(i - 1)[:2] == "NN" and following in {"able", "possible", "necessarily"}:
        phrase = clause.phrase_before(i - 1)
        if phrase is not None and clause.opens(phrase.start):
            yield "RK712", clause.hit(i, "A verb is missing before “not”", last=i + 1)


def two_subjects(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "because we it avoids": two subjects for one verb."""
    if clause.opens(i) and clause.word(i + 1) in {"it", "we", "they"}:
        k = clause.after_adverbs(i + 1)
        if clause.kinds(k) in {"b", "s"} or clause.word(k) in {"is", "are", "can", "has", "have"}:
            yield "RK725", clause.hit(i, "One subject is too many", last=i + 1)


def predicate(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "note that the bound independent of the width": "is" is missing."""
    following = clause.word(i + 1)
    hangs = following in PREPOSITIONS or following in {
        ".",
        ",",
        "for",
        "to",
        "than",
        "everywhere",
        "and",
    }
    if not hangs or clause.is_joined(i) or not _no_verb_after(clause, i + 1):
        return
    end = clause.before_adverbs(i)
    phrase = clause.phrase_before(end)
    if phrase is None or phrase.determiner in {
        "",
        "any",
        "some",
        "no",
        "such",
        "every",
        "all",
        "each",
    }:
        return
    opener = clause.word(phrase.start - 1)
    if (
        opener in {"because", "since", "whenever", "if", "when", "although"}
        or (opener == "that" and _tells(clause, phrase.start - 1))
        or (phrase.start == 0 and clause.tag(end) == "MATH" and clause.word(0) == "the")
    ):
        yield "RK712", clause.hit(i, "A verb is missing: “is” before this word")


_TELLING = word_set("gaps_telling")


def _tells(clause: Clause, that: int) -> bool:
    return clause.word(that - 1) in _TELLING


# ------------------------------------------------------------------ prepositions


# what takes a preposition, and which; it is missing before an article, a pronoun or a formula
_PREPOSITION_AFTER: Mapping[str, str] = MappingProxyType(
    {
        "deal": "with", "deals": "with", "dealing": "with", "compared": "to", "thanks": "to", "contrary": "to", "prior": "to",
        "consist": "of", "consists": "of", "consisted": "of", "consisting": "of",
        "depend": "on", "depends": "on", "depended": "on", "depending": "on",
        "rely": "on", "relies": "on", "relied": "on", "relying": "on",
        "belong": "to", "belongs": "to", "belonging": "to", "belonged": "to",
        "correspond": "to", "corresponds": "to", "corresponding": "to", "corresponded": "to",
        "according": "to", "instead": "of", "regardless": "of", "irrespective": "of",
        "refer": "to", "refers": "to", "referring": "to",
        "converge": "to", "converges": "to", "converging": "to",
        "differ": "from", "differs": "from", "differed": "from",
        "coincide": "with", "coincides": "with",
        "amount": "to", "amounts": "to",
"lead": "to", "leads": "to", "arise": "from", "arises": "from", "arising": "from", "emerge": "from", "emerges": "from",
        "participate": "in", "participates": "in", "adhere": "to", "adheres": "to", "respond": "to", "responds": "to", "react": "to",
        "reacts": "to", "agrees": "with", "disagree": "with", "disagrees": "with", "compete": "with", "competes": "with",
        "insist": "on", "insists": "on", "occurs": "in", "happens": "in", "looks": "at", "looking": "at",
                "account": "for", "accounts": "for",
        "interact": "with", "interacts": "with",
        "comply": "with", "complies": "with",
        "reminiscent": "of", "capable": "of", "devoid": "of", "independent": "of", "equal": "to", "isomorphic": "to", "equivalent": "to",
        "similar": "to", "identical": "to", "proportional": "to", "orthogonal": "to", "analogous": "to",
        "diffeomorphic": "to", "homeomorphic": "to", "homotopic": "to", "tantamount": "to", "adjacent": "to", "isometric": "to",
        "based": "on", "due": "to", "conditioned": "on", "dependent": "on", "parallel": "to", "respect": "to",
        "interested": "in", "contained": "in", "composed": "of", "comprised": "of", "responsible": "for",
    }
)  # fmt: skip
_NEED_BE = word_set("need_be")
_WITH_PHRASE = word_set("with_phrase")


def preposition(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "consists two parts", "is equal the sum", "depends the rate"."""
    word, following = clause.word(i), clause.word(i + 1)
    if not (following in _WITH_PHRASE or clause.tag(i + 1) == "MATH") or clause.is_joined(i):
        return
    before = clause.word(clause.before_adverbs(i))
    if word in _NEED_BE and before not in BE:
        return
    if clause.tag(i + 1) == "MATH" and word not in {
        "converges",
        "converge",
        "belongs",
        "belong",
        "depends",
        "depend",
        "corresponds",
    }:
        return
    if word == "refer" and any(w.startswith("reader") for w in clause.words[i : i + 4]):
        return
    if word in {"compared", "thanks", "contrary", "prior"} and i:
        return
    if (word.startswith("deal") and following in {"a", "an"}) or (
        word == "deal" and clause.tag(i) == "NN"
    ):
        return
    if word in {"instead", "according"} and not clause.opens(i) and clause.tag(i - 1) == "VB":
        return
    if word == "instead" and not clause.opens(i):
        return
    if word in {"lead", "leads"} and (
        following not in {"a", "an", "the"}
        or clause.word(i + 2) in _LED
        or "to" in clause.words[i : i + 9]
    ):
        return
    if word.startswith(("correspond", "arise", "emerge")) and before == "there":
        return
    if word == "respect" and before != "with":
        return
    if word in {"account", "amount", "corresponding"} and (
        before in DETERMINERS or clause.tag(i) == "NN"
    ):
        return
    yield (
        "RK724",
        clause.hit(
            i, f"“{_PREPOSITION_AFTER[word]}” is missing", f"{word} {_PREPOSITION_AFTER[word]}"
        ),
    )


_LED = frozenset(["reader", "way", "field", "team", "author", "group", "reviewer"])


def _looks() -> Mapping[str, type_of_look]:
    looks: dict[str, type_of_look] = {}
    looks |= dict.fromkeys(MODALS, after_modal)
    looks |= dict.fromkeys(_NO_SUBJECT_BEFORE | _CONNECTIVES, without_subject)
    looks |= dict.fromkeys(["is", "was", "follows"], impersonal)
    looks |= dict.fromkeys(["we", "they"], after_pronoun)
    looks |= dict.fromkeys(_PREDICATES, predicate)
    looks |= dict.fromkeys(["this", "that", "it", "there"], bare_predicate)
    looks["not"] = pronoun_not
    return looks


GAPS_AT = _looks()
PREPOSITION_AT = frozenset(_PREPOSITION_AFTER)
