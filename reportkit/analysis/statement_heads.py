"""Which of the heads that the grammar finds open a statement: by anchor, by font, by layout.

A head is set apart: its font differs from that of the words behind it. A paper sets its heads in
one or two ways; what could be either a head or prose is judged by the ways of the sure ones.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from reportkit.analysis.anchors import Anchor, AnchorMap
from reportkit.analysis.kinds import WEAK_KINDS, folded
from reportkit.analysis.styles import PLAIN, Setting, Style, is_indented
from reportkit.analysis.theorem_heads import Head, head_at, label_start, might_open
from reportkit.analysis.theorem_names import closing
from reportkit.document import Block, BlockKind, Span
from reportkit.records import dataclass

_READ_AHEAD = 600  # code points; longer than any head with its name
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")
_TITLE_LINE = re.compile(r"\w+\s[\w.]+\s?[:|–—]\s?[^\n]{3,90}$")  # "Theorem 1.1: Separation"
_PARAGRAPH_SPACE = 0.85  # em; \paragraph leaves 1, amsthm 0.4 to 0.6
_ITALIC = Style(bold=False, italic=True, small_caps=False)
_OWN_STYLE = 3  # heads without number that tell how a paper sets them
_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s|[•∗◦–-]\s")
_TRIANGLE = re.compile(r"\s*[▶►▸▷⊳]")
_LAST_PART = re.compile(r"((?:[A-Z0-9]{1,4}[.–-]){0,4})(\d{1,4})")
_FIRST_WORDS = 16  # code points
_NO_HEADS = frozenset(
    {
        BlockKind.CAPTION,
        BlockKind.FIGURE,
        BlockKind.CONTENTS,
        BlockKind.REFERENCE,
        BlockKind.CODE,
    }
)
# Words with a number that open something else, however they are set.
_OTHER_LABELS = frozenset(
    [
        "algorithm",
        "algorithmus",
        "figure",
        "fig",
        "table",
        "tab",
        "section",
        "sec",
        "step",
        "case",
        "part",
        "phase",
        "stage",
        "equation",
        "eq",
        "chapter",
        "appendix",
        "item",
        "line",
        "listing",
        "box",
        "procedure",
        "experiment",
        "round",
        "level",
        "type",
        "scheme",
        "class",
        "group",
        "category",
        "day",
        "week",
        "lecture",
        "session",
        "page",
        "volume",
        "vol",
        "version",
        "method",
        "abbildung",
        "tabelle",
        "schritt",
        "fall",
        "abschnitt",
        "kapitel",
        "teil",
        "figur",
        "etape",
        "cas",
        "partie",
        "chapitre",
        "rq",
        "aim",
        "goal",
        "stufe",
        "reviewer",
        "referee",
        "answer",
        "point",
        "row",
        "col",
        "column",
        "block",
        "layer",
        "module",
        "area",
        "theme",
        "topic",
        "challenge",
        "proof",
        "proofs",
        "sketch",
        "beweis",
        "beweise",
        "preuve",
        "demonstration",
        "solution",
        "losung",
        "answer",
    ]
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A head in its place: `line` indexes Document.lines.

    `body_style` is that of most words behind the head, `word_style` that of the first of them.
    `opens` is True where a paragraph begins with it, `is_title` where it looks like a section's.
    `space` is that between head and body in font sizes, None where the body begins a line.
    `announces_list` is True where the body begins with "(a)" or "1.", `has_triangle` where the head
    begins with the mark that some classes set there. `prose` is the style of most of the paper.
    `anchor` is None where none stands beside it.
    """

    head: Head
    line: int
    page: int | None
    style: Style
    body_style: Style | None
    word_style: Style | None
    opens: bool
    is_title: bool
    space: float | None
    announces_list: bool
    has_triangle: bool
    prose: Style
    block: Block
    anchor: Anchor | None

    @property
    def is_marked(self) -> bool:
        """Return whether the head is bold or in small capitals."""
        return self.style.bold or self.style.small_caps

    @property
    def is_set_apart(self) -> bool:
        """Return whether head and body differ in font."""
        if self.style != PLAIN and self.word_style not in {None, self.style}:
            return True
        return self.body_style is not None and self.style != self.body_style

    @property
    def is_slanted(self) -> bool:
        """Return whether head and body are in italics in a paper whose prose is not."""
        whole = self.style == _ITALIC and self.body_style == _ITALIC
        return whole and not self.prose.italic

    @property
    def is_proved(self) -> bool:
        """Return whether an anchor of a theorem's own counter proves it; sections have some, too."""
        return self.anchor is not None and not self.anchor.shared

    @property
    def look(self) -> tuple[Style, str, bool]:
        """Return what heads of one theorem style share."""
        return self.style, self.head.terminator, self.head.number_first


