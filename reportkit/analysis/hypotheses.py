"""Assumptions of a result that a restatement leaves out.

Only what is written in words is compared: numbered assumptions ("Assumptions 1 and 3", "(A1)-(A4)")
and properties ("compact", "reversible"). A restatement that names none of a result's assumptions is a
summary, not a misquotation; it is told of only where it names most of them and leaves one out.
"""

import re
from collections.abc import Mapping, Sequence

from reportkit.analysis.mentions import references
from reportkit.analysis.restating import Restatement, sentence_of, sentences
from reportkit.analysis.statements import Statement
from reportkit.document import Document, Span
from reportkit.records import dataclass

# property -> other words for it, as patterns; the first is how the message names it
_PROPERTIES = {
    "compact": r"compact|kompakt\w*",
    "bounded": r"(?<!lower )(?<!upper )\bbounded|beschränkt\w*|\bfinite (?:(?:non-?negative|positive|Borel|signed) )*measure",
    "continuous": r"(?<!equi)(?<!absolutely )(?<!semi)(?<!semi-)(?<!semi )continuous|stetig\w*",
    "smooth": r"\bsmooth|glatt\w*|differentiable|differenzierbar\w*|C∞",
    "convex": r"(?<!non-)(?<!strongly )(?<!strongly-)(?<!strong )(?<!strong-)(?<!strictly )\bconvex|konvex\w*",
    "strongly convex": r"strong(?:ly)?[- ]convex|stark konvex\w*",
    "Lipschitz": r"Lipschitz",
    "independent": r"\bindependent|i\.\s?i\.\s?d|\biid\b|unabhängig\w*",
    "identically distributed": r"identically distrib|i\.\s?i\.\s?d|\biid\b|identisch verteilt\w*|independent (?:random )?(?:samples|draws|copies|observations)",
    "reversible": r"(?<!ir)(?<!non-)reversible|reversib\w+|detailed balance",
    "ergodic": r"ergod\w+",
    "irreducible": r"irreducib\w+|irreduzib\w+",
    "stationary": r"stationary (?!dist|prob|meas|point|law|state)|stationär(?!e[nr]? (?:Vert|Wahr|Punkt))\w*",
    "symmetric": r"(?<!non-)(?<!a)symmetr\w+",
    "positive definite": r"positive[- ](?:semi-?)?definite|positiv (?:semi)?definit\w*|\bPSD\b|≻",
    "non-negative": r"non-?negative|nicht-?negativ\w*|≥ 0",
    "invertible": r"invertible|nonsingular|full[- ]rank|invertierbar\w*",
    "full rank": r"full[- ]rank|voller Rang|vollen Rang",
    "monotone": r"monoton\w+|increasing|decreasing|wachsend\w*|fallend\w*",
    "sub-Gaussian": r"sub-?\s?gauss\w+",
    "Gaussian": r"gauss\w*|normal(?:ly)? distributed|normalverteilt\w*",
    "separable": r"(?<!in)separab?\w+",
    "complete": r"(?<!in)(?<!in-)\bcomplete\b|vollständig\w*",
    "connected": r"(?<!fully )(?<!fully-)\bconnected|zusammenhängend\w*",
    "orientable": r"orientable|orientierbar\w*",
    "even": r"\beven\b|gerade[nsrm]?\b",
    "odd": r"\bodd\b|ungerade\w*",
    "non-polynomial": r"non-?polynomial|not a polynomial|nicht-?polynom\w*|kein Polynom",
    "injective": r"injecti\w+|injektiv\w*|one-to-one",
    "homogeneous": r"homogene\w+|homogen\w*",
    "realizable": r"reali[sz]able|realisierbar\w*",
    "linear": r"(?<!non-)(?<!non)\blinear(?:ly)?\b|linear\w*",
    "orthogonal": r"orthogonal\w*|orthonormal\w*",
    "measurable": r"measurable|messbar\w*",
    "integrable": r"integrable|integrierbar\w*",
    "closed": r"\bclosed\b|abgeschlossen\w*",
    "sparse": r"\bsparse|dünn besetzt\w*",
    "unbiased": r"unbiased|erwartungstreu\w*",
    "stable": r"(?<!un)\bstable\b|stabil\w*",
    "non-degenerate": r"non-?degenerate|not degenerate|nicht-?\s?(?:degeneriert|entartet)\w*",
    "balanced": r"(?<!un)\bbalanced\b|balanciert\w*",
    "proper": r"\bproper (?:and |, )?(?:closed |lower|l\.s\.c|convex)|\bproper,",
    "lower semi-continuous": r"lower[- ]semi-?continuous|l\.\s?s\.\s?c|halbstetig\w*",
    "finite dimensional": r"finite[- ]dimension\w*|endlich-?dimensional\w*|\bdimension [^\W\d_]\b",
    "aperiodic": r"aperiodi\w+",
    "log-concave": r"log-?concave|logkonkav\w*",
    "concave": r"(?<!log-)(?<!log)\bconcave|konkav\w*",
    "square-integrable": r"square[- ]integrable|quadratintegrierbar\w*",
    "coercive": r"coerciv\w+|koerziv\w*",
    "non-empty": r"non-?empty|nicht-?\s?leer\w*",
}
_NUMBERED = frozenset({"assumption", "condition", "hypothesis"})
_COMPILED = {
    name: re.compile(rf"(?:{pattern})", re.IGNORECASE) for name, pattern in _PROPERTIES.items()
}
# how a draft may say it in signs; in the paper the name of a space is no assumption by itself
_SAID_IN_SIGNS = {"continuous": re.compile(r"\bC\(")}
_NAME = re.compile(r"\s*\((?=[^()]*[^\W\d_]{3,}\s)[^()\d]{6,90}\)")  # "(Regret of the greedy rule)"
_LABEL = r"\(\s*([A-Z]{1,3}\.?\d{1,2}['′’\"”]{0,2})\s*\)"
_LABELS = re.compile(rf"{_LABEL}(?:\s*(?P<range>[-–—−]|to|bis)\s*{_LABEL})?")
# where the assumptions of a statement end and what it says begins
_CONCLUSION = re.compile(
    r"\b[Tt]hen\b|\bwe have\b|\bit holds\b|\bthere (?:exists?|is|are)\b|\bthe following (?:holds|hold|are)\b|\bsatisf(?:y|ies) the\b"
    r"|\b[Dd]ann\b|\bgilt\b|\bes gibt\b|\bconverges\b|\bkonvergiert\b|\byields\b|\bis (?:finite|continuous|well-defined)\b|\bselects\b"
)
_GENERAL = re.compile(r"(?:Any|Every|Each|All)\b[^.]*?\b(?=(?:is|are|has|have|can|admits?)\b)")
_THROUGHOUT = re.compile(
    r"throughout|everywhere|always|in all results|overall|all over|from now on|in the whole|überall|durchweg|stets|immer|im Folgenden",
    re.IGNORECASE,
)
# words that say the restatement is knowingly another one
_VARIED = re.compile(
    r"similar|analog|instead of|in place of|without (?:the|any|this|assum)|weaker|special case|(?<!in)variant|version for|when [a-z] = \d"
    r"|ähnlich|statt|ohne (?:die|diese)|Spezialfall|schwächer",
    re.IGNORECASE,
)
_EITHER = re.compile(rf"{_LABEL}\s*(?:or|oder)\s*{_LABEL}|\bor\b|\beither\b")


