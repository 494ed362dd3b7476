"""Commands for the student who writes: check, diff, watch."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.config import FAIL_ON, GRAMMAR
from reportkit.errors import UsageProblem

if TYPE_CHECKING:
    from reportkit.config import Config
    from reportkit.document import Document
    from reportkit.findings import Report

_FORMAT_OF = {
    ".html": "html",
    ".htm": "html",
    ".pdf": "annotated-pdf",
    ".json": "json",
    ".md": "markdown",
    ".sarif": "sarif",
}
_SURE = (".html", ".htm", ".pdf")  # SARIF is JSON, and what GitHub reads may be called anything

# the names of reporters.REPORTERS, which is not imported for --help; a test compares them
FORMATS = ("terminal", "json", "sarif", "github", "html", "annotated-pdf", "markdown")

_CHECK_EXAMPLES = """\
\b
Examples:
  reportkit check draft.pdf --paper paper.pdf
  reportkit check                                  the folder's reportkit.toml, or its only PDF
  reportkit check draft.pdf --select RK4 --pages 3-8
  reportkit check draft.pdf --paper paper.pdf -o report.html -o remarks.pdf
  echo "This allows to bound the error." | reportkit check -
\b
Exit status:
  0  nothing at or above --fail-on     3  a file that cannot be read
  1  findings                          4  an engine asked for by name is missing
  2  wrong use or settings
"""


class _Pages(click.ParamType):  # type: ignore[type-arg]  # generic in newer click alone
    """A page or a range of pages, "3" or "3-8"."""

    name = "pages"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return the first and the last page."""
        first, dash, last = str(value).partition("-")
        if not _is_number(first) or (dash and not _is_number(last)):
            self.fail(f"{value!r} is no page or range of pages, as 3-8", param, ctx)
        pages = int(first), int(last or first)
        if not 1 <= pages[0] <= pages[1]:
            self.fail(f"{value!r} is no range: pages count from 1, the smaller first", param, ctx)
        return pages


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


@click.command(epilog=_CHECK_EXAMPLES)
@click.argument("draft", required=False)
@click.option("--paper", metavar="FILE", help="The paper that the draft is about.")
@click.option("--conference", metavar="FILE", help="The conference version, to tell its numbers.")
@click.option("--report", "written", metavar="FILE", help="The report that slides belong to.")
@click.option("--rubric", metavar="NAME|FILE", help='The rubric to apply; "none" for none.')
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="What to write; again for more, each with its -o.  [default: what -o says, or terminal]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    help="Where to write; .html, .pdf, .json, .md and .sarif say for which format.",
)
@click.option("--select", metavar="RULES", multiple=True, help="Run these alone: RK4,contraction.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Leave these out.")
@click.option(
    "--grammar", type=click.Choice(GRAMMAR), help="Grammar engines to ask; auto: all there are."
)
@click.option("--language", metavar="CODE", help="Of the draft, as en or de.  [default: found out]")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="Least finding for exit status 1.")
@click.option("--pages", type=_Pages(), metavar="N-M", help="Show findings on these pages alone.")
@click.option("--baseline", metavar="FILE", help="Leave out what FILE lets be.")
@click.option("--write-baseline", metavar="FILE", help="Let all findings of now be; write them.")
@click.option("--pedantic", is_flag=True, help="Run the opt-in rules too.")
def check(
    draft: str | None,
    paper: str | None,
    conference: str | None,
    written: str | None,
    rubric: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    grammar: str | None,
    language: str | None,
    fail_on: str | None,
    pages: tuple[int, int] | None,
    baseline: str | None,
    write_baseline: str | None,
    pedantic: bool,
) -> None:
    """Check DRAFT, on its own or against its paper.

    DRAFT is a PDF, a text or Markdown file, a folder with a reportkit.toml, or - for standard
    input. The last line says whether it can be handed in.
    """
    import gc
    from dataclasses import replace

    # a check makes a million small objects and keeps them: looking for garbage costs it 8 %
    gc.set_threshold(200_000, 50, 50)
    from reportkit.api.ahead import reading_ahead
    from reportkit.api.settings import draft_file, settings_for
    from reportkit.cli.outputs import spare_inputs
    from reportkit.cli.waiting import waiting
    from reportkit.config import config_files

    files = targets(formats, outputs)
    settings = settings_for(draft)
    read = [settings.path(key) for key in ("paper", "conference", "report")]
    named = (draft_file(draft, settings), paper, conference, written, rubric, *read)
    spare_inputs((*outputs, write_baseline), (*named, *config_files(settings.folder)))
    subject = paper or settings.path("paper")
    shown = ["reportkit.reporters.terminal"] if "terminal" in dict(files) else []
    reading = reading_ahead(subject, shown) if subject else None
    from reportkit.api.checking import check as checked

    if fail_on:
        settings = replace(settings, fail_on=fail_on)
    if (select or pages) and rubric is None:
        rubric = "none"  # a choice of rules or pages fills no criterion
    try:
        with waiting(f"checking {draft or 'the draft'}"):
            report = checked(
                draft,
                paper=reading,
                conference=conference,
                report=written,
                rubric=rubric,
                select=_split(select),
                ignore=_split(ignore),
                grammar=grammar,
                language=language,
                pedantic=pedantic,
                pages=pages,
                config=settings,
            )
    finally:
        if reading:
            reading.give_up()
    if write_baseline:
        _let_be(report, write_baseline)
    report = _without_known(report, baseline or write_baseline, draft, settings)
    _write(report, files, settings, draft, reading.document if reading else None)
    sys.exit(_status(report, settings.fail_on))


