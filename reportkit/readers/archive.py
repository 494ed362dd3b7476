"""Archives of LaTeX sources, unpacked in memory: tar, tar.gz, gz and zip, told by their content.

Nothing is written to disk. What no honest archive of a paper holds is refused as a whole: links,
absolute paths, ways out of the folder, devices, and content that grows out of proportion.
"""

import io
import json
import re
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from reportkit.errors import Unreadable

_MOST_FILES = 5_000
_MOST_MEMBERS = 1_000  # of one gzip file, each of which may be empty
_MOST_BYTES = 256 * 2**20  # unpacked, figures included; arXiv takes 50 MB
_MOST_TEXT = 64 * 2**20  # of the files that are read
_LARGEST_TEXT = 16 * 2**20
# text packs to a fifth or a tenth, a bomb to a thousandth
_LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 16 * 2**20
_LONGEST_S = 20.0
TEXT_SUFFIXES = frozenset(
    [
        ".tex",
        ".ltx",
        ".latex",
        ".sty",
        ".cls",
        ".aux",
        ".bbl",
        ".json",
        ".yaml",
        ".yml",
        ".toml",
        ".xxx",
        ".inc",
        ".def",
        ".clo",
        ".tikz",
    ]
)


def _is_tar(head: bytes) -> bool:
    """Return whether a tar header stands there: its checksum fits (POSIX and older forms)."""
    if len(head) < 512:
        return False
    stored = re.fullmatch(rb" *([0-7]{1,7})[\0 ]*", head[148:156])
    if stored is None:
        return False
    return int(stored[1], 8) == sum(head[:148]) + 8 * 32 + sum(head[156:])


def unpacked(data: bytes, name: str) -> Mapping[str, bytes]:
    """Return the archive's text files and PDFs by their path; "" is the name of a bare gzip's file.

    Raises Unreadable with one line for archives that are damaged, encrypted, too large or hostile.
    """
    try:
        if data[:4] == b"PK\x03\x04":
            return _read(_zip_members(data, name), name)
        if data[:2] == b"\x1f\x8b":
            data = _gunzipped(data, name)
            if not _is_tar(data[:512]):
                return {"": data}
        return _read(_tar_members(data, name), name)
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
        raise Unreadable(f"{name} is a damaged archive ({problem}): download it again") from None
    except (NotImplementedError, RuntimeError, ValueError, LookupError, struct.error) as problem:
        raise Unreadable(f"{name} cannot be unpacked: {problem}") from None


def _read(members: Iterator[tuple[str, int, io.BufferedIOBase]], name: str) -> dict[str, bytes]:
    started = time.monotonic()
    found: dict[str, bytes] = {}
    declared = text = 0
    for number, (path, size, stream) in enumerate(members, 1):
        declared += size
        if number > _MOST_FILES or declared > _MOST_BYTES:
            raise _too_large(name)
        if time.monotonic() - started > _LONGEST_S:
            raise Unreadable(f"{name} takes too long to unpack")
        safe = _safe_path(path, name)
        if not _is_wanted(safe):
            continue
        content = stream.read(_LARGEST_TEXT + 1)
        text += len(content)
        if len(content) > _LARGEST_TEXT or text > _MOST_TEXT:
            if safe.lower().endswith(".pdf"):
                text -= len(content)
                continue
            raise _too_large(name)
        found[safe] = content
    return found


def _is_wanted(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.suffix.lower() in TEXT_SUFFIXES | {".pdf"} or pure.name.startswith("00README")


def _safe_path(path: str, name: str) -> str:
    """Return the member's path within the archive; Unreadable where it leads out of it."""
    plain = path.replace("\\", "/")
    parts = plain.split("/")
    if plain.startswith("/") or re.match(r"[A-Za-z]:", plain) or ".." in parts or "\0" in plain:
        raise Unreadable(
            f"{name} is not unpacked: {_shown(path)} leads out of the archive's folder"
        )
    return "/".join(part for part in parts if part not in ("", "."))


def _shown(path: str) -> str:
    return ascii(path[:80])


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        f"{name} is not unpacked: more files or bytes than any paper has "
        f"(limits {_MOST_FILES} files, {_MOST_BYTES // 2**20} MB)"
    )


def _gunzipped(data: bytes, name: str) -> bytes:
    """Return the content of the gzip members, checked while it grows."""
    pieces: list[bytes] = []
    total = 0
    rest = data
    members = 0
    while rest[:2] == b"\x1f\x8b":
        members += 1
        if members > _MOST_MEMBERS:
            raise _too_large(name)
        machine = zlib.decompressobj(wbits=31)
        while not machine.eof:
            piece = machine.decompress(rest, 2**20)
            rest = machine.unconsumed_tail
            pieces.append(piece)
            total += len(piece)
            grown = total > max(_LARGEST_RATIO * len(data), _RATIO_MATTERS_FROM)
            if total > _MOST_BYTES or grown:
                raise _too_large(name)
            if not piece and not machine.eof and not rest:
                raise EOFError("it ends too early")
        rest = machine.unused_data
    return b"".join(pieces)


