"""Verbs in the wrong form: after an auxiliary, a preposition, "to" or "let"."""

from collections.abc import Iterator

from reportkit.analysis.verbs import VerbForm, gerund, participle
from reportkit.findings import Hit
from reportkit.rules.clauses.clause import BE, DO, HAVE, MODALS, Clause, type_of_fault
from reportkit.rules.nouns import word_set

_BEFORE_GERUND = word_set("before_gerund")
# "the class that we refer to contains": what follows this "to" is no infinitive
_WITH_TO = word_set("with_to")
_BEFORE_INFINITIVE = word_set("before_infinitive")
_OBJECT = word_set("object")
# what takes an infinitive with "to" and is followed by the bare verb in the fault: "we want prove"
_WANTING = word_set("wanting")
_BEFORE_TO_BE = word_set("before_to_be")
# verb and noun in one: a predicate without an article they never are: "is use to", "is call convex"
WORDS_THAT_ARE_ALSO_NOUNS = word_set("verbs_also_nouns")
_CAUSATIVE = word_set("causative")


def wrong_form(clause: Clause, i: int, form: VerbForm) -> Iterator[type_of_fault]:
    """Yield a fault where the verb at i has not the form that the word before it calls for."""
    if clause.sentence.tokens[i].text[0].isupper():
        return
    before = clause.before_adverbs(i)
    word = clause.word(before)
    adjacent = before == i - 1
    bare, third = form.kinds == "b", form.kinds == "s"
    if word in BE:
        yield from _after_be(clause, i, form, before)
    elif word in HAVE and (bare or third) and clause.tag(before - 1) != "MATH":
        yield "RK711", _participle(clause, i, form)
    elif word in MODALS and (third or form.kinds in {"dn", "n"}):
        yield from _after_modal(clause, i, form, before)
    elif word in DO and clause.word(before + 1) == "not" and set(form.kinds) <= set("sdn"):
        yield "RK710", clause.hit(i, f"After “{word} not” comes the bare verb", form.base)
    elif word == "to":
        yield from _after_to(clause, i, form, before)
    elif (
        word in _BEFORE_GERUND
        and bare
        and clause.word(i) != "compute"
        and clause.tag(i + 1) not in {"NN", "NNS"}
    ):
        yield "RK710", _gerund(clause, i, form.base, word)
    elif (
        (word in _WANTING or (word == "need" and clause.word(before - 1) in _SOMEONE))
        and bare
        and adjacent
        and clause.word(before - 1) != "not"
        and clause.tag(i + 1) not in {"NN", "NNS"}
    ):
        yield "RK724", clause.hit(before, "“to” is missing", last=i)
    elif third and word in {"help", "helps"} and adjacent:
        yield "RK710", clause.hit(i, f"After “{word}” comes the bare verb", form.base)
    elif third and word not in {"that", "which", "who"}:
        yield from _after_causative(clause, i, form, before)


