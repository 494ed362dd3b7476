"""What the PDF reader makes of small real PDFs: compiled ones in tests/data and hand-written ones."""

import pickle
import re
from pathlib import Path

import pytest

from reportkit.document import Block, BlockKind, Document, Span
from reportkit.errors import Unreadable
from reportkit.readers import read, read_bytes
from reportkit.readers.pdf.headings import Look, levels
from reportkit.readers.pdf.measures import Measures
from reportkit.readers.pdf.objects import Objects, Pypdf
from reportkit.readers.pdf.objects import text_of as pdf_text

DATA = Path(__file__).parent / "data"
FONTS = ("Times-Roman", "Times-Bold", "Times-Italic", "Courier")
ROMAN, BOLD, ITALIC, MONO = range(4)


def written(*pages: list[tuple[float, float, float, int, str]], extra: bytes = b"") -> bytes:
    """Return a PDF whose pages print (x, y, size, font, text), drawn in this order."""
    fonts = b" ".join(b"/F%d %d 0 R" % (i, 3 + i) for i in range(len(FONTS)))
    objects = [b"<</Type/Catalog/Pages 2 0 R" + extra + b">>"]
    kids = b" ".join(b"%d 0 R" % (7 + 2 * i) for i in range(len(pages)))
    objects.append(b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % len(pages))
    objects += [
        b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name.encode()
        for name in FONTS
    ]
    for index, rows in enumerate(pages):
        content = b"\n".join(
            b"BT /F%d %.1f Tf %.1f %.1f Td (%s) Tj ET" % (font, size, x, y, _escaped(text))
            for x, y, size, font, text in rows
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<<" % (8 + 2 * index) + fonts + b">>>>>>"
        )
        objects.append(b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream")
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def lines(
    *texts: str, x: float = 72, top: float = 700, step: float = 12, size: float = 10
) -> list[tuple[float, float, float, int, str]]:
    """Return rows of prose under one another."""
    return [(x, top - step * i, size, ROMAN, text) for i, text in enumerate(texts)]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [words(document, block) for block in document.blocks if block.kind is kind]


def words(document: Document, block: Block) -> str:
    return document.text[block.span.start : block.span.end]


@pytest.fixture(scope="module")
def layout() -> Document:
    return read(DATA / "layout.pdf")


@pytest.fixture(scope="module")
def bericht() -> Document:
    return read(DATA / "bericht.pdf")


@pytest.fixture(scope="module")
def slides() -> Document:
    return read(DATA / "slides.pdf")


# The compiled page of everything


def test_title_and_authors_are_separate_blocks_of_front_matter(layout: Document) -> None:
    assert texts(layout, BlockKind.FRONT) == [
        "A Page of Everything that Readers Meet",
        "Ada Example",
        "University of Nowhere",
        "Bob Example",
        "Institute of Somewhere",
    ]


def test_headings_come_in_order_with_their_levels(layout: Document) -> None:
    found = [
        (words(layout, block), block.level)
        for block in layout.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert found == [
        ("Abstract", 1),
        ("1 Introduction", 1),
        ("1.1 Results with ε", 2),
        ("Consequences.", 4),
        ("2 Discussion", 1),
        ("References", 1),
        ("A Omitted arguments", 1),
    ]


def test_a_paragraph_that_goes_on_in_the_next_column_is_one_block(layout: Document) -> None:
    paragraph = next(
        t for t in texts(layout, BlockKind.PARAGRAPH) if t.startswith("The last section")
    )
    assert paragraph.endswith("there the paragraph ends.")


def test_a_display_stands_between_line_feeds_within_its_sentence(layout: Document) -> None:
    sentence = next(t for t in texts(layout, BlockKind.PARAGRAPH) if "non-linear" in t)
    assert re.search(
        r"after a display,\n.*\(1\)\nwhich belongs to the same sentence\.$", sentence, re.S
    )


def test_a_display_is_one_formula_with_its_number(layout: Document) -> None:
    displays = [formula for formula in layout.formulas if formula.display]
    assert [formula.number for formula in displays] == ["1"]


def test_inline_formulas_cover_the_mathematics_and_no_words(layout: Document) -> None:
    inline = [
        layout.text[f.span.start : f.span.end].replace(" ", "")
        for f in layout.formulas
        if not f.display
    ]
    assert "x∈R" in inline
    assert not [formula for formula in inline if re.search(r"holds|converges|gives", formula)]


@pytest.mark.parametrize(
    "word",
    ["difficult", "efficient", "ffl", "Schrödinger", "Poincaré", "Hölder", "well-known"],
)
def test_ligatures_accents_and_compounds_read_as_words(layout: Document, word: str) -> None:
    assert word in layout.text


def test_no_word_is_left_broken_at_the_end_of_a_line(layout: Document) -> None:
    prose = " ".join(texts(layout, BlockKind.PARAGRAPH) + texts(layout, BlockKind.ITEM))
    assert not re.findall(r"[a-z]- [a-z]+", prose)


def test_a_theorem_and_its_proof_begin_blocks_of_their_own(layout: Document) -> None:
    paragraphs = texts(layout, BlockKind.PARAGRAPH)
    assert any(t.startswith("Theorem 1.1 (Small things). Let K") for t in paragraphs)
    assert any(t.startswith("Proof. Suppose not") for t in paragraphs)


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (
            BlockKind.FOOTNOTE,
            "1A note at the foot of the column, which is long enough to take more",
        ),
        (BlockKind.TABLE, "Method Error Time"),
        (BlockKind.CAPTION, "Table 1: Two methods and what they cost."),
        (BlockKind.CODE, "Require: an interval"),
        (BlockKind.ITEM, "1. the first one, which is so long that it does not fit"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() else "",
)
def test_what_is_no_prose_is_told_apart(layout: Document, kind: BlockKind, start: str) -> None:
    assert texts(layout, kind)[0].startswith(start)


def test_each_entry_of_the_bibliography_is_a_block(layout: Document) -> None:
    assert [t[:12] for t in texts(layout, BlockKind.REFERENCE)] == ["[1] A. Autho", "[2] B. Autho"]


def test_page_numbers_are_in_the_margins_only(layout: Document) -> None:
    assert [margin.text for margin in layout.margins] == ["1", "2"]


def test_links_cover_the_words_that_lead_somewhere(layout: Document) -> None:
    under = {
        link.destination: layout.text[link.span.start : link.span.end]
        for link in layout.links
        if link.destination and link.span
    }
    assert under["theorem.1.1"] == "1.1"
    assert under["cite.one"] == "1"


def test_an_address_in_the_text_is_a_link_to_it(layout: Document) -> None:
    assert "https://example.org/" in [link.uri for link in layout.links]


def test_destinations_have_their_page_and_height(layout: Document) -> None:
    place = layout.destinations["theorem.1.1"]
    assert place.page == 1
    assert place.y is not None and 0 < place.y < 842


def test_metadata_says_title_author_and_language(layout: Document) -> None:
    assert layout.metadata.title == "A page of everything"
    assert layout.metadata.author == "The reportkit developers"
    assert layout.metadata.language == "en"


def test_fonts_are_embedded_and_know_their_pages(layout: Document) -> None:
    font = next(font for font in layout.fonts if font.name == "CMR10")
    assert (font.type, font.embedded, font.pages) == ("Type1", True, (1, 2))


def test_bookmarks_lead_to_their_pages(layout: Document) -> None:
    assert [(item.title, item.level, item.page) for item in layout.outline][:2] == [
        ("Introduction", 0, 1),
        ("Results with", 1, 1),
    ] or layout.outline[0].title == "Introduction"


def test_a_run_of_a_theorem_head_is_bold(layout: Document) -> None:
    start = layout.text.index("Theorem 1.1 (Small")
    run = next(run for run in layout.runs if run.span.start <= start < run.span.end)
    assert run.bold and not run.italic


def test_a_word_is_located_on_its_line(layout: Document) -> None:
    start = layout.text.index("Poincaré")
    (box,) = layout.locate(Span(start, start + len("Poincaré")))
    assert box.page == 1
    assert 30 < box.x1 - box.x0 < 45


def test_lines_follow_one_another_without_overlap(layout: Document) -> None:
    ends = [line.span.end for line in layout.lines]
    starts = [line.span.start for line in layout.lines]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def test_a_line_has_one_edge_more_than_characters(layout: Document) -> None:
    assert all(len(line.edges) == len(line.span) + 1 for line in layout.lines)


def test_what_comes_later_survives_being_sent_to_another_process(layout: Document) -> None:
    copy = pickle.loads(pickle.dumps(layout))
    assert copy.links == layout.links
    assert copy.lines == layout.lines


def test_reading_twice_gives_the_same(layout: Document) -> None:
    again = read(DATA / "layout.pdf")
    assert (again.text, again.blocks, again.runs) == (layout.text, layout.blocks, layout.runs)


# Chapters, German, slides


def test_a_chapter_and_its_title_are_one_heading_of_level_0(bericht: Document) -> None:
    chapters = [
        words(bericht, b) for b in bericht.blocks if b.kind is BlockKind.HEADING and b.level == 0
    ]
    assert chapters == [
        "Inhaltsverzeichnis",
        "Kapitel 1 Zusammenfassung der Arbeit",
        "Kapitel 2 Gutachten",
        "Kapitel 3 Beweisideen",
    ]


def test_lines_of_the_contents_are_no_headings(bericht: Document) -> None:
    assert len(texts(bericht, BlockKind.CONTENTS)) == 6


def test_accents_over_letters_of_the_old_encoding_are_composed(bericht: Document) -> None:
    assert "Größere Intervalle" in bericht.text
    assert "Der Fehler fällt exponentiell, und zwar für jede stetige Funktion" in bericht.text


def test_the_title_of_a_slide_is_a_heading(slides: Document) -> None:
    assert texts(slides, BlockKind.HEADING) == ["Why halving works", "What is left open"]


def test_items_of_a_slide_are_blocks_although_their_marks_are_drawn(slides: Document) -> None:
    assert texts(slides, BlockKind.ITEM) == [
        "the interval shrinks in every step",
        "the sign changes within",
    ]


def test_the_foot_of_a_slide_is_in_the_margins(slides: Document) -> None:
    assert slides.text.count("Ada Example") == 1


# Hand-written pages


def test_a_line_number_beside_the_text_is_not_in_it() -> None:
    rows = lines(*[f"This is the line of prose that has the number {n} here." for n in range(8)])
    numbers = [(50.0, y, 6.0, ROMAN, str(n + 21)) for n, (_, y, _, _, _) in enumerate(rows)]
    document = read_bytes(written([*rows, *numbers]), "a.pdf")
    assert "21" not in document.text
    assert [margin.text for margin in document.margins] == [str(n + 21) for n in range(8)]


def test_a_running_head_that_comes_back_is_not_in_the_text() -> None:
    pages = [
        [
            (72.0, 800.0, 10.0, ROMAN, "A. Example"),
            *lines(*[f"Page {n} says {w} now." for w in "abcdef"]),
        ]
        for n in ("one", "two", "three")
    ]
    assert "A. Example" not in read_bytes(written(*pages), "a.pdf").text


def heads(*texts: str) -> Document:
    """Return a document whose pages have these lines at the top, set smaller than the text."""
    pages = [
        [
            (72.0, 800.0, 7.0, ROMAN, text),
            *lines(
                *[f"Page {n} says {word} and goes on for a line of words." for word in "abcdef"]
            ),
        ]
        for n, text in enumerate(texts)
    ]
    return read_bytes(written(*pages), "a.pdf")


def test_running_heads_that_take_turns_are_known_by_their_page_numbers() -> None:
    document = heads("2 A. EXAMPLE", "ON SMALL THINGS 3", "4 B. FRIEND")
    assert not {"EXAMPLE", "SMALL", "FRIEND"} & set(document.text.replace(".", "").split())


def test_a_line_with_a_number_that_is_not_the_pages_stays_in_the_text() -> None:
    document = heads("2 A. EXAMPLE", "ON SMALL THINGS 7", "5 B. FRIEND")
    assert "EXAMPLE" in document.text and "FRIEND" in document.text


def test_a_bold_title_over_the_whole_line_is_front_matter() -> None:
    prose = [
        f"This is line {n} of a text that goes on and fills its line of words whole."
        for n in range(12)
    ]
    page = [
        (72.0, 740.0, 10.0, BOLD, "A REPORT ON SMALL THINGS, AND ON LARGE ONES, BY F. FERN"),
        (172.0, 726.0, 10.0, BOLD, "AND M. MOSS"),
        (180.0, 704.0, 10.0, ROMAN, "A. EXAMPLE"),
        (
            72.0,
            680.0,
            10.0,
            ROMAN,
            "Abstract. It is about small things and about the large ones too.",
        ),
        *lines(*prose, top=650),
    ]
    document = read_bytes(written(page), "a.pdf")
    assert not texts(document, BlockKind.HEADING)
    assert len(texts(document, BlockKind.FRONT)) == 3


def test_the_stamp_of_arxiv_gives_the_identifier() -> None:
    stamp = (14.0, 300.0, 20.0, ROMAN, "arXiv:1905.03684v1 [cs.LG] 9 May 2019")
    document = read_bytes(written([*lines("The paper begins here and goes on."), stamp]), "a.pdf")
    assert document.metadata.arxiv_id == "1905.03684v1"
    assert "arXiv" not in document.text


def test_a_word_broken_by_a_hyphen_is_joined() -> None:
    document = read_bytes(written(lines("We give an informa-", "tion about it.")), "a.pdf")
    assert document.text == "We give an information about it."


def test_a_hyphen_stays_where_the_document_has_the_word_with_it() -> None:
    rows = lines("The data-driven way is good; this data-", "driven way is ours.")
    assert "this data-driven way" in read_bytes(written(rows), "a.pdf").text


def test_a_hyphen_before_a_capital_stays_without_a_space() -> None:
    rows = lines("These are maps of non-", "Euclidean spaces.")
    assert "non-Euclidean" in read_bytes(written(rows), "a.pdf").text


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines(*[f"left {n} is the line of the left column" for n in "abcdef"], x=60)
    right = lines(*[f"right {n} is the line of the right column" for n in "abcdef"], x=310)
    text = read_bytes(written([*left, *right]), "a.pdf").text
    assert text.index("left f") < text.index("right a")


def test_two_columns_drawn_across_are_read_down() -> None:
    left = lines(*[f"left {n} is the line of the left column" for n in "abcdefgh"], x=60)
    right = lines(*[f"right {n} is the line of the right column" for n in "abcdefgh"], x=310)
    across = [row for pair in zip(left, right, strict=True) for row in pair]
    text = read_bytes(written(across), "a.pdf").text
    assert text.index("left h") < text.index("right a")


def test_rows_drawn_from_below_are_read_from_above() -> None:
    rows = lines(*[f"This is line {n} of a page that was drawn upwards." for n in "abcdefgh"])
    text = read_bytes(written(rows[::-1]), "a.pdf").text
    assert text.index("line a") < text.index("line b") < text.index("line h")


def test_a_page_without_objects_for_its_size_is_still_read() -> None:
    data = written(lines("Some words that stand on a page.")).replace(
        b"/MediaBox[0 0 595 842]", b" " * 22
    )
    assert "Some words" in read_bytes(data, "a.pdf").text


# Objects


def test_both_ways_of_reading_objects_agree() -> None:
    data = (DATA / "layout.pdf").read_bytes()
    quick, slow = Objects(data), Pypdf(data)
    root = quick.trailer["Root"]
    assert quick.trailer["Root"] == slow.trailer["Root"]
    assert quick.dict_of(root) == slow.dict_of(root)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain", "plain"),
        (b"\xfe\xff\x00\xdc\x00b", "Üb"),
        (b"\xef\xbb\xbf\xc3\x9c", "Ü"),
        (None, ""),
    ],
    ids=["latin", "utf-16", "utf-8", "absent"],
)
def test_text_strings_are_decoded_by_their_marks(value: bytes | None, text: str) -> None:
    assert pdf_text(value) == text