def _tar_members(data: bytes, name: str) -> Iterator[tuple[str, int, io.BufferedIOBase]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for member in archive:
            if member.issym() or member.islnk():
                raise Unreadable(f"{name} is not unpacked: {_shown(member.name)} is a link")
            if member.isdir():
                _safe_path(member.name, name)
                continue
            stream = archive.extractfile(member) if member.isreg() else None
            if stream is None:
                raise Unreadable(f"{name} is not unpacked: {_shown(member.name)} is no plain file")
            yield member.name, member.size, stream  # type: ignore[misc]  # typeshed: IO[bytes]


def _zip_members(data: bytes, name: str) -> Iterator[tuple[str, int, io.BufferedIOBase]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > _MOST_FILES or declared > max(
            _LARGEST_RATIO * len(data), _RATIO_MATTERS_FROM
        ):
            raise _too_large(name)
        for member in members:
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                raise Unreadable(f"{name} is not unpacked: {_shown(member.filename)} is a link")
            if member.flag_bits & 1:
                raise Unreadable(f"{name} is encrypted: unpack it and give its folder")
            if member.is_dir():
                _safe_path(member.filename, name)
                continue
            with archive.open(member) as stream:
                yield member.filename, member.file_size, stream  # type: ignore[misc]  # typeshed


# --- which file is the paper ----------------------------------------------------------------

_CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.MULTILINE)
_BEGIN = re.compile(r"^[^%\n]*\\begin\s*\{document\}", re.MULTILINE)
_INCLUDED = re.compile(r"^[^%\n]*\\(?:input|include|subfile)\s*\{?([^}\s%]+)", re.MULTILINE)
_LIKELY = re.compile(r"(^|/)(main|paper|ms|article|root|arxiv|final|manuscript)\w*\.tex$", re.I)
_UNLIKELY = re.compile(
    r"supp|response|rebuttal|cover|poster|slides|template|sample|talk|diff", re.I
)


def main_file(files: Mapping[str, str]) -> str | None:
    """Return the path of the file that is the paper, None where there is no LaTeX source.

    arXiv's 00README says it; else the complete document that no other file reads in, the likely
    name and the longer text first.
    """
    told = _told(files)
    if told is not None:
        return told
    sources = {
        path: text for path, text in files.items() if path.lower().endswith((".tex", ".ltx"))
    }
    sources = sources or {path: text for path, text in files.items() if _CLASS.search(text)}
    read_in = {
        PurePosixPath(name).stem for text in sources.values() for name in _INCLUDED.findall(text)
    }
    return max(sources, key=lambda path: _score(path, sources[path], read_in), default=None)


def _score(path: str, text: str, read_in: set[str]) -> tuple[int, int]:
    points = 8 * bool(_CLASS.search(text)) + 8 * bool(_BEGIN.search(text))
    points -= 6 * (PurePosixPath(path).stem in read_in)
    points += 2 * bool(_LIKELY.search(path)) - 3 * bool(_UNLIKELY.search(path))
    points += 2 * ("\\title" in text) + ("\\maketitle" in text) - path.count("/")
    points -= 6 * ("{standalone}" in text or "{beamer}" in text or "{subfiles}" in text)
    return points, len(text)


def _told(files: Mapping[str, str]) -> str | None:
    """Return the top-level file that arXiv's 00README names, None where none does."""
    for path, text in files.items():
        folder, _, base = path.rpartition("/")
        name = _told_by(base, text) if base.startswith("00README") else None
        found = f"{folder}/{name}" if folder and name else name
        if found in files:
            return found
    return None


def _told_by(base: str, text: str) -> str | None:
    if base.lower().endswith(".json"):
        return _told_by_json(text)
    if base.upper().endswith(".XXX"):
        found = re.search(r"^(\S+)\s+toplevelfile", text, re.MULTILINE)
        return found[1] if found else None
    # YAML and TOML: the file named nearest to "toplevel"
    before = text[: text.find("toplevel")] if "toplevel" in text else ""
    names = re.findall(r"filename\s*[:=]\s*[\"']?([^\"'\s,}]+)", before)
    return names[-1] if names else None


def _told_by_json(text: str) -> str | None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    sources = content.get("sources", ()) if isinstance(content, dict) else ()
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and source.get("usage") == "toplevel":
            name = source.get("filename")
            return name if isinstance(name, str) else None
    return None
