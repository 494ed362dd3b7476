"""A file becomes a Document."""

import re
import sys
from dataclasses import replace
from pathlib import Path

from reportkit.document import Document
from reportkit.errors import Unreadable
from reportkit.readers.naming import printable
from reportkit.readers.text import read_text

# A PDF's header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3).
_PDF_HEADER_WITHIN = 1024
_MOST_BYTES = 300 << 20
_MOST_TEXT_BYTES = 20 << 20
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|```|\s{0,3}[-*] \S.*\n\s{0,3}[-*] \S)|\]\(https?://", re.MULTILINE
)
_LATEX = re.compile(r"\\(?:documentclass|begin\{document\}|documentstyle)")
# What files that are taken for PDFs really are: how they begin, what they are, what to do.
_OTHERS = (
    (b"%!", "a PostScript file", "Turn it into a PDF with ps2pdf."),
    (b"{\\rtf", "a rich text (RTF) file", "Export it as PDF."),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file", "Export it as PDF."),
    (b"\xf7\x02", "a DVI file", "Run pdflatex instead of latex, or dvipdfmx."),
    (b"\x89PNG", "a picture (PNG)", "Export the text as PDF."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Export the text as PDF."),
    (b"GIF8", "a picture (GIF)", "Export the text as PDF."),
    (b"Rar!", "a RAR archive", "Unpack it and give the PDF in it."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and give the PDF in it."),
    (b"\x7fELF", "a program", "Give the PDF."),
    (b"MZ", "a program", "Give the PDF."),
)
_ZIPPED = (
    (b"word/", "a Word file", "Export it as PDF."),
    (b"ppt/", "a PowerPoint file", "Export it as PDF."),
    (b"xl/", "an Excel file", "Export it as PDF."),
    (b"opendocument", "an OpenDocument file", "Export it as PDF."),
    (b"epub", "an e-book (EPUB)", "Give the PDF."),
)


def read(path: str | Path) -> Document:
    """Return the Document of a file, told by its content; "-" is standard input.

    Raises Unreadable, with one line for a person, where there is nothing to be read.
    """
    if str(path) == "-":
        return read_bytes(sys.stdin.buffer.read(_MOST_TEXT_BYTES + 1), "standard input")
    file = Path(path)
    if file.is_dir():
        from reportkit.readers.latex import read_latex_folder

        return read_latex_folder(file)
    try:
        size = file.stat().st_size
        if size > _MOST_BYTES:
            raise Unreadable(
                f"{file} is {size >> 20} MB large; reportkit reads up to {_MOST_BYTES >> 20} MB. "
                "Export it with smaller pictures."
            )
        with file.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)  # a device has no size, and perhaps no end
        if len(data) > _MOST_BYTES:
            raise Unreadable(f"{file} has no end. Give a PDF or a text.")
        if file.suffix.lower() in (".tex", ".ltx") and not data.startswith(b"%PDF-"):
            from reportkit.readers.latex import read_latex_file

            return read_latex_file(file)
    except FileNotFoundError:
        raise Unreadable(f"{file}: there is no such file. Check the name and the folder.") from None
    except PermissionError:
        raise Unreadable(f"{file} may not be read. Change its permissions.") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from None
    return read_bytes(data, printable(file.name))


def read_bytes(data: bytes, name: str) -> Document:
    """Return the Document of a file's content; `name` is for messages."""
    if not data.strip(b"\0\t\n\r "):
        raise Unreadable(f"{name} is empty. Export or save it again.")
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        from reportkit.readers.pdf import read_pdf

        return read_pdf(data, name)
    if _is_archive(data):
        return _read_archive(data, name)
    return _read_plain(data, name)


def _read_plain(data: bytes, name: str) -> Document:
    other = _what_it_is(data)
    if other:
        raise Unreadable(f"{name} is no PDF but {other}")
    if len(data) > _MOST_TEXT_BYTES:
        raise Unreadable(
            f"{name} is too large for a text of {_MOST_TEXT_BYTES >> 20} MB. Give a part of it."
        )
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if _LATEX.search(text):
        from reportkit.readers.latex import looks_like_latex, read_latex

        if looks_like_latex(text):
            return read_latex(text, name)
    document = read_text(text, name)
    return replace(document, format="markdown") if _MARKDOWN.search(text) else document


def _what_it_is(data: bytes) -> str:
    """Return what a file is that is neither a PDF nor text, and what to do; "" otherwise."""
    for start, kind, advice in _OTHERS:
        if data.startswith(start):
            return f"{kind}. {advice}"
    if data.startswith(b"PK\x03\x04"):
        for part, kind, advice in _ZIPPED:
            if part in data[:4000] or part in data[-60_000:]:
                return f"{kind}. {advice}"
    if re.match(rb"\s*<(?:!doctype html|html)", data[:200], re.I):
        return "a web page. Download the PDF itself."
    return ""


def _decoded(data: bytes, name: str) -> str:
    """Return text in UTF-8, UTF-16 with its mark, or Windows' encoding of Western Europe."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    strange = sum(data[:20_000].count(bytes([code])) for code in (*range(9), *range(14, 27)))
    if strange > 0.01 * min(len(data), 20_000):
        raise Unreadable(f"{name} is neither a PDF nor text. Give the PDF.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_archive(data: bytes) -> bool:
    """Return whether the content is gzip, tar, or a zip that is no document of an office."""
    zipped = data.startswith(b"PK\x03\x04") and not _what_it_is(data)
    return zipped or data.startswith(b"\x1f\x8b") or data[257:262] == b"ustar"


def _read_archive(data: bytes, name: str) -> Document:
    """Return the Document of an archive's LaTeX source, or of the PDF that it holds instead."""
    from reportkit.readers.latex import read_archive

    found = read_archive(data, name)
    if isinstance(found, Document):
        return found
    from reportkit.readers.pdf import read_pdf

    return read_pdf(found, name)
