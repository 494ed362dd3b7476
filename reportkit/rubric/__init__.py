"""A rubric, loaded and applied to a report's evidence; never a mark."""

from reportkit.rubric.assessment import Basis, assess
from reportkit.rubric.loading import decoded_rubric
from reportkit.rubric.model import (
    PARTS,
    SCHEMA,
    Agreement,
    Comment,
    Criterion,
    Gate,
    Level,
    Limits,
    Rubric,
    Wording,
)

__all__ = [
    "PARTS",
    "SCHEMA",
    "Agreement",
    "Basis",
    "Comment",
    "Criterion",
    "Gate",
    "Level",
    "Limits",
    "Rubric",
    "Wording",
    "assess",
    "decoded_rubric",
]
