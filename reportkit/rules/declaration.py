"""How a rule is declared, and the register of all declared rules."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reportkit.findings import Confidence, Hit, RuleInfo, Severity
from reportkit.records import dataclass

if TYPE_CHECKING:
    from reportkit.rules.context import Context

type_of_check = Callable[["Context"], Iterable[Hit]]

_CODE = re.compile(r"RK[1-9]\d\d")
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule: what is known about it, and the function that yields its hits."""

    info: RuleInfo
    check: type_of_check


REGISTER: dict[str, Rule] = {}


def rule(
    code: str,
    slug: str,
    severity: Severity,
    *,
    confidence: Confidence = Confidence.HIGH,
    bad: tuple[str, ...] = (),
    good: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    default: bool = True,
    aliases: tuple[str, ...] = (),
    kinds: tuple[str, ...] = ("report", "text"),
) -> Callable[[type_of_check], type_of_check]:
    """Declare the decorated function as a rule; it takes a Context and yields Hits.

    `bad` and `good` are plain texts (formulas as `$...$`) that the rule must and must not flag: its
    tests, and what `reportkit explain` prints. `kinds` says what it judges: "report", "slides",
    "text" (a passage without pages or parts). Raises ValueError for a malformed or repeated code.
    """

    def declare(check: type_of_check) -> type_of_check:
        if not _CODE.fullmatch(code) or not _SLUG.fullmatch(slug):
            raise ValueError(f"{code} {slug} is no rule code with a slug")
        taken = [r.info for r in REGISTER.values() if r.info.code == code or r.info.slug == slug]
        if taken:
            raise ValueError(f"{code} {slug} is declared twice ({taken[0].code} {taken[0].slug})")
        info = RuleInfo(
            code=code,
            slug=slug,
            severity=severity,
            confidence=confidence,
            doc=check.__doc__ or "",
            bad=bad,
            good=good,
            needs=needs,
            default=default,
            aliases=aliases,
            kinds=kinds,
        )
        REGISTER[code] = Rule(info, check)
        return check

    return declare
