"""A PDF becomes a Document.

The text engine is pdf_oxide (MIT or Apache 2.0). Measured with tests/bench/engines.py on 40 papers
and reports of the seminar's kind, 886 pages, on one core of a busy machine:

    engine      text          fonts and boxes   words against pdftotext      60 damaged copies
    pdf_oxide   128 pages/s   378 pages/s       precision .986 recall .976   45 read, slowest 0.1 s
    pypdfium2   387 pages/s    74 pages/s       precision .977 recall .967   45 read, slowest 0.0 s
    pypdf        21 pages/s    20 pages/s       precision .990 recall .994   45 read, slowest 0.3 s

Only pdf_oxide gives each piece of text with its font, size, box and place in the order of drawing
in one call; its own reading order is not used (recall .976), as TeX's order of drawing is better:
with it, recall is .994. pypdf is kept for files whose cross references are broken, and writing.

    opening     the engine, limits, damaged files        pieces      spans in the order of drawing
    rows        what stands side by side                 order       where drawing is not reading
    margins     running heads, page and line numbers     measures    columns, body size, leading
    regions, ruled, headings, flow                       rows become blocks
    assembly, formulas                                   blocks become text, lines, runs, formulas
    facts, objects                                       links, destinations, fonts, pictures
"""

from reportkit.readers.pdf.reading import read_pdf

__all__ = ["read_pdf"]
