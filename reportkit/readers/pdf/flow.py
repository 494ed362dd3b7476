"""Rows become blocks in reading order; a paragraph runs on over columns, pages and floats."""

import re
from dataclasses import field

from reportkit.document import BlockKind
from reportkit.readers.pdf import regions
from reportkit.readers.pdf.headings import (
    CONTENTS,
    KNOWN,
    NUMBER_FIRST,
    NUMBERED,
    PROOF,
    REFERENCES,
    THEOREM,
    Look,
    continues,
    is_heading,
    lead_count,
    levels,
    look_of,
    numbered_run_in,
    run_in,
)
from reportkit.readers.pdf.measures import Column, Measures, Placed
from reportkit.readers.pdf.rows import Row, row_of
from reportkit.readers.pdf.ruled import Rule, ruled
from reportkit.records import dataclass

_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_ENDED = re.compile(r"[.!?:;]['’”\")\]]*$|[□■∎▪◻⊓⊔◦]$")
_LOWER_WORD = re.compile(r"[^\W\d_A-Z]{2,}[ ,.;-]")
_ENTRY = re.compile(r"(?!\[Online\])\[[^\]]{1,14}\]|\d{1,3}\. (?=\S)|\(\d{1,3}\) ")
_ABSTRACT = re.compile(
    r"(?:abstract|zusammenfassung|summary|keywords?|index terms|key words)\b *(?:[.:—–-]|$)", re.I
)


@dataclass(slots=True)
class Draft:
    """A block in the making: its rows, and for each whether it is displayed mathematics."""

    kind: BlockKind
    rows: list[Row] = field(default_factory=list)
    displays: list[bool] = field(default_factory=list)
    level: int | None = None
    look: Look | None = None
    inline: bool = False
    text_left: float = 0.0

    def add(self, row: Row, display: bool = False) -> None:
        """Append a row."""
        self.rows.append(row)
        self.displays.append(display)

    @property
    def text(self) -> str:
        """Return the rows' characters, joined by spaces."""
        return " ".join(row.text for row in self.rows)


