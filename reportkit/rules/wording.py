"""Rules RK6xx that need more than a phrase: who speaks, and verdicts without reasons."""

import re
from collections.abc import Iterator

from reportkit.document import Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule

_VERDICT = re.compile(
    r"\b(?:paper|work|article|topic|idea|approach|presentation|writing|contribution|exposition|motivation"
    r"|results?)\s(?:is|are|was|seems|looks)\s(?:very\s|really\s|quite\s|rather\s|extremely\s|overall\s)?"
    r"(?P<at>interesting|good|bad|nice|great|excellent|poor|important|impressive|solid|convincing|fascinating|boring"
    r"|relevant|useful|outstanding|remarkable|disappointing|amazing)(?=\s*[.!])"
)
_REASON = re.compile(
    r"\b(?:because|since|as it|as the|for example|for instance|e\.g\.|in particular|namely|specifically|due to|thanks to|"
    r"Theorem|Lemma|Section|page|experiments?|first|firstly|assumption|proof|they|it|not|no|which|where|but|however"
    r"|weakness|strength|bound|unlike|whereas)\b"
)
_AUTHORS = re.compile(
    r"\b[Tt]he\s(?:authors?|paper)\s(?:also\s|then\s|first\s|further\s)?(?:prove|show|propose|establish|introduce|derive|obtain"
    r"|present|demonstrate|improve|develop|give|state|study|analy[sz]e|consider)s?d?\b"
)
_WE = re.compile(
    r"\b(?P<at>[Ww]e)\s(?:then\s|also\s|further\s|first\s|finally\s)?(?:prove|proved|propose|proposed|establish|established|introduce"
    r"|introduced|derive|derived|improve|develop|demonstrate|demonstrated|present)\b"
)
_LONG_SENTENCE = 40  # words; edited mathematical prose has 7 of them in 4,258 words


@rule(
    "RK614",
    "unsupported-verdict",
    Severity.WARNING,
    needs=("english",),
    bad=("The paper is interesting.", "The presentation is very good."),
    good=(
        "The paper is interesting because it needs no convexity.",
        "The paper is interesting. In particular, Theorem 2 removes an assumption.",
    ),
)
def unsupported_verdict(context: Context) -> Iterator[Hit]:
    """A verdict on the paper without a reason.

    "The paper is interesting" helps neither the authors nor the editor.

    Fix: say what is good or bad about it, and where.
    Source: the review forms of ICML, NeurIPS and JMLR ask for reasons.
    """
    for passage in context.prose:
        for number, sentence in enumerate(passage.sentences):
            match = _VERDICT.search(passage.text, sentence.start, sentence.end)
            if not match:
                continue
            around = passage.sentences[max(number - 1, 0) : number + 3]
            rest = (
                passage.text[around[0].start : match.start()]
                + passage.text[match.end() : around[-1].end]
            )
            if not _REASON.search(rest):
                yield Hit(passage.place(*match.span("at")), "A verdict without a reason: say why")


@rule(
    "RK619",
    "authors-and-we",
    Severity.WARNING,
    needs=("english",),
    bad=("The authors prove Theorem 2. Then we prove that the rate is optimal.",),
    good=("The authors prove Theorem 2. We now sketch its proof.", "We prove Theorem 2."),
)
def authors_and_we(context: Context) -> Iterator[Hit]:
    """ "The authors" and "we" prove in one paragraph.

    The reader of a summary must know who proves what.

    Fix: say "the authors" for what is the paper's, "we" only for what you do yourself.
    Source: the house rules of the seminar.
    """
    for passage in context.prose:
        authors = _AUTHORS.search(passage.text)
        if not authors:
            continue
        for match in _WE.finditer(passage.text, authors.end()):
            message = "Who is “we”? The authors prove earlier in this paragraph"
            yield Hit(passage.place(*match.span("at")), message)


@rule(
    "RK616",
    "long-sentence",
    Severity.SUGGESTION,
    default=False,
    needs=("english",),
    bad=("We " + "see and " * 41 + "stop.",),
    good=("We see it.",),
)
def long_sentence(context: Context) -> Iterator[Hit]:
    """A sentence has more than 40 words.

    Fix: make two of it.
    Source: LanguageTool's TOO_LONG_SENTENCE; a matter of taste.
    """
    for passage in context.prose:
        for sentence in passage.sentences:
            count = len(re.findall(r"\w+", passage.text[sentence.start : sentence.end]))
            if count > _LONG_SENTENCE:
                yield Hit(
                    passage.place(sentence.start, sentence.end), f"{count} words in one sentence"
                )


@rule(
    "RK618",
    "same-opening",
    Severity.SUGGESTION,
    default=False,
    needs=("english",),
    bad=("We see it. We use it. We stop.",),
    good=("We see it. It is used. We stop.",),
)
def same_opening(context: Context) -> Iterator[Hit]:
    """Three sentences in a row begin with the same word.

    Fix: vary one of them.
    Source: write-good; a matter of taste.
    """
    for passage in context.prose:
        openings = [re.match(r"\w+", passage.text[s.start : s.end]) for s in passage.sentences]
        for at in range(2, len(openings)):
            three = {
                match[0] if match else str(n) for n, match in enumerate(openings[at - 2 : at + 1])
            }
            if len(three) == 1:
                start = passage.sentences[at].start
                place: Span = passage.place(start, start + len(three.pop()))
                yield Hit(
                    place, "The third sentence in a row that begins so", confidence=Confidence.LOW
                )
