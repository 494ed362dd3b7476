"""Verbs in the wrong number, with subjects found by the shape of the words before the verb."""

from collections.abc import Iterator

from reportkit.analysis.verbs import VerbForm, third_person
from reportkit.findings import Hit
from reportkit.rules.clauses.clause import OPENERS, PREPOSITIONS, Clause, NounPhrase, type_of_fault
from reportkit.rules.nouns import word_set

_SINGULAR_DETERMINERS = word_set("singular_determiners")
# the noun before "of" says nothing of the number: "the rest of the terms vanish"
_QUANTITIES = word_set("quantities")
_NO_PLURALS = ("ss", "ics", "sis", "us", "is")
_ALSO_SINGULAR = word_set("also_singular")
_SINGULAR_PRONOUNS = word_set("singular_pronouns")
_PLURAL_PRONOUNS = frozenset(["we", "they", "you", "these", "those"])


def wrong_number(clause: Clause, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    """Yield a fault where the verb at i does not agree with the subject before it."""
    bare, third = form.kinds == "b", form.kinds == "s"
    subject = clause.before_adverbs(i)
    if clause.word(subject) == ")" and clause.word(subject - 2) == "(":
        subject -= 3  # "the bound (3) follows"
    if subject < 0 or not (bare or third) or clause.sentence.tokens[i].text[0].isupper():
        return
    if clause.word(i) == "compute" and clause.word(i + 1) not in _OBJECT:
        return  # a noun in machine learning
    word = clause.word(subject)
    if word in {"that", "which", "who"}:
        yield from _after_relative(clause, subject, i, form)
    elif word in _SINGULAR_PRONOUNS or word in _PLURAL_PRONOUNS:
        yield from _after_pronoun(clause, subject, i, form)
    elif (
        word in {"what", "whatever"}
        and bare
        and clause.word(i) not in {"are", "were", "do", "have", "let"}
    ):
        yield "RK706", _hit(clause, i, form, subject)
    elif word == "and":
        yield from _after_and(clause, subject, i, form)
    elif word == ",":
        yield from _after_remark(clause, subject, i, form)
    elif (
        clause.tag(subject) != "MATH"
        or clause.tag(subject - 1).startswith("NN")
        or clause.word(subject - 1) in PREPOSITIONS
    ):
        yield from _after_phrase(clause, subject, i, form)


# nouns as well as verbs: these are verbs where an object follows a subject with its determiner
_ALSO_NOUNS = word_set("also_nouns")


def wrong_number_of_noun(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "the following code show the": a verb that could be a noun, with an object."""
    word = clause.word(i)
    third = word[:-1] in _ALSO_NOUNS
    following = clause.word(i + 1)
    has_object = following in _OBJECT - {"how", "that"} or (
        following == "that" and word in {"show", "shows"}
    )
    if not has_object or not (third or word in _ALSO_NOUNS) or clause.is_joined(i):
        return
    subject = clause.before_adverbs(i)
    phrase = clause.phrase_before(subject)
    if phrase is None or clause.sentence.tokens[i].text[0].isupper():
        return
    form = VerbForm(word[:-1] if third else word, "s" if third else "b")
    if third and _is_second_of_two(clause, phrase):
        yield "RK706", _hit(clause, i, form, i)
    elif clause.opens(phrase.start) and _disagree(clause, phrase, form):
        yield "RK706", _hit(clause, i, form, phrase.head)


ALSO_NOUNS = _ALSO_NOUNS | {word + "s" for word in _ALSO_NOUNS}


def existence(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "there exists integers" and "there is two cases"."""
    at = clause.after_adverbs(i)
    if clause.word(at) not in {"is", "exists", "was"}:
        return
    k = clause.after_adverbs(at)
    first = k
    while clause.tag(k) in {"JJ", "CD", "VBN", "JJR"} and k - first < 4:
        k += 1
    counted = clause.word(first) in {
        "two",
        "three",
        "four",
        "five",
        "several",
        "many",
        "few",
        "various",
    }
    if (
        (
            clause.tag(k) == "NNS"
            and clause.word(k).endswith("s")
            and (counted or not any(clause.tag(m) == "CD" for m in range(first, k)))
        )
        and clause.tag(k + 1) not in {"NN", "NNS", "HYPH", "POS"}
        and not clause.word(k).endswith(_NO_PLURALS)
    ):
        right = {"is": "are", "exists": "exist", "was": "were"}[clause.word(at)]
        yield "RK706", clause.hit(at, f"“there {right}” before more than one thing", right)


def _after_remark(clause: Clause, comma: int, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    """Yield a fault for "the operators, notably the last one, relies on it"."""
    first = next((k for k in range(comma - 2, max(comma - 10, 0), -1) if clause.word(k) == ","), 0)
    inner = range(first + 1, comma)
    if not first or any(clause.tag(k) in _FINITE or clause.word(k) in {"and", "or"} for k in inner):
        return
    phrase = clause.phrase_before(first - 1)
    if phrase is not None and phrase.start == 0 and _disagree(clause, phrase, form):
        yield "RK706", _hit(clause, i, form, i)


_FINITE = frozenset(["VBZ", "VBP", "VBD", "MD", "VBG"])


def _after_phrase(clause: Clause, end: int, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    phrase = clause.phrase_before(end)
    if phrase is None:
        return
    if form.kinds == "b" and _is_act(clause, phrase):
        yield "RK706", _hit(clause, i, form, i)
    elif clause.opens(phrase.start):
        unreal = _is_unreal(clause, i, phrase.start)
        if (form.kinds == "b" and _is_singular(clause, phrase) and not unreal) or (
            form.kinds == "s" and _is_plural(clause, phrase)
        ):
            yield "RK706", _hit(clause, i, form, phrase.head)
    elif form.kinds == "s" and (
        _is_second_of_two(clause, phrase) or _is_plural_after_and(clause, phrase)
    ):
        yield "RK706", _hit(clause, i, form, i)
    elif len(phrase.nouns) == 1:
        yield from _after_short_relative(clause, phrase.start, i, form)


def _is_plural_after_and(clause: Clause, phrase: NounPhrase) -> bool:
    """Return whether "the loss and the weights" stands at the beginning of a clause."""
    if clause.word(phrase.start - 1) != "and" or not _is_plural(clause, phrase):
        return False
    first = clause.phrase_before(phrase.start - 2)
    return (
        first is not None
        and len(first.nouns) == 1
        and first.determiner in {"the", "our", "its", "their", "both"}
        and clause.opens(first.start)
    )


def _after_short_relative(
    clause: Clause, end: int, i: int, form: VerbForm
) -> Iterator[type_of_fault]:
    """Yield a fault for "the bound that we derive in the appendix require it"."""
    relative = next(
        (
            k
            for k in range(end - 1, max(end - 8, 0), -1)
            if clause.word(k) in {"that", "which", "we"}
        ),
        0,
    )
    if not relative:
        return
    if clause.word(relative) == "we" and clause.word(relative - 1) in {"that", "which"}:
        relative -= 1
    pronoun = relative + (clause.word(relative) != "we")
    inner = range(pronoun + 1, i)
    verbs = [
        k for k in inner if clause.tag(k) in _FINITE - {"VBG"} or clause.kinds(k) in {"b", "s"}
    ]
    joined = any(clause.word(k) in {"and", "or", ",", "that", "to"} for k in inner)
    if clause.word(pronoun) not in {"we", "they", "one"} or len(verbs) != 1 or joined:
        return
    phrase = clause.phrase_before(relative - 1)
    if phrase is not None and clause.opens(phrase.start) and _disagree(clause, phrase, form):
        yield "RK706", _hit(clause, i, form, i)


def _is_act(clause: Clause, phrase: NounPhrase) -> bool:
    """Return whether the phrase is what somebody does: "measuring the shares", a singular subject."""
    act = phrase.start - 1
    return (
        act >= 0
        and ("g" in clause.kinds(act) or clause.tag(act) == "VBG")
        and phrase.determiner not in {"", "such", "that"}
        and clause.word(act) not in _NO_ACTS
        and clause.opens(act)
    )


_NO_ACTS = word_set("no_acts")


def _is_second_of_two(clause: Clause, phrase: NounPhrase) -> bool:
    """Return whether "the loss and the norm" stands at the beginning of a clause."""
    if clause.word(phrase.start - 1) != "and":
        return False
    first = clause.phrase_before(phrase.start - 2)
    certain = {"the", "our", "its", "their", "this"}
    return (
        first is not None
        and len(phrase.nouns) == len(first.nouns) == 1
        and first.determiner in certain
        and phrase.determiner in certain | {""}
        and clause.tag(first.head) == clause.tag(phrase.head) == "NN"
        and phrase.start == phrase.head - (phrase.determiner != "")
        and (clause.opens(first.start) or clause.word(first.start - 1) == "both")
    )


def _after_and(clause: Clause, conjunction: int, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    """Yield a fault for "the script reads it and check the text": one subject, two numbers."""
    if clause.word(i + 1) not in _OBJECT and form.kinds == "b":
        return
    for k in range(conjunction - 1, -1, -1):
        kinds = clause.kinds(k)
        if clause.word(k) in _BREAKS or clause.tag(k) in {"MD", "TO", "WDT", "WP", "WRB", "VBG"}:
            return
        if kinds in {"b", "s"}:
            subject = clause.phrase_before(clause.before_adverbs(k))
            if subject is None or subject.start != 0:
                return
            number = _is_singular if kinds == "s" else _is_plural
            if {kinds, form.kinds} == {"b", "s"} and number(clause, subject):
                yield "RK706", _hit(clause, i, form, i)
            return


_OBJECT = word_set("object")
_BREAKS = word_set("breaks")
_NEAR = 3  # words


def _hit(clause: Clause, i: int, form: VerbForm, subject: int) -> Hit:
    """Return a hit on the verb at i, and on its subject where that is near: either may be what is wrong."""
    number = "singular" if form.kinds == "b" else "plural"
    right = form.base
    if form.kinds == "b" and clause.word(i) not in {"are", "were", "do"}:
        right = third_person(form.base)
    message = f'The verb does not agree with its {number} subject: "{right}"'
    if 0 < i - subject <= _NEAR:
        noun = clause.sentence.tokens[subject].text
        return clause.hit(subject, message, f"{noun} {right}" if i - subject == 1 else None, last=i)
    return clause.hit(i, message, right)


def _is_unreal(clause: Clause, i: int, start: int) -> bool:
    """Return whether "were" is right in the singular: "if the width were infinite"."""
    return clause.word(i) == "were" and clause.word(start - 1) in OPENERS


def _disagree(clause: Clause, phrase: NounPhrase, form: VerbForm) -> bool:
    """Return whether a phrase, with its determiner where it is singular, and the verb differ in number."""
    if form.kinds == "b":
        return phrase.determiner != "" and _is_singular(clause, phrase)
    return form.kinds == "s" and _is_plural(clause, phrase)


def _is_singular(clause: Clause, phrase: NounPhrase) -> bool:
    head, tag = clause.word(phrase.head), clause.tag(phrase.head)
    opener = clause.word(phrase.start - 1)
    bare = phrase.determiner == "" and (phrase.start == 0 or opener in OPENERS - {"as"})
    if opener == "as" and clause.word(phrase.start - 2) == "well":
        return False  # "the loss as well as the norm vanish": two
    determined = phrase.determiner in _SINGULAR_DETERMINERS
    return (
        ((tag == "NN" and (determined or bare)) or (tag == "NNP" and bare))
        and head.isalpha()
        and not head.endswith("s")
        and (
            clause.sentence.tokens[phrase.head].text[1:].islower()
            or (determined and clause.word(phrase.head) != "al")
        )
        and not _is_quantity(clause, phrase)
    )


def _is_quantity(clause: Clause, phrase: NounPhrase) -> bool:
    """Return whether the number of the phrase is that of what follows "of": "a number of maps are"."""
    head = clause.word(phrase.head)
    if head not in _QUANTITIES:
        return False
    return head in _SHARES or (
        phrase.determiner in {"a", "an", "another", ""} and len(phrase.nouns) > 1
    )


# plural or singular whatever stands before: "the rest of the maps are"
_SHARES = word_set("shares")


def _is_plural(clause: Clause, phrase: NounPhrase) -> bool:
    head = clause.word(phrase.head)
    before = range(phrase.start, phrase.head)
    if phrase.determiner == "" and clause.word(phrase.start + 1) in {"-", "–"}:
        return False  # "fine-tuning models yields": an act perhaps
    if clause.word(phrase.start).endswith("ing") or clause.word(phrase.start - 1).endswith("ing"):
        return False  # "factorizing tensors has", "computing distances is": an act
    return (
        clause.tag(phrase.head) == "NNS"
        and head.endswith("s")
        and not head.endswith(_NO_PLURALS)
        and head not in _QUANTITIES
        and head not in _ALSO_SINGULAR
        and not clause.sentence.tokens[phrase.head].text[-2].isupper()
        and phrase.determiner not in {"a", "an", "each", "every", "this"}
        and (phrase.determiner == "the" or not any(clause.tag(k) == "CD" for k in before))
    )


def _after_pronoun(clause: Clause, subject: int, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    singular = clause.word(subject) in _SINGULAR_PRONOUNS
    if singular == (form.kinds == "s") or not clause.opens(subject):
        return
    if clause.word(i) in {"were", "do"} or clause.word(i - 1) in {"'s", "’s"}:
        return
    yield "RK706", _hit(clause, i, form, subject)


def _after_relative(
    clause: Clause, relative: int, i: int, form: VerbForm
) -> Iterator[type_of_fault]:
    """Yield a fault for "a function that satisfy", where nothing but the noun before can be meant."""
    if clause.word(i + 1) == "," or clause.word(i) in {"were", "do", "does"}:
        return  # ", that is,"
    end = relative - 1
    found = clause.simple_phrase(end)
    if found is None and clause.tag(end) == "MATH" and clause.word(end - 1) in PREPOSITIONS:
        found = clause.simple_phrase(end - 2)
    if found is None:
        return
    start, head, determiner = found
    phrase = NounPhrase(start, head, determiner, (head,))
    before = clause.word(start - 1)
    if before in {"or", "nor", "one"} or _is_part_of_other(clause, phrase, end):
        return
    if form.kinds == "b":
        countable = clause.word(head) not in _QUANTITIES
        if before != "and" and _is_singular(clause, phrase) and countable:
            yield "RK706", _hit(clause, i, form, head)
    elif (
        _is_plural(clause, phrase)
        and "one" not in clause.words[:relative]
        and (before != "and" or clause.tag(start - 2) == "NNS")
    ):
        yield "RK706", _hit(clause, i, form, head)


def _is_part_of_other(clause: Clause, phrase: NounPhrase, end: int) -> bool:
    """Return whether the clause may belong to a noun farther away: "a class of functions that is"."""
    if clause.word(phrase.start - 1) not in PREPOSITIONS:
        return False
    chain = clause.phrase_before(end)
    number = clause.tag(phrase.head)
    if chain is not None:
        return any(clause.tag(k) != number for k in chain.nouns)
    other = "NN" if number == "NNS" else "NNS"
    nearby = range(max(phrase.start - 7, 0), phrase.start)
    return clause.tag(phrase.start - 2) != "MATH" and any(clause.tag(k) == other for k in nearby)
