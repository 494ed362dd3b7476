"""Sections of a document: title, number, level, place, and which part of a report each one is."""

import re
from collections.abc import Sequence

from reportkit.document import Block, BlockKind, Document, Span
from reportkit.records import dataclass

_NUMBERED = re.compile(
    r"(?P<word>(?i:chapter|kapitel|part|teil|appendix|anhang|section|abschnitt|lecture|vorlesung)\b)? *"
    r"(?P<number>(?:[A-Z]|[IVXL]{1,6}|\d{1,3})(?:\.\d{1,2}){0,5})(?P<stop>[.:)]{0,2})(?: +|$)(?P<title>.*)",
    re.DOTALL,
)
_ROMAN = re.compile(r"[IVXL]+")

# A title is looked up in these in turn: "Summary of the proofs" speaks of proofs, "Critical review
# of the proofs" is a review. Compounds make German titles match within words.
_PAPER = r"(?:the|this) (?:paper|article|work|manuscript|results?)"
_STRONG = (
    (
        "summary",
        r"^(?:what|which)\b.*\b(?:prove[sd]?|shown?|does|do|about)\b|^was\b.*\b(?:zeigt|beweist|bewiesen)|nutshell|"
        rf"^worum\b|summary of {_PAPER}",
    ),
    (
        "review",
        r"referee|gutacht|begutacht|\bcritiqu|\bcriticism|\bcritical (?:review|assess|discussion|evaluation|remark|apprais|reflect|analysis|comment|look|reading|view)|"
        r"^critical\b.*\bpaper|kritik|kritische|\b(?:my|our|own|personal) (?:assessment|opinion)|^(?:assessment|opinion)s?$|"
        rf"(?:assessment|evaluation|opinion) (?:of|on|about) {_PAPER}|apprais|"
        r"bewertung|beurteil|rezension|stellungnahme|strengths?\b|weakness|stärken|schwächen|\bmerits\b|\bverdict|\bpros and cons\b|\bjudge?ment|"
        r"^recommendations?(?: (?:to|for) the (?:authors?|editors?).*)?$|einschätzung|würdigung|empfehlung(?!s)",
    ),
    ("proofs", r"(?<!zero-knowledge )\bproofs?\b(?![- ]of[- ](?:concept|work|stake))|\bproving\b|\bproved\b|beweis"),
    ("review", r"(?<!literature )(?<!this )\breviews?\b(?! of (?:the )?literature)|\breviewing\b|eigene meinung"),
    (
        "summary",
        r"\bsummary\b(?! statistics)|summari[sz]|^(?:an? |brief |short )?overview(?: of .*)?$|\bsynopsis\b|zusammenfass|(?<!literatur)(?:überblick|übersicht)|inhaltsangabe|kurzfassung|"
        r"(?:main|key|principal|central) (?:results?|findings|contributions?|theorems?)|"
        r"haupt(?:resultat|ergebnis|aussage|satz|sätze)|zentrale (?:resultate|ergebnisse)|"
        r"\bresults? and (?:their |its )?(?:implication|limit|consequence|meaning)|what (?:is|was|the (?:paper|authors?)) (?:proved?|shown?|does|do)\b|"
        r"(?:contents?|contributions?|results?) of the (?:paper|article)|inhalt (?:der arbeit|des papiers|des artikels)",
    ),
)  # fmt: skip
# Titles that may stand for a part which no other section names.
_WEAK = (
    ("proofs", r"techniques?\b|key lemma|\blemmas?\b|\barguments?\b|\bderivations?\b|how it works|beweis|technik|herleitung|argumentation|\banalysis\b"),
    ("review", r"discussion|diskussion|limitations?|\blimits\b|grenzen|open (?:questions|problems)|offene fragen|evaluation|assess|\bopinion|\bcriti|kriti|recommendation|\bcomments?\b|kommentar|conclusions?|fazit|ausblick|outlook|remarks"),
    ("summary", r"\boverview\b|summar|\bresults?\b|resultate|ergebnisse|contributions?|beiträge|\bthe paper\b|die arbeit|introduction|einleitung|einführung|problem|setting|fragestellung|implications"),
)  # fmt: skip
_STRONG_RES = tuple((role, re.compile(pattern, re.I)) for role, pattern in _STRONG)
_WEAK_RES = tuple((role, re.compile(pattern, re.I)) for role, pattern in _WEAK)
_NO_PART = re.compile(
    r"(?i:abstract|references|bibliography|literatur\w*|quellen\w*|acknowledge?ments?|danksagung|"
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|notation|list of \w+|abbildungsverzeichnis)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `span` runs from its heading to the next heading of the same or a higher level.

    `level`: part -1, chapter 0, section 1, subsection 2. `number` is as printed ("2.1", "A", "IV"),
    None where there is none; `title` is without it. `role` is "summary", "review", "proofs" or None,
    inherited from the enclosing section. `page` is None in a text without pages.
    """

    title: str
    number: str | None
    level: int
    role: str | None
    page: int | None
    heading: Span
    span: Span


def sections(document: Document) -> tuple[Section, ...]:
    """Return the document's sections in reading order."""
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    texts = [
        " ".join(document.text[block.span.start : block.span.end].lstrip("#").split())
        for block in headings
    ]
    named = _numbers_and_titles(texts)
    levels = [1 if block.level is None else block.level for block in headings]
    roles = _roles([title for _, title in named], levels)
    ends = _ends(headings, levels, len(document.text))
    return tuple(
        Section(
            title, number, level, role, document.page_of(block.span.start), block.span,
            Span(block.span.start, end),
        )
        for (number, title), level, role, block, end in zip(
            named, levels, roles, headings, ends, strict=True
        )
    )  # fmt: skip