class Flow:
    """The blocks so far. `open` is the paragraph or item that may run on, past floats and notes."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.blocks: list[Draft] = []
        self.open: Draft | None = None
        self.last: Placed | None = None  # the last row of the open block
        self.section = ""  # "references" or "contents" while inside of it
        self.front = True
        self.notes: Draft | None = None
        self.slides = False

    def page(
        self, items: list[Placed], rules: tuple[Rule, ...] = (), *, landscape: bool = False
    ) -> None:
        """Place the rows of a page, which has these horizontal rules."""
        self.slides = landscape
        kinds: dict[int, BlockKind] = {}
        kinds.update((key, BlockKind.TABLE) for key in _tables(items, self.measures))
        kinds.update((key, BlockKind.FIGURE) for key in _figures(items, self.measures))
        if self.section != "references":
            notes = regions.footnotes(items, self.measures)
            kinds.update((key, BlockKind.FOOTNOTE) for key in notes)
        if rules:
            kinds.update(ruled(items, rules, self.measures))
        kinds.update((key, BlockKind.CODE) for key in regions.listings(items))
        self.notes = None
        if self.front:
            items = self._front(items)
        above: Placed | None = None
        for item in items:
            kind = kinds.get(id(item))
            if kind is BlockKind.FOOTNOTE:
                self._note(item)
            elif kind is not None:
                self._float(item, kind)
            else:
                self._row(item, above)
            above = item

    def _front(self, items: list[Placed]) -> list[Placed]:
        """Take title, authors and dates off the first page; return the rows from the abstract on."""
        self.front = False
        end = _front_end(items, self.measures)
        largest = max((item.row.size for item in items), default=0.0)
        last: Placed | None = None
        for item in items[:end]:
            current = self.blocks[-1] if self.blocks else None
            same = (
                current is not None
                and last is not None
                and item.drop is not None
                and item.row.size > largest - 0.3 > self.measures.size
                and abs(item.row.size - last.row.size) < 0.3
                and item.drop < 1.6 * item.row.size
            )
            if not same or current is None:
                current = Draft(BlockKind.FRONT)
                self.blocks.append(current)
            current.add(item.row)
            last = item
        return items[end:]

    def _note(self, item: Placed) -> None:
        if self.notes is None or regions.is_note(item.row):
            self.notes = Draft(BlockKind.FOOTNOTE)
            self.blocks.append(self.notes)
        self.notes.add(item.row)

    def _float(self, item: Placed, kind: BlockKind) -> None:
        current = self.blocks[-1] if self.blocks else None
        if current is None or current.kind is not kind or current.rows[-1].page != item.row.page:
            current = Draft(kind)
            self.blocks.append(current)
        current.add(item.row)

    def _row(self, item: Placed, above: Placed | None) -> None:
        row, _text = item.row, item.row.text
        current = self.blocks[-1] if self.blocks else None
        if self._runs_on(current, item, above):
            assert current is not None
            current.add(row)
            return
        if self._lead_runs_on(current, item, above):
            return
        if regions.caption_kind(item, self.measures):
            self._begin(BlockKind.CAPTION, item)
            return
        if self._in_section(item, above):
            return
        above_display = bool(self.open and self.open.displays[-1] and self.last is above)
        if regions.is_display(item, above_display, self.measures):
            self._display(item)
            return
        parted = self._parted(item, above)
        if is_heading(item, self.measures, parted) and not (
            self.slides and THEOREM.match(item.row.text)
        ):
            self._heading(item)
            return
        within = current is not None and current.kind is BlockKind.CODE
        if regions.is_code(item, within=within) and (parted or within):
            self._code(item)
            return
        numbered = numbered_run_in(row) if parted else 0
        if numbered:
            self._run_in(item, numbered)
            return
        if self._is_item(item, parted):
            self._begin_prose(BlockKind.ITEM, item)
            return
        if self.open is not None and not self._breaks(self.open, item, above, parted):
            self.open.add(row)
            self.last = item
            return
        count = run_in(row)
        if count:
            self._run_in(item, count)
            return
        # The marks of a slide's items are drawn: their indentation is all that shows them.
        listed = self.slides and 1 < item.indent < 8
        self._begin_prose(BlockKind.ITEM if listed else BlockKind.PARAGRAPH, item)

    def _runs_on(self, current: Draft | None, item: Placed, above: Placed | None) -> bool:
        """Return whether a row belongs to the caption, heading or listing right before it."""
        if (
            current is None
            or above is None
            or not current.rows
            or current.rows[-1] is not above.row
        ):
            return False
        row, drop = item.row, item.drop
        if current.kind is BlockKind.HEADING and current.look is not None and not current.inline:
            return continues(current.rows[-1], current.look, row, drop, self.measures)
        if drop is None:
            return False
        if current.kind is BlockKind.CAPTION:
            if current.text.startswith(("Algorithm", "Algorithmus", "Listing")):
                return False
            return (
                abs(row.size - above.row.size) < 0.3
                and drop < 1.35 * 1.2 * row.size
                and not is_heading(item, self.measures, False)
            )
        if current.kind is BlockKind.CODE:
            return regions.is_algorithm_row(row.text) and drop < 1.8 * self.measures.leading
        return False

    def _lead_runs_on(self, current: Draft | None, item: Placed, above: Placed | None) -> bool:
        """End a run-in heading of two lines where its text begins; False where there is none."""
        if current is None or above is None or current.kind is not BlockKind.HEADING:
            return False
        if current.inline or len(current.rows) > 1 or current.rows[0] is not above.row:
            return False
        count = lead_count(item.row)
        tight = item.drop is not None and item.drop < 1.1 * self.measures.leading
        if not count or not tight or NUMBERED.match(current.text) or above.slack > 3:
            return False
        if _is_head(item.row, item.row.text) or above.row.size > 1.08 * self.measures.size:
            return False
        self._split(item, count, current)
        return True

    def _in_section(self, item: Placed, above: Placed | None) -> bool:
        """Place a row of the bibliography or of the contents; False outside of them."""
        if not self.section:
            return False
        parted = self._parted(item, above)
        listed = (
            self.section == "contents"
            and item.row.size < 1.25 * self.measures.size
            and regions.ENDS_IN_PAGE.search(item.row.text)
        )
        if (
            not listed
            and is_heading(item, self.measures, parted)
            and look_of(item.row) != self._entry_look()
        ):
            self.section = ""
            return False
        if self.section == "references":
            self._entry(item, above)
            return True
        current = self.blocks[-1] if self.blocks else None
        ends = regions.LEADERS.search(item.row.text) or regions.ENDS_IN_PAGE.search(item.row.text)
        unended = (
            current is not None
            and current.kind is BlockKind.CONTENTS
            and not regions.ENDS_IN_PAGE.search(current.text)
        )
        if ends and unended and current is not None:
            current.add(item.row)
            return True
        if ends or (NUMBERED.match(item.row.text) and item.row.size < 1.25 * self.measures.size):
            self._begin(BlockKind.CONTENTS, item)
            return True
        if (
            self.blocks
            and self.blocks[-1].kind is BlockKind.CONTENTS
            and item.slack < 8
            and not parted
        ):
            self.blocks[-1].add(item.row)
            return True
        if (
            self.blocks
            and self.blocks[-1].kind is BlockKind.HEADING
            and item.drop is not None
            and item.drop < 3 * self.measures.leading
            and item.slack > 3
        ):
            self._begin(BlockKind.CONTENTS, item)
            return True
        self.section = ""
        return False

    def _entry_look(self) -> Look | None:
        current = self.blocks[-1] if self.blocks else None
        return look_of(current.rows[0]) if current and current.kind is BlockKind.REFERENCE else None

    def _entry(self, item: Placed, above: Placed | None) -> None:
        current = self.blocks[-1] if self.blocks else None
        row = item.row
        if current is not None and current.kind is BlockKind.REFERENCE:
            first = current.rows[0]
            marked = _ENTRY.match(first.text)
            if marked:
                new = _ENTRY.match(row.text) is not None and (
                    item.drop is None or item.indent < 2.5
                )
            else:
                hanging = item.indent > 0.5
                previous = current.rows[-1]
                wide = item.drop is not None and item.drop > 1.22 * max(
                    1.2 * row.size, min(self.measures.leading, 1.25 * row.size)
                )
                new = not hanging and (
                    wide or self._hangs() or previous.x1 < item.column.right - 3 * row.size
                )
            if not new:
                current.add(row)
                return
        self._begin(BlockKind.REFERENCE, item)

    def _hangs(self) -> bool:
        """Return whether the entries so far have hanging second lines."""
        for block in reversed(self.blocks[-6:]):
            if block.kind is BlockKind.REFERENCE and len(block.rows) > 1:
                return block.rows[1].x0 > block.rows[0].x0 + 0.4 * block.rows[0].size
        return True

    def _begin(self, kind: BlockKind, item: Placed) -> Draft:
        draft = Draft(kind)
        draft.add(item.row)
        self.blocks.append(draft)
        return draft

    def _begin_prose(self, kind: BlockKind, item: Placed) -> None:
        draft = self._begin(kind, item)
        if kind is BlockKind.ITEM:
            match = regions.ITEM.match(item.row.text)
            draft.text_left = _left_edge(item.row, match.end()) if match else item.row.x0
        self.open, self.last = draft, item

    def _display(self, item: Placed) -> None:
        """Put displayed mathematics into the paragraph before it, or on its own."""
        if self.open is not None and self.last is not None and self._near(item):
            self.open.add(item.row, True)
        else:
            self.open = self._begin(BlockKind.FORMULA, item)
            self.open.displays[0] = True
        self.last = item

    def _near(self, item: Placed) -> bool:
        if self.blocks[-1].kind is BlockKind.HEADING:
            return False
        return item.drop is None or item.gap is None or item.gap < 3 * self.measures.leading

    def _heading(self, item: Placed) -> None:
        draft = self._begin(BlockKind.HEADING, item)
        draft.look = look_of(item.row)
        text = item.row.text
        title = NUMBERED.match(text)
        bare = title["title"] if title else text
        if REFERENCES.fullmatch(bare.strip()):
            self.section = "references"
        elif CONTENTS.fullmatch(bare.strip()):
            self.section = "contents"
        else:
            self.section = ""
        self.open = self.last = None

    def _run_in(self, item: Placed, count: int) -> None:
        """Split a heading off the row that it shares with its text."""
        draft = Draft(BlockKind.HEADING)
        self.blocks.append(draft)
        self._split(item, count, draft)
        draft.look = look_of(draft.rows[0])

    def _split(self, item: Placed, count: int, heading: Draft) -> None:
        """Give the first `count` pieces of a row to `heading`, the rest to a new paragraph."""
        row = item.row
        heading.inline = True
        heading.add(row_of(row.page, row.pieces[:count]))
        rest = row_of(row.page, row.pieces[count:])
        self._begin_prose(BlockKind.PARAGRAPH, _moved(item, rest))

    def _code(self, item: Placed) -> None:
        current = self.blocks[-1] if self.blocks else None
        if current is not None and current.kind is BlockKind.CODE and item.drop is not None:
            current.add(item.row)
        else:
            self._begin(BlockKind.CODE, item)

    def _parted(self, item: Placed, above: Placed | None) -> bool:
        """Return whether something other than the line before stands above a row, or much space."""
        if item.drop is None or item.gap is None or above is None:
            return True
        current = self.blocks[-1] if self.blocks else None
        if current is None or current.kind is BlockKind.HEADING:
            return True
        leading = self.measures.leading
        usual = max(leading - self.measures.size, 0.1 * self.measures.size)
        return item.drop > 1.28 * leading and item.gap > usual + 0.22 * leading

    def _is_item(self, item: Placed, parted: bool) -> bool:
        text = item.row.text
        match = regions.ITEM.match(text)
        if not match or THEOREM.match(text) or match.end() == len(text):
            return False
        if self.section == "references":
            return False
        if regions.BULLET.match(text):
            return True
        dash = text[0] in "–—-+∗*⋆"
        if item.indent > 0.45 and not (dash and not parted and item.indent < 0.8):
            return item.indent < 8 or dash
        if dash:
            return False
        same = (
            self.open is not None
            and self.open.kind is BlockKind.ITEM
            and abs(self.open.rows[0].x0 - item.row.x0) < 2
        )
        return parted or same

    def _breaks(self, block: Draft, item: Placed, above: Placed | None, parted: bool) -> bool:
        """Return whether a row of prose begins a new block rather than going on with `block`."""
        row, text = item.row, item.row.text
        last = self.last
        assert last is not None
        if _is_head(row, text):
            return True
        after_display = block.displays[-1]
        if self._is_mid_sentence(block, item, last):
            return False
        if (
            not after_display
            and abs(row.size - last.row.size) > 0.07 * self.measures.size
            and row.prose > 3
        ):
            return True
        if block.kind is BlockKind.FORMULA:
            block.kind = BlockKind.PARAGRAPH if text[0].islower() else block.kind
            return block.kind is BlockKind.FORMULA
        if above is not last or item.drop is None:
            return self._breaks_at_page(block, item, last, after_display)
        indented = 0.6 < item.indent < 4.5
        flush = block.text_left or item.column.left
        if after_display:
            wide = item.gap is not None and item.gap > 2.2 * self.measures.leading
            new_indent = indented and row.x0 > flush + 0.6 * row.size and not text[0].islower()
            return wide or (new_indent and row.x0 > _left_of(block) + 0.4 * row.size)
        if parted:
            return True
        if self.slides and last.slack * row.size > 0.3 * (item.column.right - item.column.left):
            return True
        if block.kind is BlockKind.ITEM:
            back = row.x0 < block.text_left - 0.5 * row.size
            return back and (row.x0 < block.rows[0].x0 - 0.3 * row.size or last.slack > 3)
        if (
            row.x0 > last.row.x0 + 0.6 * row.size
            and row.x0 > _left_of(block) + 0.6 * row.size
            and indented
        ):
            return True
        return (
            last.slack > 4
            and bool(_ENDED.search(last.row.text))
            and len(block.rows) > 1
            and last.row.width < 0.9 * _width_of(block)
        )

    def _is_mid_sentence(self, block: Draft, item: Placed, last: Placed) -> bool:
        """Return whether a row goes on with a sentence that the last one left open."""
        row = item.row
        return (
            block.kind in _PROSE
            and not self.slides
            and _LOWER_WORD.match(row.text) is not None
            and not row.first.style.math
            and not _ENDED.search(last.row.text)
            and abs(row.size - last.row.size) < 0.12 * self.measures.size
            and (item.drop is None or item.drop < 3 * self.measures.leading)
        )

    def _breaks_at_page(
        self, block: Draft, item: Placed, last: Placed, after_display: bool
    ) -> bool:
        """Return whether a paragraph ended at the foot of its column."""
        row, text = item.row, item.row.text
        if text[0].islower():
            return False
        indented = 0.6 < item.indent < 4.5
        if block.kind is BlockKind.ITEM:
            hanging = block.text_left - last.column.left
            return abs(row.x0 - item.column.left - hanging) > 0.6 * row.size
        if indented and not (
            _left_of(block) - last.column.left > 0.6 * row.size and len(block.rows) > 1
        ):
            return True
        if after_display:
            return False
        ended = bool(_ENDED.search(last.row.text))
        if ended and last.slack > 2:
            return True
        return ended and not self.measures.indents

    def finish(self) -> list[Draft]:
        """Return the blocks, with levels given to the headings."""
        headings = [block for block in self.blocks if block.kind is BlockKind.HEADING]
        for block in headings:
            larger = block.rows[0].size > 1.08 * self.measures.size
            if len(block.rows) > (8 if larger else 3) or len(block.text) > 300:
                block.kind = BlockKind.PARAGRAPH
        _join_chapters(self.blocks, headings)
        headings = [block for block in self.blocks if block.kind is BlockKind.HEADING]
        described = [
            (block.text, block.look or look_of(block.rows[0]), block.inline) for block in headings
        ]
        for block, level in zip(headings, levels(described, self.measures), strict=True):
            block.level = level
            if level is None:
                block.kind = BlockKind.ITEM
        return self.blocks


_COUNTING = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"


def _join_chapters(blocks: list[Draft], headings: list[Draft]) -> None:
    """Put "Chapter 1" and the title printed under it into one heading."""
    for block in headings:
        index = next((i for i, other in enumerate(blocks) if other is block), -1)
        after = blocks[index + 1] if 0 <= index < len(blocks) - 1 else None
        if (
            after is not None
            and after.kind is BlockKind.HEADING
            and re.fullmatch(
                r"(?:chapter|kapitel|chapitre|part|teil|partie|appendix|anhang|annexe) "
                rf"(?:\d+|[a-z]|[ivxl]+|{_COUNTING})\.?",
                block.text.strip(),
                re.I,
            )
            and not NUMBERED.match(after.text)
        ):
            for row in after.rows:
                block.add(row)
            block.look = after.look
            del blocks[index + 1]


def _left_edge(row: Row, at: int) -> float:
    """Return the left edge of the character at `at` of a row's text."""
    return next((piece.x0 for start, _, piece in row.places if start == at), row.edges()[at])


