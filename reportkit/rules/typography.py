"""Rules RK5xx that need more than a phrase: symbols, quotation marks, brackets, abbreviations."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from reportkit.analysis.prose import Passage
from reportkit.document import BlockKind, Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.resources import packaged_words
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.phrases import phrase_hits

_RELATION = re.compile(r"\\(?:le|ge|leq|geq|ne|neq|equiv)\b|[=<>≤≥≠]")
_KISSING = re.compile(
    r"\b(?:[Ff]or|[Ii]f|[Ww]hen|[Ss]ince|[Aa]s|[Ww]henever|[Gg]iven)\s(?:(?:all|any|every|each|some|fixed)\s)?"
    r"(?P<a>[OZ]q), (?P<b>[OZ]q)(?=[.;]|,?\s(?:holds|is|so|where|by|which|and (?:hence|so|thus)))"
)
_NAME = re.compile(r"[A-Z][ A-Z]{2,}\d?|[A-Za-z]-")
_STRAIGHT = re.compile(r'(?<![\w"])"(?=\w)[^"]{1,80}?(?<=[\w.,])"(?!\w)')
_CLOSING_FIRST = re.compile(r"(?:(?<=\s)|^)[”](?=\w)[^“”]{1,60}[”“]")
_DOUBLED = re.compile(
    r"(?P<at>,\s?,|;\s?;|(?<!\.)\.\.(?!\.)|,\.(?=\s|$)|:\.(?=\s|$)|(?<=\w)[?!]\.(?=\s|$)|(?<!\.\s)\.\s\.(?=\s|$)(?!\s\.))"
)
_ABBREVIATION = re.compile(
    r"(?<![\w.\-/$])(?P<at>[A-Z]{3,6})s?(?![\w/]|-[A-Z\d]|\.[A-Za-z\d]|\s\d|\s[A-Z][a-z])"
)
# in a shorter text the words may stand in the part that is not there
_WORDS_OF_A_DRAFT = 1500
_OF_THE_FIELD = {
    "ERM": "empirical risk minimization",
    "RERM": "regularized empirical risk minimization",
    "SRM": "structural risk minimization",
    "MLE": "maximum likelihood estimator",
    "RKHS": "reproducing kernel Hilbert space",
    "NTK": "neural tangent kernel",
    "MGF": "moment generating function",
    "MMD": "maximum mean discrepancy",
    "OOD": "out of distribution",
    "CDF": "cumulative distribution function",
    "UCB": "upper confidence bound",
    "MDP": "Markov decision process",
    "PSD": "positive semidefinite",
    "SDP": "semidefinite program",
    "PAE": "predictive adversarial error",
    "NNGP": "neural network Gaussian process",
    "ULLN": "uniform law of large numbers",
}
_ROMAN = re.compile(r"[IVXLC]+")


@rule(
    "RK501",
    "symbol-starts-sentence",
    Severity.WARNING,
    needs=("english",),
    bad=(
        "The proof is short. $f$ is convex by assumption.",
        "The bound is not new. [3] shows it for trees.",
    ),
    good=(
        "The method is called. `fit` returns the model at once.",
        "The integer $n$ denotes the sample size.",
        "Let $n$ be the sample size. We write $m$ for it.",
    ),
)
def symbol_starts_sentence(context: Context) -> Iterator[Hit]:
    """A sentence begins with a symbol.

    The full stop before it is easily missed, and the capital letter that marks a sentence is not there.

    Fix: begin with a word: "The function f is convex".
    Source: Knuth, Larrabee, Roberts, Mathematical Writing, §1, rule 2.
    """
    for passage in context.prose:
        if passage.kind is BlockKind.CAPTION:
            continue
        starts = {formula.start: formula for formula in passage.formulas}
        for earlier, sentence in zip(passage.sentences, passage.sentences[1:], strict=False):
            formula = starts.get(sentence.start)
            if formula and _is_sentence(passage, earlier) and _is_sentence(passage, sentence):
                place = passage.place(formula.start, formula.end)
                words = context.draft.text[place.start : place.end].strip("$ ")
                if _NAME.fullmatch(words) or words.startswith("`"):
                    continue  # "SKIP is a process", "k-means is", a name of a program
                if "\n" in context.draft.text[place.start - 1 : place.end + 1] or len(place) > 60:
                    continue  # a display begins no sentence of its own
                if words.startswith("["):
                    yield Hit(place, "A sentence begins with a citation; name the authors")
                else:
                    yield Hit(place, "A sentence begins with a symbol; put a word before it")


def _is_sentence(passage: Passage, span: Span) -> bool:
    """Return whether `span` has three words of two letters or more, and so is no shred of a formula."""
    return len(re.findall(r"\b(?![OZ]q\b)[a-z]{2,}", passage.text[span.start : span.end])) >= 3


@rule(
    "RK502",
    "kissing-formulas",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("For all $x$, $f(x)>0$.", "If $x=0$, $y=1$ holds."),
    good=("For all $x$, we have $f(x)>0$.", "The bound holds for $x$, $y$ and $z$."),
)
def kissing_formulas(context: Context) -> Iterator[Hit]:
    """Two formulas are separated by a comma only.

    The reader cannot tell a list from a condition with its conclusion.

    Fix: put words between them: "For all x, we have f(x) > 0".
    Source: Knuth, Larrabee, Roberts, Mathematical Writing, §1, rule 1.
    """
    for passage in context.prose:
        for match in _KISSING.finditer(passage.text):
            second = passage.place(match.start("b"), match.end("b"))
            if "\n" in context.draft.text[passage.starts[match.start()] : second.end]:
                continue  # a display, or a formula torn into pieces
            if _RELATION.search(context.draft.text, second.start, second.end):
                place = passage.place(match.start("a"), match.end("b"))
                yield Hit(place, "Only a comma stands between two formulas; put words there")


_OFTEN = 3  # times; more than that is a habit, which is told once


@rule(
    "RK511",
    "space-before-punctuation",
    Severity.WARNING,
    needs=("english",),
    bad=("The function is convex . The claim follows.", "If it is , then we stop."),
    good=("The function is convex. The claim follows.", "We use ... in lists."),
)
def space_before_punctuation(context: Context) -> Iterator[Hit]:
    """There is a space before a full stop, comma, semicolon or colon.

    French sets one before a colon, English none.

    Fix: delete the space; with babel's french option, say \\frenchsetup{AutoSpacePunctuation=false}.
    Source: The Chicago Manual of Style, 6.7.
    """
    found = list(phrase_hits(context, "RK511"))
    text = context.draft.text
    for mark in ".,;:":
        same = [hit for hit in found if hit.span and text[hit.span.end - 1] == mark]
        if len(same) > _OFTEN:
            message = f"No space before “{mark}”, here and in {len(same) - 1} more places"
            yield replace(same[0], message=message)
        else:
            yield from same


@rule(
    "RK508",
    "quotation-marks",
    Severity.SUGGESTION,
    needs=("english",),
    bad=("We call it ”deep” here.",),
    good=("We call it “deep” here.",),
)
def quotation_marks(context: Context) -> Iterator[Hit]:
    """An opening quotation mark has the shape of a closing one.

    In LaTeX the key " always makes a closing mark.

    Fix: write `` and '' in LaTeX.
    Source: ChkTeX, warning 18.
    """
    patterns = (_CLOSING_FIRST, _STRAIGHT) if context.draft.pages else (_CLOSING_FIRST,)
    places = [
        passage.place(match.start(), match.start() + 1)
        for passage in context.prose
        for pattern in patterns
        for match in pattern.finditer(passage.text)
    ]
    if places:  # once is enough: the habit is the fault
        more = f", and so have {len(places) - 1} more" if len(places) > 1 else ""
        message = f"This opening quotation mark has the wrong shape{more} (`` in LaTeX)"
        yield Hit(min(places), message)


@rule(
    "RK513",
    "punctuation",
    Severity.WARNING,
    needs=("english",),
    bad=(
        "The map is a pullback.. It is flat.",
        "The constant (see Remark 2 is not optimal.",
        "It is finite,, so it holds.",
    ),
    good=("And so on... It is flat.", "It holds (see Remark 2).", "The cases a) and b) are alike."),
)
def punctuation(context: Context) -> Iterator[Hit]:
    """A punctuation mark stands twice, or a bracket is never closed.

    Fix: delete one of the marks; close the bracket.
    Source: The Chicago Manual of Style, 6.9.
    """
    for passage in context.prose:
        for match in _DOUBLED.finditer(passage.text):
            if passage.touches_formula(max(match.start() - 2, 0), match.end() + 2):
                continue
            yield Hit(passage.place(*match.span("at")), "Two punctuation marks in a row")
        whole = context.draft.text[passage.starts[0] : passage.ends[-1]]
        if whole.count("(") > whole.count(")"):  # else a formula holds the other half
            yield from _unmatched(passage)


def _unmatched(passage: Passage) -> Iterator[Hit]:
    """Yield a hit for a round bracket before a word that nothing closes, in a passage that is whole."""
    if passage.text[-1:] not in ".?!)":
        return
    open_at: list[int] = []
    for match in re.finditer(r"[()]", passage.text):
        if match[0] == "(":
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        elif not re.search(r"(?:^|[\s,;])[\w.]{1,4}$", passage.text[: match.start()]):
            return  # a formula's brackets went astray: nothing here can be trusted
    for at in open_at:
        if re.match(r"\((?:see|cf|[a-z]{3,})\b", passage.text[at : at + 20]):
            yield Hit(passage.place(at, at + 1), "This bracket is never closed")


@rule(
    "RK519",
    "undefined-abbreviation",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("The ERM is consistent in this setting.",),
    good=(
        "The empirical risk minimizer (ERM) is consistent. The ERM is unique.",
        "The PDF has no text.",
        "We ask the solver ERM first.",
    ),
)
def undefined_abbreviation(context: Context) -> Iterator[Hit]:
    """An abbreviation is used and nowhere spelt out.

    Fix: at its first use write the words, then the abbreviation in brackets.
    Source: The Chicago Manual of Style, 10.3.
    """
    uses = Counter(m["at"] for p in context.prose for m in _ABBREVIATION.finditer(p.text))
    known = set(packaged_words("rules/words/abbreviations.txt")) | context.known_words
    whole_draft = len(context.word_starts) >= _WORDS_OF_A_DRAFT
    whole = context.draft.text
    for passage in context.prose:
        if passage.text.upper() == passage.text:
            continue
        for match in _ABBREVIATION.finditer(passage.text):
            word = match["at"]
            if word in known or _ROMAN.fullmatch(word):
                continue
            known.add(word)
            before = passage.text[max(match.start("at") - 20, 0) : match.start("at")]
            if _PROGRAM.search(before) or passage.text[match.end("at") :].startswith(("++", "#")):
                continue  # "the theorem prover PVS": a name
            meaning = _OF_THE_FIELD.get(word)
            asked = meaning or (whole_draft and uses[word] > 1 and not _looks_like_a_name(word))
            if asked and not _is_spelt_out(word, whole):
                hint = f' ("{meaning}")' if meaning else ""
                yield Hit(
                    passage.place(*match.span("at")),
                    f"the abbreviation is not spelt out anywhere{hint}",
                )


_PROGRAM = re.compile(
    r"\b(?:tool|language|prover|solver|checker|library|package|framework|software|data ?set|benchmark|compiler)s?\s$"
)


def _looks_like_a_name(word: str) -> bool:
    """Return whether `word` can be spoken as a word: SPIN, BLAST; such names are often no abbreviations."""
    return re.search(r"[B-DF-HJ-NP-TV-Z][AEIOUY]", word) is not None and len(word) > 3


def _is_spelt_out(word: str, text: str) -> bool:
    """Return whether `text` has "(ERM)", "ERM (" or a phrase whose initials are the word's."""
    escaped = re.escape(word)
    if re.search(
        rf"[(\[“\"]\s?{escaped}s?\b|\b{escaped}s?\s?\([a-zA-Z]|\b{escaped}s?,? (?:stands|short|i\.e\.)",
        text,
    ):
        return True
    initials = r"\w*[\s-](?:(?:of|and|the|for|in|to)\s)?".join(word)
    return re.search(rf"\b{initials}\w+", text, re.IGNORECASE) is not None
