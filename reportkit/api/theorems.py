"""`reportkit theorems`: a paper's statements and proofs."""

from pathlib import Path

from reportkit.analysis.statements import Inventory


def theorems(paper: str | Path, *, origin: str = "auto") -> Inventory:
    """Return the statements and proofs of `paper`.

    `origin` is "auto", "source", "anchors" or "text". Raises Unreadable.
    """
    raise NotImplementedError
