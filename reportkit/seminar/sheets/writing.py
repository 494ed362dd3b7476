"""A sheet to fill in is written, and no change that someone made meanwhile is lost."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reportkit.findings import Assessment, Evidence
from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.rubric import Criterion, Rubric
from reportkit.seminar.plain import plain_line
from reportkit.seminar.sheets.model import SCHEMA, rubric_hash

_STATES = {"met": "met", "attention": "needs attention", "unseen": "not seen"}


@dataclass(frozen=True, slots=True)
class NewSheet:
    """Who a sheet is for; `asked` has what an earlier feedback asked for, and what became of it."""

    student: str
    name: str
    tutor: str
    language: str
    revision: int = 1
    reason: str = ""
    asked: tuple[str, ...] = ()


def new_sheet(
    to: NewSheet,
    rubric: Rubric,
    evidence: Mapping[str, Assessment],
    ready: Mapping[str, Sequence[str]],
    notes: Iterable[str] = (),
) -> str:
    """Return the YAML of an empty sheet, the evidence beside each criterion as comments.

    `ready` has the ids of each criterion's ready comments, the most used first; `notes` are lines
    about the report as a whole.
    """
    lines = [
        f"schema: {SCHEMA}",
        f"student: {{id: {_quoted(to.student)}, name: {_quoted(to.name)}}}",
        f"tutor: {_quoted(to.tutor)}",
        f"rubric: {{id: {rubric.id}, hash: {_quoted(rubric_hash(rubric))}}}",
        f"language: {to.language}",
    ]
    if to.revision > 1:
        lines += [f"revision: {to.revision}", f"reason: {_quoted(to.reason)}"]
    lines += [_comment(note) for note in notes]
    if to.asked:
        lines += ["# asked for before:", *(_comment(f"  {line}") for line in to.asked)]
    lines += ["", "gates:                      # yes or no"]
    for gate in rubric.gates:
        lines += [_comment(gate.text.text(to.language), 2)]
        lines += _evidence_lines(evidence.get(gate.id), 2)
        lines.append(f"  {gate.id}:")
    lines += ["", "criteria:"]
    for criterion in rubric.criteria:
        lines += _criterion_lines(criterion, evidence, ready.get(criterion.id, ()), to.language)
    lines += ["", "note:                       # to the student, about the whole", "private:"]
    return signed("\n".join(lines) + "\n")


_SIGNATURE = "# as reportkit wrote it: "


def signed(text: str) -> str:
    """Return a sheet with a last line by which any later edit is noticed."""
    body = text.rsplit(_SIGNATURE, 1)[0]
    return f"{body}{_SIGNATURE}{digest(body.encode())}\n"


def is_unedited(text: str) -> bool:
    """Return whether nobody has changed a sheet since reportkit wrote it."""
    return _SIGNATURE in text and signed(text) == text


def _criterion_lines(
    criterion: Criterion,
    evidence: Mapping[str, Assessment],
    ready: Sequence[str],
    language: str,
) -> list[str]:
    lines = ["", f"  {criterion.id}:"]
    title = f"{criterion.title.text(language)} ({criterion.weight:g} points)"
    lines.append(_comment(title, 4))
    lines += [
        _comment(f"  {level.id} {level.points:g}: {level.text.text(language)}", 4)
        for level in criterion.levels
    ]
    lines += _evidence_lines(evidence.get(criterion.id), 4)
    if ready:
        lines.append(_comment(f"comments: {', '.join(ready)}", 4))
    return [*lines, "    level:", "    comments: []", "    note:", "    private:"]


def _evidence_lines(assessment: Assessment | None, indent: int) -> list[str]:
    if assessment is None:
        return []
    state = _STATES.get(assessment.state, assessment.state)
    lines = [_comment(f"{state}", indent)]
    return lines + [_comment(f"  {evidence_line(one)}", indent) for one in assessment.evidence]


def evidence_line(evidence: Evidence) -> str:
    """Return a piece of evidence on one line, with its pages and rules."""
    pages = ", ".join(map(str, evidence.pages[:12])) + (", …" if len(evidence.pages) > 12 else "")
    where = f"{'p.' if len(evidence.pages) == 1 else 'pp.'} {pages}" if evidence.pages else ""
    text = plain_line(evidence.text, 160)
    codes = [code for code in evidence.codes[:4] if code not in text]
    tail = ", ".join(filter(None, (where, *codes)))
    return f"{text} ({tail})" if tail else text


def _comment(text: str, indent: int = 0) -> str:
    leading = len(text) - len(text.lstrip(" "))
    return f"{' ' * indent}# {' ' * leading}{plain_line(text)}".rstrip()


def _quoted(text: str) -> str:
    """Return a YAML scalar: in double quotes, where JSON's escapes mean the same."""
    return json.dumps(plain_line(text), ensure_ascii=False)


def digest(data: bytes) -> str:
    """Return what tells two contents of a file apart."""
    return hashlib.sha256(data).hexdigest()[:16]


def seen(path: Path) -> str | None:
    """Return the digest of the file as it is now, None where there is none."""
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None


def write_unless_changed(path: Path, text: str, as_seen: str | None) -> Path:
    """Write a file that was last seen with the digest `as_seen` (None: not there), and return it.

    Where someone changed it meanwhile, theirs stays and ours goes beside it, as NAME.conflict-1.yaml;
    that path is returned. Raises OSError.
    """
    if as_seen is None and _created(path, text):
        return path
    if as_seen is None or seen(path) != as_seen:
        path = _beside(path)
    write_whole(path, text)
    return path


def _created(path: Path, text: str) -> bool:
    """Write a new file whole; False where a colleague was a moment faster."""
    ours = path.with_name(f".{path.name}.{os.getpid()}.new")
    write_whole(ours, text)
    try:
        os.link(ours, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        write_whole(path, text)
    finally:
        ours.unlink(missing_ok=True)
    return True


def _beside(path: Path) -> Path:
    number = 1
    while (other := path.with_suffix(f".conflict-{number}{path.suffix}")).exists():
        number += 1
    return other
