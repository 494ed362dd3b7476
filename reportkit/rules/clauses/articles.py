"""Articles and numbers of nouns, told by the words around them."""

from collections.abc import Iterator
from functools import cache

from reportkit.rules.clauses.clause import BE, DETERMINERS, PREPOSITIONS, Clause, type_of_fault
from reportkit.rules.nouns import count_nouns, word_set

# what stands before "same", "following" and superlatives besides "the"
_HAS_ARTICLE = DETERMINERS | word_set("has_article")
_NOT_NOUN_NEXT = word_set("not_noun_next")
# "of smallest degree": with these a superlative goes bare
_MEASURES = word_set("measures")
PLURALS_WITH = word_set("plurals_with")


@cache
def plurals() -> dict[str, str]:
    """Return the nouns that are counted by their plural."""
    return {_plural(noun): noun for noun in count_nouns() if not noun.endswith(("ics", "series"))}


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh", "z")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


_ALSO_NOUNS = word_set("also_nouns")


def _ends_phrase(clause: Clause, i: int) -> bool:
    """Return whether no further noun follows the one at i."""
    word = clause.word(i + 1)
    is_verb = bool(clause.kinds(i + 1)) or word[:-1] in _ALSO_NOUNS
    if clause.tag(i + 1) == "VBZ" and len(word) > 6 and not is_verb:
        return False  # "optimal circuit architectures", whatever the tagger says
    return clause.tag(i + 1) not in _NOT_NOUN_NEXT and clause.word(i + 1) not in {
        "-",
        "–",
        "/",
        "’",
        "'",
        "(",
    }


def _noun_after(clause: Clause, i: int) -> int:
    """Return the place of the last noun of the phrase that goes on after i; -1 for none."""
    k, last = i + 1, -1
    while k < len(clause.words) and k - i < 6:
        tag = clause.tag(k)
        if tag in {"NN", "NNS", "NNP"}:
            last = k
        elif tag not in {"JJ", "JJR", "VBN", "CD", "HYPH"} or last >= 0:
            break
        k += 1
    return last


def _near_noun_after(clause: Clause, i: int) -> int:
    """Return the place of a singular noun, at most three words after i, that ends its phrase; -1 for none."""
    noun = _noun_after(clause, i)
    near = 0 <= noun <= i + 3 and clause.tag(noun) == "NN" and _ends_phrase(clause, noun)
    return noun if near else -1


