"""What was handed in: PDFs, folders, and Moodle's "download all submissions" zip as it is."""

import hashlib
import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from reportkit.errors import Unreadable
from reportkit.records import dataclass

# name_NUMBER_assignsubmission_file, with or without a trailing underscore, or a file's name behind it
_MOODLE = re.compile(
    r"(?P<name>.*)_(?P<id>[0-9]{1,18})_(?P<type>assignsubmission|assignfeedback)_(?P<plugin>[a-z]+)"
    r"(?:_(?P<rest>.*))?",
    re.DOTALL,
)
_NUMBERLESS = re.compile(r".*_assignsubmission_[a-z]+(?:_.*)?", re.DOTALL)
_LITTER = re.compile(r"__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|~\$.*", re.IGNORECASE)
_LARGEST_FILE = 128 << 20  # bytes; Moodle's usual limit for an upload is lower
_LARGEST_ARCHIVE = 4 << 30
_MOST_ENTRIES = 20_000
_LONGEST_NAME = 255  # bytes of one component, on the usual file systems
# a PDF's streams are compressed already; what shrinks two hundredfold is there to burst
_BOMB_SIZE, _BOMB_RATIO = 16 << 20, 200
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of a student.

    `path` is inside the student's folder and begins with "/", `entry` is the name in the archive or
    the folder, as it stands there. `kind` is "pdf", "encrypted_pdf" (a password is asked for),
    "damaged_pdf", "not_a_pdf" (a .pdf that is none), "empty" or "other".
    """

    source: Path
    entry: str
    path: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in, in the archive's order.

    `id` is the number of Moodle, None for files that came without one; `key` names the student in
    file names. `online_text` is the entry of a text typed into Moodle, None where there is none.
    """

    key: str
    id: int | None
    name: str
    files: tuple[SubmittedFile, ...]
    online_text: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that was left alone, and why."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Submissions:
    """All that was handed in; `id_is` "group" where the numbers are those of teams."""

    students: tuple[Submission, ...]
    refused: tuple[Refusal, ...] = ()
    id_is: str = "participant"
    fatal: str | None = None  # "not_a_zip": nothing of the archive could be read


REASONS: Mapping[str, str] = {
    "leaves_folder": "its path leads out of the folder",
    "absolute_path": "its path begins at the root of a disk",
    "symlink": "it is a symbolic link",
    "name_too_long": "its name is longer than a file system takes",
    "same_name_in_other_case": "another file differs from it in capitals only",
    "name_taken": "another file has the same name",
    "system_file": "an operating system left it there",
    "feedback_file": "it is feedback, not a submission",
    "no_id": "no student's number is in its path",
    "too_large": "it is too large, or would be when unpacked",
    "too_many": "the archive has too many entries",
    "unreadable": "it cannot be unpacked: the archive is damaged there",
    "encrypted": "it is locked with a password",
}
"""What each reason of a Refusal means, for people."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry before anything is known of it; `fetch` returns its bytes or raises _Refused."""

    source: Path
    entry: str
    is_folder: bool
    is_link: bool
    fetch: Callable[[], bytes]


class _Refused(Exception):
    def __init__(self, reason: str) -> None:
        self.reason = reason


def read_submissions(source: Path) -> Submissions:
    """Return what `source` (a PDF, a folder or a zip) holds; nothing is unpacked to disk.

    One file is in memory at a time. Raises Unreadable where there is no such file.
    """
    if source.is_dir():
        return _gathered(_folder_entries(source), loose_files=True)
    if not source.exists():
        raise Unreadable(f"{source}: there is no such file or folder")
    if not _is_archive(source) and source.suffix.lower() != ".zip":
        return _gathered([_file_entry(source, source.name)], loose_files=True)
    try:
        with zipfile.ZipFile(source) as archive:
            return _gathered(_zip_entries(source, archive), loose_files=False)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return Submissions((), fatal="not_a_zip")


def _is_archive(source: Path) -> bool:
    """Return whether a file begins as zips do; a PDF inside may be stored as it is, so this is first."""
    with source.open("rb") as stream:
        return stream.read(2) == b"PK"


