"""What a PDF says beside its text: fonts, links, destinations, pictures, bookmarks, metadata.

Everything here is read when it is first asked for.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
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
from reportkit.readers.pdf.crowding import Crowding, drawn_from, own_content
from reportkit.readers.pdf.fonts import plain_name
from reportkit.readers.pdf.nesting import MOST_LEVELS
from reportkit.readers.pdf.objects import Broken, Hostile, Name, Objects, Ref, objects_of, text_of

# Bounds for hostile files; a book of 1,000 pages stays below them.
_NODES = 200_000
_BOOKMARKS = 20_000
_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_A4 = (595.3, 841.9)
# A page of text packs to 5 to 15 kB; 150 kB are some 10,000 paths.
_HEAVY = 150_000
_MOST_LINKS = 50_000
_MOST_RESOURCES = 1_000_000  # fonts and forms, counted on each page that names them
_MOST_REMARKS = 10_000
_LONGEST_LABEL = 100
_LONGEST_NAME = 500
_EMBEDDED = ("FontFile", "FontFile2", "FontFile3")


class Facts:
    """A PDF's facts; a file whose objects are broken has none. `engine` tells of pictures alone."""

    def __init__(self, data: bytes, engine: Any = None) -> None:
        self._data = data
        self.engine = engine
        self._hostile = False

    @property
    def are_hostile(self) -> bool:
        """Return whether the file is made to bring down its reader: no engine should see it."""
        objects = self._objects
        if objects is not None and self._pages:
            self._hostile = self._hostile or objects.nest()
        return self._hostile

    def are_sound(self) -> bool:
        """Return whether each of the file's own objects can be read as it stands."""
        return self._objects is not None and self._objects.are_sound()

    @cached_property
    def _objects(self) -> Objects | None:
        try:
            return objects_of(self._data)
        except Hostile:
            self._hostile = True
        except Broken:
            pass
        return None

    @cached_property
    def _root(self) -> dict[str, Any]:
        objects = self._objects
        if objects is None:
            return {}
        return dict(_safely(lambda: objects.dict_of(objects.trailer.get("Root")), {}))

    @cached_property
    def _pages(self) -> tuple[tuple[int, dict[str, Any]], ...]:
        """Return the object number and dictionary of each page."""
        if self._objects is None:
            return ()
        try:
            return tuple(self._page_tree(self._objects, self._root.get("Pages")))
        except Hostile:
            self._hostile = True
        except Broken:
            pass
        return ()

    @staticmethod
    def _page_tree(objects: Objects, root: Any) -> Iterator[tuple[int, dict[str, Any]]]:
        waiting: list[tuple[Any, dict[str, Any], int]] = [(root, {}, 0)]
        seen: set[int] = set()
        while waiting and len(seen) < _NODES:
            node, inherited, level = waiting.pop()
            if level > MOST_LEVELS:
                raise Hostile("pages within pages")
            number = int(node) if isinstance(node, Ref) else -1
            if number in seen:
                continue
            seen.add(number)
            found = objects.dict_of(node)
            inherited = {
                **inherited,
                **{key: found[key] for key in _INHERITED if key in found},
            }
            kids = objects.list_of(found.get("Kids"))
            if kids:
                waiting.extend((kid, inherited, level + 1) for kid in reversed(kids))
            elif found:
                yield number, {**inherited, **found}

    @cached_property
    def _page_numbers(self) -> dict[int, int]:
        return {number: index for index, (number, _) in enumerate(self._pages, 1)}

    def page_sizes(self) -> list[tuple[float, float]]:
        """Return width and height of each page as it is shown, in points."""
        objects = self._objects
        if objects is None:
            return []
        return [_safely(lambda page=page: _size(objects, page), _A4) for _, page in self._pages]

    def is_heavy(self, index: int) -> bool:
        """Return whether the pictures that page `index` (from 0) draws with paths are large."""
        objects = self._objects
        if objects is None or index >= len(self._pages):
            return False
        return bool(_safely(lambda: _drawn_bytes(objects, self._pages[index][1]) > _HEAVY, False))

    def is_crowded(self, index: int) -> bool:
        """Return whether page `index` (from 0) draws text more often than any page that is read."""
        crowding = self._crowding
        if crowding is None or index >= len(self._pages):
            return False
        return bool(_safely(lambda: crowding.is_crowded(self._pages[index][1]), False))

    @cached_property
    def _crowding(self) -> Crowding | None:
        return Crowding(self._objects) if self._objects is not None else None

    def page_labels(self, count: int) -> list[str | None]:
        """Return the printed label of each page ("iv", "3"); None for each where there are none."""
        objects = self._objects
        labels: list[str | None] = [None] * count
        if objects is not None and "PageLabels" in self._root:
            _safely(lambda: _label(objects, self._root["PageLabels"], labels), None)
        return labels

    def fonts(self, used: tuple[str, ...]) -> tuple[Font, ...]:
        """Return the fonts named in `used` in this order, then those used otherwise."""
        pages: dict[tuple[str, str, bool], set[int]] = {}
        aliases: dict[str, tuple[str, str, bool]] = {}
        objects = self._objects
        budget = iter(range(_MOST_RESOURCES))
        if objects is not None:
            for number, (_, page) in enumerate(self._pages, 1):
                for key, font in _safely(
                    lambda page=page: list(_fonts_in(objects, page, budget)), []
                ):
                    pages.setdefault(font, set()).add(number)
                    aliases.setdefault(key, font)
        by_name: dict[str, tuple[str, str, bool]] = {}
        for font in pages:
            by_name.setdefault(font[0], font)
        first = [by_name.get(name) or aliases.get(name) or (name, "", True) for name in used]
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
                yield text_of(objects.get(key))[:_LONGEST_NAME], value
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

    def links(self, text: str, lines: tuple[Line, ...]) -> tuple[Link, ...]:
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
                if span is not None and span.end - span.start > 1 and text[span.end - 1] in ",.;":
                    span = Span(span.start, span.end - 1)
                link = _safely(
                    lambda box=box, span=span, note=note: self._link(objects, box, span, note), None
                )
                if link is not None:
                    found.append(link)
        return tuple(found)

    def _notes(self, objects: Objects) -> Iterator[tuple[Box, dict[str, Any]]]:
        count = 0
        for number, (_, page) in enumerate(self._pages, 1):
            for reference in _safely(lambda page=page: objects.list_of(page.get("Annots")), []):
                count += 1
                if count > _MOST_LINKS:
                    return
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
            return Link(box, span, text_of(target)[:_LONGEST_NAME], uri)
        place = self._place(objects, target)
        return Link(box, span, None, uri, place[0] if place else None)

    def annotations(self) -> tuple[Annotation, ...]:
        """Return the annotations other than links and their pop-ups."""
        objects = self._objects
        if objects is None:
            return ()
        remarks = (
            Annotation(
                str(note.get("Subtype", "")), box,
                text_of(objects.get(note.get("Contents"))), text_of(objects.get(note.get("T"))),
            )
            for box, note in self._notes(objects)
            if note.get("Subtype") not in ("Link", "Popup")
        )  # fmt: skip
        return tuple(islice(remarks, _MOST_REMARKS))

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
            for placed in self._drawn(number - 1):
                info = _safely(
                    lambda placed=placed, drawn=drawn: objects.dict_of(drawn.get(placed["name"])),
                    {},
                )
                if info.get("Subtype") == "Image":
                    found.append(_image(number, placed["matrix"], objects, info))
        return tuple(found)

    def _drawn(self, index: int) -> list[Any]:
        """Return what a page draws from elsewhere, as the engine says; [] where that is broken."""
        try:
            return list(self.engine.page_images(index))
        except (RuntimeError, ValueError, IndexError):
            return []

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
        while waiting and len(seen) < _BOOKMARKS:
            node, level = waiting.pop()
            item = objects.dict_of(node)
            if not item or not isinstance(node, Ref) or int(node) in seen:
                continue
            seen.add(int(node))
            target = objects.get(item.get("Dest", objects.dict_of(item.get("A")).get("D")))
            if isinstance(target, (bytes, Name)):
                named = dict(self.destinations()) if named is None else named
                place = named.get(text_of(target)[:_LONGEST_NAME])
                page = place.page if place else None
            else:
                explicit = self._place(objects, target)
                page = explicit[0] if explicit else None
            yield OutlineItem(text_of(objects.get(item.get("Title"))), level, page)
            waiting.append((item.get("Next"), level))
            waiting.append((item.get("First"), level + 1))

    def metadata(self, arxiv_id: str) -> Metadata:
        """Return what the file says of itself."""
        objects = self._objects
        if objects is None:
            return Metadata(arxiv_id=arxiv_id)
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
            arxiv_id=arxiv_id,
        )


