"""Rules RK8xx: steps without reasons, and theorems used without what they need."""

import re
from collections.abc import Iterator

from reportkit.analysis.prose import Passage
from reportkit.document import Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule

_CLEARLY = re.compile(
    r"(?:(?:^|(?<=[.;:]\s)|(?<=and\s)|(?<=then\s))(?P<a>Clearly|Obviously|Trivially|Of course|Evidently|clearly|obviously|trivially)(?:,|(?=\s))(?!\s(?:\w+(?:ed|en|ing)|better|worse|more|less|not|a|an|the best)\b)"
    r"|\b(?:is|are)\s(?P<b>trivial|obvious|evident)(?=\s?[.,;](?:\s|$))"
    r"|\b(?P<c>(?:[Ii]t|[Oo]ne)\s(?:is\s(?:easy|trivial|easily seen|obvious|straightforward)|can easily)(?:\sto)?\s(?:see|show|check|verify|prove)?(?:\sthat)?))"
)
_REASON = re.compile(
    r"\b(?:because|since|as|by|from|due to|for|hence|using|so that|therefore|via|thanks to|follows|when|if)\b"
)


@rule(
    "RK801",
    "clearly",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=(
        "Clearly, the loss is bounded.",
        "Obviously, the converse is false.",
        "The claim is trivial.",
    ),
    good=(
        "It is clear from the definition of $g$ that the loss is bounded.",
        "The obvious map is surjective because $g$ is.",
        "Clearly, the loss is bounded, since it is clipped.",
    ),
)
def clearly(context: Context) -> Iterator[Hit]:
    """A step is called clear instead of being explained.

    In a summary of proofs the reader wants to know why. If it is clear, the word is not needed; if it is
    not, it hurts.

    Fix: give the reason ("since the loss is convex"), or delete the word.
    Source: Halmos, How to Write Mathematics; Knuth, Larrabee, Roberts, Mathematical Writing.
    """
    for passage in context.prose:
        for sentence in passage.sentences:
            for match in _CLEARLY.finditer(passage.text, sentence.start, sentence.end):
                group = next(name for name in "abc" if match[name])
                rest = passage.text[match.end() : sentence.end]
                before = passage.text[sentence.start : match.start()]
                if not _REASON.search(rest) and not _REASON.search(before):
                    yield Hit(
                        passage.place(*match.span(group)), "Why? Give the reason, or drop the word"
                    )


@rule(
    "RK805",
    "induction-without-base",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=(
        "The proof is by induction on $n$. Assume that it holds for $n$. Then it holds for $n+1$ by convexity.",
    ),
    good=(
        "The proof is by induction on $n$. The case $n=1$ is the definition. Assume that it holds for $n$.",
        "This follows by induction.",
    ),
)
def induction_without_base(context: Context) -> Iterator[Hit]:
    """An induction has a step and no base case.

    Fix: say for which number the claim is checked first, and why it holds there.
    Source: McCarthy, Writing Proofs.
    """
    base = re.compile(
        r"\b(?:base|initial|first|trivial|start|begin|case|zero|vacuous|anchor|one|empty|clear)\w*|[=≥]\s?[012]\b|\\ge\s?[012]"
    )
    step = re.compile(r"\b(?:induction|inductive) (?:step|hypothesis)|\b[Aa]ssume|\b[Ss]uppose")
    for index, passage in enumerate(context.prose):
        match = re.search(r"\bby (?P<at>induction)\b(?! hypothesis)", passage.text)
        if not match:
            continue
        later = " ".join(p.text for p in context.prose[index + 1 : index + 4])
        source = context.draft.text[passage.starts[0] : passage.ends[-1]]
        rest = passage.text[match.end() :]
        if step.search(rest) and not base.search(rest + later + source[match.end() :]):
            yield Hit(passage.place(*match.span("at")), "This induction has no base case")


