"""Adjectives and adverbs, comparisons, and small words that are too many or too few."""

from collections.abc import Iterator, Mapping

from reportkit.rules.clauses.articles import plurals
from reportkit.rules.clauses.clause import BE, DO, HAVE, MODALS, Clause, type_of_fault, type_of_look
from reportkit.rules.nouns import count_nouns, word_set

# adjectives of degree, and what they may be meant to strengthen
_DEGREES = word_set("degrees")
_GRADED = word_set("graded")
_WITH_LY = word_set("with_ly")
# "is assumed independent", "remains uniform", "makes it explicit": the adjective is right
_WITH_PREDICATE = word_set("with_predicate")
_AFTER_ADVERB = word_set("after_adverb")


def degree(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "a relative strong assumption", "significant better"."""
    if clause.word(i + 1) not in _GRADED or clause.is_joined(i) or clause.is_joined(i + 1):
        return
    compared = clause.word(i + 1).endswith("er") or clause.word(i + 1) in {
        "better",
        "worse",
        "more",
        "less",
    }
    before = clause.word(i - 1)
    if compared or before in {"a", "an", "is", "are", "was", "were"}:
        yield (
            "RK723",
            clause.hit(i, "An adverb in -ly belongs before an adjective", clause.word(i) + "ly"),
        )


def manner(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "follows direct from", "are initialized random"."""
    form = clause.forms[i - 1] if i else None
    auxiliary = clause.word(i - 1) in BE | HAVE | DO
    if (
        form is None
        or auxiliary
        or clause.word(i + 1) not in _AFTER_ADVERB
        or form.base in _WITH_PREDICATE
    ):
        return
    if (
        clause.tag(i) in {"JJ", "NN", "RB"}
        and form.kinds != "g"
        and clause.word(i - 2) not in {"it", "them"}
    ):
        yield "RK723", clause.hit(i, "An adverb in -ly belongs to the verb")


def adverb_before_noun(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "a slightly modification", "an exponentially upper bound"."""
    k = i + 2
    if (
        clause.tag(i + 1) != "RB"
        or not clause.word(i + 1).endswith("ly")
        or clause.word(i + 1) in {"only", "early", "likely", "family"}
    ):
        return
    if clause.word(k) in {"upper", "lower"}:
        k += 1
    noun = clause.word(k) in count_nouns() and clause.tag(k) in {"NN", "NNS", "VBN", "VBD"}
    if (
        noun
        and clause.tag(k + 1) not in {"NN", "NNS", "JJ", "VBN", "HYPH", "CD"}
        and not clause.is_joined(k)
    ):
        yield "RK723", clause.hit(i + 1, "An adjective belongs before a noun, without -ly")


def comparison(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "smaller as in the first case" and "is smaller the old bound"."""
    following, after = clause.word(i + 1), clause.word(i + 2)
    before = clause.word(clause.before_adverbs(i))
    if (
        following == "as"
        and after in {"in", "for", "before", "that", "those"}
        and before not in {"as", "so", "the"}
    ):
        yield "RK704", clause.hit(i + 1, "A comparison takes “than”", "than")
    elif (
        following == "the"
        and before in BE
        and clause.tag(i + 2)[:2] in {"NN", "JJ"}
        and "," not in clause.words[i : i + 8]
    ):
        yield "RK704", clause.hit(i, "“than” is missing", last=i + 1)


def many(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "not many literature"."""
    if clause.word(i + 1) in _UNCOUNTED and clause.tag(i + 2) not in {"NN", "NNS", "HYPH"}:
        yield (
            "RK715",
            clause.hit(i, f"“{clause.word(i + 1)}” is not counted: “much”, “little”", last=i + 1),
        )


_UNCOUNTED = word_set("uncounted")


def that_that(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "the theorem states that that the error"."""
    if clause.word(i + 1) == "that" and (
        clause.word(i + 2) in {"the", "a", "an", "we", "it", "this", "all", "for", "there"}
    ):
        yield "RK725", clause.hit(i + 1, "The word stands twice")


def one_of(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "is one the key tools" and "a number other methods"."""
    if clause.word(i) == "one":
        if (
            clause.word(i - 1) in BE
            and clause.word(i + 1) in {"the", "these", "those", "our"}
            and clause.word(i + 2) not in {"one", "other"}
        ):
            yield "RK724", clause.hit(i, "“of” is missing", "one of")
    elif clause.word(i - 1) in {"a", "an"}:
        k = i + 1
        while clause.tag(k) == "JJ" and k < i + 4:
            k += 1
        if (
            clause.tag(k) == "NNS"
            and clause.word(k) in plurals()
            and clause.tag(k + 1) not in {"NN", "NNS"}
            and not clause.is_joined(i)
        ):
            yield "RK724", clause.hit(i, "“of” is missing", f"{clause.word(i)} of")


def owner(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "an objects lifetime"."""
    singular = plurals().get(clause.word(i + 1))
    owned = clause.word(i + 2)
    if not singular or owned not in count_nouns() or owned in _BUILT_WITH or clause.kinds(i + 2):
        return
    tags = (
        clause.tag(i + 1) in {"NNS", "VBZ"},
        clause.tag(i + 2) == "NN",
        clause.tag(i + 3) not in {"NN", "NNS"},
    )
    if all(tags) and not clause.is_joined(i + 1):
        message = f"An apostrophe is missing: “{singular}'s”"
        yield "RK729", clause.hit(i + 1, message, f"{singular}'s")


# "a weights matrix"
_BUILT_WITH = frozenset(["matrix", "vector", "space", "set", "class", "model", "approach"])
# adjectives that are no verbs, and seldom stand before a participle as predicates
_BEFORE_VERBS = word_set("before_verbs")
_EXACTLY = word_set("exactly")


def before_verb(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "to efficient compute it", "is common used", "they artificial supply it"."""
    before, kinds = clause.word(i - 1), clause.kinds(i + 1)
    if clause.is_joined(i) or clause.is_joined(i + 1):
        return
    infinitive = (before == "to" or before in MODALS or clause.word(i - 2) in DO) and kinds == "b"
    subject = (
        before in {"we", "they", "it", "you", "this"}
        and kinds in {"b", "s"}
        and clause.opens(i - 1)
    )
    passive = (
        before in BE | {"more", "most", "been"}
        and kinds in {"dn", "n"}
        and clause.word(i + 2) in _AFTER_PASSIVE
    )
    if infinitive or subject or passive:
        yield "RK723", clause.hit(i, "An adverb in -ly belongs to the verb")


_AFTER_PASSIVE = word_set("after_passive")


def exact(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "this is exact the bound"."""
    if (
        clause.word(i - 1) in BE | {"almost", "not"}
        and clause.word(i + 1) in _EXACTLY
        and clause.tag(i + 2)[:2] in {"NN", "JJ", "PR", "MA", "IN"}
    ):
        yield "RK723", clause.hit(i, "“exactly”", "exactly")


def without_ly(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "the samples are independently of the weights"."""
    if clause.word(i - 1) in BE and clause.word(i + 1) in {"of", "from"}:
        yield "RK723", clause.hit(i, "After “is” comes the adjective, without -ly", "independent")


def _both(first: type_of_look, second: type_of_look | None) -> type_of_look:
    """Return what looks with both."""
    if second is None:
        return first

    def look(clause: Clause, i: int) -> Iterator[type_of_fault]:
        yield from first(clause, i)
        yield from second(clause, i)

    return look


def _looks() -> Mapping[str, type_of_look]:
    """Return what looks at which word."""
    looks: dict[str, type_of_look] = dict.fromkeys(_BEFORE_VERBS, before_verb)
    looks |= {word: _both(manner, looks.get(word)) for word in _WITH_LY}
    looks |= {word: _both(degree, looks.get(word)) for word in _DEGREES}
    looks["exact"] = _both(exact, looks.get("exact"))
    looks |= {"many": many, "few": many, "that": that_that}
    looks |= dict.fromkeys(
        [
            "one",
            "number",
            "pair",
            "set",
            "couple",
            "variety",
            "family",
            "group",
            "collection",
            "sequence",
        ],
        one_of,
    )
    looks["independently"] = without_ly
    return looks


WORDS_AT = _looks()
