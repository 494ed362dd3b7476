"""Notes that people wrote in a viewer are read back with the words they mark."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from reportkit.cli import main
from reportkit.readers.notes import Note, notes
from reportkit.reporters import annotated_pdf
from tests.test_reporters import a_report, small_pdf

# "Hello" and "theorem" of small_pdf(), as (x0, y0, x1, y1): Helvetica 12 pt at (72, 700)
HELLO = (72.0, 697.5, 99.4, 710.0)
THEOREM = (102.7, 697.5, 147.4, 710.0)


def corners(box: tuple[float, ...], order: str) -> list[float]:
    x0, y0, x1, y1 = box
    named = {"TL": (x0, y1), "TR": (x1, y1), "BL": (x0, y0), "BR": (x1, y0)}
    return [number for corner in order.split() for number in named[corner]]


def numbers(values: list[float]) -> ArrayObject:
    return ArrayObject(map(FloatObject, values))


def annotation(subtype: str, rect: tuple[float, ...], **entries: object) -> DictionaryObject:
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{subtype}"),
            NameObject("/Rect"): numbers(list(rect)),
        }
    )
    for key, value in entries.items():
        mark[NameObject(f"/{key}")] = TextStringObject(value) if isinstance(value, str) else value
    return mark


def written(tmp_path: Path, *marks: DictionaryObject, original: bytes = b"") -> Path:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(original or small_pdf())))
    page = writer.pages[0]
    known = list(page.get("/Annots", []))
    page[NameObject("/Annots")] = ArrayObject([*known, *map(writer._add_object, marks)])
    path = tmp_path / "read.pdf"
    writer.write(path)
    return path


def popup(text: str) -> DictionaryObject:
    return annotation("Popup", (400, 600, 580, 700), Contents=text)


ACROBAT_RICH = '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p>Which <b>one</b>?</p></body>'
VIEWERS = {
    "preview": (
        annotation(
            "Highlight", THEOREM, T="Mona", Contents="Which one?",
            QuadPoints=numbers(corners(THEOREM, "TL TR BL BR")), Popup=popup(""),
        ),
        "Mona",
    ),
    "acrobat": (
        annotation(
            "Highlight", THEOREM, T="Mona", Subj="Highlight", RC=ACROBAT_RICH, NM="3f2a-11",
            QuadPoints=numbers(corners(THEOREM, "TL TR BL BR")), Popup=popup(""),
        ),
        "Mona",
    ),
    "firefox": (
        annotation(
            "Highlight", THEOREM, Contents="Which one?",
            QuadPoints=numbers(corners(THEOREM, "TL TR BL BR")),
        ),
        "",
    ),
    "okular": (
        annotation(
            "Highlight", THEOREM, T="Mona", NM="okular-{8a1b}", Contents="Which one?",
            QuadPoints=numbers(corners(THEOREM, "BL BR TR TL")),
        ),
        "Mona",
    ),
    "popup": (
        annotation(
            "Highlight", THEOREM, T="Mona", Contents="", Popup=popup("Which one?"),
            QuadPoints=numbers(corners(THEOREM, "TL TR BL BR")),
        ),
        "Mona",
    ),
}  # fmt: skip


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_highlight_of_each_viewer_is_read_with_its_words(tmp_path: Path, viewer: str) -> None:
    mark, author = VIEWERS[viewer]
    (note,) = notes(written(tmp_path, mark))
    assert (note.quoted, note.text, note.author) == ("theorem", "Which one?", author)


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Text", "note"),
        ("FreeText", "typed"),
        ("StrikeOut", "strike-out"),
        ("Squiggly", "underline"),
    ],
)
def test_each_kind_of_mark_has_its_name(tmp_path: Path, subtype: str, kind: str) -> None:
    (note,) = notes(written(tmp_path, annotation(subtype, HELLO, Contents="Hm", T="Mona")))
    assert (note.kind, note.text) == (kind, "Hm")


def test_a_highlight_over_two_boxes_quotes_both(tmp_path: Path) -> None:
    quads = numbers(corners(HELLO, "TL TR BL BR") + corners(THEOREM, "TL TR BL BR"))
    (note,) = notes(written(tmp_path, annotation("Highlight", HELLO, QuadPoints=quads)))
    assert note.quoted == "Hello theorem"


def test_our_own_remarks_are_left_aside(tmp_path: Path) -> None:
    ours = annotated_pdf.render(a_report(), small_pdf())
    mark = annotation("Text", (10, 10, 26, 26), Contents="Agreed", T="Mona")
    assert [note.text for note in notes(written(tmp_path, mark, original=ours))] == ["Agreed"]


def test_a_link_is_no_note(tmp_path: Path) -> None:
    assert notes(written(tmp_path, annotation("Link", HELLO, Contents="Go"))) == ()


def test_malformed_annotations_are_passed_over(tmp_path: Path) -> None:
    marks = [
        annotation("Highlight", (1, 2), QuadPoints=numbers([1, 2, 3]), Contents="kept"),
        annotation("Highlight", HELLO, QuadPoints=TextStringObject("no")),
    ]
    assert [note.text for note in notes(written(tmp_path, *marks))] == ["kept"]


def test_the_command_writes_what_spreadsheets_do_not_run(tmp_path: Path) -> None:
    path = written(tmp_path, annotation("Text", HELLO, Contents="=cmd", T="Mona"))
    out = tmp_path / "notes.csv"
    done = CliRunner().invoke(main, ["feedback", "collect", str(path), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "note,,'=cmd,Mona" in out.read_text("utf-8")


def test_the_json_holds_every_field_of_a_note(tmp_path: Path) -> None:
    path = written(tmp_path, annotation("Text", HELLO, Contents="Hm", T="Mona"))
    out = tmp_path / "notes.json"
    CliRunner().invoke(main, ["feedback", "collect", str(path), "-o", str(out)])
    (row,) = json.loads(out.read_text("utf-8"))["notes"]
    assert row.keys() == set(Note.__slots__)
