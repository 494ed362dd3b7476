"""Rule RK706: a verb agrees with its subject in number."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from reportkit.analysis.verbs import verb_forms
from reportkit.engines.spacy_nlp import Token
from reportkit.engines.wordlist import frequencies
from reportkit.findings import Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.nouns import EITHER_NUMBER, count_nouns, is_state_of_the_art, word_set
from reportkit.rules.parsed import FORMULA_WORDS, Parsed, is_formula
from reportkit.rules.phrases import phrase_hits

_NEEDS = ("english", "spacy")
_FINITE = {"VBZ": "singular", "VBP": "plural"}
_PAST = {"was": "singular", "were": "plural"}
_SINGULAR_PRONOUNS = frozenset(
    [
        "it",
        "he",
        "she",
        "this",
        "that",
        "each",
        "one",
        "everything",
        "something",
        "nothing",
        "neither",
        "either",
    ]
)
_PLURAL_PRONOUNS = frozenset(["we", "they", "these", "those", "both", "many", "several", "few"])
# "a number of results are": the number is that of what follows
_QUANTITIES = frozenset(
    [
        "number",
        "variety",
        "majority",
        "lot",
        "range",
        "couple",
        "handful",
        "series",
        "plethora",
        "multitude",
        "host",
        "fraction",
        "percentage",
        "rest",
        "half",
        "part",
        "portion",
        "minority",
        "bunch",
        "set",
        "family",
        "pair",
        "group",
        "collection",
        "sequence",
    ]
)
_BASE_AFTER = frozenset(
    [
        "suggest",
        "require",
        "recommend",
        "insist",
        "demand",
        "ask",
        "propose",
        "necessary",
        "important",
        "essential",
        "let",
        "make",
        "help",
        "see",
        "have",
        "watch",
        "hear",
    ]
)


@rule(
    "RK706",
    "agreement",
    Severity.ERROR,
    needs=_NEEDS,
    bad=(
        "The number of parameters in each layer are bounded.",
        "The results of the experiment suggests it.",
        "It follow from the triangle inequality that the term is small.",
        "There exist a constant such that it holds.",
    ),
    good=(
        "This is clear since any affine open $U$ is a scheme.",
        "Computing distances is usually done by sampling.",
        "For an algebra $A$ the following are equivalent.",
        "Considering these parameters are quite well defined, we trust them.",
        "The sigmoid as well as the hyperbolic tangent perform poorly.",
        "On average half of edges have negative weights.",
        "Most modern state of the art text classification systems are deep.",
        "We measure until we observe it collapse to a state.",
        "Algorithms taking matrices as input assume an oracle.",
        "We take samples from the net, which are compared.",
        "Figure 2b visualizes the two distributions.",
        "What does it mean by this effect?",
        "The number of parameters is bounded.",
        "A number of results are known.",
        "There exist constants such that it holds.",
        "Neither the loss nor the regularizer is convex.",
    ),
)
def agreement(context: Context) -> Iterator[Hit]:
    """The verb does not agree with its subject.

    The subject may stand far from its verb: "the number of parameters ... is bounded".

    Fix: make both singular or both plural.
    Source: Quirk et al., A Comprehensive Grammar, 10.34.
    """
    for sentence in context.parsed:
        for token in sentence.tokens:
            wanted = _number_of_verb(token)
            if wanted and not is_formula(token):
                number = _number_of_subject(sentence, token)
                if number and number != wanted:
                    yield _disagreement(sentence, token, number)
    yield from _base_verbs(context)
    yield from _verbs_of_formulas(context)
    yield from phrase_hits(context, "RK706")


def _disagreement(sentence: Parsed, verb: Token, number: str) -> Hit:
    """Return a hit on the verb, and on its subject right before it: either may be what is wrong."""
    right = _other_form(verb)
    hint = f': "{right}"' if right else ""
    message = f"The verb does not agree with its {number} subject{hint}"
    noun = sentence.before(verb)
    if noun is None or noun.dep not in {"nsubj", "nsubjpass"} or is_formula(noun):
        return sentence.hit(verb, message, right)
    return sentence.hit(noun, message, f"{noun.text} {right}" if right else None, last=verb)


_BASE_VERBS = (
    r"generali[sz]e|extend(?=\s(?:the|to|this)\b)|state(?=\s(?:that|the)\b)|focus(?=\son\b)|consider(?=\s(?:the|a|an)\b)"
    r"|describe|introduce|propose|achieve|ensure|guarantee(?=\sthat\b)|(?:de|in)crease(?=\s(?:over|with|as|when|exponentially|linearly)\b)|rely|outperform"
    r"|have(?=\s(?:finite|a|an|no|been|the|at)\b)|suffer|study(?=\s(?:the|a|how)\b)"
    r"|converge|satisfy|depend|belong|vanish|exist|happen|consist|correspond|imply|tend|contain|become|remain|occur|admit|require|provide"
    r"|follow(?=\s(?:from|the|a|by)\b)|show(?=\s(?:that|the|a|how)\b)|give(?=\s(?:a|an|the|us|rise)\b)|allow(?=\s(?:us|the|one|for)\b)"
    r"|prove(?=\s(?:that|the|a)\b)|hold(?=\s(?:for|if|when|in|with|under|on|by)\b|\.)|lead(?=\sto\b)|use(?=\s(?:the|a|an)\b)|go(?=\sto\b)"
    r"|take(?=\s(?:the|a|values?)\b)|make(?=\s(?:the|it|a|use)\b)|say(?=\sthat\b)|present(?=\s(?:a|an|the)\b)|grow(?=\s(?:with|as|like|at)\b)"
)
_BEFORE_BASE = frozenset(
    [
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "cannot",
        "let",
        "make",
        "makes",
        "making",
        "made",
        "to",
        "help",
        "helps",
        "and",
        "or",
        "nor",
        "both",
        "of",
        "in",
        "at",
        "on",
        "for",
        "with",
        "by",
        "from",
        "under",
        "over",
        "see",
        "watch",
        "have",
        "having",
        "that's",
        "if",
        "whether",
        "have",
        "between",
        "not",
    ]
)


@cache
def _base_verb_pattern() -> re.Pattern[str]:
    nouns = "|".join(
        sorted(
            count_nouns()
            | {"event", "error", "risk", "rate", "loss", "probability", "variance", "complexity"},
            key=len,
            reverse=True,
        )
    )
    return re.compile(
        rf"(?:(?P<pre>(?<![\w’'-])[\w’'-]+|[,(]) ?|^|\. )\b(?:[Tt]he|[Tt]his|[Oo]ur|[Ee]ach|[Ee]very|[Aa]n?)\s(?:(?!(?:the|an?|makes?|lets?|its|our)\s)[a-z-]+\s){{0,2}}?"
        rf"(?P<noun>{nouns})(?:\s[OZ]q)?\s(?P<at>{_BASE_VERBS})\b(?!-)"
    )


def _base_verbs(context: Context) -> Iterator[Hit]:
    """Yield a hit for a singular noun with a bare verb right after it: "the lemma show that".

    The tagger often takes these for nouns; lists of nouns and verbs do not.
    """
    for passage in context.prose:
        for match in _base_verb_pattern().finditer(passage.text):
            pre = (match["pre"] or "").lower()
            before = passage.text[max(match.start() - 40, 0) : match.start()].lower()
            if (
                pre in _BEFORE_BASE
                or pre.endswith("ing")
                or re.search(
                    r"\b(?:does|do|did|can|may|will|must|let|should|would|make|makes|and|suggest|require|demand)\s(?:[\w$-]+\s){0,2}$",
                    before,
                )
            ):
                continue
            message = "The verb does not agree with its singular subject"
            yield Hit(passage.place(*match.span("at")), message)


@cache
def _formula_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of "when n go to" and "x and y satisfies" with the number that is right."""
    forms = verb_forms()
    bare = "|".join(w for w, f in forms.items() if f.kinds == "b" and w != "have")
    third = "|".join(w for w, f in forms.items() if f.kinds == "s")
    one = rf"(?:\b(?i:when|as|if|that|since|because|where|whenever|then)\s|^|(?<=\.\s))(?P<f>[OZ]q)\s(?P<at>lie|increase|decrease|are|{bare})\b"
    two = (
        r"(?:^|\.\s|\bthat\s|\b[Tt]hen\s|\b[Ss]ince\s|\b[Bb]oth\s|\b[Ii]f\s|\bmaps\s|\bfunctions\s)"
        rf"(?P<f>[OZ]q) and (?P<g>[OZ]q) (?P<at>is|has|was|{third})\b"
    )
    return (re.compile(one), "singular"), (re.compile(two), "plural")


