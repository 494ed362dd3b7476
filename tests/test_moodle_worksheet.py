"""What Moodle makes of a filled worksheet, and patching one without touching another byte."""

import contextlib
import csv
import html
import importlib.util
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import UsageProblem
from reportkit.seminar.moodle.languages import TONGUES
from reportkit.seminar.moodle.preview import Upload, preview
from reportkit.seminar.moodle.worksheet import Entry, patched, read_worksheet

DEV = Path(__file__).resolve().parents[2] / "shared" / "bench" / "moodle" / "dev"
EXPECTED = json.loads((DEV / "expected.json").read_text("utf-8")) if DEV.is_dir() else {}
ROUTINE = ("empty", "unchanged")


def cases(kind: str):
    return [pytest.param(name, id=name) for name in EXPECTED.get(kind, {})]


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("uploads"))
def test_a_filled_worksheet_is_judged_as_written_down(case: str) -> None:
    wanted = EXPECTED["uploads"][case]
    name = wanted["original"]
    original = read_worksheet((DEV / "worksheets" / name).read_bytes(), name)
    options = wanted["options"]
    changed = {int(id): time for id, time in options.get("changed_since", {}).items()}
    upload = Upload(
        TONGUES[wanted["language"]],
        version=options.get("version", "current"),
        allow_updates=options.get("ignore_modified", False),
        changed_since=changed,
    )
    found = preview(original, (DEV / "uploads" / case).read_bytes(), upload)
    assert (found.refused.code if found.refused else None) == wanted["fatal"]
    got = {str(row.id): {"grade": row.grade, "feedback": row.comment} for row in found.accepted}
    assert got == wanted["accepted"]
    assert [caution.code for caution in found.cautions] == wanted["warnings"]
    for part in ("grade", "feedback", "row"):
        passed = {
            str(-1 if one.id is None else one.id): one.reason
            for one in found.passed_over
            if one.part == part and one.reason not in ROUTINE
        }
        assert passed == wanted["skipped"].get(part, {})


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("worksheets"))
def test_a_worksheet_is_read_as_written_down(case: str) -> None:
    wanted = EXPECTED["worksheets"][case]
    found = read_worksheet((DEV / "worksheets" / case).read_bytes(), case)
    assert found.tongue.code == wanted["language"]
    assert (found.bom, list(found.scale)) == (wanted["bom"], wanted["scale"])
    assert [row.id for row in found.rows] == [one["id"] for one in wanted["students"]]
    for row, one in zip(found.rows, wanted["students"], strict=True):
        assert row.comment == (one["comment"] or "")
        assert row.locked == one.get("locked", False)
        assert row.recorded == bool(one["graded_at"])
        grade = found.scale[int(row.grade) - 1] if found.scale and row.grade else row.grade
        assert grade == one["grade"]


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("worksheets"))
def test_a_worksheet_patched_with_nothing_keeps_every_byte(case: str) -> None:
    data = (DEV / "worksheets" / case).read_bytes()
    assert patched(read_worksheet(data, case), {}) == data


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("worksheets"))
def test_only_the_cells_of_the_entry_change(case: str) -> None:
    data = (DEV / "worksheets" / case).read_bytes()
    worksheet = read_worksheet(data, case)
    before = worksheet.table
    id = worksheet.rows[2].id
    filled = patched(worksheet, {id: Entry("61", '<p>Größe, "so"</p>')})
    after = read_worksheet(filled, case).table
    grade, comment = (
        before.column(name) for name in (worksheet.tongue.grade, worksheet.tongue.comments)
    )
    for number, (old, new) in enumerate(zip(before.rows, after.rows, strict=True)):
        changed = {place for place in range(len(old)) if old[place] != new[place]}
        assert changed == ({grade, comment} - {None} if number == 2 else set())


# ---------------------------------------------------------------- against the oracle, any cell


