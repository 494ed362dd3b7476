"""Whether a draft is about a paper: its title, number and authors, its subject, its formulas."""

import re
from collections import Counter

from reportkit.analysis.bibliography import folded
from reportkit.analysis.language import language_of
from reportkit.analysis.literature import bibliography as works
from reportkit.analysis.metadata import PaperMetadata
from reportkit.document import Document, Span
from reportkit.records import dataclass

# drafts about their own paper have 0.55 and more (in another language 0.33), about another one of
# the same field 0.05 to 0.35
_SHARED_SUBJECT = 0.4
_SHARED_SUBJECT_TRANSLATED = 0.2
# Of ten drafts, a third to three quarters of the longer formulas stand in their own paper, and none
# in any of twenty others; so few formulas tell nothing, and with so much of its subject it is a matter of printing.
_TELLING_FORMULAS = 5
_LONG_FORMULA, _LETTERS_OF_ONE = 5, 4
_SURELY_SUBJECT, _WEAKLY_SUBJECT, _TRANSLATED_SUBJECT = 0.5, 0.3, 0.15
_TITLE_WORDS = 0.8  # of a title; "Nets" may stand for "Networks"
# a draft of which so many passages stand in the paper, which is not much longer, is the paper
_SAME_TEXT, _SAMPLES, _SAMPLE_WORDS, _SAME_LENGTH = 0.6, 40, 10, 0.5
_EVERY_PAPER = frozenset(
    [
        "theorem",
        "following",
        "function",
        "functions",
        "however",
        "therefore",
        "between",
        "because",
        "results",
        "section",
        "assume",
        "assumption",
        "definition",
        "proposition",
        "corollary",
        "without",
        "example",
        "number",
        "another",
        "general",
        "consider",
        "denotes",
        "defined",
        "satisfies",
        "constant",
        "sequence",
        "property",
        "analysis",
        "problem",
        "remark",
        "proofs",
        "learning",
        "algorithm",
        "appendix",
        "equation",
        "estimate",
    ]
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a paper can be found in a draft; `title` is the paper's, "" where unknown.

    `title_named` and `authors_named` count what stands anywhere, `in_text` is False where all of it
    stands in the bibliography. `subject` is the share of the paper's commonest words that the draft
    has, `formulas` are the draft's longer ones, `shared` those of them that the paper has (both 0
    where they were not needed). `same_text` is True where the draft is the paper itself.
    """

    title: str
    title_named: bool
    arxiv_named: bool
    authors_named: bool
    in_text: bool
    subject: float
    translated: bool
    formulas: int
    shared: int
    same_text: bool

    @property
    def same_subject(self) -> bool:
        """Return whether the draft has the words of the paper's subject."""
        return self.subject >= (_SHARED_SUBJECT_TRANSLATED if self.translated else _SHARED_SUBJECT)

    @property
    def is_other(self) -> bool:
        """Return whether the draft is about another paper: it names neither title nor authors, and has
        neither the subject nor the formulas.

        Who compares the paper with the draft's own names it too, but in passing.
        """
        if self.arxiv_named or (self.title_named and self.in_text) or self.shared:
            return False
        weakly = self.title_named or self.authors_named
        if self.formulas < _TELLING_FORMULAS:
            return not weakly and not self.same_subject
        if self.translated:
            return not weakly or self.subject < _TRANSLATED_SUBJECT
        return self.subject < (_WEAKLY_SUBJECT if weakly else _SURELY_SUBJECT)


def likeness(draft: Document, paper: Document, facts: PaperMetadata) -> Likeness:
    """Return how much of `paper`, whose metadata are `facts`, can be found in `draft`."""
    listed = works(draft) or Span(0, 0)
    words = folded(draft.text[: listed.start] + " " + draft.text[listed.end :])
    cited = folded(draft.text[listed.start : listed.end])
    title = facts.title.value if facts.title else ""
    titled = _is_titled(words, title)
    surnames = {name for author in facts.authors for name in folded(author).split()[-1:]}
    written, everywhere = set(words.split()), {*words.split(), *cited.split()}
    by_them = bool(surnames) and surnames <= written
    numbered = facts.arxiv_id is not None and facts.arxiv_id.value in draft.text
    subject = _shared_subject(everywhere, paper)
    translated = language_of(draft.text) != language_of(paper.text)
    known = titled or numbered or (subject >= _SURELY_SUBJECT and not translated)
    total, shared = (0, 0) if known else _shared_formulas(draft, paper)
    return Likeness(
        title=title,
        title_named=titled or _is_titled(cited, title),
        arxiv_named=numbered,
        authors_named=bool(surnames) and surnames <= everywhere,
        in_text=titled or by_them,
        subject=subject,
        translated=translated,
        formulas=total,
        shared=shared,
        same_text=len(draft.text) >= _SAME_LENGTH * len(paper.text)
        and _is_same_text(words.split(), paper),
    )


def _is_titled(words: str, title: str) -> bool:
    """Return whether a title stands in `words`, a word or two of a long one changed."""
    wanted = folded(title).split()
    if not wanted or " ".join(wanted) in words:
        return bool(wanted)
    if len(wanted) < 6:
        return False
    there = words.split()
    return any(
        sum(word in there[at : at + len(wanted) + 1] for word in wanted)
        >= _TITLE_WORDS * len(wanted)
        for at, word in enumerate(there)
        if word == wanted[0]
    )


def _shared_formulas(draft: Document, paper: Document) -> tuple[int, int]:
    """Return how many longer formulas of different letters a draft has, and how many the paper has."""
    # imported here: its patterns are for a draft that does not name its paper
    from reportkit.analysis.formulas import Mathematics

    mine, theirs = draft.once(Mathematics), paper.once(Mathematics)
    found = [mine.symbols(span) for span in mine.formulas(Span(0, len(draft.text)))]
    long = [
        symbols
        for symbols in found
        if len(symbols) >= _LONG_FORMULA and len({s.name for s in symbols}) >= _LETTERS_OF_ONE
    ]
    return len(long), sum(theirs.has(symbols) for symbols in long)


def _is_same_text(words: list[str], paper: Document) -> bool:
    """Return whether most passages of the draft, taken at even distances, stand in the paper."""
    if len(words) < _SAMPLES * _SAMPLE_WORDS:
        return False
    theirs = paper.once(_folded_text)
    step = (len(words) - _SAMPLE_WORDS) / _SAMPLES
    starts = [int(number * step) for number in range(_SAMPLES)]
    same = sum(" ".join(words[at : at + _SAMPLE_WORDS]) in theirs for at in starts)
    return same >= _SAME_TEXT * _SAMPLES


def _folded_text(paper: Document) -> str:
    return folded(paper.text)


def _shared_subject(there: set[str], paper: Document) -> float:
    """Return the share of the paper's forty commonest long words that are `there`."""
    usual = paper.once(_usual_words)
    return sum(word in there for word in usual) / len(usual) if usual else 1.0


def _usual_words(paper: Document) -> list[str]:
    common = Counter(re.findall(r"\b[a-z]{7,}\b", paper.text.lower()))
    return [word for word, _ in common.most_common(60) if word not in _EVERY_PAPER][:40]