_MORE_THAN_ONE = re.compile(r"[,=<>≤≥∈≠⊂→]|\\(?:le|ge|leq|geq|in|ne|subset|to|dots|ldots|colon)\b")


def _verbs_of_formulas(context: Context) -> Iterator[Hit]:
    """Yield a hit for "when n go to infinity" and "X and Y is independent"; lists and relations pass."""
    for passage in context.prose:
        for pattern, number in _formula_patterns():
            for match in pattern.finditer(passage.text):
                names = [name for name in ("f", "g") if name in match.re.groupindex]
                places = [passage.place(*match.span(name)) for name in names]
                sources = [context.draft.text[place.start : place.end] for place in places]
                # on a page the index of x_n stands beside it: "xn are"
                longest = 1 if context.draft.pages else 12
                several = match["at"] == "are" and any(
                    "_" in source or len(source) > longest for source in sources
                )
                if not several and not any(_MORE_THAN_ONE.search(source) for source in sources):
                    message = f"The verb does not agree with its {number} subject"
                    yield Hit(passage.place(*match.span("at")), message)


def _number_of_verb(token: Token) -> str | None:
    """Return "singular" or "plural" for a finite verb that shows it, None for any other word."""
    if token.pos not in {"VERB", "AUX"} or token.lower in {"dare", "say"}:
        return None
    if token.tag in _FINITE and token.pos == "VERB" and _is_no_verb(token.lower):
        return None
    return _PAST.get(token.lower) or _FINITE.get(token.tag)


