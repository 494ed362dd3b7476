"""What a check found: hits of rules, findings with their place, skipped checks, the whole Report."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from reportkit.document import Box, Span
from reportkit.records import dataclass


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """Return 0 for an error, 1 for a warning, 2 for a suggestion."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How sure the rule is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Return 0 for high, 1 for medium, 2 for low."""
        return list(Confidence).index(self)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: where, and a sentence.

    `span` is None where there is nothing to point at (something is missing); `page` may then still
    name a page and `boxes` a place without text (an image). `replacement` is the text to put at `span`, None where the
    rule does not know it, "" to delete. `severity` and `confidence` override the rule's own.
    """

    span: Span | None
    message: str
    replacement: str | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What is known about a rule without running it.

    `doc` is the docstring for a student: the fault, why it matters, "Fix:", "Source:".
    `needs` names what must be there for it to run: "paper", "conference", "pages", "spacy", ...
    `default` is False for rules that run only when they are selected or with --pedantic. `kinds`
    says what it judges: "report", "slides", "text" (a passage without pages or parts).
    """

    code: str
    slug: str
    severity: Severity
    confidence: Confidence
    doc: str
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    default: bool = True
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("report", "text")

    @property
    def family(self) -> str:
        """Return "RK4" for RK402."""
        return self.code[:3]

    @property
    def summary(self) -> str:
        """Return the first line of the docstring."""
        return self.doc.strip().split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place in a source file: lines and columns count from 1, `column` is None where unknown."""

    file: str
    line: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its place resolved; `page` is None where nothing is there to point at.

    `section` is the title of the section that holds it, "" outside of any. `fingerprint` is unique
    in a report and survives re-pagination: rule, sentence and section, numbered when they repeat.
    `before` and `after` are up to five words around the excerpt, from the same paragraph.
    """

    code: str
    slug: str
    severity: Severity
    confidence: Confidence
    message: str
    span: Span | None
    page: int | None
    boxes: tuple[Box, ...]
    section: str
    role: str | None
    excerpt: str
    replacement: str | None
    sources: tuple[str, ...]
    fingerprint: str
    source: SourcePlace | None = None  # where the draft's source is known
    before: str = ""
    after: str = ""

    @property
    def is_quoted(self) -> bool:
        """Return whether the message has the excerpt in it, or there is none to quote."""
        return self.excerpt in self.message


@dataclass(frozen=True, slots=True)
class Skip:
    """A check that did not run; `what` is "rule", "engine" or "measure"."""

    what: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the draft speaks of a result.

    `target` is "paper", "draft", "external" or "unresolved"; `statement` is an id such as
    "theorem-3.1" in the paper or the draft, None where it is not known.
    """

    text: str
    kind: str
    number: str | None
    page: int | None
    target: str
    statement: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as the report shows it; `page` is None in a text without pages."""

    title: str
    number: str | None
    level: int
    role: str | None
    page: int | None
    words: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks to a criterion: a sentence and the pages it speaks of.

    `good` is True for a sign that the criterion is met, False for one against, None for neither.
    """

    text: str
    pages: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A rubric's criterion (or gate) held against a report: "met", "attention" or "unseen"."""

    id: str
    title: str
    state: str
    evidence: tuple[Evidence, ...]
    gate: bool = False


@dataclass(frozen=True, slots=True)
class RubricResult:
    """A rubric applied to a report; never a mark."""

    id: str
    title: str
    criteria: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the draft treats the paper's results: statement ids with the pages that speak of them."""

    stated: Mapping[str, tuple[int, ...]]
    explained: Mapping[str, tuple[int, ...]]
    mentioned: Mapping[str, tuple[int, ...]]
    missing_main: tuple[str, ...]
    missing_key_lemmas: tuple[str, ...]


def statement_name(id: str) -> str:
    """Return a statement's name as printed: "Lemma A.4" for "lemma-A.4"."""
    words = id.replace("-", " ", 1)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Subject:
    """A file that was read, as the report's head names it; `pages` is 0 for plain text."""

    file: str
    title: str
    pages: int
    words: int
    authors: tuple[str, ...] = ()
    arxiv_id: str = ""
    version: str = "unknown"  # of a paper: "long", "short" or "unknown"
    sections: tuple[SectionRow, ...] = ()


PARTIAL = "only"  # how the note begins that tells of what was chosen


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a check found, frozen; reporters turn it into text and need nothing else.

    `findings` are in the order of the text, those without a place first.
    """

    draft: Subject
    paper: Subject | None
    kind: str  # "report" or "slides"
    findings: tuple[Finding, ...]
    mentions: tuple[Mention, ...] = ()
    rubric: RubricResult | None = None
    skipped: tuple[Skip, ...] = ()
    coverage: Coverage | None = None
    statistics: Mapping[str, float | int | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rules: tuple[RuleInfo, ...] = ()  # those that have a finding, by code

    @property
    def is_partial(self) -> bool:
        """Return whether a choice of rules or pages was asked for, which settles nothing."""
        return any(note.startswith(PARTIAL) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of findings from one check to the next, told by their fingerprints."""

    fixed: tuple[Finding, ...]
    still: tuple[Finding, ...]
    new: tuple[Finding, ...]


def difference(before: Report, after: Report) -> Difference:
    """Return which findings of `before` are gone, and which of `after` stayed or are new."""
    old = {finding.fingerprint for finding in before.findings}
    now = {finding.fingerprint for finding in after.findings}
    return Difference(
        fixed=tuple(finding for finding in before.findings if finding.fingerprint not in now),
        still=tuple(finding for finding in after.findings if finding.fingerprint in old),
        new=tuple(finding for finding in after.findings if finding.fingerprint not in old),
    )
