"""Where the body of a statement ends: at the change of font, at the gap, at what comes next."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from reportkit.analysis.statement_heads import Opening
from reportkit.analysis.styles import Setting, Style
from reportkit.document import Block, BlockKind, Line, Span

FLOW = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FORMULA})
_END_MARKS = "□■∎◻◼◇◆♦△▲◁◀⋄⊳⊲◊♢▽"
_UNFINISHED = re.compile(r"[^.!?…\s]\s*$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PROSE_LETTERS = 14  # so many letters in words tell the font of a line


@dataclass(frozen=True)
class Bodies:
    """Finds the ends of bodies; the paper's usual gaps are measured once."""

    setting: Setting
    openings: tuple[Opening, ...]

    @cached_property
    def _head_lines(self) -> frozenset[int]:
        return frozenset(opening.line for opening in self.openings)

    @cached_property
    def _paragraph_gap(self) -> float:
        """The usual distance of baselines between paragraphs, in points."""
        gaps = Counter(
            round(gap * 2) / 2
            for index, _ in self._paragraph_starts()
            if index not in self._head_lines and (gap := self.setting.gap_above(index)) is not None
        )
        return gaps.most_common(1)[0][0] if gaps else self.setting.leading

    @cached_property
    def _head_gap(self) -> float | None:
        """The usual distance of baselines above a statement's head, in points."""
        gaps = [gap for index in self._head_lines if (gap := self.setting.gap_above(index))]
        return median(gaps) if len(gaps) >= 3 else None

    def _paragraph_starts(self) -> Iterator[tuple[int, Line]]:
        lines = self.setting.document.lines
        for block in self.setting.document.blocks:
            if block.kind is BlockKind.PARAGRAPH:
                index = self.setting.line_index(block.span.start)
                yield index, lines[index]

    def end(self, opening: Opening, limit: int) -> int:
        """Return where the statement of `opening` ends, not behind `limit`."""
        blocks = self._blocks(opening, limit)
        style = opening.body_style
        prose = self._prose_style
        if style is not None and style != prose:
            return self._end_of_style(opening, blocks, style, limit)
        return self._end_of_paragraphs(opening, blocks, limit)

    @cached_property
    def _prose_style(self) -> Style:
        styles: Counter[Style] = Counter()
        for run in self.setting.document.runs:
            styles[Style(run.bold, run.italic, run.small_caps)] += len(run.span)
        return styles.most_common(1)[0][0] if styles else Style(False, False, False)

    def _blocks(self, opening: Opening, limit: int) -> list[Block]:
        """Return the running text from the opening's block on, up to `limit`."""
        blocks = self.setting.document.blocks
        first = self.setting.block_index(opening.head.start)
        found = []
        for block in blocks[first:]:
            if block.span.start >= limit:
                break
            if block.kind in FLOW or block is opening.block:
                found.append(block)
        return found

    def _end_of_style(self, opening: Opening, blocks: list[Block], style: Style, limit: int) -> int:
        """Return the end of the last line before the font of the body stops."""
        end = opening.head.body
        undecided = 0
        for block in blocks:
            for line in self._lines(block, opening.head.body, limit):
                slant = self._agreement(line, style)
                if slant is not None and slant < 0.3 and end > opening.head.body:
                    return end
                stop = min(line.span.end, limit, block.span.end)
                if slant is None:
                    undecided += 1
                else:
                    undecided = 0
                end = stop
                if self._is_marked_end(end):
                    return end
            if undecided > 12:
                break
        return end

    def _lines(self, block: Block, body: int, limit: int) -> list[Line]:
        return [
            line
            for line in self.setting.document.lines_of(block.span)
            if line.span.end > body and line.span.start < limit
        ]

    def _agreement(self, line: Line, style: Style) -> float | None:
        """Return the share of a line's letters that are in `style`; None where it has few words."""
        inside, total = 0, 0
        text = self.setting.document.text
        for run in self.setting.runs_of(line.span):
            begin, end = max(run.span.start, line.span.start), min(run.span.end, line.span.end)
            letters = sum(len(word) for word in _WORD.findall(text, begin, end))
            total += letters
            if (run.bold, run.italic, run.small_caps) == (
                style.bold,
                style.italic,
                style.small_caps,
            ):
                inside += letters
        if total < _PROSE_LETTERS:
            return None
        return inside / total

    def _end_of_paragraphs(self, opening: Opening, blocks: list[Block], limit: int) -> int:
        """Return the end of a body in the font of the prose: its paragraph and what hangs on it."""
        text = self.setting.document.text
        end = opening.head.body
        last: Block | None = None
        for block in blocks:
            if last is not None and not self._goes_on(text, end, last, block):
                break
            end = min(block.span.end, limit)
            last = block
            if self._is_marked_end(end):
                break
        return end

    def _goes_on(self, text: str, end: int, last: Block, block: Block) -> bool:
        gap = self.setting.gap_above(self.setting.line_index(block.span.start))
        if block.kind is not BlockKind.PARAGRAPH:
            return True
        if last.kind is not BlockKind.FORMULA and _UNFINISHED.search(text[max(0, end - 3) : end]):
            return True
        first = text[block.span.start : block.span.start + 1]
        if first.islower():
            return True
        if self._head_gap is None or self._head_gap < self._paragraph_gap + 2:
            return False
        return gap is not None and gap <= self._paragraph_gap + 1

    def _is_marked_end(self, end: int) -> bool:
        text = self.setting.document.text
        return text[max(0, end - 2) : end].rstrip()[-1:] in _END_MARKS if end else False


def body_text(setting: Setting, span: Span) -> str:
    """Return the words of the running text within `span`, on one line."""
    text = setting.document.text
    first = setting.block_index(span.start)
    pieces = []
    for block in setting.document.blocks[first:]:
        if block.span.start >= span.end:
            break
        if block.kind in FLOW or block.span.covers(Span(span.start, span.start + 1)):
            piece = text[max(block.span.start, span.start) : min(block.span.end, span.end)]
            pieces.append(piece)
    return " ".join(" ".join(pieces).split())