def wrong_form_of_noun(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for what may be a noun as well: "is use to", "by note that", "have show that"."""
    if clause.is_joined(i) or clause.tag(i + 1) in {"NN", "NNS", "HYPH"}:
        return
    before = clause.before_adverbs(i)
    word, following = clause.word(before), clause.word(i + 1)
    if word in BE - {"being"} and (following in _AFTER_PARTICIPLE or clause.tag(i + 1) == "JJ"):
        if not _is_pseudo_cleft(clause, before):
            yield "RK711", clause.hit(i, "A participle belongs here: “is used”, “is called”")
    elif word in HAVE and following in _OBJECT and clause.word(i) != "bound":
        yield "RK711", clause.hit(i, "A participle belongs here: “have shown that”")
    elif word in {"by", "without", "after", "before", "via"} and following in _OBJECT:
        yield "RK710", clause.hit(i, f"After “{word}” comes the form in -ing")


_AFTER_PARTICIPLE = word_set("after_participle")


def _after_be(clause: Clause, i: int, form: VerbForm, be: int) -> Iterator[type_of_fault]:
    if _is_pseudo_cleft(clause, be):
        return
    if form.kinds == "b":
        yield "RK711", _participle(clause, i, form)
    elif form.kinds == "s" and clause.word(be) != "being":
        yield "RK725", clause.hit(be, "One verb is too many", last=i)


def _after_modal(clause: Clause, i: int, form: VerbForm, modal: int) -> Iterator[type_of_fault]:
    word = clause.word(modal)
    if clause.word(modal - 1) in {"as", "than", ","} or clause.tag(modal - 1) in {"DT", "JJ"}:
        return  # "as it should", "the will proved"
    if form.kinds == "s":
        yield "RK710", clause.hit(i, f"After “{word}” comes the bare verb", form.base)
    else:
        yield "RK712", clause.hit(i, f"“be” is missing, or the bare verb belongs after “{word}”")


def _after_to(clause: Clause, i: int, form: VerbForm, to: int) -> Iterator[type_of_fault]:
    """Yield a fault for "seeks to minimizes", "to proved the claim", "in order to proving it"."""
    has_object = clause.word(i + 1) in _OBJECT or clause.tag(i + 1) == "MATH"
    before = clause.word(to - 1)
    infinitive = before in _BEFORE_INFINITIVE
    if before in _WITH_TO or "b" in form.kinds or clause.tag(to - 1) == "MATH":
        return
    if to < i - 1:
        wrong = infinitive
    elif "g" in form.kinds:
        wrong = infinitive and has_object
    else:
        wrong = form.kinds == "s" or has_object or before in _MADE
    if wrong:
        yield "RK710", clause.hit(i, "After “to” comes the bare verb", form.base)


_SOMEONE = frozenset(["we", "you", "they", "to"])
_MADE = frozenset(
    [
        "designed",
        "modified",
        "chosen",
        "able",
        "want",
        "order",
        "trying",
        "forced",
        "adapted",
        "extended",
    ]
)


def _after_causative(clause: Clause, i: int, form: VerbForm, end: int) -> Iterator[type_of_fault]:
    """Yield a fault for "letting n tends to infinity" and "makes the loss converges"."""
    start = end
    if clause.tag(end) != "MATH" and clause.word(end) not in {"us", "it", "them"}:
        phrase = clause.phrase_before(end)
        if phrase is None or len(phrase.nouns) > 1:
            return
        start = phrase.start
    if clause.word(start - 1) in _CAUSATIVE:
        yield (
            "RK710",
            clause.hit(i, f"After “{clause.word(start - 1)}” comes the bare verb", form.base),
        )


def _participle(clause: Clause, i: int, form: VerbForm) -> Hit:
    right = participle(form.base)
    return clause.hit(i, f"A participle belongs here: “{right}”", right)


def _gerund(clause: Clause, i: int, base: str, before: str) -> Hit:
    right = gerund(base)
    return clause.hit(i, f"After “{before}” comes the form in -ing: “{right}”", right)


LETTING_DO = word_set("letting_do")
_PERSONS = frozenset(["us", "you", "one", "them", "me", "it", "him"])


def whom(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "allows us prove": "to" is missing."""
    if clause.word(i + 1) in _PERSONS and clause.kinds(i + 2) == "b":
        yield (
            "RK724",
            clause.hit(
                i + 2, f"“to” is missing: “to {clause.word(i + 2)}”", f"to {clause.word(i + 2)}"
            ),
        )


def lets(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "Lets consider": the apostrophe is missing."""
    verb = clause.kinds(i + 1) == "b" or clause.tag(i + 1) in {"VB", "VBP"}
    if (
        verb
        and clause.word(i + 1) not in {"us", "you", "one"}
        and (i == 0 or clause.word(i - 1) in {",", "now", "so", ":"})
    ):
        yield "RK718", clause.hit(i, "An apostrophe is missing: “let's”", "let's")


def supposed(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "Now supposed that": the bare verb is meant."""
    if clause.word(i + 1) == "that" and (
        i == 0 or (i == 1 and clause.word(0) in {"now", "then", "first"})
    ):
        yield "RK710", clause.hit(i, "The bare verb: “suppose that”")


def _is_pseudo_cleft(clause: Clause, i: int) -> bool:
    """Return whether "what it does" or "all we do" stands before: "all it does is converge"."""
    return any(
        word in {"what", "all", "do", "does", "is", "thing"}
        for word in clause.words[max(i - 8, 0) : i]
    )


def third_after_to(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "the idea is to bounds the norm": an -s after "to", with an object."""
    following, before = clause.word(i + 1), clause.word(i - 2)
    has_object = following in _OBJECT - {"that", "how"} or clause.tag(i + 1) == "MATH"
    if clause.word(i - 1) == "to" and has_object and before in BE | _BEFORE_INFINITIVE:
        yield "RK710", clause.hit(i, "After “to” comes the bare verb", clause.word(i)[:-1])


def to_be(clause: Clause, i: int) -> Iterator[type_of_fault]:
    """Yield a fault for "is assumed be": "to" is missing."""
    if clause.word(i - 1) in _BEFORE_TO_BE and clause.tag(i - 2) != "MD":
        yield "RK724", clause.hit(i - 1, "“to” is missing: “assumed to be”", last=i)