def _size(objects: Objects, page: dict[str, Any]) -> tuple[float, float]:
    """Return a page's visible size: its crop box within its media box, turned."""
    media = [_number(objects.get(part)) or 0.0 for part in objects.list_of(page.get("MediaBox"))]
    crop = [_number(objects.get(part)) or 0.0 for part in objects.list_of(page.get("CropBox"))]
    corners = crop if len(crop) == 4 else media
    if len(corners) != 4:
        return 612.0, 792.0  # letter, as viewers assume
    width, height = abs(corners[2] - corners[0]), abs(corners[3] - corners[1])
    if not 3 < width < 20_000 or not 3 < height < 20_000:
        return _A4
    turned = int(_number(objects.get(page.get("Rotate"))) or 0) % 180 == 90
    return (height, width) if turned else (width, height)


def _drawn_bytes(objects: Objects, page: dict[str, Any]) -> int:
    """Return the packed size of a page's own content and of the forms that it draws."""
    total = 0
    for part in (*own_content(objects, page), *drawn_from(objects, page)):
        found = objects.dict_of(part)
        if found.get("Subtype") != "Image":
            total += int(_number(objects.get(found.get("Length"))) or 0)
    return total


def _label(objects: Objects, tree: Any, labels: list[str | None]) -> None:
    """Fill in page labels (ISO 32000-1, 12.4.2)."""
    waiting, ranges = [tree], []
    for _ in range(1000):
        if not waiting:
            break
        node = objects.dict_of(waiting.pop())
        numbers = objects.list_of(node.get("Nums"))
        ranges += [
            (int(objects.get(first)), objects.dict_of(style))
            for first, style in zip(numbers[::2], numbers[1::2], strict=False)
        ]
        waiting.extend(objects.list_of(node.get("Kids")))
    ranges.sort(key=lambda found: found[0])
    for index, (first, style) in enumerate(ranges):
        end = ranges[index + 1][0] if index + 1 < len(ranges) else len(labels)
        start = int(objects.get(style.get("St", 1)))
        prefix = text_of(objects.get(style.get("P")))[:_LONGEST_LABEL]
        for page in range(max(first, 0), min(end, len(labels))):
            labels[page] = prefix + _numeral(str(style.get("S", "")), start + page - first)


