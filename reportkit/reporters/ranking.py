"""What a person should see first, how many findings there are, and whether it can be handed in."""

from collections.abc import Sequence

from reportkit.findings import Confidence, Finding, Report, Severity
from reportkit.records import dataclass

# what a reader cannot do without comes before what is badly put: results of the paper, structure,
# references, the file; then mathematics, proofs, grammar and wording
_FAMILIES = ("RK3", "RK1", "RK9", "RK4", "RK2", "RK8", "RK7", "RK5", "RK6")


def fix_first(findings: Sequence[Finding], most: int = 5) -> tuple[Finding, ...]:
    """Return the gravest and surest findings, one of each rule, suggestions never."""
    chosen: dict[str, Finding] = {}
    for finding in sorted(findings, key=_gravity):
        if finding.severity is not Severity.SUGGESTION:
            chosen.setdefault(finding.code, finding)
    return tuple(chosen.values())[:most]


def _gravity(finding: Finding) -> tuple[bool, int, bool, int, int]:
    family = finding.code[:3]
    place = _FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES)
    # against the wrong paper every other finding means little
    other_paper = finding.slug != "other-paper"
    # an error of language is as grave as a doubt about what the report says
    language = place >= _FAMILIES.index("RK8")
    doubtful = finding.confidence is Confidence.LOW
    rank = finding.severity.rank + language
    return other_paper, rank, doubtful, place, finding.confidence.rank


def tally(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, as "2 errors, 1 warning, 0 suggestions"."""
    counts = {kind: sum(finding.severity is kind for finding in findings) for kind in Severity}
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in counts.items())


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether nothing blocks handing in; `blocked_by` are sentences, the gravest first."""

    ready: bool
    blocked_by: tuple[str, ...]


def verdict(report: Report, fail_on: str = "error") -> Verdict:
    """Return whether the draft can be handed in: no finding at or above `fail_on`, no gate closed.

    With "never" errors block all the same: that option is about the exit status.
    """
    limit = Severity(fail_on) if fail_on != "never" else Severity.ERROR
    blocking = [f for f in report.findings if f.severity.rank <= limit.rank]
    reasons = [
        f"{f.message.rstrip('.')} (p. {f.page})" if f.page else f.message.rstrip(".")
        for f in sorted(blocking, key=_gravity)
    ]
    known = {finding.code for finding in blocking}
    for gate in report.rubric.criteria if report.rubric else ():
        told = any(known.intersection(evidence.codes) for evidence in gate.evidence)
        if gate.gate and gate.state == "attention" and not told:
            reasons.append(f"not so yet: {gate.title}")
    return Verdict(not reasons, tuple(dict.fromkeys(reasons)))
