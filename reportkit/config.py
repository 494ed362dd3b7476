"""What a project sets for itself: reportkit.toml, or [tool.reportkit] in pyproject.toml."""

import re
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from types import MappingProxyType

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.toml import toml_table

FILE_NAME = "reportkit.toml"
LANGUAGE = re.compile(r"auto|[a-z]{2}(?:-[A-Za-z]{2})?")
SEVERITIES = ("error", "warning", "suggestion")
FAIL_ON = (*SEVERITIES, "never")
GRAMMAR = ("auto", "harper", "languagetool", "off")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one project; a path in it is as written, `folder` is where it counts from.

    A path that is None was not set. `language` is "auto" or a code such as "en" or "de".
    `severity` maps a rule's code or slug to a severity; `per_section_ignores` a section's title or
    role to selectors. `max_per_rule` says how many findings of one rule the terminal shows.
    `folder` is None where there is no configuration file.
    """

    draft: str | None = None
    paper: str | None = None
    conference: str | None = None
    report: str | None = None
    rubric: str | None = None
    language: str = "auto"
    vocabulary: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    per_section_ignores: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    max_per_rule: int = 5
    fail_on: str = "error"
    grammar: str = "auto"
    pedantic: bool = False
    folder: Path | None = None

    def path(self, key: str) -> Path | None:
        """Return the file that `key` ("paper", "draft", ...) names, None where it is not set."""
        value: str | None = getattr(self, key)
        if value is None:
            return None
        return (self.folder or Path()) / value


_KEYS = tuple(f.name.replace("_", "-") for f in fields(Config) if f.name != "folder")
_TEXTS = {"draft", "paper", "conference", "report", "rubric", "language", "fail-on", "grammar"}
_LISTS = {"vocabulary", "select", "extend-select", "ignore"}
# tables that other parts of reportkit keep in the same file and decode themselves
_FOREIGN = {"template"}


def config_in(folder: Path) -> Config:
    """Return the settings of `folder`; the defaults where it has no configuration file.

    reportkit.toml wins over pyproject.toml. Raises UsageProblem that names file, line and key.
    """
    own = folder / FILE_NAME
    if own.is_file():
        return decoded_config(_text(own), str(own), folder)
    project = folder / "pyproject.toml"
    if project.is_file():
        text = _text(project)
        if "tool.reportkit" in text:
            return decoded_config(text, str(project), folder, table=("tool", "reportkit"))
    return Config()


def config_files(folder: Path | None) -> tuple[Path, ...]:
    """Return the files that the settings of `folder` may come from, none for None."""
    return (folder / FILE_NAME, folder / "pyproject.toml") if folder is not None else ()


def decoded_config(
    text: str, name: str, folder: Path | None = None, *, table: tuple[str, ...] = ()
) -> Config:
    """Return the Config that the TOML `text` sets, below the given table.

    Raises UsageProblem that begins with `name`, the line, and says which key is meant.
    """
    settings: object = toml_table(text, name)
    if not table and isinstance(settings, dict) and set(settings) == {"tool"}:
        raise UsageProblem(
            f"{name}: [tool.reportkit] is for pyproject.toml; leave that line out here"
        )
    for step in table:
        settings = settings.get(step, {}) if isinstance(settings, dict) else {}
    if not isinstance(settings, dict):
        raise UsageProblem(f"{name}: {'.'.join(table)} must be a table")
    source = _Source(text, name)
    values: dict[str, object] = {}
    for key, value in settings.items():
        if key not in _FOREIGN:
            values[key.replace("-", "_")] = _value(source, key, value)
    return Config(**values, folder=folder)  # type: ignore[arg-type]  # _value checked each type


@dataclass(frozen=True, slots=True)
class _Source:
    """The file's text and name, for errors that name the line."""

    text: str
    name: str

    def problem(self, key: str, message: str) -> UsageProblem:
        """Return the error for the line on which `key` stands."""
        bare = rf"""^[ \t]*\[?[ \t]*(?:[\w."'-]+\.)?["']?{re.escape(key)}["']?[ \t]*[=\].]"""
        found = re.search(bare, self.text, re.MULTILINE)
        inline = found or re.search(rf"""["']?{re.escape(key)}["']?[ \t]*=""", self.text)
        line = self.text.count("\n", 0, inline.start()) + 1 if inline else 1
        return UsageProblem(f"{self.name}:{line}: {message}")


def _value(source: _Source, key: str, value: object) -> object:
    """Return the checked value of a top-level key. Raises UsageProblem."""
    if key not in _KEYS:
        raise source.problem(key, f"unknown key {key!r}{nearest(key, _KEYS)}")
    if key in _TEXTS:
        return _text_value(source, key, value)
    if key in _LISTS:
        return _list_value(source, key, key, value)
    if key == "severity":
        return _severities(source, value)
    if key == "per-section-ignores":
        return _section_ignores(source, value)
    wanted = bool if key == "pedantic" else int
    if type(value) is not wanted or (wanted is int and value < 1):
        what = "true or false" if wanted is bool else "a whole number of at least 1"
        raise source.problem(key, f"{key} must be {what}")
    return value


def _text_value(source: _Source, key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise source.problem(key, f"{key} must be a string in quotes")
    if "\0" in value:
        raise source.problem(key, f"{key} holds a character that no name has")
    if key == "language" and not LANGUAGE.fullmatch(value):
        raise source.problem(key, "language must be a code, as en or de")
    choices = {"fail-on": FAIL_ON, "grammar": GRAMMAR}.get(key)
    if choices and value not in choices:
        hint = nearest(value, choices)
        raise source.problem(key, f"{key} must be one of {', '.join(choices)}{hint}")
    return value


def _list_value(source: _Source, key: str, what: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        example = '["Rademacher", "wavelet"]' if key == "vocabulary" else '["RK4", "RK801"]'
        raise source.problem(key, f"{what} must be a list of strings, as {example}")
    return tuple(value)


def _severities(source: _Source, value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise source.problem("severity", 'severity must be a table, as {RK801 = "suggestion"}')
    for rule, severity in value.items():
        if severity not in SEVERITIES:
            message = f"the severity of {rule} must be one of {', '.join(SEVERITIES)}"
            raise source.problem(rule, message)
    return MappingProxyType(dict(value))


def _section_ignores(source: _Source, value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        message = 'per-section-ignores must be a table, as {"Proofs" = ["RK801"]}'
        raise source.problem("per-section-ignores", message)
    checked = {
        title: _list_value(source, title, f"what is ignored in {title!r}", codes)
        for title, codes in value.items()
    }
    return MappingProxyType(checked)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise UsageProblem(f"{path} cannot be read: {reason}") from None
