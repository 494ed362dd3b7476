"""Which findings a person should see first."""

from collections.abc import Sequence

from reportkit.findings import Finding


def fix_first(findings: Sequence[Finding], most: int = 5) -> tuple[Finding, ...]:
    """Return the gravest and surest findings, one of each rule, suggestions never."""
    ranked = sorted(findings, key=lambda f: (f.severity.rank, f.confidence.rank))
    chosen: dict[str, Finding] = {}
    for finding in ranked:
        if finding.severity.rank < 2:
            chosen.setdefault(finding.code, finding)
    return tuple(chosen.values())[:most]
