"""A file becomes a Document."""

import sys
from pathlib import Path

from reportkit.document import Document
from reportkit.errors import Unreadable
from reportkit.readers.text import read_text


def read(path: str | Path) -> Document:
    """Return the Document of a file, told by its content; "-" is standard input.

    Raises Unreadable, with one line for a person, where there is nothing to be read.
    """
    if str(path) == "-":
        return read_bytes(sys.stdin.buffer.read(), "standard input")
    file = Path(path)
    try:
        return read_bytes(file.read_bytes(), file.name)
    except FileNotFoundError:
        raise Unreadable(f"{file}: there is no such file") from None
    except IsADirectoryError:
        raise Unreadable(f"{file} is a folder; give the PDF itself") from None


def read_bytes(data: bytes, name: str) -> Document:
    """Return the Document of a file's content."""
    if b"%PDF-" in data[:1024]:
        from reportkit.readers.pdf import read_pdf

        return read_pdf(data, name)
    return read_text(data.decode("utf-8"), name)
