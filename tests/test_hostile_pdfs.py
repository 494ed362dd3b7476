"""PDFs made to bring down whoever reads them: read or refused in one line, at once."""

import struct
import time
import zlib
from pathlib import Path

import pytest

from reportkit.document import Document
from reportkit.errors import Unreadable
from reportkit.readers import read_bytes

PROSE = (
    b"BT /F 10 Tf 12 TL 72 700 Td "
    + b"(We show that the bound holds for all of them) ' " * 20
    + b"ET"
)
ENDLESS = b"9" * 400 + b".0"


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<< /Length %d /Filter /FlateDecode %b >>" % (len(packed), more)
    return head + b"\nstream\n" + packed + b"\nendstream"


def pdf(
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    content: bytes = stream(PROSE),
    pages: int = 1,
    more: dict[int, bytes] | None = None,
) -> bytes:
    """Return a PDF whose pages are alike; `more` are objects from number 10."""
    kids = range(1000, 1000 + pages)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalogue,
        2: b"<< /Type /Pages /Count %d /Kids [%b] >>"
        % (pages, b" ".join(b"%d 0 R" % kid for kid in kids)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: content,
        **(more or {}),
    }
    for kid in kids:
        objects[kid] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F 3 0 R >> %b >> %b >>" % (resources, page)
        )
    return with_table(objects)


