"""Where the body of a statement ends: at the change of font, at the gap, at what comes next."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise

from reportkit.analysis.statement_heads import Opening
from reportkit.analysis.styles import FLOW, Setting, Style
from reportkit.document import Block, BlockKind, Line, Span
from reportkit.records import dataclass

_END_MARKS = "□■∎◻◼◇◆♦△▲◁◀⋄⊳⊲◊♢▽"
_UNFINISHED = re.compile(r"[:,;]\s*$|\s[a-zà-ÿ]{2,}\s*$")
_SENTENCE_END = re.compile(r"[a-z)\]][.!?]\s*$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST_DISPLAY = 12  # lines without words in the middle of a statement
_LETTER = re.compile(r"[^\W\d_]")
_BODY_LETTERS = 80  # a line and a half
_PROSE_LETTERS = 14  # so many letters in words tell the font of a line


@dataclass(frozen=True)
class Bodies:
    """Finds the ends of bodies; what the paper's prose is set in is found once."""

    setting: Setting

    def end(self, opening: Opening, limit: int) -> int:
        """Return where the statement of `opening` ends, not behind `limit`."""
        blocks = self._blocks(opening, limit)
        style = self._style(opening)
        prose = self.setting.prose_style
        if style is not None and style != prose:
            return self._end_of_style(opening, blocks, style, limit)
        return self._end_of_paragraphs(opening, blocks, limit)

    def _style(self, opening: Opening) -> Style | None:
        """Return the font of the body; where its first letter has another one, more of it is read.

        "The *regular module of a group* is ..." begins in the font of the prose and goes on in it;
        "*Let* x = median(y). *Then*" is all in italics.
        """
        style = opening.body_style
        if style is None or self._first_letter_style(opening) == style:
            return style
        block_end = opening.block.span.end
        return self.setting.words_style(opening.head.body, block_end, _BODY_LETTERS) or style

    def _first_letter_style(self, opening: Opening) -> Style:
        text = self.setting.document.text
        letter = _LETTER.search(text, opening.head.body, opening.head.body + 12)
        return self.setting.style_at(letter.start() if letter else opening.head.body)

    @cached_property
    def _displays(self) -> list[Span]:
        return [formula.span for formula in self.setting.document.formulas if formula.display]

    def _is_display(self, line: Line) -> bool:
        """Return whether a line begins within a displayed formula, whose words have fonts of their own."""
        index = bisect_right(self._displays, line.span.start, key=lambda span: span.start) - 1
        return index >= 0 and line.span.start < self._displays[index].end

    def _blocks(self, opening: Opening, limit: int) -> list[Block]:
        """Return the running text from the opening's block on, up to `limit`."""
        size = self.setting.document.lines[opening.line].size
        found = []
        for block in self.setting.blocks_from(opening.head.start):
            if block.span.start >= limit:
                break
            if block is opening.block or _is_running_text(self.setting, block, size):
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
                    if not self._is_listed(block, end):
                        return end
                    slant = None
                undecided = undecided + 1 if slant is None else 0
                end = min(line.span.end, limit, block.span.end)
                if self._is_marked_end(end):
                    return end
            if undecided > _LONGEST_DISPLAY:
                break
        return end

    def _is_listed(self, block: Block, end: int) -> bool:
        """Return whether `block` is a list that the body announces: "one of these holds:"."""
        before = self.setting.document.text[max(0, end - 3) : end].rstrip()
        return block.kind is BlockKind.ITEM and before[-1:] in {":", ",", ";"}

    def _lines(self, block: Block, body: int, limit: int) -> list[Line]:
        return [
            line
            for line in self.setting.document.lines_of(block.span)
            if line.span.end > body and line.span.start < limit
        ]

    def _agreement(self, line: Line, style: Style) -> float | None:
        """Return the share of a line's letters that are in `style`; None where it has few words."""
        if self._is_display(line):
            return None
        inside, total = 0, 0
        text = self.setting.document.text
        for run in self.setting.runs_of(line.span):
            begin, end = max(run.span.start, line.span.start), min(run.span.end, line.span.end)
            letters = sum(len(word) for word in _WORD.findall(text, begin, end))
            total += letters
            if run.italic if style.italic else run.bold == style.bold and not run.italic:
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
            if (
                last is not None
                and end > opening.head.body
                and not self._goes_on(text, end, last, block)
            ):
                break
            end = min(block.span.end, limit)
            short = self._short_line_end(opening, block, end)
            if short is not None:
                return short
            last = block
            if self._is_marked_end(end):
                break
        return end

    def _short_line_end(self, opening: Opening, block: Block, limit: int) -> int | None:
        """Return where a short line ends a sentence within `block`: there a paragraph ends, too.

        None where there is no such line, or where the paper's lines end anywhere.
        """
        if block.kind is not BlockKind.PARAGRAPH or not self.setting.is_justified:
            return None
        text = self.setting.document.text
        for line, below in pairwise(self._lines(block, opening.head.body, limit)):
            flush = abs(line.box.x1 - below.box.x1) < 12 or line.box.page != below.box.page
            beside = below.box.x0 > line.box.x1 or below.box.y0 > line.box.y1
            if flush or beside or line.box.x1 > below.box.x1:
                continue
            if _SENTENCE_END.search(text, max(line.span.end - 6, line.span.start), line.span.end):
                follows = text[below.span.start : below.span.start + 1]
                if follows.isupper() and below.box.x0 <= line.box.x0 + 1:
                    return line.span.end
        return None

    def _goes_on(self, text: str, end: int, last: Block, block: Block) -> bool:
        if block.kind is not BlockKind.PARAGRAPH:
            return True
        if last.kind is not BlockKind.FORMULA and _UNFINISHED.search(text, max(0, end - 20), end):
            return True
        return text[block.span.start : block.span.start + 1].islower()

    def _is_marked_end(self, end: int) -> bool:
        text = self.setting.document.text
        return text[max(0, end - 2) : end].rstrip()[-1:] in _END_MARKS if end else False


def _is_running_text(setting: Setting, block: Block, size: float) -> bool:
    """Return whether `block` belongs to the text around it: no note, no figure, no page number."""
    sentence = block.kind is BlockKind.HEADING and not setting.is_title(block)
    if not (block.kind in FLOW or sentence) or setting.is_small(block, size):
        return False
    return not setting.document.text[block.span.start : block.span.end].isdigit()


def body_text(setting: Setting, span: Span) -> str:
    """Return the words of the running text within `span`, on one line."""
    text = setting.document.text
    size = setting.document.lines[setting.line_index(span.start)].size
    pieces = []
    for block in setting.blocks_from(span.start):
        if block.span.start >= span.end:
            break
        small = setting.is_small(block, size)
        if (block.kind in FLOW and not small) or block.span.covers(
            Span(span.start, span.start + 1)
        ):
            piece = text[max(block.span.start, span.start) : min(block.span.end, span.end)]
            pieces.append(piece)
    return " ".join(" ".join(pieces).split())
