"""YAML at the door: values with their types checked, and errors that name file, line and key."""

from pathlib import Path
from typing import Any

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass

_LONGEST = 1_000_000  # characters; a rubric or a sheet has some 20,000
_MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a YAML file and where it stands; `path` is as "criteria[2].weight"."""

    node: Any  # yaml.Node, which has no types of its own
    file: str
    path: str

    @property
    def line(self) -> int:
        """Return the line on which the value begins, from 1."""
        return int(self.node.start_mark.line) + 1

    def problem(self, message: str) -> UsageProblem:
        """Return the error "file:line: path: message"."""
        where = f"{self.path}: " if self.path else ""
        return UsageProblem(f"{self.file}:{self.line}: {where}{message}")

    def table(
        self, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, "Entry"]:
        """Return the entries of a mapping with these keys alone, `required` among them."""
        known = (*required, *optional)
        found = self.mapping()
        for key, entry in found.items():
            if key not in known:
                raise entry.problem(f"unknown key {key!r}{nearest(key, known)}")
        missing = [key for key in required if key not in found]
        if missing:
            raise self.problem(f"{missing[0]!r} is missing")
        return found

    def mapping(self) -> dict[str, "Entry"]:
        """Return the entries of a mapping with any keys, in the order of the file."""
        if self.node.id != "mapping":
            raise self.problem("must be a mapping (key: value)")
        found: dict[str, Entry] = {}
        for key_node, value_node in self.node.value:
            key = key_node.value if key_node.id == "scalar" else "?"
            entry = Entry(value_node, self.file, f"{self.path}.{key}" if self.path else key)
            if key in found:
                raise Entry(key_node, self.file, self.path).problem(f"{key!r} is there twice")
            found[key] = entry
        return found

    def items(self) -> tuple["Entry", ...]:
        """Return the entries of a list, counted from 1 in their paths."""
        if self.node.id != "sequence":
            raise self.problem("must be a list")
        return tuple(
            Entry(node, self.file, f"{self.path}[{number}]")
            for number, node in enumerate(self.node.value, 1)
        )

    def text(self) -> str:
        """Return a string; a number or a date that stands unquoted counts as its text."""
        if self.node.id != "scalar" or self.node.tag == "tag:yaml.org,2002:null":
            raise self.problem("must be a text")
        return str(self.node.value).strip()

    def number(self) -> float:
        """Return a finite number."""
        try:
            value = float(self.text())
        except ValueError:
            raise self.problem(f"must be a number, not {self.text()!r}") from None
        if value != value or value in (float("inf"), float("-inf")):
            raise self.problem("must be a finite number")
        return value

    def whole(self) -> int:
        """Return a whole number."""
        value = self.number()
        if value != int(value):
            raise self.problem("must be a whole number")
        return int(value)

    def flag(self) -> bool:
        """Return true or false."""
        if self.node.id == "scalar" and self.node.tag == "tag:yaml.org,2002:bool":
            return str(self.node.value).lower() in {"true", "yes", "on"}
        raise self.problem("must be true or false")

    def choice(self, known: tuple[str, ...]) -> str:
        """Return one of the `known` words."""
        value = self.text()
        if value not in known:
            raise self.problem(f"must be one of {', '.join(known)}{nearest(value, known)}")
        return value

    def texts(self) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(entry.text() for entry in self.items())


def file_text(file: Path) -> str:
    """Return the text of a file that people edit. Raises UsageProblem where it is none."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as problem:
        raise UsageProblem(f"{file} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise UsageProblem(f"{file} is not UTF-8; save it as UTF-8 text") from None


def yaml_entry(text: str, file: str) -> Entry:
    """Return the root of the YAML document `text`; `file` is the name that errors begin with.

    Raises UsageProblem for what is no YAML, is empty, too large, or repeats itself by aliases.
    """
    import yaml

    if len(text) > _LONGEST:
        raise UsageProblem(f"{file} is longer than {_LONGEST:,} characters")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as problem:
        raise UsageProblem(_yaml_message(problem, file)) from None
    if node is None:
        raise UsageProblem(f"{file} is empty")
    root = Entry(node, file, "")
    # ten aliases of ten aliases of ... make a small file that never ends
    if _entries_below(node, 0) > _MOST_ENTRIES:
        raise root.problem("too many entries")
    return root


def _entries_below(node: Any, depth: int) -> int:
    if depth > 50:
        return _MOST_ENTRIES + 1
    if node.id == "scalar":
        return 1
    children = node.value if node.id == "sequence" else [n for pair in node.value for n in pair]
    total = 1
    for child in children:
        total += _entries_below(child, depth + 1)
        if total > _MOST_ENTRIES:
            break
    return total


def _yaml_message(problem: Any, file: str) -> str:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or str(problem).split("\n", 1)[0]
    return f"{file}:{mark.line + 1}: {what}" if mark else f"{file}: {what}"
