"""Commands that make and keep a report folder: new, build, update, templates."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportkit.api.scaffolding import Built, NewFolder, Template, Update

# the names of scaffold.templates, which is not imported for --help; a test compares them
LANGUAGES = ("en", "de")
FORMS = ("neurips", "icml", "iclr", "colt")

_NEW_EXAMPLES = """\
\b
Examples:
  reportkit new my-report --paper paper.pdf
  reportkit new my-report --paper paper.pdf --author "Ada Lovelace" --lang de --form icml
  reportkit new notes --template proof-notes --paper paper.pdf
  reportkit new my-report --set paper-title="Deep Nets" --set tutor="E. Noether" --dry-run
\b
Keys of --set: author, matriculation, title, seminar, term, tutor, date, slides-date; and of the
paper, where reportkit reads it wrong: paper-title, paper-authors (A; B), year, arxiv, venue.
"""


@click.command(epilog=_NEW_EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--template", metavar="NAME", help="See reportkit templates.  [default: seminar-report]"
)
@click.option("--paper", metavar="FILE", help="The paper: PDF, LaTeX or arXiv's archive.")
@click.option("--title", help="The report's title.  [default: Report on the paper's title]")
@click.option("--author", help="Your name.")
@click.option("--matriculation", metavar="NUMBER", help="Your matriculation number.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="neurips",
    show_default=True,
    help="The conference whose review form is followed.",
)
@click.option(
    "--slides/--no-slides", default=True, help="The slides of the talk beside the report."
)
@click.option("--seminar", metavar="FILE", help="The seminar's seminar.toml: your paper and dates.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Any other value.")
@click.option("--force", is_flag=True, help="Add what is missing to a folder that is not empty.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def new(
    folder: Path,
    template: str | None,
    paper: str | None,
    title: str | None,
    author: str | None,
    matriculation: str | None,
    language: str,
    form: str,
    slides: bool,
    seminar: str | None,
    settings: tuple[str, ...],
    force: bool,
    dry_run: bool,
) -> None:
    """Start a report in FOLDER: LaTeX that builds at once, filled in from the paper.

    Files that are there are never overwritten.
    """
    from reportkit.api import scaffolding

    name = template or "seminar-report"
    values = _values(settings)
    given = {"title": title, "author": author, "matriculation": matriculation}
    values |= {key: value for key, value in given.items() if value is not None}
    scaffolding.refuse_full(folder, force=force)
    if _asks():
        paper, answers = _answers(name, language, paper, seminar, values)
        values |= answers
    made = scaffolding.new(
        folder,
        template=name,
        paper=paper,
        language=language,
        form=form,
        slides=slides,
        seminar=seminar,
        values=values,
        force=force,
        dry_run=dry_run,
    )
    _say_made(made, dry_run=dry_run)


def _values(settings: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(f"--set {setting}: write it as key=value")
        values[key.strip()] = value.strip()
    return values


def _asks() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _answers(
    template: str, language: str, paper: str | None, seminar: str | None, values: dict[str, str]
) -> tuple[str | None, dict[str, str]]:
    """Ask for what no option gave; Enter takes the default, which may be nothing."""
    from reportkit.api import scaffolding

    german = language == "de"
    if paper is None and seminar is None:
        question = "PDF des Papers (Enter: keins)" if german else "The paper's PDF (Enter: none)"
        paper = click.prompt(question, default="", show_default=False, value_proc=_paper) or None
    answers: dict[str, str] = {}
    for asked in scaffolding.load_template(template).questions:
        known = {*values, *(key for key, value in answers.items() if value)}
        # the seminar's file knows the rest of a student who is named
        if asked.key not in known and not (seminar and known & {"author", "matriculation"}):
            default = scaffolding.login_name() if asked.key == "author" else ""
            prompt = asked.prompt.get(language) or asked.prompt["en"]
            answers[asked.key] = click.prompt(prompt, default=default, show_default=bool(default))
    return paper, {key: value for key, value in answers.items() if value}


def _paper(answer: str) -> str:
    """Return the path that was typed or dropped into the terminal; asks again where it is none."""
    path = Path(answer.strip().strip("'\"")).expanduser()
    if answer.strip() and not path.exists():
        raise click.UsageError(f"there is no file {path}")
    return str(path) if answer.strip() else ""


def _say_made(made: "NewFolder", *, dry_run: bool) -> None:
    """Say what was written and where each fact comes from."""
    verb = "would get" if dry_run else "has"
    _echo(f"{made.folder} {verb} {len(made.files)} files: {', '.join(made.files)}")
    if made.origins:
        width = max(len(field) for field, _, _ in made.origins)
        _echo("")
        for field, value, source in made.origins:
            shown = value if len(value) <= 70 else value[:69] + "…"
            _echo(f"  {field:<{width}}  {shown}   ({source})")
    for note in made.notes:
        _echo(f"  {note}")
    if made.missing:
        _echo(f"  not found: {', '.join(made.missing)}; reportkit.toml takes what you know")
    if not dry_run:
        _echo(
            f"\nNext: cd {made.folder}, reportkit build, and write; reportkit check says what is left."
        )


def _echo(text: str) -> None:
    """Print a line without what a terminal would take for a command."""
    kept = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(kept.encode(encoding, "replace").decode(encoding))


_BUILD_EXAMPLES = """\
\b
Examples:
  reportkit build                 every document of this folder
  reportkit build my-report --zip and a zip that Overleaf takes as it is