# What cannot be read


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "a.pdf is empty"),
        (b"PK\x03\x04" + b"\0" * 30 + b"word/document.xml", "is no PDF but a Word file"),
        (b"%!PS-Adobe-3.0\n", "is no PDF but a PostScript file"),
        (b"<!DOCTYPE html><html>", "is no PDF but a web page"),
        (b"\x89PNG\r\n\x1a\n", "is no PDF but a picture"),
        (b"\x00\x01\x02\x03\x04" * 40, "neither a PDF nor text"),
        (b"%PDF-1.4\nnothing", "is damaged"),
        (written([]), "has no text layer"),
    ],
    ids=["empty", "word", "postscript", "html", "png", "binary", "stub", "scan"],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as caught:
        read_bytes(data, "a.pdf")
    assert "\n" not in str(caught.value)


def test_an_encrypted_file_asks_for_a_copy_without_a_password() -> None:
    import io

    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=DATA / "slides.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable, match="encrypted"):
        read_bytes(out.getvalue(), "a.pdf")


def test_garbled_text_is_refused() -> None:
    rows = lines(*["Wklv whaw zdv vkliwhg eb wkuhh ohwwhuv dqg kdv qr zrugv lq lw"] * 30, step=20)
    with pytest.raises(Unreadable, match="garbled"):
        read_bytes(written(rows), "a.pdf")


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "missing.pdf")
    with pytest.raises(Unreadable, match="the PDF itself"):
        read(tmp_path)


