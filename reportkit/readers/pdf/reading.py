"""From a PDF's bytes to a Document."""

import re

from reportkit.document import Box, Document, MarginText, Page
from reportkit.errors import Unreadable
from reportkit.readers.pdf.assembly import Assembly, words_of
from reportkit.readers.pdf.facts import Facts
from reportkit.readers.pdf.flow import Draft, Flow
from reportkit.readers.pdf.margins import without_margins
from reportkit.readers.pdf.measures import body_size, measures, placed
from reportkit.readers.pdf.pieces import page_pieces
from reportkit.readers.pdf.rows import Row, page_rows

_ARXIV = re.compile(r"arXiv:\s?((?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?)", re.I)


def read_pdf(data: bytes, name: str) -> Document:
    """Return the Document of a PDF; Unreadable where there is no text to be had."""
    import pdf_oxide

    pdf_oxide.disable_logging()
    try:
        engine = pdf_oxide.PdfDocument.from_bytes(data)
        count = engine.page_count()
    except Exception as error:
        raise Unreadable(f"{name} is damaged and cannot be read as a PDF: {error}") from None
    pages, rows = [], []
    for index in range(count):
        x0, y0, x1, y1 = engine.page_media_box(index)
        pages.append(Page(index + 1, x1 - x0, y1 - y0))
        rows.append(page_rows(index + 1, page_pieces(engine, index)))
    flow, margins = without_margins(rows, [page.height for page in pages])
    blocks = _blocks(flow, [page.width for page in pages])
    text = Assembly(words_of(blocks))
    for block in blocks:
        text.add(block)
    if not text.length:
        raise Unreadable(
            f"{name} has no text layer: it looks like a scan. Export the PDF from LaTeX, or run OCR first."
        )
    facts = Facts(data, engine, tuple(text.fonts), _arxiv_id(margins))
    lines = tuple(text.lines)
    return Document(
        name=name,
        format="pdf",
        text="".join(text.parts),
        blocks=tuple(text.blocks),
        lines=lines,
        runs=tuple(text.runs),
        formulas=tuple(text.formulas),
        pages=tuple(pages),
        later={
            "fonts": facts.fonts,
            "links": lambda: facts.links(lines),
            "destinations": facts.destinations,
            "images": facts.images,
            "annotations": facts.annotations,
            "outline": facts.outline,
            "metadata": facts.metadata,
        },
        margins=tuple(
            MarginText(row.text, Box(row.page, row.x0, row.bottom, row.x1, row.top))
            for row in margins
        ),
    )


def _arxiv_id(margins: list[Row]) -> str:
    """Return the identifier that arXiv prints beside the first page; "" where it does not."""
    stamps = (_ARXIV.search(row.text) for row in margins if row.page == 1)
    return next((stamp[1] for stamp in stamps if stamp), "")


def _blocks(pages: list[list[Row]], widths: list[float]) -> list[Draft]:
    size = body_size(pages)
    items = placed(pages, widths, size)
    flow = Flow(measures(items, size))
    for page in items:
        flow.page(page)
    return flow.finish()
