"""A paper is read in a second process while the draft is read in this one.

The text engine holds the interpreter's lock, so that a thread would gain nothing. Where a process
cannot be forked (Windows, macOS, one processor, other threads at work) the paper is read here.
"""

import gc
import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportkit.analysis.statements import Inventory
    from reportkit.document import Document

# below it, reading takes less than the 30 ms that a process and the way back cost
_LEAST_BYTES = 60_000


class Ahead:
    """A paper that is being read.

    `file` is what was named on the command line or in the settings. `document` is None until it is
    there, from the other process or from whoever had to read it here.
    """

    def __init__(
        self, file: str | Path, process: int = 0, answer: int = -1, afterwards: Sequence[str] = ()
    ) -> None:
        self.file = file
        self._process = process
        self._answer = answer
        self._afterwards = afterwards
        self.document: Document | None = None

    @property
    def is_under_way(self) -> bool:
        """Return whether another process is at work, so that there is time for something else."""
        return bool(self._process)

    def load_afterwards(self) -> None:
        """Load the modules that will be needed when all is checked, while there is time."""
        for name in self._afterwards:
            import_module(name)

    def result(self) -> "tuple[Document, Inventory] | None":
        """Wait for the paper and its statements; None where it must be read here, as for its error."""
        if not self._process:
            return None
        with os.fdopen(self._answer, "rb") as stream:
            payload = stream.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        if status:
            return None
        import pickle

        found: tuple[Document, Inventory] = pickle.loads(payload)  # our own child wrote it
        self.document = found[0]
        return found

    def give_up(self) -> None:
        """End the process where its answer was not fetched."""
        if self._process:
            import signal

            os.close(self._answer)
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


def reading_ahead(paper: str | Path, afterwards: Sequence[str] = ()) -> Ahead:
    """Begin to read `paper` in a second process where that can be done and pays.

    `afterwards` are modules that whoever waits for the paper may load.
    """
    if not _pays(Path(paper)):
        return Ahead(paper)
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        os.close(writing)
        return Ahead(paper, process, reading, afterwards)
    status = 1
    try:
        os.close(reading)
        _answer(paper, writing)
        status = 0
    except BaseException:  # the parent reads the file again and says what is wrong
        os.write(writing, b"")
    finally:
        os._exit(status)


def _answer(paper: str | Path, writing: int) -> None:
    import pickle

    from reportkit.analysis.inventory import inventory
    from reportkit.analysis.metadata import paper_metadata
    from reportkit.readers import read

    gc.disable()
    document = read(paper)
    document.once(paper_metadata)  # goes with the document
    found = document, document.once(inventory)
    payload = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)  # before the pipe is full and waits
    with os.fdopen(writing, "wb") as stream:
        stream.write(payload)


def _pays(paper: Path) -> bool:
    if sys.platform != "linux" or threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return False
    try:
        return paper.is_file() and paper.stat().st_size >= _LEAST_BYTES
    except OSError:
        return False
