"""Commands about reportkit itself: rules, explain, doctor, engines."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportkit.findings import RuleInfo

_RULES_EXAMPLES = """\
\b
Examples:
  reportkit rules                the rules by family
  reportkit rules RK4 RK801      some of them
  reportkit rules --format json  for other programs
"""
_EXPLAIN_EXAMPLES = """\
\b
Examples:
  reportkit explain RK402
  reportkit explain lowercase-reference
"""

FAMILIES = {
    "RK1": "Structure of the report",
    "RK2": "The PDF file",
    "RK3": "Results of the paper",
    "RK4": "References, numbers, citations",
    "RK5": "Mathematics in text, typography",
    "RK6": "Wording and tone",
    "RK7": "Grammar and spelling",
    "RK8": "Proofs and argument",
    "RK9": "Slides",
}


@click.command(epilog=_RULES_EXAMPLES)
@click.argument("selectors", nargs=-1, metavar="[RULE]...")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table")
def rules(selectors: tuple[str, ...], format_: str) -> None:
    """List the rules; an asterisk marks those that run only when selected or with --pedantic."""
    from reportkit.api.rules import rules_matching

    infos = rules_matching(selectors)
    click.echo(_as_json(infos) if format_ == "json" else _table(infos), nl=False)


@click.command(epilog=_EXPLAIN_EXAMPLES)
@click.argument("selectors", nargs=-1, required=True, metavar="RULE...")
def explain(selectors: tuple[str, ...]) -> None:
    """Explain RULE: the fault, why it matters, how to mend it, with examples."""
    from reportkit.api.rules import rules_matching

    click.echo("\n\n".join(_explained(info) for info in rules_matching(selectors)))


def _table(infos: "tuple[RuleInfo, ...]") -> str:
    width = max(len(info.slug) for info in infos) if infos else 0
    lines: list[str] = []
    family = ""
    for info in infos:
        if info.family != family:
            family = info.family
            lines += ["", f"{family}xx  {FAMILIES.get(family, '')}"]
        mark = " " if info.default else "*"
        lines.append(
            f"  {info.code}{mark} {info.slug:<{width}}  {info.severity.value:<10}  {info.summary}"
        )
    return "\n".join(lines).lstrip("\n") + "\n"


def _as_json(infos: "tuple[RuleInfo, ...]") -> str:
    import json

    rows = [
        {
            "code": info.code,
            "slug": info.slug,
            "severity": info.severity.value,
            "confidence": info.confidence.value,
            "default": info.default,
            "needs": info.needs,
            "kinds": info.kinds,
            "aliases": info.aliases,
            "summary": info.summary,
        }
        for info in infos
    ]
    return json.dumps({"schema": "reportkit.rules/1", "rules": rows}, indent=1) + "\n"


def _explained(info: "RuleInfo") -> str:
    from inspect import cleandoc

    facts = [info.severity.value, f"{info.confidence.value} confidence"]
    if not info.default:
        facts.append("runs only when selected or with --pedantic")
    if info.needs:
        facts.append(f"needs: {', '.join(info.needs)}")
    blocks = [f"{info.code} {info.slug}   ({', '.join(facts)})", cleandoc(info.doc)]
    for title, texts in (("Flagged:", info.bad), ("Fine:", info.good)):
        if texts:
            blocks.append("\n".join([title, *(_example(text) for text in texts)]))
    measured = _measured(info.code)
    return "\n\n".join([*blocks, measured] if measured else blocks)


def _measured(code: str) -> str:
    """Return what the rule cost and found when it was last measured; "" for other families."""
    from reportkit.api.rules import measured

    figures = measured(code)
    if figures is None:
        return ""
    return (
        f"Measured: {figures.alarms} false alarms on {figures.words:,} words of edited mathematical "
        f"prose; found at {figures.found} of {figures.errors} known errors of all kinds."
    )


def _example(text: str) -> str:
    return "\n".join(f"  | {line}".rstrip() for line in text.strip().splitlines())
