"""A file as reportkit sees it: one string of text in reading order, and where each piece of it stands.

`Document.text` holds the words in reading order. Within a block lines are joined by one space
(or by nothing where a hyphenated word was put together again), a displayed formula stands between
single line feeds, and blocks are separated by two line feeds. Running heads, page numbers and line
numbers are not in it; they are in `Document.margins`.

Boxes are in PDF points from the bottom left of the page; pages count from 1; spans are half-open
ranges of code points.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from reportkit.records import dataclass

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points start <= i < end of a Document's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Return whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a page, in points from the page's bottom left; x0 <= x1 and y0 <= y1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class BlockKind(StrEnum):
    """What a block of text is; prose is PARAGRAPH, ITEM and FOOTNOTE."""

    FRONT = "front"  # title, authors, affiliations and dates of the first page
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    FORMULA = "formula"  # a display that belongs to no paragraph
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    TABLE = "table"
    FIGURE = "figure"  # words within a picture
    CODE = "code"  # listings and algorithms
    CONTENTS = "contents"  # a line of the table of contents
    REFERENCE = "reference"  # one entry of the bibliography


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or another unit of text; it may run over columns and pages.

    `level` is set for headings: part -1, chapter 0, section 1, subsection 2, ... paragraph 4.
    """

    kind: BlockKind
    span: Span
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of text within one column.

    `edges` holds the left edge of each character of `span` and, last, the right edge of the line:
    len(span) + 1 numbers in points. `size` is the font size of most of its characters.
    """

    span: Span
    box: Box
    baseline: float
    size: float
    edges: Sequence[float]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one font; `font` indexes Document.fonts. Adjacent runs differ in something."""

    span: Span
    font: int
    size: float
    bold: bool
    italic: bool
    small_caps: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics in the text; `number` is the printed equation number of a display ("3", "A.1")."""

    span: Span
    display: bool
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the file declares it; `pages` are those that use it, ascending.

    `name` is without the subset prefix, `type` is "Type1", "TrueType", "Type0", "Type3", ...
    """

    name: str
    type: str
    embedded: bool
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's visible size in points (rotation applied), and its printed label if the file has one."""

    number: int
    width: float
    height: float
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """A named place in the file; x and y are None where the file gives only the page."""

    name: str
    page: int
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: `destination` is a name within the file, `uri` an address outside of it.

    `span` is the text under the box, None where there is none. `page_target` is set where the link
    points at a page directly. A destination that is no key of Document.destinations is broken.
    """

    box: Box
    span: Span | None
    destination: str | None = None
    uri: str | None = None
    page_target: int | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture made of pixels, its size on the page, and its resolution in pixels per inch."""

    box: Box
    width_px: int
    height_px: int

    @property
    def resolution(self) -> float:
        """Return the lower of both resolutions, in pixels per inch (72 points)."""
        across = max(self.box.x1 - self.box.x0, 0.01)
        down = max(self.box.y1 - self.box.y0, 0.01)
        return 72 * min(self.width_px / across, self.height_px / down)


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation other than a link; `contents` is its note, "" where it has none."""

    subtype: str
    box: Box
    contents: str
    author: str


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A bookmark; level counts from 0, page is None where it points nowhere."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; "" where it does not say."""

    title: str = ""
    author: str = ""
    language: str = ""
    producer: str = ""
    creator: str = ""
    arxiv_id: str = ""  # with its version, as "1905.03684v1"


@dataclass(frozen=True, slots=True)
class MarginText:
    """Text outside of the reading flow: a running head, a page number, a line number, a stamp."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of a LaTeX document's text was written; `line` and `column` count from 1.

    The piece begins at the offset `start` of the text and ends where the next one begins.
    """

    start: int
    file: str
    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Source:
    """A LaTeX project in memory: its text files by their path within it, and the main one.

    `.aux` and `.bbl` files are among them. Two are equal only where they are the same object.
    """

    files: Mapping[str, str]
    main: str


_Columns = tuple["array[int]", "array[float]", bytes]


def _packed(runs: Sequence[Run]) -> _Columns:
    """Return the runs as columns, which go to another process in a tenth of the time."""
    places = array("q", [n for run in runs for n in (run.span.start, run.span.end, run.font)])
    flags = bytes(run.bold | run.italic << 1 | run.small_caps << 2 for run in runs)
    return places, array("d", [run.size for run in runs]), flags


def _unpacked(columns: _Columns) -> tuple[Run, ...]:
    places, sizes, flags = columns
    return tuple(
        Run(Span(start, end), font, size, bool(flag & 1), bool(flag & 2), bool(flag & 4))
        for start, end, font, size, flag in zip(
            places[::3], places[1::3], places[2::3], sizes, flags, strict=True
        )
    )


