"""What there is to know about the rules without running them."""

import msgspec

from reportkit.errors import UsageProblem
from reportkit.findings import RuleInfo
from reportkit.records import dataclass
from reportkit.resources import packaged_text
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


@dataclass(frozen=True, slots=True)
class Measured:
    """What a language rule cost and found on the development part of the style set.

    `alarms` are findings in `words` words of edited prose, `found` those at one of `errors` labelled
    errors, of whatever kind.
    """

    alarms: int
    words: int
    found: int
    errors: int


class _Figures(msgspec.Struct, frozen=True):
    words: int
    errors: int
    alarms: dict[str, int]
    found: dict[str, int]


def measured(code: str) -> Measured | None:
    """Return the rule's figures as tests/bench/measure_rules.py wrote them; None outside RK5 to RK8."""
    if code[2] not in "5678":
        return None
    figures = msgspec.json.decode(packaged_text("rules/measured.json"), type=_Figures)
    alarms, found = figures.alarms.get(code, 0), figures.found.get(code, 0)
    return Measured(alarms, figures.words, found, figures.errors)
