"""The statements of one side, looked up by kind and printed number."""

from collections.abc import Iterable
from functools import cached_property

from reportkit.analysis.statements import Statement


class Numbering:
    """The statements of one side, found by kind and number."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = tuple(statements)
        self._exact: dict[tuple[str, str], Statement] = {}
        self._by_number: dict[str, list[Statement]] = {}
        for statement in self.statements:
            if statement.number is not None:
                number = plain_number(statement.number)
                self._exact.setdefault((statement.kind, number), statement)
                self._by_number.setdefault(number, []).append(statement)

    def exact(self, kind: str, number: str | None) -> Statement | None:
        """Return the statement of that kind and number, the first where it is printed twice."""
        return self._exact.get((kind, plain_number(number))) if number else None

    def numbered(self, number: str | None) -> list[Statement]:
        """Return the statements of any kind with that number."""
        return self._by_number.get(plain_number(number), []) if number else []

    def nearest(self, kind: str, number: str) -> list[Statement]:
        """Return the statements of that kind whose numbers are next to one that is not there.

        The one before it, else the one after; none where the kind does not occur.
        """
        wanted = _sortable(number)
        alike = [s for s in self.statements if s.kind == kind and s.number and not s.restates]
        before = [s for s in alike if _sortable(s.number or "") < wanted]
        after = [s for s in alike if _sortable(s.number or "") > wanted]
        below = max(before, key=lambda s: _sortable(s.number or ""), default=None)
        above = min(after, key=lambda s: _sortable(s.number or ""), default=None)
        return [s for s in (below, above) if s is not None]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds that occur."""
        return frozenset(statement.kind for statement in self.statements)

    @cached_property
    def dots(self) -> frozenset[int]:
        """Return how many full stops the numbers have."""
        return frozenset(number.count(".") for number in self._by_number)


def _sortable(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Return "A.10" so that it sorts after "A.9" and after all plain numbers."""
    parts = plain_number(number).split(".")
    return tuple((not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts)


def plain_number(number: str) -> str:
    """Return "A.2" for "(A.2)." and one form of the prime."""
    return number.strip("()[] ").rstrip(".:").replace("’", "'").replace("′", "'")
