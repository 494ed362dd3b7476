"""What a rule may look at: the documents, the options, and analyses made once and shared."""

from dataclasses import dataclass, field
from functools import cached_property

from reportkit.analysis.sections import Section, sections
from reportkit.document import Document


@dataclass(frozen=True)
class Context:
    """The draft and what it is held against; an analysis is computed when first used.

    `paper`, `conference` and `report` are None where they were not given; `conference` is the
    paper's short version, `report` the written report when the draft is a set of slides.
    """

    draft: Document
    paper: Document | None = None
    conference: Document | None = None
    report: Document | None = None
    language: str = "en"
    vocabulary: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return the draft's sections in reading order."""
        return sections(self.draft)
