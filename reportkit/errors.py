"""What can go wrong that a person can do something about, and the exit status that says so."""

from collections.abc import Sequence


class ReportkitError(Exception):
    """One clear line for a person: what is wrong, where, what to do.

    `exit_status` is what the command line leaves with.
    """

    exit_status = 2


class UsageProblem(ReportkitError):
    """An option, a configuration file or a rubric that cannot be used as it is (status 2)."""


class Unreadable(ReportkitError):
    """An input file that cannot be read, or whose text is not worth checking (status 3)."""

    exit_status = 3


class EngineMissing(ReportkitError):
    """A program or model that was asked for by name and is not there (status 4)."""

    exit_status = 4


def nearest(word: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'select'?" for the nearest known word, or what there is."""
    from difflib import get_close_matches

    close = get_close_matches(word.replace("_", "-"), known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f" (known: {', '.join(known)})" if len(known) <= 25 else ""