@rule(
    "RK806",
    "contradiction-missing",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=(
        "We argue by contradiction. Suppose that the class is infinite. Then it has a net. The claim follows.",
    ),
    good=("We argue by contradiction. Suppose that it is infinite. This contradicts Lemma 2.",),
)
def contradiction_missing(context: Context) -> Iterator[Hit]:
    """A proof by contradiction never says what is contradicted.

    Fix: name the statement that cannot be true at the same time.
    Source: McCarthy, Writing Proofs.
    """
    reached = re.compile(
        r"contradict|absurd|impossible|cannot|can not|a contradiction|violat|\bnot\b|false|⊥"
    )
    for index, passage in enumerate(context.prose):
        match = re.search(r"\b(?P<at>by contradiction)\b", passage.text)
        if match and re.search(r"\b(?:[Ss]uppose|[Aa]ssume)\b", passage.text[match.end() :]):
            later = " ".join(p.text for p in context.prose[index + 1 : index + 4])
            if not reached.search(passage.text[match.end() :] + later):
                yield Hit(passage.place(*match.span("at")), "It is never said what is contradicted")


@rule(
    "RK807",
    "without-loss-unexplained",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("W.l.o.g. let $f(0)=0$.", "Without loss of generality, the norm is one."),
    good=("W.l.o.g. let $f(0)=0$, since we may subtract a constant.",),
)
def without_loss_unexplained(context: Context) -> Iterator[Hit]:
    """Generality is said to be not lost, without a reason.

    Fix: say why the general case follows ("otherwise rescale").
    Source: McCarthy, Writing Proofs; Halmos, How to Write Mathematics.
    """
    phrase = re.compile(
        r"\b(?:[Ww]\.\s?l\.\s?o\.\s?g\.?|WLOG|wlog|[Ww]ithout (?:any )?loss of generality)"
    )
    reason = re.compile(
        r"\b(?:since|because|as|by|otherwise|for|else|replac\w+|rescal\w+|symmetr\w+|shift\w+|subtract\w+|scal\w+"
        r"|translat\w+|relabel\w+|up to|normali[sz]\w+|after|so that|reorder\w+|permut\w+|homogene\w+)\b"
    )
    for passage in context.prose:
        for match in phrase.finditer(passage.text):
            if not reason.search(_sentences_from(passage, match.start(), 2)[len(match[0]) :]):
                yield Hit(passage.place(*match.span()), "Say why no generality is lost")


def _sentences_from(passage: Passage, at: int, count: int) -> str:
    """Return the text from `at` to the end of the `count`-th sentence, the one at `at` being the first."""
    ends = [s.end for s in passage.sentences if s.end > at]
    return passage.text[at : ends[min(count, len(ends)) - 1]] if ends else passage.text[at:]


_NEEDS: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:Hoeffding|McDiarmid|Bernstein|Bennett|Azuma)(?:['’]s|-\w+)?(?: (?:inequality|bound|lemma))",
        r"\bbounded|range|takes? values|\[0|in \[|interval|sub-?(?:gaussian|exponential)|difference|at most|martingale|\bvariance|\|",
        "bounded (or sub-Gaussian) variables",
    ),
    (
        r"Markov['’]s inequality",
        r"non-?negativ|positive|\bexp|square|absolute|norm|distance|number of|≥ ?0|moment",
        "a nonnegative variable",
    ),
    (
        r"Jensen['’]s inequality",
        r"conve|concav|square|expon|logarithm|\blog\b|norm",
        "a convex function",
    ),
    (r"Chebyshe\w+['’]s inequality", r"varianc|second moment|square", "a finite variance"),
    (
        r"(?:Fubini|Tonelli)(?:['’]s)?(?: theorem)?",
        r"integrab|non-?negativ|measurab|σ-finite|bounded",
        "integrability",
    ),
    (
        r"[Dd]ominated convergence(?: theorem)?",
        r"dominat(?!ed convergence)|integrab|bounded|envelope",
        "a dominating function",
    ),
)


@rule(
    "RK809",
    "inequality-without-hypothesis",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("By Hoeffding's inequality, the claim follows.",),
    good=(
        "Since the loss takes values in $[0,1]$, Hoeffding's inequality applies.",
        "We recall Jensen's inequality for convex functions.",
    ),
)
def inequality_without_hypothesis(context: Context) -> Iterator[Hit]:
    """A named inequality is applied, and its hypothesis is not mentioned nearby.

    Hoeffding's inequality needs bounded variables, Jensen's a convex function: that they are is the step.

    Fix: say why the hypothesis holds.
    Source: Boucheron, Lugosi, Massart, Concentration Inequalities.
    """
    for index, passage in enumerate(context.prose):
        near = context.prose[max(index - 1, 0) : index + 2]
        around = " ".join(context.draft.text[p.starts[0] : p.ends[-1]] for p in near)
        for name, hypothesis, what in _NEEDS:
            match = re.search(
                rf"\b(?:[Bb]y|[Uu]sing|[Aa]pply(?:ing)?|[Ff]rom|[Uu]se|[Vv]ia|[Ii]nvok(?:e|ing))\s(?:the\s)?(?P<at>{name})",
                passage.text,
            )
            if match and not re.search(hypothesis, around.replace(match["at"], "")):
                start, end = match.span()
                yield Hit(passage.place(start, end), f"It needs {what}: say why that is so here")


