"""Checks; each yields hits: a span and a sentence."""

from reportkit.rules.context import Context
from reportkit.rules.declaration import Rule, rule
from reportkit.rules.running import all_rules, findings, hits, run
from reportkit.rules.selection import Selection, matching, selection

__all__ = [
    "Context",
    "Rule",
    "Selection",
    "all_rules",
    "findings",
    "hits",
    "matching",
    "rule",
    "run",
    "selection",
]