# "the sample mean", "any affine open U": words that are verbs hardly ever in such prose
_HARDLY_VERBS = frozenset(["mean", "open", "result", "sphere", "spheres", "multivariate", "affine"])


def _is_no_verb(word: str) -> bool:
    """Return whether the word, taken for a verb with or without -s, is none, or seldom one."""
    base = word[:-1] if word.endswith("s") else word
    if word in _HARDLY_VERBS:
        return True
    if word in verb_forms() or base in word_set("also_nouns") | word_set("verbs_also_nouns"):
        return False
    return base in count_nouns() or not (word in frequencies() or not frequencies())


def _other_form(token: Token) -> str | None:
    """Return the verb in the other number; None where the form is not regular."""
    pairs = {
        "is": "are",
        "are": "is",
        "was": "were",
        "were": "was",
        "has": "have",
        "have": "has",
        "does": "do",
        "do": "does",
    }
    if token.lower in pairs:
        return pairs[token.lower]
    if token.tag == "VBZ":
        return token.lemma if token.lower.startswith(token.lemma[:2]) else None
    word = token.lower
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeou" else word + "s"


def _number_of_subject(sentence: Parsed, verb: Token) -> str | None:
    """Return the number of the verb's subject, None where there is none or it may be either."""
    governor = sentence.tokens[verb.head] if verb.dep in {"aux", "auxpass"} else verb
    if _is_misread_noun(sentence, verb) or _is_modal_need(sentence, verb):
        return None
    if _asks(sentence, verb):
        return None
    if governor is not verb and any(t.tag == "MD" for t in sentence.children(governor)):
        return None
    below = sentence.children(governor)
    if verb.lower == "were" and any(
        t.lower in {"if", "as", "though", "wish", "suppose", "imagine"}
        for t in sentence.tokens[: verb.i]
    ):
        return None  # "if there were a": the subjunctive
    if any(t.dep == "expl" and t.lower == "there" for t in below):
        return _number_of_existing(sentence, verb, below)
    subjects = [t for t in below if t.dep in {"nsubj", "nsubjpass"} and t.i < verb.i]
    if len(subjects) != 1 or _is_subjunctive(sentence, governor):
        return None
    subject = subjects[0]
    if _is_no_subject(sentence, subject, verb):
        return None
    first_finite = [
        t
        for t in sentence.tokens[subject.i : verb.i]
        if _number_of_verb(t) and t.head in {governor.i, governor.head} and t.dep == "aux"
    ]
    if first_finite:
        return None
    return _number_of_noun(sentence, subject, verb)


