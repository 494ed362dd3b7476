"""A rubric is applied to a report's evidence; never a mark."""

import re
from collections.abc import Iterable, Mapping

from reportkit.analysis.passages import Passage
from reportkit.findings import (
    Assessment,
    Evidence,
    Finding,
    Report,
    RubricResult,
    SectionRow,
    Severity,
)
from reportkit.records import dataclass
from reportkit.rubric.measures import MEASURES
from reportkit.rubric.model import Criterion, Gate, Rubric

_CODE = re.compile(r"RK\d{0,3}")
_MOST_EVIDENCE = 8
_CODES_SHOWN = 7
_FEWEST_WORDS = 15  # a part with fewer is a heading and a word or two that a template left


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rubric is applied to besides the Report.

    `checks` maps the code of each rule that speaks to this kind of document to None where it ran,
    and to the reason where it did not. `passages` maps ids of criteria to what was found for them.
    """

    checks: Mapping[str, str | None]
    passages: Mapping[str, tuple[Passage, ...]]
    language: str = "en"


def assess(rubric: Rubric, report: Report, basis: Basis) -> RubricResult:
    """Hold the report's evidence against each gate and criterion.

    "met": everything was looked at and nothing speaks against it; "attention": something does;
    "unseen": for a person alone, or some of its evidence was not looked at, or of a gate doubtful.
    """
    gates = (_gate_state(gate, rubric, report, basis) for gate in rubric.gates)
    criteria = (_criterion_state(item, rubric, report, basis) for item in rubric.criteria)
    return RubricResult(rubric.id, rubric.title.text(basis.language), (*gates, *criteria))


def _gate_state(gate: Gate, rubric: Rubric, report: Report, basis: Basis) -> Assessment:
    found = [f for f in report.findings if _speaks_to(f, gate.evidence)]
    against = [f for f in found if f.severity is Severity.ERROR]
    gathered = [*_of_findings(found, bad=bool(against)), *_measured(gate.evidence, rubric, report)]
    gaps = _gaps(gate.evidence, report, basis)
    doubtful = any(f.severity is Severity.WARNING for f in found)
    state = _state(gathered, gaps, for_a_person=doubtful or not gate.evidence)
    return Assessment(gate.id, gate.text.text(basis.language), state, (*gathered, *gaps), gate=True)


def _criterion_state(
    criterion: Criterion, rubric: Rubric, report: Report, basis: Basis
) -> Assessment:
    found = [
        finding
        for finding in report.findings
        if _speaks_to(finding, criterion.evidence) and _within(finding, criterion.part)
    ]
    gathered = [
        *_part_there(criterion, report),
        *_of_findings(found, bad=_too_many(found, criterion, report)),
        *_measured(criterion.evidence, rubric, report),
    ]
    gaps = _gaps(criterion.evidence, report, basis)
    state = _state(gathered, gaps, for_a_person=not criterion.evidence)
    quoted = [
        Evidence(f"“{passage.text}”", (passage.page,) if passage.page else ())
        for passage in basis.passages.get(criterion.id, ())
    ]
    if not criterion.evidence:
        quoted.append(Evidence("for a person to judge"))
    title = criterion.title.text(basis.language)
    return Assessment(criterion.id, title, state, (*gathered, *quoted, *gaps))


def _state(gathered: list[Evidence], gaps: tuple[Evidence, ...], *, for_a_person: bool) -> str:
    if gaps:
        return "unseen"
    if any(evidence.good is False for evidence in gathered):
        return "attention"
    return "unseen" if for_a_person else "met"


def _speaks_to(finding: Finding, evidence: tuple[str, ...]) -> bool:
    return any(finding.code.startswith(word) for word in evidence if _CODE.fullmatch(word))


def _within(finding: Finding, part: str | None) -> bool:
    """Return whether the finding stands in `part`, or in no part at all."""
    return part is None or finding.role is None or finding.role == part


def _too_many(found: list[Finding], criterion: Criterion, report: Report) -> bool:
    """Return whether the findings weigh more than the criterion tolerates."""
    errors = sum(f.severity is Severity.ERROR for f in found)
    warnings = sum(f.severity is Severity.WARNING for f in found)
    if not criterion.tolerance:
        return bool(errors or warnings)
    return errors + warnings > criterion.tolerance * max(report.draft.words, 1000) / 1000


def _of_findings(found: list[Finding], *, bad: bool) -> list[Evidence]:
    """Return one piece of evidence for each rule, worst first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in sorted(found, key=lambda f: f.severity.rank):
        by_code.setdefault(finding.code, []).append(finding)
    return [
        Evidence(_counted(group), _pages(group), (code,), good=False if bad else None)
        for code, group in list(by_code.items())[:_MOST_EVIDENCE]
    ]


