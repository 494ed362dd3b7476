"""Claims that the paper proves a result which it only cites."""

import re
from collections.abc import Sequence

from reportkit.analysis.matching import Meant
from reportkit.analysis.restating import sentences
from reportkit.analysis.statements import Inventory, Statement
from reportkit.analysis.targets import PAPER
from reportkit.document import Document, Span
from reportkit.records import dataclass

_AUTHORS = r"(?:the\s+(?:authors?|paper)|they|authors|(?:die\s+)?Autoren|der\s+Autor|die\s+Arbeit|Verfasser)"
_CLAIM = re.compile(
    rf"\b{_AUTHORS}\s+(?:(?:then|also|first|themselves|next|even|in\s+\w+|further|dann|auch|selbst|zuerst|außerdem|hier)\s+)*"
    r"(?:prove|proves|proved|derive|derives|show|shows|establish|establishes|give\s+(?:a|the)\s+(?:full\s+|complete\s+|short\s+)?proof"
    r"|beweisen|beweist|zeigen|zeigt|leiten|leitet)\b"
    r"|\b(?:is|are|was|were)\s+(?:also\s+|first\s+|then\s+)?(?:proved|proven|derived|established)\s+(?:in|by|as)\b"
    r"|\bwird\s+(?:in|als|von)\s.{0,60}?\b(?:bewiesen|gezeigt|hergeleitet)\b"
    r"|\b(?:beweis(?:en|t)|zeig(?:en|t)|leite[nt])\s+(?:(?:die|der|das)\s+)?(?:Autoren|Autor|Verfasser|Paper|Arbeit)\b"
    r"|\b(?:prove|proves|beweisen|beweist)\s+(?:this|these|it|diese[nsrm]?|es)\b"
    r"|\b(?:a|the)\s+(?:full|complete|self-contained)\s+proof\s+of\b"
    r"|\bBeweis\s+(?:von|des|der)\b.{0,60}\b(?:steht|findet sich|geben)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(r"prov|proof|deriv|establish|bew|leite", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|without|no|n't|instead of|rather than|cite|quote|nicht|ohne|kein\w*|zitieren)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|it|diese[ns]?|dieser|sie)\b(?:\s+(?:inequality|result|lemma|theorem|bound|decomposition|fact|statement|Ungleichung|Aussage|Satz|Resultat))?",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\[(?:[A-Z][\w+]{0,8}\s?)?\d[^\]]{0,40}\]|\bet al\b|\([A-Z][^()]{2,60}\d{4}[^()]{0,40}\)|[A-Z][\w’'-]+\s+\((?:1[6-9]|20)\d\d\)"
    r"|\b(?:due to|extracted from|taken from|borrowed from|restate|recall|well[- ]known|classical|reference[s]? for proofs?)\b"
)
_FAMOUS = re.compile(
    r"\b(?:Hoeffding|Bernstein|McDiarmid|Azuma|Chernoff|Markov|Chebyshev|Jensen|Hölder|Cauchy|Minkowski|Young|Gr[öo]nwall|Doob|Freedman"
    r"|Borel|Talagrand|Dudley|Slepian|Sudakov|Massart|Dvoretzky|DKW|Weyl|Pinsker|Fano|Le Cam|Assouad|Stirling|Stein|Tropp|Khintchine"
    r"|Sherman|Banach|Brouwer|Arzel|Prokhorov|Lévy|Kolmogorov|Rosenthal|Burkholder|Efron)"
)
# how far before a statement its source is named
_LEAD = 320
# what is said behind a statement in place of a proof
_ELSEWHERE = re.compile(
    r"\s*(?:(?:This|It|That|(?:The|This) (?:lemma|theorem|result|fact|proposition|claim|statement|bound|inequality))\s"
    r"(?:is|was|follows|appears|can\sbe|has\sbeen)\b|(?:For\s)?[Aa]\s+proof\b|(?:The|Its)\s+proof\b|Proofs?\s+(?:can|may)\b|(?:See|Cf\.)\s)"
    r"[^.]{0,120}?(?:\.\s?\w[^.]{0,60}?)?(?:\[[^\]\n]*\d[^\]\n]*\]|\(?[A-Z][\w’'-]+(?:\s(?:and|&)\s[A-Z][\w’'-]+|\set\sal\.?)?,?\s\(?(?:1[89]|20)\d\d)"
)
# "The next two lemmas are results of Wang (2013)."
_SEVERAL = re.compile(
    r"\b(?:next|following|folgenden|nächsten)\s+(?:(two|three|four|five|few|zwei|drei|vier|fünf)\s+)?(?:\w+\s+)?"
    r"(?:lemmas|lemmata|results|theorems|propositions|facts|inequalities|Lemmas|Lemmata|Resultate|Sätze|Aussagen)\b",
)
_COUNTS = {"two": 2, "zwei": 2, "three": 3, "drei": 3, "four": 4, "vier": 4, "five": 5, "fünf": 5}
_SEVERAL_LEAD = 2500


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that says the paper proves `statement`; `evidence` is where the paper cites it."""

    statement: Statement
    span: Span
    evidence: Span


def claimed_proofs(
    draft: Document, found: Sequence[Meant], paper: Document, inventory: Inventory
) -> tuple[Claim, ...]:
    """Return the claims that the paper proves a result of which it has no proof and names a source."""
    cited = _only_cited(paper, inventory)
    if not cited:
        return ()
    claims = []
    named = [item for item in found if item.target == PAPER and item.statement is not None]
    parts = sentences(draft.text, Span(0, len(draft.text)))
    for index, part in enumerate(parts):
        words = draft.text[part.start : part.end]
        match = _CLAIM.search(words)
        if not match or _DENIED.search(words[max(0, match.start() - 30) : match.end() + 25]):
            continue
        before = parts[index - 1] if index else part
        for statement in _claimed(words, match, part, before, named):
            if statement.id in cited:
                claims.append(Claim(statement, part, cited[statement.id]))
    return tuple(claims)


def _claimed(
    words: str, match: re.Match[str], part: Span, before: Span, named: Sequence[Meant]
) -> list[Statement]:
    """Return the results that the sentence says are proved: named in it, or just before ("this", "both")."""
    here = [item for item in named if _within(item, part)]
    verb = Span(part.start + match.start(), part.start + match.end())
    if len({item.statement.id for item in here if item.statement}) == 1:
        after = [item for item in here if item.reference.span.start >= verb.start]
        return _statements(here[:1]) if after or _STRONG.search(match[0]) else []
    if not _STRONG.search(match[0]):
        return []
    if here:  # of several the list beside the verb is meant: "Lemmas 2 and 3 are proved"
        return _statements([i for i in here if _is_beside(i, verb, match[0])])
    if _SEVERAL_OF_THEM.search(words[: match.start()]):
        return _statements([item for item in named if _within(item, before)][-2:])
    if not _THIS.search(words[match.start() :]):
        return []
    return _statements([item for item in named if _within(item, before)][-1:])


_SEVERAL_OF_THEM = re.compile(
    r"\b(?:both|these|the\s+(?:last\s+)?two|beide|diese)(?:\s+of\s+(?:them|these))?(?:\s+(?:lemmas|lemmata|results|facts|inequalities|Lemmas|Lemmata|Resultate))?\s*$",
    re.IGNORECASE,
)
_BESIDE = 2  # characters between a list of results and the verb


_PASSIVE = re.compile(r"(?:is|are|was|were|wird|werden)\b", re.IGNORECASE)


def _is_beside(item: Meant, verb: Span, words: str) -> bool:
    """Return whether the list stands where the verb, whose words are given, has what is proved."""
    group = item.reference.group
    gap = verb.start - group.end if _PASSIVE.match(words) else group.start - verb.end
    return 0 <= gap <= _BESIDE


def _statements(items: Sequence[Meant]) -> list[Statement]:
    return [item.statement for item in items if item.statement is not None]


def _within(item: Meant, part: Span) -> bool:
    return part.start <= item.reference.span.start < part.end


def _only_cited(paper: Document, inventory: Inventory) -> dict[str, Span]:
    """Return the ids of results without a proof whose source the paper names, with the place."""
    proved = {proof.of for proof in inventory.proofs if proof.of}
    copies = {s.restates for s in inventory.statements if s.restates}
    kinds = {"theorem", "lemma", "proposition", "corollary", "claim", "fact"}
    found = {}
    for statement in inventory.statements:
        if (
            statement.kind not in kinds
            or statement.proof
            or statement.id in proved
            or statement.restates
        ):
            continue
        if statement.id in copies or _has_proof_heading(paper.text, statement, inventory):
            continue
        place = _source_of(paper.text, statement) or _common_source(
            paper.text, statement, inventory
        )
        if place is not None:
            found[statement.id] = place
    return found


def _has_proof_heading(text: str, statement: Statement, inventory: Inventory) -> bool:
    """Return whether the words "Proof of Lemma 3" or a proof right after it are in the paper."""
    number = re.escape(statement.number or "")
    heading = rf"(?i:proof|beweis)s?\b[^.\n]{{0,40}}\b{re.escape(statement.label)}s?\s+{number}(?![\d.]*\d)"
    if number and re.search(heading, text):
        return True
    end = statement.span.end
    if any(proof.of and end <= proof.span.start <= end + 4 for proof in inventory.proofs):
        return False  # that proof names another statement
    return bool(re.match(r"\s*(?:Proof|Beweis|PROOF)\b", text[end : end + 12]))


def _source_of(text: str, statement: Statement) -> Span | None:
    """Return where the head or the sentence before the statement says whose result it is."""
    start = statement.span.start
    head = text[start : max(statement.body.start, start) + 60]
    named = Span(
        start, max(text.find(")", start, start + 160) + 1, statement.body.start, start + 1)
    )
    if statement.name and _CITED.search(statement.name):
        return named
    if match := re.match(r"[^.]{0,40}?(\[[^\]]*\d[^\]]*\]|\([A-Z][^()]*\d{4}[^()]*\))", head):
        return Span(start, start + match.end())
    lead = text[max(0, start - _LEAD) : start]
    for part in reversed(_last_sentences(lead)):
        if _CITED.search(part) or _FAMOUS.search(part):
            at = max(0, start - _LEAD) + lead.rindex(part)
            return Span(at, at + len(part.rstrip()))
    if _FAMOUS.search(statement.name):
        return named
    after = _ELSEWHERE.match(text, statement.span.end)
    return Span(*after.span()) if after else None


def _common_source(text: str, statement: Statement, inventory: Inventory) -> Span | None:
    """Return the sentence that names the source of several statements, this one among them."""
    low = max(0, statement.span.start - _SEVERAL_LEAD)
    for match in _SEVERAL.finditer(text, low, statement.span.start):
        start = text.rfind(".", low, match.start()) + 1
        end = text.find("\n\n", match.end(), statement.span.start)
        place = Span(start + 1, end if end >= 0 else statement.span.start)
        before = sum(
            place.end <= other.span.start < statement.span.start for other in inventory.statements
        )
        if before < _COUNTS.get(match[1] or "", 2) and _CITED.search(text[place.start : place.end]):
            return place
    return None


def _last_sentences(lead: str) -> list[str]:
    """Return the last two sentences of the paragraph before a statement."""
    spans = sentences(lead, Span(0, len(lead)))
    return [lead[span.start : span.end] for span in spans if lead[span.start : span.end].strip()][
        -2:
    ]
