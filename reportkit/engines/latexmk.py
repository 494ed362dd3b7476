"""latexmk: a LaTeX file becomes a PDF, in bounded time and without shell escape.

The folder may be somebody else's: its .latexmkrc, which is a Perl program, is not read, TeX may
neither run programs nor write outside of the folder, and what it writes is bounded.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from reportkit.errors import EngineMissing
from reportkit.records import dataclass

TIMEOUT_S = 120.0
_LARGEST_FILE = 512 << 20  # bytes that any one file may grow to while TeX runs
_LONGEST_LOG = 8 << 20  # bytes of a log that are read

_OPTIONS = (
    "-norc",  # a .latexmkrc is a program
    "-pdf",
    "-bibtex-cond",
    "-interaction=nonstopmode",
    "-file-line-error",
    "-synctex=1",
    "-no-shell-escape",
    "-silent",
)
# web2c: lines of the log are not broken, nothing is written outside of the folder, nothing is run
_SETTINGS = {
    "max_print_line": "10000",
    "error_line": "254",
    "half_error_line": "238",
    "openout_any": "p",
    "openin_any": "r",
    "shell_escape": "f",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Build:
    """How a build went: `pdf` is None where there is none, `log` is TeX's own, `bibtex` BibTeX's.

    `timed_out` is True where it was stopped; the texts are then as far as it came.
    """

    main: Path
    pdf: Path | None
    log: str
    bibtex: str
    succeeded: bool
    timed_out: bool = False


def latexmk() -> str | None:
    """Return the path of latexmk where it and pdflatex are installed, None otherwise."""
    found = shutil.which("latexmk")
    return found if found and shutil.which("pdflatex") else None


def build_pdf(main: Path, *, timeout_s: float = TIMEOUT_S, afresh: bool = False) -> Build:
    """Build `main` beside itself. Raises EngineMissing where there is no TeX.

    `afresh` builds it even where latexmk thinks that nothing has changed.
    """
    program = latexmk()
    if program is None:
        missing = "pdflatex" if shutil.which("latexmk") else "latexmk"
        raise EngineMissing(
            f"{missing} is not installed. Install TeX Live (Debian: apt install latexmk "
            "texlive-latex-extra texlive-lang-german; Windows: MiKTeX; macOS: MacTeX), or upload "
            "the folder to Overleaf as it is: reportkit build --zip makes the zip"
        )
    command = [program, *_OPTIONS, *["-g"] * afresh, main.name]
    finished = _run(command, main.parent, timeout_s)
    pdf = main.with_suffix(".pdf")
    return Build(
        main=main,
        pdf=pdf if pdf.is_file() else None,
        log=_text(main.with_suffix(".log")),
        bibtex=_text(main.with_suffix(".blg")),
        succeeded=finished == 0 and pdf.is_file(),
        timed_out=finished is None,
    )


def _run(command: list[str], folder: Path, timeout_s: float) -> int | None:
    """Run the command and return its exit status, None where it was stopped for its time."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        preexec_fn=_bounded if os.name == "posix" else None,
    )
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        _stop(process)
        return None
    except BaseException:
        _stop(process)
        raise


def _environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of TeX: the caller's without its LaTeX settings, and ours."""
    kept = {name: value for name, value in outer.items() if name not in ("LATEXMKRCSYS",)}
    return kept | _SETTINGS


def _bounded() -> None:
    """Bound the size of files, in the child process (POSIX)."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End latexmk and the TeX that it has started."""
    if os.name == "posix":
        import signal
        from contextlib import suppress

        with suppress(ProcessLookupError):  # it has just ended by itself
            os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True
        )
    process.wait()


def _text(path: Path) -> str:
    """Return a log as text, "" where there is none; its end where it is very long."""
    if not path.is_file():
        return ""
    data = path.read_bytes()
    return data[-_LONGEST_LOG:].decode("utf-8", "replace")