def read_all(sources: Iterable[Path]) -> Submissions:
    """Return what several sources hold together; files of the same student come together."""
    everything = [read_submissions(source) for source in sources]
    students: dict[str, Submission] = {}
    for one in (student for part in everything for student in part.students):
        there = students.get(one.key)
        files = (*there.files, *one.files) if there else one.files
        students[one.key] = replace(one, files=files)
    return Submissions(
        tuple(students.values()),
        tuple(refusal for part in everything for refusal in part.refused),
        "group" if any(part.id_is == "group" for part in everything) else "participant",
        next((part.fatal for part in everything if part.fatal), None),
    )


def content(file: SubmittedFile) -> bytes:
    """Return the bytes of a submitted file, read again. Raises Unreadable where that fails."""
    try:
        if file.source.is_dir():
            return _bounded((file.source / file.entry).open("rb"))
        if not _is_archive(file.source):
            return _bounded(file.source.open("rb"))
        with zipfile.ZipFile(file.source) as archive:
            for info in archive.infolist():
                if _shown_name(info) == file.entry:
                    return _unpacked(archive, info)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, _Refused):
        pass
    raise Unreadable(f"{file.source}: {file.entry} is not there any more")


def submitted_bytes(submissions: Submissions) -> dict[int, dict[str, bytes]]:
    """Return path -> content for each student with a number; all of it in memory."""
    return {
        student.id: {file.path: content(file) for file in student.files}
        for student in submissions.students
        if student.id is not None
    }


def _zip_entries(source: Path, archive: zipfile.ZipFile) -> Iterator[_Found]:
    left = _LARGEST_ARCHIVE

    def fetch(info: zipfile.ZipInfo) -> bytes:
        nonlocal left
        if info.file_size > left:
            raise _Refused("too_large")
        data = _unpacked(archive, info)
        left -= len(data)
        return data

    for info in archive.infolist():
        mode = info.external_attr >> 16
        yield _Found(
            source,
            _shown_name(info),
            info.is_dir(),
            stat.S_ISLNK(mode),
            lambda info=info: fetch(info),  # type: ignore[misc]  # mypy has no default in a lambda
        )


def _shown_name(info: zipfile.ZipInfo) -> str:
    """Return the entry's name; archives that forgot to say UTF-8 are read as such all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return an entry's bytes. Raises _Refused for what is too large, locked or broken."""
    if info.file_size > _LARGEST_FILE:
        raise _Refused("too_large")
    if info.file_size > _BOMB_SIZE and info.file_size > _BOMB_RATIO * info.compress_size:
        raise _Refused("too_large")
    if info.flag_bits & 1:
        raise _Refused("encrypted")
    try:
        return _bounded(archive.open(info))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError):
        raise _Refused("unreadable") from None


def _bounded(stream: IO[bytes]) -> bytes:
    """Return what a stream holds, whatever its header said of the size. Raises _Refused."""
    kept = io.BytesIO()
    with stream as source:
        while block := source.read(_BLOCK):
            kept.write(block)
            if kept.tell() > _LARGEST_FILE:
                raise _Refused("too_large")
    return kept.getvalue()


def _folder_entries(folder: Path) -> Iterator[_Found]:
    for place, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        inside = Path(place).relative_to(folder)
        for name in folders:
            here = Path(place) / name
            link = here.is_symlink()
            yield _Found(folder, (inside / name).as_posix() + "/", not link, link, bytes)
        for name in sorted(files):
            yield _file_entry(Path(place) / name, (inside / name).as_posix(), folder)


def _file_entry(path: Path, entry: str, source: Path | None = None) -> _Found:
    def fetch() -> bytes:
        try:
            if not path.is_file():  # a pipe or a device would never end
                raise _Refused("unreadable")
            return _bounded(path.open("rb"))
        except OSError:
            raise _Refused("unreadable") from None

    return _Found(source or path, entry, False, path.is_symlink() and source is not None, fetch)


def _gathered(entries: Iterable[_Found], *, loose_files: bool) -> Submissions:
    """Sort entries to their students; with `loose_files` a PDF without a number counts, too."""
    students: dict[str, Submission] = {}
    refused: list[Refusal] = []
    of_groups = False
    for number, found in enumerate(entries):
        if number >= _MOST_ENTRIES:
            refused.append(Refusal(found.entry, "too_many"))
            break
        of_groups = of_groups or _is_numberless(found.entry)
        try:
            _sort_in(found, students, loose_files)
        except _Refused as refusal:
            refused.append(Refusal(found.entry, refusal.reason))
    group = "group" if of_groups else "participant"
    return Submissions(tuple(students.values()), tuple(refused), group)


