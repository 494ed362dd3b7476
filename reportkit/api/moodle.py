"""`feedback preview`: what Moodle will make of a filled worksheet."""

from collections.abc import Mapping
from pathlib import Path

from reportkit.errors import Unreadable
from reportkit.seminar.moodle.languages import TONGUES
from reportkit.seminar.moodle.preview import Preview, Upload, preview
from reportkit.seminar.moodle.worksheet import Worksheet, read_worksheet

_LARGEST = 64 << 20  # bytes; a worksheet of a thousand students has one or two million


def worksheet_at(path: str | Path) -> Worksheet:
    """Return the downloaded worksheet. Raises Unreadable, UsageProblem."""
    return read_worksheet(file_bytes(Path(path)), str(path))


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises Unreadable for one that is missing or far too large."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"{path} is too large for a file of Moodle's")
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}") from None


def preview_worksheet(
    original: str | Path,
    filled: str | Path,
    *,
    language: str,
    version: str = "current",
    allow_updates: bool = False,
    separator: str = ",",
    encoding: str = "utf-8",
    changed_since: Mapping[int, int] | None = None,
) -> tuple[Worksheet, Preview]:
    """Return the downloaded worksheet, and the verdict on the filled one.

    `language` is that of the person who uploads, "en" or "de"; `version` one of VERSIONS.
    `changed_since` maps participants that changed in Moodle after the download to a Unix time.
    Raises Unreadable, and UsageProblem where `original` is no worksheet.
    """
    worksheet = worksheet_at(original)
    upload = Upload(
        TONGUES[language], version, allow_updates, separator, encoding, dict(changed_since or {})
    )
    return worksheet, preview(worksheet, file_bytes(Path(filled)), upload)
