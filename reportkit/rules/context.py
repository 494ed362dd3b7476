"""What a rule may look at: the documents, the options, and analyses made once and shared."""

import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportkit.analysis.bibliography import Bibliography, Entry, bibliography, entries
from reportkit.analysis.crossrefs import Float, Reference, floats, references
from reportkit.analysis.inventory import inventory
from reportkit.analysis.likeness import Likeness, likeness
from reportkit.analysis.metadata import PaperMetadata, paper_metadata
from reportkit.analysis.prose import Passage, is_german, passages
from reportkit.analysis.sections import Section, sections
from reportkit.analysis.slides import Slide, is_slides, slides
from reportkit.analysis.statements import Inventory
from reportkit.analysis.words import word_starts
from reportkit.document import Document
from reportkit.findings import Coverage, Hit, Mention
from reportkit.records import dataclass
from reportkit.rubric import Rubric
from reportkit.rules.parsed import Parsed, parsed, tagged

if TYPE_CHECKING:
    from reportkit.analysis.dealings import Dealings

# analyses that look at the draft alone, and that every check needs
_OF_THE_DRAFT = (
    "sections",
    "word_starts",
    "draft_statements",
    "bibliography",
    "floats",
    "references",
    "prose",
)

# Of the results that a draft cites, its own paper lacks up to a fifth (drafts full of faults), another
# version a quarter to four fifths.
_MANY = 6
_OTHER_NUMBERS, _OTHER_NUMBERS_UNNAMED = 0.4, 0.25


