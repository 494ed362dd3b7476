"""`reportkit watch`: the draft is checked again whenever its PDF is written anew."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from reportkit.errors import ReportkitError
from reportkit.findings import Difference, Report, difference
from reportkit.records import dataclass

# Polling works on every system and file share; twenty looks a second cost 0.2 % of a core.
_INTERVAL_S = 0.05
_SETTLE_S = 0.03
_PATIENCE_S = 5.0  # how long a file may look half-written before it is read as it is


@dataclass(frozen=True, slots=True)
class Round:
    """One check: its report, or the problem that prevented it; `change` is None the first time.

    `seconds` is the time from noticing the file to the report.
    """

    report: Report | None
    problem: ReportkitError | None
    change: Difference | None
    seconds: float


def rounds(file: Path, check: Callable[[Path], Report]) -> Iterator[Round]:
    """Yield a round now and after every change of `file`, for ever.

    A file that is missing or half-written (latexmk replaces it) is waited for; one that cannot be
    read yields its problem, and the next good one is compared with the last good report.
    """
    last: Report | None = None
    seen: tuple[int, int] | None = None
    while True:
        state = _settled(file, seen)
        started = time.perf_counter()
        try:
            report = check(file)
        except ReportkitError as problem:
            yield Round(None, problem, None, time.perf_counter() - started)
        else:
            change = difference(last, report) if last else None
            last = report
            yield Round(report, None, change, time.perf_counter() - started)
        seen = state


def _settled(file: Path, seen: tuple[int, int] | None) -> tuple[int, int]:
    """Wait until the file is another than `seen` and written whole; return its state."""
    while (state := _state(file)) is None or state == seen:
        time.sleep(_INTERVAL_S)
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if _is_whole(file) and _state(file) == state:
            return state
        time.sleep(_SETTLE_S)
        state = _state(file) or state
    return state


def _state(file: Path) -> tuple[int, int] | None:
    """Return the time of the last change and the size; None where there is no file, or only its name yet."""
    try:
        known = file.stat()
    except OSError:
        return None
    return (known.st_mtime_ns, known.st_size) if known.st_size else None


def _is_whole(file: Path) -> bool:
    """Return whether a PDF has its end; another kind of file is taken as it is."""
    try:
        with file.open("rb") as stream:
            if stream.read(5) != b"%PDF-":
                return True
            stream.seek(max(stream.seek(0, 2) - 1024, 0))
            return b"%%EOF" in stream.read()
    except OSError:
        return False
