"""`feedback preview`: what Moodle will make of a filled worksheet."""

from collections.abc import Mapping
from pathlib import Path

from reportkit.cells import csv_rows
from reportkit.errors import Unreadable, UsageProblem
from reportkit.resources import write_whole
from reportkit.seminar.moodle.gradebook import User, gradebook_csv, preview_gradebook
from reportkit.seminar.moodle.languages import TONGUES, Tongue
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


def write_gradebook(marks: Path, output: Path, users: str, mark: str, language: str) -> int:
    """Write a gradebook CSV from a table with the columns `users` and `mark`; return how many rows.

    What was written is read back as Moodle reads it. Raises Unreadable, UsageProblem.
    """
    tongue = TONGUES[language]
    try:
        rows = csv_rows(marks.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"{marks} cannot be read: {problem}") from None
    header = rows[0] if rows else []
    if users not in header or mark not in header:
        known = ", ".join(header)
        raise UsageProblem(f"{marks} needs the columns {users!r} and {mark!r} (it has: {known})")
    places = header.index(users), header.index(mark)
    given: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise UsageProblem(f"{marks}:{number}: {len(row)} cells, the header has {len(header)}")
        user, value = (row[place].strip() for place in places)
        if user in given:
            raise UsageProblem(f"{marks}:{number}: {user} is there twice")
        given[user] = _localised(value, tongue)
    data = gradebook_csv(users, mark, given, tongue)
    write_whole(output, data)
    _check_gradebook(output, users, mark, given, tongue)
    return len(given)


def _localised(mark: str, tongue: Tongue) -> str:
    """Return a mark in the language's decimals, "-" for none."""
    plain = mark.replace(",", ".") if mark.count(",") + mark.count(".") == 1 else mark
    return plain.replace(".", tongue.decimal) if plain else "-"


def _check_gradebook(
    output: Path, users: str, mark: str, given: Mapping[str, str], tongue: Tongue
) -> None:
    known = [User(number, email=user) for number, user in enumerate(given, 1)]
    mapping = {users: "useremail", mark: "1"}
    found = preview_gradebook(output.read_bytes(), known, mapping, tongue, cap=float("inf"))
    wanted = [
        None if value == "-" else float(value.replace(tongue.decimal, "."))
        for value in given.values()
    ]
    if found.refused or [grade.grade for grade in found.grades] != wanted:
        raise UsageProblem(f"{output} does not read back as it was written: {found.refused}")
