"""What the machine has seen becomes statements and proofs, with what they use."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from reportkit.analysis import kinds
from reportkit.analysis.copies import alike, named_original
from reportkit.analysis.latex.machine import Machine, Region
from reportkit.analysis.statements import ExternalUse, Inventory, Proof, Statement, Use
from reportkit.document import BlockKind, Document, Span

Words = str | Callable[[], str]
_UNPROVED = frozenset(
    [
        "definition",
        "assumption",
        "remark",
        "example",
        "notation",
        "question",
        "problem",
        "conjecture",
        "axiom",
        "condition",
        "exercise",
        "note",
    ]
)
_WRITTEN_PROOF = re.compile(
    r"(?P<head>(?:Detailed |Full |Formal )?(?P<kind>Proof|Beweis|Sketch of (?:the )?proof|Proof sketch)"
    r"(?P<of>\s+(?:of|for|von)\s+[^.:()]{1,80}?)?)(?:\s*\([^()]{1,80}\))?\s*[.:](?=\s|$)"
)
_NAMED = re.compile(r"(?P<kind>[^\W\d_]+)\.?[\s\u00a0]+(?P<number>[A-Z]?[\d.]*\d['′]?|[A-Z])\b")
_QUOTED_RESULT = re.compile(
    r"(?:[Tt]heorems?|[Ll]emmas?|[Pp]ropositions?|[Cc]orollar(?:y|ies)|[Dd]efinitions?|Thm|Lem|Prop|Cor)"
    r"\.?[\s\u00a0]+[\dA-Z][\w.]*"
)


def collected(machine: Machine, document: Document) -> Inventory:
    """Return the inventory; ids count copies and statements without number as the issue asks."""
    return _Collector(machine, document).inventory()


class _Collector:
    """Holds what several steps need: regions in reading order, and which statement a label means."""

    def __init__(self, machine: Machine, document: Document) -> None:
        self.machine = machine
        self.document = document
        self.statements: dict[int, Statement] = {}
        self.proofs: list[Proof] = []
        regions = [
            (index, region)
            for index, region in enumerate(machine.regions)
            if region.start.offset >= 0
        ]
        self.starts = sorted(region.start.offset for _, region in regions)
        self.ordered = sorted(regions, key=lambda pair: pair[1].start.offset)
        self.ends = {index: self._end(region) for index, region in regions}

    def _end(self, region: Region) -> int:
        """Return where the region ends: at its end, or where the next begins if it was never closed."""
        length = len(self.document.text)
        if region.end is not None and region.end.offset >= region.start.offset:
            return min(region.end.offset, length)
        after = [
            r.start.offset for r in self.machine.regions if r.start.offset > region.start.offset
        ]
        return min(after, default=length)

    def inventory(self) -> Inventory:
        self._correct_numbers()
        self._make_statements()
        self._make_proofs()
        self._link()
        order = sorted(self.statements.values(), key=lambda statement: statement.span)
        return Inventory(tuple(order), tuple(self.proofs))

    # --- statements -------------------------------------------------------------------------

    def _correct_numbers(self) -> None:
        """Let the .aux have the last word; what is counted between two labels moves along."""
        shift: dict[str, int] = {}
        for _, region in self.ordered:
            if region.number is None or region.proof or region.restates:
                continue
            counter = self.machine.theorems[region.environment].counter or ""
            known = self._known(region)
            head, _, last = region.number.rpartition(".")
            if known is not None:
                other_head, _, other = known[0].rpartition(".")
                if last.isdecimal() and other.isdecimal() and head == other_head:
                    shift[f"{counter} {head}"] = int(other) - int(last)
                region.number, region.page = known[0] or region.number, known[1]
            elif last.isdecimal():
                moved = int(last) + shift.get(f"{counter} {head}", 0)
                region.number = f"{head}.{moved}" if head else str(moved)

    def _known(self, region: Region) -> tuple[str, int | None] | None:
        """Return number and page of the region's own label in the .aux, None where there is none."""
        for key in region.keys:
            label = self.machine.labels.get(key)
            if label is None or label.region is None:
                continue
            if self.machine.regions[label.region] is region and label.number:
                return self.machine.numbers.get(key)
        return None

    def _make_statements(self) -> None:
        taken: Counter[str] = Counter()
        for index, region in self.ordered:
            if not region.proof:
                self.statements[index] = self._statement(index, region, taken)
        self._mark_copies()

    def _mark_copies(self) -> None:
        """Tell what is printed again: by thm-restate, by its name, by number and words."""
        earlier: list[Statement] = []
        for index, region in self.ordered:
            statement = self.statements.get(index)
            if statement is None:
                continue
            if region.restates:
                original = self.machine.originals[region.restates]
                copied = next(
                    (self.statements[i].id for i, r in self.ordered if r is original), None
                )
            else:
                copied = self._printed_before(statement, earlier)
            self.statements[index] = _with(statement, restates=copied)
            if copied is None:
                earlier.append(statement)

    def _printed_before(self, statement: Statement, earlier: list[Statement]) -> str | None:
        for other in earlier if statement.number else ():
            same = other.number == statement.number and other.kind == statement.kind
            if same and alike(other.text, statement.text):
                return other.id
        return named_original(statement, earlier)

    def _statement(self, index: int, region: Region, taken: Counter[str]) -> Statement:
        text = self.document.text
        end = self.ends[index]
        body = Span(min(max(region.body.offset, region.start.offset), end), end)
        words = " ".join(text[body.start : body.end].split())
        kind = kind_of(region.label)
        start = region.start.offset
        stop = len(text[:end].rstrip()) if end > start else end
        return Statement(
            id=_new_id(kind, region, taken),
            kind=kind,
            label=region.label,
            number=region.number or None,
            name=_joined(region.name),
            page=region.page,
            box=None,
            span=Span(start, max(stop, start)),
            body=Span(body.start, max(stop, body.start)),
            text=words,
            origin="source",
        )

    # --- proofs -----------------------------------------------------------------------------

    def _make_proofs(self) -> None:
        found: list[tuple[int, int, str, Region | None]] = [
            (region.start.offset, self.ends[index], _joined(region.name), region)
            for index, region in self.ordered
            if region.proof
        ]
        found += [(start, end, head, None) for start, end, head in self._written_proofs()]
        text = self.document.text
        for number, (start, end, head, region) in enumerate(sorted(found, key=lambda p: p[0]), 1):
            of, explicit = self._proved(start, head, region)
            end = len(text[:end].rstrip())
            body = text[start:end].removeprefix(head).lstrip(". :")
            self.proofs.append(
                Proof(
                    id=f"proof-{number}",
                    of=of,
                    explicit=explicit,
                    sketch=bool(re.search(r"sketch|idea|skizze|idee", head, re.IGNORECASE)),
                    heading=head,
                    page=None,
                    box=None,
                    end=None,
                    span=Span(start, max(start, end)),
                    text=" ".join(body.split()),
                )
            )

    def _written_proofs(self) -> list[tuple[int, int, str]]:
        """Return proofs without environment: a paragraph that begins with "Proof of ...:"."""
        found = []
        taken = [Span(region.start.offset, self.ends[index]) for index, region in self.ordered]
        stops = sorted(
            [span.start for span in taken]
            + [
                block.span.start
                for block in self.document.blocks
                if block.kind is BlockKind.HEADING
            ]
        )
        marks = sorted(mark.offset for mark in self.machine.qed)
        for block in self.document.blocks:
            if block.kind is not BlockKind.PARAGRAPH:
                continue
            match = _WRITTEN_PROOF.match(self.document.text, block.span.start, block.span.end)
            inside = any(span.start <= block.span.start < span.end for span in taken)
            if match is None or inside:
                continue
            end = _next(stops, block.span.start, len(self.document.text))
            qed = _next(marks, block.span.start, end)
            found.append((block.span.start, min(end, qed), match["head"]))
        return found

    def _proved(self, start: int, head: str, region: Region | None) -> tuple[str | None, bool]:
        """Return the statement that a proof proves, and whether a heading says so."""
        for key in region.named if region else ():
            target = self._target(key)
            if target is not None:
                return self._nearest(self.statements[target], start).id, True
        # some print "Proof. (Proposition 2)"
        behind = self.document.text[start + len(head) : start + len(head) + 60]
        begun = re.match(r"[.:\s]*\((?:of |for )?([^()]+)\)", behind)
        named = self._named_in(head) or (self._named_in(begun[1]) if begun else None)
        if named:
            return self._nearest(named, start).id, True
        before = [s for s in self.statements.values() if s.span.start < start]
        heading = self._heading_before(start)
        if heading is not None and not any(s.span.start > heading.start for s in before):
            words = self.document.text[heading.start : heading.end]
            named = (
                self._named_in(words) if re.search("proof|beweis", words, re.IGNORECASE) else None
            )
            if named:
                return self._nearest(named, start).id, True
        provable = [s for s in before if s.kind not in _UNPROVED] or before
        last = max(provable, key=lambda s: s.span.start, default=None)
        return (last.id if last else None), False

    def _named_in(self, words: str) -> Statement | None:
        for match in _NAMED.finditer(words):
            kind = kind_of(match["kind"])
            for statement in self.statements.values():
                if statement.kind == kind and statement.number == match["number"]:
                    return statement
        return None

    def _nearest(self, statement: Statement, start: int) -> Statement:
        """Return the copy of the statement that was printed last before `start`, else itself."""
        original = statement.restates or statement.id
        copies = [
            other
            for other in self.statements.values()
            if other.restates == original and other.span.start < start
        ]
        return max(copies, key=lambda other: other.span.start, default=statement)

    def _heading_before(self, start: int) -> Span | None:
        spans = [
            Span(a.offset, b.offset)
            for a, b in self.machine.headings
            if 0 <= a.offset <= start and b.offset <= start
        ]
        return max(spans, default=None)

    # --- links ------------------------------------------------------------------------------

    def _target(self, key: str) -> int | None:
        """Return the region that a label means: its own, or the one around an equation or item."""
        label = self.machine.labels.get(key)
        if label is not None and label.region is not None:
            return label.region if label.region in self.statements else None
        for index, region in self.ordered:
            if key in region.keys and index in self.statements:
                return index
        return None

    def _original(self, index: int) -> str:
        statement = self.statements[index]
        return statement.restates or statement.id

    def _link(self) -> None:
        """Give each statement its first proof and what it and its proofs use."""
        first: dict[str, str] = {}
        for proof in self.proofs:
            if proof.of and not (proof.sketch and proof.of in first):
                first.setdefault(proof.of, proof.id)
        for statement in self.statements.values():
            if statement.restates and statement.id in first:
                first.setdefault(statement.restates, first[statement.id])
        uses: dict[str, dict[tuple[str, str], Use]] = {}
        external: dict[str, list[ExternalUse]] = {}
        for owner, where, id in self._uses():
            if owner != id:
                uses.setdefault(owner, {}).setdefault((id, where), Use(id, where, None))
        for owner, where, words in self._external():
            external.setdefault(owner, []).append(ExternalUse(words, where, None))
        for index, statement in self.statements.items():
            self.statements[index] = _with(
                statement,
                proof=first.get(statement.id),
                uses=tuple(uses.get(statement.id, {}).values()),
                external=tuple(dict.fromkeys(external.get(statement.id, ()))),
            )

    def _owner(self, offset: int) -> tuple[str, str] | None:
        """Return the statement whose words or proof stand at `offset`, and which of the two."""
        for proof in self.proofs:
            if proof.span.start <= offset < proof.span.end and proof.of:
                inner = self._statement_at(offset)
                if inner is None or inner.span.start < proof.span.start:
                    return proof.of, "proof"
        inner = self._statement_at(offset)
        return (inner.id, "statement") if inner else None

    def _statement_at(self, offset: int) -> Statement | None:
        holding = [s for s in self.statements.values() if s.span.start <= offset < s.span.end]
        return max(holding, key=lambda s: s.span.start, default=None)

    def _uses(self) -> list[tuple[str, str, str]]:
        """Return (owner, where, used) for every reference by label and every one typed by hand."""
        found = []
        for reference in self.machine.references:
            owner = self._owner(reference.place.offset) if reference.place.offset >= 0 else None
            for key in reference.keys if owner else ():
                target = self._target(key)
                if target is not None and owner is not None:
                    found.append((*owner, self._original(target)))
        return found + self._typed_uses()

    def _typed_uses(self) -> list[tuple[str, str, str]]:
        """Return references in words ("by Lemma 3") that are no \\ref and no citation."""
        text = self.document.text
        numbered = {
            (statement.kind, statement.number): statement.restates or statement.id
            for statement in reversed(self.statements.values())
            if statement.number
        }
        cited = [(c.start.offset, c.end.offset) for c in self.machine.citations]
        spans = [(s.body, s.id, "statement") for s in self.statements.values()]
        spans += [(p.span, p.of, "proof") for p in self.proofs if p.of]
        found = []
        for span, owner, where in spans:
            head = next((len(p.heading) for p in self.proofs if p.span == span), 0)
            for match in _NAMED.finditer(text, span.start + head, span.end):
                used = numbered.get((kind_of(match["kind"].rstrip("s")), match["number"]))
                foreign = re.match(
                    r"\s*(?:of|in|from)?\s*[\[(]", text[match.end() : match.end() + 9]
                )
                inside = any(a <= match.start() < b for a, b in cited)
                if used and not inside and not (foreign and self._cites(match.end(), cited)):
                    found.append((owner, where, used))
        return found

    def _cites(self, offset: int, cited: list[tuple[int, int]]) -> bool:
        return any(offset <= start <= offset + 9 for start, _ in cited)

    def _external(self) -> list[tuple[str, str, str]]:
        """Return results of other works: \\cite[Theorem 2.1]{x} and "Theorem 2.1 of [7]"."""
        found = []
        text = self.document.text
        for citation in self.machine.citations:
            start, end = citation.start.offset, citation.end.offset
            owner = self._owner(start) if start >= 0 else None
            if owner is None:
                continue
            inside = _QUOTED_RESULT.search(_joined(citation.words))
            before = re.search(
                rf"({_QUOTED_RESULT.pattern})\s+(?:of|in|from)\s+$",
                text[max(0, start - 60) : start],
            )
            printed = text[start:end]
            if inside:
                work = printed.replace(f", {_joined(citation.words)}", "")
                found.append((*owner, f"{inside[0]} of {work}"))
            elif before:
                found.append((*owner, f"{before[1]} of {printed}"))
        return found


def kind_of(label: str) -> str:
    """Return the English kind of a label; one that is not known is a kind of its own."""
    return kinds.kind_of(label) or " ".join(label.lower().split()) or "statement"


def _new_id(kind: str, region: Region, taken: Counter[str]) -> str:
    slug = re.sub(r"\s+", "-", kind)
    if region.number:
        stem = "-".join([slug, *region.number.split()])
        taken[stem] += 1
        return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
    stem = f"{slug}-p{region.page or 0}"
    taken[stem] += 1
    return f"{stem}-{taken[stem]}"


def _joined(parts: Sequence[Words]) -> str:
    words = "".join(part if isinstance(part, str) else part() for part in parts)
    return " ".join(words.split())


def _next(sorted_places: list[int], after: int, otherwise: int) -> int:
    index = bisect_right(sorted_places, after)
    return sorted_places[index] if index < len(sorted_places) else otherwise


def _with(statement: Statement, **changes: object) -> Statement:
    return replace(statement, **changes)  # type: ignore[arg-type]  # names checked by replace