def test_a_pdf_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(written(lines("These are words in a PDF.")))
    assert read(path).format == "pdf"


def test_markdown_and_plain_text_are_told_apart() -> None:
    assert read_bytes(b"# Title\n\nText.", "a").format == "markdown"
    assert read_bytes(b"Only text.", "a").format == "text"


def test_text_in_the_encoding_of_windows_is_read() -> None:
    assert "größer" in read_bytes("Das ist größer.".encode("cp1252"), "a.txt").text


def test_tabs_between_words_are_spaces() -> None:
    page = [
        (72.0, 700.0 - 14 * i, 11.0, ROMAN, "The\tbound\tof\tthe\tpaper\tis\ttight.")
        for i in range(30)
    ]
    assert "The bound of the paper is tight." in read_bytes(written(page), "t.pdf").text


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_a_file_with_a_password_is_called_encrypted(algorithm: str, tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=DATA / "layout.pdf")
    writer.encrypt("secret", "owner", algorithm=algorithm)
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(Unreadable, match=r"locked\.pdf is encrypted"):
        read(tmp_path / "locked.pdf")


def test_a_page_that_draws_text_without_end_is_passed_over_and_named() -> None:
    page = [
        (72.0, 700.0 - 14 * i, 11.0, ROMAN, "The bound of the paper is tight.") for i in range(30)
    ]
    many = [(72.0, 700.0, 11.0, ROMAN, "x")] * 31_000
    document = read_bytes(written(page, many), "t.pdf")
    assert document.notes == ("Page 2 was passed over: it draws text too often.",)
    assert "The bound" in document.text
    with pytest.raises(Unreadable, match="draws its text too often"):
        read_bytes(written(many), "t.pdf")