@dataclass(frozen=True, slots=True)
class Dropped:
    """An assumption that a restatement leaves out: `missing` as the message names it.

    `kept` are those that it does name; `draft` is the sentence that states the result, `paper` where
    the paper's statement has the assumption.
    """

    statement: Statement
    missing: str
    kept: tuple[str, ...]
    draft: Span
    paper: Span


def dropped_assumptions(
    draft: Document, paper: Document, restated: Sequence[Restatement], proofs: Sequence[Span] = ()
) -> tuple[Dropped, ...]:
    """Return the restatements that leave out one assumption and name the others."""
    found: dict[str, Dropped] = {}
    global_words = _global(draft)
    for part in restated:
        if not part.alone or not (part.says or part.bracketed) or part.statement.id in found:
            continue
        if any(span.start <= part.mention.start < span.end for span in proofs):
            continue
        item = _dropped(draft, paper, part, global_words)
        if item is not None:
            found[part.statement.id] = item
    return tuple(sorted(found.values(), key=lambda item: item.draft))


def _global(draft: Document) -> str:
    """Return the sentences that say what is assumed throughout."""
    return " ".join(
        draft.text[max(0, match.start() - 200) : match.end() + 200]
        for match in _THROUGHOUT.finditer(draft.text)
    )


def _dropped(draft: Document, paper: Document, part: Restatement, always: str) -> Dropped | None:
    hypothesis = _hypothesis(paper, part.statement)
    theirs = _assumed(paper.text, hypothesis)
    if not part.says:  # "Under Assumption 1 it converges (Theorem 2)": only what is numbered is meant to be complete
        theirs = {name: place for name, place in theirs.items() if _is_numbered(name)}
    words = draft.text[part.span.start : part.span.end]
    if _VARIED.search(words[:400]):
        return None
    general = (
        _without_condition(draft, paper, part)
        or _of_all(draft, paper, part, theirs)
        or _unique(draft, paper, part)
        or _of_noun(draft, paper, part, hypothesis)
    )
    if general is not None and not part.says:
        general = None
    if general is not None or len(theirs) < 2:
        return general
    mine = _assumed(draft.text, part.span)
    said = f"{words} {always}"
    kept = [name for name in theirs if name in mine]
    missing = [
        name
        for name in theirs
        if name not in mine and not _is_said(name, said) and not _is_explained(draft, part, name)
    ]
    if len(missing) != 1 or not _enough(kept, missing[0], theirs):
        return None
    return Dropped(
        part.statement, missing[0], tuple(kept), _stating(draft, part, kept), theirs[missing[0]]
    )


