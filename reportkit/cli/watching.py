"""The command that follows along while a student writes."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.api.watching import Round
    from reportkit.document import Document
    from reportkit.findings import Finding

_FEW = 8
_EXAMPLES = """\
\b
Examples:
  reportkit watch my-report/                      what its reportkit.toml names
  reportkit watch draft.pdf --paper paper.pdf     beside latexmk -pvc
"""


@click.command(epilog=_EXAMPLES)
@click.argument("draft", required=False)
@click.option("--paper", metavar="FILE", help="The paper that the draft is about.")
@click.option("--conference", metavar="FILE", help="The conference version, to tell its numbers.")
@click.option("--rubric", metavar="NAME|FILE", help='The rubric to apply; "none" for none.')
@click.option("--rounds", type=click.IntRange(min=1), help="Stop after so many checks.")
def watch(
    draft: str | None,
    paper: str | None,
    conference: str | None,
    rubric: str | None,
    rounds: int | None,
) -> None:
    """Check DRAFT (a PDF or a report folder) now and whenever it changes; end with Ctrl+C.

    The terminal shows what was fixed and what is new. What did not change, the paper above all, is
    kept and not read again.
    """
    import gc
    from functools import partial
    from itertools import islice

    gc.set_threshold(200_000, 50, 50)  # as in check
    from reportkit.api.checking import check as checked
    from reportkit.api.settings import draft_file, settings_for
    from reportkit.api.watching import rounds as checks

    settings = settings_for(draft)
    file = draft_file(draft, settings)
    if file is None:
        raise click.UsageError("standard input cannot be watched; name a file")
    check = partial(
        checked,
        paper=_kept(paper, settings.path("paper")),
        conference=_kept(conference, settings.path("conference")),
        rubric=rubric,
        config=settings,
    )
    click.echo(f"watching {file}; Ctrl+C ends", err=True)
    try:
        for done in islice(checks(file, check), rounds):
            click.echo("\n".join(_lines(done)))
            gc.collect()
            gc.freeze()  # models and the paper stay: to look at them for garbage takes 0.2 s a round
    except KeyboardInterrupt:
        click.echo("", err=True)


def _kept(named: str | None, configured: "Path | None") -> "Document | None":
    """Read a paper once for all rounds; None where there is none."""
    from reportkit.readers import read

    path = named or configured
    return read(path) if path else None


def _lines(done: "Round") -> list[str]:
    """Return what one round has to say."""
    from reportkit.reporters.ranking import fix_first, tally

    if done.report is None:
        return [f"  {done.problem}"]
    head = f"{_time()}  {tally(done.report.findings)}  ({done.seconds:.1f} s)"
    if done.change is None:
        return [head, *(_line(" ", finding) for finding in fix_first(done.report.findings))]
    fixed, new = done.change.fixed, done.change.new
    return [
        f"{head}  {len(fixed)} fixed, {len(new)} new",
        *(_line("✓", finding) for finding in fixed[:_FEW]),
        *(_line("+", finding) for finding in new[:_FEW]),
        *([f"  +{len(new) - _FEW} more"] if len(new) > _FEW else []),
    ]


def _line(sign: str, finding: "Finding") -> str:
    from reportkit.reporters.plain import one_line

    page = f"p. {finding.page}" if finding.page else ""
    return f"  {sign} {page:<6} {one_line(finding.message)}  {finding.code}"


def _time() -> str:
    from datetime import datetime

    return datetime.now().strftime("%H:%M:%S")