def _moved(item: Placed, row: Row) -> Placed:
    moved = Placed(row, Column(item.column.left, item.column.right))
    moved.drop, moved.gap = item.drop, item.gap
    return moved


def _left_of(block: Draft) -> float:
    """Return the left edge of a block's later rows, or of its only one."""
    rows = [row for row, display in zip(block.rows, block.displays, strict=True) if not display]
    return min((row.x0 for row in rows[-4:]), default=0.0)


def _width_of(block: Draft) -> float:
    return max(row.x1 for row in block.rows) - min(row.x0 for row in block.rows)


def _is_head(row: Row, text: str) -> bool:
    """Return whether a theorem-like statement or a proof begins here."""
    first = row.first
    if first.style.math and not first.bold:
        return False
    if THEOREM.match(text):
        return first.bold or first.style.small_caps or first.italic or text[:4].isupper()
    if NUMBER_FIRST.match(text):
        return first.bold or first.style.small_caps
    if PROOF.match(text):
        return first.bold or first.style.small_caps or first.italic or text[:4].isupper()
    return False


def _front_end(items: list[Placed], measures: Measures) -> int:
    """Return how many rows of the first page are title, authors and the like."""
    largest = max((item.row.size for item in items), default=0.0)
    if largest < 1.1 * measures.size and not _centred_top(items):
        return 0
    for index, item in enumerate(items):
        text = item.row.text.strip()
        bare = NUMBERED.match(text)
        if _ABSTRACT.match(text) or KNOWN.fullmatch(text) or CONTENTS.fullmatch(text):
            return index
        if (
            bare
            and bare["title"]
            and is_heading(item, measures, True)
            and item.row.size < largest + 0.1
            and re.fullmatch(r"[IVX]+|[\d.]+", bare["number"])
        ):
            return index
        if index and (_is_prose(items, index, measures) or _is_block(items[index : index + 3])):
            return index
    return len(items) if len(items) < 25 else 0