\b
Exit status: 0 built, 1 errors in the LaTeX, 2 wrong use, 4 LaTeX is not installed.
"""


@click.command(epilog=_BUILD_EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--zip", "zipped", is_flag=True, help="Write the folder's zip for Overleaf.")
@click.option(
    "--timeout",
    "timeout_s",
    type=float,
    default=120.0,
    show_default=True,
    metavar="S",
    help="Seconds for one document.",
)
@click.option("--warnings", is_flag=True, help="Show every warning, not the first ones alone.")
def build(folder: Path, zipped: bool, timeout_s: float, warnings: bool) -> None:
    """Build a report folder's PDFs, with LaTeX's errors in plain words.

    With --zip and without LaTeX only the zip is made.
    """
    from reportkit.api import scaffolding
    from reportkit.errors import EngineMissing

    if zipped:
        _echo(f"{scaffolding.overleaf_zip(folder)} is ready: in Overleaf, New Project, Upload")
    try:
        done = scaffolding.build(folder, timeout_s=timeout_s)
    except EngineMissing:
        if zipped:
            return
        raise
    for document in done:
        _say_built(document, folder, every=warnings)
    sys.exit(int(not all(document.succeeded for document in done)))


_SHOWN = 8  # complaints of a document that are shown


def _say_built(built: "Built", folder: Path, *, every: bool) -> None:
    where = folder if folder.is_dir() else folder.parent
    name = str(where / built.main)
    if built.succeeded and built.pdf:
        pages = f"{built.pages} page{'s' * (built.pages != 1)}" if built.pages else "up to date"
        _echo(f"{built.pdf}   {pages}")
    else:
        _echo(f"{name}   not built")
    errors = [c for c in built.complaints if c.error]
    shown = (
        built.complaints
        if every
        else (errors + [c for c in built.complaints if not c.error])[:_SHOWN]
    )
    for complaint in shown:
        line = f":{complaint.line}" if complaint.line else ""
        kind = "error" if complaint.error else "warning"
        _echo(f"  {where / complaint.file}{line}: {kind}: {complaint.message}")
    if len(shown) < len(built.complaints):
        _echo(f"  and {len(built.complaints) - len(shown)} more (--warnings shows all)")


_UPDATE_EXAMPLES = """\
\b
Examples:
  reportkit update --dry-run      what would change
  reportkit update my-report
"""


@click.command(epilog=_UPDATE_EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def update(folder: Path, dry_run: bool) -> None:
    """Bring the files in FOLDER that are reportkit's up to date.

    Your text is never touched. A file of reportkit's that you have changed stays as well; the newer
    one goes beside it, with .new at its end.
    """
    from reportkit.api import scaffolding

    done = scaffolding.update(folder, dry_run=dry_run)
    for change in done:
        _say_updated(change)
    if all(change.action == "kept" for change in done):
        _echo(f"{folder} is up to date")
    elif dry_run:
        _echo("nothing was written (--dry-run)")


def _say_updated(change: "Update") -> None:
    if change.action == "changed":
        _echo(f"{change.path}   was changed by hand and stays; the newer one is {change.path}.new")
        _echo("  " + change.diff.replace("\n", "\n  "))
    elif change.action != "kept":
        _echo(f"{change.path}   {change.action}")


@click.command(epilog="\b\nExample:\n  reportkit new my-report --template proof-notes")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en")
def templates(language: str) -> None:
    """List the templates of reportkit new."""
    from reportkit.api import scaffolding

    found = scaffolding.templates()
    width = max(len(template.id) for template in found)
    for template in found:
        _echo(f"{template.id:<{width}}  {_described(template, language)}")


def _described(template: "Template", language: str) -> str:
    text = template.description.get(language) or template.description["en"]
    rubric = f" Rubric: {template.rubric}." if template.rubric else ""
    form = f" Forms: {', '.join(FORMS)}." if template.form else ""
    return text + form + rubric
