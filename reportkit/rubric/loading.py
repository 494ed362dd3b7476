"""A rubric's YAML becomes a Rubric, or an error that names file, line and key."""

import re
from collections.abc import Iterable, Mapping

from reportkit.decoding import Entry, yaml_entry
from reportkit.rubric.measures import MEASURES
from reportkit.rubric.model import (
    AGREEMENTS,
    KINDS,
    PARTS,
    SCHEMA,
    Agreement,
    Comment,
    Criterion,
    Gate,
    Level,
    Limits,
    Rubric,
    Wording,
)

_CODE = re.compile(r"RK\d{0,3}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def decoded_rubric(text: str, name: str) -> Rubric:
    """Return the rubric that the YAML `text` describes; `name` is the file's name in errors.

    Raises UsageProblem that names file, line and key.
    """
    root = yaml_entry(text, name)
    table = root.table(
        ("schema", "id", "title", "total", "criteria"),
        ("kind", "step", "limits", "parts", "gates", "techniques", "agreement"),
    )
    if table["schema"].text() != SCHEMA:
        raise table["schema"].problem(f"must be {SCHEMA}")
    rubric = Rubric(
        id=_id(table["id"]),
        title=_wording(table["title"]),
        kind=table["kind"].choice(KINDS) if "kind" in table else "report",
        total=table["total"].number(),
        step=table["step"].number() if "step" in table else 0.5,
        limits=_limits(table["limits"]) if "limits" in table else Limits(),
        parts=tuple(e.choice(PARTS) for e in table["parts"].items()) if "parts" in table else (),
        gates=tuple(_gate(e) for e in table["gates"].items()) if "gates" in table else (),
        criteria=tuple(_criterion(e) for e in table["criteria"].items()),
        techniques=table["techniques"].texts() if "techniques" in table else (),
        agreement=_agreement(table["agreement"]) if "agreement" in table else Agreement(),
    )
    _check_whole(root, table, rubric)
    return rubric


def _check_whole(root: Entry, table: Mapping[str, Entry], rubric: Rubric) -> None:
    """Raise UsageProblem for what no entry can know alone: ids used twice, a sum that is off."""
    _no_twice(root, [*(g.id for g in rubric.gates), *(c.id for c in rubric.criteria)])
    if rubric.step <= 0:
        raise table["step"].problem("must be more than 0")
    weights = sum(criterion.weight for criterion in rubric.criteria)
    if abs(weights - rubric.total) > 1e-9:
        raise table["total"].problem(f"is {rubric.total:g}, but the weights sum to {weights:g}")


def _no_twice(entry: Entry, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise entry.problem(f"the id {id!r} is there twice")
        seen.add(id)


def _id(entry: Entry) -> str:
    value = entry.text()
    if not _ID.fullmatch(value):
        raise entry.problem(f"{value!r} is no id: small letters, digits and hyphens, as key-lemmas")
    return value


def _wording(entry: Entry) -> Wording:
    if entry.node.id == "scalar":
        texts: tuple[tuple[str, str], ...] = (("", " ".join(entry.text().split())),)
    else:
        texts = tuple(
            (language, " ".join(text.text().split())) for language, text in entry.mapping().items()
        )
    if not texts or not all(text for _, text in texts):
        raise entry.problem("must be a text, or one for each language: {en: ..., de: ...}")
    return Wording(texts)


def _limits(entry: Entry) -> Limits:
    table = entry.table((), ("pages", "words", "minutes"))
    return Limits(**{key: _range(value) for key, value in table.items()})


def _agreement(entry: Entry) -> Agreement:
    table = entry.table((), ("rule", "discuss_from"))
    return Agreement(
        table["rule"].choice(AGREEMENTS) if "rule" in table else "mean",
        table["discuss_from"].number() if "discuss_from" in table else None,
    )


def _range(entry: Entry) -> tuple[int, int]:
    numbers = [item.whole() for item in entry.items()]
    if len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1]:
        raise entry.problem("must be [smallest, largest]")
    return numbers[0], numbers[1]


def _gate(entry: Entry) -> Gate:
    table = entry.table(("id", "text"), ("evidence",))
    return Gate(_id(table["id"]), _wording(table["text"]), _evidence(table.get("evidence")))


def _evidence(entry: Entry | None) -> tuple[str, ...]:
    """Return codes, prefixes and measures. Raises UsageProblem for what is none of these."""
    if entry is None:
        return ()
    for item in entry.items():
        if not _CODE.fullmatch(item.text()) and item.text() not in MEASURES:
            known = ", ".join(MEASURES)
            raise item.problem(
                f"{item.text()!r} is neither a rule's code (RK304, RK8) nor: {known}"
            )
    return entry.texts()


def _criterion(entry: Entry) -> Criterion:
    table = entry.table(
        ("id", "title", "weight", "levels"),
        ("asks", "part", "evidence", "passages", "tolerance", "comments"),
    )
    criterion = Criterion(
        id=_id(table["id"]),
        title=_wording(table["title"]),
        weight=table["weight"].number(),
        asks=_wording(table["asks"]) if "asks" in table else None,
        part=table["part"].choice(PARTS) if "part" in table else None,
        evidence=_evidence(table.get("evidence")),
        passages=table["passages"].texts() if "passages" in table else (),
        tolerance=table["tolerance"].number() if "tolerance" in table else 0,
        levels=tuple(_level(item) for item in table["levels"].items()),
        comments=tuple(_comment(item) for item in table["comments"].items())
        if "comments" in table
        else (),
    )
    _no_twice(table["levels"], (level.id for level in criterion.levels))
    _no_twice(table.get("comments", entry), (comment.id for comment in criterion.comments))
    _check_points(table["levels"], criterion)
    return criterion


def _check_points(entry: Entry, criterion: Criterion) -> None:
    """Raise UsageProblem unless points fall from the weight to zero."""
    points = [level.points for level in criterion.levels]
    if len(points) < 2 or points != sorted(set(points), reverse=True):
        raise entry.problem("must be at least two levels with decreasing points")
    if points[-1] != 0:
        raise entry.problem("must end with a level of 0 points")
    if points[0] != criterion.weight:
        raise entry.problem(f"must begin with {criterion.weight:g} points, the criterion's weight")


def _level(entry: Entry) -> Level:
    table = entry.table(("id", "points", "text"))
    return Level(_id(table["id"]), table["points"].number(), _wording(table["text"]))


def _comment(entry: Entry) -> Comment:
    table = entry.table(("id", "text"))
    return Comment(_id(table["id"]), _wording(table["text"]))
