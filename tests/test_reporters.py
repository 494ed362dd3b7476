"""Reports in the formats that people and programs look at."""

import dataclasses
import io
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from reportkit.document import Box, Span
from reportkit.engines.pages import page_pictures
from reportkit.findings import (
    Assessment,
    Confidence,
    Evidence,
    Finding,
    Report,
    RubricResult,
    RuleInfo,
    Severity,
    Skip,
    SourcePlace,
    Subject,
)
from reportkit.reporters import Material, annotated_pdf, github, html, markdown, sarif, terminal
from reportkit.reporters.grouping import few_of_each

SCRIPT = "<script>alert(1)</script>"


def small_pdf(pages: int = 2) -> bytes:
    """Return a PDF that says "Hello theorem 3.1" at (72, 700) in 12 pt Helvetica on each page."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F 12 Tf 72 700 Td (Hello theorem 3.1) Tj ET")
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "A title"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_finding(**changes: object) -> Finding:
    finding = Finding(
        code="RK402",
        slug="lowercase-reference",
        severity=Severity.WARNING,
        confidence=Confidence.HIGH,
        message="Write Theorem 3.1 with a capital: it is a name.",
        span=Span(6, 17),
        page=1,
        boxes=(Box(1, 102.0, 697.0, 163.0, 709.0),),
        section="Summary",
        role="summary",
        excerpt="theorem 3.1",
        replacement="Theorem 3.1",
        sources=(),
        fingerprint="0123456789abcdef",
    )
    return dataclasses.replace(finding, **changes)


def a_report(*findings: Finding, **changes: object) -> Report:
    rule = RuleInfo(
        "RK402",
        "lowercase-reference",
        Severity.WARNING,
        Confidence.HIGH,
        "A fault.\n\nFix: mend it.",
    )
    report = Report(
        draft=Subject("a draft.pdf", SCRIPT, 2, 4),
        paper=None,
        kind="report",
        findings=findings or (a_finding(),),
        rubric=RubricResult(
            "r", "Rubric", (Assessment("c", "Proofs", "attention", (Evidence("Missing", (1,)),)),)
        ),
        skipped=(Skip("engine", "languagetool", "no Java"),),
        rules=(rule,),
    )
    return dataclasses.replace(report, **changes)


def annotations(content: bytes, page: int = 1) -> list[DictionaryObject]:
    found = PdfReader(io.BytesIO(content)).pages[page - 1].get("/Annots", [])
    return [entry.get_object() for entry in found]


def test_the_annotated_pdf_keeps_every_byte_of_the_original() -> None:
    original = small_pdf()
    assert annotated_pdf.render(a_report(), original).startswith(original)


def test_the_annotated_pdf_keeps_its_metadata() -> None:
    content = annotated_pdf.render(a_report(), small_pdf())
    assert PdfReader(io.BytesIO(content)).metadata.title == "A title"


def test_a_report_without_findings_leaves_the_pdf_as_it_is() -> None:
    original = small_pdf()
    assert annotated_pdf.render(a_report(findings=()), original) == original


def test_a_highlight_has_a_quad_for_each_line_and_its_own_appearance() -> None:
    boxes = (Box(1, 300, 697, 500, 709), Box(1, 72, 683, 100, 695))
    content = annotated_pdf.render(a_report(a_finding(boxes=boxes)), small_pdf())
    (mark,) = (a for a in annotations(content) if a["/Subtype"] == "/Highlight")
    assert [float(n) for n in mark["/QuadPoints"][8:]] == [72, 695, 100, 695, 72, 683, 100, 683]
    assert mark["/AP"]["/N"]["/Resources"]["/ExtGState"]["/G"]["/BM"] == "/Multiply"
    assert mark["/F"] == 4


def test_a_highlight_carries_the_fingerprint_and_the_suggestion() -> None:
    content = annotated_pdf.render(a_report(), small_pdf())
    mark = annotations(content)[0]
    assert mark["/NM"] == "reportkit-0123456789abcdef"
    assert mark["/Contents"].endswith("Suggestion: Theorem 3.1")


def test_a_finding_about_the_whole_file_is_a_note_on_the_first_page() -> None:
    finding = a_finding(span=None, page=None, boxes=())
    content = annotated_pdf.render(a_report(finding), small_pdf())
    assert [a["/Subtype"] for a in annotations(content)] == ["/Text", "/Popup"]


def test_notes_do_not_lie_on_one_another() -> None:
    notes = [a_finding(span=None, page=None, boxes=(), fingerprint=f"{n:016x}") for n in range(5)]
    content = annotated_pdf.render(a_report(*notes), small_pdf())
    tops = [float(a["/Rect"][3]) for a in annotations(content) if a["/Subtype"] == "/Text"]
    assert all(above - below >= 16 for above, below in itertools.pairwise(tops))


def test_the_cover_page_stands_in_front_and_the_pages_keep_their_numbers() -> None:
    content = annotated_pdf.render(a_report(), small_pdf(), cover=True)
    reader = PdfReader(io.BytesIO(content))
    assert reader.page_labels == ["reportkit", "1", "2"]
    assert "Fix these first" in reader.pages[0].extract_text()
    assert "Hello theorem 3.1" in reader.pages[1].extract_text()


def test_annotations_that_were_there_stay() -> None:
    once = annotated_pdf.render(a_report(), small_pdf())
    other = a_finding(fingerprint="f" * 16)
    twice = annotated_pdf.render(a_report(other), once)
    assert [a["/Subtype"] for a in annotations(twice)] == ["/Highlight", "/Popup"] * 2


@pytest.mark.parametrize("cover", [False, True], ids=["plain", "cover"])
def test_qpdf_finds_no_fault_in_an_annotated_pdf(tmp_path: Path, cover: bool) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")
    path = tmp_path / "annotated.pdf"
    path.write_bytes(annotated_pdf.render(a_report(), small_pdf(), cover=cover))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_html_shows_a_hostile_title_as_text() -> None:
    page = html.render(a_report(a_finding(message=SCRIPT, excerpt='"><img src=x>')))
    assert SCRIPT not in page
    assert "<img src=x>" not in page


def test_the_html_asks_nothing_of_the_network() -> None:
    page = html.render(a_report(), page_pictures(small_pdf()))
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*", page)
    assert "default-src 'none'" in page


def test_the_html_puts_a_mark_where_the_words_are() -> None:
    page = html.render(a_report(), page_pictures(small_pdf()))
    (style,) = re.findall(r'class="mark warning".*?style="([^"]*)"', page)
    assert style == "left:17.14%;top:15.8%;width:10.25%;height:1.43%"


def test_the_html_has_no_control_characters() -> None:
    page = html.render(a_report(a_finding(message="bell \x07 and override \u202e end")))
    assert "\x07" not in page
    assert "\u202e" not in page


def test_sarif_has_the_page_where_no_source_is_known() -> None:
    (result,) = json.loads(sarif.render(a_report()))["runs"][0]["results"]
    assert result["properties"]["page"] == 1
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_sarif_has_a_region_where_the_source_is_known() -> None:
    report = a_report(a_finding(source=SourcePlace("sections/summary.tex", 12)))
    (result,) = json.loads(sarif.render(report))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12}
    assert place["artifactLocation"]["uri"] == "sections/summary.tex"


def test_sarif_encodes_the_name_of_the_draft() -> None:
    (result,) = json.loads(sarif.render(a_report()))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20draft.pdf"


def test_sarif_names_what_did_not_run() -> None:
    run = json.loads(sarif.render(a_report()))["runs"][0]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "languagetool" in note["message"]["text"]


def test_a_message_cannot_end_a_workflow_command() -> None:
    report = a_report(a_finding(message="100 %\n::error::forged"))
    first, last = github.render(report).splitlines()
    assert first.endswith("::p. 1: 100 %25%0A::error::forged")
    assert last == "a draft.pdf: 0 errors, 1 warning, 0 suggestions"


def test_markdown_shows_markup_of_the_draft_as_text() -> None:
    text = markdown.render(a_report(a_finding(message="*bold* [x](y) <b>")))
    assert r"\*bold\* \[x\](y) \<b\>" in text


def test_an_engines_remark_is_folded_by_what_it_says_under_our_codes_too() -> None:
    said = ["“a”: one fault.", "“b”: one fault.", "“c”: another fault."]
    foreign = [
        a_finding(message=m, fingerprint=f"f{i}", sources=("harper",)) for i, m in enumerate(said)
    ]
    assert few_of_each(foreign, 1).fingerprints == {"f0", "f2"}


def test_words_that_may_stand_anywhere_are_shown_among_others() -> None:
    short = a_finding(
        code="RK715", message="“than”: as", excerpt="than", before="the same ", after=" before"
    )
    printed = terminal.render(a_report(short), Material())
    assert "the same ⟨than⟩ before" in printed
    there = dataclasses.replace(short, source=SourcePlace("draft.tex", 3))
    assert "⟨" not in terminal.render(a_report(there), Material())


def test_a_choice_of_rules_says_nothing_about_handing_in() -> None:
    printed = terminal.render(a_report(notes=("only these rules ran: RK402",)), Material())
    assert "hand" not in printed and printed.endswith("\n1 warning\n")


def test_a_few_findings_are_not_listed_twice() -> None:
    few = [a_finding(code=f"RK40{n}", fingerprint=str(n)) for n in range(1, 7)]
    many = [*few, *(a_finding(code=f"RK41{n}", fingerprint=f"m{n}") for n in range(3))]
    assert "Fix these first" not in terminal.render(a_report(*few), Material())
    assert "Fix these first" in terminal.render(a_report(*many), Material())


def test_what_an_engine_says_is_folded_by_message_and_our_rules_by_code() -> None:
    told = [f"Fault {index // 3}" for index in range(6)]
    foreign = [a_finding(code="RK790", message=m, fingerprint=f"f{i}") for i, m in enumerate(told)]
    ours = [a_finding(message=f"Fault {i}", fingerprint=f"o{i}") for i in range(6)]
    shown = few_of_each((*foreign, *ours), 2)
    assert shown.fingerprints == {"f0", "f1", "f3", "f4", "o0", "o1"}
    assert {name: len(more) for name, more in shown.more.items()} == {"f1": 1, "f4": 1, "o1": 4}
