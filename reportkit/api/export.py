"""`feedback export`: the worksheet patched and the zip of feedback files, read back before it is said."""

import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from reportkit.api.feedback import Class, LetterOptions, build, letters_of, opened
from reportkit.api.moodle import file_bytes, worksheet_at
from reportkit.errors import ReportkitError, UsageProblem
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.rubric import Rubric
from reportkit.seminar.grading_folder import Member
from reportkit.seminar.letters import letter_body
from reportkit.seminar.moodle.feedback_zip import feedback_zip, folder_name, preview_zip
from reportkit.seminar.moodle.languages import TONGUES
from reportkit.seminar.moodle.preview import Preview, Upload, preview
from reportkit.seminar.moodle.worksheet import (
    Entry,
    Row,
    Worksheet,
    patched,
    written_grade,
)

_FILES = {".pdf": "feedback.pdf", ".html": "feedback.html", "-annotated.pdf": "draft-annotated.pdf"}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a class goes back to Moodle.

    `language` is that of the person who uploads, `version` a key of preview.VERSIONS. `scale` maps the
    worksheet's options to the least points for each; `rescale` allows a maximum other than the
    rubric's. `comments` False leaves Moodle's comments alone.
    """

    language: str
    version: str = "current"
    allow_updates: bool = False
    comments: bool = True
    rescale: bool = False
    scale: Mapping[str, float] = field(default_factory=dict)
    letters: LetterOptions = field(default_factory=LetterOptions)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What goes to Moodle; the paths are None in a dry run.

    `left` says who is not in it and why, `meant` what each participant is to get; `problems` are
    mistakes in sheets.
    """

    worksheet: Worksheet
    preview: Preview
    meant: Mapping[int, Entry]
    left: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    worksheet_file: Path | None
    zip_file: Path | None
    files_in_zip: int


class NotWritten(ReportkitError):
    """What was read back is not what was meant; nothing may be uploaded."""


def export(place: Path, worksheet: Path, options: ExportOptions) -> Exported:
    """Patch the downloaded worksheet with the class's marks, and zip the feedback files.

    Both are written to the folder moodle/, read back and compared. Raises UsageProblem where the
    worksheet's language is not that of the upload, or its scale or maximum does not fit; NotWritten where what was read back differs.
    """
    downloaded = worksheet_at(worksheet)
    if downloaded.tongue.code != options.language:
        raise UsageProblem(
            f"{worksheet} has the headers of another language ({downloaded.tongue.code}): Moodle would "
            f"take nothing of it. Upload with --lang {downloaded.tongue.code}, or switch Moodle to "
            f"{options.language!r} and download it again"
        )
    class_ = opened(place)
    meant, left, owners = _entries(class_, downloaded, options)
    filled = patched(downloaded, meant)
    upload = Upload(TONGUES[options.language], options.version, options.allow_updates)
    expected = preview(downloaded, filled, upload)
    notes = (*class_.notes, *_changed_by_moodle(expected, meant))
    if options.dry_run:
        return Exported(
            downloaded, expected, meant, left, notes, class_.read.problems, None, None, 0
        )
    build(place, options.letters)
    target = place / "moodle" / worksheet.name
    if target.absolute() == worksheet.absolute():
        raise UsageProblem(f"{worksheet} is an export already; give the file that was downloaded")
    write_whole(target, filled)
    archive, count = _zip(class_, downloaded, owners)
    _check_worksheet(target, downloaded, meant, upload, expected)
    _check_zip(archive, count, owners)
    return Exported(
        downloaded,
        expected,
        meant,
        left,
        notes,
        class_.read.problems,
        target,
        archive if count else None,
        count,
    )


def _changed_by_moodle(expected: Preview, meant: Mapping[int, Entry]) -> list[str]:
    """Return a note for each comment that is not ours and comes back otherwise than it is in Moodle."""
    return [
        f"Moodle itself will change the comment of {row.id}, which this export leaves alone: it will "
        f"begin {row.comment[:30]!r}"
        for row in expected.accepted
        if row.comment is not None and (row.id not in meant or meant[row.id].comment is None)
    ]


def _entries(
    class_: Class, worksheet: Worksheet, options: ExportOptions
) -> tuple[dict[int, Entry], tuple[str, ...], dict[int, str]]:
    """Return what each participant gets, who gets nothing and why, and whose letter is whose."""
    letters, left = letters_of(class_, options.letters)
    entries: dict[int, Entry] = {}
    owners: dict[int, str] = {}
    for member in class_.roster.members:
        if member.key not in letters:
            continue
        rows = _rows(member, class_, worksheet)
        if not rows:
            left.append(f"{member.key}: the worksheet has no row for {member.name or member.key}")
        points = class_.marks[member.key].points
        assert points is not None  # there is a letter
        grade = _grade(points, class_.rubric, worksheet, options)
        comment = letter_body(letters[member.key]) if options.comments else None
        for row in rows:
            entries[row.id] = Entry(grade, comment)
            owners[row.id] = member.key
    return entries, tuple(left), owners


