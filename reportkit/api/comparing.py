"""`reportkit compare`: which statement of a long version is which of the short one."""

from pathlib import Path

from reportkit.analysis.inventory import inventory
from reportkit.analysis.numbering import Pair, numbering_map
from reportkit.errors import UsageProblem
from reportkit.readers import read
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """The numbering map of two files; rows without a partner are in it, the long version's last."""

    short: str
    long: str
    rows: tuple[Pair, ...]


def compare(short: str | Path, long: str | Path) -> Comparison:
    """Return which statement of `long` is which of `short`.

    Raises Unreadable for a file that cannot be read, UsageProblem where neither has a statement.
    """
    first, second = read(short), read(long)
    mine, theirs = inventory(first), inventory(second)
    if not mine.statements and not theirs.statements:
        raise UsageProblem(f"neither {first.name} nor {second.name} has a numbered statement")
    return Comparison(first.name, second.name, numbering_map(mine, theirs))
