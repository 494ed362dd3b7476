"""Templates that a person edits: `<<name>>` is a value, lines of `<<if name>>` choose.

A value is escaped for the kind of file it goes into; what reportkit has written itself, such as a
list of stubs, goes in as it is.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.scaffold import escaping

_ESCAPES: dict[str, Callable[[str], str]] = {
    ".tex": escaping.latex,
    ".sty": escaping.latex,
    ".bib": escaping.bibtex,
    ".toml": escaping.toml,
    ".md": escaping.markdown,
}
_PLACE = re.compile(r"<<([a-z_]+)>>")
_CONTROL = re.compile(r"\s*<<(if|else|end)(?: (not )?([a-z_]+))?>>\s*$")


@dataclass(frozen=True, slots=True)
class Written:
    """Text in the target's own language, made by reportkit; it is not escaped again."""

    text: str


Values = Mapping[str, str | Written]


def fill(template: str, values: Values, name: str) -> str:
    """Return `template` with its conditions decided and its values put in.

    `name` is the file's name: its suffix decides how values are escaped, and it begins an error.
    Raises UsageProblem for a value that is not there and for an `<<if>>` without its `<<end>>`.
    """
    escape = _ESCAPES.get(PurePosixPath(name).suffix, escaping.plain)

    def value(match: re.Match[str]) -> str:
        found = _value(values, match[1], name)
        return found.text if isinstance(found, Written) else escape(found)

    kept = _chosen(template.splitlines(), values, name)
    # a line that held nothing but an empty value goes with it
    filled = [(line, _PLACE.sub(value, line)) for line in kept]
    lines = [new for old, new in filled if new.strip() or not _PLACE.search(old)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _value(values: Values, key: str, name: str) -> str | Written:
    if key not in values:
        raise UsageProblem(f"{name}: nothing is known as <<{key}>>{nearest(key, tuple(values))}")
    return values[key]


def _chosen(lines: list[str], values: Values, name: str) -> list[str]:
    """Return the lines whose conditions hold, without the lines of the conditions."""
    kept: list[str] = []
    holds: list[bool] = []
    for number, line in enumerate(lines, 1):
        control = _CONTROL.match(line)
        if not control:
            kept += [line] * all(holds)
        elif control[1] == "if" and control[3]:
            found = _value(values, control[3], name)
            there = bool(found.text if isinstance(found, Written) else found)
            holds.append(there is not bool(control[2]))
        elif not holds:
            raise UsageProblem(f"{name}:{number}: <<{control[1]}>> without <<if name>>")
        elif control[1] == "else":
            holds[-1] = not holds[-1]
        else:
            holds.pop()
    if holds:
        raise UsageProblem(f"{name}: <<if>> without <<end>>")
    return kept
