"""Commands for the organiser: assign, timeline, talks, questions, marks, papers."""

from pathlib import Path

import click

_FILE = click.Path(path_type=Path, dir_okay=False)

_ASSIGN_EXAMPLES = """\
\b
Examples:
  reportkit assign preferences.csv --papers papers.csv --seed 2026
  reportkit assign preferences.csv -o assignment.csv       .md, .json and .txt as well
  reportkit assign preferences.csv --fixed fixed.csv       columns student, paper, reason
\b
The preferences are a CSV file in one of three shapes:
  name, email, 1st choice, 2nd choice, ...     papers in the cells, "P3; P4" for a tie
  name, email, P1, P2, P3, ...                 ranks in the cells, x for never
  student, paper, rank                         a row for each
A column "group" makes students share a paper. A paper that is not ranked is never given,
unless --unranked last.
"""


@click.command(epilog=_ASSIGN_EXAMPLES)
@click.argument("preferences", type=_FILE)
@click.option("--papers", type=_FILE, help="The papers on offer: id, title, places.")
@click.option(
    "--seminar", type=_FILE, help="seminar.toml, for the papers and the list of students."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Decides between equals.")
@click.option("--fixed", type=_FILE, help="Pairs given beforehand: student, paper, reason.")
@click.option("--forbidden", type=_FILE, help="Pairs never to be: student, paper, reason.")
@click.option(
    "--unranked", type=click.Choice(["never", "last"]), default="never", show_default=True
)
@click.option("--ratings", is_flag=True, help="Numbers are ratings: more is better.")
@click.option("--truthful", is_flag=True, help="Serial dictatorship in an order drawn by the seed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv", "json"]),
    help="By the file's suffix.",
)
@click.option("-o", "--output", type=_FILE, help="Write here instead of to the terminal.")
def assign(
    preferences: Path,
    papers: Path | None,
    seminar: Path | None,
    seed: int,
    fixed: Path | None,
    forbidden: Path | None,
    unranked: str,
    ratings: bool,
    truthful: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Assign papers by the preferences in PREFERENCES, and say why.

    Everyone gets something acceptable; the worst rank is as good as possible; then as many first
    ranks as possible, then second, and so on; equals are decided by the seed.
    """
    from reportkit.api import organiser
    from reportkit.seminar.assignment_text import FORMATS
    from reportkit.seminar.plan import read_seminar

    outcome = organiser.assign(
        preferences,
        papers=papers,
        seminar=read_seminar(seminar) if seminar else None,
        seed=seed,
        fixed=fixed,
        forbidden=forbidden,
        unranked_last=unranked == "last",
        truthful=truthful,
        ratings=ratings,
    )
    suffixes = {".md": "markdown", ".csv": "csv", ".json": "json"}
    chosen = form or (suffixes.get(output.suffix, "text") if output else "text")
    _emit(FORMATS[chosen](outcome), output)


def _emit(text: str, output: Path | None) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    from reportkit.resources import write_whole

    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text)
    click.echo(f"written: {output}", err=True)