def _ends(headings: Sequence[Block], levels: Sequence[int], length: int) -> list[int]:
    """Return where each section ends: at the next heading of its level or a higher one."""
    ends = [length] * len(headings)
    unfinished: list[int] = []
    for index, block in enumerate(headings):
        while unfinished and levels[unfinished[-1]] >= levels[index]:
            ends[unfinished.pop()] = block.span.start
        unfinished.append(index)
    return ends


def _numbers_and_titles(texts: Sequence[str]) -> list[tuple[str | None, str]]:
    """Return the number and the title of each heading."""
    matches = [_NUMBERED.match(text) for text in texts]
    numbers = {match["number"] for match in matches if match}
    found: list[tuple[str | None, str]] = []
    digits_before = False
    for text, match in zip(texts, matches, strict=True):
        if match and (_is_number(match, numbers, digits_before)):
            title = match["title"].strip() or match[0].strip()
            found.append((match["number"], _bare(title)))
            digits_before = digits_before or match["number"][0].isdigit()
        else:
            found.append((None, _bare(text)))
    return found


def _bare(title: str) -> str:
    """Return a title without the stop that ends a heading in line with its text, or its bullet."""
    return title.lstrip("●○■►➢ ").rstrip(" .:") or title


def _is_number(match: re.Match[str], numbers: set[str], digits_before: bool) -> bool:
    """Return whether a heading's first word is a number and not a word such as "A" or "I"."""
    number, title = match["number"], match["title"]
    if match["word"] or number[0].isdigit() or match["stop"] or "." in number:
        return bool(title) or bool(match["word"])
    if not title[:1].isupper() and not title[:1].isdigit():
        return False
    if len(number) > 1:
        return _ROMAN.fullmatch(number) is not None
    neighbours = {
        chr(ord(number) - 1),
        chr(ord(number) + 1),
        number + ".1",
        "II" if number == "I" else "B",
    }
    return bool(numbers & (neighbours - {"@"})) or digits_before


def _roles(titles: Sequence[str], levels: Sequence[int]) -> list[str | None]:
    """Return the part of a report that each section belongs to."""
    top = min((level for level in levels if level >= 0), default=1)
    # a part is a section or one of its subsections, never a paragraph's heading
    own = [
        _first(title, _STRONG_RES) if level <= top + 1 else None
        for title, level in zip(titles, levels, strict=True)
    ]
    missing = {"summary", "review", "proofs"} - {
        role for role, level in zip(own, levels, strict=True) if role and level <= top
    }
    if 0 < len(missing) < 3:
        for index, title in enumerate(titles):
            role = _first(title, _WEAK_RES)
            if own[index] is None and levels[index] == top and role in missing:
                own[index] = role
    return _inherited(own, levels)


def _first(title: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    if _NO_PART.fullmatch(title):
        return None
    return next((role for role, pattern in patterns if pattern.search(title)), None)


def _inherited(own: Sequence[str | None], levels: Sequence[int]) -> list[str | None]:
    """Return each section's role: the enclosing section's, or its own where that has none."""
    roles: list[str | None] = []
    enclosing: list[tuple[int, str | None]] = []
    for role, level in zip(own, levels, strict=True):
        while enclosing and enclosing[-1][0] >= level:
            enclosing.pop()
        above = enclosing[-1][1] if enclosing else None
        roles.append(above or role)
        enclosing.append((level, above or role))
    return roles
