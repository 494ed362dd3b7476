"""The text as it grows: blocks of pieces, with marks between them that become places in the end."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import field

from reportkit.document import Block, BlockKind, Formula, Span
from reportkit.records import dataclass

# a piece whose words are known only at the end of the document: a reference, a citation
Later = Callable[[], str]


@dataclass(slots=True)
class Mark:
    """A place between two pieces; `offset` is its place in the finished text."""

    offset: int = -1


@dataclass(slots=True)
class Piece:
    """Words and where they come from in the count of all files; `at` is -1 for made-up words."""

    words: str | Later
    at: int


@dataclass(slots=True)
class Growing:
    """A block that is being written."""

    kind: BlockKind
    level: int | None = None
    parts: list[Piece | Mark] = field(default_factory=list)
    # footnotes and captions that were met within, to be printed behind it
    behind: list["Growing"] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Return whether no words were written yet."""
        return not any(isinstance(part, Piece) and part.words != " " for part in self.parts)


@dataclass(frozen=True, slots=True)
class Finished:
    """The text, its blocks, and for each piece in order: where it stands and where it comes from."""

    text: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, offset: int) -> int:
        """Return the place in the files of the character at `offset`, -1 where none is known."""
        index = bisect_right(self.starts, offset) - 1
        while index >= 0 and self.origins[index] < 0:
            index -= 1
        if index < 0:
            return -1
        return self.origins[index] + (offset - self.starts[index])


class Flow:
    """Takes words, marks and block boundaries in reading order."""

    def __init__(self) -> None:
        self.done: list[Growing] = []
        self.current = Growing(BlockKind.PARAGRAPH)
        self.outer: list[Growing] = []
        self.default: list[BlockKind] = [BlockKind.PARAGRAPH]

    def write(self, words: str | Later, at: int = -1) -> None:
        """Append words to the current block."""
        if words == "":
            return
        self.current.parts.append(Piece(words, at))

    def space(self, at: int) -> None:
        """Append a space unless there is one already or the block is empty."""
        parts = self.current.parts
        last = parts[-1] if parts else None
        if isinstance(last, Piece) and not (
            isinstance(last.words, str) and last.words[-1:] in " \n"
        ):
            parts.append(Piece(" ", at))
        elif isinstance(last, Mark) and not self.current.is_empty():
            before = next((p for p in reversed(parts) if isinstance(p, Piece)), None)
            if before and not (isinstance(before.words, str) and before.words[-1:] in " \n"):
                parts.append(Piece(" ", at))

    def line_feed(self, at: int) -> None:
        """End the line before or behind a display; blanks before it go."""
        parts = self.current.parts
        while parts and isinstance(parts[-1], Piece) and parts[-1].words in (" ", "\n"):
            parts.pop()
        if not self.current.is_empty():
            parts.append(Piece("\n", at))

    def mark(self) -> Mark:
        """Return a mark at this place."""
        mark = Mark()
        self.current.parts.append(mark)
        return mark

    def paragraph(self) -> None:
        """End the block; the next one is an ordinary one."""
        self.begin(self.default[-1])

    def begin(self, kind: BlockKind, level: int | None = None) -> None:
        """End the block and begin one of `kind`; an empty one only changes its kind."""
        if self.current.is_empty():
            if not self.outer:
                self.done += self.current.behind
                self.current.behind = []
            self.current.kind, self.current.level = kind, level
            return
        if self.outer:
            self.outer[-1].behind.append(self.current)
        else:
            self.done += (self.current, *self.current.behind)
        self.current = Growing(kind, level)

    def inset(self, kind: BlockKind) -> None:
        """Begin a block (footnote, caption) that is printed behind the one that goes on."""
        self.outer.append(self.current)
        self.default.append(kind)
        self.current = Growing(kind)

    def resume(self) -> None:
        """End what inset() began and go on with the block around it."""
        if not self.outer:
            return
        self.default.pop()
        outer = self.outer.pop()
        outer.behind += (self.current, *self.current.behind)
        self.current = outer

    def finished(self) -> Finished:
        """Return the text; from now on marks know their offsets."""
        while self.outer:
            self.resume()
        self.begin(BlockKind.PARAGRAPH)
        self.done.append(self.current)
        return _assembled(self.done)


def _assembled(growing: list[Growing]) -> Finished:
    text: list[str] = []
    blocks: list[Block] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for block in growing:
        # the blank lines between blocks belong to none of them
        gap = "\n\n" if blocks and not block.is_empty() else ""
        text.append(gap)
        length += len(gap)
        begin = length
        for part in _trimmed(block.parts):
            if isinstance(part, Mark):
                part.offset = length
                continue
            words = part.words if isinstance(part.words, str) else part.words()
            starts.append(length)
            origins.append(part.at)
            text.append(words)
            length += len(words)
        if length > begin:
            blocks.append(Block(block.kind, Span(begin, length), block.level))
    return Finished("".join(text), tuple(blocks), tuple(starts), tuple(origins))


def _trimmed(parts: list[Piece | Mark]) -> list[Piece | Mark]:
    """Return the parts without blank pieces at both ends."""
    filled = [
        number
        for number, part in enumerate(parts)
        if isinstance(part, Piece) and not (isinstance(part.words, str) and part.words.isspace())
    ]
    if not filled:
        return [part for part in parts if isinstance(part, Mark)]
    return [
        part
        for number, part in enumerate(parts)
        if isinstance(part, Mark) or filled[0] <= number <= filled[-1]
    ]


def formula(start: Mark, end: Mark, display: bool, number: str | None) -> Formula:
    """Return the formula between two marks of a finished flow."""
    return Formula(Span(start.offset, end.offset), display, number)
