"""A paper's title, authors, abstract, arXiv id, year and venue, offline, and where each came from."""

import re

from reportkit.analysis.front_page import FrontLine, front_lines
from reportkit.analysis.latex_front import declared_authors, declared_title
from reportkit.analysis.names import names_in_line, names_in_text
from reportkit.document import Block, BlockKind, Document, Span
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A value and its origin in words ("largest type on page 1"); `value` is never empty."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """What a paper tells about itself; None (or no authors) where it does not tell.

    `arxiv_id` is without its version ("1905.03684"), `version` as "v1". `venue` is where the paper
    was published, as its first page says it. `authors` share `authors_source`. `title_tex` is the
    title with its formulas between dollar signs, "" where no LaTeX is known.
    """

    title: Field | None = None
    title_tex: str = ""
    authors: tuple[str, ...] = ()
    authors_source: str = ""
    abstract: Field | None = None
    arxiv_id: Field | None = None
    version: Field | None = None
    primary_class: Field | None = None
    year: Field | None = None
    venue: Field | None = None


def paper_metadata(document: Document) -> PaperMetadata:
    """Return what the paper tells about itself."""
    front = front_lines(document)
    title, below = _title(document, front)
    authors, authors_source = _authors(document, below)
    title_tex = declared_title(document.source) if document.source else ""
    if document.source:
        title = title or (Field(title_tex, "\\title") if title_tex else None)
        names = declared_authors(document.source)
        authors, authors_source = (names, "\\author") if names else (authors, authors_source)
    stamp = _stamp(document)
    notes = _first_page_notes(document)
    venue = _venue(notes)
    return PaperMetadata(
        title=title,
        title_tex=title_tex,
        authors=authors,
        authors_source=authors_source,
        abstract=_abstract(document),
        arxiv_id=stamp[0] if stamp else None,
        version=stamp[1] if stamp else None,
        primary_class=stamp[2] if stamp else None,
        year=_year(stamp[0] if stamp else None, venue, notes),
        venue=venue,
    )


# ------------------------------------------------------------------------------------ title

# what class files print above a title, and what tools write where there is none
_NOT_A_TITLE = re.compile(
    r"^(?:submitted to|proceedings of|journal of|under review|published|accepted|preprint|"
    r"arxiv\b|technical report|appearing in|to appear|working paper|\d+(?:st|nd|rd|th) )",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"^(?:my title|title|untitled.*|no title|microsoft word.*|.*\.(?:dvi|tex|docx?|pdf|ps|indd)|"
    r"(?:main|paper|manuscript|template|ms|arxiv)[\d_ -]*|.*\bauthor guidelines.*|"
    r".*\bformatting instructions.*)$",
    re.IGNORECASE,
)
_MARKS = " *∗⋆★†‡§¶♯♮♭$#"
_SAME_SIZE = 0.93  # a line of small capitals measures a little less than its title


def _title(
    document: Document, front: tuple[FrontLine, ...]
) -> tuple[Field | None, tuple[FrontLine, ...]]:
    """Return the title and the lines below it."""
    printed, below = _printed_title(document, front)
    declared = " ".join(document.metadata.title.split())
    if declared and not _JUNK.match(declared):
        told = {_letters(declared), _letters(declared.split("\n")[0])}
        if not printed or _letters(printed) in told:
            return Field(printed or declared, _origin(document, "title")), below
        if _letters(declared) in _letters(" ".join(line.text for line in front)):
            return Field(declared, _origin(document, "title")), _below(front, declared)
    if not printed:
        return None, front
    return Field(printed, "largest type on page 1"), below


def _origin(document: Document, field: str) -> str:
    return f"\\{field}" if document.format == "latex" else "metadata of the file"


def _printed_title(
    document: Document, front: tuple[FrontLine, ...]
) -> tuple[str, tuple[FrontLine, ...]]:
    """Return the lines in the largest type, joined, and what stands below them."""
    lines = [line for line in front if not _NOT_A_TITLE.match(line.text)]
    if not lines:
        return "", ()
    largest = max(line.largest for line in lines)
    first = next(i for i, line in enumerate(lines) if line.largest >= _SAME_SIZE * largest)
    last = first
    while last + 1 < len(lines) and _goes_on(lines[first], lines[last], lines[last + 1]):
        last += 1
    span = Span(lines[first].span.start, lines[last].span.end)
    return _in_title_case(_title_text(document, span), document), tuple(lines[last + 1 :])


def _goes_on(first: FrontLine, line: FrontLine, following: FrontLine) -> bool:
    """Return whether a title goes on in the following line: same type, and directly below."""
    gap = line.baseline - following.baseline
    alike = following.largest >= _SAME_SIZE * first.largest and following.bold == first.bold
    # a last line without a capital of its own shows the size of the small capitals alone
    small = following.text.isupper() and first.text.isupper() and following.style == first.style
    return (alike or small or line.text.endswith("-")) and 0 < gap < 2.2 * first.largest


def _title_text(document: Document, span: Span) -> str:
    """Return the title's words without footnote marks."""
    text = document.text[span.start : span.end]
    size = max((run.size for run in document.runs if run.span.overlaps(span)), default=0.0)
    small = [
        run.span for run in document.runs if run.span.overlaps(span) and run.size < 0.75 * size
    ]
    for part in sorted(small, reverse=True):
        start, end = max(part.start, span.start) - span.start, part.end - span.start
        # a raised mark at the end of the title; elsewhere small type belongs to a formula
        if not text[end:].strip(_MARKS):
            text = text[:start]
    joined = re.sub(
        r"(\w+)-\s+(\w+)", lambda broken: _rejoined(broken, document), " ".join(text.split())
    )
    return joined.strip(_MARKS)


