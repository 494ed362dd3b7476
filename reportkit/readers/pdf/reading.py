"""From a PDF's bytes to a Document."""

import re

from reportkit.document import Box, Document, MarginText, Page
from reportkit.errors import Unreadable
from reportkit.readers.pdf.assembly import Assembly, words_of
from reportkit.readers.pdf.facts import Facts
from reportkit.readers.pdf.flow import Draft, Flow
from reportkit.readers.pdf.health import garbled
from reportkit.readers.pdf.margins import without_margins
from reportkit.readers.pdf.measures import body_size, measures, placed
from reportkit.readers.pdf.nesting import is_nested
from reportkit.readers.pdf.opening import Opened, undisturbed
from reportkit.readers.pdf.order import ordered
from reportkit.readers.pdf.rows import Row, page_rows
from reportkit.readers.pdf.ruled import Rule

_ARXIV = re.compile(r"arXiv:\s?((?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?)", re.I)


def read_pdf(data: bytes, name: str) -> Document:
    """Return the Document of a PDF.

    Raises Unreadable for a file that is damaged, encrypted, a scan, or whose text is garbage.
    """
    with undisturbed():
        return _document(data, name)


def _document(data: bytes, name: str) -> Document:
    facts = Facts(data)
    if is_nested(data, facts.are_sound) or facts.are_hostile:
        raise Unreadable(
            f"{name} is damaged: its parts are too many or stand in one another without end. "
            "Export or download it again."
        )
    opened = Opened(data, name)
    facts.engine = opened.engine
    rows, lines_drawn = [], []
    for number, (pieces, drawn) in enumerate(opened.pages(facts.is_heavy, facts.is_crowded), 1):
        rows.append(page_rows(number, pieces))
        lines_drawn.append(drawn)
    pages = _pages(facts, opened)
    flow, margins = without_margins(rows, [page.height for page in pages])
    blocks = _blocks(flow, pages, lines_drawn)
    text = Assembly(words_of(blocks))
    for block in blocks:
        text.add(block)
    whole = "".join(text.parts)
    fault = garbled(whole)
    if fault:
        raise Unreadable(
            f"{name}: the text is garbled ({fault}), its fonts do not say what their letters are. "
            "Export the PDF from LaTeX again (cmap or glyphtounicode help), or run OCR on it."
        )
    arxiv_id = _arxiv_id(margins)
    lines = tuple(text.lines)
    return Document(
        name=name,
        format="pdf",
        text=whole,
        blocks=tuple(text.blocks),
        lines=lines,
        formulas=tuple(text.formulas),
        pages=pages,
        margins=tuple(
            MarginText(row.text, Box(row.page, row.x0, row.bottom, row.x1, row.top))
            for row in margins
        ),
        notes=tuple(opened.notes),
        later={
            "runs": text.runs,
            "fonts": lambda: facts.fonts(text.font_names()),
            "links": lambda: facts.links(whole, lines),
            "destinations": facts.destinations,
            "images": facts.images,
            "annotations": facts.annotations,
            "outline": facts.outline,
            "metadata": lambda: facts.metadata(arxiv_id),
        },
    )


def _pages(facts: Facts, opened: Opened) -> tuple[Page, ...]:
    """Return the pages with their sizes; A4 where even these are broken."""
    sizes = facts.page_sizes()
    if len(sizes) != opened.count:
        sizes = [(595.3, 841.9)] * opened.count
    return tuple(
        Page(number, width, height, label)
        for number, ((width, height), label) in enumerate(
            zip(sizes, facts.page_labels(len(sizes)), strict=True), 1
        )
    )


def _arxiv_id(margins: list[Row]) -> str:
    """Return the identifier that arXiv prints beside the first page; "" where it does not."""
    stamps = (_ARXIV.search(row.text) for row in margins if row.page == 1)
    return next((stamp[1] for stamp in stamps if stamp), "")


def _blocks(
    rows: list[list[Row]], pages: tuple[Page, ...], drawn: list[tuple[Rule, ...]]
) -> list[Draft]:
    rows = [ordered(found, page.width) for found, page in zip(rows, pages, strict=True)]
    size = body_size(rows)
    items = placed(rows, pages, size)
    flow = Flow(measures(items, size))
    for page, placed_rows, rules in zip(pages, items, drawn, strict=True):
        flow.page(placed_rows, rules, landscape=page.width > 1.1 * page.height)
    return flow.finish()
