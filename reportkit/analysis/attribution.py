"""Which statement a proof proves, and where the proof ends."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from reportkit.analysis.kinds import UNPROVED_KINDS, folded
from reportkit.analysis.proofs import ProofHead, qed_ends
from reportkit.analysis.statement_heads import Opening
from reportkit.analysis.statements import Statement
from reportkit.analysis.styles import Setting
from reportkit.document import BlockKind
from reportkit.records import dataclass

_RUN_IN = 4  # the level of a heading that stands at the beginning of a paragraph
# Kinds that are stated and proved in the middle of another proof.
_NESTED_KINDS = frozenset({"claim", "fact", "observation", "lemma", "property", "assertion"})


@dataclass(frozen=True, slots=True)
class PlacedProof:
    """A proof with its end and the ids of what it proves (empty where unknown).

    A proof right behind a remark stands first with the remark, then with the theorem before it.

    `explicit` is True where the proof's heading, or that of its section, names them.
    """

    head: ProofHead
    end: int
    of: tuple[str, ...]
    explicit: bool


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that opens or closes proofs; one of the last four is set, or it is a QED mark."""

    at: int
    statement: Statement | None = None
    proof: ProofHead | None = None
    heading: int | None = None  # its level
    end: bool = False

    @property
    def is_qed(self) -> bool:
        """Return whether this is the mark that ends a proof."""
        return not (self.statement or self.proof or self.end) and self.heading is None


def placed_proofs(
    setting: Setting,
    found: Sequence[Opening],
    statements: Sequence[Statement],
    heads: Sequence[ProofHead],
) -> tuple[PlacedProof, ...]:
    """Return the proofs in reading order, each with its end and what it proves."""
    events = tuple(_events(setting, found, statements, heads))
    return _Placing(statements, events).run()


def _events(
    setting: Setting,
    found: Sequence[Opening],
    statements: Sequence[Statement],
    heads: Sequence[ProofHead],
) -> Iterator[_Event]:
    document = setting.document
    own = {opening.block.span.start for opening in found}
    titles = {head.start for head in heads if head.in_heading}
    events = [_Event(statement.span.start, statement=statement) for statement in statements]
    events += [_Event(head.start, proof=head) for head in heads]
    events += [_Event(at) for at in qed_ends(setting)]
    for block in document.blocks:
        if setting.is_title(block) and block.span.start not in own | titles:
            events.append(_Event(block.span.start, heading=block.level or 1))
        elif block.kind is BlockKind.REFERENCE:
            events.append(_Event(block.span.start, heading=0))
    yield from sorted(events, key=lambda event: event.at)
    yield _Event(len(document.text), end=True)


