"""Whether a statement prints another one again: by what its name says, or by its words."""

import re
from collections import Counter
from collections.abc import Sequence

from reportkit.analysis.citing import references
from reportkit.analysis.statements import Statement
from reportkit.document import Span

_SAYS_COPY = re.compile(
    r"(?i)restate|repeat|recall|main (?:paper|text|body)|wiederhol|rappel|from section|again"
)
_SAME_WORDS = 0.5  # share of common words from which two texts are one statement


def named_original(statement: Statement, earlier: Sequence[Statement]) -> str | None:
    """Return the id that a name such as "Theorem 1 restated" or "Lemma 6 in main paper" means."""
    if not _SAYS_COPY.search(statement.name):
        return None
    for reference in references(statement.name, Span(0, len(statement.name))):
        for other in earlier:
            if (other.kind, other.number) == (reference.kind, reference.number):
                same = alike(other.text, statement.text)
                return other.id if same and not reference.external else None
    return None


def alike(one: str, other: str) -> bool:
    """Return whether two statements have most of their words in common."""
    first, second = (Counter(re.findall(r"[^\W\d_]{3,}", text.lower())) for text in (one, other))
    common = 2 * (first & second).total()
    return common >= _SAME_WORDS * max(1, first.total() + second.total())
