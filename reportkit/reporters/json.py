"""JSON `reportkit.report/1`: everything a Report holds, for other programs."""

from collections.abc import Mapping
from typing import Any, Literal

from reportkit.findings import (
    Assessment,
    Coverage,
    Evidence,
    Finding,
    Mention,
    Report,
    RubricResult,
    Skip,
    Subject,
)
from reportkit.records import dataclass

SCHEMA: Literal["reportkit.report/1"] = "reportkit.report/1"

SeverityName = Literal["error", "warning", "suggestion"]
ConfidenceName = Literal["high", "medium", "low"]
Role = Literal["summary", "review", "proofs"]
Target = Literal["paper", "draft", "external", "unresolved"]
State = Literal["met", "attention", "unseen"]
What = Literal["rule", "engine", "measure"]
BoxRow = tuple[int, float, float, float, float]


@dataclass(frozen=True, slots=True)
class SectionJson:
    """A section; levels: part -1, chapter 0, section 1, subsection 2."""

    title: str
    number: str | None
    level: int
    role: Role | None
    page: int | None
    words: int


@dataclass(frozen=True, slots=True)
class SubjectJson:
    """A file that was read; `pages` is 0 for plain text."""

    file: str
    title: str
    authors: tuple[str, ...]
    arxiv_id: str
    version: str
    pages: int
    words: int
    sections: tuple[SectionJson, ...]


@dataclass(frozen=True, slots=True)
class SourceJson:
    """A place in a source file; line and column count from 1."""

    file: str
    line: int
    column: int | None


@dataclass(frozen=True, slots=True)
class FindingJson:
    """A finding; boxes are [page, x0, y0, x1, y1] in points from the page's bottom left.

    `before` and `after` are up to five words around the excerpt; `source` is its place in the
    draft's LaTeX, null where that is not known.
    """

    code: str
    slug: str
    severity: SeverityName
    confidence: ConfidenceName
    page: int | None
    boxes: tuple[BoxRow, ...]
    section: str
    role: Role | None
    before: str
    excerpt: str
    after: str
    message: str
    replacement: str | None
    sources: tuple[str, ...]
    source: SourceJson | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class MentionJson:
    """A place where the draft speaks of a result."""

    text: str
    kind: str
    number: str | None
    page: int | None
    target: Target
    statement: str | None


@dataclass(frozen=True, slots=True)
class EvidenceJson:
    """What speaks to a criterion; `good` is null for a fact that is neither for nor against."""

    text: str
    pages: tuple[int, ...]
    codes: tuple[str, ...]
    good: bool | None


@dataclass(frozen=True, slots=True)
class CriterionJson:
    """A criterion or a gate of the rubric."""

    id: str
    title: str
    gate: bool
    state: State
    evidence: tuple[EvidenceJson, ...]


@dataclass(frozen=True, slots=True)
class RubricJson:
    """The rubric that was applied."""

    id: str
    title: str
    criteria: tuple[CriterionJson, ...]


@dataclass(frozen=True, slots=True)
class SkipJson:
    """What did not run, and why."""

    what: What
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class TreatedJson:
    """A result of the paper and the pages of the draft that treat it."""

    id: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CoverageJson:
    """How the draft treats the paper's results."""

    stated: tuple[TreatedJson, ...]
    explained: tuple[TreatedJson, ...]
    mentioned: tuple[TreatedJson, ...]
    missing_main: tuple[str, ...]
    missing_key_lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportJson:
    """The whole report."""

    schema: Literal["reportkit.report/1"]
    reportkit: str
    kind: Literal["report", "slides", "text"]
    draft: SubjectJson
    paper: SubjectJson | None
    findings: tuple[FindingJson, ...]
    mentions: tuple[MentionJson, ...]
    rubric: RubricJson | None
    skipped: tuple[SkipJson, ...]
    coverage: CoverageJson | None
    statistics: dict[str, float | int | str]  # its keys are the measures' names
    notes: tuple[str, ...]


