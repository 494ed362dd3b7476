"""The list of references, and the citations that point at it, numeric and author-year."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from reportkit.document import Block, BlockKind, Document, Span
from reportkit.records import dataclass

# labels as BibTeX styles make them: 3, Bor08, CHFM13, WM19a, AB+20; and short keys typed by hand
_LABEL = re.compile(r"\d{1,3}|[A-Z][A-Za-z]{0,7}\+?\s?’?'?\d{2,4}[a-z]?")
_PRINTED_LABEL = re.compile(r"\s*(?:\[([^\[\]\n]{1,40})\]|(\d{1,3})\.(?=\s))")
_YEAR = re.compile(r"(?<![\d./:-])((?:19|20)\d\d)([a-z]?)(?![\d]|\.\d)")
_ARXIV = re.compile(
    r"\b(?:arXiv|abs)\s*[:/.]?\s*(?:preprint\s+)?(?:arXiv\s*:\s*)?(\d{4}\.\d{4,5})", re.I
)
_PREPRINT = re.compile(r"\barxiv\b|\bCoRR\b|\bpreprint\b|\btechnical report\b", re.I)
# an initial ("A.") ends no sentence, a word of two letters or more does, or a closing bracket
_SENTENCE = re.compile(
    r"(?<=[^\W\d_]{2})(?<!\bal)(?<!\bJr)(?<!\beds)(?<!\bSt)(?<!\bvol)(?<!\bno)\.\s+"
    r"|(?<=[\d)\]”’\"])\.\s+|(?<=[?!])\s+|(?<=\w\.):\s+"
)
_QUOTED = re.compile(r"[“\"„]([^”\"“]{8,250})[”\"“]")
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]*[^\W\d_]{1,}\b")
_ENTRY_START = re.compile(r"(?:^|(?<=[.\n]\s)|(?<=\n))(?!\[Online\])\[[^\[\]\n]{1,40}\]\s")
_HEADING = re.compile(
    r"(?:[\dIVXA-Z.]+\s+)?(?:references?|bibliography|works cited|literature|literatur"
    r"|literaturverzeichnis|quellen|quellenverzeichnis|bibliographie|références)\W*",
    re.I,
)
_BRACKET = re.compile(r"\[([^\[\]\n]{1,160})\]")
_PRENOTE = re.compile(r"(?:(?:see also|see|e\.\s?g\.|cf\.|siehe|vgl\.|compare|also),?\s+)+", re.I)
# "[cf. Theorem 1.4 on page 170 of 34]": a note in front, the keys last
_KEYS_LAST = re.compile(r".*[a-z]{2}[a-z.]*,?\s+(\S+(?:\s*[,;]\s*\S+)*)")
_RANGE = re.compile(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the bibliography.

    `label` is as printed between the brackets ("3", "WM19"), None in author-year lists. `names` are
    the folded capitalised words of its author part; `title` is folded, "" where it cannot be told;
    `venue` is what follows the title, as printed.
    """

    label: str | None
    span: Span
    text: str
    names: tuple[str, ...]
    title: str
    year: str | None
    arxiv_id: str | None
    venue: str = ""

    @property
    def is_preprint(self) -> bool:
        """Return whether the entry names arXiv or a preprint, and no journal or proceedings."""
        return bool(_PREPRINT.search(self.text)) and not _VENUE.search(self.text)


