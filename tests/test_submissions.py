"""Submissions as Moodle's zips, folders and files bring them."""

import json
import zipfile
from pathlib import Path

import pytest

from reportkit.seminar.submissions import content, read_submissions

DEV = Path(__file__).resolve().parents[2] / "shared" / "bench" / "moodle" / "dev"
EXPECTED = json.loads((DEV / "expected.json").read_text("utf-8")) if DEV.is_dir() else {}
ONE_PAGE = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer <<>>\nstartxref\n30\n%%EOF\n"


@pytest.mark.usefixtures("bench")
@pytest.mark.parametrize("case", EXPECTED.get("submissions", {}))
def test_a_download_is_read_as_written_down(case: str) -> None:
    wanted = EXPECTED["submissions"][case]
    found = read_submissions(DEV / "submissions" / case)
    assert found.fatal == wanted["fatal"]
    assert found.id_is == wanted["id_is"]
    got = {}
    for student in found.students:
        files = [{"path": f.path, "entry": f.entry, "is": f.kind} for f in student.files]
        got[str(student.id)] = {"name": student.name, "files": files}
        if student.online_text:
            got[str(student.id)]["online_text"] = student.online_text
    assert got == wanted["students"]
    refused = [{"entry": one.entry, "reason": one.reason} for one in found.refused]
    assert sorted(refused, key=str) == sorted(wanted["refused"], key=str)


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return path


def test_an_entry_that_lies_about_its_size_is_not_unpacked_further(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.zip", {"A_1_assignsubmission_file/a.pdf": bytes(40 << 20)})
    found = read_submissions(source)
    assert [one.reason for one in found.refused] == ["too_large"]


def test_reading_a_download_writes_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.zip", {"A_1_assignsubmission_file/a.pdf": ONE_PAGE})
    read_submissions(source)
    assert list(tmp_path.iterdir()) == [source]


def test_a_file_is_fetched_again_with_the_bytes_that_were_hashed(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.zip", {"A_1_assignsubmission_file/a.pdf": ONE_PAGE})
    file = read_submissions(source).students[0].files[0]
    assert content(file) == ONE_PAGE


def test_a_download_that_was_unpacked_reads_like_the_zip(tmp_path: Path) -> None:
    names = {
        "Ada L_7_assignsubmission_file/a.pdf": ONE_PAGE,
        "Bo_8_assignsubmission_file/b.pdf": ONE_PAGE,
    }
    source = archive(tmp_path / "a.zip", names)
    with zipfile.ZipFile(source) as opened:
        opened.extractall(tmp_path / "out")

    def owners(place: Path) -> list[tuple[int | None, str]]:
        return [(s.id, s.files[0].sha256) for s in read_submissions(place).students]

    assert owners(tmp_path / "out") == owners(source)


def test_loose_pdfs_are_named_by_their_file(tmp_path: Path) -> None:
    (tmp_path / "Émile Léger.pdf").write_bytes(ONE_PAGE)
    assert [student.key for student in read_submissions(tmp_path).students] == ["emile-leger"]


def test_a_link_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.pdf").write_bytes(ONE_PAGE)
    try:
        (tmp_path / "in" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    except OSError:
        pytest.skip("no symbolic links here")
    found = read_submissions(tmp_path / "in")
    assert (found.students, [one.reason for one in found.refused]) == ((), ["symlink"])
