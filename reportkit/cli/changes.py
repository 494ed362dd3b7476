"""The command that holds two drafts against each other: diff."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportkit.findings import Difference, Finding

_FEW = 20
_EXAMPLES = """\
\b
Examples:
  reportkit diff draft-1.pdf draft-2.pdf --paper paper.pdf
  reportkit diff draft-1.pdf draft-2.pdf --select RK3,RK8
  reportkit diff draft-1.pdf draft-2.pdf --format json
\b
Exit status:
  0  nothing new    1  new findings    2  wrong use    3  a file that cannot be read
"""


@click.command(epilog=_EXAMPLES)
@click.argument("old")
@click.argument("new")
@click.option("--paper", metavar="FILE", help="The paper that both are about.")
@click.option("--select", metavar="RULES", multiple=True, help="Run these alone: RK4,contraction.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Leave these out.")
@click.option("--format", "format_", type=click.Choice(("terminal", "json")), default="terminal")
@click.option("--all", "everything", is_flag=True, help="List what is still there, too.")
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    paper: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format_: str,
    everything: bool,
) -> None:
    """Tell what the draft NEW fixed, kept and brought compared with OLD.

    A finding is the same where rule, sentence and section are; pages and lines do not matter.
    """
    from reportkit.api.checking import check
    from reportkit.cli.waiting import waiting
    from reportkit.findings import difference
    from reportkit.readers import read

    subject = read(paper) if paper else None
    chosen = tuple(word for part in select for word in part.split(",") if word.strip())
    left_out = tuple(word for part in ignore for word in part.split(",") if word.strip())
    with waiting("checking both drafts"):
        before, after = (
            check(draft, paper=subject, select=chosen, ignore=left_out) for draft in (old, new)
        )
    change = difference(before, after)
    click.echo(_as_json(change) if format_ == "json" else _as_text(change, everything), nl=False)
    ctx.exit(int(bool(change.new)))


def _as_text(change: "Difference", everything: bool) -> str:
    counts = f"{len(change.fixed)} fixed, {len(change.still)} still there, {len(change.new)} new"
    parts = [counts + "\n"]
    groups = [("New", change.new), ("Fixed", change.fixed)]
    if everything:
        groups.append(("Still there", change.still))
    for title, findings in groups:
        if findings:
            parts.append(f"\n{title}\n")
            shown = findings if everything else findings[:_FEW]
            parts += [_line(finding) for finding in shown]
            if len(findings) > len(shown):
                parts.append(f"  and {len(findings) - len(shown)} more (--all)\n")
    return "".join(parts)


def _line(finding: "Finding") -> str:
    from reportkit.reporters.plain import one_line

    place = f"p. {finding.page}" if finding.page else ""
    quoted = "" if finding.is_quoted else f"  “{one_line(finding.excerpt, 40)}”"
    return f"  {place:6} {finding.code}  {one_line(finding.message)}{quoted}\n"


def _as_json(change: "Difference") -> str:
    import msgspec

    data = {
        "schema": "reportkit.diff/1",
        **{
            name: [
                {
                    "code": finding.code,
                    "slug": finding.slug,
                    "page": finding.page,
                    "section": finding.section,
                    "excerpt": finding.excerpt,
                    "message": finding.message,
                    "fingerprint": finding.fingerprint,
                }
                for finding in getattr(change, name)
            ]
            for name in ("fixed", "still", "new")
        },
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"
