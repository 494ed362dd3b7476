"""Archives: honest ones are read, hostile ones refused with one line."""

import gzip
import io
import json
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.cli import main
from reportkit.errors import Unreadable
from reportkit.readers import read
from reportkit.readers.archive import main_file, unpacked

PAPER = (
    "\\documentclass{article}\\newtheorem{theorem}{Theorem}\\begin{document}\\title{T}"
    "\\begin{theorem}All is even.\\end{theorem}\\input{part}\\end{document}"
)
FILES = {"main.tex": PAPER, "part.tex": "\\begin{theorem}More.\\end{theorem}", "fig.png": "x"}


def tar(files: dict[str, str], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return stream.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def with_member(kind: bytes, name: str = "x.tex", target: str = "/etc/passwd") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        archive.addfile(member)
    return stream.getvalue()


def linked_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("x.tex")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return stream.getvalue()


def many_files() -> bytes:
    return tar({f"{number}.tex": "" for number in range(5_001)})


def theorems(path: Path):
    return CliRunner().invoke(main, ["theorems", str(path), "--format", "json"])


@pytest.mark.parametrize(
    "data",
    [
        tar(FILES),
        tar(FILES, "w"),
        tar(FILES, "w:gz"),
        zipped(FILES),
        zipped({f"p/{n}": t for n, t in FILES.items()}),
    ],
    ids=["tar.gz", "tar", "tgz", "zip", "zip with a folder"],
)
def test_an_archive_is_told_by_its_content(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "1905.03684"
    path.write_bytes(data)
    found = json.loads(theorems(path).output)
    assert [s["id"] for s in found["statements"]] == ["theorem-1", "theorem-2"]
    assert {s["origin"] for s in found["statements"]} == {"source"}


def test_a_bare_gzip_is_one_source(tmp_path: Path) -> None:
    path = tmp_path / "paper.gz"
    path.write_bytes(gzip.compress(PAPER.encode()))
    assert "Theorem 1. All is even." in read(path).text


def test_a_pdf_in_disguise_is_read_as_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "2509.19389v1.tar.gz"
    path.write_bytes(gzip.compress(b"%PDF-1.5\nnot much of one"))
    with pytest.raises(Unreadable, match=r"2509\.19389v1"):
        read(path)


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert "Theorem 2. More." in read(tmp_path).text


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.tex"
    outside.write_text("secret", "utf-8")
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "main.tex").write_text(PAPER.replace("{part}", "{link}\\input{../secret}"), "utf-8")
    (folder / "link.tex").symlink_to(outside)
    assert "secret" not in read(folder).text.replace("../secret", "")
    assert "secret" not in read(folder / "main.tex").text


HOSTILE: dict[str, Callable[[], bytes]] = {
    "symbolic link": lambda: with_member(tarfile.SYMTYPE),
    "hard link": lambda: with_member(tarfile.LNKTYPE),
    "device": lambda: with_member(tarfile.CHRTYPE),
    "fifo": lambda: with_member(tarfile.FIFOTYPE),
    "link in a zip": linked_zip,
    "absolute path": lambda: tar({"/etc/x.tex": PAPER}),
    "parent folder": lambda: tar({"../x.tex": PAPER}),
    "parent further on": lambda: zipped({"a/../../x.tex": PAPER}),
    "backslashes": lambda: zipped({"..\\x.tex": PAPER}),
    "drive letter": lambda: tar({"C:\\x.tex": PAPER}),
    "gzip bomb": lambda: gzip.compress(b"\0" * (64 * 2**20), 9),
    "tar bomb": lambda: tar({"x.tex": " " * (40 * 2**20)}),
    "zip bomb": lambda: zipped({"x.tex": " " * (40 * 2**20)}),
    "too many files": many_files,
    "cut short": lambda: tar(FILES)[:-60],
    "cut zip": lambda: zipped(FILES)[:-30],
    "nothing within": lambda: tar({}),
    "no source": lambda: tar({"notes.md": "x"}),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_archive_is_refused_with_one_line(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "paper.tar.gz"
    path.write_bytes(make())
    started = time.process_time()
    done = theorems(path)
    assert time.process_time() - started < 5
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "paper.tar.gz" in done.stderr
    assert list(tmp_path.iterdir()) == [path]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_archive_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([tar(FILES), tar(FILES, "w"), zipped(FILES)]))
    place = data.draw(st.integers(0, len(whole) - 1))
    value = data.draw(st.integers(0, 255))
    broken = whole[:place] + bytes([value]) + whole[place + 1 :]
    try:
        files = unpacked(broken, "paper")
    except Unreadable:
        return
    assert all(not name.startswith("/") and ".." not in name.split("/") for name in files)


DOC = "\\documentclass{article}\\begin{document}x\\end{document}"


@pytest.mark.parametrize(
    "files, main",
    [
        ({"a.tex": DOC, "b.tex": DOC, "00README.json": '{"sources":[{"filename":"b.tex","usage":"toplevel"}]}'}, "b.tex"),
        ({"a.tex": DOC, "b.tex": DOC, "00README.XXX": "b.tex toplevelfile\n"}, "b.tex"),
        ({"a.tex": DOC, "b.tex": DOC, "00README.yaml": "sources:\n- filename: b.tex\n  usage: toplevel\n"}, "b.tex"),
        ({"main.tex": DOC, "supplement.tex": DOC + "x" * 99}, "main.tex"),
        ({"intro.tex": "words " * 99, "p.tex": DOC + "\\input{intro}"}, "p.tex"),
        ({"old/main.tex": DOC, "paper.tex": DOC}, "paper.tex"),
        ({"a.tex": DOC, "00README.json": "[1"}, "a.tex"),
        ({"a.tex": DOC, "00README.json": '{"sources":[{"filename":"gone.tex","usage":"toplevel"}]}'}, "a.tex"),
        ({"notes.md": "x"}, None),
    ],
    ids=["json", "XXX", "yaml", "supplement", "part", "folder", "broken json", "gone", "none"],
)  # fmt: skip
def test_the_main_file_is_found(files: dict[str, str], main: str | None) -> None:
    assert main_file(files) == main


def test_a_hundred_thousand_empty_gzip_members_are_refused() -> None:
    with pytest.raises(Unreadable, match="more files"):
        unpacked(gzip.compress(b"") * 100_000, "paper.gz")