def _numeral(style: str, number: int) -> str:
    if style in ("r", "R") and 0 < number < 4000:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if style == "R" else roman
    if style in ("a", "A") and number > 0:
        letter = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if style == "A" else letter
    return str(number) if style == "D" else ""


def _safely(compute: Any, otherwise: Any) -> Any:
    """Return what `compute` returns, or `otherwise` where the objects that it needs are broken."""
    try:
        return compute()
    except (Broken, ValueError, TypeError, ArithmeticError, LookupError, RecursionError):
        return otherwise


def _fonts_in(
    objects: Objects, page: dict[str, Any], budget: Iterator[int]
) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    """Yield (resource name, font) of a page, its forms, patterns and Type 3 glyphs.

    `budget` is for all pages: it ends where the file is made to keep its reader busy.
    """
    waiting = [page.get("Resources")]
    visited: set[int] = set()

    def entries(resources: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
        # objects are kept while the file is read, so that one which draws itself is known again
        found = objects.dict_of(resources.get(kind))
        if id(found) not in visited:
            visited.update([id(found)] if found else [])
            yield from (entry for entry in found.items() if next(budget, None) is not None)

    while waiting:
        resources = objects.dict_of(waiting.pop())
        for key, font in entries(resources, "Font"):
            details = objects.dict_of(font)
            yield key, _font(objects, key, details)
            if "Resources" in details:
                waiting.append(details["Resources"])
        for kind in ("XObject", "Pattern"):
            for _, drawn in entries(resources, kind):
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
    width, height = (_pixels(objects.get(info.get(key))) for key in ("Width", "Height"))
    return Image(box, width, height)


def _pixels(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, (bool, Ref)) else 0


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
