"""Pictures of a PDF's pages, drawn by PDFium."""

import io

from reportkit.errors import Unreadable
from reportkit.records import dataclass

_RESOLUTION = 110  # dots an inch: a 10 pt letter is 15 dots high
_MOST_PIXELS = 4_000_000  # a poster is drawn coarser


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a WebP picture; width and height in PDF points, pages count from 1."""

    number: int
    width: float
    height: float
    webp: bytes


def page_pictures(content: bytes, most: int = 200) -> tuple[PagePicture, ...]:
    """Draw the first `most` pages of the PDF in `content`; 0.06 s and 80 kB each, measured.

    Raises Unreadable where PDFium cannot open it.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            return tuple(_picture(pdf[index], index + 1) for index in range(min(len(pdf), most)))
    except pypdfium2.PdfiumError as problem:
        raise Unreadable(f"the pages cannot be drawn: {problem}") from problem


def _picture(page: object, number: int) -> PagePicture:
    from pypdfium2 import PdfPage

    assert isinstance(page, PdfPage)
    width, height = page.get_size()
    scale = min(_RESOLUTION / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    out = io.BytesIO()
    # method 2 costs 0.006 s a page more than 0 and saves 18 %
    picture.save(out, "WEBP", quality=50, method=2)
    return PagePicture(number, width, height, out.getvalue())
