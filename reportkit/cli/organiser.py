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
@click.option("--choices", type=_FILE, help="Write the papers for Moodle's ratingallocate here.")
@click.option("--answers", type=_FILE, help="Write the answers as its ratings here.")
@click.option("--into-plan", is_flag=True, help="Set each student's paper in the --seminar file.")
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
    choices: Path | None,
    answers: Path | None,
    into_plan: bool,
) -> None:
    """Assign papers by the preferences in PREFERENCES, and say why.

    Everyone gets something acceptable; the worst rank is as good as possible; then as many first
    ranks as possible, then second, and so on; equals are decided by the seed.
    """
    from reportkit.api import organiser
    from reportkit.cli.outputs import spare_inputs
    from reportkit.seminar.assignment_text import FORMATS
    from reportkit.seminar.plan import read_seminar

    read = (preferences, papers, seminar, fixed, forbidden)
    spare_inputs((output, choices, answers), read)

    plan = read_seminar(seminar) if seminar else None
    if choices or answers:
        for_choices, for_answers = organiser.ratingallocate(
            preferences, papers, plan, ratings=ratings
        )
        if choices:
            _emit(for_choices, choices)
        if answers:
            _emit(for_answers, answers)
    outcome = organiser.assign(
        preferences,
        papers=papers,
        seminar=plan,
        seed=seed,
        fixed=fixed,
        forbidden=forbidden,
        unranked_last=unranked == "last",
        truthful=truthful,
        ratings=ratings,
    )
    if into_plan:
        if seminar is None:
            raise click.UsageError("--into-plan needs --seminar seminar.toml")
        organiser.write_papers(seminar, outcome)
        click.echo(f"papers set: {seminar}", err=True)
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


_TIMELINE_EXAMPLES = """\
\b
Examples:
  reportkit timeline                           the dates in seminar.toml, as a table
  reportkit timeline --ics seminar.ics         writes or updates the calendar
  reportkit timeline --slide                   a beamer frame
  reportkit timeline --remind report           the text of a mail
\b
seminar.toml:
  title = "Deep Learning Theory"
  timezone = "Europe/Berlin"
  [[events]]
  id = "report"                                offsets count from this event
  title = "Report and first slides"
  on = 2027-01-31T23:59:00
  [[events]]
  id = "final-slides"
  title = "Final slides"
  on = "report + 2 weeks"
"""
_PLAN = click.argument("seminar", type=_FILE, default=Path("seminar.toml"))


@click.command(epilog=_TIMELINE_EXAMPLES)
@_PLAN
@click.option("--ics", type=_FILE, help="Write the calendar here, or update the one that is there.")
@click.option("--markdown", "form", flag_value="markdown", default=True, help="Print a table.")
@click.option("--slide", "form", flag_value="slide", help="Print a beamer frame.")
@click.option("--remind", metavar="EVENT", help="Print a mail that reminds of this event.")
def timeline(seminar: Path, ics: Path | None, form: str, remind: str | None) -> None:
    """Write the dates of SEMINAR (default: seminar.toml) as calendar, table, slide or mail."""
    from reportkit.api import organiser
    from reportkit.cli.outputs import spare_inputs
    from reportkit.seminar import timeline as dates
    from reportkit.seminar.plan import read_seminar

    spare_inputs((ics,), (seminar,))

    plan = read_seminar(seminar)
    if ics:
        organiser.write_calendar(plan, ics)
        click.echo(f"written: {ics}", err=True)
    elif remind:
        click.echo(dates.reminder(plan, remind), nl=False)
    else:
        click.echo(dates.slide(plan) if form == "slide" else dates.markdown(plan), nl=False)


@click.command(
    epilog="\b\nExamples:\n  reportkit talks\n  reportkit talks --seed 7 --csv -o talks.csv"
)
@_PLAN
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Draws the order of the speakers."
)
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet.")
@click.option("-o", "--output", type=_FILE, help="Write here instead of to the terminal.")
def talks(seminar: Path, seed: int, as_csv: bool, output: Path | None) -> None:
    """Lay out the talks of the block seminar in SEMINAR (default: seminar.toml).

    Breaks and lunch are kept; neighbours have different tutors where possible, and nobody is
    chaired by their own.
    """
    from reportkit.cli.outputs import spare_inputs
    from reportkit.seminar import talks as block
    from reportkit.seminar.plan import read_seminar

    spare_inputs((output,), (seminar,))

    plan = read_seminar(seminar)
    laid_out = block.talks(plan, seed)
    text = block.as_csv(plan, laid_out) if as_csv else block.as_markdown(plan, laid_out)
    _emit(text, output)


@click.group(
    epilog="\b\nExamples:\n  reportkit questions add Ada --talk Emmy --points 1 --text 'Is it tight?'\n"
    "  reportkit questions list"
)
def questions() -> None:
    """Keep who asked what at the talks, for the bonus; a CSV file beside seminar.toml."""