@dataclass(frozen=True)
class Document:
    """A file, read. Sequences are in reading order; `pages` is empty for plain text.

    `format` is "pdf", "text", "markdown" or "latex". `notes` are sentences about what could not be
    read, such as a page that was passed over.

    `later` computes attributes when they are first asked for, by name: a reader that can give a
    file's links but has not been asked for them passes how to get them instead. Nobody else sees
    the difference.
    """

    name: str
    format: str
    text: str
    blocks: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    runs: tuple[Run, ...] = field(default_factory=tuple)
    formulas: tuple[Formula, ...] = ()
    pages: tuple[Page, ...] = ()
    fonts: tuple[Font, ...] = field(default_factory=tuple)
    links: tuple[Link, ...] = field(default_factory=tuple)
    destinations: Mapping[str, Destination] = field(default_factory=lambda: MappingProxyType({}))
    images: tuple[Image, ...] = field(default_factory=tuple)
    annotations: tuple[Annotation, ...] = field(default_factory=tuple)
    outline: tuple[OutlineItem, ...] = field(default_factory=tuple)
    metadata: Metadata = field(default_factory=Metadata)
    margins: tuple[MarginText, ...] = ()
    notes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    source: Source | None = None
    later: Mapping[str, Callable[[], Any]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for name in self.later:
            del self.__dict__[name]

    if not TYPE_CHECKING:  # mypy would take any misspelt attribute for one that comes later

        def __getattr__(self, name: str) -> Any:
            compute = self.__dict__.get("later", {}).get(name)
            if compute is None:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            value = self.__dict__[name] = compute()
            return value

    def __getstate__(self) -> dict[str, Any]:
        """Return everything, computed: what comes later cannot be sent to another process."""
        for name in self.later:
            getattr(self, name)
        return {
            **self.__dict__,
            "destinations": dict(self.destinations),
            "runs": _packed(self.runs),
            "later": {},
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over the state; the runs, thousands in a paper, are made when they are asked for."""
        columns = state.pop("runs")
        self.__dict__.update(state, later={"runs": lambda: _unpacked(columns)})

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    @cached_property
    def _found(self) -> dict[Callable[["Document"], Any], Any]:
        return {}

    def once(self, analysis: Callable[["Document"], Found]) -> Found:
        """Return `analysis(self)`, which is made once: a class holds many drafts against one paper."""
        if analysis not in self._found:
            self._found[analysis] = analysis(self)
        found: Found = self._found[analysis]
        return found

    def lines_of(self, span: Span) -> tuple[Line, ...]:
        """Return the lines that share a character with `span`, in reading order."""
        first = max(bisect_right(self._line_starts, span.start) - 1, 0)
        last = bisect_left(self._line_starts, span.end)
        return tuple(line for line in self.lines[first:last] if line.span.overlaps(span))

    def block_at(self, offset: int) -> Block | None:
        """Return the block that holds the character at `offset`; None between blocks."""
        index = bisect_right(self._block_starts, offset) - 1
        if index < 0:
            return None
        block = self.blocks[index]
        return block if block.span.start <= offset < block.span.end else None

    def page_of(self, offset: int) -> int | None:
        """Return the page on which the character at `offset` stands; None in a text without pages.

        An offset between two lines counts to the line before it.
        """
        if not self.pages or not self.lines:
            return None
        return self.lines[max(bisect_right(self._line_starts, offset) - 1, 0)].box.page

    @cached_property
    def _origin_starts(self) -> list[int]:
        return [origin.start for origin in self.origins]

    def origin_of(self, offset: int) -> Origin | None:
        """Return file, line and column of the character at `offset` of a LaTeX document.

        A word keeps its place to the column; what a macro printed has the place of the macro. None
        where the document has no source, or before the first piece that has one.
        """
        index = bisect_right(self._origin_starts, offset) - 1
        return self.origins[index] if index >= 0 else None

    def locate(self, span: Span) -> tuple[Box, ...]:
        """Return the box of each line that `span` touches, in reading order.

        Empty where the document has no pages (plain text).
        """
        if not self.pages:
            return ()
        return tuple(_part_of_line(line, span) for line in self.lines_of(span))


def _part_of_line(line: Line, span: Span) -> Box:
    """Return the box of those characters of `line` that lie in `span`."""
    first = max(span.start, line.span.start) - line.span.start
    last = min(span.end, line.span.end) - line.span.start
    edges = line.edges[first : last + 1]
    return Box(line.box.page, min(edges), line.box.y0, max(edges), line.box.y1)
