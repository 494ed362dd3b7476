"""Whether a draft is about a paper: its title, number and authors, and the words of its subject."""

import re
from collections import Counter

from reportkit.analysis.bibliography import folded
from reportkit.analysis.language import language_of
from reportkit.analysis.metadata import PaperMetadata
from reportkit.document import Document
from reportkit.records import dataclass

# drafts about their own paper have 0.55 and more (in another language 0.33), about another one of
# the same field 0.05 to 0.35
_SHARED_SUBJECT = 0.4
_SHARED_SUBJECT_TRANSLATED = 0.2
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
    """How much of a paper can be found in a draft; `title` is the paper's, "" where unknown."""

    title: str
    title_named: bool
    arxiv_named: bool
    authors_named: bool
    same_subject: bool


def likeness(draft: Document, paper: Document, facts: PaperMetadata) -> Likeness:
    """Return how much of `paper`, whose metadata are `facts`, can be found in `draft`."""
    words = folded(draft.text)
    there = set(words.split())
    title = facts.title.value if facts.title else ""
    surnames = {name for author in facts.authors for name in folded(author).split()[-1:]}
    translated = language_of(draft.text) != language_of(paper.text)
    wanted = _SHARED_SUBJECT_TRANSLATED if translated else _SHARED_SUBJECT
    return Likeness(
        title=title,
        title_named=bool(title) and folded(title) in words,
        arxiv_named=facts.arxiv_id is not None and facts.arxiv_id.value in draft.text,
        authors_named=bool(surnames) and surnames <= there,
        same_subject=_shared_subject(there, paper) >= wanted,
    )


def _shared_subject(there: set[str], paper: Document) -> float:
    """Return the share of the paper's forty commonest long words that are `there`."""
    usual = paper.once(_usual_words)
    return sum(word in there for word in usual) / len(usual) if usual else 1.0


def _usual_words(paper: Document) -> list[str]:
    common = Counter(re.findall(r"\b[a-z]{7,}\b", paper.text.lower()))
    return [word for word, _ in common.most_common(60) if word not in _EVERY_PAPER][:40]
