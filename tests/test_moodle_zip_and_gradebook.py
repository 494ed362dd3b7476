"""What Moodle makes of a feedback zip and of a gradebook file."""

import json
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