def same(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "in same way"."""
    before = clause.word(i - 1)
    if (
        before in _HAS_ARTICLE
        or clause.is_joined(i)
        or _noun_after(clause, i) < 0
        or before in {"another", ","}
        or clause.sentence.tokens[i].text.isupper()
    ):
        return
    yield "RK708", clause.hit(i, "“the” is missing before “same”", f"the {clause.word(i)}")


def following(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "we prove following lemma"."""
    noun = _noun_after(clause, i)
    if noun < 0 or clause.word(i - 1) in _HAS_ARTICLE or clause.is_joined(i):
        return
    singular = plurals().get(clause.word(noun), clause.word(noun))
    if singular not in count_nouns() or not _ends_phrase(clause, noun):
        return
    after_verb = (
        "b" in clause.kinds(i - 1) or "s" in clause.kinds(i - 1) or "g" in clause.kinds(i - 1)
    )
    starts = i == 0 and (clause.word(noun + 1) in BE or "s" in clause.kinds(noun + 1))
    if clause.word(i - 1) in _BEFORE_ACTS:
        return  # "suggest following the policy": a verb
    if clause.word(i - 1) in PREPOSITIONS or after_verb or starts:
        yield "RK708", clause.hit(i, "“the” is missing before “following”")


_BEFORE_ACTS = word_set("before_acts")


def superlative(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "start from largest degrees" and "this is most naive approach"."""
    before, noun = clause.word(i - 1), _noun_after(clause, i)
    if noun < 0 or before in _HAS_ARTICLE or clause.is_joined(i) or clause.word(noun) in _MEASURES:
        return
    if clause.word(i) == "most":
        if (
            clause.tag(i + 1) not in {"JJ", "RB"}
            or clause.tag(noun) != "NN"
            or clause.word(noun) not in count_nouns()
        ):
            return
    elif clause.tag(i) != "JJS" or clause.word(i) in {"least", "most", "latest", "best"}:
        return
    if any(clause.tag(k) in {"NN", "HYPH"} for k in range(i + 1, noun)):
        return  # "nearest neighbour metrics"
    place = (
        before in PREPOSITIONS - {"at"}
        or before in BE
        or "b" in clause.kinds(i - 1)
        or "g" in clause.kinds(i - 1)
    )
    if place and _ends_phrase(clause, noun):
        yield "RK708", clause.hit(i, "“the” is missing before the superlative")


_NO_ORDINAL_WITH = word_set("no_ordinal_with")


def ordinal(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "in first step", "on second line", "in previous section"."""
    noun = _noun_after(clause, i)
    if (
        noun < 0
        or clause.word(i - 1) not in PREPOSITIONS
        or clause.is_joined(i)
        or clause.tag(noun) != "NN"
    ):
        return
    if (
        clause.word(noun) in count_nouns() - _NO_ORDINAL_WITH
        and _ends_phrase(clause, noun)
        and noun == i + 1
    ) and (clause.word(i - 1) != "of" or clause.word(i) in {"previous", "next", "last"}):
        yield (
            "RK708",
            clause.hit(i - 1, f"“the” is missing before “{clause.word(i)}”", last=noun),
        )


BARE_OF = word_set("bare_of")


def _has_predicate(clause: Clause) -> bool:
    """Return whether the phrase that opens the sentence is the subject of a verb near it."""
    for k in range(3, min(len(clause.words), 10)):
        if clause.kinds(k) == "s" or clause.word(k) in {"is", "was"}:
            phrase = clause.phrase_before(clause.before_adverbs(k))
            return phrase is not None and phrase.start == 0
    return False


def bare_of(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "with help of the lemma", "in body of the function"."""
    if clause.word(i + 1) != "of" or clause.tag(i) != "NN":
        return
    if i == 0 and _has_predicate(clause):
        yield "RK708", clause.hit(i, f"“the” is missing before “{clause.words[0]}”")
    before, word = clause.word(i - 1), clause.word(i)
    idiom = (before, word) in {
        ("by", "help"),
        ("up", "end"),
        ("in", "course"),
        ("in", "proof"),
        ("under", "union"),
        ("under", "intersection"),
    }
    if (
        before in {"in", "with", "at", "on", "for", "by", "from", "to", "under", "inside"}
        and not idiom
    ):
        yield "RK708", clause.hit(i - 1, f"“the” is missing before “{word}”", last=i)


def determiner(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "this lemmas says", "two pointer", "one rows"."""
    word = clause.word(i)
    if clause.is_joined(i) or clause.word(i - 1) in {"-", "–"}:
        return
    if (
        word == "this"
        and clause.word(i + 1) in {"two", "three", "four"}
        and clause.tag(i + 2) == "NNS"
    ):
        yield "RK707", clause.hit(i, "“these” before more than one thing", "these")
    k = i + 1
    while (
        clause.tag(k) in {"JJ", "VBN", "JJR", "JJS"}
        and k - i < 4
        and clause.word(k) not in count_nouns()
        and clause.word(k) not in plurals()
    ):
        if clause.word(k) in {"few", "many", "other", "more", "such", "priori", "dimensional"}:
            return
        k += 1
    noun = clause.word(k)
    if not _ends_phrase(clause, k):
        return
    if word in PLURALS_WITH:
        yield from _singular_after(clause, i, k)
    elif (
        (
            noun in plurals()
            and clause.kinds(k) == ""
            and (word not in {"this", "that"} or _is_finite(clause, k + 1))
        )
        and noun not in {"means", "ones", "maxima", "uses"}
        and (clause.tag(k) == "NNS" or word == "this")
    ):
        yield "RK707", clause.hit(i, f"“{word}” and “{noun}” differ in number", last=k)


def _is_finite(clause: Clause, i: int) -> bool:
    return clause.kinds(i) in {"s", "b"} or clause.word(i) in {
        "is",
        "are",
        "was",
        "were",
        "can",
        "will",
        "must",
        "has",
        "have",
    }


_AFTER_SINGULAR = word_set("after_singular")


def _singular_after(clause: Clause, i: int, k: int) -> Iterator[type_of_fault]:
    noun = clause.word(k)
    if (
        noun not in count_nouns()
        or noun in _SAME_IN_PLURAL
        or clause.tag(k) not in {"NN", "VB", "VBP"}
    ):
        return
    if clause.word(k + 1) not in _AFTER_SINGULAR or (
        clause.word(k + 1) in {"and", "or", ",", "to"} and k > i + 1
    ):
        return
    if (
        clause.word(i) in {"few", "many"}
        and clause.word(i - 1) in {"a", "an", "how", "so"}
        and k > i + 1
    ):
        return
    if (
        clause.word(i - 1)
        in {"level", "part", "section", "layer", "chapter", "step", "case", "page", "theorem", "of"}
        and clause.tag(i) == "CD"
    ):
        return
    yield "RK707", clause.hit(i, f"The plural of “{noun}” belongs after “{clause.word(i)}”", last=k)


_SAME_IN_PLURAL = word_set("same_in_plural")


def of_the(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "any of the string", "one of the result", "some of the strongest signal are"."""
    if clause.word(i + 1) != "of" or clause.word(i + 2) not in {
        "the",
        "these",
        "those",
        "our",
        "its",
        "their",
    }:
        return
    noun = _noun_after(clause, i + 2)
    if (
        noun < 0
        or clause.tag(noun) != "NN"
        or clause.word(noun) not in count_nouns()
        or not _ends_phrase(clause, noun)
    ):
        return
    if clause.word(i) in {"some", "all", "most", "none"} and clause.word(noun + 1) not in {
        "are",
        "were",
        "have",
        "carry",
    }:
        return
    yield "RK721", clause.hit(noun, f"After “{clause.word(i)} of the” comes the plural")


# ------------------------------------------------------------------ a noun without an article


# counted nouns that go bare in many places: "in dimension", "by definition", "learning theory"
_OFTEN_BARE = word_set("often_bare")
_STRICT_AFTER = word_set("strict_after")
_SKIP_BEFORE = word_set("skip_before")


@cache
def strict_nouns() -> frozenset[str]:
    """Return the nouns that stand without an article hardly anywhere."""
    return count_nouns() - _OFTEN_BARE


def bare_noun(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "on array of points", "using union bound", "then function is"."""
    if clause.tag(i) != "NN" or not _ends_phrase(clause, i) or clause.is_joined(i):
        return
    if not any(tag in {"VBZ", "VBP", "VBD", "MD", "VB"} for tag in clause.tags):
        return  # a title
    start = i
    while start > 0 and clause.tag(start - 1) in {"JJ", "NN", "NNP", "JJR"} and i - start < 3:
        if clause.word(start - 1) in _NOT_INSIDE:
            return
        start -= 1
    joined = clause.word(i + 1) in {"and", "or", ":"} and clause.word(start - 1) not in BE
    no_phrase = start == 0 or joined or clause.is_joined(start)
    if not no_phrase and _calls_for_article(clause, start, i):
        message = f"“{clause.word(i)}” needs “a” or “the”, or the plural"
        yield "RK708", clause.hit(start, message, last=i)


def _calls_for_article(clause: Clause, start: int, noun: int) -> bool:
    """Return whether the place of the bare phrase from `start` to `noun` is one for an article."""
    before, following = clause.word(start - 1), clause.word(noun + 1)
    if before in _STRICT_AFTER and clause.tag(start - 1) in {"IN", "TO"}:
        loose = before == "with" or (before == "of" and clause.tag(start) != "JJ")
        # "with bounded domain", "the change of measure inequality" are right
        return clause.word(start - 2) not in _SKIP_BEFORE and not (loose and start < noun)
    if before in {"be", "is", "was"} and start == noun:
        return following in {"of", "for", "that", "which", "to"}
    if before in {"be", "is", "was"} and following in {"and", "or"}:
        return clause.tag(start) == "JJ" and clause.word(noun + 2) in DETERMINERS
    if before in _USING or (
        clause.kinds(start - 1) in {"s", "g", "b"} and _is_object(clause, start, noun)
    ):
        return True
    finite = clause.kinds(noun + 1) == "s" or following in _FINITE
    told = before == "that" and clause.tag(start - 1) == "IN" and clause.word(start - 2) in _TELLING
    introduced = before == "," and clause.opens(start)
    return finite and (before in _SUBJECT_AFTER or told or introduced)


_FINITE = frozenset(["is", "has", "can", "was", "does", "must", "will"])
_TELLING = word_set("gaps_telling")


_AFTER_OBJECT = frozenset([".", ",", "of", "for", "that", "which", "in", "on", "with", "such"])


def _is_object(clause: Clause, start: int, noun: int) -> bool:
    """Return whether the phrase may be the object of the verb before it, and nothing else."""
    kinds, farther = clause.kinds(start - 1), clause.word(start - 2)
    if clause.word(noun + 1) not in _AFTER_OBJECT or clause.word(start - 1) in {
        "has",
        "have",
        "having",
    }:
        return False
    if kinds == "g":
        return farther in {"by", "of", "for", "without", "when", "while", "before", "after"}
    return kinds == "s" or (
        kinds == "b" and farther in {"we", "they", "to", "can", "will", "must", "not"}
    )


_NOT_INSIDE = word_set("not_inside")
_USING = word_set("using") - {"used"}
_SUBJECT_AFTER = word_set("subject_after")


_NO_SUCH = word_set("no_such")


def such(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "such function exists": the article is missing."""
    noun = _near_noun_after(clause, i)
    word = clause.word(noun)
    if noun < 0 or word not in count_nouns() or word in _ALSO_STUFF:
        return
    if clause.word(i - 1) in _NO_SUCH or clause.tag(i - 1) in {"JJS", "JJ", "RBS"}:
        return
    if clause.word(i + 1) not in DETERMINERS and clause.word(noun + 1) not in {"and", "or"}:
        yield "RK708", clause.hit(i, "“such a”, or the plural", last=noun)


_ALSO_STUFF = word_set("also_stuff")
PARTICULAR = word_set("particular")
_BARE_WITH_PARTICULAR = word_set("bare_with_particular")


def particular(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "for arbitrary polynomial", "in certain sense": the adjective calls for an article."""
    noun = _near_noun_after(clause, i)
    if noun < 0 or clause.is_joined(i):
        return
    if clause.word(noun) not in count_nouns() - _BARE_WITH_PARTICULAR or clause.word(noun + 1) in {
        "and",
        "or",
    }:
        return
    if any(clause.word(k) in DETERMINERS for k in range(i + 1, noun)) or clause.tag(i) not in {
        "JJ",
        "VBN",
        "JJR",
        "RBR",
    }:
        return
    before = clause.word(i - 1)
    if before in PREPOSITIONS or clause.kinds(i - 1) in {"b", "s", "g"}:
        yield (
            "RK708",
            clause.hit(i, f"“{clause.word(noun)}” needs “a” or “the”, or the plural", last=noun),
        )


def extra(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "they the provide it", "the of problem": an article where none can be."""
    following = clause.word(i + 1)
    is_label = i > 0 and clause.sentence.tokens[i].text == "A"
    if clause.is_joined(i + 1) or clause.is_joined(i) or is_label:
        return
    if _is_before_verb(clause, i) or (clause.word(i) == "the" and _is_before_small_word(clause, i)):
        yield "RK709", clause.hit(i, "No article here, or a noun is missing", last=i + 1)
    elif following.endswith("ly") and clause.word(i + 2) in {"the", "a", "an"}:
        yield "RK709", clause.hit(i, "One article is too many", last=i + 2)
    elif (
        "g" in clause.kinds(i + 1)
        and following != "following"
        and clause.word(i + 2) in {"the", "a", "an", "these", "this"}
    ):
        yield "RK709", clause.hit(i, "No article here: “by minimizing the risk”", last=i + 1)


_ALSO_COMMANDS = frozenset(["get", "have", "find", "let", "apply"])


def _is_before_verb(clause: Clause, i: int) -> bool:
    """Return whether a verb with its object follows the article at i."""
    return (
        clause.kinds(i + 1) in {"b", "s"}
        and clause.word(i + 1) not in _ALSO_COMMANDS
        and clause.tag(i + 2) not in {"NN", "NNS", "NNP", "MATH"}
        and clause.word(i + 2) in {"the", "a", "an", "that", "it", "this"}
    )


def _is_before_small_word(clause: Clause, i: int) -> bool:
    """Return whether "is", "to" and the like follow the article at i, tagged as what they are."""
    following, tag = clause.word(i + 1), clause.tag(i + 1)
    verb = following in {"is", "are", "was", "were", "has", "have"} and tag[:2] == "VB"
    preposition = following in {"to", "from", "with", "at", "into", "how"}
    determiner = following in {"each", "every", "both", "all"} and tag in {"DT", "PDT"}
    return verb or determiner or (preposition and tag in {"IN", "TO", "WRB"})


RELATIONAL = word_set("relational")
_ACTS = word_set("acts")
_BEFORE_RELATIONAL = word_set("before_relational")
_NOUN_OR_MISREAD = frozenset(["NN", "VB", "VBP", "JJ"])
_IN_PHRASE = frozenset(["MATH", "NNS", "JJ", "RB", "CD", "NN", "NNP", "VBN"])
_AFTER_OF = frozenset(
    ["the", "a", "an", "all", "these", "those", "this", "its", "our", "such", "their"]
)


def relational(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "then sum of the terms is", "is union of all balls": the article is missing."""
    if clause.word(i + 1) != "of" or clause.tag(i) not in _NOUN_OR_MISREAD or clause.is_joined(i):
        return
    before = clause.word(i - 1)
    following = clause.word(i + 2) in _AFTER_OF or clause.tag(i + 2) in _IN_PHRASE
    if before == "that" and clause.tag(i - 1) != "IN":
        return
    act = clause.word(i) in _ACTS and before in PREPOSITIONS
    if following and not act and before in _BEFORE_RELATIONAL:
        yield "RK708", clause.hit(i, f"“the” or “a” is missing before “{clause.word(i)} of”")


def fact(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "we use fact that"."""
    if (
        clause.word(i + 1) == "that"
        and i
        and clause.word(i - 1) not in DETERMINERS | {"in"}
        and clause.tag(i - 1) not in {"JJ", "NN", "CD", "VBN"}
    ):
        yield "RK708", clause.hit(i, "“the fact that”", "the fact")


def general(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "in general case", "on other hand"."""
    if (
        clause.word(i - 1) in {"in", "for", "on"}
        and clause.word(i + 1) in {"case", "setting", "hand"}
        and _ends_phrase(clause, i + 1)
    ):
        yield (
            "RK708",
            clause.hit(
                i - 1, f"“the” is missing: “{clause.word(i - 1)} the {clause.word(i)}”", last=i + 1
            ),
        )
