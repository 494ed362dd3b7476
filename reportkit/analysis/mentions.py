"""Places where a text names a result: "Theorem 3.1", "Lemmas 3-5 and A.2", "their main theorem".

Only the words are read here; whose result is meant is decided in matching.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from reportkit.document import Span
from reportkit.records import dataclass

# English kind -> forms in the singular | forms in the plural; abbreviations take a full stop or not
_FORMS = {
    "theorem": (
        "theorem theorem's thm theo th satz satzes hauptsatz theorems théorème",
        "theorems thms ths sätze sätzen theoreme theoremen théorèmes",
    ),
    "lemma": (
        "lemma lem lm hilfssatz hilfssatzes lemme",
        "lemmas lemmata lemmatas lems hilfssätze hilfssätzen lemmes",
    ),
    "proposition": ("proposition prop propos", "propositions props propositionen"),
    "corollary": (
        "corollary cor corol coroll korollar korollars folgerung corollaire",
        "corollaries cors korollare korollaren folgerungen corollaires",
    ),
    "definition": (
        "definition def defn defi définition",
        "definitions defs définitions definitionen",
    ),
    "assumption": (
        "assumption assump assum ass asm annahme voraussetzung",
        "assumptions asms annahmen voraussetzungen",
    ),
    "remark": ("remark rem rmk bemerkung anmerkung remarque", "remarks rmks bemerkungen remarques"),
    "example": ("example ex exa beispiel beispiels bsp exemple", "examples beispiele beispielen"),
    "claim": ("claim behauptung", "claims behauptungen"),
    "conjecture": ("conjecture conj vermutung", "conjectures vermutungen"),
    "fact": ("fact", "facts"),
    "observation": ("observation obs beobachtung", "observations beobachtungen"),
    "hypothesis": ("hypothesis hyp hypothese hypothèse", "hypotheses hypothesen hypothèses"),
    "condition": ("condition bedingung", "conditions bedingungen"),
    "property": ("property eigenschaft", "properties eigenschaften"),
    "problem": ("problem", "problems probleme"),
    "question": ("question frage", "questions fragen"),
    "exercise": ("exercise übung", "exercises übungen"),
}
# Kinds that are ordinary words as well: named only where the paper or the draft has such a statement.
RARE_KINDS = frozenset({"condition", "property", "problem", "question", "exercise"})
_ABBREVIATIONS = (
    "thm theo th thms ths lem lm lems prop propos props cor corol coroll cors def defn defi defs assump"
    " assum ass asm asms rem rmk rmks ex exa bsp conj obs hyp"
)
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": -1, "final": -1,
    "erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "zweite": 2, "zweiten": 2, "zweites": 2,
    "dritte": 3, "dritten": 3, "drittes": 3, "vierte": 4, "vierten": 4, "letzte": -1, "letzten": -1,
}  # fmt: skip

_LONGEST_RANGE = 40


@dataclass(frozen=True, slots=True)
class Reference:
    """A result named in the text.

    `kind` is English, lower case, singular; `number` as printed, None for "their main theorem".
    `group` is the whole list or range that `span` belongs to. `weak` numbers ("Theorem B", "Theorem II",
    "Assumption A1") count only where somebody has a statement with that number. `ordinal` is n for
    "the n-th", -1 for the last; `main` is True for "main theorem"; `section` is where "the first lemma
    in Section 4" looks for it.
    """

    text: str
    kind: str
    number: str | None
    span: Span
    group: Span
    weak: bool = False
    ordinal: int | None = None
    main: bool = False
    section: str | None = None


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    """Return form -> (English kind, is a plural); a form that is both counts as a singular."""
    table: dict[str, tuple[str, bool]] = {}
    for kind, (singular, plural) in _FORMS.items():
        table |= dict.fromkeys(plural.split(), (kind, True))
        table |= {form: (kind, False) for form in singular.split() if form not in table}
    return table


def kind_of(word: str) -> str | None:
    """Return the English kind of "Thm.", "Lemmata" or "Satz"; None for another word."""
    found = _kinds().get(word.casefold().rstrip("."))
    return found[0] if found else None


# a space, or a line's end, but no paragraph's
_SPACE = r"(?:[ \t\u00a0\u2009\u202f~]|\n(?!\s*\n))"
_STRONG = r"(?:[A-Z]{1,2}\.?|[IVX]+\.)?\d+(?:\.\d+)*(?:\.?[a-z](?!\w))?"
_WEAK = r"(?:[IVX]+|[A-Z])"
_NUMBER = rf"(?:{_STRONG}|{_WEAK}(?![\w.]*\w))(?:['′″]+(?!s\b))?(?![\w°%])"
_ITEM = rf"(?:{_SPACE}?\((?:[ivx]+|[a-h]|\d)\)(?:{_SPACE}?[-–]{_SPACE}?\((?:[ivx]+|[a-h]|\d)\))?)?"
_AND = r"(?:and|or|und|oder|et|ou|bzw\.|sowie|as well as|&|and/or)"
_SEPARATOR = (
    rf"(?P<range>{_SPACE}*[-‐‑–—−]{{1,3}}{_SPACE}*|{_SPACE}+(?:to|bis|through|until|à){_SPACE}+(?:zu{_SPACE}+)?)"
    rf"|(?P<list>{_SPACE}*,{_SPACE}*(?:{_AND}{_SPACE}+)?|{_SPACE}+{_AND}{_SPACE}+|{_SPACE}*/{_SPACE}*)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a kind with its first number, and of what continues a list."""
    long = sorted((f for f in _kinds() if f not in _ABBREVIATED), key=len, reverse=True)
    short = sorted(_ABBREVIATED, key=len, reverse=True)
    kinds = rf"(?:{'|'.join(map(re.escape, long))})(?={_SPACE})|(?:{'|'.join(short)})(?:\.|(?={_SPACE}))"
    first = re.compile(
        rf"(?<![\w-])(?P<kind>{kinds}){_SPACE}*(?-i:(?P<number>{_NUMBER}))", re.IGNORECASE
    )
    following = re.compile(rf"{_ITEM}(?:{_SEPARATOR})(?-i:(?P<number>{_NUMBER}))")
    return first, following


