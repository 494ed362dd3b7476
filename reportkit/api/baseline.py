"""Findings that are known and let be: a file of fingerprints, which survive re-pagination."""

from dataclasses import replace
from pathlib import Path

import msgspec

from reportkit.errors import UsageProblem
from reportkit.findings import Report
from reportkit.resources import write_whole

FILE_NAME = ".reportkit-baseline.json"
_SCHEMA = "reportkit.baseline/1"
_MOST_BYTES = 50 << 20


class Known(msgspec.Struct, frozen=True):
    """A finding that is let be; all but the fingerprint is there for people who read the file."""

    fingerprint: str
    code: str = ""
    section: str = ""
    excerpt: str = ""


class Baseline(msgspec.Struct, frozen=True):
    """The findings that are let be."""

    findings: tuple[Known, ...]
    schema: str = _SCHEMA


def write_baseline(report: Report, file: Path) -> int:
    """Write the findings of `report` as known to `file`; return how many. Raises OSError."""
    known = tuple(Known(f.fingerprint, f.code, f.section, f.excerpt) for f in report.findings)
    data = msgspec.json.format(msgspec.json.encode(Baseline(known)), indent=1)
    write_whole(file, data + b"\n")
    return len(known)


def read_baseline(file: Path) -> frozenset[str]:
    """Return the fingerprints that `file` lets be. Raises UsageProblem for what is no baseline."""
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
        baseline = msgspec.json.decode(content, type=Baseline)
    except OSError as problem:
        raise UsageProblem(f"{file} cannot be read: {problem.strerror}") from None
    except msgspec.MsgspecError as problem:
        raise UsageProblem(
            f"{file} is no baseline ({problem}); write it with --write-baseline"
        ) from None
    if baseline.schema != _SCHEMA:
        raise UsageProblem(f"{file} is of another version ({baseline.schema}); write it anew")
    return frozenset(known.fingerprint for known in baseline.findings)


def without_known(report: Report, file: Path) -> Report:
    """Return `report` without what `file` lets be; a note says how much that was."""
    known = read_baseline(file)
    kept = tuple(finding for finding in report.findings if finding.fingerprint not in known)
    left_out = len(report.findings) - len(kept)
    if not left_out:
        return report
    note = f"{left_out} known finding{'s' * (left_out > 1)} left out ({file.name})"
    return replace(report, findings=kept, notes=(*report.notes, note))


def baseline_beside(draft: str | None, folder: Path | None) -> Path | None:
    """Return the baseline of the draft's folder, or of its settings' folder; None without one."""
    places = [folder] if folder else []
    if draft and draft != "-":
        path = Path(draft)
        places.insert(0, path if path.is_dir() else path.parent)
    return next((p / FILE_NAME for p in places if (p / FILE_NAME).is_file()), None)