_EVERY = re.compile(
    r"\b(?:any|every|each|all|arbitrary|jede[rsnm]?|alle|beliebige\w*)\s+(?P<noun>(?:[^\W\d_][\w-]*\s+){0,3}[^\W\d_][\w-]{3,})",
    re.IGNORECASE,
)
# "If X is compact, every kernel is of this form."
_CONDITIONAL = re.compile(
    r"\b(?P<condition>(?:If|When|Whenever|Provided|Assuming|Suppose)\s[^.;]{5,100}?),\s(?:then\s)?"
    r"(?:any|every|each|all)\s(?P<noun>(?:[\w-]+\s){1,3}[\w-]+)"
)
_SETTING = 1500  # characters before a restatement in which its setting may have been told


def _without_condition(draft: Document, paper: Document, part: Restatement) -> Dropped | None:
    """Find "every kernel is of this form" where the paper has "if X is compact, any kernel is"."""
    here = sentence_of(draft, part)
    before = draft.text[max(0, here.start - 150) : here.end].casefold()
    nouns = [
        set(m["noun"].casefold().split()) for m in _EVERY.finditer(draft.text, here.start, here.end)
    ]
    span = part.statement.span
    for match in _CONDITIONAL.finditer(paper.text, span.start, span.end):
        theirs = set(match["noun"].casefold().split()[:3])
        telling = re.findall(r"[^\W\d_]{5,}", match["condition"].partition(" ")[2].casefold())
        alike = any(len(noun & theirs) >= 2 for noun in nouns)
        if alike and telling and not any(word[:6] in before for word in telling):
            place = Span(match.start("condition"), match.end("condition"))
            missing = " ".join(match["condition"].split())
            return Dropped(part.statement, missing, ("what follows",), here, place)
    return None


def _of_all(
    draft: Document, paper: Document, part: Restatement, theirs: Mapping[str, Span]
) -> Dropped | None:
    """Find "for every cost function" where the paper's cost function is convex, and nothing says so."""
    here = sentence_of(draft, part)
    said = draft.text[max(0, here.start - _SETTING) : part.span.end]
    if any(_is_said(name, said) for name in theirs):
        return None
    for match in _EVERY.finditer(draft.text, here.start, here.end):
        words = match["noun"].split()
        for name, place in theirs.items():
            lead = paper.text[max(part.statement.span.start, place.start - 120) : place.start]
            same = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
            if any(len(pair) > 9 and pair in lead.rpartition(". ")[2] for pair in same):
                return Dropped(
                    part.statement, name, (f"“{' '.join(match[0].split())}”",), here, place
                )
    return None