def with_table(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    at = {}
    for number, one in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    size = max(objects) + 1
    rows = [
        b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 00000 f \n" for n in range(size)
    ]
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n" % size + b"".join(rows) + trailer


def with_reference_stream(body: bytes, widths: bytes, more: bytes = b"") -> bytes:
    plain = pdf()
    kept = plain[: plain.index(b"xref\n0 ")]
    info = b"/Type /XRef /Size 9999999 /W %b /Root 1 0 R %b" % (widths, more)
    return (
        kept
        + b"2000 0 obj\n"
        + stream(body, info)
        + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(kept)
    )


def form(resources: bytes) -> bytes:
    info = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %b >>"
    return stream(b"/X Do", info % resources)


def read_all(data: bytes) -> Document:
    document = read_bytes(data, "a.pdf")
    for name in document.later:
        getattr(document, name)
    return document


DRAWS_ITSELF = b"/XObject << /X 10 0 R >>"
MANY = b"[" + b"10 0 R " * 5000 + b"]"
LONG = b"(" + b"x" * 1_000_000 + b")"
LINK = b"<< /Subtype /%b /Rect [0 0 600 800] /Contents 11 0 R /A << /URI 11 0 R >> >>"
PICTURE = b"/Subtype /Image /Width (a) /Height [1]"
ODD_LINK = b"<< /Subtype /Link /Rect [0 0 %b 9] >>" % ENDLESS
READ = {
    "picture of no size": pdf(
        resources=DRAWS_ITSELF,
        content=stream(b"/X Do " + PROSE),
        more={10: stream(b"x", PICTURE)},
    ),
    "label without end": pdf(catalogue=b"/PageLabels << /Nums [0 << /S /a /St 99999999999 >>] >>"),
    "long labels": pdf(catalogue=b"/PageLabels << /Nums [0 << /P %b >>] >>" % LONG, pages=20),
    "label of an infinite page": pdf(catalogue=b"/PageLabels << /Nums [%b << >>] >>" % ENDLESS),
    "infinite turn": pdf(page=b"/Rotate " + ENDLESS),
    "form that draws itself": pdf(resources=DRAWS_ITSELF, more={10: form(DRAWS_ITSELF)}),
    "links at every page": pdf(
        page=b"/Annots 12 0 R",
        pages=20,
        more={10: LINK % b"Link", 11: b"(x)", 12: MANY},
    ),
    "notes of a million letters": pdf(
        page=b"/Annots 12 0 R", more={10: LINK % b"Text", 11: LONG, 12: MANY}
    ),
    "references without fields": with_reference_stream(b"\0" * 99, b"[]"),
    "references of no bytes": with_reference_stream(b"\0" * 99, b"[0 0 0]"),
    "rows longer than the file": with_reference_stream(
        b"\0" * 99, b"[1 2 1]", b"/DecodeParms << /Predictor 12 /Columns 1000000000000 >>"
    ),
    "a start out of the file": pdf().replace(b"startxref\n", b"startxref\n99999999999999999999"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_what_no_reader_needs_does_not_keep_a_file_from_being_read(data: bytes) -> None:
    began = time.process_time()
    document = read_all(data)
    assert "the bound holds" in document.text
    assert time.process_time() - began < 3


def pages_within_pages(levels: int) -> bytes:
    more = {
        number: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1)
        for number in range(2000, 2000 + levels)
    }
    return pdf(more={**more, 2000 + levels: b"<< /Type /Page >>"}).replace(
        b"/Pages 2 0 R", b"/Pages 2000 0 R"
    )


def within_a_packed_object(levels: int) -> bytes:
    """Return a file with an array of arrays in an object stream, where a page's content would be."""
    plain = pdf()
    kept = plain[: plain.index(b"xref\n0 ")]
    at = {int(line.split()[0]): kept.index(line) for line in kept.split(b"\n") if b" obj" in line}
    packed = len(kept)
    info = b"/Type /ObjStm /N 1 /First 4"
    kept += b"5 0 obj\n" + stream(b"6 0 " + b"[" * levels, info) + b"\nendobj\n"
    rows = [struct.pack(">BIB", 1, at[n], 0) if n in at else b"\0" * 6 for n in range(1001)]
    rows[5], rows[6] = struct.pack(">BIB", 1, packed, 0), struct.pack(">BIB", 2, 5, 0)
    table = stream(b"".join(rows), b"/Type /XRef /Size 1001 /W [1 4 1] /Root 1 0 R")
    return kept + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(kept)


def test_a_page_whose_letters_stand_for_a_book_is_passed_over() -> None:
    letter = b"1 beginbfchar <65> <" + b"0041" * 20_000 + b"> endbfchar"
    space = b"1 begincodespacerange <00> <FF> endcodespacerange "
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10 0 R >>"
    data = pdf(more={3: font, 10: stream(b"begincmap " + space + letter + b" endcmap")})
    with pytest.raises(Unreadable, match="none of its pages can be read"):
        read_all(data)


def test_notes_that_are_a_reference_to_themselves_are_refused(tmp_path: Path) -> None:
    from reportkit.readers.notes import notes

    draft = tmp_path / "draft.pdf"
    draft.write_bytes(pdf(page=b"/Annots 10 0 R", more={10: b"10 0 R"}))
    with pytest.raises(Unreadable, match="annotations cannot be read"):
        notes(draft)


def test_a_pdf_that_cannot_be_annotated_is_one_line(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from reportkit.cli import main

    draft = tmp_path / "draft.pdf"
    draft.write_bytes(pdf(page=b"/Annots [%b]" % ODD_LINK))
    out = str(tmp_path / "out.pdf")
    done = CliRunner().invoke(
        main, ["check", str(draft), "--select", "RK2", "--format", "annotated-pdf", "-o", out]
    )
    assert done.exit_code == 3
    assert "cannot be annotated" in done.output
    assert [file.name for file in tmp_path.iterdir()] == ["draft.pdf"]


DEEP = 50_000  # the engine's stack is full at some 12,000
REFUSED = {
    "arrays in arrays": pdf(page=b"/X " + b"[" * DEEP + b"]" * DEEP),
    "dictionaries in dictionaries": pdf(page=b"/X " + b"<< /A " * DEEP + b">> " * DEEP),
    "arrays among packed objects": within_a_packed_object(DEEP),
    "pages within pages": pages_within_pages(2000),
    "arrays that a page draws": pdf(content=stream(b"[" * DEEP + b"]" * DEEP + b" TJ " + PROSE)),
    "marks that a page draws": pdf(content=stream(b"/A " + b"<< /B " * DEEP + b" BDC " + PROSE)),
    "one text drawn 100,000 times": pdf(
        content=MANY, more={10: stream(b"BT /F 9 Tf (a) Tj ET " * 20)}
    ),
    "content of gigabytes": pdf(content=MANY, more={10: stream(b" " * 1_000_000)}),
    "eight million references": with_reference_stream(b"\1" * 8_000_000, b"[0 0 1]"),
    "eight million rows": with_reference_stream(
        b"\0" * 8_000_000, b"[1 2 1]", b"/DecodeParms << /Predictor 12 /Columns 1 >>"
    ),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_would_end_or_keep_the_engine_is_refused_before(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable, match=r"^a\.pdf .*Export") as refused:
        read_all(data)
    assert "\n" not in str(refused.value)
    assert time.process_time() - began < 3


def test_brackets_that_packed_data_holds_by_chance_are_no_nesting() -> None:
    import random

    from reportkit.readers.pdf.nesting import is_nested

    noise = b"%PDF-1.7 stream\n" + random.Random(1).randbytes(3_000_000)
    assert not is_nested(noise, lambda: False)


def test_the_brackets_of_large_pictures_are_no_nesting_where_the_objects_can_be_read() -> None:
    from reportkit.readers.pdf.nesting import is_nested

    picture = b"%PDF-1.7 stream\n" + b"[" * 7_000 + b"\nendstream"
    assert not is_nested(picture, lambda: True)
    assert is_nested(picture, lambda: False)
    assert is_nested(b"%PDF-1.7 " + b"[" * 7_000, lambda: True)


def test_objects_of_an_honest_file_can_be_read() -> None:
    from reportkit.readers.pdf.facts import Facts

    file = next((Path(__file__).parent.parent / "examples").glob("*.pdf"))
    assert Facts(file.read_bytes()).are_sound()


def test_the_examples_are_not_crowded() -> None:
    for file in (Path(__file__).parent.parent / "examples").glob("*.pdf"):
        assert not [
            note for note in read_bytes(file.read_bytes(), file.name).notes if "passed" in note
        ]