def references(text: str, kinds: frozenset[str] = frozenset()) -> tuple[Reference, ...]:
    """Return the results that `text` names, in reading order; one for each member of a list or range.

    `kinds` are the rare kinds that count here. Words broken at a line end are put together first.
    Time is linear in the length of `text`.
    """
    joined, breaks = _joined(text)
    found = [*_numbered(joined, kinds), *_unnumbered(joined)]
    found.sort(key=lambda reference: reference.span)
    return tuple(_moved(reference, breaks) for reference in found) if breaks else tuple(found)


def _joined(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Put words together that are hyphenated at a line end; return also (offset, removed so far)."""
    breaks: list[tuple[int, int]] = []
    parts, last, removed = [], 0, 0
    for match in re.finditer(r"(?<=[a-zäöü])(?:-\s*\n\s*|\u00ad\s*)(?=[a-zäöü])", text):
        parts.append(text[last : match.start()])
        removed += match.end() - match.start()
        breaks.append((match.end() - removed, removed))
        last = match.end()
    return "".join([*parts, text[last:]]), breaks


def _moved(reference: Reference, breaks: list[tuple[int, int]]) -> Reference:
    """Return `reference` with its spans in the text as it was before words were put together."""

    def back(span: Span) -> Span:
        return Span(_before(span.start, breaks), _before(span.end - 1, breaks) + 1)

    return Reference(
        reference.text, reference.kind, reference.number, back(reference.span), back(reference.group),
        reference.weak, reference.ordinal, reference.main, reference.section,
    )  # fmt: skip


def _before(offset: int, breaks: list[tuple[int, int]]) -> int:
    index = bisect_right(breaks, (offset, len(breaks) + offset)) - 1
    return offset + breaks[index][1] if index >= 0 and breaks[index][0] <= offset else offset


def _numbered(text: str, kinds: frozenset[str]) -> Iterator[Reference]:
    first, _ = _patterns()
    position = 0
    while match := first.search(text, position):
        position = match.end()
        kind, plural = _kinds()[match["kind"].casefold().rstrip(".")]
        rare = kind in RARE_KINDS and (kind not in kinds or match["kind"][0].islower())
        if rare or _is_prose(text, match):
            continue
        members = _members(text, match, plural)
        position = max(span.end for _, span in members)
        group = Span(match.start(), position)
        for number, span in members:
            yield Reference(
                " ".join(text[span.start : span.end].split()),
                kind,
                number,
                span,
                group,
                _weak(number),
            )


def _is_prose(text: str, match: re.Match[str]) -> bool:
    """Return whether a kind's word is an ordinary word here: "for example 2 of them", "in fact 3"."""
    word = match["kind"]
    before = text[max(0, match.start() - 12) : match.start()].casefold().split()
    if word in {"example", "fact", "claim", "claims", "exemple"} and before:
        return before[-1] in {"for", "in", "we", "i", "they", "par", "to", "matter-of"}
    # "(ex. 3)" is an exercise as often as an example; "Def" and "ass" without a stop are words
    return word in {"ass", "rem", "th", "ex", "obs", "fact", "theo", "hyp", "lm"}


def _members(text: str, first: re.Match[str], plural: bool) -> list[tuple[str, Span]]:
    """Return (number, span) of each member of the list or range that begins at `first`."""
    _, following = _patterns()
    members = [(first["number"], Span(first.start(), first.end()))]
    position = first.end()
    while match := following.match(text, position):
        if not _continues(text, match, members[-1][0], plural):
            break
        if match["range"]:
            begun = members.pop()
            span = Span(begun[1].start, match.end())
            members += [(number, span) for number in _range(begun[0], match["number"])]
        else:
            members.append((match["number"], Span(match.start("number"), match.end())))
        position = match.end()
    return members


def _continues(text: str, match: re.Match[str], previous: str, plural: bool) -> bool:
    """Return whether `match` is one more number of a list, and not a count or part of a formula."""
    number = match["number"]
    if match["range"]:
        return len(_range(previous, number)) > 1
    if re.fullmatch(_WEAK, number) and not re.fullmatch(_WEAK, previous):
        return False
    after = text[match.end() : match.end() + 24]
    if re.match(r"\s*(?:\.\d|[=<>≤≥+*/^×·%]|-\w)", after):
        return False
    if (
        re.match(rf"{_SPACE}+(?:[a-zäöü]+(?:s|en|ata)|of the)\b(?<!is)(?<!ss)(?<!gives)", after)
        and not plural
    ):
        return False
    if plural:
        return (
            "," not in match["list"] or bool(re.search(_AND, match["list"])) or _listed(text, match)
        )
    same_shape = number.count(".") == previous.count(".")
    return same_shape and ("," not in match["list"] or _listed(text, match))


def _listed(text: str, match: re.Match[str]) -> bool:
    """Return whether "3, 4" goes on as a list of numbers does: "3, 4 and 5", "3, 4)", "3, 4."."""
    after = text[match.end() : match.end() + 16]
    return not re.match(rf"{_SPACE}*[=<>≤≥+*^×·∈]", after)


def _range(begin: str, end: str) -> list[str]:
    """Return the numbers from `begin` to `end`: "A.1", "A.3" gives A.1, A.2, A.3; [] for no range."""
    head, _, first = begin.rpartition(".")
    other, _, last = end.rpartition(".")
    if other == head or (head and not other):
        if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < _LONGEST_RANGE:
            dot = "." if head else ""
            return [f"{head}{dot}{n}" for n in range(int(first), int(last) + 1)]
        if len(begin) == len(end) == 1 and "A" <= begin < end <= "Z":
            return [chr(code) for code in range(ord(begin), ord(end) + 1)]
    stem = re.fullmatch(r"(.*?)(\d+)", begin), re.fullmatch(r"(.*?)(\d+)", end)
    if stem[0] and stem[1] and stem[0][1] == stem[1][1] and int(stem[0][2]) < int(stem[1][2]):
        numbers = range(int(stem[0][2]), min(int(stem[1][2]), int(stem[0][2]) + _LONGEST_RANGE) + 1)
        return [f"{stem[0][1]}{n}" for n in numbers]
    return []


def _weak(number: str) -> bool:
    return bool(re.fullmatch(r"[IVX]+|[A-Z]|[A-Z]{1,2}\d+", number.rstrip("'′″")))


_ORDINAL = r"(?P<ordinal>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")"
_SINGULAR = (
    r"(?P<kind>theorem|result|lemma|proposition|corollary|resultat|satz|ergebnis|korollar|hauptsatz"
    r"|hauptresultat|hauptergebnis|haupttheorem)"
)
_THE = r"(?:the authors['’]|the paper['’]s|their|its|the|das|dem|des|der|die|den|ihr|ihrem|ihren|deren|im|am|zum|vom)"
_UNNUMBERED = re.compile(
    rf"\b{_THE}\s+(?:{_ORDINAL}\s+)?(?P<main>main\s+|central\s+|principal\s+|key\s+|zentrale[ns]?\s+|haupt)?{_SINGULAR}\b"
    r"(?:\s+(?:of|in|from|aus|von|im)\s+(?:section|chapter|appendix|abschnitt|kapitel|anhang)\s+"
    r"(?P<section>[A-Z0-9]+(?:\.\d+)*))?",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(rf"\s*\(?{_NUMBER}")


def _unnumbered(text: str) -> Iterator[Reference]:
    """Yield "their main theorem", "the second main result", "the first lemma in Section 4"."""
    for match in _UNNUMBERED.finditer(text):
        word = match["kind"].casefold()
        main = bool(match["main"]) or word.startswith("haupt")
        if not (main or (match["ordinal"] and match["section"])):
            continue
        if _FOLLOWED.match(text, match.end()):  # "the main theorem 3.1" has its number
            continue
        span = Span(match.start(), match.end())
        ordinal = _ORDINALS[match["ordinal"].casefold()] if match["ordinal"] else None
        kind = kind_of(word.removeprefix("haupt")) or "theorem"
        shown = " ".join(match[0].split())
        yield Reference(shown, kind, None, span, span, False, ordinal, main, match["section"])
