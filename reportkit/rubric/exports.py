"""A rubric for other programs: Moodle's import plugin, Canvas, MarkUs."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from reportkit.rubric.model import Criterion, Rubric


def moodle_csv(rubric: Rubric, language: str) -> str:
    """Return the CSV of Moodle's block_importrubric: one row for each level, the worst first.

    The activity's maximum must be the rubric's total. Levels ascend, as Moodle's own editor has them.
    """
    rows = [
        (
            _titled(criterion, language),
            level.id,
            level.text.text(language),
            _number(level.points),
        )
        for criterion in rubric.criteria
        for level in reversed(criterion.levels)
    ]
    return _csv([("criterion", "level", "level_description", "score"), *rows])


def canvas_csv(rubric: Rubric, language: str) -> str:
    """Return the CSV of Canvas's rubric import: one row for each criterion, ratings side by side."""
    most = max(len(criterion.levels) for criterion in rubric.criteria)
    head = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
    rows: list[Sequence[str]] = [
        (*head, *("Rating Name", "Rating Description", "Rating Points") * most)
    ]
    name = rubric.title.text(language)
    for criterion in rubric.criteria:
        asks = criterion.asks.text(language) if criterion.asks else ""
        row = [name, criterion.title.text(language), asks, "FALSE"]
        for level in criterion.levels:
            row += [level.id, level.text.text(language), _number(level.points)]
        rows.append((*row, *("",) * (3 * (most - len(criterion.levels)))))
    return _csv(rows)


def markus_yaml(rubric: Rubric, language: str) -> str:
    """Return the YAML of MarkUs's criteria, flexible to the rubric's own number of levels."""
    import yaml

    criteria = {
        criterion.title.text(language): {
            "type": "Rubric",
            "max_mark": criterion.weight,
            "bonus": False,
            "ta_visible": True,
            "peer_visible": False,
            "levels": {
                level.id: {"description": level.text.text(language), "mark": level.points}
                for level in reversed(criterion.levels)
            },
        }
        for criterion in rubric.criteria
    }
    text: str = yaml.safe_dump(criteria, allow_unicode=True, sort_keys=False, width=100)
    return text


def _titled(criterion: Criterion, language: str) -> str:
    title = criterion.title.text(language)
    return f"{title}: {criterion.asks.text(language)}" if criterion.asks else title


def _number(points: float) -> str:
    return f"{points:g}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


EXPORTS: Mapping[str, Callable[[Rubric, str], str]] = {
    "moodle": moodle_csv,
    "canvas": canvas_csv,
    "markus": markus_yaml,
}
