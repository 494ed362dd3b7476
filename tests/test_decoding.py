"""Files that people edit, at the door."""

from pathlib import Path

import pytest

from reportkit.decoding import file_text
from reportkit.errors import UsageProblem
from reportkit.seminar.grading_folder import GradingFolder


def test_a_text_that_is_no_utf_8_is_one_line_with_its_name(tmp_path: Path) -> None:
    for name in ("class.yaml", "rubric.yaml"):
        (tmp_path / name).write_bytes("Größe: 1".encode("latin-1"))
    folder = GradingFolder(tmp_path)
    for read, name in ((folder.notes, "class.yaml"), (folder.rubric, "rubric.yaml")):
        with pytest.raises(UsageProblem, match=rf"{name} is not UTF-8; save it"):
            read()


def test_the_mark_of_a_windows_editor_is_no_part_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    assert file_text(tmp_path / "a.yaml") == "a: 1"