def _counted(group: list[Finding]) -> str:
    first = group[0]
    return first.message if len(group) == 1 else f"{len(group)} × {first.slug}: {first.message}"


def _pages(group: Iterable[Finding]) -> tuple[int, ...]:
    return tuple(sorted({finding.page for finding in group if finding.page is not None}))


def _part_there(criterion: Criterion, report: Report) -> list[Evidence]:
    """Return where the criterion's part is, or that it is missing; nothing where it has no part."""
    if criterion.part is None or report.kind != "report":
        return []
    sections = _top_of_part(criterion.part, report)
    if not sections:
        return [Evidence(f"no part is recognised as the {PART_NAMES[criterion.part]}", good=False)]
    words = sum(section.words for section in sections)
    pages = tuple(section.page for section in sections if section.page is not None)
    # the headings within count among the words; what remains is what was written
    titles = sum(len(s.title.split()) for s in report.draft.sections if s.role == criterion.part)
    if words - titles < _FEWEST_WORDS:
        return [Evidence(f"{sections[0].title}: nothing is written yet", pages, good=False)]
    return [Evidence(f"{sections[0].title}: {words:,} words", pages, good=True)]


PART_NAMES = {"summary": "summary", "review": "review", "proofs": "summary of the proofs"}


def _top_of_part(part: str, report: Report) -> list[SectionRow]:
    """Return the sections of `part` that lie in no other section of it."""
    top: list[SectionRow] = []
    inside: int | None = None
    for section in report.draft.sections:
        if inside is not None and section.level > inside:
            continue
        inside = section.level if section.role == part else None
        if inside is not None:
            top.append(section)
    return top


def _gaps(evidence: tuple[str, ...], report: Report, basis: Basis) -> tuple[Evidence, ...]:
    """Return what was not looked at, one sentence for each reason."""
    reasons: dict[str, list[str]] = {}
    for word in evidence:
        if word in MEASURES:
            reason = MEASURES[word].missing(report)
            if reason:
                reasons.setdefault(reason, []).append(word)
            continue
        named = {code: why for code, why in basis.checks.items() if code.startswith(word)}
        if not named:
            reasons.setdefault("no rule that runs by default looks at it", []).append(word)
        for code, missing in named.items():
            if missing:
                reasons.setdefault(missing, []).append(code)
    return tuple(
        Evidence(f"not looked at ({_listed(ids)}): {reason}", codes=tuple(ids))
        for reason, ids in reasons.items()
    )


def _listed(ids: Iterable[str]) -> str:
    """Return the first codes and how many more there are; measures in words ("main results")."""
    names = sorted({word.rpartition(".")[2].replace("_", " ") for word in ids})
    more = f" and {len(names) - _CODES_SHOWN} more" if len(names) > _CODES_SHOWN else ""
    return ", ".join(names[:_CODES_SHOWN]) + more


def _measured(evidence: tuple[str, ...], rubric: Rubric, report: Report) -> list[Evidence]:
    named = (MEASURES[word] for word in evidence if word in MEASURES)
    return [measure.evidence(rubric, report) for measure in named if not measure.missing(report)]
