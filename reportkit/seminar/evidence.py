"""A report's findings as a class sees them: without the kinds that are wrong for everyone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reportkit.findings import Assessment, Finding, Report, RubricResult
from reportkit.records import dataclass
from reportkit.rubric import Criterion
from reportkit.seminar.grading_folder import GradingFolder, Roster


def without(report: Report, dismissed: Collection[str]) -> Report:
    """Return the report without the findings of these rules, and without what they spoke for.

    A criterion that needed attention for nothing else is then met.
    """
    if not dismissed:
        return report
    kept = tuple(finding for finding in report.findings if finding.code not in dismissed)
    rubric = report.rubric
    if rubric is not None:
        criteria = tuple(_without(one, dismissed) for one in rubric.criteria)
        rubric = RubricResult(rubric.id, rubric.title, criteria)
    return replace(report, findings=kept, rubric=rubric)


def class_reports(folder: GradingFolder, roster: Roster) -> dict[str, Report]:
    """Return each student's report as the class sees it, without what class.yaml dismisses."""
    dismissed = folder.notes().dismissed
    reports = {}
    for member in roster.members:
        result = folder.result(member.result) if member.result else None
        if result is not None:
            reports[member.key] = without(result.report, tuple(dismissed))
    return reports


def _without(assessment: Assessment, dismissed: Collection[str]) -> Assessment:
    evidence = tuple(
        one for one in assessment.evidence if not one.codes or set(one.codes) - set(dismissed)
    )
    state = assessment.state
    if state == "attention" and not any(one.good is False for one in evidence):
        state = "met"
    return replace(assessment, evidence=evidence, state=state)


def by_criterion(report: Report) -> dict[str, Assessment]:
    """Return the assessment of each criterion and gate; nothing where no rubric was applied."""
    return {one.id: one for one in report.rubric.criteria} if report.rubric else {}


def findings_for(criterion: Criterion, report: Report) -> tuple[Finding, ...]:
    """Return the findings that speak to a criterion, in the order of the text."""
    codes = tuple(word for word in criterion.evidence if word.startswith("RK"))
    return tuple(
        finding
        for finding in report.findings
        if finding.code.startswith(codes)
        and (criterion.part is None or finding.role in (None, criterion.part))
    )


@dataclass(frozen=True, slots=True)
class CommonFinding:
    """A rule with the number of its findings, and of the reports that have one."""

    code: str
    slug: str
    findings: int
    reports: int


def common_findings(reports: Sequence[Report]) -> tuple[CommonFinding, ...]:
    """Return the rules by the number of reports they speak of, the most common first."""
    findings: Counter[str] = Counter()
    in_reports: Counter[str] = Counter()
    slugs: dict[str, str] = {}
    for report in reports:
        findings.update(finding.code for finding in report.findings)
        in_reports.update({finding.code for finding in report.findings})
        slugs |= {finding.code: finding.slug for finding in report.findings}
    order = sorted(in_reports, key=lambda code: (-in_reports[code], -findings[code], code))
    return tuple(CommonFinding(c, slugs[c], findings[c], in_reports[c]) for c in order)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the first feedback asked for; `state` is "done", "open", "worse" or "look"."""

    code: str
    state: str
    text: str


def since_first(asked: Mapping[str, str], first: Report, second: Report) -> tuple[Asked, ...]:
    """Return what became of each rule that the first feedback named; `asked` maps it to a sentence.

    "done": no such finding is left; "worse": there are more; "open": the rest.
    """
    before = Counter(finding.code for finding in first.findings)
    now = Counter(finding.code for finding in second.findings)
    ran_not = {skip.id for skip in second.skipped}
    rows = []
    for code, text in asked.items():
        if code in ran_not:
            rows.append(Asked(code, "look", f"{text} (not looked at this time)"))
            continue
        state = "done" if not now[code] else "worse" if now[code] > before[code] else "open"
        rows.append(Asked(code, state, f"{text} ({before[code]} before, {now[code]} now)"))
    return tuple(rows)
