"""No command writes over a file that it reads, and an interrupt is one line."""

import shutil
import sys
import time
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from reportkit.cli import main, waiting
from reportkit.cli.outputs import spare_inputs
from reportkit.cli.student import targets
from reportkit.errors import UsageProblem

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    ("formats", "files", "expected"),
    [
        ((), (), {"terminal": None}),
        ((), ("r.html", "r.pdf"), {"html": "r.html", "annotated-pdf": "r.pdf"}),
        ((), ("r.txt",), {"terminal": "r.txt"}),
        (("html", "terminal"), ("r.html",), {"html": "r.html", "terminal": None}),
        (("json", "html"), ("r.html", "r.json"), {"json": "r.json", "html": "r.html"}),
        (("terminal", "sarif"), ("r.json",), {"terminal": None, "sarif": "r.json"}),
        (
            ("terminal", "json", "github"),
            ("a", "b"),
            {"terminal": None, "json": "a", "github": "b"},
        ),
    ],
    ids=["screen", "by suffix", "text", "first", "crossed", "sarif is json", "in order"],
)
def test_a_file_gets_the_format_that_its_suffix_says(formats, files, expected) -> None:
    assert dict(targets(formats, files)) == expected


@pytest.mark.parametrize(
    ("formats", "files"), [(("html",), ("r.pdf",)), ((), ("r.html", "s.html"))]
)
def test_a_file_whose_suffix_says_another_format_is_refused(formats, files) -> None:
    with pytest.raises(UsageError):
        targets(formats, files)


def test_what_was_written_is_told(tmp_path) -> None:
    file = tmp_path / "r.json"
    result = CliRunner().invoke(main, ["check", "-", "-o", str(file)], input="We see the the end.")
    assert f"{file}: 1 error, 0 warnings, 0 suggestions" in result.output


@pytest.mark.parametrize(
    "command",
    [
        ["check", "FILE", "--format", "json", "-o", "FILE"],
        ["check", "FILE", "--write-baseline", "FILE"],
        ["check", "-", "--paper", "FILE", "--format", "json", "-o", "FILE"],
        ["theorems", "FILE", "-o", "FILE"],
        ["compare", "paper.pdf", "FILE", "-o", "FILE"],
        ["feedback", "collect", "FILE", "-o", "FILE"],
        [
            "feedback",
            "gradebook",
            "FILE",
            "--users",
            "a",
            "--mark",
            "b",
            "--lang",
            "en",
            "-o",
            "FILE",
        ],
        ["assign", "FILE", "-o", "FILE"],
        ["assign", "list.csv", "--papers", "FILE", "--choices", "FILE"],
        ["timeline", "FILE", "--ics", "FILE"],
        ["talks", "FILE", "-o", "FILE"],
        ["marks", "FILE", "--moodle", "FILE"],
        ["papers", "FILE", "-o", "FILE"],
        ["rubric", "export", "FILE", "--format", "moodle", "-o", "FILE"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_an_output_that_is_an_input_is_refused_and_keeps_its_bytes(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "table.csv"
    file.write_text("student,mark\nAda,1.0\n")
    done = CliRunner().invoke(main, [str(file) if w == "FILE" else w for w in command], input="A.")
    assert done.exit_code == 2
    assert "is read by this command" in done.output
    assert file.read_text() == "student,mark\nAda,1.0\n"


def test_a_link_to_an_input_is_the_input(tmp_path: Path) -> None:
    file, soft, hard = (tmp_path / name for name in ("a.csv", "soft.csv", "hard.csv"))
    file.write_text("x")
    soft.symlink_to(file)
    hard.hardlink_to(file)
    for name in (soft, hard):
        with pytest.raises(UsageProblem, match="is read by this command"):
            spare_inputs((name,), (file,))
    spare_inputs((tmp_path / "new.csv", None, "-"), (file, None, "-"))


def test_an_empty_folder_is_not_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(EXAMPLES / "draft.pdf", tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", "empty"])
    assert done.exit_code == 2
    assert "there is no PDF in empty" in done.output


def test_an_interrupt_is_one_line_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportkit.api.settings.settings_for", interrupted)
    done = CliRunner().invoke(main, ["check", "draft.pdf"])
    assert (done.exit_code, done.output) == (130, "reportkit: stopped\n")


def test_a_misspelt_command_is_told_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "did you mean 'check'?" in result.output


def test_a_long_wait_is_shown_and_wiped_off(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(waiting, "_MOMENT_S", 0.01)
    with waiting.waiting("checking draft.pdf"):
        time.sleep(0.1)
    shown = capsys.readouterr().err
    assert "checking draft.pdf … 0 s" in shown and shown.endswith("\r\x1b[K")


def test_a_short_wait_is_not_shown(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with waiting.waiting("checking draft.pdf"):
        pass
    assert not capsys.readouterr().err


def test_a_change_is_told_once(tmp_path) -> None:
    for name, words in (("old.txt", "It is so."), ("new.txt", "It is the the end.")):
        (tmp_path / name).write_text(words, "utf-8")
    files = [str(tmp_path / name) for name in ("old.txt", "new.txt")]
    result = CliRunner().invoke(main, ["diff", *files])
    assert result.output.count("the the") == 1


def test_a_full_disk_is_told_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    from reportkit.resources import write_whole

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", full)
    target = tmp_path / "report.json"
    target.write_text("as it was")
    with pytest.raises(OSError, match=r"report\.json"):
        write_whole(target, "new")
    assert target.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [target]
