"""A class's grading folder: who is in it, what was found, and where everything lies."""

import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

import msgspec

from reportkit.decoding import file_text, yaml_entry
from reportkit.errors import UsageProblem
from reportkit.findings import Report
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.rubric import Rubric, decoded_rubric
from reportkit.seminar.near_copies import NearCopy, Sketch
from reportkit.seminar.sheets.model import rubric_hash

SCHEMA = "reportkit.class/1"
_SAFE_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_TUTOR = re.compile(r"[A-Za-z0-9_-]{1,40}")
_TEMPORARY = re.compile(r"\..+\.(?:[a-z0-9_]{8}|\d+\.new)")
_ABANDONED_S = 600
_SUBFOLDERS = ("drafts", "results", "sheets", "pages", "rubrics", "feedback", "moodle", "annotated")


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the class, or a team where the class hands in by teams.

    `id` is Moodle's number, None for a file that came without. `draft` is the hash of the PDF taken as
    the report, "" where there is none; `result` names its file in results/. `late_minutes` is None
    where nothing is known of the date, at most 0 where it was in time. `problem` says in a sentence why
    there is nothing to grade, "" where there is.
    """

    key: str
    id: int | None
    name: str
    email: str = ""
    files: tuple[str, ...] = ()
    draft: str = ""
    draft_file: str = ""
    paper: str = ""
    paper_certainty: str = ""
    late_minutes: int | None = None
    result: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()
    tutors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The class as the last `grade` left it; `id_is` "group" where members are teams.

    `anonymous`: names of students are left out of everything that is written for people.
    `first_round` is the grading folder of the drafts that came before, "" where there is none.
    """

    members: tuple[Member, ...]
    tutors: tuple[str, ...]
    markers: int = 1
    id_is: str = "participant"
    anonymous: bool = False
    first_round: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    near_copies: tuple[NearCopy, ...] = ()
    schema: str = SCHEMA

    def member(self, key: str) -> Member | None:
        """Return the student with this key or number, None where there is none."""
        return next((one for one in self.members if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Result:
    """What a check of one draft left: the report, the paper it was held against, its sketch."""

    key: str
    report: Report
    paper: str = ""
    certainty: str = ""
    because: str = ""
    sketch: Sketch = ()


@dataclass(frozen=True, slots=True)
class ClassNotes:
    """class.yaml, which people edit: what holds for every sheet.

    `dismissed` maps rules to why their findings are wrong for everyone; `comments` has ready comments
    for criteria; `calibration` is the report that all tutors read first, "" for none.
    """

    dismissed: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    calibration: str = ""


_NOTES = """\
# What holds for the whole class. Edit it; `reportkit feedback status` tells of mistakes.

# Kinds of findings that are wrong for everyone, with the reason:
dismissed: {}
#   RK601: the seminar accepts this construction

# More ready comments for all sheets:
comments: {}
#   proofs:
#     constant: "The constant of {statement} is not the paper's."

# The report that all tutors read first, by its number:
calibration:
"""


class GradingFolder:
    """The files of one class; every write is whole or not at all."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @property
    def exists(self) -> bool:
        """Return whether `grade` has written here."""
        return (self.place / "class.json").is_file()

    def opened(self) -> "GradingFolder":
        """Return self. Raises UsageProblem where it is no grading folder."""
        if not self.exists:
            raise UsageProblem(f"{self.place} is no grading folder: reportkit grade makes one")
        return self

    def prepare(self) -> None:
        """Make the folders, and sweep out what a run that was killed left half-written."""
        for name in _SUBFOLDERS:
            (self.place / name).mkdir(parents=True, exist_ok=True)
        # others may be writing now, so only what is old
        before = time.time() - _ABANDONED_S
        for folder in (self.place, *(self.place / name for name in _SUBFOLDERS)):
            for path in folder.iterdir():
                if _TEMPORARY.fullmatch(path.name) and path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)
        if not (self.place / "class.yaml").exists():
            write_whole(self.place / "class.yaml", _NOTES)

    def roster(self) -> Roster:
        """Return the class. Raises UsageProblem where class.json is damaged."""
        file = self.place / "class.json"
        try:
            return msgspec.json.decode(file.read_bytes(), type=Roster)
        except FileNotFoundError:
            raise UsageProblem(
                f"{self.place} is no grading folder: there is no class.json"
            ) from None
        except msgspec.DecodeError as problem:
            raise UsageProblem(
                f"{file} is damaged ({problem}); run reportkit grade again"
            ) from None

    def write_roster(self, roster: Roster) -> None:
        """Write class.json, names and all; it is for programs."""
        data = msgspec.json.format(msgspec.json.encode(roster), indent=1)
        write_whole(self.place / "class.json", data)

    def notes(self) -> ClassNotes:
        """Return what class.yaml says. Raises UsageProblem with the line."""
        file = self.place / "class.yaml"
        if not file.is_file():
            return ClassNotes()
        table = yaml_entry(file_text(file), str(file)).table(
            (), ("dismissed", "comments", "calibration")
        )
        comments = table["comments"].mapping() if "comments" in table else {}
        dismissed = table["dismissed"].mapping() if "dismissed" in table else {}
        calibration = table.get("calibration")
        has_calibration = calibration is not None and calibration.node.value
        return ClassNotes(
            {code: str(entry.node.value) for code, entry in dismissed.items()},
            {
                criterion: {id: text.text() for id, text in entry.mapping().items()}
                for criterion, entry in comments.items()
            },
            calibration.text() if calibration is not None and has_calibration else "",
        )

    def rubric(self) -> Rubric:
        """Return the rubric of the class. Raises UsageProblem."""
        file = self.place / "rubric.yaml"
        return decoded_rubric(file_text(file), str(file))

    def write_rubric(self, text: str) -> None:
        """Write the rubric, and keep it under its hash for the sheets that were begun with it."""
        rubric = decoded_rubric(text, "the rubric")
        write_whole(self.place / "rubric.yaml", text)
        self.keep_rubric(rubric, text)

    def keep_rubric(self, rubric: Rubric, text: str) -> None:
        """Keep this version of the rubric, so that sheets can be brought along from it later."""
        kept = self.place / "rubrics" / f"{rubric_hash(rubric)}.yaml"
        if not kept.exists():
            write_whole(kept, text)

    def rubric_with(self, hash: str) -> Rubric | None:
        """Return the version of the rubric with this hash, None where it was not kept."""
        file = self.place / "rubrics" / f"{hash}.yaml"
        if not re.fullmatch("[0-9a-f]{1,64}", hash) or not file.is_file():
            return None
        return decoded_rubric(file_text(file), str(file))

    def sheets(self) -> tuple[Path, ...]:
        """Return the sheets' files, sorted; those set aside by a conflict are not among them."""
        found = (self.place / "sheets").glob("*.yaml")
        return tuple(sorted(path for path in found if ".conflict-" not in path.name))

    def conflicts(self) -> tuple[Path, ...]:
        """Return the sheets that were set aside because a colleague had changed the file."""
        return tuple(sorted((self.place / "sheets").glob("*.conflict-*.yaml")))

    def sheet_file(self, key: str, tutor: str, revision: int = 1) -> Path:
        """Return where a sheet lies: KEY.TUTOR.yaml, later revisions KEY.TUTOR.2.yaml."""
        number = f".{revision}" if revision > 1 else ""
        return self.place / "sheets" / f"{key}.{tutor}{number}.yaml"

    def draft(self, key: str) -> Path:
        """Return where the report of a student lies."""
        return self.place / "drafts" / f"{key}.pdf"

    def result(self, key: str) -> Result | None:
        """Return what a check left, None where it has not run or its file is damaged."""
        try:
            data = (self.place / "results" / f"{key}.json").read_bytes()
            return msgspec.json.decode(data, type=Result)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def result_file(self, key: str) -> Path:
        """Return where the result of a check lies."""
        return self.place / "results" / f"{key}.json"

    def forget(self) -> int:
        """Delete the class's data, and return how many files went. Foreign files stay.

        Raises UsageProblem where it is no grading folder.
        """
        self.opened()
        count = 0
        for name in _SUBFOLDERS:
            folder = self.place / name
            if folder.is_dir() and not folder.is_symlink():
                count += sum(path.is_file() for path in folder.rglob("*"))
                shutil.rmtree(folder)
        # class.json last, so that a run that was broken off can be done again
        for path in sorted(self.place.iterdir(), key=lambda path: path.name == "class.json"):
            if path.is_file() and (path.name in _OWN or _TEMPORARY.fullmatch(path.name)):
                path.unlink()
                count += 1
        if not any(self.place.iterdir()):
            self.place.rmdir()
        return count


_OWN = ("class.json", "class.yaml", "class.csv", "class.html", "rubric.yaml", "agreement.txt")


def checked_tutor(name: str) -> str:
    """Return a tutor's short name. Raises UsageProblem for one that makes no file name."""
    if not _TUTOR.fullmatch(name):
        raise UsageProblem(f"{name!r}: a tutor's short name has letters and digits, as mf")
    return name


def is_safe_key(key: str) -> bool:
    """Return whether a student's key can be part of a file's name."""
    return bool(_SAFE_KEY.fullmatch(key))