def the_oracle(bench: Path):
    spec = importlib.util.spec_from_file_location("oracle", bench / "moodle" / "moodle_oracle.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["oracle"] = module
    spec.loader.exec_module(module)
    return module


CELLS = st.one_of(
    st.text(st.sampled_from("a1ä ,;\"'\\\n\r\t-=+@<&.\0"), max_size=9),
    st.sampled_from(["0", "100", "85,5", "85.5", "1e1", "-", "good", "Participant 2210341", ""]),
)


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.tuples(st.integers(1, 8), st.integers(0, 9), CELLS), max_size=6),
    version=st.sampled_from(["old", "current", "several-markers"]),
    allow=st.booleans(),
    name=st.sampled_from(["en-graded.csv", "de-graded.csv", "de-scale-graded.csv", "en-fresh.csv"]),
)
def test_any_upload_is_judged_as_the_oracle_judges_it(
    bench: Path, cells, version, allow, name
) -> None:
    oracle = the_oracle(bench)
    data = (DEV / "worksheets" / name).read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for row, column, cell in cells:
        rows[row][column] = cell
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    upload = target.getvalue().encode()
    language = name[:2]
    wanted = oracle.import_worksheet(
        data, upload, language=language, version=version, ignore_modified=allow
    )
    found = preview(read_worksheet(data, name), upload, Upload(TONGUES[language], version, allow))
    assert (found.refused.code if found.refused else None) == (
        wanted.fatal.code if wanted.fatal else None
    )
    assert [(a.record, a.id, a.grade, a.option, a.comment) for a in found.accepted] == [
        (a.line, a.id, a.grade, a.option, a.feedback) for a in wanted.accepted
    ]
    assert {(p.record, p.id, p.part, p.reason) for p in found.passed_over} == {
        (p.line, p.id, p.part, p.reason) for p in wanted.skipped
    }
    assert [(c.record, c.code) for c in found.cautions] == [
        (w.line, w.code) for w in wanted.warnings
    ]


# ---------------------------------------------------------------- patching, by itself

FRESH = (
    '\ufeffID,"Vollständiger Name",Bewertung,Bestwertung,"Zuletzt geändert (Bewertung)",'
    '"Feedback als Kommentar"\r\n'
    'Teilnehmer/in7,"Ä ""B""",,"100,00",-,\r\n'
    'Teilnehmer/in8,=cmd(),,"100,00",-,\r\n'
)
TYPED = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    'a "quote", b',
    "two\nlines",
    'Erd\\"os \\',
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("version", ["old", "current", "several-markers"])
def test_a_comment_arrives_as_it_was_typed(typed: str, version: str) -> None:
    original = read_worksheet(FRESH.encode(), "w.csv")
    comment = f"<p>{html.escape(typed)}</p>"
    filled = patched(original, {7: Entry("85,5", comment)})
    found = preview(original, filled, Upload(TONGUES["de"], version))
    assert found.cautions == ()
    (row,) = found.accepted
    assert (row.id, row.grade) == (7, 85.5)
    assert "<script>" not in (row.comment or "")
    assert html.unescape(row.comment or "") == f"<p>{typed}</p>"


def test_line_ends_and_mark_of_the_download_are_kept() -> None:
    filled = patched(read_worksheet(FRESH.encode(), "w.csv"), {8: Entry("1", None)})
    assert filled == FRESH.replace("=cmd(),,", "=cmd(),1,").encode()


def test_a_worksheet_saved_by_a_spreadsheet_keeps_its_encoding_and_separator() -> None:
    data = FRESH.removeprefix("\ufeff").replace(",", ";").encode("cp1252")
    original = read_worksheet(data, "w.csv")
    filled = patched(original, {8: Entry(None, "<p>γ</p>")})
    assert filled.endswith(b"-;<p>&#947;</p>\r\n")


def test_an_entry_without_a_row_is_refused_by_its_number() -> None:
    with pytest.raises(UsageProblem, match="no row for 9"):
        patched(read_worksheet(FRESH.encode(), "w.csv"), {9: Entry("1", None)})


@given(st.binary(max_size=300))
def test_any_bytes_are_a_worksheet_or_a_usage_problem(data: bytes) -> None:
    with contextlib.suppress(UsageProblem):
        read_worksheet(data, "w.csv")
