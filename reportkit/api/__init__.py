"""One function a command; prints nothing, never exits. Modules are imported when first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportkit.api.checking import check
    from reportkit.api.comparing import compare
    from reportkit.api.linting import lint
    from reportkit.api.theorems import theorems

__all__ = ["check", "compare", "lint", "theorems"]

_HOMES = {
    "check": "reportkit.api.checking",
    "compare": "reportkit.api.comparing",
    "lint": "reportkit.api.linting",
    "theorems": "reportkit.api.theorems",
}


def __getattr__(name: str) -> Any:  # Any: functions of different types
    """Import a command's function when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'reportkit.api' has no attribute {name!r}")
