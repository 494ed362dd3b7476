"""RK2xx: facts about the PDF file, which font and which page, not verdicts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import median

from reportkit.document import BlockKind, Box, Line, Page
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules import Context, rule

_BOTH = ("report", "slides")
_PAPER_PT = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0)}
_SLACK_PT = 3.0


def _pages(numbers: Iterable[int]) -> str:
    """Return "page 3" or "pages 1, 4, 5, …" with at most six numbers."""
    known = sorted(set(numbers))
    listed = ", ".join(map(str, known[:6])) + (", …" if len(known) > 6 else "")
    return f"page{'' if len(known) == 1 else 's'} {listed}"


@rule("RK201", "font-not-embedded", Severity.WARNING, needs=("pages",), kinds=_BOTH)
def font_not_embedded(context: Context) -> Iterator[Hit]:
    """A font is used but not in the file.

    Another machine shows another font in its place, with other widths, or empty boxes.

    Fix: the font mostly comes from a figure: save it again with its fonts embedded (in R
    embedFonts() or cairo_pdf(), in Inkscape text to paths), then build the report again.
    """
    for font in context.draft.fonts:
        if not font.embedded and font.type != "Type3":
            where = _pages(font.pages)
            first = font.pages[0] if font.pages else None
            yield Hit(
                None, f"The font {font.name} ({font.type}) is not embedded; {where}", page=first
            )


@rule("RK202", "type-three-font", Severity.SUGGESTION, needs=("pages",), kinds=_BOTH)
def type_three_font(context: Context) -> Iterator[Hit]:
    """A Type 3 font is used: small pictures or drawings in place of letters.

    Bitmap ones look rough on screen; text in them can often not be searched or copied.

    Fix: for figures by matplotlib set pdf.fonttype to 42; in LaTeX use lmodern or cm-super.
    """
    fonts = [font for font in context.draft.fonts if font.type == "Type3"]
    pages = {page for font in fonts for page in font.pages}
    if fonts:
        number = "A Type 3 font" if len(fonts) == 1 else f"{len(fonts)} Type 3 fonts"
        yield Hit(None, f"{number} on {_pages(pages)}", page=min(pages, default=None))


@rule("RK203", "page-size", Severity.WARNING, needs=("pages",), kinds=_BOTH)
def page_size(context: Context) -> Iterator[Hit]:
    """Pages differ in size, or a report is neither on A4 nor on Letter paper.

    It prints with parts cut off or scaled.

    Fix: \\documentclass[a4paper]{...}, and geometry without a paper size of its own.
    """
    pages = context.draft.pages
    (size, _), *others = Counter(_size(page) for page in pages).most_common()
    odd = [page.number for page in pages if not _alike(_size(page), size)]
    if others and odd:
        what = f"{size[0]:.0f} × {size[1]:.0f} pt"
        yield Hit(None, f"The pages are {what}, but {_pages(odd)} not", page=odd[0])
    elif context.kind == "report" and not any(_alike(size, paper) for paper in _PAPER_PT.values()):
        width, height = (round(side / 72 * 25.4) for side in size)
        yield Hit(None, f"The pages are {width} × {height} mm, neither A4 nor Letter", page=1)


def _size(page: Page) -> tuple[float, float]:
    return round(page.width, 1), round(page.height, 1)


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether two sizes are the same paper, upright or turned."""
    pairs = zip(sorted(one), sorted(other), strict=True)
    return all(abs(a - b) <= _SLACK_PT for a, b in pairs)


@rule("RK204", "page-limit", Severity.WARNING, needs=("pages", "rubric"), kinds=("report",))
def page_limit(context: Context) -> Iterator[Hit]:
    """The report is longer or shorter than the rubric asks for.

    Fix: cut what the reader can do without, or say more where the rubric gives most points.
    """
    assert context.rubric is not None  # needs=("rubric",)
    limits = context.rubric.limits.pages
    count = len(context.draft.pages)
    if limits and not limits[0] <= count <= limits[1]:
        pages = f"{count} page{'' if count == 1 else 's'}"
        yield Hit(None, f"The report has {pages}; {limits[0]} to {limits[1]} are asked for")


