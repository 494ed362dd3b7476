"""The zip of feedback files: names that Moodle matches, and what it will make of a zip."""

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Mapping

from reportkit.records import dataclass
from reportkit.seminar.moodle.loose import is_numeric
from reportkit.seminar.moodle.tables import Refused

_LOST = re.compile("[\x00-\x1f\x7f-\x9f&<>\"`|':\\\\/]")
_PLUGINS = {
    "assignsubmission": ("file", "onlinetext", "comments"),
    "assignfeedback": ("file", "comments", "editpdf", "offline"),
}
# the same for every file, so that the same feedback gives the same bytes
_STAMP = (1980, 1, 1, 0, 0, 0)
_LARGEST = 64 << 20  # bytes of one entry


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """A file that reaches a participant; `path` begins with "/". `replaces` one that is there."""

    id: int
    path: str
    size: int
    sha256: str
    replaces: bool


@dataclass(frozen=True, slots=True)
class PassedEntry:
    """An entry that Moodle leaves out."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class ZipPreview:
    """The verdict on a feedback zip; what comes before the entry that is `refused` may be stored."""

    files: tuple[FeedbackFile, ...] = ()
    passed_over: tuple[PassedEntry, ...] = ()
    refused: Refused | None = None


def folder_name(name: str, id: int) -> str:
    """Return the folder that Moodle leads to participant `id`; only the number counts for it."""
    shown = _LOST.sub("", unicodedata.normalize("NFC", name)).replace("_", " ")
    # a name of 255 bytes is the most that file systems take, and the rest needs some forty
    shown = shown.encode()[:150].decode(errors="ignore").strip(" .") or "Participant"
    return f"{shown}_{id}_assignsubmission_file"


def feedback_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of `files` (path with "/" -> content), the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _STAMP)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return target.getvalue()


def preview_zip(
    data: bytes,
    known: Collection[int],
    submitted: Mapping[int, Mapping[str, bytes]] | None = None,
    existing: Mapping[int, Collection[str]] | None = None,
) -> ZipPreview:
    """Return what Moodle will make of a feedback zip.

    `submitted` has what each participant handed in (path from "/" -> content), `existing` the paths of
    feedback files that are in Moodle already.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        return ZipPreview(refused=Refused("not_a_zip", str(problem)))
    contents, passed = _contents(archive)
    files: dict[tuple[int, str], FeedbackFile] = {}
    for path, content in sorted(contents.items()):
        target = _target(path, known)
        if isinstance(target, str):
            passed.append(PassedEntry(path, target))
            continue
        id, plugin, inside = target
        if _handed_in(plugin, inside, content, (submitted or {}).get(id, {})):
            passed.append(PassedEntry(path, "same_as_submission"))
            continue
        place = "/" + inside.lstrip("/")
        replaces = (id, place) in files or place in (existing or {}).get(id, ())
        if replaces and place.count("/") > 1:  # Moodle looks for it in the top folder only
            refused = Refused("nested_file_exists", path)
            return ZipPreview(tuple(files.values()), tuple(passed), refused)
        digest = hashlib.sha256(content).hexdigest()
        files[id, place] = FeedbackFile(id, place, len(content), digest, replaces)
    return ZipPreview(tuple(files.values()), tuple(passed))


def _contents(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], list[PassedEntry]]:
    contents: dict[str, bytes] = {}
    passed: list[PassedEntry] = []
    for info in archive.infolist():
        path = _as_kept(info.filename)
        if info.is_dir() or path.endswith("/"):
            continue
        if not path or path in contents:
            passed.append(PassedEntry(info.filename, "name_taken" if path else "no_name"))
        elif info.file_size > _LARGEST:
            passed.append(PassedEntry(path, "too_large"))
        else:
            try:
                contents[path] = archive.read(info)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError, OSError):
                passed.append(PassedEntry(path, "unreadable"))
    return contents, passed


def _as_kept(path: str) -> str:
    """Return an entry's path as Moodle keeps it: no way up, no drive, no quotes or colons.

    A "./" that it begins with stays.
    """
    parts = path.replace("\\", "/").split("/")
    kept = ["" if part in (".", "..") else part for part in (_LOST.sub("", p) for p in parts)]
    if parts[0] == ".":
        kept[0] = "."
    *folders, name = kept
    return "/".join([*filter(None, folders), name])


def _target(path: str, known: Collection[int]) -> tuple[int, str, str] | str:
    """Return participant, plugin and path inside it, or why Moodle finds none."""
    parts = path.split("/")
    if parts[-1].startswith((".", "~")):
        return "hidden"
    reason = "no_id"
    for depth, part in enumerate(parts, 1):
        pieces = part.split("_", 4)
        if len(pieces) < 4 or not is_numeric(pieces[1]):
            continue
        number, kind, plugin = float(pieces[1]), pieces[2], pieces[3]
        if number not in known:
            reason = "unknown_id"
        elif plugin not in _PLUGINS.get(kind, ()):
            reason = "unknown_plugin"
        else:
            rest = pieces[4] if len(pieces) == 5 else ""
            return int(number), f"{kind}_{plugin}", "/".join([rest, *parts[depth:]])
    return reason


def _handed_in(plugin: str, path: str, content: bytes, submitted: Mapping[str, bytes]) -> bool:
    """Return whether it is the submission itself: the same bytes under the same path."""
    start = {"assignsubmission_file": "/", "assignsubmission_onlinetext": "onlinetext"}.get(plugin)
    return start is not None and path.startswith(start) and submitted.get(path) == content
