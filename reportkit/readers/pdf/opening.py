"""Opening a PDF that may be damaged, locked, a scan, or made to do harm."""

import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from importlib import import_module
from importlib.machinery import ExtensionFileLoader, PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

from reportkit.errors import Unreadable
from reportkit.readers.pdf.drawn import Drawn, drawn_on
from reportkit.readers.pdf.pieces import Piece, page_pieces
from reportkit.readers.pdf.ruled import Rule, rules

# A thesis of 400 pages is 10 MB with 400,000 pieces, and takes 4 s.
MOST_BYTES = 300 << 20
_MOST_PAGES = 2000
_MOST_PIECES = 3_000_000
_MOST_SECONDS = 90.0


class Opened:
    """A PDF's pages as pieces of text. `notes` say which pages were passed over."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._locked = b"/Encrypt" in data
        self.notes: list[str] = []
        self.engine = _engine(data, name)

    @cached_property
    def count(self) -> int:
        """Return the number of pages. Raises Unreadable where there are too many."""
        with _as_unreadable(self._name):
            count = int(self.engine.page_count())
        if count > _MOST_PAGES:
            raise Unreadable(
                f"{self._name} has {count:,} pages; reportkit reads up to {_MOST_PAGES:,}. "
                "Save the part that is to be read as a file of its own."
            )
        return count

    def pages(
        self, heavy: Callable[[int], bool], crowded: Callable[[int], bool]
    ) -> Iterator[tuple[list[Piece], tuple[Rule, ...]]]:
        """Yield the pieces and rules of each page, none for a page that cannot be read.

        `heavy` says which pages (from 0) have pictures so large that only their text is read,
        `crowded` which draw text so often that they are passed over.
        """
        end = time.monotonic() + _MOST_SECONDS
        total = failed = passed_over = 0
        for index in range(self.count):
            if crowded(index):
                passed_over += 1
                self.notes.append(f"Page {index + 1} was passed over: it draws text too often.")
                yield [], ()
                continue
            try:
                drawn = Drawn() if heavy(index) else drawn_on(self.engine, index)
                found, lines = page_pieces(self.engine, index, drawn), rules(drawn)
            except Exception as error:  # the engine raises RuntimeError, IndexError and others
                failed += 1
                self.notes.append(f"Page {index + 1} could not be read: {_reason(error)}.")
                found, lines = [], ()
            total += len(found)
            if total > _MOST_PIECES or time.monotonic() > end:
                raise Unreadable(
                    f"{self._name} holds too much to be read: stopped at page {index + 1} of "
                    f"{self.count}. Save the part that is to be read as a file of its own."
                )
            yield found, lines
        if not total and passed_over:
            raise Unreadable(
                f"{self._name} draws its text too often to be read. Export it again from its source."
            )
        if not total:
            raise Unreadable(self._why_empty(failed))

    def _why_empty(self, failed: int) -> str:
        name = self._name
        if self._locked:
            return _encrypted(name)
        if failed or not self.count:
            return f"{name} is damaged: none of its pages can be read. Export or download it again."
        return (
            f"{name} has no text layer: it looks like a scan. "
            "Export the PDF from LaTeX, or run OCR first."
        )


def _engine(data: bytes, name: str) -> Any:
    engine = _native()
    engine.disable_logging()
    with _as_unreadable(name):
        return engine.PdfDocument.from_bytes(data)


@cache
def _native() -> Any:  # Any: a module without types
    """Return pdf_oxide's native module without its package, which would load asyncio: 0.08 s."""
    name = "pdf_oxide.pdf_oxide"
    package = None if name in sys.modules else find_spec("pdf_oxide")
    places = package.submodule_search_locations if package else None
    found = PathFinder.find_spec(name, places) if places else None
    if found is None or not isinstance(found.loader, ExtensionFileLoader):
        return import_module("pdf_oxide")
    module = sys.modules[name] = module_from_spec(found)  # it can be loaded once in a process
    found.loader.exec_module(module)
    return module


@contextlib.contextmanager
def _as_unreadable(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if "password" in str(error):
            raise Unreadable(_encrypted(name)) from None
        raise Unreadable(
            f"{name} is damaged and cannot be opened as a PDF ({_reason(error)}). "
            "Export or download it again."
        ) from None


def _encrypted(name: str) -> str:
    return f"{name} is encrypted and cannot be read. Save a copy without a password."


def _reason(error: Exception) -> str:
    """Return the first line of what the engine says, shortened."""
    lines = str(error).strip().splitlines()
    return lines[0][:120].rstrip(".") if lines else type(error).__name__


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector and the engine's own messages away while a file is read.

    Reading makes many small objects and drops none, so that collecting takes a tenth of the time.
    The engine is a native library: should it panic, it writes to descriptor 2 before it raises.
    """
    collecting = gc.isenabled()
    gc.disable()
    saved = None
    with contextlib.suppress(OSError):
        saved = os.dup(2)
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 2)
        os.close(sink)
    try:
        yield
    except BaseException as error:
        # pyo3's PanicException is no Exception; nothing else of that name exists.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("The file is damaged: the PDF engine gave up on it.") from None
    finally:
        if saved is not None:
            os.dup2(saved, 2)
            os.close(saved)
        if collecting:
            gc.enable()
