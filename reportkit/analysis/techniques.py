"""Proof techniques that a paper's proofs rest on, and which of them a text names."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from importlib.resources import files

from reportkit.analysis.literature import bibliography
from reportkit.analysis.sections import sections
from reportkit.analysis.statements import Inventory
from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

# A technique is one of the paper's when its proofs name it so often; general ones are in every paper.
_OFTEN = 3
_OFTEN_GENERAL = 8
_OFTEN_SECOND = 5
_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique with the patterns that name it; `general` ones are tools of almost every paper."""

    name: str
    words: tuple[str, ...]
    general: bool = False

    def places(self, lowered: str, spans: Sequence[Span]) -> list[Span]:
        """Return where `spans` of a text in lower case name it, in order."""
        found = [
            Span(*match.span())
            for word in self.words
            if _literal(word) in lowered  # a plain search first: 20 times as fast as the pattern
            for span in spans
            for match in _compiled(word).finditer(lowered, span.start, span.end)
        ]
        return _apart(sorted(found))


@cache
def _compiled(word: str) -> re.Pattern[str]:
    return re.compile(word)


@cache
def _literal(word: str) -> str:
    """Return letters that each match of the pattern has; "" where it has a choice of them."""
    if re.search(r"^[^(]*\||\|[^)]*$", word):  # alternatives outside of brackets
        return ""
    bare = re.sub(r"\[[^\]]*\]", " ", word)
    while re.search(r"\([^()]*\)", bare):
        bare = re.sub(r"\([^()]*\)[?*]?", " ", bare)
    bare = re.sub(r"\\\w[*+?]?|.\?", " ", bare)
    return max(re.findall(r"[a-zäöüß]+", bare), key=len, default="")


def _apart(spans: list[Span]) -> list[Span]:
    """Leave out what overlaps the one before it."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A technique of the paper that the draft never names, and what shows that the paper uses it.

    `pages` are the paper's, ascending; `times` is how often its proofs name it.
    """

    name: str
    times: int
    pages: tuple[int, ...]
    evidence: str


def technique_called(name: str) -> Technique:
    """Return a technique that is known by one name only, as a rubric lists them."""
    return Technique(name, (rf"\b{re.escape(name.lower())}",))


@cache
def known_techniques() -> tuple[Technique, ...]:
    """Return the techniques of techniques.toml; raises ValueError where that file is malformed."""
    data = tomllib.loads(files("reportkit.analysis").joinpath("techniques.toml").read_text("utf-8"))
    return tuple(
        Technique(item["name"], tuple(item["words"]), bool(item.get("general", False)))
        for item in data["technique"]
    )


def unnamed_techniques(
    draft: Document,
    paper: Document,
    inventory: Inventory,
    treated: Set[str],
    main: Set[str],
    more: Iterable[Technique] = (),
) -> tuple[Unnamed, ...]:
    """Return the techniques of the paper's proofs that the draft never names, most used first.

    `treated` are the ids of the results that the draft speaks of: proofs of others do not count.
    `main` are the main results; one word in the proof of one, or of a corollary, is enough. `more` are a rubric's own.
    Where the draft names all of these, a theorem that bears a person's name may be left.
    """
    parts = _proof_parts(paper, inventory, treated)
    corollaries = {s.id for s in inventory.statements if s.kind == "corollary"}
    central = [
        proof.span
        for proof in inventory.proofs
        if proof.of in treated and (proof.of in main or proof.of in corollaries)
    ]
    written, whole = _lowered(draft.text), _lowered(paper.text)
    mine = list(_outside(Span(0, len(written)), _works(draft)))
    found = []
    for technique in (*known_techniques(), *more):
        places = technique.places(whole, parts)
        enough = _OFTEN_GENERAL if technique.general else _OFTEN
        if places and not technique.general and technique.places(whole, central):
            enough = 1
        if len(places) >= enough and not technique.places(written, mine):
            found.append(_unnamed(paper, technique, places))
    if not found:
        named = _persons_theorem(paper, inventory, parts, draft)
        return (named,) if named else ()
    ranked = sorted(found, key=lambda item: -item.times)[:_AT_MOST]
    return tuple(item for item in ranked if item is ranked[0] or item.times >= _OFTEN_SECOND)


