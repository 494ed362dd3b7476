"""What pypdf knows of a file: fonts, links, destinations, pictures, outline, metadata."""

import io
from functools import cached_property
from typing import Any

from reportkit.document import Box, Destination, Font, Line, Link, Metadata, Span


class Facts:
    """A PDF's facts beside its text; `fonts_used` maps each font's name to its index."""

    def __init__(self, data: bytes, fonts_used: dict[str, int]) -> None:
        self._data = data
        self._fonts_used = fonts_used

    @cached_property
    def _reader(self) -> Any:
        from pypdf import PdfReader

        return PdfReader(io.BytesIO(self._data))

    @cached_property
    def _pages(self) -> dict[int, int]:
        return {page.indirect_reference.idnum: i for i, page in enumerate(self._reader.pages, 1)}

    def fonts(self) -> tuple[Font, ...]:
        """Return the fonts of the text in the order of their index."""
        return tuple(Font(name, "", True, ()) for name in self._fonts_used)

    def destinations(self) -> dict[str, Destination]:
        """Return the named places of the file."""
        found = {}
        for name, where in self._reader.named_destinations.items():
            page = self._pages.get(getattr(where.page, "idnum", -1))
            if page is not None:
                found[name] = Destination(name, page, _number(where.left), _number(where.top))
        return found

    def links(self, lines: tuple[Line, ...]) -> tuple[Link, ...]:
        """Return the link annotations with the text under each."""
        by_page: dict[int, list[Line]] = {}
        for line in lines:
            by_page.setdefault(line.box.page, []).append(line)
        found = []
        for number, page in enumerate(self._reader.pages, 1):
            for reference in page.get("/Annots") or ():
                note = reference.get_object()
                if note.get("/Subtype") == "/Link":
                    found.append(self._link(note, number, by_page.get(number, [])))
        return tuple(found)

    def _link(self, note: Any, number: int, lines: list[Line]) -> Link:
        x0, y0, x1, y1 = (float(x) for x in note["/Rect"])
        box = Box(number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        action = note.get("/A") or {}
        target = note.get("/Dest", action.get("/D"))
        uri = action.get("/URI")
        page = None
        if target is not None and not isinstance(target, str):
            target = target.get_object()
            if isinstance(target, list):
                page = self._pages.get(
                    getattr(
                        target.raw_get(0) if hasattr(target, "raw_get") else target[0], "idnum", -1
                    )
                )
                target = None
        return Link(
            box, text_under(box, lines), str(target) if isinstance(target, str) else None,
            str(uri) if uri is not None else None, page,
        )  # fmt: skip

    def metadata(self) -> Metadata:
        """Return what the file says of itself."""
        info = self._reader.metadata or {}
        root = self._reader.trailer["/Root"]
        return Metadata(
            title=str(info.get("/Title") or ""),
            author=str(info.get("/Author") or ""),
            language=str(root.get("/Lang") or ""),
            producer=str(info.get("/Producer") or ""),
            creator=str(info.get("/Creator") or ""),
        )


def text_under(box: Box, lines: list[Line]) -> Span | None:
    """Return the characters whose middle lies in `box`; None where there are none."""
    for line in lines:
        if (
            line.box.y0 < (box.y0 + box.y1) / 2 < line.box.y1
            and line.box.x0 < box.x1
            and box.x0 < line.box.x1
        ):
            edges = line.edges
            inside = [
                index
                for index in range(len(line.span))
                if box.x0 <= (edges[index] + edges[index + 1]) / 2 <= box.x1
            ]
            if inside:
                return Span(line.span.start + inside[0], line.span.start + inside[-1] + 1)
    return None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