def openings(setting: Setting, anchors: AnchorMap) -> tuple[Opening, ...]:
    """Return the heads that open a statement, in reading order."""
    found = _without_paragraphs(_one_to_an_anchor(list(_candidates(setting, anchors))))
    sure = _without_few_slanted([opening for opening in found if _is_sure(opening)])
    looks = Counter(opening.look for opening in sure)
    bare = Counter(opening.look for opening in found if _is_bare(opening))
    own = {look for look, count in bare.items() if count >= max(_OWN_STYLE, looks.total())}
    plain_paper = not any(o.is_marked or o.is_set_apart for o in sure)
    found = _without_listed(found)
    labels = Counter(o.head.label for o in found if not o.head.known and o.look in looks)
    labels.update(o.head.label for before, o in pairwise(found) if _counts_on(before, o))
    return tuple(
        opening
        for opening in found
        if opening.is_proved
        or (_fits_number_first(opening, looks) and opening in sure)
        or _is_likely(opening, looks, labels)
        or (opening.look in own and _is_in_own_style(opening))
        or (plain_paper and _is_plain_head(opening))
    )


def _without_paragraphs(found: list[Opening]) -> list[Opening]:
    """Leave out what is set as LaTeX's \\paragraph: a whole em behind its words.

    Theorems have half of that, unless all of a paper's have as much. Of numbered heads nothing is
    asked: the spaces of a stretched line grow as large; nor before a list, which is indented.
    """
    spaces = sorted(o.space for o in found if o.space is not None and o.head.number)
    if not spaces or spaces[len(spaces) // 2] > _PARAGRAPH_SPACE:
        return found
    return [
        o for o in found if o.head.number or o.announces_list or (o.space or 0.0) < _PARAGRAPH_SPACE
    ]


def _without_few_slanted(sure: list[Opening]) -> list[Opening]:
    """Leave out heads in the italics of their body, unless the paper sets most of its heads so."""
    slanted = sum(opening.is_slanted for opening in sure)
    marked = sum(opening.is_marked for opening in sure)
    return sure if slanted > marked else [o for o in sure if o.is_proved or not o.is_slanted]


def _without_listed(found: list[Opening]) -> list[Opening]:
    """Leave out the list of all "Maxim 2.7" in front of a paper: they come again."""
    last = {(o.head.label, o.head.number): o.head.start for o in found if not o.head.known}
    return [o for o in found if o.head.known or last[o.head.label, o.head.number] == o.head.start]


def _one_to_an_anchor(found: list[Opening]) -> list[Opening]:
    """Leave each anchor to one head: to one that is set apart, then to the first."""
    best: dict[str, Opening] = {}
    for opening in found:
        if opening.anchor:
            other = best.setdefault(opening.anchor.name, opening)
            if _stands_out(opening) > _stands_out(other):
                best[opening.anchor.name] = opening
    return [
        replace(o, anchor=None) if o.anchor and best[o.anchor.name] is not o else o for o in found
    ]


def _stands_out(opening: Opening) -> int:
    return 2 * opening.is_marked + opening.is_set_apart


def _candidates(setting: Setting, anchors: AnchorMap) -> Iterator[Opening]:
    document = setting.document
    text = document.text
    for index, line in enumerate(document.lines):
        start = line.span.start
        known = might_open(text, start, min(line.span.end + 40, len(text)))
        if not known and setting.style_at(start) == PLAIN:
            continue
        block = document.block_at(start)
        if block is None or block.kind in _NO_HEADS or _is_listed(text, line.span):
            continue
        opening = _opening(setting, anchors, block, index)
        if opening:
            yield opening


def _is_listed(text: str, span: Span) -> bool:
    """Return whether a line is one of a table of contents: dots and a page behind it."""
    return _LEADERS.search(text, max(span.start, span.end - 24), span.end) is not None


def _opening(setting: Setting, anchors: AnchorMap, block: Block, index: int) -> Opening | None:
    document = setting.document
    line = document.lines[index]
    start = line.span.start
    limit = min(block.span.end, start + _READ_AHEAD)
    label_at = label_start(document.text, start, limit)
    style = setting.style_at(label_at)
    head = head_at(document.text, start, limit, _style_end(setting, label_at, limit, block))
    if head is None or (not head.known and folded(head.label.split()[0]) in _OTHER_LABELS):
        return None
    style = _seen_style(style, head.label)
    opens = start == block.span.start or _opens_a_paragraph(setting, index)
    behind = _past_brackets(document.text, head.body, limit)
    body_style = setting.words_style(behind, limit)
    if body_style is None:
        following = setting.text_behind(index)
        if following:
            body_style = setting.words_style(following.span.start, following.span.end)
    anchor = anchors.beside(line, head.number)
    is_title = block.kind is BlockKind.HEADING and not _runs_in(setting, block)
    page = document.page_of(start)
    space = setting.space_before(head.body) if head.body < len(document.text) else None
    word_style = setting.words_style(behind, min(behind + _FIRST_WORDS, limit))
    announces_list = _ITEM.match(document.text, head.body, limit) is not None
    has_triangle = _TRIANGLE.match(document.text, start, head.start) is not None
    return Opening(
        head,
        index,
        page,
        style,
        body_style,
        word_style,
        opens,
        is_title,
        space,
        announces_list,
        has_triangle,
        setting.prose_style,
        block,
        anchor,
    )


def _runs_in(setting: Setting, block: Block) -> bool:
    """Return whether the text goes on behind `block` on the same line."""
    lines = setting.document.lines
    index = setting.line_index(block.span.end - 1)
    if index + 1 >= len(lines):
        return False
    last, following = lines[index], lines[index + 1]
    level = abs(last.baseline - following.baseline) < 1 and last.box.x1 <= following.box.x0 + 1
    return level and last.box.page == following.box.page


def _style_end(setting: Setting, label_at: int, limit: int, block: Block) -> int | None:
    """Return where the font of the label ends; at the line's end for a title line of a box."""
    style = setting.style_at(label_at)
    if style == PLAIN:
        return None
    end = setting.style_end(label_at, limit)
    if style == _ITALIC and _slants_on(setting, label_at, block, end, limit):
        return None
    if end is None and (
        _TITLE_LINE.match(setting.document.text, label_at, block.span.end)
        or _runs_in(setting, block)
    ):
        return block.span.end
    return end


def _slants_on(setting: Setting, label_at: int, block: Block, end: int | None, limit: int) -> bool:
    """Return whether a statement in italics follows its head: more than a line, or formulas in it."""
    line = setting.document.lines[setting.line_index(label_at)]
    if (block.span.end if end is None else end) > line.span.end:
        return True
    return end is not None and setting.words_style(end, limit) == _ITALIC


def _past_brackets(text: str, body: int, limit: int) -> int:
    """Return where the words go on behind brackets that open the body, often in another font."""
    if body < limit and text[body] in "([":
        return (closing(text, body, limit) or body) + 1
    return body


def _seen_style(style: Style, label: str) -> Style:
    """Count a label in capitals as small capitals: "THEOREM 3.1." is set apart from prose."""
    capitals = label.isupper() and len(label) > 3
    return Style(style.bold, style.italic, True) if capitals else style


def _opens_a_paragraph(setting: Setting, index: int) -> bool:
    gap = setting.gap_above(index)
    if gap is None or gap > 1.12 * setting.leading:
        return True
    lines = setting.document.lines
    return is_indented(lines[index - 1], lines[index])


def _is_sure(opening: Opening) -> bool:
    """Return whether fonts and form alone make a numbered head sure."""
    head = opening.head
    if opening.is_proved:
        return True
    if head.number is None or not head.known or head.bracketed:
        return False
    if opening.is_title or opening.block.kind is BlockKind.TABLE:
        return False
    if head.number_first:
        same_block = head.body < opening.block.span.end
        return opening.is_set_apart and same_block and opening.style != PLAIN
    if opening.is_marked:
        return opening.is_set_apart or (opening.opens and bool(head.terminator))
    if opening.has_triangle and head.terminator and _has_its_body(opening):
        return True
    if opening.is_slanted:
        return opening.opens and head.terminator in {".", ":"} and _has_its_body(opening)
    finished = bool(head.terminator or head.name)
    return opening.is_set_apart and opening.opens and finished and _has_its_body(opening)


def _has_its_body(opening: Opening) -> bool:
    """Return whether the words behind the head stand in its own paragraph."""
    return opening.head.body < opening.block.span.end


def _fits_number_first(opening: Opening, looks: Counter[tuple[Style, str, bool]]) -> bool:
    """Tell "3.1 Theorem." from a section's heading: the paper sets most of its heads that way."""
    alike = sum(count for (_, _, number_first), count in looks.items() if number_first)
    return not opening.head.number_first or (alike >= 3 and 2 * alike > looks.total())


def _is_likely(
    opening: Opening, looks: Counter[tuple[Style, str, bool]], labels: Counter[str]
) -> bool:
    """Return whether a head without number, or of an unknown kind, looks like the paper's own."""
    head = opening.head
    if not opening.opens or opening.style == PLAIN or head.number_first or head.bracketed:
        return False
    if not head.known:
        alike = looks[opening.look] > 0 and head.terminator != ""
        return alike and opening.is_set_apart and labels[head.label] >= 2
    if head.number is not None:
        least = 3 if opening.block.kind is BlockKind.TABLE else 1  # a frame of lines, not a table
        alike = looks[opening.look] >= least and opening.is_marked
        return alike and head.kind not in WEAK_KINDS
    if opening.block.kind is BlockKind.TABLE:
        return False
    if not opening.is_set_apart or not _has_its_body(opening):
        return False
    if head.kind in WEAK_KINDS:
        alike = looks[opening.look] >= 5 and head.terminator != ""
        italic = opening.body_style is not None and opening.body_style.italic
        return alike and italic and " " not in head.label
    if head.name and re.fullmatch(r"[\d.,\s]+", head.name):
        return looks[opening.look] > 0
    return head.terminator != "" and (
        not looks or head.terminator in {terminator for _, terminator, _ in looks}
    )


def _is_bare(opening: Opening) -> bool:
    """Return whether a marked head without number is a theorem's beyond doubt."""
    head = opening.head
    strong = head.known and head.number is None and head.kind not in WEAK_KINDS
    layout = opening.opens and opening.is_marked and opening.is_set_apart
    return strong and layout and head.terminator != "" and not opening.is_title


def _is_in_own_style(opening: Opening) -> bool:
    """Return whether a head without number fits a paper that sets several in its style.

    Then kinds that too often begin a sentence are taken, too, and heads alone on their line.
    """
    head = opening.head
    plain = head.known and head.number is None and not head.number_first and not head.bracketed
    if not plain or not opening.opens or opening.is_title or " " in head.label:
        return False
    return opening.block.kind is not BlockKind.TABLE and (
        opening.is_set_apart or not _has_its_body(opening)
    )


def _counts_on(before: Opening, opening: Opening) -> bool:
    """Return whether an unknown label takes the number behind that of the head before it."""
    one, two = (
        _LAST_PART.fullmatch(before.head.number or ""),
        _LAST_PART.fullmatch(opening.head.number or ""),
    )
    if one is None or two is None or opening.head.known:
        return False
    return before.look == opening.look and one[1] == two[1] and int(two[2]) == int(one[2]) + 1


def _is_plain_head(opening: Opening) -> bool:
    """Return whether a head in the font of the prose is one by its form and place alone."""
    head = opening.head
    return (
        head.known
        and head.number is not None
        and head.terminator in {".", ":", "—", "–"}
        and opening.block.span.start <= head.start <= opening.block.span.start + 4
        and _has_its_body(opening)
        and head.kind not in WEAK_KINDS
    )