def _rejoined(broken: re.Match[str], document: Document) -> str:
    """Return a word broken at a line's end: without its hyphen where the body writes it so."""
    whole = broken[1] + broken[2]
    return whole if whole.lower() in document.text.lower() else f"{broken[1]}-{broken[2]}"


def _in_title_case(title: str, document: Document) -> str:
    """Return a title in capitals as the body would write it; any other as it is."""
    letters = [c for c in title if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.9 * len(letters):
        return title
    words = title.split(" ")
    return " ".join(_cased(word, index == 0, document) for index, word in enumerate(words))


_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "via",
        "as",
        "is",
        "are",
        "under",
        "over",
        "into",
    ]
)


def _cased(word: str, first: bool, document: Document) -> str:
    """Return one word of a title in capitals: an acronym of the body stays, others get one capital."""
    bare = word.strip(".,:;()-")
    body = re.findall(rf"\b{re.escape(bare)}\b", document.text, re.IGNORECASE) if bare else []
    capitals = sum(found == bare for found in body)
    if len(bare) > 1 and capitals > 1 and capitals > len(body) / 2 and bare.isupper():
        return word
    if word.lower() in _SMALL_WORDS and not first:
        return word.lower()
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def _below(front: tuple[FrontLine, ...], title: str) -> tuple[FrontLine, ...]:
    """Return the front lines after those that hold words of the declared title."""
    letters = _letters(title)
    last = max((i for i, line in enumerate(front) if _letters(line.text) in letters), default=-1)
    return front[last + 1 :]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


# ------------------------------------------------------------------------------------ authors


def _authors(document: Document, below: tuple[FrontLine, ...]) -> tuple[tuple[str, ...], str]:
    """Return the authors and where they come from: the file's own list where the page agrees."""
    printed = _printed_authors(below)
    declared = names_in_text(document.metadata.author)
    page = _letters(" ".join(line.text for line in below))
    agreed = [name for name in declared if _letters(name) in page] if below else list(declared)
    if agreed and len(agreed) == len(declared) and len(declared) >= len(printed):
        return tuple(declared), _origin(document, "author")
    if printed:
        return printed, "below the title on page 1"
    return (), ""


