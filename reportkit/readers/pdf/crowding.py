"""What a page draws is measured before the text engine goes through it: nothing could stop it then."""

from collections.abc import Iterator
from typing import Any

from reportkit.readers.pdf.nesting import MOST_LEVELS, depth
from reportkit.readers.pdf.objects import Objects, Ref
from reportkit.records import dataclass

# A full page shows text some 5,000 times; the engine's time grows with the square, to 0.6 s at 20,000.
MOST_TEXT_OPERATORS = 20_000
# A map or a plot of 100,000 points is 10 MB.
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Stream:
    """One content stream: its unpacked bytes, how often it shows text, how deep it nests."""

    size: int
    texts: int
    levels: int


class Crowding:
    """Which pages draw more than can be read; a stream that many pages share is measured once."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[int, _Stream] = {}

    def is_crowded(self, page: dict[str, Any]) -> bool:
        """Return whether a page's content and forms show text too often, are too long or too deep."""
        size = texts = 0
        own = own_content(self._objects, page)
        for place, part in enumerate([*own, *drawn_from(self._objects, page)]):
            if not isinstance(part, Ref):
                continue
            found = self._measured(part)
            size += found.size if place < len(own) else 0
            texts += found.texts
            if texts > MOST_TEXT_OPERATORS or size > _MOST_BYTES or found.levels > MOST_LEVELS:
                return True
        return False

    def _measured(self, part: Ref) -> _Stream:
        number = int(part)
        if number not in self._known:
            self._known[number] = _measured(self._objects, part)
        return self._known[number]


def own_content(objects: Objects, page: dict[str, Any]) -> list[Any]:
    """Return references to a page's own content streams."""
    contents = page.get("Contents")
    parts = objects.get(contents)
    return parts if isinstance(parts, list) else [contents]


def drawn_from(objects: Objects, page: dict[str, Any]) -> Iterator[Any]:
    """Yield references to the forms and pictures that a page may draw."""
    yield from objects.dict_of(objects.dict_of(page.get("Resources")).get("XObject")).values()


def _measured(objects: Objects, part: Ref) -> _Stream:
    size = texts = levels = 0
    if objects.dict_of(part).get("Subtype") != "Image":
        for piece in objects.pieces(part):
            size += len(piece)
            texts += piece.count(b"Tj") + piece.count(b"TJ")
            levels = max(levels, depth(piece))
            if size > _MOST_BYTES or texts > MOST_TEXT_OPERATORS or levels > MOST_LEVELS:
                break
    return _Stream(size, texts, levels)