# "we observe it collapse", "which makes the loss vanish": the verb is bare, and right
_BEFORE_BARE_VERB = frozenset(
    ["observe", "see", "make", "let", "help", "watch", "have", "hear", "notice", "find", "need"]
)
_PREPOSITIONS = frozenset(["as", "of", "in", "with", "by", "from", "for", "to", "on", "at"])


def _is_no_subject(sentence: Parsed, subject: Token, verb: Token) -> bool:
    """Return whether what the parser calls the subject is the object of a verb or of a preposition.

    As "input" in "algorithms taking matrices as input assume".
    """
    before = sentence.before(subject)
    if subject.lower in {"these", "those"} and verb.i == subject.i + 1 and verb.tag == "VBZ":
        return True  # "consider these braids modulo": a noun
    if before is None or verb.tag != "VBP":
        return False
    return before.lower in _PREPOSITIONS or (
        subject.tag == "PRP" and before.lemma in _BEFORE_BARE_VERB
    )


def _is_subjunctive(sentence: Parsed, governor: Token) -> bool:
    above = sentence.tokens[governor.head]
    return (
        governor.dep in {"ccomp", "xcomp"}
        and above.lemma in _BASE_AFTER
        and governor.tag in {"VB", "VBP"}
    )


def _number_of_existing(sentence: Parsed, verb: Token, below: tuple[Token, ...]) -> str | None:
    """Return the number of what "there is" speaks of."""
    things = [
        t for t in below if t.dep in {"attr", "nsubj", "dobj"} and t.i > verb.i and t.i - verb.i < 6
    ]
    if not things or is_formula(things[0]) or things[0].lower in EITHER_NUMBER:
        return None
    thing = things[0]
    joined = any(t.dep == "conj" for t in sentence.children(thing))
    if thing.tag == "NNS":
        counted = any(
            t.tag == "CD" or t.lower in {"many", "several", "two", "three"}
            for t in sentence.children(thing)
        )
        quantity = any(t.lower in {"a", "an"} for t in sentence.children(thing))
        return None if quantity and not counted else "plural"
    if thing.tag != "NN" or joined or thing.lemma in _QUANTITIES:
        return None
    determined = any(
        t.lower in {"a", "an", "one", "no", "another", "some"} for t in sentence.children(thing)
    )
    return "singular" if determined and thing.lemma in count_nouns() else None


def _number_of_noun(sentence: Parsed, subject: Token, verb: Token) -> str | None:
    """Return the number of `subject`; None for formulas, names, and what goes either way."""
    if subject.tag in {"WDT", "WP"}:
        return _number_of_antecedent(sentence, subject, verb)
    if not _governs_nearest_noun(sentence, subject, verb) or _is_joined(sentence, subject):
        return None
    below = sentence.children(subject)
    conjoined = [t for t in below if t.dep == "conj" and t.i < verb.i]
    if conjoined or any(t.dep == "cc" for t in below):
        return None
    if is_formula(subject) or any(t.dep in {"appos"} and not is_formula(t) for t in below):
        return None
    if (
        subject.lower in EITHER_NUMBER
        or _is_name(subject)
        or _is_counted_out(sentence, subject, verb)
    ):
        return None
    if subject.lower in _SINGULAR_PRONOUNS and subject.pos in {"PRON", "DET", "NUM"}:
        if (
            subject.lower in {"that", "one", "this"}
            and verb.i - subject.i > 1
            and subject.lower != "one"
        ):
            return None
        return (
            "singular"
            if subject.lower not in {"either", "neither"} or verb.i - subject.i < 8
            else None
        )
    if subject.lower in _PLURAL_PRONOUNS:
        return "plural"
    if subject.tag == "NNS":
        if subject.lower == subject.lemma and not subject.lower.endswith("s"):
            return None  # no plural, whatever the tagger says
        return _number_of_plural(sentence, subject, verb)
    if subject.tag != "NN" or subject.pos != "NOUN" or _follows_and(sentence, subject):
        return None
    if subject.lemma in _QUANTITIES and any(t.lower in {"a", "an"} for t in below):
        return None
    if (
        subject.lower in _SHARES
        or subject.lower in _WITHOUT_NUMBER
        or is_state_of_the_art(sentence, subject)
    ):
        return None
    if any(t.lower in {"many", "several", "two", "three", "both", "all"} for t in below):
        return None  # the noun is what is wrong
    if (
        verb.i - subject.i == 1
        and verb.tag == "VBP"
        and sentence.before(subject) is not None
        and _number_of_verb(verb) == "plural"
    ):
        before = sentence.before(subject)
        if before is not None and before.tag in {"NNS", "NNP"}:
            return None
    if (
        any(t.tag in {"CC", ","} for t in sentence.tokens[: subject.i])
        and sentence.tokens[max(subject.i - 1, 0)].tag == "CC"
    ):
        return None
    return "singular"


