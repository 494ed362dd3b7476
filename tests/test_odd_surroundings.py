"""Names, devices and streams that no honest user has: one line and a documented status."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportkit.cli import main
from reportkit.readers import read

ODD = b"\xff\x1b[31m\n.tex"  # no UTF-8, a colour, a line end
LATEX = "\\documentclass{article}\\begin{document}It can not be so.\\end{document}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("format", ["terminal", "json", "sarif", "github", "html", "markdown"])
def test_a_name_that_is_no_text_is_written_in_every_format(format: str, tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/" + ODD
    Path(os.fsdecode(file)).write_text(LATEX)
    target = tmp_path / "report"
    done = run(
        "check", os.fsdecode(file), "--select", "RK601", "--format", format, "-o", str(target)
    )
    assert done.exit_code in (0, 1), done.output
    text = target.read_text("utf-8")
    assert "\x1b" not in text
    assert "\N{REPLACEMENT CHARACTER}" in text or format == "sarif"


def test_a_message_is_one_line_whatever_the_file_is_called() -> None:
    done = run("check", "a\nb\x1b[31m.pdf")
    assert done.exit_code == 3
    assert "\x1b" not in done.output
    assert done.output.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device")
def test_a_device_without_end_is_refused() -> None:
    done = run("theorems", "/dev/zero")
    assert done.exit_code == 3
    assert "no end" in done.output


def test_pages_of_a_thousand_digits_are_wrong_use() -> None:
    assert run("check", "draft.pdf", "--pages", "9" * 5000).exit_code == 2


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX closes streams")
def test_closed_streams_are_no_traceback(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("All is well.")
    for closed, status in (("<&-", 3), (">&-", 0)):
        name = "-" if closed == "<&-" else str(draft)
        done = subprocess.run(
            [
                "sh",
                "-c",
                f'exec "$1" -c "from reportkit.cli import main; main()" check "$2"'
                f" --select RK601 {closed}",
                "sh",
                sys.executable,
                name,
            ],
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == status, done.stderr


def test_a_name_of_letters_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "Übung – 2\N{NO-BREAK SPACE}(neu).md"
    file.write_text("All is well.")
    assert read(file).name == file.name
