"""`reportkit rubric`: list, show, check, start and export rubrics."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportkit.rubric import Criterion, Rubric

# the keys of rubric.exports.EXPORTS, which --help does not import; a test compares them
EXPORTS = ("moodle", "canvas", "markus")

_EXAMPLES = """\
\b
Examples:
  reportkit rubric list
  reportkit rubric show seminar-report --language de
  reportkit rubric new my-seminar.yaml
  reportkit rubric check my-seminar.yaml
  reportkit rubric export my-seminar.yaml --format moodle -o rubric.csv
"""
_language = click.option("--language", default="en", show_default=True, metavar="CODE")


@click.group(epilog=_EXAMPLES)
def rubric() -> None:
    """List, show, check, start and export rubrics."""


@rubric.command("list")
def list_() -> None:
    """List the rubrics that come with reportkit."""
    from reportkit.api.rubrics import rubric_named, rubric_names

    for name in rubric_names():
        found = rubric_named(name)
        criteria = ", ".join(criterion.id for criterion in found.criteria)
        click.echo(f"{name:18} {found.title.text('en')}, {found.total:g} points: {criteria}")


@rubric.command("show")
@click.argument("name")
@_language
def show(name: str, language: str) -> None:
    """Show a rubric: criteria, levels, ready comments."""
    from reportkit.api.rubrics import rubric_named

    found = rubric_named(name)
    click.echo(f"{found.title.text(language)} ({found.id}), {found.total:g} points")
    for gate in found.gates:
        click.echo(f"\n{gate.id}: {gate.text.text(language)} (yes or no)")
    for criterion in found.criteria:
        _show(criterion, language)


def _show(criterion: "Criterion", language: str) -> None:
    click.echo(f"\n{criterion.id}: {criterion.title.text(language)} ({criterion.weight:g})")
    if criterion.asks:
        click.echo(f"  {criterion.asks.text(language)}")
    for level in criterion.levels:
        click.echo(f"  {level.points:>5g}  {level.id}: {level.text.text(language)}")
    if criterion.evidence:
        click.echo(f"  evidence: {', '.join(criterion.evidence)}")
    for comment in criterion.comments:
        click.echo(f"  comment {comment.id}: {comment.text.text(language)}")


@rubric.command("check", short_help="Check a rubric's file, line by line.")
@click.argument("file")
def check(file: str) -> None:
    """Check a rubric's file; the first mistake is told with its line (exit status 2)."""
    from reportkit.api.rubrics import rubric_named

    found = rubric_named(file)
    for line in _strange(found):
        click.echo(f"note: {line}")
    levels = sum(len(criterion.levels) for criterion in found.criteria)
    click.echo(
        f"{file} is in order: {len(found.gates)} gates, {len(found.criteria)} criteria, "
        f"{levels} levels, {found.total:g} points"
    )


def _strange(found: "Rubric") -> list[str]:
    """Return what is allowed and yet hardly meant: evidence that no rule gives."""
    from reportkit.rules import all_rules

    codes = [rule.info.code for rule in all_rules()]
    evidence = [(gate.id, gate.evidence) for gate in found.gates]
    evidence += [(criterion.id, criterion.evidence) for criterion in found.criteria]
    return [
        f"{id}: no rule is called {word}"
        for id, words in evidence
        for word in words
        if word.startswith("RK") and not any(code.startswith(word) for code in codes)
    ]


@rubric.command("new")
@click.argument("file")
@click.option("--from", "source", default="seminar-report", show_default=True, metavar="NAME")
def new(file: str, source: str) -> None:
    """Start a rubric of your own from one that is there."""
    from reportkit.api.rubrics import new_rubric

    click.echo(f"edit {new_rubric(Path(file), source)}, then: reportkit rubric check {file}")


@rubric.command("export")
@click.argument("name")
@click.option("--format", "form", type=click.Choice(EXPORTS), required=True)
@_language
@click.option("-o", "--output", metavar="FILE", help="Where to write.  [default: standard output]")
def export(name: str, form: str, language: str, output: str | None) -> None:
    """Write a rubric for Moodle's import plugin, Canvas or MarkUs."""
    from reportkit.api.rubrics import rubric_named
    from reportkit.cli.outputs import spare_inputs
    from reportkit.resources import write_whole
    from reportkit.rubric.exports import EXPORTS as RENDERERS

    spare_inputs((output,), (name,))

    text = RENDERERS[form](rubric_named(name), language)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(Path(output), text)
        click.echo(f"written: {output}", err=True)
