"""What people wrote on a PDF in a viewer: highlights with the words under them, notes, typed text.

Acrobat, Preview, Firefox, Okular and others agree on little: the order of a quad's corners, where a
note's text is (/Contents, /RC, the pop-up), whether there is an author. What they share is read.
"""

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.document import Box, Document, Line
from reportkit.errors import Unreadable
from reportkit.readers import read
from reportkit.records import dataclass

if TYPE_CHECKING:
    from pypdf import PdfReader

OWN = "reportkit"  # author of our own annotations, and what their names begin with
_MARKS = {
    "/Highlight": "highlight",
    "/Underline": "underline",
    "/Squiggly": "underline",
    "/StrikeOut": "strike-out",
    "/Text": "note",
    "/FreeText": "typed",
    "/Caret": "insertion",
    "/Square": "frame",
    "/Circle": "frame",
    "/Stamp": "stamp",
    "/Ink": "drawing",
    "/Line": "drawing",
    "/Polygon": "drawing",
    "/PolyLine": "drawing",
}
_MOST = 5000  # annotations of one file
# what pypdf raises besides its own, for objects that are of another type or refer to themselves
_FAULTS = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Note:
    """A person's remark: `quoted` are the words it marks, `text` what it says; either may be "".

    `kind` is "highlight", "underline", "strike-out", "note", "typed", "insertion", "frame",
    "stamp" or "drawing"; `answers` is the name of the annotation it replies to, "" for none.
    """

    file: str
    page: int
    kind: str
    quoted: str
    text: str
    author: str
    box: Box
    answers: str = ""


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """A line with its text."""

    line: Line
    text: str


def notes(path: Path) -> tuple[Note, ...]:
    """Return the notes of people in a PDF, by page and from top to bottom; our own left aside.

    Raises Unreadable.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    document = read(path)
    try:
        reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
        found = tuple(_notes(reader, document, path.name))
    except (PyPdfError, *_FAULTS) as problem:
        raise Unreadable(f"{path}: its annotations cannot be read ({problem})") from None
    return tuple(sorted(found, key=lambda note: (note.page, -note.box.y1, note.box.x0)))


def _notes(reader: "PdfReader", document: Document, file: str) -> Iterator[Note]:
    lines = _lines_by_page(document)
    count = 0
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", ()) or ():
            count += 1
            mark = reference.get_object()
            if count <= _MOST and isinstance(mark, dict) and mark.get("/Subtype") in _MARKS:
                note = _note(mark, number, lines.get(number, []), file)
                if note is not None:
                    yield note


def _note(
    mark: "dict[str, object]", page: int, lines: Sequence[_PrintedLine], file: str
) -> Note | None:
    """Return one annotation as a note; None for our own, and for what neither says nor marks."""
    author, name = _text(mark.get("/T")), _text(mark.get("/NM"))
    if author == OWN or name.startswith(f"{OWN}-"):
        return None
    quads = _quads(mark, page)
    kind = _MARKS[str(mark["/Subtype"])]
    quoted = _words_under(quads, lines) if quads else ""
    text = _said(mark)
    if not text and not quoted and kind not in {"frame", "drawing", "stamp"}:
        return None
    box = quads[0] if quads else _box(_numbers(mark.get("/Rect")), page)
    answered = _resolved(mark.get("/IRT"))
    answers = _text(answered.get("/NM")) if isinstance(answered, dict) else ""
    return Note(file, page, kind, quoted, text, author, box, answers)


def _said(mark: "dict[str, object]") -> str:
    """Return the note's text: its contents, its rich text, or what its pop-up says."""
    popup = _resolved(mark.get("/Popup"))
    for value in (
        mark.get("/Contents"),
        mark.get("/RC"),
        isinstance(popup, dict) and popup.get("/Contents"),
    ):
        text = _text(value)
        if text.lstrip().startswith("<?xml") or text.lstrip().startswith("<body"):
            text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"</p\s*>|<br\s*/?>", "\n", text)))
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        if text.strip():
            return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return ""


def _quads(mark: "dict[str, object]", page: int) -> list[Box]:
    """Return the marked rectangles, whatever the order of their corners."""
    numbers = _numbers(mark.get("/QuadPoints"))
    groups = [numbers[start : start + 8] for start in range(0, len(numbers) - 7, 8)]
    return [_box((min(g[::2]), min(g[1::2]), max(g[::2]), max(g[1::2])), page) for g in groups]


def _box(rect: Sequence[float], page: int) -> Box:
    if len(rect) != 4:
        return Box(page, 0.0, 0.0, 0.0, 0.0)
    x0, y0, x1, y1 = rect
    return Box(page, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _lines_by_page(document: Document) -> dict[int, list[_PrintedLine]]:
    found: dict[int, list[_PrintedLine]] = {}
    for line in document.lines:
        text = document.text[line.span.start : line.span.end]
        found.setdefault(line.box.page, []).append(_PrintedLine(line, text))
    return found


def _words_under(quads: Sequence[Box], lines: Sequence[_PrintedLine]) -> str:
    """Return the characters whose middle lies in a quad, in reading order, whole words kept apart."""
    pieces = []
    for quad in quads:
        for known in lines:
            box = known.line.box
            overlap = min(quad.y1, box.y1) - max(quad.y0, box.y0)
            # a viewer's quad reaches into the lines above and below by some points
            if overlap < 0.5 * min(quad.y1 - quad.y0, box.y1 - box.y0):
                continue
            edges = known.line.edges
            pieces.append(
                "".join(
                    character
                    for character, left, right in zip(known.text, edges, edges[1:], strict=False)
                    if quad.x0 <= (left + right) / 2 <= quad.x1
                ).strip()
            )
    return " ".join(" ".join(filter(None, pieces)).split())


def _numbers(value: object) -> list[float]:
    found = _resolved(value)
    if not isinstance(found, list):
        return []
    return [
        float(number)
        for number in (_resolved(entry) for entry in found)
        if isinstance(number, (int, float))
    ]


def _resolved(value: object) -> object:
    get = getattr(value, "get_object", None)
    return get() if callable(get) else value


def _text(value: object) -> str:
    found = _resolved(value)
    if isinstance(found, bytes):
        return found.decode("latin-1")
    return str(found) if isinstance(found, str) else ""
