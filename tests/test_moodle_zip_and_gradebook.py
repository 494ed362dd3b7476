"""What Moodle makes of a feedback zip and of a gradebook file."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from reportkit.seminar.moodle.feedback_zip import preview_zip
from reportkit.seminar.moodle.gradebook import Item, User, preview_gradebook
from reportkit.seminar.moodle.languages import TONGUES
from reportkit.seminar.submissions import read_submissions, submitted_bytes

DEV = Path(__file__).resolve().parents[2] / "shared" / "bench" / "moodle" / "dev"
EXPECTED = json.loads((DEV / "expected.json").read_text("utf-8")) if DEV.is_dir() else {}


def cases(kind: str):
    return [pytest.param(name, id=name) for name in EXPECTED.get(kind, {})]


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("feedback"))
def test_a_feedback_zip_is_judged_as_written_down(case: str) -> None:
    wanted = EXPECTED["feedback"][case]
    known = [student["id"] for student in EXPECTED["students"]]
    existing = {int(id): paths for id, paths in wanted["existing"].items()}
    handed_in = submitted_bytes(read_submissions(DEV / "submissions" / "folders.zip"))
    found = preview_zip((DEV / "feedback" / case).read_bytes(), known, handed_in, existing)
    assert (found.refused.code if found.refused else None) == wanted["fatal"]
    files: dict[str, list[str]] = {}
    for file in found.files:
        files.setdefault(str(file.id), []).append(file.path)
    assert {id: sorted(paths) for id, paths in files.items()} == {
        id: sorted(paths) for id, paths in wanted["files"].items()
    }
    assert {one.entry: one.reason for one in found.passed_over} == wanted["skipped"]


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", cases("gradebook"))
def test_a_gradebook_file_is_judged_as_written_down(case: str) -> None:
    wanted = EXPECTED["gradebook"][case]
    folder = DEV / "gradebook"
    users = [User(**user) for user in json.loads((folder / "users.json").read_text("utf-8"))]
    items = (
        {wanted["item"]: Item(locked_for=frozenset(wanted["locked_for"]))}
        if "item" in wanted
        else {}
    )
    found = preview_gradebook(
        (folder / case).read_bytes(),
        users,
        wanted["map"],
        TONGUES[wanted.get("language", "en")],
        items=items,
    )
    assert (found.refused.code if found.refused else None) == wanted.get("fatal")
    assert [[g.user, g.item, g.grade] for g in found.grades] == wanted.get("grades", [])
    assert [[c.user, c.item, c.text] for c in found.comments] == wanted.get("feedback", [])
    assert [caution.code for caution in found.cautions] == wanted.get("warnings", [])


@pytest.mark.parametrize("position", range(0, 200, 3))
def test_a_zip_with_a_damaged_byte_raises_nothing(position: int, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Änne_5_assignsubmission_file/r.pdf", b"words")
    whole = buffer.getvalue()
    for place in (position, len(whole) - 1 - position):
        for value in (0x00, 0xE3, 0xFF):
            damaged = whole[:place] + bytes([value]) + whole[place + 1 :]
            files = preview_zip(damaged, {5}).files
            assert all(file.id == 5 for file in files)
            download = tmp_path / "download.zip"
            download.write_bytes(damaged)
            assert len(read_submissions(download).students) <= 1


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ("A_5_assignsubmission_file/./r.pdf", "/r.pdf"),
        ("A_5_assignsubmission_file/a/../r.pdf", "/a/r.pdf"),
        ("./A_5_assignsubmission_file/r.pdf", "/r.pdf"),
        ("top/A_5_assignsubmission_file/r.pdf", "/r.pdf"),
    ],
)
def test_the_path_within_a_zip_is_kept_as_moodle_keeps_it(entry: str, path: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, b"words")
    files = preview_zip(buffer.getvalue(), {5}).files
    assert [file.path for file in files] == [path]
