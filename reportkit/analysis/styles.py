"""How the text of a Document is set: fonts of its words, gaps between its lines."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from reportkit.document import Block, BlockKind, Document, Line, Run, Span
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Style:
    """What the eye tells apart in a head: weight, slope, small capitals."""

    bold: bool
    italic: bool
    small_caps: bool


# Blocks of running text: what statements and proofs consist of.
FLOW = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FORMULA, BlockKind.FRONT})
PLAIN = Style(False, False, False)


@dataclass(frozen=True)
class Setting:
    """Fonts and gaps of a Document, for many look-ups by offset; cheap to make."""

    document: Document

    @cached_property
    def _run_starts(self) -> list[int]:
        return [run.span.start for run in self.document.runs]

    def run_at(self, offset: int) -> Run | None:
        """Return the run that holds the character at `offset`; None in a text without fonts."""
        index = bisect_right(self._run_starts, offset) - 1
        return self.document.runs[index] if index >= 0 else None

    def style_at(self, offset: int) -> Style:
        """Return the style of the character at `offset`."""
        run = self.run_at(offset)
        return Style(run.bold, run.italic, run.small_caps) if run else PLAIN

    def style_end(self, start: int, limit: int) -> int | None:
        """Return where letters or digits of another style than that at `start` begin.

        None where all up to `limit` is in one style.
        """
        style = self.style_at(start)
        runs = self.document.runs
        text = self.document.text
        for index in range(max(bisect_right(self._run_starts, start) - 1, 0), len(runs)):
            run = runs[index]
            if run.span.start >= limit:
                break
            same = (run.bold, run.italic, run.small_caps) == (
                style.bold,
                style.italic,
                style.small_caps,
            )
            begin = max(run.span.start, start)
            if not same and any(c.isalnum() for c in text[begin : min(run.span.end, limit)]):
                return begin
        return None

    def words_style(self, start: int, limit: int, letters: int = 10) -> Style | None:
        """Return the style of most letters in the first lines behind `start`.

        As many lines are read as it takes to see `letters` of them. Only words of three or more
        letters in one run count, so that formulas do not; None where there are none before `limit`.
        """
        count: Counter[tuple[bool, bool, bool]] = Counter()
        text = self.document.text
        for line in self.lines_from(start):
            if line.span.start >= limit or count.total() >= letters:
                break
            inside = Span(max(line.span.start, start), min(line.span.end, limit))
            for run in self.runs_of(inside):
                piece = text[max(run.span.start, inside.start) : min(run.span.end, inside.end)]
                length = sum(len(word) for word in piece.split() if _is_word(word))
                if length:
                    count[run.bold, run.italic, run.small_caps] += length
        return Style(*count.most_common(1)[0][0]) if count else None

    @cached_property
    def leading(self) -> float:
        """The distance of baselines within paragraphs, in points; 12 where there are no lines."""
        steps = Counter(
            round(above.baseline - line.baseline, 1)
            for above, line in pairwise(self.document.lines)
            if above.box.page == line.box.page and 4 < above.baseline - line.baseline < 40
        )
        return steps.most_common(1)[0][0] if steps else 12.0

    def gap_above(self, index: int) -> float | None:
        """Return the distance of the baselines of line `index` and the one before it, in points.

        None at the top of a page or column, and where a line stands beside another.
        """
        if index == 0:
            return None
        above, line = self.document.lines[index - 1], self.document.lines[index]
        step = above.baseline - line.baseline
        if above.box.page != line.box.page or step < 2:
            return None
        return step

    def space_before(self, offset: int) -> float | None:
        """Return the white space left of the character at `offset`, in its line's font sizes.

        None at the beginning of a line, and where the file does not say.
        """
        text = self.document.text
        before = offset - 1
        while before >= 0 and text[before].isspace():
            before -= 1
        left, line = self._right_edge(before), self.document.lines[self.line_index(offset)]
        if left is None or not line.edges or line.size <= 0 or not line.span.start <= offset:
            return None
        edge, baseline = left
        if abs(baseline - line.baseline) > 1 or offset >= line.span.end:
            return None
        return (line.edges[offset - line.span.start] - edge) / line.size

    def _right_edge(self, offset: int) -> tuple[float, float] | None:
        """Return the right edge of the character at `offset` and its baseline."""
        if offset < 0:
            return None
        line = self.document.lines[self.line_index(offset)]
        at = offset - line.span.start + 1
        return (line.edges[at], line.baseline) if at < len(line.edges) else None

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each line of the Document begins, ascending."""
        return [line.span.start for line in self.document.lines]

    def line_index(self, offset: int) -> int:
        """Return the index of the line that holds `offset` or ends before it."""
        return max(bisect_right(self.line_starts, offset) - 1, 0)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.document.blocks]

    def block_index(self, offset: int) -> int:
        """Return the index of the block that holds `offset` or ends before it."""
        return max(bisect_right(self._block_starts, offset) - 1, 0)

    def lines_from(self, offset: int) -> Iterator[Line]:
        """Yield the lines from the one that holds `offset` on."""
        for index in range(self.line_index(offset), len(self.document.lines)):
            yield self.document.lines[index]

    def blocks_from(self, offset: int) -> Iterator[Block]:
        """Yield the blocks from the one that holds `offset` on."""
        for index in range(self.block_index(offset), len(self.document.blocks)):
            yield self.document.blocks[index]

    def is_title(self, block: Block) -> bool:
        """Return whether `block` heads a section; a sentence in large letters does not."""
        if block.kind is not BlockKind.HEADING:
            return False
        words = self.document.text[block.span.start : block.span.end].split()
        sentence = len(words) >= 5 and words[-1][-1] in ".,;" and not words[0][0].isdigit()
        return not sentence

    def is_small(self, block: Block, size: float) -> bool:
        """Return whether `block` is set clearly smaller than `size`, as a footnote is.

        Beside a title it is the size of the paper's prose that counts.
        """
        size = min(size, self.body_size)
        return self.document.lines[self.line_index(block.span.start)].size < 0.92 * size

    def text_behind(self, index: int) -> Block | None:
        """Return the running text that follows the block of line `index`, over notes and figures."""
        line = self.document.lines[index]
        first = self.block_index(line.span.start) + 1
        for block in self.document.blocks[first : first + 20]:
            if block.kind in FLOW and not self.is_small(block, line.size):
                return block
        return None

    def runs_of(self, span: Span) -> tuple[Run, ...]:
        """Return the runs that share a character with `span`."""
        first = max(bisect_right(self._run_starts, span.start) - 1, 0)
        last = bisect_left(self._run_starts, span.end)
        return self.document.runs[first:last]

    @cached_property
    def is_justified(self) -> bool:
        """Whether the lines of the paper's paragraphs end at one edge."""
        ends = [
            abs(line.box.x1 - below.box.x1) < 2
            for line, below in pairwise(self.document.lines)
            if abs(line.box.x0 - below.box.x0) < 1 and line.size == below.size
        ]
        return len(ends) > 5 and sum(ends) > 0.6 * len(ends)

    @cached_property
    def prose_style(self) -> Style:
        """The style of most of the text; plain where there are no fonts."""
        letters: Counter[tuple[bool, bool, bool]] = Counter()
        for run in self.document.runs:
            letters[run.bold, run.italic, run.small_caps] += run.span.end - run.span.start
        return Style(*letters.most_common(1)[0][0]) if letters else PLAIN

    @cached_property
    def body_size(self) -> float:
        """The font size of most lines, in points; 0 where there are none."""
        lines = self.document.lines
        return sorted(line.size for line in lines)[len(lines) // 2] if lines else 0.0


def _is_word(word: str) -> bool:
    letters = word.strip(".,;:()[]").replace("-", "")
    return len(letters) >= 3 and letters.isalpha()


def is_indented(above: Line, line: Line) -> bool:
    """Return whether `line` begins clearly to the right or left of the line above it."""
    return abs(line.box.x0 - above.box.x0) > 4
