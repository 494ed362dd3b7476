"""Checks; each yields hits: a span and a sentence."""

from reportkit.rules.context import Context
from reportkit.rules.declaration import Rule, rule
from reportkit.rules.running import all_rules, findings, run

__all__ = ["Context", "Rule", "all_rules", "findings", "rule", "run"]