# adjectives by their endings; what says nothing about an object by itself is left out
_ADJECTIVE = re.compile(
    r"[^\W\d_]*(?:al|ive|ous|ic|able|ible|ary|ite|ar|mple|ex|act|oth|ete|ed)(?:-[^\W\d_]+)?"
)
_NO_ADJECTIVES_WORDS = """given fixed possible arbitrary general additional special particular respective several final initial usual
    used obtained real natural total local global original optimal actual available individual potential typical exact
    equal related based associated called denoted defined generated proposed modified assumed considered desired so-called
    classical standard positive negative empirical statistical mathematical
    signal interval trial arrival boundary summary library scalar metric statistic topic logic objective derivative
    alternative site need seed speed index vertex simplex"""
_NO_ADJECTIVES = frozenset(_NO_ADJECTIVES_WORDS.split())
_TOKEN = re.compile(r"[^\W\d_][\w-]*|[^\s\w]|\d+")
_FUNCTION_WORDS = frozenset(
    [
        "that",
        "which",
        "with",
        "from",
        "over",
        "under",
        "into",
        "onto",
        "when",
        "then",
        "there",
        "where",
        "whose",
        "this",
        "these",
        "such",
        "than",
        "also",
        "above",
        "below",
    ]
)
_OBJECTS = frozenset({"theorem", "lemma", "proposition", "corollary"})
_BEFORE = 700  # characters before a restatement in which an object may have been described


def _of_noun(
    draft: Document, paper: Document, part: Restatement, hypothesis: Span
) -> Dropped | None:
    """Find "a smooth, connected manifold" where the paper's manifold is smooth, connected and compact.

    Both say at least one thing of it in the same way, and the draft lacks one that it names nowhere before.
    """
    if part.statement.kind not in _OBJECTS:
        return None
    here = sentence_of(draft, part)
    said = draft.text[max(0, here.start - _BEFORE) : part.span.end].casefold()
    theirs = _qualified(paper.text, hypothesis)
    for noun, mine, _ in _qualified(draft.text, here):
        same = [row for row in theirs if row[0] == noun]
        more = [row for row in same if mine < row[1]]
        missing = {name for _, wanted, _ in more for name in wanted - mine}
        if len(missing) == 1 and all(mine != row[1] for row in same):
            (name,) = missing
            if name[:6] not in said:
                kept = (f"“{' '.join(sorted(mine))} {noun}”",)
                return Dropped(part.statement, name, kept, here, more[0][2])
    return None


def _qualified(text: str, within: Span) -> list[tuple[str, frozenset[str], Span]]:
    """Return the nouns that have adjectives before them, with these and the place."""
    found = []
    names: list[str] = []
    start = within.start
    for match in _TOKEN.finditer(text, within.start, within.end):
        word = match[0].casefold()
        if _ADJECTIVE.fullmatch(word) and word not in _NO_ADJECTIVES:
            start = match.start() if not names else start
            names.append(word)
        elif not names or word not in (",", "and", "und"):
            noun = re.sub(r"^[^\W\d_]-|(?<=[^s]{3})s$", "", word)
            if names and len(noun) > 3 and noun not in _FUNCTION_WORDS:
                found.append((noun, frozenset(names), Span(start, match.end())))
            names = []
    return found


_UNIQUE = re.compile(
    r"\b(?:unique|(?:exactly|only)\s+one|the\s+only|(?:der|die|das)\s+einzige\w?|genau\s+ein\w*|eindeutig\w*)\s+(?P<among>(?:[^\W\d_][\w-]*\s+){0,3}[^\W\d_][\w-]{3,})",
    re.IGNORECASE,
)
_AMONG = ("symmetric", "continuous", "stationary", "linear", "bounded", "smooth", "monotone", "convex",
          "measurable", "non-negative", "closed", "stable", "sparse")  # fmt: skip


def _unique(draft: Document, paper: Document, part: Restatement) -> Dropped | None:
    """Find "the unique equilibrium" where the paper has "a unique symmetric equilibrium"."""
    there = part.statement.span
    here = sentence_of(draft, part)
    said = draft.text[max(0, here.start - 300) : part.span.end]
    if not _UNIQUE.search(draft.text, here.start, here.end):
        return None
    claims = list(_UNIQUE.finditer(paper.text, there.start, there.end))
    names = [[n for n in _AMONG if _COMPILED[n].match(m["among"])] for m in claims]
    if len(claims) != 1 or len(names[0]) != 1 or _is_said(names[0][0], said):
        return None
    return Dropped(
        part.statement, names[0][0], ("that it is unique",), here, Span(*claims[0].span("among"))
    )


