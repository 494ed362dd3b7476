"""Commands about the programs that reportkit can use: doctor, engines."""

import click

_DOCTOR_EXAMPLES = """\
\b
Examples:
  reportkit doctor
"""
_ENGINES_EXAMPLES = """\
\b
Examples:
  reportkit engines install languagetool
  reportkit engines remove languagetool
"""


@click.command(epilog=_DOCTOR_EXAMPLES)
def doctor() -> None:
    """Tell what is installed, what each missing thing would add, and how to get it.

    Nothing that reportkit reads leaves this machine.
    """
    from reportkit.api.engines import doctor as parts

    width = 16
    for part in parts():
        if part.found:
            click.echo(f"  ok       {part.name:{width}}{part.found}")
        else:
            click.echo(f"  missing  {part.name:{width}}adds: {part.adds}")
            click.echo(f"           {'':{width}}get it: {part.how}")


@click.group(epilog=_ENGINES_EXAMPLES)
def engines() -> None:
    """Install and remove grammar engines."""


@engines.command()
@click.argument("engine", type=click.Choice(("languagetool",)))
def install(engine: str) -> None:
    """Fetch ENGINE into your data folder: with Maven, or as language-tool-python does."""
    from reportkit.api.engines import install_languagetool

    place = install_languagetool(lambda words: click.echo(words, err=True))
    click.echo(f"{engine} is in {place}")


@engines.command()
@click.argument("engine", type=click.Choice(("languagetool",)))
def remove(engine: str) -> None:
    """Delete what `install` fetched."""
    from reportkit.api.engines import remove_languagetool

    place = remove_languagetool()
    click.echo(f"deleted {place}" if place else f"{engine} was not installed here")
