"""A sheet's YAML becomes a Sheet, or an error that names file, line and key."""

from collections.abc import Mapping

from reportkit.decoding import Entry, yaml_entry
from reportkit.errors import UsageProblem, nearest
from reportkit.rubric import Criterion, Rubric
from reportkit.seminar.sheets.model import SCHEMA, Mark, Sheet

_TOP = ("schema", "student", "tutor", "rubric", "criteria")
_TOP_OPTIONAL = ("revision", "reason", "language", "gates", "note", "private", "removed")
_OF_MARK = ("level", "points", "comments", "drop", "note", "private")


def decoded_sheet(text: str, file: str, rubric: Rubric | None = None) -> Sheet:
    """Return the sheet in the YAML `text`, held against `rubric` where it is given.

    Raises UsageProblem: keys that do not exist, levels and criteria the rubric does not have, points
    beyond a criterion's weight or finer than the rubric's step, each with its line.
    """
    root = yaml_entry(text, file)
    table = root.table(_TOP, _TOP_OPTIONAL)
    if table["schema"].text() != SCHEMA:
        raise table["schema"].problem(f"must be {SCHEMA}")
    student = table["student"].table(("id",), ("name",))
    applied = table["rubric"].table(("id", "hash"))
    gates = table["gates"].mapping() if "gates" in table else {}
    sheet = Sheet(
        file=file,
        student=student["id"].text(),
        name=_text(student.get("name")),
        tutor=table["tutor"].text(),
        rubric=applied["id"].text(),
        rubric_hash=applied["hash"].text(),
        revision=table["revision"].whole() if "revision" in table else 1,
        reason=_text(table.get("reason")),
        language=table["language"].choice(("en", "de")) if "language" in table else "en",
        gates={id: _answer(entry) for id, entry in gates.items()},
        marks=tuple(_mark(id, entry) for id, entry in table["criteria"].mapping().items()),
        note=_text(table.get("note")),
        private=_text(table.get("private")),
    )
    if rubric is not None:
        _check_gates(gates, rubric)
        _check_criteria(table["criteria"], rubric)
    return sheet


def _is_empty(entry: Entry | None) -> bool:
    if entry is None:
        return True
    return bool(entry.node.id == "scalar" and entry.node.tag == "tag:yaml.org,2002:null")


def _text(entry: Entry | None) -> str:
    """Return a text, "" where nothing stands after the key."""
    return "" if entry is None or _is_empty(entry) else entry.text()


def _answer(entry: Entry) -> bool | None:
    return None if _is_empty(entry) else entry.flag()


def _mark(id: str, entry: Entry) -> Mark:
    if _is_empty(entry):
        return Mark(id, None, None, (), (), "", "", entry.line)
    table = entry.table((), _OF_MARK)
    points = table.get("points")
    return Mark(
        criterion=id,
        level=_text(table.get("level")) or None,
        points=None if points is None or _is_empty(points) else points.number(),
        comments=_joined(_texts(table.get("comments"))),
        dropped=_texts(table.get("drop")),
        note=_text(table.get("note")),
        private=_text(table.get("private")),
        line=entry.line,
    )


def _texts(entry: Entry | None) -> tuple[str, ...]:
    if entry is None or _is_empty(entry):
        return ()
    if entry.node.id == "scalar":
        return (entry.text(),)
    return tuple(text for item in entry.items() if (text := _text(item)))


def _joined(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Return the comments with those put together that a comma in brackets took apart.

    In [role-unclear(Lemma 2, page 3)] YAML sees two entries.
    """
    whole: list[str] = []
    for comment in comments:
        if whole and _is_open(whole[-1]):
            whole[-1] += f", {comment}"
        else:
            whole.append(comment)
    return tuple(whole)


def _is_open(comment: str) -> bool:
    name, bracket, _ = comment.partition("(")
    return bool(bracket) and " " not in name and comment.count("(") > comment.count(")")


def _check_gates(gates: Mapping[str, Entry], rubric: Rubric) -> None:
    known = [gate.id for gate in rubric.gates]
    for id, entry in gates.items():
        if id not in known:
            raise entry.problem(f"the rubric has no gate {id!r}{nearest(id, known)}")


def _check_criteria(criteria: Entry, rubric: Rubric) -> None:
    entries = criteria.mapping()
    known = {criterion.id: criterion for criterion in rubric.criteria}
    for id, entry in entries.items():
        if id not in known:
            key = next(key for key, _ in criteria.node.value if key.value == id)
            here = Entry(key, criteria.file, criteria.path)
            raise here.problem(f"the rubric has no criterion {id!r}{nearest(id, list(known))}")
        if not _is_empty(entry):
            _check_mark(entry.mapping(), known[id], rubric)
    if missing := [id for id in known if id not in entries]:
        raise criteria.problem(f"the criterion {missing[0]!r} is missing")


def _check_mark(table: Mapping[str, Entry], criterion: Criterion, rubric: Rubric) -> None:
    level, points = table.get("level"), table.get("points")
    ids = [one.id for one in criterion.levels]
    if level is not None and not _is_empty(level) and level.text() not in ids:
        raise level.problem(f"there is no level {level.text()!r}{nearest(level.text(), ids)}")
    if points is None or _is_empty(points):
        return
    value = points.number()
    if not 0 <= value <= criterion.weight:
        raise points.problem(f"{value:g} is not between 0 and {criterion.weight:g}")
    steps = value / rubric.step
    if abs(steps - round(steps)) > 1e-6:
        raise points.problem(f"{value:g} is no multiple of {rubric.step:g}, the rubric's step")


def problem_of(text: str, file: str, rubric: Rubric) -> str | None:
    """Return the first thing that is wrong with a sheet, None where nothing is."""
    try:
        decoded_sheet(text, file, rubric)
    except UsageProblem as problem:
        return str(problem)
    return None
