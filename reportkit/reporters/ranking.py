"""Which findings a person should see first, and how many there are."""

from collections.abc import Sequence

from reportkit.findings import Finding, Severity


def fix_first(findings: Sequence[Finding], most: int = 5) -> tuple[Finding, ...]:
    """Return the gravest and surest findings, one of each rule, suggestions never."""
    ranked = sorted(findings, key=lambda f: (f.severity.rank, f.confidence.rank))
    chosen: dict[str, Finding] = {}
    for finding in ranked:
        if finding.severity.rank < 2:
            chosen.setdefault(finding.code, finding)
    return tuple(chosen.values())[:most]


def tally(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, as "2 errors, 1 warning, 0 suggestions"."""
    counts = {kind: sum(finding.severity is kind for finding in findings) for kind in Severity}
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in counts.items())
