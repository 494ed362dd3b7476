"""What a person sees while a command works for longer than a moment."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event

_MOMENT_S = 1.5
_TICK_S = 1.0


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show `what` and the seconds on standard error, where that is a terminal, until the work is done."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    done = Event()
    teller = Thread(target=_tell, args=(what, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(what: str, done: "Event") -> None:
    seconds = pause = _MOMENT_S
    while not done.wait(pause):
        sys.stderr.write(f"\r\x1b[K{what} … {int(seconds)} s")
        sys.stderr.flush()
        pause = _TICK_S
        seconds += pause
    if pause is not _MOMENT_S:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
