"""Commands that write feedback and bring it back to Moodle."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

# the keys of seminar.moodle.languages.TONGUES and preview.VERSIONS, which --help does not import
LANGUAGES = ("en", "de")
VERSIONS = ("current", "old", "several-markers")

_EXAMPLES = """\
\b
Examples:
  reportkit feedback status grading
  reportkit feedback build grading
  reportkit feedback export grading --worksheet "Grades-Sem-Report-48213.csv" --lang en --dry-run
  reportkit feedback preview Grades.csv Grades-filled.csv --lang de
"""


@click.group(epilog=_EXAMPLES)
def feedback() -> None:
    """Write feedback and bring it back to Moodle."""


def _moodle_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what has to be known of the Moodle that a worksheet is uploaded to."""
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        required=True,
        help="Moodle's language for the person who uploads.",
    )
    version = click.option(
        "--moodle",
        "version",
        type=click.Choice(VERSIONS),
        default="current",
        show_default=True,
        help="Moodle's version, as far as it matters.",
    )
    allow = click.option(
        "--allow-updates",
        is_flag=True,
        help="“Allow updating records that have been modified more recently” is ticked.",
    )
    return language(version(allow(command)))


@feedback.command("preview")
@click.argument("original")
@click.argument("filled")
@_moodle_options
@click.option("--separator", default=",", show_default=True, help="As chosen for the upload.")
@click.option("--encoding", default="utf-8", show_default=True, help="As chosen for the upload.")
@click.option(
    "--changed",
    metavar="NUMBER[=UNIXTIME]",
    multiple=True,
    help="This participant changed in Moodle after the download.",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def preview(
    original: str,
    filled: str,
    language: str,
    version: str,
    allow_updates: bool,
    separator: str,
    encoding: str,
    changed: tuple[str, ...],
    form: str,
) -> None:
    """Tell what Moodle will make of a filled worksheet.

    ORIGINAL is the worksheet as it was downloaded, FILLED the one to upload. Exit status 1 where
    Moodle takes nothing of it.
    """
    from reportkit.api.moodle import preview_worksheet
    from reportkit.seminar.moodle.report import preview_json, preview_text

    worksheet, found = preview_worksheet(
        original,
        filled,
        language=language,
        version=version,
        allow_updates=allow_updates,
        separator=separator,
        encoding=encoding,
        changed_since=dict(map(_changed, changed)),
    )
    click.echo(preview_json(found) if form == "json" else preview_text(worksheet, found), nl=False)
    sys.exit(1 if found.refused else 0)


def _changed(text: str) -> tuple[int, int]:
    """Return participant and Unix time; without a time, any time after the download."""
    number, _, time = text.partition("=")
    if not number.isdecimal() or (time and not time.isdecimal()):
        raise click.UsageError(f"--changed {text}: write 2210341 or 2210341=1704795300")
    return int(number), int(time or 1 << 40)


@feedback.command(
    "collect",
    epilog="\b\nExamples:\n  reportkit feedback collect annotated.pdf\n"
    "  reportkit feedback collect submissions/ -o notes.csv        .json and .md as well",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here.")
def collect(paths: tuple[Path, ...], output: Path | None) -> None:
    """Gather what people wrote on PDFs in any viewer: page, quoted words, text, author.

    PATHS are PDFs or folders of them; what reportkit itself put there is left aside.
    """
    from reportkit.api.notes import collected, rendered
    from reportkit.resources import write_whole

    found, problems = collected(paths)
    for problem in problems:
        click.echo(f"left out: {problem}", err=True)
    forms = {".csv": "csv", ".json": "json", ".md": "markdown"}
    text = rendered(found, forms.get(output.suffix, "text") if output else "text")
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{len(found)} notes written: {output}", err=True)