def _let_be(report: "Report", file: str) -> None:
    """Write the baseline and say how much it lets be."""
    from reportkit.api.baseline import write_baseline

    try:
        count = write_baseline(report, Path(file))
    except OSError as problem:
        raise click.UsageError(f"{file} cannot be written: {problem.strerror}") from None
    click.echo(f"{file}: {count} findings are let be from now on", err=True)


def _without_known(
    report: "Report", baseline: str | None, draft: str | None, settings: "Config"
) -> "Report":
    """Return the report without what the baseline lets be: the one named, or the folder's own."""
    from reportkit.api.baseline import baseline_beside, without_known

    file = Path(baseline) if baseline else baseline_beside(draft, settings.folder)
    return without_known(report, file) if file else report


def _split(selectors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for part in selectors for word in part.split(",") if word.strip())


def targets(
    formats: tuple[str, ...], outputs: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...]:
    """Pair formats with files; a format without a file goes to standard output.

    A file's suffix says which format it is for. Other files are for the last formats left, in order.
    """
    outputs = tuple(name for name in outputs if name != "-")
    said = {name: _FORMAT_OF.get(Path(name).suffix.lower()) for name in outputs}
    formats = formats or tuple(form or "terminal" for form in said.values()) or ("terminal",)
    named = {form: name for name, form in reversed(said.items()) if form in formats}
    files = [name for name in outputs if name not in named.values()]
    unnamed = [form for form in formats if form not in named]
    if len(files) > len(unnamed):
        raise click.UsageError(f"{len(outputs)} files for {len(formats)} formats; name the formats")
    if len(unnamed) - len(files) > 1:
        raise click.UsageError("only one format can go to standard output; give the others -o FILE")
    named |= zip(unnamed[len(unnamed) - len(files) :], files, strict=True)
    for form, name in named.items():
        if Path(name).suffix.lower() in _SURE and form != said[name]:
            raise click.UsageError(f"{name} is no name for {form}; name another file")
    return tuple((form, named.get(form)) for form in formats)


def _write(
    report: "Report",
    targets: tuple[tuple[str, str | None], ...],
    settings: "Config",
    draft: str | None,
    paper: "Document | None",
) -> None:
    from reportkit.api.presenting import written
    from reportkit.api.settings import draft_file
    from reportkit.reporters.ranking import tally
    from reportkit.resources import write_whole

    file = draft_file(draft, settings)
    for format, output in targets:
        to_terminal = output is None and sys.stdout.isatty()
        content = written(
            report, format, settings, file, paper, terminal=to_terminal, width=_width()
        )
        if output is not None:
            try:
                write_whole(Path(output), content)
            except OSError as problem:
                raise UsageProblem(f"{output} cannot be written: {problem.strerror}") from None
            click.echo(f"{output}: {tally(report.findings)}", err=True)
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            _print(content)


def _width() -> int:
    import shutil

    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))


def _print(text: str) -> None:
    """Write to standard output; a console that lacks a character shows a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False, color=True)


def _status(report: "Report", fail_on: str) -> int:
    """Return 1 where a finding is at or above `fail_on`, otherwise 0."""
    from reportkit.findings import Severity

    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(finding.severity.rank <= limit for finding in report.findings))
