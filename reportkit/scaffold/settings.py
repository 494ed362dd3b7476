"""What a folder was made from: [template] in its reportkit.toml, and `--set key=value`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportkit.config import FILE_NAME
from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.scaffold.facts import PaperFacts, Student
from reportkit.scaffold.folder import Choice
from reportkit.scaffold.templates import FORMS, LANGUAGES, load_template
from reportkit.toml import toml_table

STUDENT_KEYS = (
    "author",
    "matriculation",
    "title",
    "seminar",
    "term",
    "tutor",
    "date",
    "slides-date",
)
_GIVEN = "as given"  # the origin of what a person says, here or in reportkit.toml
PAPER_KEYS = ("paper-title", "paper-authors", "year", "arxiv", "venue")


def checked_values(values: Mapping[str, str], where: str) -> dict[str, str]:
    """Return the values with their keys in one spelling. Raises UsageProblem that begins `where`."""
    known = (*STUDENT_KEYS, *PAPER_KEYS)
    checked = {}
    for key, value in values.items():
        name = key.strip().replace("_", "-")
        if name not in known:
            raise UsageProblem(f"{where}: unknown key {key!r}{nearest(key, known)}")
        checked[name] = value
    return checked


def student(values: Mapping[str, str], dates: tuple[tuple[str, str], ...] = ()) -> Student:
    """Return what the values say of the student and the seminar."""
    given = {key.replace("-", "_"): values[key] for key in STUDENT_KEYS if key in values}
    corrections = tuple((key, values[key]) for key in PAPER_KEYS if values.get(key))
    return Student(**given, dates=dates, corrections=corrections)


def corrected(facts: PaperFacts, values: Mapping[str, str]) -> PaperFacts:
    """Return the facts with what a person says of the paper in place of what was read.

    Authors are separated by semicolons or the word "and".
    """
    changes: dict[str, object] = {}
    if values.get("paper-title"):
        changes["title"] = values["paper-title"]
    if values.get("paper-authors"):
        names = values["paper-authors"].replace(" and ", ";").split(";")
        changes["authors"] = tuple(name.strip() for name in names if name.strip())
    if values.get("arxiv"):
        changes["arxiv_id"], changes["version"] = _arxiv(values["arxiv"])
    for key in ("year", "venue"):
        if values.get(key):
            changes[key] = values[key]
    if not changes:
        return facts
    kept = tuple(row for row in facts.origins if row[0] not in changes)
    shown = ((name, _shown(value), _GIVEN) for name, value in changes.items() if value)
    return replace(facts, **changes, origins=(*kept, *shown))  # type: ignore[arg-type]  # by name


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _arxiv(text: str) -> tuple[str, str]:
    """Return (id, version) of "arXiv:1905.03684v1" or an address. Raises UsageProblem."""
    form = r"(?:.*/(?:abs|pdf)/|arxiv:)?((?:[a-z.-]+/)?\d{4}\.?\d{3,5})(v\d+)?(?:\.pdf)?\Z"
    found = re.match(form, text.strip(), re.IGNORECASE)
    if not found:
        raise UsageProblem(f"{text!r} is no arXiv id; write it as 1905.03684 or 1905.03684v1")
    return found[1], found[2] or ""


def choice(template: str, language: str, form: str, *, slides: bool) -> Choice:
    """Return the checked choice. Raises UsageProblem for a name that is not known."""
    if language not in LANGUAGES:
        raise UsageProblem(f"there is no template in {language!r}{nearest(language, LANGUAGES)}")
    if form not in FORMS:
        raise UsageProblem(f"there is no review form {form!r}{nearest(form, FORMS)}")
    return Choice(load_template(template), language, form, slides)


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """What a folder was made from; `paper` is the file as reportkit.toml names it, or None."""

    choice: Choice
    values: Mapping[str, str]
    dates: tuple[tuple[str, str], ...]
    paper: str | None


def folder_settings(folder: Path) -> FolderSettings:
    """Return what `folder` was made from.

    Raises UsageProblem where the folder was not made by `reportkit new`.
    """
    file = folder / FILE_NAME
    if not file.is_file():
        raise UsageProblem(f"{folder} has no {FILE_NAME}; `reportkit new` makes such a folder")
    try:
        settings = toml_table(file.read_text("utf-8"), str(file))
    except UnicodeDecodeError as problem:
        raise UsageProblem(f"{file}: {problem}") from None
    template = settings.get("template")
    if not isinstance(template, dict) or not isinstance(template.get("name"), str):
        raise UsageProblem(f"{file} has no [template] with a name; `reportkit new` writes one")
    chosen = choice(
        template["name"],
        str(settings.get("language", "en")),
        str(template.get("form", "neurips")),
        slides=template.get("slides") is not False,
    )
    paper = settings.get("paper")
    return FolderSettings(
        choice=chosen,
        values=checked_values(_texts(template, "values", file), str(file)),
        dates=tuple(_texts(template, "dates", file).items()),
        paper=paper if isinstance(paper, str) else None,
    )


def _texts(template: Mapping[str, object], key: str, file: Path) -> dict[str, str]:
    """Return a table of strings. Raises UsageProblem where it holds anything else."""
    table = template.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise UsageProblem(f"{file}: what is in [template.{key}] must be strings in quotes")
    return table
