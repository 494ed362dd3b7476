"""Headings: which rows are one, and their levels."""

import re
from collections import Counter
from itertools import pairwise

from reportkit.readers.pdf.measures import Measures, Placed
from reportkit.readers.pdf.regions import letters_of
from reportkit.readers.pdf.rows import Row
from reportkit.records import dataclass

KINDS = (
    "Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Claim|Conjecture|Assumption|"
    "Fact|Observation|Property|Condition|Problem|Notation|Hypothesis|Question|Exercise|Axiom|"
    "Result|Scholium|Convention|Construction|Situation|Note|Principle|Criterion|Satz|Theoreme?|"
    "Lemmata|Korollar|Beispiel|Bemerkung|Annahme|Hilfssatz|Folgerung|Vermutung|Behauptung|Model|"
    "Definitionen|Beobachtung|Voraussetzung|Übung|Aufgabe|Frage|Bezeichnung|Hinweis|Konvention|"
    "Théorème|Lemme|Corollaire|Définition|Remarque|Exemple|Exercice|Problème|Hypothèse|Propriété"
)
THEOREM = re.compile(
    rf"(?:(?:Informal|Main|Key|Technical|Restated|Formal|Auxiliary|General) )?(?:{KINDS}|{KINDS.upper()})s?\*?"
    r"(?= ?(?:\(|\.|:|\[|—|–|$)| (?:[A-Z]?\d|[A-Z]\b|[IVX]+\b|\*|\())"
)
NUMBER_FIRST = re.compile(
    rf"\(?(?:[A-Z]\.)?\d+(?:\.\d+)*\.?\)? (?:(?:{KINDS}|{KINDS.upper()})(?= ?[.:(\[—]| [A-Z(])|"
    r"(?:Theorem|Lemma|Proposition|Corollary|Definition|Remark|Satz|Korollar)$)"
)
PROOF = re.compile(
    r"(?:(?:Informal |Short |Complete |Full )?Proof(?: [Ss]ketch| [Oo]utline| [Ii]dea)?|PROOF|Beweis(?:skizze)?|Sketch of (?:the )?proof|"
    r"Idea of (?:the )?proof)s?\b"
)
_STEP = re.compile(
    r"(?:Case|Step|Part|Fall|Schritt|Claim|Input|Output|Data|Result|Parameter|Require|Ensure|Keywords|Key words|Schlagw|Abstract|Index Terms|Fig|Tab|Algorithm|Listing|Abbildung|Figure)",
    re.I,
)
NUMBERED = re.compile(
    r"(?P<word>(?i:Chapter|Kapitel|Chapitre|Part|Teil|Partie|Appendix|Anhang|Annexe|Section|Abschnitt|Lecture|Vorlesung)\b)? ?"
    r"(?P<number>(?:[A-Z]|[IVXL]+|\d{1,2})(?:\.\d{1,2}){0,4})(?P<stop>[.:)]?)(?: +|$)(?P<title>[^\W_].*|[^\w\s].*|$)",
)
KNOWN = re.compile(
    r"(?:abstract|summary|references|bibliography|literature(?: cited)?|acknowledge?ments?|introduction|conclusions?|"
    r"(?:table of )?contents|zusammenfassung|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|inhalt(?:sverzeichnis)?|einleitung|"
    r"résumé|remerciements|sommaire|table des matières|bibliographie|annexes?|"
    r"danksagung|appendix|appendices|anhang|supplementary materials?|discussion|notation)\.?",
    re.I,
)
REFERENCES = re.compile(
    r"(?:references(?: and notes)?|bibliography|literature(?: cited)?|works cited|literatur(?:verzeichnis|angaben)?|"
    r"quellen(?:verzeichnis)?|bibliographie)\.?",
    re.I,
)
CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire", re.I
)

