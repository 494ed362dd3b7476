"""A rubric that changes after grading has begun: sheets are brought along by ids."""

import io
from collections.abc import Iterator
from typing import Any

from reportkit.records import dataclass
from reportkit.rubric import Criterion, Rubric
from reportkit.seminar.sheets.model import Mark, Sheet, rubric_hash


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a criterion or a gate; `look_again` where a tutor has to decide anew."""

    id: str
    text: str
    look_again: bool


def changes(sheet: Sheet, old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """Return what the step from `old` to `new` means for a sheet, in the new rubric's order."""
    return tuple(_changes(sheet, old, new))


def _changes(sheet: Sheet, old: Rubric, new: Rubric) -> Iterator[Change]:
    before = {criterion.id: criterion for criterion in old.criteria}
    after = {criterion.id: criterion for criterion in new.criteria}
    gates = {gate.id: gate for gate in old.gates}
    for gate in new.gates:
        if gate.id not in gates:
            yield Change(gate.id, "new gate", look_again=True)
        elif gate.text != gates[gate.id].text and sheet.gates.get(gate.id) is not None:
            yield Change(gate.id, "the gate's text changed", look_again=True)
    for criterion in new.criteria:
        if criterion.id not in before:
            yield Change(criterion.id, "new criterion", look_again=True)
        elif mark := sheet.mark(criterion.id):
            yield from _of_mark(mark, before[criterion.id], criterion)
    for id in before:
        if id not in after:
            yield Change(id, "the criterion is gone; what was said of it is kept", look_again=False)


def _of_mark(mark: Mark, old: Criterion, new: Criterion) -> Iterator[Change]:
    before = {level.id: level for level in old.levels}
    after = {level.id: level for level in new.levels}
    if mark.points is not None and mark.points > new.weight:
        text = f"{mark.points:g} points are more than the {new.weight:g} it is worth now"
        yield Change(new.id, text, look_again=True)
    if mark.level is None or mark.level not in before:
        return
    if mark.level not in after:
        yield Change(new.id, f"the level {mark.level} is gone", look_again=True)
        return
    was, now = before[mark.level], after[mark.level]
    if was.text != now.text:
        yield Change(new.id, f"the level {mark.level} is worded anew", look_again=True)
    if was.points != now.points:
        text = f"the level {mark.level} is worth {now.points:g} points, not {was.points:g}"
        yield Change(new.id, text, look_again=False)
    if set(after) - set(before) and was.text == now.text:
        added = ", ".join(sorted(set(after) - set(before)))
        yield Change(new.id, f"there is a new level: {added}", look_again=True)


def brought_along(text: str, sheet: Sheet, old: Rubric, new: Rubric) -> str:
    """Return the sheet's YAML for the new rubric; what a person wrote, comments too, is kept.

    A level that is gone is emptied and named beside it; criteria that are gone go to `removed`.
    """
    from ruamel.yaml.comments import CommentedMap

    yaml = _yaml()
    root: Any = yaml.load(text)  # Any: ruamel's trees have no types
    root["rubric"] = {"id": new.id, "hash": rubric_hash(new)}
    marks = root["criteria"]
    for id in [id for id in marks if id not in {criterion.id for criterion in new.criteria}]:
        removed = root.setdefault("removed", CommentedMap())
        removed[id] = marks.pop(id)
    for place, criterion in enumerate(new.criteria):
        if criterion.id not in marks:
            empty = CommentedMap(level=None, comments=[], note=None, private=None)
            marks.insert(place, criterion.id, empty)
    for change in changes(sheet, old, new):
        if change.look_again and change.id in marks:
            _note(marks, change, new)
    _bring_gates(root, new)
    target = io.StringIO()
    yaml.dump(root, target)
    return target.getvalue()


def reopened(text: str, revision: int, reason: str) -> str:
    """Return a copy of a sheet as a later revision with the reason for it."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml = _yaml()
    root: Any = yaml.load(text)
    for key in ("revision", "reason"):
        root.pop(key, None)
    root.insert(list(root).index("rubric") + 1, "revision", revision)
    root.insert(list(root).index("revision") + 1, "reason", DoubleQuotedScalarString(reason))
    target = io.StringIO()
    yaml.dump(root, target)
    return target.getvalue()


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    # an empty value stays empty, as a tutor leaves it
    yaml.representer.add_representer(
        type(None),
        lambda representer, _: representer.represent_scalar("tag:yaml.org,2002:null", ""),
    )
    return yaml


def _note(marks: Any, change: Change, new: Rubric) -> None:
    """Empty a level that is gone, and say at the criterion what has to be looked at again."""
    mark = marks[change.id]
    levels = next(criterion.levels for criterion in new.criteria if criterion.id == change.id)
    if mark and mark.get("level") and mark["level"] not in {level.id for level in levels}:
        mark["level"] = None
    if mark and mark.get("points") is not None and "are more than" in change.text:
        mark["points"] = None
    marks.yaml_set_comment_before_after_key(
        change.id, before=f"look again: {change.text}", indent=2
    )


def _bring_gates(root: Any, new: Rubric) -> None:
    from ruamel.yaml.comments import CommentedMap

    gates = root.setdefault("gates", CommentedMap())
    known = [gate.id for gate in new.gates]
    for id in [id for id in gates if id not in known]:
        gates.pop(id)
    for id in known:
        gates.setdefault(id, None)