def _centred_top(items: list[Placed]) -> bool:
    """Return whether the page begins with a centred line, or a bold one that fills its line with such a second."""
    if not items:
        return False
    full = items[0].row.first.bold and items[0].indent <= 2 and len(items) > 1
    item = items[1] if full else items[0]
    off = (item.row.x0 + item.row.x1) - (item.column.left + item.column.right)
    return abs(off) < item.row.size and item.indent > 2


def _is_prose(items: list[Placed], index: int, measures: Measures) -> bool:
    """Return whether body text begins here: two rows of prose as wide as the column."""
    item = items[index]
    after = items[index + 1] if index + 1 < len(items) else None
    if after is None or item.row.size > 1.08 * measures.size or item.row.prose < 30:
        return False
    if abs(item.slack) > 1.5 or after.row.prose < 5:
        return False
    return (
        item.indent < 3
        and after.drop is not None
        and after.drop < 1.3 * measures.leading
        and abs(after.indent) < 1
    )


def _is_block(items: list[Placed]) -> bool:
    """Return whether three rows are justified, as an abstract without a title is: no edge is ragged."""
    if len(items) < 3 or any(item.row.prose < 20 for item in items[:2]):
        return False
    first, second, third = (item.row for item in items)
    return (
        abs(first.x1 - second.x1) < 1
        and abs(second.x0 - third.x0) < 1
        and abs(first.size - second.size) < 0.3
        and all(item.drop is not None and item.drop < 1.4 * second.size for item in items[1:])
    )


