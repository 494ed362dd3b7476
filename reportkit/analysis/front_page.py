"""The lines at the top of a paper's first page, each with its type and its parts."""

from reportkit.document import BlockKind, Document, Line, Run, Span
from reportkit.records import dataclass

_RAISED = 0.8  # type smaller than this part of its line's is a footnote mark
_WIDE = 1.1  # a space wider than this part of the type's size stands between two columns


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line above the abstract. `style` is (size, bold, small capitals or italic) of most of it.

    `largest` is the size of its largest type, in points. `parts` are its texts between wide spaces,
    without raised marks.
    """

    text: str
    span: Span
    baseline: float
    x0: float
    x1: float
    largest: float
    style: tuple[float, bool, bool]
    parts: tuple[str, ...]

    @property
    def bold(self) -> bool:
        """Return whether most of the line is bold."""
        return self.style[1]


def front_lines(document: Document) -> tuple[FrontLine, ...]:
    """Return the lines of the first page's front matter, in reading order; () without pages."""
    blocks = [
        block
        for block in document.blocks[:80]
        if block.kind is BlockKind.FRONT and document.page_of(block.span.start) == 1
    ]
    runs = [run for run in document.runs if blocks and run.span.start < blocks[-1].span.end]
    return tuple(
        _front_line(document, line, runs)
        for block in blocks
        for line in document.lines_of(block.span)
    )


def _front_line(document: Document, line: Line, runs: list[Run]) -> FrontLine:
    own = [run for run in runs if run.span.overlaps(line.span)]
    widths: dict[tuple[float, bool, bool], int] = {}
    for run in own:
        style = (round(run.size, 1), run.bold, run.italic or run.small_caps)
        widths[style] = widths.get(style, 0) + _shared(run.span, line.span)
    most = max(widths, key=lambda style: widths[style], default=(line.size, False, False))
    return FrontLine(
        text=document.text[line.span.start : line.span.end],
        span=line.span,
        baseline=line.baseline,
        x0=line.box.x0,
        x1=line.box.x1,
        largest=max((run.size for run in own), default=line.size),
        style=most,
        parts=_parts(document, line, own),
    )


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _parts(document: Document, line: Line, runs: list[Run]) -> tuple[str, ...]:
    """Return the line's texts between wide spaces; a raised mark becomes a space or nothing."""
    text = document.text[line.span.start : line.span.end]
    size = max((run.size for run in runs), default=line.size)
    raised = {
        index
        for run in runs
        if run.size < _RAISED * size
        for index in range(run.span.start - line.span.start, run.span.end - line.span.start)
    }
    pieces = [""]
    for index, character in enumerate(text):
        width = line.edges[index + 1] - line.edges[index] if index + 1 < len(line.edges) else 0.0
        if character == " " and width > _WIDE * size:
            pieces.append("")
        elif index not in raised:
            pieces[-1] += character
    return tuple(piece.strip() for piece in pieces if piece.strip())
