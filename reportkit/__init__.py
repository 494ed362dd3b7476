"""reportkit: checks a seminar report against the paper it is about.

`check`, `theorems` and `lint` print nothing, never exit and raise only `ReportkitError`s.
"""

from typing import TYPE_CHECKING, Any

from reportkit.errors import EngineMissing, ReportkitError, Unreadable, UsageProblem

if TYPE_CHECKING:
    from reportkit.api import check, lint, theorems

__all__ = [
    "EngineMissing",
    "ReportkitError",
    "Unreadable",
    "UsageProblem",
    "__version__",
    "check",
    "lint",
    "theorems",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # Any: a module's attributes have no common type
    """Import the library's functions only when they are used."""
    if name in {"check", "theorems", "lint"}:
        from reportkit import api

        return getattr(api, name)
    raise AttributeError(f"module 'reportkit' has no attribute {name!r}")
