"""SARIF 2.1.0, which code hosts and editors read."""

import json
from urllib.parse import quote

from reportkit import __version__
from reportkit.findings import Finding, Report, RuleInfo, Severity, Skip

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_PRECISION = {"high": "high", "medium": "medium", "low": "low"}


def render(report: Report) -> str:
    """Return one SARIF run. A finding without a known source line has its page in `properties`."""
    index = {rule.code: place for place, rule in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "reportkit",
                "version": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, report.draft.file, index) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(skip) for skip in report.skipped],
            }
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: RuleInfo) -> dict[str, object]:
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.summary},
        "help": {"text": " ".join(rule.doc.split())},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"precision": _PRECISION[rule.confidence], "tags": [rule.family]},
    }


def _result(finding: Finding, draft: str, index: dict[str, int]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding, draft)],
        "partialFingerprints": {"reportkit/1": finding.fingerprint},
        "properties": {
            "page": finding.page,
            "boxes": [[box.page, box.x0, box.y0, box.x1, box.y1] for box in finding.boxes],
            "section": finding.section,
            "excerpt": finding.excerpt,
            "replacement": finding.replacement,
        },
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    return result


def _location(finding: Finding, draft: str) -> dict[str, object]:
    source = finding.source
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(source.file if source else draft)}}
    if source:
        region = {"startLine": source.line}
        if source.column:
            region["startColumn"] = source.column
        place["region"] = region
    location: dict[str, object] = {"physicalLocation": place}
    if finding.section:
        location["logicalLocations"] = [{"name": finding.section, "kind": "section"}]
    return location


def _uri(file: str) -> str:
    """Return a relative reference for a file's name, on any system."""
    return quote(file.replace("\\", "/"))


def _notification(skip: Skip) -> dict[str, object]:
    return {
        "level": "note",
        "message": {"text": f"{skip.what} {skip.id} did not run: {skip.reason}"},
        "descriptor": {"id": f"skipped-{skip.what}"},
    }
