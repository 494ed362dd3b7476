"""The command starts without anything heavy, and completes its words in a shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = "spacy pypdf pdf_oxide pypdfium2 rich msgspec yaml tomllib numpy harper_py jinja2 language_tool_python"
_PROBE = """
import sys
from reportkit.cli import main
try:
    main(sys.argv[1:], prog_name="reportkit")
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """Return the top-level modules that are there after a command."""
    ran = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(ran.stdout.rsplit("loaded:", 1)[1].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help")])
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not loaded(*arguments) & set(HEAVY.split())


def test_json_is_written_without_the_terminal_library(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("A text.", "utf-8")
    arguments = ("check", str(notes), "--grammar", "off", "--select", "RK4", "--format", "json")
    assert "rich" not in loaded(*arguments)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_given_a_completion_script(shell: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from reportkit.cli import main; main(prog_name='reportkit')"],
        env={**os.environ, "_REPORTKIT_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "reportkit" in ran.stdout, ran.stderr


def test_commands_are_completed() -> None:
    from click.shell_completion import ShellComplete

    from reportkit.cli import main

    completer = ShellComplete(main, {}, "reportkit", "_REPORTKIT_COMPLETE")
    assert "check" in {item.value for item in completer.get_completions([], "ch")}
    formats = completer.get_completions(["check", "--format"], "")
    assert "json" in {item.value for item in formats}