def render(report: Report) -> str:
    """Return the report as indented JSON, keys in a fixed order; the same Report, the same text."""
    import msgspec

    encoded = msgspec.json.encode(as_json(report))
    return _printable(msgspec.json.format(encoded, indent=1).decode()) + "\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `reportkit.report/1`."""
    import inspect

    import msgspec

    schema = msgspec.json.schema(ReportJson)
    for definition in schema["$defs"].values():
        if "description" in definition:  # Python 3.13 takes a docstring's indentation off itself
            definition["description"] = inspect.cleandoc(definition["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def as_json(report: Report) -> ReportJson:
    """Return the report in the shape of its JSON."""
    from reportkit import __version__

    return ReportJson(
        schema=SCHEMA,
        reportkit=__version__,
        kind=report.kind,  # type: ignore[arg-type]  # the schema's test holds the words together
        draft=_subject(report.draft),
        paper=_subject(report.paper) if report.paper else None,
        findings=tuple(_finding(finding) for finding in report.findings),
        mentions=tuple(_mention(mention) for mention in report.mentions),
        rubric=_rubric(report.rubric) if report.rubric else None,
        skipped=tuple(_skip(skip) for skip in report.skipped),
        coverage=_coverage(report.coverage) if report.coverage else None,
        statistics=dict(report.statistics),
        notes=report.notes,
    )


def _printable(text: str) -> str:
    """Escape what a terminal might obey: DEL and the C1 controls; JSON escapes those below itself."""
    return text.translate({code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)})


def _subject(subject: Subject) -> SubjectJson:
    rows = tuple(
        SectionJson(s.title, s.number, s.level, s.role, s.page, s.words)  # type: ignore[arg-type]
        for s in subject.sections
    )
    return SubjectJson(
        file=subject.file,
        title=subject.title,
        authors=subject.authors,
        arxiv_id=subject.arxiv_id,
        version=subject.version,
        pages=subject.pages,
        words=subject.words,
        sections=rows,
    )


def _finding(finding: Finding) -> FindingJson:
    place = finding.source
    return FindingJson(
        code=finding.code,
        slug=finding.slug,
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        page=finding.page,
        boxes=tuple(
            (box.page, round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))
            for box in finding.boxes
        ),
        section=finding.section,
        role=finding.role,  # type: ignore[arg-type]
        before=finding.before,
        excerpt=finding.excerpt,
        after=finding.after,
        message=finding.message,
        replacement=finding.replacement,
        sources=finding.sources,
        source=SourceJson(place.file, place.line, place.column) if place else None,
        fingerprint=finding.fingerprint,
    )


def _mention(mention: Mention) -> MentionJson:
    return MentionJson(
        text=mention.text,
        kind=mention.kind,
        number=mention.number,
        page=mention.page,
        target=mention.target,  # type: ignore[arg-type]
        statement=mention.statement,
    )


def _rubric(result: RubricResult) -> RubricJson:
    return RubricJson(result.id, result.title, tuple(_criterion(c) for c in result.criteria))


def _criterion(criterion: Assessment) -> CriterionJson:
    return CriterionJson(
        id=criterion.id,
        title=criterion.title,
        gate=criterion.gate,
        state=criterion.state,  # type: ignore[arg-type]
        evidence=tuple(_evidence(evidence) for evidence in criterion.evidence),
    )


def _evidence(evidence: Evidence) -> EvidenceJson:
    return EvidenceJson(evidence.text, evidence.pages, evidence.codes, evidence.good)


def _skip(skip: Skip) -> SkipJson:
    return SkipJson(skip.what, skip.id, skip.reason)  # type: ignore[arg-type]


def _treated(results: Mapping[str, tuple[int, ...]]) -> tuple[TreatedJson, ...]:
    return tuple(TreatedJson(id, pages) for id, pages in results.items())


def _coverage(coverage: Coverage) -> CoverageJson:
    return CoverageJson(
        stated=_treated(coverage.stated),
        explained=_treated(coverage.explained),
        mentioned=_treated(coverage.mentioned),
        missing_main=coverage.missing_main,
        missing_key_lemmas=coverage.missing_key_lemmas,
    )