@rule(
    "RK205",
    "word-limit",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("rubric",),
    kinds=("report",),
)
def word_limit(context: Context) -> Iterator[Hit]:
    """The report has more or fewer words than the rubric asks for.

    Words of prose, headings and captions are counted; formulas, tables and the bibliography are not.

    Fix: cut, or say more where the rubric gives most points.
    """
    assert context.rubric is not None  # needs=("rubric",)
    limits = context.rubric.limits.words
    pages = context.rubric.limits.pages
    count = len(context.word_starts)
    if pages and context.draft.pages and not pages[0] <= len(context.draft.pages) <= pages[1]:
        return  # RK204 says it
    # counting is not exact to the word: formulas in the text, hyphens
    if limits and not 0.95 * limits[0] <= count <= 1.05 * limits[1]:
        asked = f"{limits[0]:,} to {limits[1]:,} are asked for"
        yield Hit(None, f"The report has about {count:,} words; {asked}")


@rule("RK206", "missing-metadata", Severity.SUGGESTION, needs=("pages",), kinds=_BOTH)
def missing_metadata(context: Context) -> Iterator[Hit]:
    """The file does not say its title, author or language.

    Viewers show the title on the tab, and screen readers need the language to pronounce the text.

    Fix: \\hypersetup{pdftitle={...}, pdfauthor={...}, pdflang={en}}.
    """
    facts = context.draft.metadata
    known = {"title": facts.title, "author": facts.author, "language": facts.language}
    missing = [name for name, value in known.items() if not value.strip()]
    if missing:
        listed = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
        yield Hit(None, f"The PDF does not say its {listed}")


@rule("RK207", "broken-link", Severity.WARNING, needs=("pages",), kinds=_BOTH)
def broken_link(context: Context) -> Iterator[Hit]:
    """A link points at a place that the file does not have.

    A click on it does nothing.

    Fix: run LaTeX again; if it stays, the label was removed or a chapter is not included.
    """
    draft = context.draft
    for link in draft.links:
        broken = link.destination and link.destination not in draft.destinations
        if broken and link.page_target is None and link.uri is None:
            message = f"This link leads nowhere (there is no “{link.destination}”)"
            boxes = () if link.span else (link.box,)
            yield Hit(link.span, message, page=link.box.page, boxes=boxes)


# LaTeX itself warns from 0.1 pt on; 5 pt (half a letter's width) can be seen at arm's length
_OVERFULL_PT = 5.0
_LINES_OF_A_COLUMN = 10
_LINES_OF_A_STYLE = 4


@rule(
    "RK208",
    "overfull-line",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("pages",),
    kinds=("report",),
)
def overfull_line(context: Context) -> Iterator[Hit]:
    """A line runs into the margin.

    LaTeX found no place to break it ("Overfull \\hbox" in the log); it catches the eye and may be
    cut off in print.

    Fix: rephrase, break a long formula, or load microtype; for addresses \\usepackage{xurl}.
    """
    pages = {page.number: page for page in context.draft.pages}
    lines = list(_body_lines(context))
    usual = Counter(_edge(line) for line in lines)
    # left and right pages of a bound report have their margins on other sides
    widest = [_main_column([x for x in lines if x.box.page % 2 == side]) for side in (0, 1)]
    for number, group in groupby(lines, key=lambda line: line.box.page):
        held = list(group)
        columns = _columns(held)
        for line in held:
            # four lines of the document that end alike are a style, as a wide display is
            if sum(usual[_edge(line) + step] for step in (-1, 0, 1)) >= _LINES_OF_A_STYLE:
                continue
            over = None if _lies_in(line, widest[number % 2]) else _overhang(line, columns)
            if over is not None:
                outside = line.box.x1 > pages[number].width - 2
                where = "off the page" if outside else f"{over:.0f} pt into the margin"
                yield Hit(line.span, f"This line runs {where}")


def _body_lines(context: Context) -> Iterator[Line]:
    """Yield the lines of paragraphs, items and displays; tables and pictures have other edges."""
    bodies = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE, BlockKind.REFERENCE}
    draft = context.draft
    for line in draft.lines:
        block = draft.block_at(line.span.start)
        words = re.findall(r"[^\W\d_]{3,}", draft.text[line.span.start : line.span.end])
        # the axis of a plot has no words
        if block and block.kind in bodies and len(line.span) > 20 and len(words) > 2:
            yield line


def _edge(line: Line) -> int:
    """Return the line's right edge in steps of 1.5 pt."""
    return round(line.box.x1 / 1.5)


def _main_column(lines: list[Line]) -> tuple[float, float]:
    """Return the edges of the column in which most lines of the document stand.

    Beside a picture lines are shorter, so that on its page those of full width look too long.
    """
    if not lines:
        return 0.0, 0.0
    edge = Counter(_edge(line) for line in lines).most_common(1)[0][0]
    held = [line.box for line in lines if _edge(line) == edge]
    return median(box.x0 for box in held), max(box.x1 for box in held)