def _rows(member: Member, class_: Class, worksheet: Worksheet) -> tuple[Row, ...]:
    """Return the participants that a member stands for: one, or all of a team."""
    if class_.roster.id_is == "group":
        return tuple(row for row in worksheet.rows if row.group and row.group == member.name)
    return tuple(row for row in worksheet.rows if row.id == member.id)


def _grade(points: float, rubric: Rubric, worksheet: Worksheet, options: ExportOptions) -> str:
    if worksheet.scale:
        return _option(points, worksheet, options.scale)
    maximum = worksheet.maximum
    if maximum is not None and maximum != rubric.total:
        if not options.rescale:
            raise UsageProblem(
                f"{worksheet.file}: Moodle's maximum is {maximum:g}, the rubric's {rubric.total:g}; "
                "change it in the assignment, or give --rescale"
            )
        points = points * maximum / rubric.total
    return written_grade(points, worksheet.tongue)


def _option(points: float, worksheet: Worksheet, least: Mapping[str, float]) -> str:
    """Return the best option of the scale whose least points are reached."""
    if set(least) != set(worksheet.scale):
        wanted = ",".join(f"{option}=…" for option in worksheet.scale)
        raise UsageProblem(
            f"{worksheet.file} has a scale; say from how many points each option counts: "
            f'--scale "{wanted}"'
        )
    reached = [option for option in worksheet.scale if points >= least[option]]
    if not reached:
        raise UsageProblem(f"no option of the scale counts for {points:g} points; one needs 0")
    return max(reached, key=lambda option: least[option])


def _zip(class_: Class, worksheet: Worksheet, owners: Mapping[int, str]) -> tuple[Path, int]:
    folder = class_.folder.place / "feedback"
    names = {row.id: "" if class_.roster.anonymous else row.name for row in worksheet.rows}
    files = {
        f"{folder_name(names[id], id)}/{name}": file.read_bytes()
        for id, key in owners.items()
        for suffix, name in _FILES.items()
        if (file := folder / f"{key}{suffix}").is_file()
    }
    target = class_.folder.place / "moodle" / "feedback.zip"
    write_whole(target, feedback_zip(files))
    return target, len(files)


def _check_worksheet(
    target: Path,
    downloaded: Worksheet,
    meant: Mapping[int, Entry],
    upload: Upload,
    expected: Preview,
) -> None:
    """Read the written worksheet back, and compare every cell and what Moodle will make of it."""
    data = file_bytes(target)
    again = worksheet_at(target)
    table = again.table
    places = [table.column(name) for name in (again.tongue.grade, again.tongue.comments)]
    for row, line in zip(again.rows, table.rows, strict=True):
        entry = meant.get(row.id)
        wanted = (entry.grade, entry.comment) if entry else (None, None)
        for place, value in zip(places, wanted, strict=True):
            if value is not None and place is not None and line[place] != value:
                raise NotWritten(f"{target}: the row of {row.id} holds {line[place][:40]!r}")
    if preview(downloaded, data, upload) != expected:
        raise NotWritten(f"{target} is not what was meant; do not upload it")
    for accepted in expected.accepted:
        entry = meant.get(accepted.id)
        number = accepted.option or accepted.grade
        grade = entry.grade if entry else None
        if accepted.grade is not None and not _same(number, grade, again):
            raise NotWritten(f"{target}: Moodle would give {number} to {accepted.id}")


def _same(number: float | str | None, cell: str | None, worksheet: Worksheet) -> bool:
    if isinstance(number, str) or cell is None:
        return number == cell
    return number == float(cell.replace(worksheet.tongue.decimal, "."))


def _check_zip(archive: Path, count: int, owners: Mapping[int, str]) -> None:
    found = preview_zip(archive.read_bytes(), set(owners))
    if found.refused or found.passed_over or len(found.files) != count:
        why = found.refused or (found.passed_over or ("files are missing",))[0]
        raise NotWritten(f"{archive}: Moodle would not take all of it: {why}")


def export_json(found: Exported) -> str:
    """Return what is announced as JSON, for programs."""
    from reportkit.seminar.moodle.report import preview_json

    data = json.loads(preview_json(found.preview))
    data["schema"] = "reportkit.export/1"
    data["left"] = list(found.left)
    data["problems"] = list(found.problems)
    data["worksheet"] = str(found.worksheet_file) if found.worksheet_file else None
    data["zip"] = str(found.zip_file) if found.zip_file else None
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
