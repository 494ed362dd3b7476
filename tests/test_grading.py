"""A class from its submissions to the files that go back to Moodle."""

import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from reportkit.cli import main
from reportkit.findings import Confidence, Finding, Report, Severity, Subject
from reportkit.seminar.evidence import since_first
from reportkit.seminar.moodle.feedback_zip import preview_zip
from reportkit.seminar.moodle.worksheet import read_worksheet

NAMES = {7: "Ada =cmd|' /C calc'!A0", 8: "Bo <script>alert(1)</script>", 9: 'C "quote", Jr.'}
GOOD = {"complete": "yes", "right-paper": "yes", "file": "yes"}


def pdf(*pages: str) -> bytes:
    """Return a PDF with these texts, one a page, eleven words a line."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = []
    for text in pages:
        words = text.split()
        lines = [" ".join(words[at : at + 11]) for at in range(0, len(words), 11)]
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F 11 Tf 14 TL 60 780 Td\n{shown}ET"
        page = len(objects) + 1
        kids.append(f"{page} 0 R")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {page + 1} 0 R "
            f"/Resources << /Font << /F {font} >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


NOUNS = [
    "bound",
    "proof",
    "lemma",
    "error",
    "rate",
    "sample",
    "norm",
    "kernel",
    "risk",
    "class",
    "margin",
    "set",
    "map",
    "step",
]
LINKS = ["of the", "is the", "and a", "in the", "for a", "with the", "to the", "by the"]


def prose(seed: int) -> str:
    """Return some 300 words that read like English from afar, others for another seed."""
    picks = [(seed * 31 + n * n * 7 + n // 3, seed * 17 + n * 5 + n // 7) for n in range(100)]
    return " ".join(f"{NOUNS[a % 14]} {LINKS[b % 8]}" for a, b in picks) + " end."


def worksheet(language: str = "en", maximum: str = "100.00") -> str:
    if language == "en":
        head = (
            "Identifier,Full name,Status,Grade,Maximum grade,Last modified (submission),"
            "Last modified (grade),Feedback comments\n"
        )
        date, prefix = '"Tuesday, 9 January 2024, 3:45 PM"', "Participant "
    else:
        head = (
            "ID,Vollständiger Name,Status,Bewertung,Bestwertung,Zuletzt geändert (Abgabe),"
            "Zuletzt geändert (Bewertung),Feedback als Kommentar\n"
        )
        date, prefix = '"Dienstag, 9. Januar 2024, 15:45"', "Teilnehmer/in"
        maximum = f'"{maximum.replace(".", ",")}"'
    rows = ""
    for id, name in {**NAMES, 10: "Dora"}.items():
        quoted = name.replace('"', '""')
        rows += f'{prefix}{id},"{quoted}",,,{maximum},{date if id < 10 else "-"},-,\n'
    return head + rows


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a class that was graded once, to be copied."""
    folder = tmp_path_factory.mktemp("class")
    with pytest.MonkeyPatch.context() as patch, zipfile.ZipFile(folder / "in.zip", "w") as archive:
        patch.chdir(folder)
        for id in NAMES:
            archive.writestr(f"X_{id}_assignsubmission_file/r.pdf", pdf(prose(id), prose(id + 50)))
        archive.close()
        Path("w.csv").write_text(worksheet(), "utf-8")
        Path("w-de.csv").write_text(worksheet("de"), "utf-8")
        assert "3 checked" in graded()
    return folder


