"""Numbers about a report that speak to a rubric's criteria."""

from typing import Protocol

from reportkit.findings import Coverage, Evidence, Report, statement_name
from reportkit.records import dataclass
from reportkit.rubric.model import Rubric


class Measure(Protocol):
    """A number about a report that speaks to a criterion."""

    def missing(self, report: Report) -> str | None:
        """Return why it cannot be told for this report, None where it can."""

    def evidence(self, rubric: Rubric, report: Report) -> Evidence:
        """Return it as a sentence; called only where it is not missing."""


@dataclass(frozen=True, slots=True)
class _Length:
    """Pages or words against the rubric's limits."""

    unit: str

    def missing(self, report: Report) -> str | None:
        if self.unit == "pages" and not report.draft.pages:
            return "the draft has no pages"
        return None

    def evidence(self, rubric: Rubric, report: Report) -> Evidence:
        count = report.draft.pages if self.unit == "pages" else report.draft.words
        limits = rubric.limits.pages if self.unit == "pages" else rubric.limits.words
        if limits is None:
            return Evidence(f"{count:,} {self.unit}")
        low, high = limits
        inside = low <= count <= high
        return Evidence(f"{count:,} {self.unit} ({low:,} to {high:,} asked)", good=inside)


@dataclass(frozen=True, slots=True)
class _Covered:
    """Main results or key lemmas of the paper that the draft leaves out."""

    what: str

    def missing(self, report: Report) -> str | None:
        return None if report.coverage else "the paper's results were not compared (--paper)"

    def evidence(self, rubric: Rubric, report: Report) -> Evidence:
        coverage = report.coverage
        assert coverage is not None  # missing() said so
        left_out = _left_out(coverage, self.what)
        name = "main results" if self.what == "main_results" else "key lemmas"
        if not left_out:
            return Evidence(f"no {name} of the paper are left out", good=True)
        listed = ", ".join(statement_name(id) for id in left_out[:6])
        more = f" and {len(left_out) - 6} more" if len(left_out) > 6 else ""
        return Evidence(f"{name} left out: {listed}{more}", good=False)


def _left_out(coverage: Coverage, what: str) -> tuple[str, ...]:
    return coverage.missing_main if what == "main_results" else coverage.missing_key_lemmas


MEASURES: dict[str, Measure] = {
    "pages": _Length("pages"),
    "words": _Length("words"),
    "coverage.main_results": _Covered("main_results"),
    "coverage.key_lemmas": _Covered("key_lemmas"),
}