def _lies_in(line: Line, column: tuple[float, float]) -> bool:
    return column[0] - 2 <= line.box.x0 and line.box.x1 <= column[1] + _OVERFULL_PT


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """Return left and right edge of each column of a page: where ten lines or more end alike."""
    columns: list[tuple[float, float]] = []
    for _, group in groupby(sorted(lines, key=_edge), key=_edge):
        held = list(group)
        if len(held) >= _LINES_OF_A_COLUMN:
            columns.append((min(line.box.x0 for line in held), max(line.box.x1 for line in held)))
    return columns


def _overhang(line: Line, columns: list[tuple[float, float]]) -> float | None:
    """Return by how many points a line passes its column's right edge, None where it does not."""
    own = [right for left, right in columns if left - 2 <= line.box.x0 < right]
    if len(own) != 1:
        return None
    over = line.box.x1 - own[0]
    return over if over > _OVERFULL_PT else None


_LOWEST_RESOLUTION = 120  # pixels an inch; print asks for 300, a screen shows 96 to 220
_SMALLEST_PT = 60  # logos and icons are left alone


@rule("RK209", "low-resolution-image", Severity.WARNING, needs=("pages",), kinds=_BOTH)
def low_resolution_image(context: Context) -> Iterator[Hit]:
    """A picture has too few pixels for its size on the page.

    It looks blurred in print and on a large screen; a screenshot of a plot cannot be read.

    Fix: include plots as PDF, and pictures with at least 150 pixels per inch.
    """
    lowest = _LOWEST_RESOLUTION if context.kind == "report" else _LOWEST_RESOLUTION / 2
    seen: set[tuple[int, int, int]] = set()
    for image in context.draft.images:
        box = image.box
        small = min(box.x1 - box.x0, box.y1 - box.y0) < _SMALLEST_PT
        # a strip or a dot stretched over an area is a gradient or a rule, not a picture
        drawn = min(image.width_px, image.height_px) < 16
        key = image.width_px, image.height_px, round(box.x1 - box.x0)
        if image.resolution < lowest and not small and not drawn and key not in seen:
            seen.add(key)
            size = f"{image.width_px} × {image.height_px} pixels"
            message = f"This picture has {image.resolution:.0f} pixels per inch ({size})"
            yield Hit(None, message, page=box.page, boxes=(box,))


_MARKS = {
    "Text": "a note",
    "Highlight": "a highlight",
    "StrikeOut": "struck out text",
    "Underline": "an underline",
    "Squiggly": "an underline",
    "FreeText": "typed text",
    "Ink": "a drawing",
    "Caret": "an insertion mark",
    "Stamp": "a stamp",
}


@rule("RK210", "review-mark", Severity.WARNING, needs=("pages",), kinds=_BOTH)
def review_mark(context: Context) -> Iterator[Hit]:
    """The file still has somebody's notes or highlights.

    They were meant for you, not for those who mark the report.

    Fix: hand in the PDF as LaTeX makes it; for \\todo notes load todonotes with [disable].
    """
    for mark in context.draft.annotations:
        # the scaffold's \\rkignore keeps its reason in a text annotation
        if mark.subtype in _MARKS and not mark.author.startswith("reportkit"):
            words = " ".join(mark.contents.split())[:60]
            said = f": “{words}”" if words else ""
            message = f"There is {_MARKS[mark.subtype]} in the file{said}"
            yield Hit(None, message, page=mark.box.page, boxes=(mark.box,))


@rule(
    "RK211",
    "no-page-numbers",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("pages",),
    kinds=("report",),
)
def no_page_numbers(context: Context) -> Iterator[Hit]:
    """The pages have no numbers.

    Those who read the report want to say where something is.

    Fix: \\pagestyle{plain} in place of {empty}.
    """
    pages = len(context.draft.pages)
    numbered = {text.box.page for text in context.draft.margins if _is_number(text.text)}
    loose = {
        line.box.page
        for line in context.draft.lines
        if _is_number(context.draft.text[line.span.start : line.span.end])
        and _at_the_edge(line.box, context.draft.pages[line.box.page - 1])
    }
    if pages >= 3 and len(numbered | loose) < pages / 3:
        yield Hit(None, f"The {pages} pages have no numbers")


def _is_number(words: str) -> bool:
    # "3", "iv", "- 3 -", "Page 3 of 12", "A. Author 3", "3 A. Author"
    return bool(
        re.search(r"(?:^|\s|[-–])(?:\d{1,3}|[ivx]{1,5})(?:\s|$|[-–/])", f" {words.strip()} ")
    )


def _at_the_edge(box: Box, page: Page) -> bool:
    return box.y0 < 0.12 * page.height or box.y1 > 0.88 * page.height
