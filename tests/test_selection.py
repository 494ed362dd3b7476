"""Which rules run, by prefix, code, slug and alias."""

import pytest

from reportkit.analysis.sections import Section
from reportkit.api.checking import check
from reportkit.config import Config
from reportkit.document import Span
from reportkit.errors import UsageProblem
from reportkit.findings import Confidence, Finding, RuleInfo, Severity
from reportkit.readers.text import read_text
from reportkit.rules.selection import selection


def info(code: str, slug: str, *, default: bool = True, aliases: tuple[str, ...] = ()) -> RuleInfo:
    high = Confidence.HIGH
    return RuleInfo(code, slug, Severity.ERROR, high, "", default=default, aliases=aliases)


INFOS = (
    info("RK401", "unresolved-reference"),
    info("RK402", "lowercase-reference", aliases=("small-reference",)),
    info("RK610", "passive-share", default=False),
    info("RK701", "doubled-word"),
)


@pytest.mark.parametrize(
    ("config", "wanted"),
    [
        (Config(), "401 402 701"),
        (Config(pedantic=True), "401 402 610 701"),
        (Config(select=("RK4",)), "401 402"),
        (Config(select=("rk402",)), "402"),
        (Config(select=("small-reference",)), "402"),
        (Config(extend_select=("passive-share",)), "401 402 610 701"),
        (Config(ignore=("RK4",)), "701"),
        (Config(select=("RK402",), ignore=("RK4",)), "402"),
        (Config(select=("RK4",), ignore=("lowercase-reference",)), "401"),
        (Config(select=("ALL",)), "401 402 610 701"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_longer_selector_wins(config: Config, wanted: str) -> None:
    assert selection(config, INFOS).wanted == {f"RK{number}" for number in wanted.split()}


def test_a_selector_that_names_nothing_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(UsageProblem, match="did you mean 'doubled-word'"):
        selection(Config(ignore=("double-word",)), INFOS)


def finding(code: str, span: Span | None, role: str | None = None) -> Finding:
    return Finding(
        code=code,
        slug="",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="",
        span=span,
        page=None,
        boxes=(),
        section="",
        role=role,
        excerpt="",
        replacement=None,
        sources=(),
        fingerprint="",
    )


OUTER = Section("Summary of Proofs", None, 1, "proofs", 1, Span(0, 5), Span(0, 100))
INNER = Section("A lemma", None, 2, "proofs", 1, Span(50, 55), Span(50, 100))


def test_a_rule_keeps_quiet_in_a_named_section_and_all_below_it() -> None:
    config = Config(per_section_ignores={"summary of proofs": ("RK4",)})
    chosen = selection(config, INFOS)
    found = (finding("RK402", Span(60, 61)), finding("RK701", Span(60, 61)))
    assert [f.code for f in chosen.applied(found, (OUTER, INNER))] == ["RK701"]


def test_a_rule_keeps_quiet_in_a_part_named_by_its_role() -> None:
    chosen = selection(Config(per_section_ignores={"proofs": ("RK402",)}), INFOS)
    assert chosen.applied((finding("RK402", Span(60, 61)),), (OUTER, INNER)) == ()


def test_a_severity_is_replaced() -> None:
    chosen = selection(Config(severity={"doubled-word": "suggestion"}), INFOS)
    (found,) = chosen.applied((finding("RK701", None),), ())
    assert found.severity is Severity.SUGGESTION


def test_a_section_that_nobody_has_is_told() -> None:
    draft = read_text("# Summary\n\nIt is known.\n\n# Summary of proofs\n\nIt holds.\n")
    config = Config(per_section_ignores={"summary of profs": ("RK4",), "Summary": ("RK4",)})
    assert check(draft, config=config, grammar="off").notes == (
        "per-section-ignores: no section is called 'summary of profs'; did you mean"
        " 'summary of proofs'?",
    )
