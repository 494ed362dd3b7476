"""Commands about the results of a paper: theorems, compare."""

import sys
from pathlib import Path

import click

# the names of reporters.inventory.INVENTORIES, which is not imported for --help; a test compares
FORMATS = ("table", "json", "csv", "markdown", "latex", "dot", "mermaid", "svg", "html")

_EXAMPLES = """\
\b
Examples:
  reportkit theorems paper.pdf
  reportkit theorems arXiv-1905.03684v1.tar.gz             exact: from the LaTeX source
  reportkit theorems paper.pdf --format html -o results.html
  reportkit theorems paper.pdf --format json | jq '.key_results.main'
  reportkit theorems paper.pdf --format dot | dot -Tpdf -o graph.pdf
\b
Exit status:
  0  done     2  wrong use     3  a file that cannot be read
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paper")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="What to print; by default a table, or what the suffix of -o says.",
)
@click.option(
    "--origin",
    type=click.Choice(("auto", "source", "anchors", "text")),
    default="auto",
    show_default=True,
    help="Where to look: LaTeX source, the PDF's anchors, or its printed text alone.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there and not on the terminal.")
def theorems(paper: str, form: str | None, origin: str, output: str | None) -> None:
    """List every theorem, lemma and proof of PAPER and how they hang together.

    PAPER is a PDF, a LaTeX file or folder, or an arXiv source archive. ★ marks the main results
    and the lemmas that they rest on.
    """
    from reportkit.api.theorems import catalogued
    from reportkit.cli.outputs import spare_inputs
    from reportkit.cli.waiting import waiting
    from reportkit.reporters.inventory import render

    spare_inputs((output,), (paper,))

    form = form or _FORMAT_OF.get(Path(output or "").suffix.lower(), "table")
    with waiting(f"reading {paper}"):
        found = catalogued(paper, origin=origin)
    text = render(found, form, _width(output))
    if output and output != "-":
        _write(Path(output), text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))


_FORMAT_OF = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".tex": "latex",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
}


def _width(output: str | None) -> int | None:
    """Return the terminal's number of columns, None where the text goes to a file or a pipe."""
    if output or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _write(target: Path, text: str) -> None:
    """Write the file whole; a folder that is not there is one clear line."""
    from reportkit.errors import UsageProblem
    from reportkit.resources import write_whole

    try:
        write_whole(target, text)
    except OSError as problem:
        raise UsageProblem(f"{target} cannot be written: {problem.strerror}") from None


_COMPARE_EXAMPLES = """\
\b
Examples:
  reportkit compare neurips.pdf arxiv.pdf
  reportkit compare neurips.pdf arxiv.pdf --format csv -o numbers.csv
\b
Exit status:
  0  done     2  wrong use     3  a file that cannot be read
"""


@click.command(epilog=_COMPARE_EXAMPLES)
@click.argument("short")
@click.argument("long")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv")),
    help="What to print; by default a table, or what the suffix of -o says.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there and not on the terminal.")
def compare(short: str, long: str, form: str | None, output: str | None) -> None:
    """Map the numbering of SHORT, a conference version, to that of LONG, the arXiv version.

    Statements are matched by their words; ≠ marks those with another number in the long version.
    """
    from reportkit.api.comparing import compare as compared
    from reportkit.cli.outputs import spare_inputs
    from reportkit.reporters.comparison import render

    spare_inputs((output,), (short, long))

    found = compared(short, long)
    form = form or {".json": "json", ".csv": "csv"}.get(Path(output or "").suffix.lower(), "table")
    text = render(found.short, found.long, found.rows, form)
    if output and output != "-":
        _write(Path(output), text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