def _figures(items: list[Placed], measures: Measures) -> set[int]:
    """Return the ids of rows within pictures: what stands loose before the caption of a figure."""
    found: set[int] = set()
    for index, item in enumerate(items):
        if not regions.caption_kind(item, measures) or not re.match(
            r"(?:fig|abb)", item.row.text, re.I
        ):
            continue
        for before in reversed(items[:index]):
            if id(before) in found or not _is_loose(before, measures):
                break
            found.add(id(before))
    return found


def _is_loose(item: Placed, measures: Measures) -> bool:
    row = item.row
    words = regions.letters_of(row)
    if abs(row.size - measures.size) > 0.4 and row.size < 1.05 * measures.size:
        return row.width < 0.8 * (item.column.right - item.column.left)
    if abs(item.indent) < 0.3 and words > 12:
        return False
    return row.width < 0.6 * (item.column.right - item.column.left) and words < 30


def _tables(items: list[Placed], measures: Measures) -> set[int]:
    """Return the ids of rows of tables: cells, next to one another or to a table's caption."""
    cells = [
        regions.is_table_row(item.row)
        and not regions.LEADERS.search(item.row.text)
        and not regions.is_display(item, True, measures)
        for item in items
    ]
    captions = [
        bool(regions.caption_kind(item, measures)) and item.row.text.lower().startswith("tab")
        for item in items
    ]
    found: set[int] = set()
    index = 0
    while index < len(items):
        if not cells[index] or captions[index]:
            index += 1
            continue
        end = index
        while (
            end < len(items)
            and not captions[end]
            and (cells[end] or _within_table(items, cells, end))
        ):
            end += 1
        near = any(captions[max(index - 4, 0) : index]) or any(captions[end : end + 2])
        if near or sum(cells[index:end]) >= 3:
            found.update(id(item) for item in items[index:end])
        index = max(end, index + 1)
    return found


def _within_table(items: list[Placed], cells: list[bool], index: int) -> bool:
    """Return whether a row between two rows of cells is a cell that runs over, not prose."""
    if index + 1 >= len(items) or not cells[index + 1]:
        return False
    row, column = items[index].row, items[index].column
    return row.width < 0.5 * (column.right - column.left) or row.maths > row.prose
