"""SyncTeX: which line of which source TeX was reading where something stands on a page."""

import re
import zlib
from bisect import bisect_left
from itertools import islice
from pathlib import Path

from reportkit.records import dataclass

_LARGEST = 32 << 20  # bytes of a file, unpacked; 60 pages take about 3 MB
_MOST_LINES = 1_500_000
_SP_IN_BP = 65781.76  # scaled points in a PDF point (65536 * 72.27 / 72)

# one record: kind, tag of the file, line, and the place in TeX's units from the top left
_RECORD = re.compile(r"^[\[(hvxkg$rf](\d+),(\d+)(?:,-?\d+)?:(-?\d+),(-?\d+)")
_LINE = re.compile(r"[^\n]+")
_INPUT = re.compile(r"^Input:(\d+):(.*)$")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a source; `file` is relative to the project's folder, with slashes."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class _Record:
    y: float  # points from the top of the page
    x: float
    place: SourceLine


class SyncTex:
    """The records of one PDF by page; files outside of the project's folder are left out."""

    def __init__(self, pages: dict[int, list[_Record]]) -> None:
        self._pages = {
            page: sorted(records, key=lambda r: (r.y, r.x)) for page, records in pages.items()
        }
        self._heights = {page: [r.y for r in records] for page, records in self._pages.items()}

    def near(self, page: int, x: float, y: float) -> tuple[SourceLine, ...]:
        """Return the source lines set nearest to a place, nearest first, each once.

        `x` and `y` are in points from the top left of the page, `y` of a baseline. Empty where the
        page holds nothing of the project within half an inch.
        """
        records = self._pages.get(page, [])
        heights = self._heights.get(page, [])
        first, last = bisect_left(heights, y - 36), bisect_left(heights, y + 36)
        ranked = sorted(records[first:last], key=lambda r: 4 * abs(r.y - y) + abs(r.x - x))
        return tuple(dict.fromkeys(record.place for record in ranked[:40]))


def read_synctex(file: Path, folder: Path) -> SyncTex | None:
    """Return the records of a .synctex.gz, None where there is none or it cannot be read."""
    try:
        packed = file.read_bytes()
    except OSError:
        return None
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, told by the header
    try:
        text = unpacker.decompress(packed, _LARGEST).decode("utf-8", "replace")
    except zlib.error:
        return None
    return SyncTex(_records(text, folder.resolve()))


def _records(text: str, folder: Path) -> dict[int, list[_Record]]:
    names: dict[str, str | None] = {}
    pages: dict[int, list[_Record]] = {}
    scale, page = 1 / _SP_IN_BP, 0
    for piece in islice(_LINE.finditer(text), _MOST_LINES):
        line = piece[0]
        kind = line[:1]
        if kind == "{":
            page = int(line[1:]) if line[1:].isdecimal() else 0
        elif kind == "I" and (named := _INPUT.match(line)):
            names[named[1]] = _inside(named[2], folder)
        elif line.startswith("Unit:"):
            unit = line.removeprefix("Unit:")
            scale = (int(unit) if unit.isdecimal() else 1) / _SP_IN_BP
        elif page and (found := _RECORD.match(line)):
            name = names.get(found[1])
            if name:
                place = SourceLine(name, int(found[2]))
                record = _Record(int(found[4]) * scale, int(found[3]) * scale, place)
                pages.setdefault(page, []).append(record)
    return pages


def _inside(path: str, folder: Path) -> str | None:
    """Return a source's path within the folder, None for one of TeX's own."""
    try:
        return (folder / path).resolve().relative_to(folder).as_posix()
    except (OSError, ValueError):
        return None
