"""Measure the text engines that could stand behind readers/pdf: python tests/bench/engines.py PDF...

Prints for each engine: pages per second for plain text; pages per second with the font and box of
each piece; words against `pdftotext`; and what it does with damaged copies. The figures that decided
are in the docstring of reportkit/readers/pdf/__init__.py.
"""

import random
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path


def words(text: str) -> Counter[str]:
    """Return the words of three letters and more, put together over line ends."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "-")
    text = re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", text)
    return Counter(re.findall(r"[^\W\d_]{3,}", text.replace("-", "")))


def oxide_text(data: bytes) -> tuple[str, int]:
    import pdf_oxide

    pdf_oxide.disable_logging()
    document = pdf_oxide.PdfDocument.from_bytes(data)
    count = document.page_count()
    return "\n".join(document.extract_text(index) for index in range(count)), count


def oxide_boxes(data: bytes) -> tuple[str, int]:
    import pdf_oxide

    pdf_oxide.disable_logging()
    document = pdf_oxide.PdfDocument.from_bytes(data)
    count = document.page_count()
    found = []
    for index in range(count):
        for span in sorted(document.extract_spans(index), key=lambda span: span.sequence):
            found.append((span.text, span.bbox, span.font_name, span.char_widths))
    return "\n".join(text for text, *_ in found), count


def pdfium_text(data: bytes) -> tuple[str, int]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    return "\n".join(document[i].get_textpage().get_text_range() for i in range(count)), count


def pdfium_boxes(data: bytes) -> tuple[str, int]:
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    found = []
    for index in range(count):
        page = document[index].get_textpage()
        for at in range(page.count_chars()):
            raw.FPDFText_GetFontInfo(page, at, name, 128, ctypes.byref(flags))
            found.append((name.value, raw.FPDFText_GetFontSize(page, at), page.get_charbox(at)))
    return "", count


def pypdf_text(data: bytes) -> tuple[str, int]:
    import io
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    document = pypdf.PdfReader(io.BytesIO(data))
    return "\n".join(page.extract_text() for page in document.pages), len(document.pages)


def pypdf_boxes(data: bytes) -> tuple[str, int]:
    import io

    import pypdf

    document = pypdf.PdfReader(io.BytesIO(data))
    found: list[object] = []
    for page in document.pages:
        page.extract_text(visitor_text=lambda *piece: found.append(piece))
    return "", len(document.pages)


ENGINES: dict[
    str, tuple[Callable[[bytes], tuple[str, int]], Callable[[bytes], tuple[str, int]]]
] = {
    "pdf_oxide": (oxide_text, oxide_boxes),
    "pypdfium2": (pdfium_text, pdfium_boxes),
    "pypdf": (pypdf_text, pypdf_boxes),
}


def measured(name: str, paths: list[Path], reference: dict[Path, Counter[str]]) -> str:
    """Return one line of figures for an engine."""
    plain, boxed = ENGINES[name]
    pages = common = mine = theirs = 0
    plain_s = boxed_s = 0.0
    for path in paths:
        data = path.read_bytes()
        began = time.process_time()
        text, count = plain(data)
        plain_s += time.process_time() - began
        began = time.process_time()
        boxed(data)
        boxed_s += time.process_time() - began
        pages += count
        found = words(text)
        common += sum((found & reference[path]).values())
        mine += sum(found.values())
        theirs += sum(reference[path].values())
    return (
        f"{name:10} {pages / plain_s:7.0f} pages/s text  {pages / boxed_s:7.0f} pages/s fonts and boxes  "
        f"words: precision {common / mine:.4f} recall {common / theirs:.4f}  {damaged(name, paths[0])}"
    )


def damaged(name: str, path: Path) -> str:
    """Return what an engine does with 60 damaged copies: read, raised, slowest in seconds."""
    chance = random.Random(7)
    data = path.read_bytes()
    read = raised = 0
    slowest = 0.0
    for _ in range(60):
        broken = bytearray(data)
        start = chance.randrange(len(broken))
        del broken[start : start + chance.randrange(1, len(broken) // 3)]
        began = time.process_time()
        try:
            ENGINES[name][0](bytes(broken))
            read += 1
        except Exception:
            raised += 1
        slowest = max(slowest, time.process_time() - began)
    return f"damaged: {read} read, {raised} raised, slowest {slowest:.1f} s"


def main() -> None:
    """Measure every engine on the files named on the command line."""
    paths = [Path(argument) for argument in sys.argv[1:]]
    reference = {}
    for path in paths:
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, text=True
        )
        reference[path] = words(done.stdout.replace("\f", "\n"))
    for name in ENGINES:
        print(measured(name, paths, reference), flush=True)


if __name__ == "__main__":
    main()