class _Placing:
    """One walk over a paper's events; `_open` are the proofs not yet ended, innermost last."""

    def __init__(self, statements: Sequence[Statement], events: Sequence[_Event]) -> None:
        self._statements = statements
        self._by_id = {statement.id: statement for statement in statements}
        self._numbered = {(s.kind, s.number): s.id for s in reversed(statements)}
        self._provable = [s for s in statements if s.kind not in UNPROVED_KINDS]
        self._events = events
        self._placed: list[PlacedProof] = []
        self._open: list[int] = []
        self._last: Statement | None = None
        self._since_heading = True
        self._title: int | None = None
        self._proved: set[str] = set()

    def run(self) -> tuple[PlacedProof, ...]:
        for index, event in enumerate(self._events):
            if event.statement:
                self._on_statement(index, event.statement)
            elif event.proof:
                self._on_proof(event.proof)
            elif event.is_qed:
                self._close(event.at, only_last=True)
            else:
                self._on_heading(index, event)
        return self._without_empty_titles()

    def _on_statement(self, index: int, statement: Statement) -> None:
        if not (self._open and self._is_nested(index, statement)):
            self._close(statement.span.start, but=self._title)
        self._last = statement
        self._since_heading = True

    def _on_heading(self, index: int, event: _Event) -> None:
        """End the open proofs; one that is a section goes on through its subsections.

        Words in bold that open a paragraph are a step of the proof if its mark is still to come.
        """
        level = 0 if event.heading is None else event.heading
        if level >= _RUN_IN and self._open and self._ends_below(index):
            return
        title = self._title
        within = title is not None and self._placed[title].head.level < level
        self._close(event.at, but=title if within else None)
        self._since_heading = False
        if not within:
            self._title = None

    def _ends_below(self, index: int) -> bool:
        """Return whether a QED mark comes before anything else that could end a proof."""
        for event in islice(self._events, index + 1, None):
            if event.is_qed:
                return True
            if event.heading is None or event.heading < _RUN_IN:
                return False
        return False

    def _is_nested(self, index: int, statement: Statement) -> bool:
        """Return whether the open proof ends behind this statement: its QED mark is still to come."""
        if statement.kind not in _NESTED_KINDS:
            return False
        depth = 0
        for event in islice(self._events, index + 1, None):
            if event.proof:
                depth += 1
            elif event.is_qed:
                depth -= 1
                if depth < 0:
                    return True
            elif (
                event.heading is not None
                or event.end
                or (event.statement and event.statement.kind not in _NESTED_KINDS)
            ):
                return False
        return False

    def _on_proof(self, head: ProofHead) -> None:
        if head.part and self._open and not self._by_name(head.heading):
            return
        if self._takes_over_title(head):
            return
        nested = (
            self._open
            and self._last
            and self._placed[self._open[-1]].head.start < self._last.span.start
        )
        within = self._title is not None and self._placed[self._title].head.level < head.level
        if not nested:
            self._close(head.start, but=self._title if within or not head.in_heading else None)
        of, explicit = self._targets(head)
        if head.in_heading:
            self._title = len(self._placed)
            self._since_heading = False
        self._proved.update(of if not head.sketch else ())
        self._open.append(len(self._placed))
        self._placed.append(PlacedProof(head, head.start, of, explicit))

    def _takes_over_title(self, head: ProofHead) -> bool:
        """Let a bare "Proof." below "A.3 Proof of Theorem 2" be that proof."""
        if self._title is None or head.in_heading or self._open != [self._title]:
            return False
        title = self._placed[self._title]
        stated = self._last is not None and self._last.span.start > title.head.start
        if head.targets or stated:
            return False
        heading = title.head.heading
        taken = replace(head, heading=heading, sketch=head.sketch or title.head.sketch)
        self._placed[self._title] = replace(title, head=taken)
        self._title = None
        return True

    def _targets(self, head: ProofHead) -> tuple[tuple[str, ...], bool]:
        if head.targets:
            ids = [self._named(t.kind, t.number) for t in head.targets if not t.external]
            return tuple(dict.fromkeys(id_ for id_ in ids if id_)), True
        if head.part:
            by_name = self._by_name(head.heading)
            if by_name:
                return (by_name,), True
            return ((self._last.id,), False) if self._last and self._since_heading else ((), False)
        if head.in_heading:
            return self._provable_before(head.start), False
        if self._last is None or not self._since_heading or self._last.id in self._proved:
            return (), False
        last = self._original(self._last)
        if self._last.kind not in UNPROVED_KINDS:
            return (last,), False
        return (last, *self._provable_before(head.start)), False

    def _original(self, statement: Statement) -> str:
        """Return the id of what `statement` prints again under the same number, or its own."""
        other = self._by_id.get(statement.restates or "")
        return other.id if other and other.number == statement.number else statement.id

    def _provable_before(self, at: int) -> tuple[str, ...]:
        """Return the last statement before `at` of a kind that is proved, if it has no proof yet."""
        index = bisect_left(self._provable, at, key=lambda statement: statement.span.start) - 1
        if index < 0 or self._provable[index].id in self._proved:
            return ()
        return (self._provable[index].id,)

    def _named(self, kind: str, number: str) -> str | None:
        return self._numbered.get((kind, number))

    def _by_name(self, heading: str) -> str | None:
        words = folded(heading)
        for statement in self._statements:
            called = (folded(statement.name), folded(statement.label))
            if any(len(name) > 9 and name in words for name in called):
                return statement.id
        return None

    def _close(self, at: int, only_last: bool = False, but: int | None = None) -> None:
        """End the open proofs (or the innermost) at `at`; `but` stays open."""
        kept = []
        while self._open:
            index = self._open.pop()
            if index == but:
                kept.append(index)
                continue
            self._placed[index] = replace(self._placed[index], end=at)
            if only_last:
                break
        self._open += kept

    def _without_empty_titles(self) -> tuple[PlacedProof, ...]:
        """Drop a section's title whose proof is given below by a proof of its own."""
        starts = [proof.head.start for proof in self._placed]
        return tuple(
            proof
            for proof in self._placed
            if not (proof.head.in_heading and self._is_given_below(proof, starts))
        )

    def _is_given_below(self, title: PlacedProof, starts: list[int]) -> bool:
        first = bisect_left(starts, title.head.start) + 1
        within = [proof for proof in self._placed[first:] if proof.head.start < title.end]
        return any(set(proof.of) & self._same(title.of) for proof in within)

    def _same(self, ids: Sequence[str]) -> set[str]:
        """Return `ids` and those of the copies of these statements."""
        return set(ids) | {s.id for s in self._statements if s.restates in ids}