# the number is that of what they are a part of: "half of the edges have", "of which half belong"
_SHARES = frozenset(
    ["couple", "half", "rest", "majority", "minority", "percent", "percentage", "remainder"]
)


# "the following are equivalent", "the latter is smaller"
_WITHOUT_NUMBER = frozenset(["following", "former", "latter", "above", "same"])


def _asks(sentence: Parsed, verb: Token) -> bool:
    """Return whether the verb may stand before its subject: "For which values is the graph planar?"."""
    asking = {"WRB", "WDT", "WP"}
    return sentence.tokens[-1].text == "?" and any(
        t.tag in asking for t in sentence.tokens[: verb.i]
    )


def _is_name(noun: Token) -> bool:
    """Return whether the word is a name: "CSPM", or "k-means", whose k is a formula."""
    return any(c.isupper() for c in noun.text[1:]) or noun.text[:2] in FORMULA_WORDS


def _is_counted_out(sentence: Parsed, subject: Token, verb: Token) -> bool:
    """Return whether "one of the" stands before the subject, or "and Lemma 3" between it and the verb."""
    before = [t.lower for t in sentence.tokens[: subject.i]]
    between = sentence.tokens[subject.i : verb.i]
    numbered = len(between) > 2 and between[-1].tag == "CD" and between[-2].text[0].isupper()
    return numbered or ("one", "of") in pairwise(before)


def _follows_and(sentence: Parsed, subject: Token) -> bool:
    """Return whether an "and" stands before the subject with no verb between: "the left and the right side"."""
    for token in reversed(sentence.tokens[: subject.i]):
        if token.lower == "and":
            return True
        if token.tag.startswith(("VB", "MD", "W")) or token.text in ",;:":
            return False
    return False


def _is_modal_need(sentence: Parsed, verb: Token) -> bool:
    """Return whether "need" stands without "to": "it need not be", "it needn't be"."""
    after = sentence.after(verb)
    return verb.lower == "need" and (after is None or after.lower != "to")


def _is_misread_noun(sentence: Parsed, verb: Token) -> bool:
    """Return whether the tagger took a noun for a verb: "the function x", "is rank deficient"."""
    after, before = sentence.after(verb), sentence.before(verb)
    if verb.tag == "VBP" and verb.lemma in count_nouns() and (after is None or is_formula(after)):
        return True
    if verb.lower in {"function", "approaches", "workflows"} or (
        sentence.tokens[0].tag in {"MD", "VBZ", "VBP"} and sentence.tokens[-1].text == "?"
    ):
        return True
    while before is not None and before.tag == "RB":
        before = sentence.before(before)
    return before is not None and verb.tag == "VBP" and _number_of_verb(before) is not None