@pytest.fixture
def place(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the class: results are there, so that what is graded again is not checked."""
    shutil.copytree(done, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, result.output + repr(result.exception)
    return result.output


def graded(*arguments: str) -> str:
    given = ("grade", "in.zip", "--worksheet", "w.csv", "--jobs", "1", "--grammar", "off")
    return run(*given, *arguments)


def fill(path: Path, level: str = "good", note: str = "", private: str = "") -> None:
    text = path.read_text("utf-8")
    for gate, answer in GOOD.items():
        text = text.replace(f"  {gate}:\n", f"  {gate}: {answer}\n")
    text = text.replace("    level:\n", f"    level: {level}\n")
    if note:
        indented = note.replace("\n", "\n      ")
        text = text.replace("    note:\n", f"    note: |\n      {indented}\n", 1)
    if private:
        text = text.replace("    private:\n", f"    private: {private}\n", 1)
    path.write_text(text, "utf-8", newline="\n")


def sheet(id: int, tutor: str = "tutor") -> Path:
    return Path("grading/sheets") / f"{id}.{tutor}.yaml"


def test_everybody_is_listed_with_what_they_handed_in(place: Path) -> None:
    output = graded("--due", "2024-01-09T15:00:00", "--extension", "7=2024-01-10")
    assert "3 of 4 can be graded" in output
    assert output.count("45 min late") == 2
    assert "has not handed in" in output


def test_a_second_run_checks_nothing_again(place: Path) -> None:
    graded()
    assert "0 checked, 3 kept from before" in graded()


def test_a_draft_that_changed_is_checked_again(place: Path) -> None:
    graded()
    with zipfile.ZipFile("in.zip", "a") as archive:
        archive.writestr("X_10_assignsubmission_file/r.pdf", pdf(prose(10)))
    assert "1 checked, 3 kept" in graded()


def test_a_sheet_that_was_begun_is_left_alone(place: Path) -> None:
    graded()
    fill(sheet(7))
    before = sheet(7).read_bytes()
    graded("--rubric", "seminar-report")
    assert sheet(7).read_bytes() == before


def test_a_damaged_pdf_stops_nobody(place: Path) -> None:
    with zipfile.ZipFile("in.zip", "a") as archive:
        archive.writestr("X_10_assignsubmission_file/r.pdf", b"%PDF-1.4\nnothing\n")
    assert "3 of 4 can be graded" in graded()


def test_copied_pages_are_told(place: Path) -> None:
    with zipfile.ZipFile("in.zip", "w") as archive:
        for id in NAMES:
            pages = pdf(prose(id), prose(3 if id < 9 else 5))
            archive.writestr(f"X_{id}_assignsubmission_file/r.pdf", pages)
    assert "Passages in common" in graded()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_worksheet_takes_the_marks_of_the_sheets(place: Path, language: str) -> None:
    graded()
    for id in (7, 8):
        fill(sheet(id))
    file = "w.csv" if language == "en" else "w-de.csv"
    output = run("feedback", "export", "--worksheet", file, "--lang", language, "--html")
    assert "Moodle will take 2 grades and 2 comments." in output
    rows = read_worksheet(Path("grading/moodle", file).read_bytes(), file).rows
    assert {row.id: row.grade for row in rows} == {7: 73.0, 8: 73.0, 9: None, 10: None}


def test_a_dry_run_writes_nothing(place: Path) -> None:
    graded()
    fill(sheet(7))
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--dry-run")
    assert not list(Path("grading/moodle").iterdir())


def test_a_worksheet_in_another_language_than_the_upload_is_refused(place: Path) -> None:
    graded()
    output = run("feedback", "export", "--worksheet", "w-de.csv", "--lang", "en", status=2)
    assert "headers of another language" in output


def test_a_maximum_other_than_the_rubrics_is_not_passed_over(place: Path) -> None:
    graded()
    fill(sheet(7))
    Path("w.csv").write_text(worksheet(maximum="10.00"), "utf-8")
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", status=2)
    output = run(
        "feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html", "--rescale"
    )
    assert "grade 7.3" in output


def test_nothing_private_leaves_the_sheet(place: Path) -> None:
    graded()
    fill(sheet(7), note="for the student", private="not for the student")
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    for folder in ("feedback", "moodle"):
        for path in Path("grading", folder).iterdir():
            assert b"not for the student" not in path.read_bytes()


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", 'a "b", c\\']
)
def test_a_comment_is_neutral_and_comes_back_as_typed(place: Path, hostile: str) -> None:
    import html

    graded()
    fill(sheet(7), note=hostile)
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    row = read_worksheet(Path("grading/moodle/w.csv").read_bytes(), "w.csv").rows[0]
    assert "<script" not in row.comment and row.comment.startswith("<")
    assert hostile in html.unescape(row.comment)


def test_names_are_neutral_in_every_page_and_table(place: Path) -> None:
    graded()
    for path in (Path("grading/class.html"), *Path("grading/pages").iterdir()):
        assert "<script>alert" not in path.read_text("utf-8")
    assert ",=cmd" not in Path("grading/class.csv").read_text("utf-8")


def test_without_names_no_name_is_written_for_people(place: Path) -> None:
    graded("--anonymous")
    fill(sheet(7))
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    files = [*Path("grading").glob("*.csv"), *Path("grading").glob("*.html")]
    files += [*Path("grading/pages").iterdir(), *Path("grading/sheets").iterdir()]
    files += [*Path("grading/feedback").iterdir(), Path("grading/moodle/feedback.zip")]
    assert not [path for path in files if b"calc" in path.read_bytes()]


def test_the_zip_reaches_those_whose_sheets_are_complete(place: Path) -> None:
    graded()
    fill(sheet(7))
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    found = preview_zip(Path("grading/moodle/feedback.zip").read_bytes(), [7, 8, 9, 10])
    assert {file.path for file in found.files} == {"/feedback.html", "/draft-annotated.pdf"}
    assert {file.id for file in found.files} == {7}


def test_a_mistake_in_a_sheet_is_told_with_its_line_and_stops_nobody_else(place: Path) -> None:
    graded()
    fill(sheet(7), level="goood")
    fill(sheet(8))
    told = "sheets/7.tutor.yaml:"
    output = run("feedback", "build", "--html", status=1)
    assert output.count(told) == 1 and "1 letter in" in output
    assert [path.name for path in Path("grading/feedback").glob("*.html")] == ["8.html"]
    asked = ("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    output = run(*asked, status=1)
    assert output.count(told) == 1 and "1 grade and 1 comment" in output


def test_of_two_markers_one_sheet_with_a_mistake_leaves_the_student_without_a_mark(
    place: Path,
) -> None:
    graded("--tutor", "ab", "--tutor", "mf", "--markers", "2")
    fill(sheet(7, "ab"))
    sheet(7, "mf").write_text("level: [", "utf-8")
    run("feedback", "build", "--html", status=1)
    assert not list(Path("grading/feedback").glob("*.html"))
    assert "0 of 4 have a mark" in run("feedback", "status", status=1)


def test_a_file_among_the_sheets_that_is_none_is_told(place: Path) -> None:
    graded()
    fill(sheet(7))
    Path("grading/sheets/notes.yaml").write_text("just: notes", "utf-8")
    output = run("feedback", "build", "--html", status=1)
    assert "mistake: sheets/notes.yaml" in output and "1 letter in" in output


def test_an_export_is_not_patched_again(place: Path) -> None:
    graded()
    fill(sheet(7))
    run("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    again = ("feedback", "export", "--worksheet", "grading/moodle/w.csv", "--lang", "en", "--html")
    run(*again, status=2)


def test_a_rubric_edited_in_the_folder_brings_the_sheets_along(place: Path) -> None:
    graded()
    fill(sheet(7))
    rubric = Path("grading/rubric.yaml")
    text = rubric.read_text("utf-8").replace(
        "id: good\n        points: 15", "id: fine\n        points: 15", 1
    )
    rubric.write_text(text, "utf-8")
    output = run("feedback", "status")
    assert "the level good is gone - look again" in output
    assert "1 open" in output


def test_both_marks_stay_visible_when_a_sheet_is_opened_again(place: Path) -> None:
    graded()
    fill(sheet(7))
    run("feedback", "reopen", "grading", "7", "--reason", "Lemma 2 was in the appendix")
    again = sheet(7, "tutor.2")
    again.write_text(again.read_text("utf-8").replace("level: good", "level: excellent"), "utf-8")
    run("feedback", "build", "--html")
    page = Path("grading/feedback/7.html").read_text("utf-8")
    assert "Lemma 2 was in the appendix" in page and "73" in page and "100" in page


def test_a_finding_dismissed_for_the_class_is_gone_from_every_sheet(place: Path) -> None:
    graded()
    assert "RK206" in sheet(8).read_text("utf-8")
    Path("grading/class.yaml").write_text("dismissed: {RK206: not asked for}\n", "utf-8")
    graded()
    assert "RK206" not in sheet(8).read_text("utf-8")


def test_sheets_edited_in_two_places_are_both_kept(place: Path) -> None:
    graded()
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / sheet(7).name).write_bytes(sheet(7).read_bytes())
    fill(elsewhere / sheet(7).name, level="fair")
    fill(sheet(7), level="good")
    output = run("feedback", "merge", "grading", str(elsewhere), status=1)
    assert "edited in both places" in output
    both = {
        path.read_text("utf-8").count("level: fair") > 0
        for path in Path("grading/sheets").glob("7.*")
    }
    assert both == {True, False}


def test_a_tutors_notes_on_the_draft_reach_the_student_without_the_name(place: Path) -> None:
    graded()
    fill(sheet(7))
    writer = PdfWriter(clone_from="grading/drafts/7.pdf")
    writer.add_annotation(0, FreeText(text="why this norm?", rect=(50, 50, 200, 90)))
    writer.write("7.mf.pdf")
    run("feedback", "merge", "grading", "7.mf.pdf")
    run("feedback", "build", "--html")
    page = PdfReader("grading/feedback/7-annotated.pdf").pages[0]
    notes = [note.get_object() for note in page["/Annots"]]
    mine = [note for note in notes if note.get("/Contents") == "why this norm?"]
    assert len(mine) == 1 and "mf" not in str(mine[0].get("/T"))


def test_what_the_first_feedback_asked_for_is_followed_up(place: Path) -> None:
    graded()
    fill(sheet(7))
    with zipfile.ZipFile("in.zip", "w") as archive:
        archive.writestr("X_7_assignsubmission_file/r.pdf", pdf(*(prose(n) for n in range(8))))
    run(
        "grade",
        "in.zip",
        "--into",
        "second",
        "--first-round",
        "grading",
        "--jobs",
        "1",
        "--grammar",
        "off",
    )
    text = Path("second/sheets/7.tutor.yaml").read_text("utf-8")
    assert re.search(r"# asked for before:\n#   (done|open|worse): RK\d{3} ", text)


def finding(code: str, page: int = 1) -> Finding:
    sure = (Severity.WARNING, Confidence.HIGH, "message")
    return Finding(code, "slug", *sure, None, page, (), "", None, "", None, (), f"{code}{page}")


@pytest.mark.parametrize(("now", "state"), [(0, "done"), (1, "open"), (2, "open"), (3, "worse")])
def test_what_was_asked_for_is_done_open_or_worse(now: int, state: str) -> None:
    subject = Subject("r.pdf", "", 1, 100)
    first = Report(subject, None, "report", tuple(finding("RK402", n) for n in range(2)))
    second = replace(first, findings=tuple(finding("RK402", n) for n in range(now)))
    (asked,) = since_first({"RK402": "a sentence"}, first, second)
    assert asked.state == state


def test_two_markers_are_compared(place: Path) -> None:
    graded("--tutor", "ab", "--tutor", "mf", "--markers", "2")
    fill(sheet(7, "ab"), level="good")
    fill(sheet(7, "mf"), level="excellent")
    output = run("feedback", "status", "--agreement")
    assert "ab by 6" in output
    assert "27 points apart: to be talked over" in output


def test_a_class_is_forgotten_and_what_is_not_ours_stays(place: Path) -> None:
    graded()
    Path("grading/mine.txt").write_text("x", "utf-8")
    run("grade", "--forget", "grading", "--yes")
    assert [path.name for path in Path("grading").iterdir()] == ["mine.txt"]


def test_the_list_is_json_where_it_is_asked_for(place: Path) -> None:
    found = json.loads(run("grade", "in.zip", "--list", "--format", "json"))
    assert found["students"]["7"]["files"][0]["is"] == "pdf"


def test_a_gradebook_file_is_written_in_the_languages_decimals(place: Path) -> None:
    Path("marks.csv").write_text("E-Mail,Note\na@uni.example,85.5\nb@uni.example,\n", "utf-8")
    run(
        "feedback",
        "gradebook",
        "marks.csv",
        "--users",
        "E-Mail",
        "--mark",
        "Note",
        "--lang",
        "de",
        "-o",
        "g.csv",
    )
    assert (
        Path("g.csv").read_text("utf-8") == 'E-Mail,Note\na@uni.example,"85,5"\nb@uni.example,-\n'
    )


def test_a_cluster_gives_the_same_results(done: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in ("in.zip", "w.csv"):
            shutil.copy(done / name, tmp_path / name)
        patch.chdir(tmp_path)
        assert "3 checked" in graded("--dask", cluster.scheduler_address)
    for name in ("class.csv", "class.html"):
        ours = (tmp_path / "grading" / name).read_text("utf-8")
        assert ours == (done / "grading" / name).read_text("utf-8")
    results = {file.name: file.read_bytes() for file in (tmp_path / "grading").rglob("*.json")}
    assert results == {file.name: file.read_bytes() for file in (done / "grading").rglob("*.json")}


@pytest.mark.parametrize("version", ["current", "old"])
def test_a_comment_that_moodle_itself_will_change_is_announced_and_stops_nothing(
    place: Path, version: str
) -> None:
    graded()
    fill(sheet(7))
    Path("w.csv").write_text(worksheet().rstrip("\n") + "- a dash\n", "utf-8")
    asked = ("feedback", "export", "--worksheet", "w.csv", "--lang", "en", "--html")
    output = run(*asked, "--allow-updates", "--moodle", version)
    assert ("Moodle itself will change the comment of 10" in output) == (version == "current")