_PLAN_OPTION = click.option(
    "--seminar", type=_FILE, default=Path("seminar.toml"), show_default=True, help="The plan."
)
_QUESTIONS_OPTION = click.option(
    "--file", type=_FILE, help="The list of questions.  [default: questions.csv beside the plan]"
)


@questions.command("add")
@click.argument("student")
@click.option("--talk", default="", help="Whose talk it was: number, e-mail or name.")
@click.option("--points", default="1", show_default=True, help="Points, as 1 or 0.5.")
@click.option("--text", default="", help="The question.")
@click.option("--date", default="", help="The day, as 2027-04-12.  [default: today]")
@_PLAN_OPTION
@_QUESTIONS_OPTION
def questions_add(
    student: str, talk: str, points: str, text: str, date: str, seminar: Path, file: Path | None
) -> None:
    """Note that STUDENT (number, e-mail or name) asked a question."""
    from reportkit.api import organiser
    from reportkit.seminar.plan import read_seminar

    noted = organiser.add_question(
        read_seminar(seminar),
        file or seminar.parent / "questions.csv",
        student,
        talk,
        points,
        text,
        date,
    )
    click.echo(f"noted: {noted}")


@questions.command("list")
@_PLAN_OPTION
@_QUESTIONS_OPTION
def questions_list(seminar: Path, file: Path | None) -> None:
    """List each student's questions and points, with the bonus that they give."""
    from reportkit.api import organiser
    from reportkit.seminar.plan import read_seminar

    plan = read_seminar(seminar)
    click.echo(organiser.question_list(plan, file or seminar.parent / "questions.csv"), nl=False)


@click.command(
    epilog="\b\nExamples:\n  reportkit marks --sheets grading/sheets --talks talks.csv\n"
    "  reportkit marks --sheets report/sheets --sheets talk/sheets --moodle gradebook.csv"
)
@_PLAN
@click.option(
    "--sheets",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="A folder of sheets; again for more.  [default: sheets beside the plan]",
)
@click.option("--talks", type=_FILE, help="Talks judged elsewhere: student, points, maximum.")
@_QUESTIONS_OPTION
@click.option("--moodle", type=_FILE, help="Write percentages for Moodle's gradebook here.")
@click.option("-o", "--output", type=_FILE, help="Write the table here instead of to the terminal.")
def marks(
    seminar: Path,
    sheets: tuple[Path, ...],
    talks: Path | None,
    file: Path | None,
    moodle: Path | None,
    output: Path | None,
) -> None:
    """Compute final marks for the students of SEMINAR (default: seminar.toml), every step shown.

    What is missing is listed and never counted as zero. A record beside the plan (marks.json) lets
    the next run say what changed.
    """
    from reportkit.api import marks as final
    from reportkit.cli.outputs import spare_inputs
    from reportkit.seminar.marks import as_markdown, as_moodle
    from reportkit.seminar.plan import read_seminar

    beside = seminar.parent
    noted = file or beside / "questions.csv"
    spare_inputs((output, moodle), (seminar, talks, noted, beside / final.RECORD))
    plan = read_seminar(seminar)
    computed, changed, waiting = final.marks(
        plan,
        sheets=sheets or (beside / "sheets",),
        talks=talks,
        questions=noted,
        last=beside / final.RECORD,
    )
    if moodle:
        _emit(as_moodle(computed), moodle)
    _emit(as_markdown(plan, computed, changed), output)
    for reason in waiting:
        click.echo(f"no mark yet: {reason}", err=True)


@click.command(
    epilog="\b\nExamples:\n  reportkit papers papers/\n  reportkit papers papers/ reading.bib -o papers.csv\n"
    "  reportkit papers papers/ --format toml >> seminar.toml"
)
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--topics", type=_FILE, help="Topics and the words that tell them, as TOML.")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "csv", "toml"]), help="By the file's suffix."
)
@click.option("-o", "--output", type=_FILE, help="Write here instead of to the terminal.")
def papers(
    sources: tuple[Path, ...], topics: Path | None, form: str | None, output: Path | None
) -> None:
    """List the papers in SOURCES (folders of PDFs, PDFs, .bib files) so that they can be compared.

    Title, authors, venue, arXiv id and long version, pages of both versions, results, proofs, topic.
    """
    from reportkit.api import papers as listing
    from reportkit.cli.outputs import spare_inputs
    from reportkit.seminar.paper_list import FORMATS

    spare_inputs((output,), (*sources, topics))

    found, problems = listing.papers(sources, topics)
    for problem in problems:
        click.echo(f"left out: {problem}", err=True)
    suffixes = {".csv": "csv", ".toml": "toml"}
    chosen = form or (suffixes.get(output.suffix, "markdown") if output else "markdown")
    _emit(FORMATS[chosen](found), output)
