"""Commands that write feedback and bring it back to Moodle."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.seminar.plain import plain_line

if TYPE_CHECKING:
    from reportkit.api.grading import Progress

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
    short_help="Gather what people wrote on PDFs.",
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
    from reportkit.cli.outputs import spare_inputs
    from reportkit.resources import write_whole

    spare_inputs((output,), paths)

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


@feedback.command("status")
@click.argument("folder", default="grading")
@click.option(
    "--agreement", is_flag=True, help="How far two markers agree, criterion by criterion."
)
@click.option("--comments", is_flag=True, help="The ready comments, the most used first.")
def status(folder: str, agreement: bool, comments: bool) -> None:
    """Tell how far the marking is, and what is wrong in the sheets."""
    from reportkit.api.feedback import status as found_status
    from reportkit.seminar.progress import agreement_text, comments_text, status_text

    found = found_status(Path(folder))
    click.echo(status_text(found), nl=False)
    if agreement:
        click.echo(agreement_text(found.agreement, found.calibration), nl=False)
    if comments:
        click.echo(comments_text(found.comments), nl=False)
    sys.exit(1 if found.problems or found.conflicts else 0)


def _letter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what the letters show."""
    points = click.option("--points", is_flag=True, help="Show points beside the levels in words.")
    signed = click.option("--sign", is_flag=True, help="Say which tutors marked.")
    html = click.option("--html", is_flag=True, help="Write HTML also where there is TeX.")
    return points(signed(html(command)))


@feedback.command("build", short_help="Write a letter and an annotated draft for each.")
@click.argument("folder", default="grading")
@_letter_options
def build(folder: str, points: bool, sign: bool, html: bool) -> None:
    """Write a letter and an annotated draft for each student whose sheets are complete."""
    from reportkit.api.feedback import LetterOptions
    from reportkit.api.feedback import build as built
    from reportkit.reporters.plain import counted

    options = LetterOptions(points=points, signed=sign, pdf=False if html else None)
    found = built(Path(folder), options, _progress())
    for note in found.notes:
        click.echo(f"note: {note}")
    for line in found.left:
        click.echo(f"left out {plain_line(line)}")
    letters = sum("-annotated" not in path.name for path in found.written)
    click.echo(f"{counted(letters, 'letter')} in {Path(folder) / 'feedback'}")
    _tell_mistakes(found.problems, found.left)
    sys.exit(1 if found.problems else 0)


def _tell_mistakes(problems: tuple[str, ...], left: tuple[str, ...]) -> None:
    """Tell the mistakes that no student's line in `left` tells: those in sheets of nobody."""
    for problem in problems:
        if not any(problem in line for line in left):
            click.echo(f"mistake: {plain_line(problem)}")


