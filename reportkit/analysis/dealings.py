"""What a draft does with results, each analysis made once: mentions, restatements, misquotes, coverage."""

from collections.abc import Sequence
from functools import cached_property

from reportkit.analysis.claims import Claim, claimed_proofs
from reportkit.analysis.coverage import coverage
from reportkit.analysis.formulas import Mathematics
from reportkit.analysis.graph import KeyResults, key_results
from reportkit.analysis.hypotheses import Dropped, dropped_assumptions
from reportkit.analysis.matching import Meant, Sides, meant, mentions, sides
from reportkit.analysis.numbering import numbering_map
from reportkit.analysis.overlap import Copy, copies
from reportkit.analysis.quoting import Misquote, misquotes
from reportkit.analysis.restating import Restatement, restatements, sentence_of
from reportkit.analysis.sections import Section
from reportkit.analysis.short_version import misnumbered, short_numbers
from reportkit.analysis.statements import Inventory, Statement
from reportkit.analysis.targets import PAPER, UNRESOLVED
from reportkit.analysis.techniques import Technique, Unnamed, unnamed_techniques
from reportkit.document import Document, Span
from reportkit.findings import Coverage, Mention
from reportkit.records import dataclass


@dataclass(frozen=True)
class Dealings:
    """The draft against its paper; all that needs a paper is empty without one.

    `techniques` are those that a rubric looks for besides the built-in ones.
    """

    draft: Document
    own: Inventory
    paper: Document | None
    results: Inventory | None
    conference: Inventory | None
    sections: Sequence[Section]
    techniques: tuple[Technique, ...] = ()

    @cached_property
    def view(self) -> Sides:
        """Return what mentions are looked up in."""
        return sides(self.draft, self.own, self.paper, self.results, self.conference)

    @cached_property
    def meant(self) -> tuple[Meant, ...]:
        """Return every mention of a result with what it means."""
        return meant(self.view)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the mentions as the report shows them."""
        return mentions(self.meant, self.draft)

    @cached_property
    def proofs(self) -> tuple[Span, ...]:
        """Return the parts of the draft about proofs."""
        return tuple(section.span for section in self.sections if section.role == "proofs")

    @cached_property
    def strangers(self) -> tuple[tuple[str, ...], int]:
        """Return the results that the draft cites and the paper does not have so ("Lemma 3"), and how many it cites.

        Each result counts once; the conference version's numbers are no strangers.
        """
        cited: dict[str, bool] = {}
        for item in self.meant:
            if item.reference.number and item.target in (PAPER, UNRESOLVED):
                name = f"{item.reference.kind.capitalize()} {item.reference.number}"
                strange = item.short is None and (item.target == UNRESOLVED or item.wrong_kind)
                cited[name] = cited.get(name, False) or strange
        return tuple(name for name, strange in cited.items() if strange), len(cited)

    @cached_property
    def restatements(self) -> tuple[Restatement, ...]:
        """Return where the draft says again what a result of the paper says."""
        return restatements(self.view, self.meant)

    @cached_property
    def keys(self) -> KeyResults:
        """Return the paper's main results and key lemmas."""
        return key_results(self.results, self.paper) if self.results else KeyResults((), ())

    @cached_property
    def misquotes(self) -> tuple[Misquote, ...]:
        """Return the restatements that differ from the paper's statement."""
        if self.paper is None or self.results is None:
            return ()
        return misquotes(
            Mathematics(self.draft),
            self.paper.once(Mathematics),
            self.results.statements,
            self.restatements,
            self.proofs,
        )

    @cached_property
    def dropped(self) -> tuple[Dropped, ...]:
        """Return the restatements that leave out an assumption."""
        if self.paper is None:
            return ()
        return dropped_assumptions(self.draft, self.paper, self.restatements, self.proofs)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims that the paper proves what it only cites."""
        if self.paper is None or self.results is None:
            return ()
        return claimed_proofs(self.draft, self.meant, self.paper, self.results)

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Return the wording that is the paper's; a result may be restated in the paper's words."""
        if self.paper is None:
            return ()
        own = [item.span for item in self.restatements if item.own]
        saying = [
            (sentence_of(self.draft, item), item.statement.span)
            for item in self.restatements
            if item.says
        ]
        return copies(self.draft, self.paper, own, saying)

    @cached_property
    def short_numbers(self) -> tuple[tuple[Meant, Statement | None], ...]:
        """Return mentions numbered as in the conference version, with the long version's statement."""
        if self.results is None:
            return ()
        if self.conference is None:
            return tuple(misnumbered(self.view, self.meant))
        rows = numbering_map(self.conference, self.results)
        return tuple(short_numbers(self.view, self.meant, rows))

    @cached_property
    def unnamed_techniques(self) -> tuple[Unnamed, ...]:
        """Return the techniques of the paper's proofs that the draft never names."""
        if self.paper is None or self.results is None or self.coverage is None:
            return ()
        main = {result.id for result in self.keys.main}
        treated = self.coverage.mentioned.keys()
        return unnamed_techniques(
            self.draft, self.paper, self.results, treated, main, self.techniques
        )

    @cached_property
    def coverage(self) -> Coverage | None:
        """Return how the draft treats the paper's results; None without a paper."""
        if self.results is None:
            return None
        return coverage(
            self.draft, self.meant, self.restatements, self.results, self.keys, self.proofs
        )
