"""What a PDF says beside its text: fonts, links, destinations, pictures, bookmarks, metadata.

Everything here is read when it is first asked for.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from reportkit.document import (
    Annotation,
    Box,
    Destination,
    Font,
    Image,
    Line,
    Link,
    Metadata,
    OutlineItem,
    Span,
)
from reportkit.readers.pdf.fonts import plain_name
from reportkit.readers.pdf.objects import Broken, Name, Objects, Pypdf, Ref, objects_of, text_of

# Bounds for hostile files; a book of 1,000 pages stays below them.
_NODES = 200_000
_EMBEDDED = ("FontFile", "FontFile2", "FontFile3")


class Facts:
    """A PDF's facts; `used` are the names of its text's fonts in the order of their index.

    A file whose objects are broken has no facts; `broken` then says why.
    """

    def __init__(self, data: bytes, engine: Any, used: tuple[str, ...], arxiv_id: str) -> None:
        self._data = data
        self._engine = engine
        self._used = used
        self._arxiv_id = arxiv_id

    @cached_property
    def _objects(self) -> Objects | None:
        try:
            return objects_of(self._data)
        except Broken:
            return None

    @cached_property
    def _root(self) -> dict[str, Any]:
        return self._objects.dict_of(self._objects.trailer.get("Root")) if self._objects else {}

    @cached_property
    def _pages(self) -> tuple[tuple[int, dict[str, Any]], ...]:
        """Return the object number and dictionary of each page."""
        if self._objects is None:
            return ()
        try:
            return tuple(self._page_tree(self._objects, self._root.get("Pages")))
        except Broken:
            return ()

    @staticmethod
    def _page_tree(objects: Objects, root: Any) -> Iterator[tuple[int, dict[str, Any]]]:
        waiting: list[tuple[Any, Any]] = [(root, None)]
        seen: set[int] = set()
        while waiting and len(seen) < _NODES:
            node, resources = waiting.pop()
            number = int(node) if isinstance(node, Ref) else -1
            if number in seen:
                continue
            seen.add(number)
            found = objects.dict_of(node)
            resources = found.get("Resources", resources)
            kids = objects.list_of(found.get("Kids"))
            if kids:
                waiting.extend((kid, resources) for kid in reversed(kids))
            elif found:
                yield number, {**found, "Resources": resources}

    @cached_property
    def _page_numbers(self) -> dict[int, int]:
        return {number: index for index, (number, _) in enumerate(self._pages, 1)}

    def fonts(self) -> tuple[Font, ...]:
        """Return the fonts of the text in the order of their index, then those used otherwise."""
        pages: dict[tuple[str, str, bool], set[int]] = {}
        aliases: dict[str, tuple[str, str, bool]] = {}
        objects = self._objects
        seen: dict[int, list[tuple[str, str, bool]]] = {}
        if objects is not None:
            for number, (_, page) in enumerate(self._pages, 1):
                for key, font in _safely(
                    lambda page=page: list(_fonts_in(objects, page, seen)), []
                ):
                    pages.setdefault(font, set()).add(number)
                    aliases.setdefault(key, font)
        by_name: dict[str, tuple[str, str, bool]] = {}
        for font in pages:
            by_name.setdefault(font[0], font)
        first = [by_name.get(name) or aliases.get(name) or (name, "", True) for name in self._used]
        rest = [font for font in pages if font not in first]
        return tuple(
            Font(name, kind, embedded, tuple(sorted(pages.get((name, kind, embedded), ()))))
            for name, kind, embedded in [*first, *rest]
        )

    def destinations(self) -> Mapping[str, Destination]:
        """Return the named places of the file."""
        objects = self._objects
        found: dict[str, Destination] = {}
        if objects is None:
            return MappingProxyType(found)
        for name, value in _safely(lambda: list(self._named(objects)), []):
            place = _safely(lambda value=value: self._place(objects, value), None)
            if place is not None:
                found.setdefault(name, Destination(name, *place))
        return MappingProxyType(found)

    def _named(self, objects: Objects) -> Iterator[tuple[str, Any]]:
        for key, value in objects.dict_of(self._root.get("Dests")).items():
            yield key, value
        waiting = [objects.dict_of(self._root.get("Names")).get("Dests")]
        seen: set[int] = set()
        while waiting and len(seen) < _NODES:
            node = waiting.pop()
            if isinstance(node, Ref):
                if int(node) in seen:
                    continue
                seen.add(int(node))
            leaf = objects.dict_of(node)
            names = objects.list_of(leaf.get("Names"))
            for key, value in zip(names[::2], names[1::2], strict=False):
                yield text_of(objects.get(key)), value
            waiting.extend(reversed(objects.list_of(leaf.get("Kids"))))

    def _place(self, objects: Objects, value: Any) -> tuple[int, float | None, float | None] | None:
        """Return page and position of an explicit destination; None where its page is missing."""
        value = objects.get(value)
        if isinstance(value, dict):
            value = objects.get(value.get("D"))
        if not isinstance(value, list) or not value:
            return None
        page = self._page_numbers.get(int(value[0])) if isinstance(value[0], Ref) else None
        if page is None and isinstance(value[0], int) and not isinstance(value[0], Ref):
            page = value[0] + 1 if 0 <= value[0] < len(self._pages) else None
        if page is None:
            return None
        kind = objects.get(value[1]) if len(value) > 1 else ""
        numbers = [_number(objects.get(part)) for part in value[2:4]] + [None, None]
        if kind == "XYZ":
            return page, numbers[0], numbers[1]
        if kind in ("FitH", "FitBH"):
            return page, None, numbers[0]
        return page, None, None

    def links(self, lines: tuple[Line, ...]) -> tuple[Link, ...]:
        """Return the link annotations with the text under each."""
        objects = self._objects
        if objects is None:
            return ()
        by_page: dict[int, list[Line]] = {}
        for line in lines:
            by_page.setdefault(line.box.page, []).append(line)
        found = []
        for box, note in self._notes(objects):
            if note.get("Subtype") == "Link":
                span = text_under(box, by_page.get(box.page, []))
                link = _safely(
                    lambda box=box, span=span, note=note: self._link(objects, box, span, note), None
                )
                if link is not None:
                    found.append(link)
        return tuple(found)

    def _notes(self, objects: Objects) -> Iterator[tuple[Box, dict[str, Any]]]:
        for number, (_, page) in enumerate(self._pages, 1):
            for reference in _safely(lambda page=page: objects.list_of(page.get("Annots")), []):
                note = _safely(lambda reference=reference: objects.dict_of(reference), {})
                rectangle = [
                    _number(objects.get(part)) for part in objects.list_of(note.get("Rect"))
                ]
                if len(rectangle) == 4 and None not in rectangle:
                    x0, y0, x1, y1 = (part or 0.0 for part in rectangle)
                    # ISO 32000-1, 7.9.5: any two opposite corners.
                    yield Box(number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), note

    def _link(self, objects: Objects, box: Box, span: Span | None, note: dict[str, Any]) -> Link:
        action = objects.dict_of(note.get("A"))
        target = objects.get(note.get("Dest", action.get("D")))
        uri = text_of(objects.get(action.get("URI"))) or None
        if action.get("S") in ("GoToR", "Launch") and uri is None:
            uri = text_of(objects.get(action.get("F"))) or None
            target = None
        if isinstance(target, (bytes, Name)):
            return Link(box, span, text_of(target), uri)
        place = self._place(objects, target)
        return Link(box, span, None, uri, place[0] if place else None)

    def annotations(self) -> tuple[Annotation, ...]:
        """Return the annotations other than links and their pop-ups."""
        objects = self._objects
        if objects is None:
            return ()
        return tuple(
            Annotation(
                str(note.get("Subtype", "")), box,
                text_of(objects.get(note.get("Contents"))), text_of(objects.get(note.get("T"))),
            )
            for box, note in self._notes(objects)
            if note.get("Subtype") not in ("Link", "Popup")
        )  # fmt: skip

    def images(self) -> tuple[Image, ...]:
        """Return the pictures that pages draw themselves (not those within an included page)."""
        objects = self._objects
        if objects is None:
            return ()
        found = []
        for number, (_, page) in enumerate(self._pages, 1):
            drawn = objects.dict_of(objects.dict_of(page.get("Resources")).get("XObject"))
            if not drawn:
                continue
            for placed in self._engine.page_images(number - 1):
                info = _safely(
                    lambda placed=placed, drawn=drawn: objects.dict_of(drawn.get(placed["name"])),
                    {},
                )
                if info.get("Subtype") == "Image":
                    found.append(_image(number, placed["matrix"], objects, info))
        return tuple(found)

    def outline(self) -> tuple[OutlineItem, ...]:
        """Return the bookmarks in their order."""
        objects = self._objects
        if objects is None:
            return ()
        return tuple(_safely(lambda: list(self._bookmarks(objects)), []))

    def _bookmarks(self, objects: Objects) -> Iterator[OutlineItem]:
        waiting = [(objects.dict_of(self._root.get("Outlines")).get("First"), 0)]
        seen: set[int] = set()
        named: dict[str, Destination] | None = None
        while waiting and len(seen) < _NODES:
            node, level = waiting.pop()
            item = objects.dict_of(node)
            if not item or not isinstance(node, Ref) or int(node) in seen:
                continue
            seen.add(int(node))
            target = objects.get(item.get("Dest", objects.dict_of(item.get("A")).get("D")))
            if isinstance(target, (bytes, Name)):
                named = dict(self.destinations()) if named is None else named
                place = named.get(text_of(target))
                page = place.page if place else None
            else:
                explicit = self._place(objects, target)
                page = explicit[0] if explicit else None
            yield OutlineItem(text_of(objects.get(item.get("Title"))), level, page)
            waiting.append((item.get("Next"), level))
            waiting.append((item.get("First"), level + 1))

    def metadata(self) -> Metadata:
        """Return what the file says of itself."""
        objects = self._objects
        if objects is None:
            return Metadata(arxiv_id=self._arxiv_id)
        info: dict[str, Any] = _safely(lambda: objects.dict_of(objects.trailer.get("Info")), {})

        def said(key: str) -> str:
            return (
                text_of(_safely(lambda: objects.get(info.get(key)), None)).replace("\0", "").strip()
            )

        return Metadata(
            title=said("Title"),
            author=said("Author"),
            language=text_of(_safely(lambda: objects.get(self._root.get("Lang")), None)),
            producer=said("Producer"),
            creator=said("Creator"),
            arxiv_id=self._arxiv_id,
        )


def _safely(compute: Any, otherwise: Any) -> Any:
    """Return what `compute` returns, or `otherwise` where the objects that it needs are broken."""
    try:
        return compute()
    except (Broken, ValueError, TypeError, RecursionError):
        return otherwise


def _fonts_in(
    objects: Objects, page: dict[str, Any], seen: dict[int, list[tuple[str, str, bool]]]
) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    """Yield (resource name, font) of a page, its forms, patterns and Type 3 glyphs."""
    waiting = [page.get("Resources")]
    visited: set[int] = set()
    while waiting and len(visited) < 5000:
        reference = waiting.pop()
        if isinstance(reference, Ref):
            if int(reference) in visited:
                continue
            visited.add(int(reference))
        resources = objects.dict_of(reference)
        for key, font in objects.dict_of(resources.get("Font")).items():
            details = objects.dict_of(font)
            yield key, _font(objects, key, details)
            if "Resources" in details:
                waiting.append(details["Resources"])
        for kind in ("XObject", "Pattern"):
            for drawn in objects.dict_of(resources.get(kind)).values():
                form = objects.dict_of(drawn)
                inner = form.get("Resources")
                if inner is not None and form.get("Subtype") != "Image":
                    waiting.append(inner)


def _font(objects: Objects, key: str, font: dict[str, Any]) -> tuple[str, str, bool]:
    """Return a font's name, type and whether its glyphs are in the file."""
    kind = str(objects.get(font.get("Subtype")) or "")
    name = objects.get(font.get("BaseFont")) or objects.get(font.get("Name")) or key
    if kind == "Type3":
        return plain_name(str(name)), kind, True
    inner = objects.list_of(font.get("DescendantFonts"))
    described = objects.dict_of(inner[0]) if inner else font
    descriptor = objects.dict_of(described.get("FontDescriptor"))
    return plain_name(str(name)), kind, any(part in descriptor for part in _EMBEDDED)


def _image(number: int, matrix: tuple[float, ...], objects: Objects, info: dict[str, Any]) -> Image:
    a, b, c, d, e, f = matrix
    across = [e, e + a, e + c, e + a + c]
    down = [f, f + b, f + d, f + b + d]
    box = Box(number, min(across), min(down), max(across), max(down))
    width, height = objects.get(info.get("Width")), objects.get(info.get("Height"))
    return Image(box, int(width or 0), int(height or 0))


def text_under(box: Box, lines: list[Line]) -> Span | None:
    """Return the characters whose middle lies in `box`; None where there are none."""
    middle = (box.y0 + box.y1) / 2
    for line in lines:
        around = line.box
        if around.y0 - 1 < middle < around.y1 + 1 and around.x0 < box.x1 and box.x0 < around.x1:
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
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, Ref) else None


__all__ = ["Facts", "Pypdf", "text_under"]
