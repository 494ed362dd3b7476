"""GitHub workflow commands: one line a finding, shown beside the change."""

from reportkit.findings import Finding, Report, Severity
from reportkit.reporters.ranking import tally

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}


def render(report: Report) -> str:
    """Return the workflow commands, then one line with the counts."""
    lines = [_command(finding, report.draft.file) for finding in report.findings]
    return "\n".join([*lines, f"{_data(report.draft.file)}: {tally(report.findings)}"]) + "\n"


def _command(finding: Finding, draft: str) -> str:
    source = finding.source
    place = [f"file={_property(source.file if source else draft)}"]
    if source:
        place.append(f"line={source.line}")
    place.append(f"title={_property(f'{finding.code} {finding.slug}')}")
    page = f"p. {finding.page}: " if finding.page else ""
    return f"::{_COMMANDS[finding.severity]} {','.join(place)}::{_data(page + finding.message)}"


def _data(text: str) -> str:
    """Return text as the runner wants the message: per cent signs and line ends encoded."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return text as the runner wants a property: colons and commas encoded as well."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