@rule(
    "RK810",
    "high-probability-without-number",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("The event holds w.h.p. over the sample.", "With high probability the loss is small."),
    good=("With high probability, that is at least $1-\\delta$, the loss is small.",),
)
def high_probability_without_number(context: Context) -> Iterator[Hit]:
    """ "With high probability" without the probability.

    Fix: write "with probability at least 1 − δ", and let the bound depend on δ.
    Source: Shalev-Shwartz, Ben-David, Understanding Machine Learning.
    """
    phrase = re.compile(
        r"\b(?:w\.\s?h\.\s?p\.|whp\b|[Ww]ith (?:very |sufficiently )?high probability)"
    )
    number = re.compile(
        r"probability (?:at least|of at least|exceeding|greater|larger|[01≥])|1\s?[-−–]\s?|\\delta|δ|exp|n\^|o\(1\)"
    )
    for index, passage in enumerate(context.prose):
        near = context.prose[max(index - 1, 0) : index + 2]
        around = " ".join(context.draft.text[p.starts[0] : p.ends[-1]] for p in near)
        match = phrase.search(passage.text)
        if match and not number.search(around):
            yield Hit(passage.place(*match.span()), "With which probability? Give 1 − δ")


@rule(
    "RK811",
    "order-without-variable",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("english",),
    bad=("The error is $O(1)$ in the worst case.", "The rate is of order $O(\\cdot)$."),
    good=("The error is $O(1/n)$ as $n$ grows.", "The cost is $O(1)$ in $n$."),
)
def order_without_variable(context: Context) -> Iterator[Hit]:
    """O(1) or O(·) without the variable that grows.

    Fix: say what tends to infinity, and what the constant may depend on.
    Source: Graham, Knuth, Patashnik, Concrete Mathematics, 9.2.
    """
    landau = re.compile(
        r"^\$?\s*(?:\\mathcal\{O\}|\\tilde\{?O\}?|Õ|O|𝑂)\s*(?:\\left)?\(\s*(?:1|\\cdot|·|\.)\s*(?:\\right)?\)\s*\$?$"
    )
    for passage in context.prose:
        for formula in passage.formulas:
            place = passage.place(formula.start, formula.end)
            if landau.match(context.draft.text[place.start : place.end]):
                yield from _unless_said(passage, formula, place)


def _unless_said(passage: Passage, formula: Span, place: Span) -> Iterator[Hit]:
    """Yield the hit unless the words around name a variable or speak of time, memory or notation."""
    around = passage.text[max(0, formula.start - 60) : formula.end + 60]
    if not re.search(
        r"\b(?:in|as|where|notation|when|with respect to|time|memory|cost|hides?|each|per)\b [OZ]q|\bnotation\b|\btime\b|\bhid",
        around,
    ):
        yield Hit(place, "Of which variable? Say what grows, and what the constant depends on")


@rule(
    "RK816",
    "assume-that",
    Severity.SUGGESTION,
    default=False,
    needs=("english",),
    bad=("Assume $A$ is closed.",),
    good=("Assume that $A$ is closed.",),
)
def assume_that(context: Context) -> Iterator[Hit]:
    """ "Assume" without "that" before a formula.

    "Assume A is closed" makes the reader take A for the object; "that" helps.

    Fix: write "Assume that".
    Source: Knuth, Larrabee, Roberts, Mathematical Writing, §1; a matter of taste.
    """
    for passage in context.prose:
        for match in re.finditer(
            r"\b(?:[Aa]ssume|[Ss]uppose)(?= [OZ]q (?:is|are|has|holds)\b)", passage.text
        ):
            yield Hit(passage.place(*match.span()), "Write “that” after it")
