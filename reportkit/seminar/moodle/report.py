"""A preview in words, row by row, and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from reportkit.seminar.moodle.preview import REASONS, Accepted, Preview
from reportkit.seminar.moodle.worksheet import Worksheet
from reportkit.seminar.plain import plain_line

SCHEMA = "reportkit.preview/1"
_ROUTINE = ("empty", "unchanged")


def preview_text(worksheet: Worksheet, found: Preview) -> str:
    """Return what Moodle will do, a line for each row that it touches or leaves out for a reason."""
    return "\n".join(_lines(worksheet, found)) + "\n"


def _lines(worksheet: Worksheet, found: Preview) -> Iterator[str]:
    if found.refused:
        code = found.refused.code
        yield f"Moodle takes nothing of this file: {REASONS[code]} ({code})"
        yield f"  {plain_line(found.refused.detail, 200)}"
        return
    names = {row.id: row.name for row in worksheet.rows}
    width = max((len(plain_line(name, 30)) for name in names.values()), default=0)
    for row in found.accepted:
        name = plain_line(names[row.id], 30).ljust(width)
        yield f"  takes   {row.id}  {name}  {_what(row)}"
    for one in found.passed_over:
        if one.reason not in _ROUTINE:
            name = plain_line(names.get(one.id or -1, ""), 30).ljust(width)
            shown = plain_line(one.cell, 30)
            yield f"  leaves  {one.id or '?':>7}  {name}  {one.part} {shown!r}: {REASONS[one.reason]}"
    for caution in found.cautions:
        where = f"record {caution.record}" if caution.record else "the file"
        detail = plain_line(caution.detail, 60)
        yield f"  warning {where}: {REASONS[caution.code]} ({detail})"
    yield _sum(found)


def _what(row: Accepted) -> str:
    parts = []
    if row.grade is not None:
        parts.append(f"grade {plain_line(row.option or f'{row.grade:g}', 30)}")
    if row.comment is not None:
        parts.append(f"comment of {len(row.comment)} characters" if row.comment else "no comment")
    return ", ".join(parts)


def _sum(found: Preview) -> str:
    grades = sum(row.grade is not None for row in found.accepted)
    comments = sum(row.comment is not None for row in found.accepted)
    left = Counter(one.part for one in found.passed_over if one.reason not in _ROUTINE)
    out = ", ".join(f"{count} {_plural(part, count)}" for part, count in sorted(left.items()))
    tail = f" and leave out {out}" if out else ""
    return (
        f"Moodle will take {grades} {_plural('grade', grades)} and "
        f"{comments} {_plural('comment', comments)}{tail}."
    )


def _plural(word: str, count: int) -> str:
    return word if count == 1 or word == "feedback" else f"{word}s"


def preview_json(found: Preview) -> str:
    """Return the verdict as JSON; the id of a cell without a number is null."""
    fatal: Mapping[str, str] | None = None
    if found.refused:
        fatal = {"code": found.refused.code, "detail": found.refused.detail}
    data = {
        "schema": SCHEMA,
        "accepted": [
            {
                "id": row.id,
                "grade": row.grade,
                "option": row.option,
                "feedback": row.comment,
                "record": row.record,
            }
            for row in found.accepted
        ],
        "skipped": [
            {"id": one.id, "part": one.part, "reason": one.reason, "record": one.record}
            for one in found.passed_over
        ],
        "warnings": [
            {"code": one.code, "record": one.record, "detail": one.detail} for one in found.cautions
        ],
        "fatal": fatal,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