def _is_numberless(entry: str) -> bool:
    """Return whether a folder of Moodle has no number: only the default group of teams has none."""
    parts = _parts(entry)
    return not any(map(_MOODLE.fullmatch, parts)) and any(map(_NUMBERLESS.fullmatch, parts))


def _parts(entry: str) -> list[str]:
    return [part for part in entry.replace("\\", "/").split("/") if part not in ("", ".")]


def _sort_in(found: _Found, students: dict[str, Submission], loose_files: bool) -> None:
    parts = _safe_parts(found)
    if found.is_folder and not any(_MOODLE.fullmatch(part) for part in parts):
        return
    for depth, part in enumerate(parts, 1):
        if match := _MOODLE.fullmatch(part):
            owner = _owner(match, students)
            inside = [*([match["rest"]] if match["rest"] else []), *parts[depth:]]
            plugin = match["plugin"] if match["type"] == "assignsubmission" else "feedback"
            break
    else:
        if not loose_files or not parts[-1].lower().endswith(".pdf"):
            raise _Refused("no_id")
        owner, inside, plugin = _nameless_owner(parts, students), [parts[-1]], "file"
    if plugin == "feedback":
        raise _Refused("feedback_file")
    if found.is_folder or not inside:
        students.setdefault(owner.key, owner)
        return
    if plugin == "onlinetext" and inside[-1].lower().startswith("onlinetext"):
        students[owner.key] = replace(owner, online_text=found.entry)
        return
    file = _file(found, unicodedata.normalize("NFC", "/" + "/".join(inside)), owner)
    students[owner.key] = replace(owner, files=(*owner.files, file))


def _safe_parts(found: _Found) -> list[str]:
    """Return the components of an entry's path. Raises _Refused for one that is not to be trusted."""
    path = found.entry.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise _Refused("absolute_path")
    parts = _parts(found.entry)
    if ".." in parts:
        raise _Refused("leaves_folder")
    if found.is_link:
        raise _Refused("symlink")
    if any(len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME for part in parts):
        raise _Refused("name_too_long")
    if not found.is_folder and any(map(_LITTER.fullmatch, parts)):
        raise _Refused("system_file")
    if not parts:
        raise _Refused("no_id")
    return parts


def _owner(match: re.Match[str], students: Mapping[str, Submission]) -> Submission:
    name = unicodedata.normalize("NFC", match["name"])
    new = Submission(str(int(match["id"])), int(match["id"]), name, ())
    return students.get(new.key, new)


def _nameless_owner(parts: list[str], students: Mapping[str, Submission]) -> Submission:
    """Return the student that a PDF without a number is taken to come from: its name, made safe."""
    stem = unicodedata.normalize("NFC", Path(parts[-1]).stem)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "report"
    taken, number = key, 1
    while taken in students:
        number += 1
        taken = f"{key}-{number}"
    return Submission(taken, None, stem, ())


def _file(found: _Found, path: str, owner: Submission) -> SubmittedFile:
    for other in owner.files:
        if other.path == path:
            raise _Refused("name_taken")
        if other.path.casefold() == path.casefold():
            raise _Refused("same_name_in_other_case")
    data = found.fetch()
    digest = hashlib.sha256(data).hexdigest()
    return SubmittedFile(found.source, found.entry, path, _kind(path, data), len(data), digest)


def _kind(path: str, data: bytes) -> str:
    if not data:
        return "empty"
    if b"%PDF-" not in data[:1024]:
        return "not_a_pdf" if path.lower().endswith(".pdf") else "other"
    if not _has_its_end(data):
        return "damaged_pdf"
    return "encrypted_pdf" if b"/Encrypt" in data and _asks_for_password(data) else "pdf"


def _has_its_end(data: bytes) -> bool:
    """Return whether the cross-reference table is where the file's last lines say (ISO 32000-1, 7.5.5)."""
    ends = re.findall(rb"startxref\s+([0-9]{1,12})", data[-8192:])
    if not ends:
        return False
    start = data.find(b"%PDF-") + int(ends[-1])
    return bool(re.match(rb"\s*(?:xref|[0-9]+\s+[0-9]+\s+obj)", data[start : start + 64]))


def _asks_for_password(data: bytes) -> bool:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        return reader.is_encrypted and not reader.decrypt("")
    except (PyPdfError, ValueError, KeyError, TypeError, NotImplementedError, RecursionError):
        return True