_SECTION_NUMBER = re.compile(r"(?:[A-Z]|\d{1,2})(?:\.\d{1,2}){0,3}\. +")
_NUMBER_ALONE = re.compile(r"(?:[A-Z]|\d{1,2})(?:\.\d{1,2}){0,3}\.? *")
_OWN_LABEL = re.compile(r"[A-ZÀ-Þ][^\W\d_]+ (?:[A-Z]\.)?\d+(?:\.\d+)*[.:]?$")

_IN_LINE = 4  # the level of a heading that its text follows in line
_BULLETS = "•◦▪–—"
# a sentence that ends and another that begins
_SENTENCES = re.compile(r"[a-zà-ÿ]{3,}[.?!)]+ [A-ZÀ-Þ•]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a row is set as a whole, to tell headings of one level from those of another."""

    size: float
    bold: bool
    caps: bool
    italic: bool


def look_of(row: Row) -> Look:
    """Return the look of a row's prose."""
    letters = bold = caps = italic = 0
    for piece in row.pieces:
        if piece.style.math and not piece.bold:
            continue
        if piece is row.first and _NUMBER_ALONE.fullmatch(piece.text):
            continue  # the AMS sets "1." in plain letters before a title in small capitals
        count = len(piece.text)
        letters += count
        bold += count if piece.bold else 0
        italic += count if piece.italic else 0
        caps += count if piece.style.small_caps else 0
    enough = 0.85 * letters
    text = row.text
    upper = text[:60].upper() == text[:60] and sum(map(str.isalpha, text)) > 3
    return Look(
        round(row.size, 1), bold > enough > 0, caps > enough > 0 or upper, italic > enough > 0
    )


def is_heading(item: Placed, measures: Measures, parted: bool) -> bool:
    """Return whether a row stands out as a heading.

    `parted` says that more than a line's space, or another kind of block, is above it.
    """
    row = item.row
    text = row.text
    if len(text) > 180 or not any(char.isalpha() for char in text) or row.prose < 2:
        return False
    if text[0] in _BULLETS or _is_of_table(row):
        return False
    larger = row.size > 1.08 * measures.size
    first = row.first
    if not (larger or first.bold or first.style.small_caps or text[:3].isupper()):
        numbered = NUMBERED.match(text)
        if not (parted and (numbered or KNOWN.fullmatch(text))):
            return False
    look = look_of(row)
    if not larger and (THEOREM.match(text) or NUMBER_FIRST.match(text) or PROOF.match(text)):
        return False
    numbered = NUMBERED.match(text)
    if larger and row.size > 1.6 * measures.size and len(text) < 4:
        return False
    if larger or look.bold:
        if text.endswith((",", ";")) or text[0].islower():
            return False
        if larger and numbered is None:
            return letters_of(row) > 3 and row.prose > 2 * row.maths
        if larger or numbered is not None:
            return True
        return parted and not (text.endswith(".") and text.count(" ") > 6)
    centred = abs((row.x0 + row.x1) - (item.column.left + item.column.right)) < 2 * row.size
    if look.caps:
        known = numbered is not None or KNOWN.fullmatch(text) is not None
        return len(text) < 90 and parted and (known or (centred and row.prose > 5))
    if parted and KNOWN.fullmatch(text) and (centred or look.italic):
        return True
    if parted and numbered and _is_plain_title(item, numbered, measures):
        return True
    if not (parted and numbered and numbered["stop"] and item.slack > 1 and text[0].isupper()):
        return False
    # the IEEE's "II. Background" in small capitals, which some fonts print as plain letters
    return look.italic or (
        centred and len(text) < 60 and _ROMAN.fullmatch(numbered["number"]) is not None
    )


_ROMAN = re.compile(r"[IVX]+")


def _is_plain_title(item: Placed, numbered: re.Match[str], measures: Measures) -> bool:
    """Return whether a row in the font of the prose is a title: "2.1 Notation" after much space."""
    title = numbered["title"]
    spaced = item.drop is not None and item.drop > 1.8 * measures.leading
    dotted = "." in numbered["number"] and not numbered["stop"] and not numbered["word"]
    words = title[:1].isupper() and title[-1:].isalpha() and sum(map(str.isalpha, title)) > 4
    return dotted and spaced and words and item.indent < 0.5 and item.slack > 3


def _is_of_table(row: Row) -> bool:
    """Return whether a row falls into cells; the number of a heading may stand apart."""
    pieces = row.pieces
    gaps = [after.x0 - before.x1 for before, after in pairwise(pieces)]
    if NUMBERED.match(row.text):
        gaps = gaps[1:]
    return any(gap > 1.5 * row.size for gap in gaps)


def lead_count(row: Row) -> int:
    """Return how many pieces at the start of a row are bold or in small capitals, if not all are."""
    if row.first.style.math:
        return 0
    for count, piece in enumerate(row.pieces):
        if not (piece.bold or piece.style.small_caps):
            return 0 if piece.style.math else count
    return 0


def run_in(row: Row) -> int:
    """Return how many pieces at the start of a row are a heading that text follows; 0 for none."""
    count = lead_count(row)
    if not count:
        return 0
    lead = row.text[: row.places[count - 1][1]]
    if not 3 < len(lead) < 90 or sum(map(str.isalpha, lead)) < 3:
        return 0
    if not (lead[0].isupper() or lead[0].isdigit()):
        return 0
    if _is_no_title(lead):
        return 0
    space = row.pieces[count].x0 - row.pieces[count - 1].x1
    if lead.endswith((".", ":", "?", "!")) or space > 0.75 * row.size:
        return count
    return 0


def _is_no_title(lead: str) -> bool:
    """Return whether bold words in front of a text open a statement, a proof or a step."""
    patterns = (THEOREM, NUMBER_FIRST, PROOF, _STEP, _OWN_LABEL)
    return any(pattern.match(lead) for pattern in patterns)


def numbered_run_in(row: Row) -> int:
    """Return how many pieces at the start of a row are a section's number and title; 0 for none.

    AMS and SIAM set "4.2. Continuity. We now" in a line, the AMS with the number in plain letters.
    """
    number = _SECTION_NUMBER.match(row.text)
    if number is None:
        return 0
    count, ends = 0, 0
    for place, piece in enumerate(row.pieces, 1):
        if row.places[place - 1][1] <= number.end():
            plain = not piece.bold
            if plain and "." not in number[0].strip().rstrip("."):
                return 0
        elif piece.bold:
            count, ends = place, row.places[place - 1][1]
        elif not piece.style.math:
            break
    lead = row.text[:ends]
    title = lead[number.end() :]
    if not count or count == len(row.pieces) or _is_no_title(lead):
        return 0
    if _is_no_title(title) and not re.match(r"(?:Proofs?|Beweis) (?:of|von|de[rs]) ", title):
        return 0
    titled = 3 < len(title) < 90 and title[0].isupper() and sum(map(str.isalpha, title)) > 3
    return count if titled and title.endswith((".", "?", "!")) else 0


def continues(first: Row, look: Look, row: Row, drop: float | None, measures: Measures) -> bool:
    """Return whether `row` is the second line of the heading that ends with `first`."""
    if drop is None or not 0 < drop < 1.65 * first.size:
        return False
    own = look_of(row)
    alike = abs(own.size - look.size) < 0.3 and (own.bold, own.caps) == (look.bold, look.caps)
    if not (look.bold or look.caps or first.size > 1.08 * measures.size):
        alike = alike and own.italic == look.italic
    if NUMBERED.match(row.text):
        return alike and drop < 1.4 * first.size and row.text[0].islower()
    return alike


def levels(headings: list[tuple[str, Look, bool]], measures: Measures) -> list[int | None]:
    """Return the level of each heading, given its words, its look and whether text follows in line.

    None is for those that only look like one: a bold item "2. ..." among larger headings, a bold
    line of two sentences.
    """
    chapters = any(
        re.match(r"(?:chapter|kapitel|chapitre)\b", text, re.I)
        or (look.size > 1.75 * measures.size and _depth(text) == 1)
        for text, look, _ in headings
    )
    shift = -1 if chapters else 0
    by_look: dict[Look, Counter[int]] = {}
    found: list[int | None] = []
    roman = any(re.match(r"[IVX]+\. ", text) for text, _, _ in headings)
    for text, look, inline in headings:
        level = _numbered_level(text, shift, roman)
        if level is not None and not inline:
            by_look.setdefault(look, Counter())[level] += 1
        found.append(level)
    for _, look, inline in headings:
        if inline and look not in by_look:
            by_look[look] = Counter({_IN_LINE: 1})
    largest = max(
        (
            look.size
            for level, (_, look, inline) in zip(found, headings, strict=True)
            if level == 1 and not inline
        ),
        default=0.0,
    )
    usual = {look: counts.most_common(1)[0][0] for look, counts in by_look.items()}
    ranks = _ranks([look for text, look, inline in headings if not inline], usual)
    settled: list[int | None] = []
    for level, (text, look, inline) in zip(found, headings, strict=True):
        if text.count(" ") > 8 and _SENTENCES.search(text):
            settled.append(None)
        elif level is None:
            settled.append(_unnumbered_level(text, look, inline, usual, ranks))
        elif (level == 1 and not inline and look.size < largest - 0.9 and text[0].isdigit()) or (
            level == 1 and inline and largest
        ):
            settled.append(None)
        else:
            settled.append(level)
    return settled


def _depth(text: str) -> int:
    match = NUMBERED.match(text)
    return match["number"].count(".") + 1 if match and match["title"] else 0


def _numbered_level(text: str, shift: int, roman: bool) -> int | None:
    match = NUMBERED.match(text)
    if not match:
        return None
    word = (match["word"] or "").lower()
    number = match["number"]
    if word in ("part", "teil", "partie") and match["stop"] != ")":  # "Part A)" answers a question
        return -1
    if word in ("chapter", "kapitel", "chapitre"):
        return 0
    if not word and not match["title"]:
        return None
    if not word and not number[0].isupper() and not number[0].isdigit():
        return None
    if roman and not word and match["stop"] == "." and len(number) == 1 and number not in "IVX":
        return 2
    if roman and match["stop"] == ")":
        return 3
    bare = not word and not match["stop"] and number in ("A", "I")
    if bare and not match["title"][:1].isupper():
        return None  # "A bound ..." and "I ..." are words unless a title's capital follows
    if not word and len(number) > 1 and number.isalpha() and not re.fullmatch(r"[IVXL]+", number):
        return None
    return 1 + number.count(".") + shift


def _ranks(looks: list[Look], usual: dict[Look, int]) -> dict[Look, int]:
    """Return levels for looks without a numbered heading: larger is higher."""
    known = sorted(((look.size, level) for look, level in usual.items()), reverse=True)
    ranks: dict[Look, int] = {}
    rest = sorted({look for look in looks if look not in usual}, key=_prominence, reverse=True)
    if all(level == _IN_LINE for _, level in known):
        return {look: min(rank, _IN_LINE) for rank, look in enumerate(rest, 1)}
    for look in rest:
        same = [level for size, level in known if abs(size - look.size) < 0.3]
        smaller = [level for size, level in known if size <= look.size - 0.3]
        larger = [level for size, level in known if size >= look.size + 0.3]
        if same:
            ranks[look] = min(same)
        elif smaller:
            ranks[look] = max(min(smaller) - 1, 0) if not larger else max(larger)
        else:
            ranks[look] = min(max(larger) + 1, 3)
    return ranks


def _prominence(look: Look) -> tuple[float, bool, bool]:
    return look.size, look.bold, look.caps


def _unnumbered_level(
    text: str, look: Look, inline: bool, usual: dict[Look, int], ranks: dict[Look, int]
) -> int:
    if inline:
        return _IN_LINE
    if REFERENCES.fullmatch(text) or (look not in usual and KNOWN.fullmatch(text)):
        return min((level for level in usual.values() if 0 <= level < _IN_LINE), default=1)
    if look in usual:
        return usual[look]
    return ranks.get(look, 1)
