"""`reportkit check`: a draft is read, rules run, and the Report comes out."""

from pathlib import Path

from reportkit.findings import Report


def check(draft: str | Path, *, paper: str | Path | None = None) -> Report:
    """Check `draft`, against `paper` where it is given.

    Raises Unreadable for a file that cannot be read.
    """
    raise NotImplementedError
