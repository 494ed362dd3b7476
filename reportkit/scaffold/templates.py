"""The templates: folders below templates/latex with a template.toml that says what they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import field
from fnmatch import fnmatch
from pathlib import Path

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.resources import resource_folder

LANGUAGES = ("en", "de")
FORMS = ("neurips", "icml", "iclr", "colt")
_SCHEMA = "reportkit.template/1"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for in a terminal: the value's key and the prompt in each language."""

    key: str
    prompt: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """A folder of files to fill, described by its template.toml.

    `main` is the file that is built, `rubric` the one that goes with it or None. `layers` are other
    folders whose files come along, `slides` the template of the talk or None, `form` the file that
    takes a conference's review form or None, `heading` the words before the
    paper's title in the document's own, `ignore` the rules that do not fit. `owned` are patterns of the files that stay
    reportkit's; all others are the student's.
    """

    id: str
    folder: Path
    title: Mapping[str, str]
    description: Mapping[str, str]
    main: str
    owned: tuple[str, ...]
    rubric: str | None = None
    layers: tuple[str, ...] = ()
    slides: str | None = None
    form: str | None = None
    heading: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    def owns(self, path: str) -> bool:
        """Return whether reportkit keeps the file at `path` (relative, with slashes) current."""
        return any(fnmatch(path, pattern) for pattern in self.owned)


def templates_folder() -> Path:
    """Return the folder of all LaTeX templates."""
    return resource_folder("templates") / "latex"


def all_templates() -> tuple[Template, ...]:
    """Return the templates by id; the one for a whole report first."""
    found = sorted(path.parent.name for path in templates_folder().glob("*/template.toml"))
    first = [name for name in found if name == "seminar-report"]
    return tuple(load_template(name) for name in first + [n for n in found if n not in first])


def load_template(name: str) -> Template:
    """Return the template called `name`. Raises UsageProblem where there is none."""
    description = templates_folder() / name / "template.toml"
    if name != Path(name).name or not description.is_file():
        known = sorted(path.parent.name for path in templates_folder().glob("*/template.toml"))
        raise UsageProblem(f"there is no template {name!r}{nearest(name, known)}")
    settings = tomllib.loads(description.read_text("utf-8"))
    if settings.get("schema") != _SCHEMA:
        raise UsageProblem(f"{description}: schema must be {_SCHEMA!r}")
    try:
        return Template(
            id=name,
            folder=description.parent,
            title=settings["title"],
            description=settings["description"],
            main=settings["main"],
            owned=tuple(settings["owned"]),
            rubric=settings.get("rubric"),
            layers=tuple(settings.get("layers", ())),
            slides=settings.get("slides"),
            form=settings.get("form"),
            heading=settings.get("heading", {}),
            ignore=tuple(settings.get("ignore", ())),
            questions=tuple(Question(q["key"], q["prompt"]) for q in settings.get("ask", ())),
        )
    except KeyError as missing:
        raise UsageProblem(f"{description}: {missing.args[0]} is missing") from None


def sources(template: Template, language: str, form: str, *, slides: bool) -> dict[str, Path]:
    """Return target path (with slashes) -> template file, for one language and review form.

    A name with the language before its suffix ("summary.de.tex") is taken for that language only.
    """
    folders = [templates_folder() / layer for layer in template.layers] + [template.folder]
    if slides and template.slides:
        folders.append(templates_folder() / template.slides)
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            target = _target(path.relative_to(folder), language)
            if path.is_file() and path.name != "template.toml" and target:
                found[target] = path
    if template.form:
        found[template.form] = templates_folder() / "forms" / f"{form}.{language}.tex"
    return dict(sorted(found.items()))


def _target(path: Path, language: str) -> str | None:
    """Return where a template file goes, None where it is another language's."""
    stem, dot, infix = path.stem.rpartition(".")
    if not (dot and stem and infix in LANGUAGES):
        return path.as_posix()
    return path.with_name(stem + path.suffix).as_posix() if infix == language else None