_VENUE = re.compile(
    r"\bIn\b[^.]{0,40}(?:Proc|Conf|Advances|Symp|Workshop|ICML|ICLR|COLT|NeurIPS|NIPS|AISTATS|STOC|FOCS)"
    r"|\bProceedings\b|\bConference\b|\bAdvances in\b|\bJournal\b|\bTrans(?:actions|\.)|\bAnnals\b"
    r"|\bSymposium\b|\bPress\b|\bSpringer\b|\bSIAM\b|\b\d{1,4}\s*\(\d{1,3}(?:[-–]\d+)?\)\s*:\s*\d",
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites: each key as printed ("3", "WM19"), ranges written out.

    For author-year citations `keys` is empty, and `name` and `year` say what is printed.
    """

    span: Span
    keys: tuple[str, ...] = ()
    name: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries in their order, and every citation in the text before and after them.

    `style` is "numeric" (labels in brackets), "author-year" or "none" (no list was found). `cited`
    holds the indices of the entries that something points at, words or links.
    """

    entries: tuple[Entry, ...]
    citations: tuple[Citation, ...]
    style: str
    cited: frozenset[int]


def bibliography(document: Document) -> Bibliography:
    """Return the document's list of references and what cites it."""
    listed = entries(document)
    if not listed:
        return Bibliography((), (), "none", frozenset())
    labelled = sum(entry.label is not None for entry in listed)
    style = "numeric" if labelled > len(listed) / 2 else "author-year"
    found = tuple(_bracketed(document, listed) if style == "numeric" else _named(document, listed))
    cited = _cited_by_words(listed, found)
    if len(cited) < len(listed):  # links cost a second look at the file
        cited |= _cited_by_links(document, listed)
    return Bibliography(listed, found, style, frozenset(cited))


def entries(document: Document) -> tuple[Entry, ...]:
    """Return the entries of the document's list of references, without looking for citations."""
    return tuple(_entry(document, span) for span in _entry_spans(document))


def folded(text: str) -> str:
    """Return `text` in small letters without accents, words alone."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c)))
    )


def _entry_spans(document: Document) -> list[Span]:
    """Return the blocks of the bibliography, split where a block holds several labelled entries."""
    marked = [b for b in document.blocks if b.kind is BlockKind.REFERENCE]
    spans: list[Span] = []
    for block in _with_labels(document, marked) if marked else _after_heading(document):
        text = document.text[block.span.start : block.span.end]
        starts = [match.start() for match in _ENTRY_START.finditer(text)]
        if not starts or starts[0] != 0:
            starts.insert(0, 0)
        ends = [*starts[1:], len(text)]
        spans += [
            Span(block.span.start + start, block.span.start + end)
            for start, end in zip(starts, ends, strict=True)
            if text[start:end].strip()
        ]
    return spans


def _with_labels(document: Document, marked: list[Block]) -> list[Block]:
    """Add blocks behind the first marked one that begin with a label as the marked ones do."""
    bracketed = sum(document.text.startswith("[", block.span.start) for block in marked)
    if bracketed < len(marked) / 2:
        return marked
    return [
        block
        for block in document.blocks
        if block.kind is BlockKind.REFERENCE
        or (block.span.start > marked[0].span.start and _labelled(document, block))
    ]


def _labelled(document: Document, block: Block) -> bool:
    printed = _PRINTED_LABEL.match(document.text, block.span.start, block.span.end)
    return bool(printed and printed[1] and _LABEL.fullmatch(printed[1]))


def _after_heading(document: Document) -> list[Block]:
    """Return the paragraphs below the heading of the references, for texts without marked entries."""
    inside = False
    found: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            title = document.text[block.span.start : block.span.end].lstrip("# ")
            inside = bool(_HEADING.fullmatch(title.strip()))
        elif inside and block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            found.append(block)
    return found


def _entry(document: Document, span: Span) -> Entry:
    text = " ".join(document.text[span.start : span.end].split())
    printed = _PRINTED_LABEL.match(text)
    label = (printed[1] or printed[2]) if printed else None
    body = text[printed.end() :] if printed else text
    quoted = _QUOTED.search(body)
    sentences = _SENTENCE.split(body)
    head = body[: quoted.start()] if quoted else sentences[0]
    title = quoted[1] if quoted else (sentences[1] if len(sentences) > 1 else "")
    if _YEAR.fullmatch(title.strip("() .")) and len(sentences) > 2:  # "Wei, C. (2019). Title."
        title = sentences[2]
    arxiv = _ARXIV.search(body)
    years = [match[1] + match[2] for match in _YEAR.finditer(body)]
    names = tuple(folded(match[0]) for match in _NAME.finditer(head[:200]))
    return Entry(
        label=" ".join(label.split()) if label else None,
        span=span,
        text=text,
        names=names,
        title=folded(title),
        year=years[-1] if years else None,
        arxiv_id=arxiv[1] if arxiv else None,
        venue=body[body.find(title) + len(title) :].strip(' ,.”"’') if title else "",
    )


def _bracketed(document: Document, entries: tuple[Entry, ...]) -> Iterator[Citation]:
    """Yield the citations in square brackets outside of the bibliography and of formulas."""
    labels = {entry.label for entry in entries if entry.label}
    listed = [entry.span for entry in entries]
    formulas = _starts_and_ends(formula.span for formula in document.formulas)
    for match in _BRACKET.finditer(document.text):
        span = Span(*match.span())
        if any(entry.overlaps(span) for entry in listed):
            continue
        keys = _keys(match[1], labels)
        if keys and not (_covered(formulas, span.start) and not labels.issuperset(keys)):
            yield Citation(span, keys)


def _keys(inside: str, labels: set[str]) -> tuple[str, ...]:
    """Return the keys that a bracket names; none where it is no citation.

    What follows a comma after the last key is a place: "[4, Theorem 2]", "[4, p. 12]".
    """
    words = _PRENOTE.sub("", inside.strip(), count=1)
    keys: list[str] = []
    for part in re.split(r"\s*[,;]\s*", words):
        part = " ".join(part.split())
        span = _RANGE.fullmatch(part)
        if span and int(span[1]) < int(span[2]) < int(span[1]) + 40:
            keys += [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
        elif part in labels or _LABEL.fullmatch(part):
            keys.append(part)
        else:
            break
    last = _KEYS_LAST.fullmatch(words) if not keys else None
    if last and labels.issuperset(re.split(r"\s*[,;]\s*", last[1])):
        keys = re.split(r"\s*[,;]\s*", last[1])
    return () if "0" in keys else tuple(keys)


def _named(document: Document, entries: tuple[Entry, ...]) -> Iterator[Citation]:
    """Yield the author-year citations outside of the bibliography: a name, then its year near by."""
    first = min(entry.span.start for entry in entries)
    last = max(entry.span.end for entry in entries)
    pattern = re.compile(
        r"(?P<name>[^\W\d_a-z][\w’'-]+)"
        r"(?P<others>(?:\s+(?:and|und|&|et)\s+(?:al\.?,?|[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?)"
        r"|,?\s+et\s+al\.?,?|(?:,\s[^\W\d_a-z][\w’'-]+)+,?\s(?:and|&)\s[^\W\d_a-z][\w’'-]+)?)"
        r"(?P<between>’s|'s)?,?\s*[(\[]?\s*(?P<years>(?:19|20)\d\d[a-z]?(?:\s*,\s*(?:19|20)\d\d[a-z]?)*)(?!\d)"
    )
    for match in pattern.finditer(document.text):
        if first <= match.start() < last:
            continue
        for year in re.findall(r"\d{4}[a-z]?", match["years"]):
            name = folded(match["name"])
            yield Citation(Span(match.start(), match.end()), (), name, year)


def _cited_by_words(entries: tuple[Entry, ...], citations: Iterable[Citation]) -> set[int]:
    cited: set[int] = set()
    by_label: dict[str, set[int]] = {}
    for index, entry in enumerate(entries):
        by_label.setdefault(entry.label or "", set()).add(index)
    for citation in citations:
        cited |= {index for key in citation.keys for index in by_label.get(key, ())}
        if citation.name:
            cited |= set(entries_named(entries, citation.name, citation.year))
    return cited


def entries_named(entries: tuple[Entry, ...], name: str, year: str) -> list[int]:
    """Return the indices of the entries that have the author and the year.

    A letter after the year ("2019a") is compared where both have one.
    """
    return [
        index
        for index, entry in enumerate(entries)
        if name in entry.names
        and any(_same_year(year, m[1] + m[2]) for m in _YEAR.finditer(entry.text))
    ]


def _same_year(one: str, other: str) -> bool:
    return one[:4] == other[:4] and (len(one) == 4 or len(other) == 4 or one == other)


def _cited_by_links(document: Document, entries: tuple[Entry, ...]) -> set[int]:
    """Return the entries that a link from outside the bibliography points at."""
    first = min(entry.span.start for entry in entries)
    last = max(entry.span.end for entry in entries)
    targets = {
        link.destination
        for link in document.links
        if link.destination and not (link.span and first <= link.span.start < last)
    }
    lines = [document.lines_of(entry.span)[:1] for entry in entries]
    cited = set()
    for name in targets:
        place = document.destinations.get(name)
        if place is None or place.y is None or not name.startswith(("cite", "bib", "ref")):
            continue
        near = [
            (abs(line.box.y1 - place.y), index)
            for index, found in enumerate(lines)
            for line in found
            if line.box.page == place.page
            and line.box.x0 - 60 < (place.x or 0) + 60 < line.box.x1 + 60
        ]
        if near:
            cited.add(min(near)[1])
    return cited


def _starts_and_ends(spans: Iterable[Span]) -> tuple[list[int], list[int]]:
    ordered = sorted(spans)
    return [span.start for span in ordered], [span.end for span in ordered]


def _covered(spans: tuple[list[int], list[int]], offset: int) -> bool:
    index = bisect_right(spans[0], offset) - 1
    return index >= 0 and offset < spans[1][index]
