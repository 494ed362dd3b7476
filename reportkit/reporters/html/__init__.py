"""One self-contained HTML file: page pictures with the findings on them, rubric, coverage, numbers."""

import base64
import re
from collections.abc import Sequence
from typing import Protocol

from reportkit.document import Box
from reportkit.findings import Coverage, Finding, Report, Severity
from reportkit.records import dataclass
from reportkit.reporters.ranking import fix_first

# C0 and C1 controls are not allowed in HTML; bidirectional overrides could disguise a text.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PARTS = {
    "summary": "Summary",
    "review": "Review",
    "proofs": "Proof summary",
    None: "The whole draft",
}


class Picture(Protocol):
    """A page drawn as WebP; width and height in PDF points, pages count from 1."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def height(self) -> float: ...  # noqa: D102
    @property
    def webp(self) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Mark:
    """A finding's box on a page picture, in per cent of the page from the top left."""

    finding: int
    severity: str
    label: str
    left: float
    top: float
    width: float
    height: float
    first: bool


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    ratio: str
    source: str
    marks: tuple[_Mark, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A finding in the list; `number` is its id within the page."""

    number: int
    finding: Finding
    part: str


@dataclass(frozen=True, slots=True)
class _Bar:
    """One line of a small plot; `share` in per cent of the longest."""

    label: str
    value: str
    share: float


def render(report: Report, pictures: Sequence[Picture] = (), graph_svg: str = "") -> str:
    """Return the page. `graph_svg` is trusted markup made by our own SVG renderer."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("reportkit.reporters", "html"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    rows = tuple(
        _Row(number, finding, _PARTS[finding.role])
        for number, finding in enumerate(report.findings, 1)
    )
    number_of = {row.finding.fingerprint: row.number for row in rows}
    return environment.get_template("report.html").render(
        report=report,
        rows=rows,
        pages=tuple(_page(picture, rows) for picture in pictures),
        first=[(number_of[f.fingerprint], f) for f in fix_first(report.findings)],
        counts={s: sum(row.finding.severity is s for row in rows) for s in Severity},
        rules=sorted({(row.finding.code, row.finding.slug) for row in rows}),
        parts=[part for part in _PARTS.values() if any(row.part == part for row in rows)],
        coverage=_coverage_rows(report.coverage) if report.coverage else (),
        per_page=_findings_per_page(report),
        words=_words_per_section(report),
        graph_svg=graph_svg,
    )


def _printable(value: object) -> object:
    """Return text without characters that HTML forbids; markup of our own stays as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _UNPRINTABLE.sub("\ufffd", value)
    return value


def _page(picture: Picture, rows: Sequence[_Row]) -> _Page:
    """Return a page with the marks that lie on it."""
    data = base64.b64encode(picture.webp).decode("ascii")
    return _Page(
        picture.number,
        f"{picture.width:.0f} / {picture.height:.0f}",
        f"data:image/webp;base64,{data}",
        tuple(
            _mark(row, box, picture, first=index == 0)
            for row in rows
            for index, box in enumerate(row.finding.boxes)
            if box.page == picture.number
        ),
    )


def _mark(row: _Row, box: Box, picture: Picture, *, first: bool) -> _Mark:
    return _Mark(
        finding=row.number,
        severity=row.finding.severity,
        label=f"{row.finding.severity} {row.number}: {row.finding.message}",
        left=round(100 * box.x0 / picture.width, 2),
        top=round(100 * (picture.height - box.y1) / picture.height, 2),
        width=round(100 * (box.x1 - box.x0) / picture.width, 2),
        height=round(100 * (box.y1 - box.y0) / picture.height, 2),
        first=first,
    )


def _coverage_rows(coverage: Coverage) -> tuple[tuple[str, str, str], ...]:
    """Return (result, how the draft treats it, pages) for every result that is spoken of or missed."""
    states = {
        "explained": coverage.explained,
        "stated": coverage.stated,
        "mentioned": coverage.mentioned,
    }
    best: dict[str, tuple[str, tuple[int, ...]]] = {}
    for state, results in states.items():
        for result, pages in results.items():
            best.setdefault(result, (state, pages))
    for result in (*coverage.missing_main, *coverage.missing_key_lemmas):
        best[result] = ("missing", ())
    return tuple(
        (result.replace("-", " ", 1).capitalize(), state, ", ".join(map(str, pages)))
        for result, (state, pages) in best.items()
    )


def _findings_per_page(report: Report) -> tuple[_Bar, ...]:
    """Return how many findings each page has, for a plot."""
    counts = dict.fromkeys(range(1, report.draft.pages + 1), 0)
    for finding in report.findings:
        if finding.page in counts:
            counts[finding.page] += 1
    return _bars({f"p. {page}": count for page, count in counts.items()})


def _words_per_section(report: Report) -> tuple[_Bar, ...]:
    """Return how long each section of the highest level is, for a plot."""
    top = min((section.level for section in report.draft.sections), default=0)
    return _bars({s.title: s.words for s in report.draft.sections if s.level == top})


def _bars(values: dict[str, int]) -> tuple[_Bar, ...]:
    longest = max(values.values(), default=0) or 1
    return tuple(
        _Bar(label, f"{value:,}", round(100 * value / longest, 1))
        for label, value in values.items()
    )