@dataclass(frozen=True)
class Context:
    """The draft and what it is held against; an analysis is computed when first used.

    `paper`, `conference` and `report` are None where they were not given; `conference` is the
    paper's short version, `report` the written report when the draft is a set of slides. `kind` is
    "report", "slides" or "text" (a passage without pages or parts). `rubric` is None where none is
    applied. `unavailable` maps what a rule may need ("spacy", ...) to why it is not there.
    """

    draft: Document
    paper: Document | None = None
    conference: Document | None = None
    report: Document | None = None
    language: str = "en"
    vocabulary: frozenset[str] = field(default_factory=frozenset)
    kind: str = "report"
    rubric: Rubric | None = None
    unavailable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def prepared(self) -> "Context":
        """Compute what every check needs of the draft alone, and return the context itself."""
        for name in _OF_THE_DRAFT:
            getattr(self, name)
        return self

    def against(self, paper: Document | None, statements: Inventory | None = None) -> "Context":
        """Return the context with its paper, and what was computed of the draft alone.

        `statements` are the paper's, where they are known already.
        """
        made = replace(self, paper=paper)
        known = self.__dict__
        made.__dict__.update({name: known[name] for name in _OF_THE_DRAFT if name in known})
        if statements is not None:
            made.__dict__["paper_statements"] = statements
        return made

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return the draft's sections in reading order."""
        return sections(self.draft)

    @cached_property
    def word_starts(self) -> tuple[int, ...]:
        """Return where each counted word of the draft begins, ascending."""
        return word_starts(self.draft)

    @cached_property
    def draft_statements(self) -> Inventory:
        """Return the draft's own theorem-like statements and proofs."""
        return inventory(self.draft)

    @cached_property
    def paper_statements(self) -> Inventory | None:
        """Return the paper's statements and proofs; None without a paper."""
        return self.paper.once(inventory) if self.paper else None

    @cached_property
    def conference_statements(self) -> Inventory | None:
        """Return the short version's statements and proofs; None where it was not given."""
        return inventory(self.conference) if self.conference else None

    @cached_property
    def dealings(self) -> "Dealings":
        """Return how the draft deals with results: mentions, restatements, coverage."""
        # imported here: its patterns cost 30 ms, and lint needs none of it
        from reportkit.analysis.dealings import Dealings
        from reportkit.analysis.techniques import technique_called

        paper = None if self.misled else self.paper
        return Dealings(
            self.draft,
            self.draft_statements,
            paper,
            self.paper_statements if paper else None,
            self.conference_statements if paper else None,
            self.sections,
            tuple(map(technique_called, self.rubric.techniques)) if self.rubric else (),
        )

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the places where the draft speaks of results, in reading order."""
        return self.dealings.mentions

    @property
    def coverage(self) -> Coverage | None:
        """Return how the draft treats the paper's results; None without a paper."""
        return self.dealings.coverage

    @cached_property
    def bibliography(self) -> Bibliography:
        """Return the draft's list of references and what cites it."""
        return bibliography(self.draft)

    @cached_property
    def paper_entries(self) -> tuple[Entry, ...]:
        """Return the entries of the paper's bibliography; empty without a paper."""
        return self.paper.once(entries) if self.paper else ()

    @cached_property
    def likeness(self) -> Likeness | None:
        """Return how much of the paper can be found in the draft; None without a paper."""
        if self.paper is None:
            return None
        return likeness(self.draft, self.paper, self.paper_metadata)

    @cached_property
    def misled(self) -> bool:
        """Return whether comparing with the paper would mislead: it is another one, or the draft itself."""
        return self.likeness is not None and (self.likeness.is_other or self.likeness.same_text)

    @cached_property
    def is_numbered_otherwise(self) -> bool:
        """Return whether the draft follows another version of the paper: many of the results that it cites are not there.

        Slides of the paper are another version.
        """
        if self.paper is None or self.misled:
            return False
        if is_slides(self.paper):
            return True
        strange, cited = self.dealings.strangers
        assert self.likeness is not None  # there is a paper
        share = _OTHER_NUMBERS if self.likeness.title_named else _OTHER_NUMBERS_UNNAMED
        return len(strange) >= _MANY and len(strange) >= share * cited

    @cached_property
    def paper_sections(self) -> tuple[Section, ...]:
        """Return the paper's sections in reading order; empty without a paper."""
        return self.paper.once(sections) if self.paper else ()

    @cached_property
    def floats(self) -> tuple[Float, ...]:
        """Return the draft's figures and tables with numbered captions."""
        return floats(self.draft)

    @cached_property
    def paper_floats(self) -> tuple[Float, ...]:
        """Return the paper's figures and tables; empty without a paper."""
        return self.paper.once(floats) if self.paper else ()

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Return the draft's references to figures, tables, sections and equations."""
        return references(self.draft)

    @cached_property
    def slides(self) -> tuple[Slide, ...]:
        """Return the draft's slides; steps of one slide are one."""
        return slides(self.draft)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Return the words that are right here: of the vocabulary and of the paper, as written there."""
        papers = (document.text for document in (self.paper, self.conference) if document)
        return self.vocabulary.union(*(re.findall(r"[^\W\d_]{2,}", text) for text in papers))

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Return the draft's prose in reading order; of an English draft, what is English.

        Of a slide that is uncovered step by step, its last page alone.
        """
        found = passages(self.draft)
        if self.kind == "slides":
            last = {slide.page for slide in self.slides}
            found = tuple(p for p in found if self.draft.page_of(p.starts[0]) in last)
        if not self.language.startswith("en"):
            return found
        return tuple(p for p in found if not is_german(p.text))

    @cached_property
    def parsed(self) -> tuple[Parsed, ...]:
        """Return the sentences of `prose` with their words tagged; () without a spaCy pipeline."""
        return parsed(self.prose)

    @cached_property
    def clause_hits(self) -> Mapping[str, list[Hit]]:
        """Return what is wrong in the clauses of `parsed`, by the code of the rule that tells it."""
        from reportkit.rules.clauses import clause_hits  # 5 ms; a check without spaCy needs none

        return clause_hits(self.parsed)

    @cached_property
    def folded_prose(self) -> str:
        """Return all of `prose` in lower case, for a quick look whether a word occurs at all."""
        return "\n".join(self.folded_passages)

    @cached_property
    def folded_passages(self) -> tuple[str, ...]:
        """Return the text of each passage of `prose` in lower case."""
        return tuple(passage.text.lower() for passage in self.prose)

    @cached_property
    def tagged(self) -> Mapping[str, list[Parsed]]:
        """Return the sentences of `parsed` by their tagged words."""
        return tagged(self.parsed)

    @cached_property
    def paper_metadata(self) -> PaperMetadata:
        """Return title, authors and arXiv id of the paper, where it tells them."""
        return self.paper.once(paper_metadata) if self.paper else PaperMetadata()