def _printed_authors(lines: tuple[FrontLine, ...]) -> tuple[str, ...]:
    """Return the names below the title, in reading order.

    A name stands in the first line of its group (the groups are side by side or one below another),
    or in a line set like the first names where addresses are set otherwise.
    """
    groups = _groups(lines)
    heads = [group[0] for group in groups if names_in_line(group[0])]
    if not heads:
        return ()
    style = heads[0].style
    others = [line for line in lines if line.style != style]
    distinct = bool(others) and (style[1] or style[0] > max(line.style[0] for line in others))
    found: list[str] = []
    for group in groups:
        for line in group:
            if (line is group[0] and line.style == style) or (distinct and line.style == style):
                found += names_in_line(line)
    return tuple(dict.fromkeys(found))


def _groups(lines: tuple[FrontLine, ...]) -> list[list[FrontLine]]:
    """Return the lines in groups: one column, no gap of more than a line."""
    groups: list[list[FrontLine]] = []
    for line in lines:
        home = next((group for group in groups if _continues(group[-1], line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return groups


def _continues(above: FrontLine, line: FrontLine) -> bool:
    gap = above.baseline - line.baseline
    beside = min(above.x1, line.x1) - max(above.x0, line.x0)
    return 0 < gap < 1.55 * max(above.largest, line.largest) and beside > 0


# ------------------------------------------------------------------------------------ the rest

_STAMP = re.compile(
    r"arXiv:\s*(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?P<version>v\d+)?"
    r"(?:\s*\[(?P<cls>[a-zA-Z.-]+)\])?",
    re.IGNORECASE,
)


def _stamp(document: Document) -> tuple[Field, Field | None, Field | None] | None:
    """Return arXiv's id, version and class: from the file's metadata, or the stamp in the margin."""
    margins = [m.text for m in document.margins if m.box.page == 1]
    front = [document.text[b.span.start : b.span.end] for b in _first_blocks(document)]
    places = (
        ("metadata of the file", f"arXiv:{document.metadata.arxiv_id}"),
        ("stamp in the margin of page 1", "\n".join(margins)),
        ("page 1", "\n".join(front)),
        ("name of the file", _id_in_name(document.name)),
    )
    stamp = _STAMP.search(places[1][1])
    for source, text in places:
        found = _STAMP.search(text)
        if not found:
            continue
        kind = found["cls"] or (stamp["cls"] if stamp and stamp["id"] == found["id"] else None)
        version = Field(found["version"], source) if found["version"] else None
        return Field(found["id"], source), version, Field(kind, source) if kind else None
    return None


def _id_in_name(name: str) -> str:
    """Return "arXiv:1905.03684v1" for a file of that name, "" for any other."""
    found = re.match(
        r"(?:arxiv[_ -]?)?(\d{4}\.\d{4,5}(?:v\d+)?)(?:\.(?:pdf|tex|tar|gz|tgz|zip))*\Z", name, re.I
    )
    return f"arXiv:{found[1]}" if found else ""


def _first_blocks(document: Document) -> list[Block]:
    """Return the blocks of page 1 that may carry notices: the front, and notes at its foot."""
    kinds = (BlockKind.FRONT, BlockKind.FOOTNOTE)
    return [
        block
        for block in document.blocks[:60]
        if block.kind in kinds and (document.page_of(block.span.start) or 1) == 1
    ]


def _first_page_notes(document: Document) -> str:
    """Return what page 1 says beside its text: head, foot, margin, front and footnotes."""
    margins = [margin.text for margin in document.margins if margin.box.page == 1]
    blocks = [document.text[b.span.start : b.span.end] for b in _first_blocks(document)]
    # notices at the foot are at times read as a paragraph: they are short and open like one
    notices = [
        document.text[block.span.start : block.span.end]
        for block in document.blocks[:60]
        if block.kind is BlockKind.PARAGRAPH
        and (document.page_of(block.span.start) or 1) == 1
        and _NOTICE.match(document.text, block.span.start)
    ]
    told = "\n".join(" ".join(text.split()) for text in (*margins, *blocks, *notices))
    return re.sub(r"(\d) (st|nd|rd|th)\b", r"\1\2", told)


_NOTICE = re.compile(
    r"(?:\d+(?:st|nd|rd|th) .{0,60}Conference|Proceedings of|Preliminary work|Under review|"
    r"Copyright|©|Published|Appearing in|Accepted)"
)
_UNPUBLISHED = re.compile(
    r"under review|submitted to|preliminary work|withheld|do not distribute|preprint", re.IGNORECASE
)
_VENUES = tuple(
    re.compile(pattern)
    for pattern in (
        r"Published as a conference paper at (?P<venue>[A-Z][\w ]{2,40}?) ?(?P<year>(?:19|20)\d\d)",
        r"\d+(?:st|nd|rd|th) (?:Annual )?(?P<venue>Conference on [A-Z][\w ]{4,80}? "
        r"\([A-Za-z]+ (?P<year>(?:19|20)\d\d)\))",
        r"(?P<venue>Proceedings of the [^,.\n]{4,120}?Conference on [A-Z][^,.\n]{4,80}).{0,80}?"
        r"(?P<year>(?:19|20)\d\d)",
        r"(?P<venue>Proceedings of Machine Learning Research vol(?:ume)? ?[\d:–-]+), "
        r"(?P<year>(?:19|20)\d\d)",
        r"(?P<venue>Journal of Machine Learning Research) [\d ]*\((?P<year>(?:19|20)\d\d)\)",
        r"(?P<venue>The Annals of [A-Z]\w+).{0,30}?(?P<year>(?:19|20)\d\d)",
    )
)


def _venue(notes: str) -> Field | None:
    """Return where the paper was published; None where it is under review or does not say."""
    if _UNPUBLISHED.search(notes):
        return None
    for pattern in _VENUES:
        found = pattern.search(notes)
        if found:
            return Field(f"{found['venue'].strip()} {_outside(found)}".strip(), "notice on page 1")
    return None


def _outside(found: re.Match[str]) -> str:
    return "" if found["year"] in found["venue"] else found["year"]


def _year(arxiv_id: Field | None, venue: Field | None, notes: str) -> Field | None:
    """Return the year of publication, else that of the arXiv id, else one that page 1 names."""
    published = re.search(r"(?:19|20)\d\d", venue.value) if venue else None
    if published:
        return Field(published[0], "notice on page 1")
    if arxiv_id:
        digits = re.search(r"(?:^|/)(\d\d)", arxiv_id.value)
        if digits:
            century = "19" if digits[1] > "90" else "20"
            return Field(century + digits[1], "arXiv id")
    named = re.findall(r"\b((?:19|20)\d\d)\b", notes)
    return Field(max(named), "page 1") if named else None


def _abstract(document: Document) -> Field | None:
    """Return the abstract: what follows its heading, or the paragraph that opens with the word."""
    blocks = document.blocks[:120]
    for index, block in enumerate(blocks):
        text = " ".join(document.text[block.span.start : block.span.end].split())
        if block.kind is BlockKind.HEADING and re.fullmatch(
            r"(?i)(?:abstract|zusammenfassung)\.?", text
        ):
            parts = []
            size = None
            for after in blocks[index + 1 :]:
                if after.kind is BlockKind.HEADING:
                    break
                lines = document.lines_of(after.span)
                size = size or (lines[0].size if lines else None)
                # notices at the foot of the page are set smaller or larger
                same = not lines or abs(lines[0].size - (size or 0)) < 0.3
                if same and after.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FORMULA):
                    parts.append(" ".join(document.text[after.span.start : after.span.end].split()))
            found = re.split(r"\b(?:Keywords|Index Terms|AMS)\b", " ".join(parts))[0].strip()
            return Field(found, "below its heading") if found else None
        opening = re.match(r"(?i)abstract\s*[—:.–-]\s*(?=\w)", text)
        if opening and block.kind is BlockKind.PARAGRAPH:
            return Field(text[opening.end() :], "paragraph on page 1")
    return None