def _enough(kept: Sequence[str], missing: str, theirs: Mapping[str, Span]) -> bool:
    """Return whether the restatement is a full one: it names another of the same sort, or two."""
    if _is_numbered(missing):
        return any(map(_is_numbered, kept))
    return len(kept) >= 2 or (len(kept) == 1 and _beside(theirs, kept[0], missing))


def _is_numbered(name: str) -> bool:
    return name.startswith(("Assumption ", "Condition ", "Hypothesis ", "("))


def _beside(theirs: Mapping[str, Span], first: str, second: str) -> bool:
    """Return whether the paper says both of one thing: "ergodic and reversible"."""
    low, high = sorted((theirs[first], theirs[second]))
    return high.start - low.end <= 6


def _hypothesis(paper: Document, statement: Statement) -> Span:
    """Return the part of the statement that says what is assumed."""
    start = statement.body.start
    if name := _NAME.match(paper.text, start, statement.body.end):
        start = name.end()
    text = paper.text[start : statement.body.end]
    ends = [match.start() for match in _CONCLUSION.finditer(text) if match.start() > 12]
    if general := _GENERAL.match(text):  # "Every convex function is ..."
        ends = sorted([*ends, general.end()])
    return Span(start, start + (ends[0] if ends else min(len(text), 250)))


def _assumed(text: str, within: Span) -> dict[str, Span]:
    """Return what is assumed in a part of a text: "Assumption 1", "(A2)", "compact", with the place."""
    words = text[within.start : within.end]
    found: dict[str, Span] = {}
    for reference in references(words, _NUMBERED):
        if reference.kind in _NUMBERED and reference.number:
            place = Span(within.start + reference.span.start, within.start + reference.span.end)
            found.setdefault(f"{reference.kind.capitalize()} {reference.number}", place)
    found |= _labels(words, within.start)
    if not _EITHER.search(words) or not found:
        for name, pattern in _COMPILED.items():
            if match := pattern.search(words):
                found[name] = Span(within.start + match.start(), within.start + match.end())
    return found


def _labels(words: str, offset: int) -> dict[str, Span]:
    """Return labels such as "(A1)", ranges filled; none where the text leaves a choice of them."""
    found: dict[str, Span] = {}
    for match in _LABELS.finditer(words):
        first, last = match[1], match[3]
        names = [first]
        if last:
            names = _filled(first, last)
        for name in names[:12]:
            found.setdefault(f"({name})", Span(offset + match.start(), offset + match.end()))
    return {} if re.search(rf"{_LABEL}\s*(?:or|oder)\s*{_LABEL}", words) else found


def _filled(first: str, last: str) -> list[str]:
    """Return ["A1", "A2", "A3"] for "A1" and "A3"; primes keep a label out of a range."""
    stem = first.rstrip("0123456789")
    low, high = first[len(stem) :], last.removeprefix(stem)
    if not (low.isdecimal() and high.isdecimal()):
        return [first, last]
    return [f"{stem}{n}" for n in range(int(low), int(high) + 1)]


def _is_said(name: str, words: str) -> bool:
    pattern = _COMPILED.get(name)
    if pattern is not None:
        also = _SAID_IN_SIGNS.get(name)
        return bool(pattern.search(words) or (also and also.search(words)))
    return name in words or name in _assumed(words, Span(0, len(words)))


def _is_explained(draft: Document, part: Restatement, name: str) -> bool:
    """Return whether a property is said of the setting in the sentences just before the restatement."""
    before = draft.text[max(0, part.span.start - 350) : part.span.start].rpartition("\n\n")[2]
    return _is_said(name, before)


def _stating(draft: Document, part: Restatement, kept: Sequence[str]) -> Span:
    """Return the first sentence of the restatement that names an assumption, else its first one."""
    parts = sentences(draft.text, part.span)
    naming = (one for one in parts if any(name in _assumed(draft.text, one) for name in kept))
    return next(naming, parts[0])
