"""`reportkit feedback collect`: what tutors wrote on PDFs, gathered in one table."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from reportkit.errors import Unreadable, UsageProblem
from reportkit.readers.notes import Note, notes

FORMATS = ("text", "csv", "json", "markdown")


def collected(paths: Sequence[Path]) -> tuple[tuple[Note, ...], tuple[str, ...]]:
    """Return the notes of all PDFs in files and folders, and a line for each that was unreadable.

    Raises UsageProblem where there is no PDF at all.
    """
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])
    ]
    if not files:
        raise UsageProblem(f"there is no PDF in {', '.join(map(str, paths))}")
    found: list[Note] = []
    problems = []
    for file in files:
        try:
            found += notes(file)
        except Unreadable as problem:
            problems.append(str(problem))
    if len(problems) == len(files):
        raise Unreadable(problems[0])
    return tuple(found), tuple(problems)


def rendered(found: Sequence[Note], form: str) -> str:
    """Return the notes in one of FORMATS."""
    if form == "json":
        rows = [asdict(note) for note in found]
        return (
            json.dumps({"schema": "reportkit.notes/1", "notes": rows}, indent=2, ensure_ascii=False)
            + "\n"
        )
    if form == "csv":
        return _csv(found)
    return "".join(_entry(note, markdown=form == "markdown") for note in found) or "no notes\n"


def _csv(found: Sequence[Note]) -> str:
    from reportkit.cells import csv_text

    header = ("file", "page", "kind", "quoted", "text", "author")
    return csv_text(
        [header, *((n.file, n.page, n.kind, n.quoted, n.text, n.author) for n in found)]
    )


def _entry(note: Note, *, markdown: bool) -> str:
    from reportkit.reporters.markdown import plain
    from reportkit.reporters.plain import one_line

    show = plain if markdown else one_line
    author = f" ({show(note.author)})" if note.author else ""
    head = f"{show(note.file)} p. {note.page} {note.kind}{author}"
    quoted = f"“{show(note.quoted)}”" if note.quoted else ""
    said = ": ".join(filter(None, (quoted, show(note.text))))
    return f"- **{head}** {said}\n" if markdown else f"{head}  {said}\n"
