"""`reportkit grade`, for tutors."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.config import GRAMMAR

if TYPE_CHECKING:
    from reportkit.api.grading import Graded, Progress
    from reportkit.seminar.submissions import Submissions

_EXAMPLES = """\
\b
Examples:
  reportkit grade SemOnl24-Report-48213.zip --papers papers/ --tutor mf --tutor ab
  reportkit grade reports/ --papers papers.csv --worksheet Grades-SemOnl24-Report-48213.csv
  reportkit grade SemOnl24-Report-48213.zip --list           who handed in what, nothing else
  reportkit grade round2.zip --into grading2 --first-round grading
  reportkit grade --forget grading
\b
Run it again at any time: what is done is kept, sheets that someone has begun are left alone.
"""


@click.command(epilog=_EXAMPLES)
@click.argument("submissions", nargs=-1)
@click.option("--rubric", metavar="NAME|FILE", help="The rubric.  [default: seminar-report]")
@click.option("--papers", metavar="FOLDER|CSV", help="The papers, or a list: student,paper.")
@click.option(
    "--into", default="grading", show_default=True, metavar="FOLDER", help="For all that is made."
)
@click.option("--tutor", "tutors", multiple=True, metavar="NAME", help="A tutor's short name.")
@click.option("--markers", type=click.IntRange(1, 9), help="Tutors for each report.  [default: 1]")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes.  [default: one a processor]")
@click.option("--dask", metavar="ADDRESS", help="Use this Dask cluster; it must see the folder.")
@click.option("--worksheet", metavar="CSV", help="Moodle's grading worksheet: names and dates.")
@click.option("--plan", metavar="FILE", help="seminar.toml: dates, tutors.  [default: if there]")
@click.option("--due", type=click.DateTime(), help="When reports were due, as 2026-07-01T23:59:00.")
@click.option(
    "--extension",
    "extensions",
    multiple=True,
    metavar="NUMBER=DATE",
    help="A later due date for one.",
)
@click.option("--take", multiple=True, metavar="NUMBER=FILE", help="Grade this file of several.")
@click.option("--last-year", metavar="FOLDER", help="Reports to look for copies in.")
@click.option("--first-round", metavar="FOLDER", help="The grading folder of the first drafts.")
@click.option(
    "--grammar", type=click.Choice(GRAMMAR), help="Grammar engines to ask; auto: all there are."
)
@click.option("--anonymous", is_flag=True, help="Leave names out of everything people read.")
@click.option("--list", "only_list", is_flag=True, help="List what was handed in, and stop.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--forget", metavar="FOLDER", help="Delete a class's data, and stop.")
@click.option("--yes", is_flag=True, help="Do not ask before --forget.")
def grade(
    submissions: tuple[str, ...],
    rubric: str | None,
    papers: str | None,
    into: str,
    tutors: tuple[str, ...],
    markers: int | None,
    jobs: int | None,
    dask: str | None,
    worksheet: str | None,
    plan: str | None,
    due: datetime | None,
    extensions: tuple[str, ...],
    take: tuple[str, ...],
    last_year: str | None,
    first_round: str | None,
    grammar: str | None,
    anonymous: bool,
    only_list: bool,
    form: str,
    forget: str | None,
    yes: bool,
) -> None:
    """Check a class's reports and prepare a sheet for each student and tutor.

    SUBMISSIONS are PDFs, folders, or Moodle's “download all submissions” zip as it is.
    """
    from reportkit.api.grading import Settings, listed
    from reportkit.api.grading import grade as graded

    if forget:
        _forget(Path(forget), yes)
        return
    if not submissions:
        raise click.UsageError("name the submissions: a zip of Moodle's, a folder, or PDFs")
    sources = tuple(map(Path, submissions))
    if only_list:
        _print_list(listed(sources), form)
        return
    settings = Settings(
        rubric=rubric,
        papers=Path(papers) if papers else None,
        tutors=tutors,
        markers=markers,
        jobs=jobs or _processors(),
        dask=dask,
        grammar=grammar,
        worksheet=Path(worksheet) if worksheet else None,
        plan=_plan(plan),
        due=due,
        extensions={key: _date(value) for key, value in map(_pair, extensions)},
        take=dict(map(_pair, take)),
        last_year=Path(last_year) if last_year else None,
        first_round=Path(first_round) if first_round else None,
        anonymous=anonymous,
    )
    _print_graded(graded(sources, Path(into), settings, _progress()), Path(into))


def _processors() -> int:
    import os

    return max(1, min(os.cpu_count() or 1, 8))


def _plan(given: str | None) -> Path | None:
    """Return seminar.toml: the one given, or the one that lies here."""
    if given:
        return Path(given)
    from reportkit.seminar.plan import FILE_NAME

    return Path(FILE_NAME) if Path(FILE_NAME).is_file() else None


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise click.UsageError(f"{text!r}: write NUMBER=VALUE")
    return key.strip(), value.strip()


def _date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise click.UsageError(f"{text!r} is no date, as 2026-07-08T23:59") from None


def _progress() -> "Progress | None":
    """Return what shows the progress, None where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, all_: int, name: str) -> None:
        end = "\n" if done == all_ else ""
        click.echo(f"\r\x1b[Kchecked {done} of {all_}  {name}{end}", err=True, nl=False)

    return show


def _print_graded(found: "Graded", into: Path) -> None:
    from reportkit.seminar.class_table import class_text

    click.echo(class_text(found.table), nl=False)
    for note in found.notes:
        click.echo(f"note: {note}")
    kept = f", {found.kept} kept from before" if found.kept else ""
    click.echo(
        f"{found.checked} checked{kept}. Open {into / 'class.html'}; fill in {into / 'sheets'}."
    )


def _print_list(found: "Submissions", form: str) -> None:
    from reportkit.seminar.listing import listing_json, listing_text

    click.echo(listing_json(found) if form == "json" else listing_text(found), nl=False)


def _forget(place: Path, yes: bool) -> None:
    from reportkit.seminar.grading_folder import GradingFolder

    folder = GradingFolder(place).opened()
    if not yes:
        count = len(folder.roster().members)
        click.confirm(f"Delete the data of {count} students in {place}?", abort=True, err=True)
    click.echo(f"{folder.forget()} files deleted")
