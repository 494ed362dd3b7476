"""What was handed in, for people and for programs."""

import json
from collections.abc import Iterator

from reportkit.seminar.plain import plain_line
from reportkit.seminar.submissions import REASONS, Submissions

SCHEMA = "reportkit.submissions/1"


def listing_text(found: Submissions) -> str:
    """Return a line for each student and file, and for each entry that was left alone."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Submissions) -> Iterator[str]:
    if found.id_is == "group":
        yield "The numbers are those of teams, not of participants."
    for student in found.students:
        yield f"{student.key}  {plain_line(student.name, 60)}"
        for file in student.files:
            kind = file.kind.replace("_", " ")
            yield f"    {plain_line(file.path.lstrip('/'), 80)}  {file.size:,} bytes, {kind}"
        if student.online_text:
            yield "    a text typed into Moodle"
        if not student.files and not student.online_text:
            yield "    nothing"
    if not found.students:
        yield "nothing was handed in"
    for one in found.refused:
        yield f"left alone: {plain_line(one.entry, 100)}: {REASONS[one.reason]}"


def listing_json(found: Submissions) -> str:
    """Return everything as JSON."""
    students = {
        student.key: {
            "id": student.id,
            "name": student.name,
            "online_text": student.online_text,
            "files": [
                {
                    "path": file.path,
                    "entry": file.entry,
                    "is": file.kind,
                    "bytes": file.size,
                    "sha256": file.sha256,
                }
                for file in student.files
            ],
        }
        for student in found.students
    }
    refused = [{"entry": one.entry, "reason": one.reason} for one in found.refused]
    data = {
        "schema": SCHEMA,
        "id_is": found.id_is,
        "students": students,
        "refused": refused,
        "fatal": found.fatal,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