def _is_joined(sentence: Parsed, subject: Token) -> bool:
    """Return whether the subject's phrase follows "and", or an -ing form that may govern it.

    "State and observation noise are", "having all results enables": the parser mistakes these.
    """
    at = subject.i
    inside = {"DT", "PDT", "JJ", "NN", "NNS", "NNP", "VBN", "CD", "RB", "HYPH", "PRP$"}
    while at > 0 and sentence.tokens[at - 1].tag in inside:
        at -= 1
    if at == 0:
        return False
    edge = sentence.tokens[at - 1]
    phrase_before = at > 1 and sentence.tokens[at - 2].tag in {"NN", "NNP", "JJ", "NNS"}
    return edge.tag == "VBG" or (edge.tag == "CC" and phrase_before)


def _governs_nearest_noun(sentence: Parsed, subject: Token, verb: Token) -> bool:
    """Return whether the noun before the verb is the subject or hangs on it; else the parse is doubtful."""
    nouns = [
        t
        for t in sentence.tokens[subject.i : verb.i]
        if t.tag in {"NN", "NNS", "NNP", "PRP"} and not is_formula(t)
    ]
    at = nouns[-1] if nouns else subject
    for _ in range(12):
        if at.i == subject.i:
            return True
        if at.lower == "as":
            return False  # "the advantage of deep nets as higher layers are": a conjunction
        at = sentence.tokens[at.head]
    return False


def _number_of_plural(sentence: Parsed, subject: Token, verb: Token) -> str | None:
    """Return "plural", or None for a noun in -s that the tagger may have misread."""
    below = sentence.children(subject)
    if any(t.lower in {"a", "an", "this", "that", "each", "every", "one"} for t in below):
        return None
    if subject.text[0].isupper() and subject.i > 0:
        return None
    if any(t.dep == "csubj" for t in below) or subject.lower.endswith(("ss", "ics", "sis")):
        return None
    earlier = sentence.tokens[: subject.i]
    if verb.tag == "VBZ" and any(t.tag == "VBG" or t.lower.endswith("ing") for t in earlier):
        return None  # "turning maps into matrices is": the act may be the subject
    # "the values for t is": a noun of measure is one thing: "ten minutes is"
    return None if any(t.tag == "CD" for t in below) and verb.lower in {"is", "was"} else "plural"


def _number_of_antecedent(sentence: Parsed, relative: Token, verb: Token) -> str | None:
    """Return the number of the noun that "which" or "that" stands for, where it stands right before it."""
    if relative.lower not in {"that", "which", "who"}:
        return None
    governor = sentence.tokens[verb.head] if verb.dep in {"aux", "auxpass"} else verb
    if governor.dep != "relcl":
        return None
    noun = sentence.tokens[governor.head]
    near = sentence.before(relative)
    comma = near is not None and near.text == ","
    if comma and (verb.tag == "VBZ" or verb.lower == "was"):
        return None  # ", which proves it": the whole clause is meant
    if comma and near is not None:
        near = sentence.before(near)
        if any(t.tag in {"NNS", "CD"} for t in sentence.tokens[: noun.i]):
            return None  # "samples from the net, which are compared"
    if near is None or near.i != noun.i or noun.tag not in {"NN", "NNS"} or is_formula(noun):
        return None
    if noun.lower in EITHER_NUMBER or noun.lemma in _QUANTITIES:
        return None
    above = sentence.tokens[noun.head]
    if above.tag in {"VBG", "VBN"} or (above.lower == "by" and comma):
        return None  # "examples satisfying the inequality that are"
    farther = noun
    # "a class of functions that is", "the points on the surface of the ball that are"
    for _ in range(3):
        above = sentence.tokens[farther.head]
        if farther.dep != "pobj" or above.lower not in {"of", "in", "for", "on", "with", "to"}:
            break
        farther = sentence.tokens[above.head]
        if farther.tag in {"NN", "NNS"} and farther.tag != noun.tag:
            return None
    if noun.dep == "conj" or any(t.dep in {"cc", "conj"} for t in sentence.children(noun)):
        return None
    if any(t.lower == "one" for t in sentence.tokens[max(noun.i - 4, 0) : noun.i]):
        return None  # "one of the results that are" and "... that is" are both heard
    return "singular" if noun.tag == "NN" else "plural"