def test_a_centred_roman_number_makes_a_plain_line_a_heading_and_cells_do_not() -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    rows = [(72.0, 760.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    rows.append((201.0, 610.0, 10.0, ROMAN, "II. Background"))
    rows += [(72.0, 590.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    rows += [(72.0 + 110 * i, 440.0, 10.0, BOLD, word) for i, word in enumerate(["Model", "Loss"])]
    rows += [(72.0, 420.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    two = "We turned all of the pictures by the angle. The error of it was the same as before."
    rows.append((72.0, 270.0, 10.0, BOLD, two))
    rows += [(72.0, 250.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    assert texts(read_bytes(written(rows), "h.pdf"), BlockKind.HEADING) == [
        "II. Background",
    ]


def test_page_numbers_far_from_the_edge_are_in_the_margins() -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    pages = [
        [
            *[(72.0, 700.0 - 7 * n - 13 * i, 10.0, ROMAN, prose) for i in range(30)],
            (290.0, 120.0, 10.0, ROMAN, str(n + 3)),
        ]
        for n in range(5)
    ]
    found = read_bytes(written(*pages), "h.pdf")
    assert [margin.text for margin in found.margins] == ["3", "4", "5", "6", "7"]


def test_a_dotted_number_after_much_space_makes_a_plain_line_a_heading() -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    rows = [(72.0, 760.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    rows.append((72.0, 603.0, 10.0, ROMAN, "2.1 Notation"))
    rows += [(72.0, 575.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    rows.append((72.0, 445.0, 10.0, ROMAN, "2.2 Notation that follows without any space"))
    rows += [(72.0, 432.0 - 13 * i, 10.0, ROMAN, prose) for i in range(5)]
    found = read_bytes(written(rows), "h.pdf")
    assert texts(found, BlockKind.HEADING) == ["2.1 Notation"]


@pytest.mark.parametrize("word", ["Chapitre 1", "Annexe A", "Chapter Two", "Partie II"])
def test_french_chapters_and_counted_ones_join_their_titles(word: str) -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    rows = [(72.0, 760.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    rows += [(72.0, 590.0, 20.0, BOLD, word), (72.0, 550.0, 24.0, BOLD, "Rivers and lakes")]
    rows += [(72.0, 500.0 - 13 * i, 10.0, ROMAN, prose) for i in range(10)]
    headings = texts(read_bytes(written(rows), "h.pdf"), BlockKind.HEADING)
    assert headings == [f"{word} Rivers and lakes"]


def test_sizes_tell_the_levels_of_headings_without_numbers() -> None:
    """A bold word that a paragraph begins with says nothing about the titles above it."""
    section, subsection, inline = (Look(size, True, False, False) for size in (14.3, 12.0, 10.9))
    found = levels(
        [
            ("Summary", section, False),
            ("Setting", subsection, False),
            ("Review", section, False),
            ("Merits.", inline, True),
            ("Steps", subsection, False),
        ],
        Measures(10.9, 13.6, indents=True),
    )
    assert found == [1, 2, 1, 4, 2]


def test_justified_lines_below_the_title_are_an_abstract_and_one_paragraph() -> None:
    title = [(150.0, 760.0, 20.0, ROMAN, "On the size of things")]
    words = "These words are set in a block that is narrower than the"
    abstract = lines(words, words, words, "and ends here.", x=110)
    section = [(72.0, 600.0, 14.0, BOLD, "1 Begin")]
    body = lines(
        *[
            "The text of the section is wider and goes on and on here, is it not so."
            for _ in range(6)
        ],
        top=580,
    )
    document = read_bytes(written([*title, *abstract, *section, *body]), "a.pdf")
    assert texts(document, BlockKind.FRONT) == ["On the size of things"]
    assert texts(document, BlockKind.PARAGRAPH)[0] == f"{words} {words} {words} and ends here."


def test_lines_with_small_numbers_that_count_up_are_a_listing_not_notes() -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    rows = [(72.0, 760.0 - 13 * i, 10.0, ROMAN, prose) for i in range(12)]
    for i, words in enumerate(["Evaluate the model .", "% sigma : the map , then", "return it"]):
        rows.append((60.0, 580.0 - 11 * i, 5.0, ROMAN, str(i + 1)))
        rows.append((72.0, 580.0 - 11 * i, 8.0, ROMAN, words))
    document = read_bytes(written(rows), "l.pdf")
    assert [text.split()[1] for text in texts(document, BlockKind.CODE)] == ["Evaluate"]
    assert not texts(document, BlockKind.FOOTNOTE)


def test_a_stamp_across_the_pages_and_dashed_page_numbers_are_not_in_the_text() -> None:
    prose = "The bound of the paper is tight and the proof of it is short, as we will see below."
    pages = []
    for number in range(1, 6):
        rows = [(72.0, 700.0 - 13 * i, 10.0, ROMAN, prose) for i in range(12)]
        rows.append((120.0, 400.0, 120.0, BOLD, "DRAFT"))
        pages.append([*rows, (290.0, 170.0, 10.0, ROMAN, f"– {number + 11} –")])
    document = read_bytes(written(*pages), "s.pdf")
    assert "DRAFT" not in document.text
    assert "13" not in document.text