_PERSON = r"[A-ZÀ-Þ][a-zà-ÿ]{3,20}"
_PERSONS = rf"{_PERSON}(?:(?:\s?[-–—]\s?|\s(?:and|&|und)\s){_PERSON}){{0,3}}"
_THEIR_THEOREM = re.compile(
    rf"\b(?P<a>{_PERSONS})(?:[’']s?)?\s(?:\w+\s)?(?:[Tt]heorem|[Ll]emma|[Ii]nequality|[Pp]rinciple|[Ii]dentity|[Ee]xtension|[Cc]riterion)\b"
    rf"|\b(?:theorem|lemma|inequality|result|principle|method)\s(?:of|by|due to)\s(?P<b>{_PERSONS})"
    rf"|\b(?:using|invoking|applying|by|from|via)\s(?P<c>{_PERSON}\s(?:and|&)\s{_PERSON}),?\s(?:\(\d{{4}}|\[\w*\d)"
)
# theorems of every first course, and words that are no names
_EVERYDAY_WORDS = """cauchy schwarz schwartz markov jensen hölder holder minkowski young fubini tonelli chebyshev taylor bayes
    borel cantelli lebesgue fatou hoeffding chernoff pinsker lagrange newton leibniz lipschitz fourier gauss euler heine bolzano
    weierstrass rolle cramer schur woodbury sherman morrison frobenius rayleigh kolmogorov slutsky glivenko banach hahn riesz
    hilbert bernoulli stirling jordan radon nikodym theorem lemma proposition corollary proof central"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


def _persons_theorem(
    paper: Document, inventory: Inventory, parts: Sequence[Span], draft: Document
) -> Unnamed | None:
    """Return the first result that bears a name, is used where results are proved, and is not named."""
    proofs = sorted(proof.span.start for proof in inventory.proofs)
    proving = [
        s.span for s in sections(paper) if any(s.span.start <= p < s.span.end for p in proofs)
    ]
    found: dict[str, list[Span]] = {}
    for match in _THEIR_THEOREM.finditer(paper.text):
        place = Span(match.start(), match.end("c") if match["c"] else match.end())
        if any(span.start <= place.start < span.end for span in (*parts, *proving)):
            found.setdefault(match["a"] or match["b"] or match["c"], []).append(place)
    for persons, places in found.items():
        names = re.findall(_PERSON, persons)
        everyday = any(name.lower() in _EVERYDAY or name.lower() in paper.text for name in names)
        inside = [s for s in places if any(part.start <= s.start < part.end for part in parts)]
        said = any(name.lower() in draft.text.lower() for name in names)
        if not (everyday or said) and (inside or len(places) > 1):
            technique = Technique(f"a result of {' '.join(persons.split())}", ())
            return _unnamed(paper, technique, places)
    return None


def _unnamed(paper: Document, technique: Technique, places: Sequence[Span]) -> Unnamed:
    pages = sorted({page for span in places if (page := paper.page_of(span.start)) is not None})
    said = Counter(" ".join(paper.text[s.start : s.end].split()) for s in places)
    words = said.most_common(1)[0][0]
    times = f", {len(places)} times" if len(places) > 1 else ""
    return Unnamed(technique.name, len(places), tuple(pages), f"“{words}”{times}")


_ABOUT_PROOFS = re.compile(r"\b(?:proofs?|analysis|beweis\w*|appendix|anhang)\b", re.IGNORECASE)


def _proof_parts(paper: Document, inventory: Inventory, treated: Set[str]) -> list[Span]:
    """Return the proofs and the sections about proofs, merged, without proofs of other results."""
    wanted = [proof.span for proof in inventory.proofs if proof.of is None or proof.of in treated]
    titles = [part for part in sections(paper) if _ABOUT_PROOFS.search(part.title)]
    merged: list[Span] = []
    for span in sorted([*wanted, *(part.span for part in titles)]):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    others = sorted(p.span for p in inventory.proofs if p.of is not None and p.of not in treated)
    return [piece for span in merged for piece in _outside(span, others)]


def _outside(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """Yield the pieces of `span` that lie in none of `others`, which are in order."""
    start = span.start
    for other in others:
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            yield Span(start, other.start)
        start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)


def _works(draft: Document) -> list[Span]:
    """Return the draft's bibliography."""
    entries = [block.span for block in draft.blocks if block.kind is BlockKind.REFERENCE]
    works = bibliography(draft)
    return sorted([*entries, *([works] if works else [])])


def _lowered(text: str) -> str:
    """Return the text in lower case, of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower()[:1] for c in text)
