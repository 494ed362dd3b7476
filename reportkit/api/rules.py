"""What there is to know about the rules without running them."""

from reportkit.errors import UsageProblem
from reportkit.findings import RuleInfo
from reportkit.rules import all_rules, matching


def rules_matching(selectors: tuple[str, ...] = ()) -> tuple[RuleInfo, ...]:
    """Return the rules that the selectors name, all of them without any, by code.

    Raises UsageProblem for a selector that names no rule.
    """
    infos = tuple(rule.info for rule in all_rules())
    if not infos:
        raise UsageProblem("this copy of reportkit has no rules")
    codes = {code for word in selectors for code in matching(word, infos, "rules")}
    return tuple(info for info in infos if not selectors or info.code in codes)
