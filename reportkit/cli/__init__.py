"""The `reportkit` command: a group whose commands are imported only when they are used."""

import errno
import gc
import os
import sys
from importlib import import_module

import click

from reportkit import __version__
from reportkit.errors import ReportkitError

# command -> (module below reportkit.cli, attribute, help line); the order is that of --help
COMMANDS: dict[str, tuple[str, str, str]] = {
    "check": ("student", "check", "Check a draft, on its own or against its paper."),
    "theorems": ("results", "theorems", "List a paper's theorems, lemmas and proofs."),
    "compare": ("results", "compare", "Map a short version's numbering to the long one's."),
    "diff": ("changes", "diff", "Tell what a new draft fixed, kept and brought."),
    "watch": ("watching", "watch", "Check again whenever the draft changes."),
    "new": ("scaffolding", "new", "Start a report: LaTeX filled in from the paper."),
    "build": ("scaffolding", "build", "Build a report folder's PDFs."),
    "update": ("scaffolding", "update", "Bring a report folder's tool files up to date."),
    "templates": ("scaffolding", "templates", "List the templates."),
    "grade": ("tutor", "grade", "Check a class's submissions and prepare the sheets."),
    "feedback": ("feedback", "feedback", "Write feedback and bring it back to Moodle."),
    "rubric": ("rubrics", "rubric", "List, show, check, start and export rubrics."),
    "assign": ("organiser", "assign", "Assign papers by the students' preferences."),
    "timeline": ("organiser", "timeline", "Write the seminar's dates as calendar and table."),
    "talks": ("organiser", "talks", "Lay out the block seminar's talks."),
    "questions": ("organiser", "questions", "Keep who asked what at the talks."),
    "marks": ("organiser", "marks", "Compute final marks, every step shown."),
    "papers": ("organiser", "papers", "List a folder of papers so that they can be compared."),
    "rules": ("about", "rules", "List the rules."),
    "explain": ("about", "explain", "Explain a rule, with examples."),
    "doctor": ("engines", "doctor", "Tell what is installed and what is missing."),
    "engines": ("engines", "engines", "Install and remove grammar engines."),
}

_LONGEST_MESSAGE = 1000
_EXAMPLES = """\
\b
Examples:
  reportkit check draft.pdf --paper paper.pdf
"""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help lines without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return the command; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"reportkit.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named; a misspelt one is told with the nearest there is."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from reportkit.errors import nearest

            ctx.fail(f"No such command {args[0]!r}{nearest(args[0], tuple(COMMANDS))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands from the help lines above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, _, help_line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a person can mend becomes one line and its exit status."""
        # a document is a hundred thousand small objects that live to the end: looking for cycles
        # among them costs 0.08 of a check's 0.9 s of CPU time
        gc.set_threshold(100_000, 50, 50)
        _open_what_is_closed()
        try:
            return super().invoke(ctx)
        except ReportkitError as problem:
            click.echo(f"reportkit: {_printable(str(problem))}", err=True)
            return ctx.exit(problem.exit_status)
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise  # click leaves quietly when nobody reads any more
            where = f"{problem.filename}: " if problem.filename else ""
            click.echo(
                f"reportkit: {_printable(f'{where}{problem.strerror or problem}')}", err=True
            )
            return ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("reportkit: stopped", err=True)
            return ctx.exit(130)  # 128 + SIGINT, as shells have it
        except RecursionError:
            click.echo("reportkit: the input is nested too deeply to be read", err=True)
            return ctx.exit(3)
        except UnicodeDecodeError as problem:
            shown = problem.object[problem.start : problem.start + 20]
            click.echo(f"reportkit: a file is not UTF-8 text: {shown!r}", err=True)
            return ctx.exit(2)
        except MemoryError:
            click.echo("reportkit: the input needs more memory than there is", err=True)
            return ctx.exit(3)


def _printable(message: str) -> str:
    """Return a message on one line: it may name a file or quote a text that a terminal would obey."""
    from reportkit.reporters.plain import one_line

    return one_line(message, _LONGEST_MESSAGE)


def _open_what_is_closed() -> None:
    """Put the null device where a shell closed a standard stream (`>&-`): Python has None there."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            from pathlib import Path

            mode = "r" if name == "stdin" else "w"
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, stream)


@click.group(cls=LazyGroup, epilog=_EXAMPLES)
@click.version_option(__version__, "--version", prog_name="reportkit")
def main() -> None:
    """Check a seminar report against the paper it is about; help tutors and the organiser."""