def _progress() -> "Progress | None":
    """Return what shows the progress, None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_: int, name: str) -> None:
        end = "\n" if done == all_ else ""
        click.echo(f"\r\x1b[Kwrote {done} of {all_}  {name}{end}", err=True, nl=False)

    return show


@feedback.command("merge", short_help="Bring in what tutors worked on elsewhere.")
@click.argument("folder")
@click.argument("sources", nargs=-1, required=True)
def merge(folder: str, sources: tuple[str, ...]) -> None:
    """Bring in sheets and annotated drafts that tutors worked on elsewhere.

    SOURCES are files and folders: sheets as they are, annotated drafts called NUMBER.TUTOR.pdf. A
    sheet that was edited in both places is kept in both versions; exit status 1 then.
    """
    from reportkit.api.feedback import collect as collected

    found = collected(Path(folder), tuple(map(Path, sources)))
    for line in found.taken:
        click.echo(f"took {line}")
    for line in found.conflicts:
        click.echo(f"edited in both places: {line} lies beside the other version")
    for line in found.left:
        click.echo(f"left {plain_line(line)}")
    click.echo(f"{len(found.taken)} files taken")
    sys.exit(1 if found.conflicts else 0)


@feedback.command("reopen", short_help="Open a sheet again as a new revision.")
@click.argument("folder")
@click.argument("student")
@click.option("--reason", required=True, help="Why it is looked at again; the student reads it.")
@click.option("--tutor", metavar="NAME", help="Whose sheet, where there are several.")
def reopen(folder: str, student: str, reason: str, tutor: str | None) -> None:
    """Open a sheet again as a new revision; both marks stay visible."""
    from reportkit.api.feedback import reopen as reopened

    click.echo(f"fill in {reopened(Path(folder), student, tutor, reason)}")


@feedback.command("export", short_help="Patch the worksheet and zip the files for Moodle.")
@click.argument("folder", default="grading")
@click.option("--worksheet", required=True, metavar="CSV", help="As downloaded from Moodle.")
@_moodle_options
@click.option("--no-comments", is_flag=True, help="Leave Moodle's comments as they are.")
@click.option("--rescale", is_flag=True, help="Moodle's maximum is not the rubric's total.")
@click.option("--scale", metavar="OPTION=POINTS,...", help="From how many points an option counts.")
@_letter_options
@click.option("--dry-run", is_flag=True, help="Only tell what Moodle will take.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def export(
    folder: str,
    worksheet: str,
    language: str,
    version: str,
    allow_updates: bool,
    no_comments: bool,
    rescale: bool,
    scale: str | None,
    points: bool,
    sign: bool,
    html: bool,
    dry_run: bool,
    form: str,
) -> None:
    """Patch the downloaded worksheet with the marks, and zip the feedback files.

    What Moodle will take, leave or refuse is told row by row; everything is read back before this
    command says that it is done.
    """
    from reportkit.api.export import ExportOptions, export_json
    from reportkit.api.export import export as exported
    from reportkit.api.feedback import LetterOptions
    from reportkit.seminar.moodle.report import preview_text

    options = ExportOptions(
        language=language,
        version=version,
        allow_updates=allow_updates,
        comments=not no_comments,
        rescale=rescale,
        scale=_scale(scale),
        letters=LetterOptions(points=points, signed=sign, pdf=False if html else None),
        dry_run=dry_run,
    )
    found = exported(Path(folder), Path(worksheet), options)
    if form == "json":
        click.echo(export_json(found), nl=False)
    else:
        for note in found.notes:
            click.echo(f"note: {note}")
        for line in found.left:
            click.echo(f"  not in it  {plain_line(line)}")
        click.echo(preview_text(found.worksheet, found.preview), nl=False)
        if found.worksheet_file and found.preview.accepted:
            click.echo(f"Upload first {found.worksheet_file}")
        if found.zip_file:
            click.echo(f"then {found.zip_file} ({found.files_in_zip} files)")
    _tell_mistakes(found.problems, found.left)
    sys.exit(1 if found.preview.refused or found.problems else 0)


def _scale(text: str | None) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in (text or "").split(",") if text else ():
        option, _, least = part.rpartition("=")
        try:
            found[option.strip()] = float(least)
        except ValueError:
            raise click.UsageError(f"--scale {part!r}: write OPTION=POINTS") from None
    return found


@feedback.command("gradebook")
@click.argument("marks")
@click.option("--users", required=True, metavar="COLUMN", help='Such as "Email address".')
@click.option("--mark", required=True, metavar="COLUMN", help='Such as "Final mark".')
@click.option("--lang", "language", type=click.Choice(LANGUAGES), required=True)
@click.option("-o", "--output", required=True, metavar="CSV")
def gradebook(marks: str, users: str, mark: str, language: str, output: str) -> None:
    """Write a CSV for Moodle's gradebook from a table of final marks.

    MARKS is a CSV with a column that names users as Moodle knows them, and one of marks.
    """
    from reportkit.api.moodle import write_gradebook
    from reportkit.cli.outputs import spare_inputs

    spare_inputs((output,), (marks,))
    count = write_gradebook(Path(marks), Path(output), users, mark, language)
    click.echo(f"{count} marks in {output}; map {users!r} to the user and {mark!r} to the item")
