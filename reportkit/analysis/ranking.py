"""Which results of a paper are its main ones, and why.

Evidence is added up in points; a statement of three or more is a main result. The weights were set
by reading the main results of the development papers, not by fitting them.
"""

import re
from collections.abc import Mapping

from reportkit.analysis.sections import Section, sections
from reportkit.analysis.statements import Inventory, Proof, Statement
from reportkit.document import BlockKind, Document
from reportkit.records import dataclass

RESULT_KINDS = frozenset({"theorem", "proposition", "corollary", "lemma", "claim", "fact"})
# a paper that has none of the first names its main results by the next
_LADDER = ("theorem", "proposition", "corollary", "lemma")
_POINTS = {"theorem": 3.0, "proposition": 2.0, "corollary": 1.0, "lemma": 0.5}
_ENOUGH = 3.0
# where a paper points out three results itself, being a theorem is no longer enough for the others
_OUTSTANDING = 4.5
# lecture notes have dozens of theorems: more than this is no longer a choice
_AT_MOST = 12

_PRELIMINARIES = re.compile(
    r"preliminar|background|notation|related work|prior work|toolbox|auxiliary|technical (lemmas|tools)"
    r"|useful (facts|results|lemmas)|grundlagen|vorbereitung",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"(appendix|appendices|supplement\w*|anhang)\b"
    r"|\b(omitted|deferred|missing|additional|detailed) proofs",
    re.IGNORECASE,
)
# a section of that title ends the main part where it stands in the second half
_PROOFS = re.compile(
    r"^proofs?( of| for|$)|^(technical |auxiliary |full )proofs?\b|^beweise\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"abstract|introduction|contribution|overview|our results|summary of results|einleitung"
    r"|zusammenfassung",
    re.IGNORECASE,
)
_MAIN = re.compile(r"\bmain\b|\bhaupt(satz|ergebnis)", re.IGNORECASE)
# "[7]", "(Carmeli et al., 2006)", "Pinkus, 1999", "Cauchy 1821"
_CITED = re.compile(
    r"\[[A-Z]{0,6}[\w+]*\d[^\]]*\]|\bet al\b|\b[A-Z][\w'’-]+,? \(?(1[6-9]|20)\d\d[a-z]?\b"
)
_FAMOUS = re.compile(
    r"[’']s? (theorem|lemma|inequality)|\binequality\b|\bsatz von\b", re.IGNORECASE
)
_NUMBER = r"(?:[A-Z]|[IVX]+|\d+)(?:\.\d+)*(?:\.[a-z])?['′]?"
_MENTION = re.compile(
    r"\b(?P<kind>theorem|proposition|corollary|corollaries|lemma|satz|thm|prop|cor|lem)"
    r"(?:s|ta|en|e)?\.?[ \u00a0~]+"
    rf"(?P<numbers>{_NUMBER}(?:(?:\s*(?:,|and|und|&|[-–]|to)\s*)+{_NUMBER})*)",
    re.IGNORECASE,
)
_KINDS = {
    "thm": "theorem",
    "satz": "theorem",
    "prop": "proposition",
    "cor": "corollary",
    "corollaries": "corollary",
    "lem": "lemma",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A main result with its points and the sentence that says what they are for."""

    id: str
    points: float
    reason: str


def main_results(inventory: Inventory, paper: Document | None) -> tuple[Ranked, ...]:
    """Return the main results, most points first, ties in reading order; at most twelve."""
    ranked = [
        _ranked(statement, _points(statement, inventory, place))
        for place in (_Places.of(inventory, paper),)
        for statement in inventory.statements
        if statement.restates is None and statement.kind in _POINTS
    ]
    outstanding = sum(result.points >= _OUTSTANDING for result in ranked)
    needed = _ENOUGH if outstanding < 3 else _ENOUGH + 0.5
    enough = [result for result in ranked if result.points >= needed]
    return tuple(sorted(enough, key=lambda result: -result.points)[:_AT_MOST])


def _ranked(statement: Statement, evidence: list[tuple[float, str]]) -> Ranked:
    reasons = [reason for points, reason in evidence if points > 0 and reason]
    return Ranked(statement.id, sum(points for points, _ in evidence), ", ".join(reasons))


@dataclass(frozen=True, slots=True)
class _Places:
    """What the text around the statements says of them.

    `announced` are the (kind, number) that abstract and introduction name; `appendix` is the offset
    at which the appendix begins, None where there is none; `top` is the highest kind of the ladder
    that the main part has.
    """

    sections: tuple[Section, ...]
    announced: frozenset[tuple[str, str]]
    appendix: int | None
    top: str

    @classmethod
    def of(cls, inventory: Inventory, paper: Document | None) -> "_Places":
        parts = sections(paper) if paper else ()
        appendix = _appendix(parts, paper)
        own = [
            statement.kind
            for statement in inventory.statements
            if not is_quoted(statement) and not _in_appendix(statement, appendix)
        ]
        top = next((kind for kind in _LADDER if kind in own), _LADDER[0])
        return cls(parts, _announced(parts, paper, inventory), appendix, top)


def _points(statement: Statement, inventory: Inventory, place: _Places) -> list[tuple[float, str]]:
    """Return the evidence for and against the statement: points, and words for what is in favour."""
    titles = _titles(statement, place.sections)
    evidence = [(_kind_points(statement, place.top), f"{statement.kind} of the main part")]
    if (statement.kind, statement.number) in place.announced:
        evidence.append((2.0, "announced in the introduction"))
    if _MAIN.search(f"{statement.label} {statement.name}") or any(map(_MAIN.search, titles)):
        evidence.append((1.5, "called a main result"))
    if any(other.restates == statement.id for other in inventory.statements):
        evidence.append((2.0, "stated twice"))
    if _deferred(statement, inventory):
        evidence.append((1.0, "proved in a place of its own"))
    if is_quoted(statement) and not statement.proof:
        evidence.append((-4.0, ""))
    if any(_PRELIMINARIES.search(words) for words in titles):
        evidence.append((-2.5, ""))
    if _in_appendix(statement, place.appendix):
        evidence[0] = (evidence[0][0], statement.kind)
        evidence.append((-2.5, ""))
    return evidence


def _kind_points(statement: Statement, top: str) -> float:
    """Return the points of the kind; the highest kind that the main part has counts as a theorem."""
    return _POINTS["theorem"] if statement.kind == top else _POINTS[statement.kind]


def is_quoted(statement: Statement) -> bool:
    """Return whether its head says that it is another work's: a citation or a famous name."""
    head = f"{statement.name} {statement.text[:80]}"
    cited = _CITED.search(statement.name) or re.match(
        r"\W*(\[[\w+, ]*\d[^\]]*\]|\([^)]*\d{4})", head
    )
    famous = _FAMOUS.search(statement.name) and not statement.proof
    return bool(cited or famous)


def _deferred(statement: Statement, inventory: Inventory) -> bool:
    """Return whether one of its proofs stands apart, with other statements between the two."""
    return any(_is_apart(statement, proof, inventory) for proof in inventory.proofs)


def _is_apart(statement: Statement, proof: Proof, inventory: Inventory) -> bool:
    if proof.of != statement.id or proof.span.start < statement.span.end:
        return False
    near = proof.page is not None and proof.page <= (statement.page or 0) + 1
    return not near and any(
        statement.span.end <= other.span.start < proof.span.start for other in inventory.statements
    )


def _titles(statement: Statement, parts: tuple[Section, ...]) -> list[str]:
    start = statement.span.start
    return [part.title for part in parts if part.span.start <= start < part.span.end]


def _in_appendix(statement: Statement, appendix: int | None) -> bool:
    if appendix is not None and statement.span.start >= appendix:
        return True
    return bool(statement.number and re.match(r"[A-Z]\.?\d", statement.number))


def _appendix(parts: tuple[Section, ...], paper: Document | None) -> int | None:
    """Return where the appendix begins: at its heading, or where text goes on after the references."""
    if paper is None:
        return None
    half = len(paper.text) // 2
    for place, part in enumerate(parts):
        lettered = re.fullmatch(r"[A-H]", part.number or "") and any(
            (before.number or "").isdecimal() for before in parts[:place]
        )
        late = part.level <= 1 and part.span.start > half and _PROOFS.search(part.title)
        if _APPENDIX.search(part.title) or lettered or late:
            return part.span.start
    entries = [block for block in paper.blocks if block.kind is BlockKind.REFERENCE]
    return entries[-1].span.end if entries else None


def _announced(
    parts: tuple[Section, ...], paper: Document | None, inventory: Inventory
) -> frozenset[tuple[str, str]]:
    """Return what the abstract and the introduction name, as (kind, number)."""
    if paper is None:
        return frozenset()
    opening = [part.span for part in parts if _OPENING.search(part.title)]
    first = min((span.end for span in opening), default=0)
    texts = [paper.text[: min(first, 20000)]] + [
        paper.text[span.start : span.end] for span in opening if span.start < 0.25 * len(paper.text)
    ]
    return frozenset(named for text in texts for named in results_named(text))


def results_named(text: str) -> frozenset[tuple[str, str]]:
    """Return the results that `text` names, as (kind, number); ranges are filled."""
    found: set[tuple[str, str]] = set()
    for match in _MENTION.finditer(text):
        word = match["kind"].lower()
        numbers = re.findall(rf"{_NUMBER}|[-–]|\bto\b", match["numbers"])
        found |= {(_KINDS.get(word, word), number) for number in _filled(numbers)}
    return frozenset(found)


def _filled(numbers: list[str]) -> list[str]:
    """Return ["3", "4", "5"] for ["3", "-", "5"]; the last part of a number counts up."""
    full: list[str] = []
    for number, before in zip(numbers, ["", *numbers], strict=False):
        if number in "-–to":
            continue
        if before in ("-", "–", "to") and full:
            full += _between(full[-1], number)
        full.append(number)
    return full


def _between(first: str, last: str) -> list[str]:
    head, _, low = first.rpartition(".")
    tail, _, high = last.rpartition(".")
    if head != tail or not (low.isdecimal() and high.isdecimal()) or int(high) - int(low) > 20:
        return []
    return [f"{head}.{n}" if head else str(n) for n in range(int(low) + 1, int(high))]


def supporting_sections(
    inventory: Inventory, paper: Document | None
) -> Mapping[str, tuple[str, ...]]:
    """Return for each statement in a section "Proof of Theorem 3" the ids that its title names."""
    if paper is None:
        return {}
    ids = {(item.kind, item.number): item.id for item in reversed(inventory.statements)}
    found: dict[str, tuple[str, ...]] = {}
    for part in sections(paper):
        named = results_named(part.title)
        inside = [item for item in inventory.statements if item.span.start in _range(part)]
        if named and re.search(r"proof|beweis", part.title, re.IGNORECASE):
            tops = tuple(ids[name] for name in sorted(named) if name in ids)
            found |= {item.id: tops for item in inside if item.id not in tops}
    return found


def _range(part: Section) -> range:
    return range(part.span.start, part.span.end)
