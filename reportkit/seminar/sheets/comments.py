"""Ready comments: what goes into their places, and which are used most."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reportkit.errors import UsageProblem, nearest
from reportkit.findings import Finding
from reportkit.records import dataclass
from reportkit.rubric import Comment, Criterion, Rubric, Wording
from reportkit.seminar.sheets.model import Sheet

_READY = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\((?P<inside>.*)\))?", re.DOTALL)
_CODE = re.compile(r"(?P<code>RK\d{3})(?::(?P<page>\d{1,4}))?")
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ready comment with how often the class's sheets use it; `id` is "" for a free text."""

    criterion: str
    id: str
    text: str
    uses: int


def bank(rubric: Rubric, added: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[Comment, ...]]:
    """Return each criterion's ready comments: the rubric's, and those the class `added`."""
    return {
        criterion.id: (
            *criterion.comments,
            *(
                Comment(id, Wording((("", text),)))
                for id, text in added.get(criterion.id, {}).items()
            ),
        )
        for criterion in rubric.criteria
    }


def written(
    comment: str,
    criterion: Criterion,
    ready: Sequence[Comment],
    findings: Sequence[Finding],
    language: str,
    where: str,
) -> tuple[str, ...]:
    """Return the sentences that a comment of a sheet stands for.

    "role-unclear(Lemma 2)" is filled in, "RK307" and "RK307:6" take findings over (on page 6), and
    anything else is a text of its own. Raises UsageProblem that begins with `where`.
    """
    if code := _CODE.fullmatch(comment):
        return _taken_over(code, findings, where)
    match = _READY.fullmatch(comment)
    if not match:
        return (comment,)
    for one in ready:
        if one.id == match["id"]:
            return (_filled(one.text.text(language), match["inside"] or "", one.id, where),)
    ids = [one.id for one in ready]
    raise UsageProblem(
        f"{where}: {criterion.id} has no comment {match['id']!r}{nearest(match['id'], ids)}; "
        "free text needs a blank or a full stop in it, or goes into note"
    )


def _taken_over(code: re.Match[str], findings: Sequence[Finding], where: str) -> tuple[str, ...]:
    page = int(code["page"]) if code["page"] else None
    chosen = [
        finding
        for finding in findings
        if finding.code == code["code"] and (page is None or finding.page == page)
    ]
    if not chosen:
        raise UsageProblem(f"{where}: the draft has no finding {code[0]}")
    pages: dict[str, list[int]] = {}
    for finding in chosen:
        pages.setdefault(finding.message, []).extend([finding.page] if finding.page else [])
    return tuple(f"{message}{_on(sorted(set(there)))}" for message, there in pages.items())


def _on(pages: list[int]) -> str:
    if not pages:
        return ""
    return f" ({'p.' if len(pages) == 1 else 'pp.'} {', '.join(map(str, pages))})"


def _filled(text: str, inside: str, id: str, where: str) -> str:
    places = list(dict.fromkeys(_PLACE.findall(text)))
    if not places:
        return text if not inside else f"{text} ({inside})"
    values = _values(inside, places)
    if missing := [place for place in places if not values.get(place)]:
        raise UsageProblem(f"{where}: {id} needs {', '.join(missing)}: {id}({', '.join(places)})")
    return _PLACE.sub(lambda match: values[match[1]], text)


def _values(inside: str, places: Sequence[str]) -> dict[str, str]:
    """Return what goes into each place: by name ("statement=Lemma 2; reason=...") or in their order.

    Several are told apart by semicolons, or by commas where there is none; the last takes the rest.
    """
    if len(places) == 1:
        name, equals, rest = inside.partition("=")
        return {places[0]: rest.strip() if equals and name.strip() == places[0] else inside.strip()}
    parts = inside.split(";" if ";" in inside else ",", len(places) - 1)
    values: dict[str, str] = {}
    for place, part in zip(places, parts, strict=False):
        name, equals, rest = part.partition("=")
        named = bool(equals) and name.strip() in places
        values[name.strip() if named else place] = (rest if named else part).strip()
    return values


def ranked(
    sheets: Iterable[Sheet], ready: Mapping[str, Sequence[Comment]], language: str
) -> tuple[Ranked, ...]:
    """Return the ready comments of each criterion, the most used first; free texts used twice too."""
    used: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        for mark in sheet.marks:
            used.update((mark.criterion, _name(comment)) for comment in mark.comments)
    rows = [
        Ranked(criterion, one.id, one.text.text(language), used.pop((criterion, one.id), 0))
        for criterion, comments in ready.items()
        for one in comments
    ]
    rows += [
        Ranked(criterion, "", text, count)
        for (criterion, text), count in used.items()
        if count > 1 and not _CODE.fullmatch(text)
    ]
    order = {criterion: number for number, criterion in enumerate(ready)}
    return tuple(sorted(rows, key=lambda row: (order.get(row.criterion, 99), -row.uses)))


def _name(comment: str) -> str:
    match = _READY.fullmatch(comment)
    return match["id"] if match else comment
