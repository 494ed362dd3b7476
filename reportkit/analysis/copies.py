"""Which statements a paper prints again: by anchor, by number and words, or by what their name says."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from reportkit.analysis.citing import Reference, references
from reportkit.analysis.statements import Statement
from reportkit.document import Span

_SAYS_COPY = re.compile(
    r"(?i)restate|repeat|recall|main (?:paper|text|body)|wiederhol|rappel|from section|again"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAME_WORDS = 0.5  # share of common words from which two texts are one statement
_MOST_COMPARED = 8  # statements of one kind and number, such as the claims within proofs


class Originals:
    """The statements seen so far that are no copies, by kind and number."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], list[Statement]] = defaultdict(list)

    def of(self, statement: Statement, is_copy: bool) -> str | None:
        """Return the id of what `statement` prints again, None where it is new, which is noted.

        `is_copy` says that its anchor is one of a restated theorem.
        """
        found = (
            self._numbered(statement, is_copy)
            or self._unnumbered(statement)
            or self._named(statement)
        )
        if found is None and statement.number:
            self._seen[statement.kind, statement.number].append(statement)
        return found

    def _numbered(self, statement: Statement, is_copy: bool) -> str | None:
        for other in self._same(statement.kind, statement.number or ""):
            if is_copy or alike(other.text, statement.text):
                return other.id
        return None

    def _unnumbered(self, statement: Statement) -> str | None:
        """Take "Lemma (6)." for Lemma 6 again."""
        if statement.number:
            return None
        return next((other.id for other in self._same(statement.kind, statement.name)), None)

    def _named(self, statement: Statement) -> str | None:
        for reference in _named_in(statement):
            found = named_original(statement, self._same(reference.kind, reference.number))
            if found:
                return found
        return None

    def _same(self, kind: str, number: str) -> list[Statement]:
        return self._seen.get((kind, number), [])[:_MOST_COMPARED]


def named_original(statement: Statement, earlier: Sequence[Statement]) -> str | None:
    """Return the id that a name such as "Theorem 1 restated" or "Lemma 6 in main paper" means.

    The words of both must agree.
    """
    for reference in _named_in(statement):
        for other in earlier:
            if (other.kind, other.number) == (reference.kind, reference.number):
                same = alike(other.text, statement.text)
                return other.id if same and not reference.external else None
    return None


def _named_in(statement: Statement) -> tuple[Reference, ...]:
    if not _SAYS_COPY.search(statement.name):
        return ()
    return tuple(references(statement.name, Span(0, len(statement.name))))


def alike(one: str, other: str) -> bool:
    """Return whether two statements have most of their words in common."""
    first, second = (Counter(_WORD.findall(text.lower())) for text in (one, other))
    common = 2 * (first & second).total()
    return common >= _SAME_WORDS * max(1, first.total() + second.total())
