"""Whose a result is, told from the words around its name: the paper's, the draft's own, another work's."""

import re
from functools import cached_property

from reportkit.analysis.targets import DRAFT, EXTERNAL, PAPER
from reportkit.document import BlockKind, Document, Span
from reportkit.records import dataclass

_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
_KEY = r"[A-Z][A-Za-z]{0,9}\+?\d{2,4}[a-z]?|\d{1,3}"
_NAME = r"(?:(?:van|von|de|der|den|la|le|du|da|di)\s+)*[A-ZÀ-ÝŁŚŠŽČ][\w’'\-]*[a-zß-ÿ\w]"
_NAMES = rf"{_NAME}(?:(?:\s*,\s*(?:and\s+|und\s+)?|\s+(?:and|und|et|&)\s+){_NAME})*(?:\s+(?:et\s+al\b\.?|u\.\s?a\.))?"
# words with a capital that are no person
_NO_NAMES = """section sections chapter appendix part table figure algorithm equation theorem lemma proposition
    corollary remark example definition assumption abschnitt kapitel anhang teil tabelle abbildung satz
    the this these those that a an here there we they it and or in on of for if as by from with
    euclidean riemannian hilbert banach markov gaussian bayesian rademacher"""
_NO_NAME = frozenset(_NO_NAMES.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the bibliography: `key` as cited ("4", "KC78"; "" for author-year styles)."""

    key: str
    text: str
    surnames: frozenset[str]
    year: str


@dataclass(frozen=True)
class Literature:
    """The draft's bibliography, and which of its entries are the paper itself.

    `authors` are the paper's surnames, folded; empty where they are not known.
    """

    entries: tuple[Entry, ...] = ()
    own: tuple[Entry, ...] = ()
    authors: frozenset[str] = frozenset()

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Return the folded surnames of all authors in the bibliography, the paper's included."""
        return self.authors.union(*(entry.surnames for entry in self.entries))

    def of_key(self, key: str) -> str:
        """Return whose a result is that is cited with `key`."""
        return PAPER if key in {entry.key for entry in self.own} - {""} else EXTERNAL

    def of_names(self, words: str) -> str | None:
        """Return whose a result of "Wei and Ma (2019)" is; None where the words name nobody known."""
        names = {_folded(name) for name in re.findall(_NAME, words)} - _NO_NAME
        known = names & self.surnames
        if not known:
            return None
        year = re.search(_YEAR, words)
        fitting = [
            entry
            for entry in self.entries
            if known <= entry.surnames and (year is None or year[0] == entry.year)
        ]
        if fitting:
            return PAPER if any(entry in self.own for entry in fitting) else EXTERNAL
        return PAPER if names <= self.authors else EXTERNAL


def literature(draft: Document, paper: Document | None) -> Literature:
    """Return the draft's bibliography; the paper is found in it by its title."""
    blocks = [block for block in draft.blocks if block.kind is BlockKind.REFERENCE]
    texts = [draft.text[block.span.start : block.span.end] for block in blocks]
    entries = tuple(_entry(text) for text in texts or _printed_entries(draft))
    if paper is None:
        return Literature(entries)
    front = _words(_front(paper))
    own = [entry for entry in entries if _is_titled(entry, front)]
    known = {_folded(word) for word in re.findall(_NAME, _front(paper))}
    authors = frozenset().union(*(entry.surnames & known for entry in own))
    if not own:
        authors = _authors(paper) - _NO_NAME
    return Literature(entries, tuple(own), authors)


def bibliography(draft: Document) -> Span | None:
    """Return the text below the last heading "References" or its like; None without one."""
    headings = [block for block in draft.blocks if block.kind is BlockKind.HEADING]
    titles = [draft.text[block.span.start : block.span.end].casefold() for block in headings]
    for index in reversed(range(len(headings))):
        if _TITLE.search(titles[index]) and len(titles[index]) < 40:
            later = headings[index + 1].span.start if index + 1 < len(headings) else len(draft.text)
            return Span(headings[index].span.end, later)
    return None


_TITLE = re.compile(r"references|bibliograph|literatur|works cited|quellen")


def _printed_entries(draft: Document) -> list[str]:
    """Return the entries of a bibliography whose blocks are not marked as such."""
    place = bibliography(draft)
    if place is None:
        return []
    text = draft.text[place.start : place.end]
    starts = [match.start() for match in re.finditer(rf"(?m)^\[(?:{_KEY})\]", text)]
    if not starts:
        return [part for part in text.split("\n\n") if len(part) > 20]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _entry(text: str) -> Entry:
    label = re.match(rf"\s*\[({_KEY}|[^\]]{{1,20}})\]\s*", text)
    if label is None:
        label = re.match(r"\s*(\d{1,3})\.\s+(?=[A-Z])", text)
    body = text[label.end() :] if label else text
    year = re.search(_YEAR, body)
    return Entry(label[1].strip() if label else "", body, _surnames(body), year[0] if year else "")


def _surnames(entry: str) -> frozenset[str]:
    """Return the folded capitalised words of the entry's author list, which ends before its title."""
    end = re.search(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bal)[.:]\s+(?=[A-Z\"“„‘])|[\"“„]", entry)
    authors = entry[: end.start() if end else 120]
    names = re.findall(r"[A-ZÀ-ÝŁŚŠŽČ][\w’'\-]+", authors)
    return frozenset(_folded(name) for name in names) - _NO_NAME


def _folded(name: str) -> str:
    last = name.split()[-1]
    return re.sub(r"['’]s?$", "", last).casefold()


def _front(paper: Document) -> str:
    """Return the paper's title and authors: its front matter, else its first 600 characters."""
    parts = [
        paper.text[block.span.start : block.span.end]
        for block in paper.blocks[:25]
        if block.kind is BlockKind.FRONT
    ]
    front = " ".join([paper.metadata.title, paper.metadata.author, *parts])
    return front if len(front) > 60 else f"{front} {paper.text[:600]}"


def _authors(paper: Document) -> frozenset[str]:
    """Return the words of the front matter that could be surnames, the title's words left out."""
    parts = [
        paper.text[block.span.start : block.span.end]
        for block in paper.blocks[:25]
        if block.kind is BlockKind.FRONT
    ]
    names = re.findall(r"[A-ZÀ-Ý][\w’'\-]+", " ".join([paper.metadata.author, *parts[1:8]]))
    title = set(_words(parts[0])) if parts else set()
    return frozenset(_folded(name) for name in names) - title


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_titled(entry: Entry, front: list[str]) -> bool:
    """Return whether the entry is the paper: a run of its title's words, and half of its authors."""
    words = _words(entry.text)
    runs = {tuple(front[i : i + 4]) for i in range(len(front) - 3)}
    hits = sum(tuple(words[i : i + 4]) in runs for i in range(len(words) - 3))
    shared = len(entry.surnames.intersection(front))
    return hits >= 1 and 0 < shared >= len(entry.surnames) / 2


_CLAUSE = 160

_IN_BRACKET = re.compile(
    rf"\[\s*(?:see\s+|cf\.?\s+|siehe\s+|vgl\.?\s+)?(?P<key>{_KEY}|\?+|[A-Z][^\[\]]{{0,18}}?)\s*[,;:]\s*[^\[\]]*$"
)
_IN_YEAR = re.compile(
    rf"(?P<names>{_NAMES})?\s*[\[(](?P<inner>[^()\[\]]*?){_YEAR}\s*[\])]?\s*[,;:]\s*[^()\[\]]{{0,60}}$"
)
_ITEM = r"(?:\s?\((?:[ivx]+|[a-h]|\d)\))?"
_PAGES = r"(?:\s*,?\s+(?:on|at|auf|see)\s+(?i:pages?|pp?\.|seiten?|s\.)\s*\d+(?:\s*[-–]\s*\d+)?)?"
_PLACE = _PAGES + (
    r"(?:\s*,?\s+(?:in|of|from|on|aus|im|auf|in)\s+(?:(?:the|der|dem)\s+)?(?i:section|chapter|appendix|page|part|p\.|abschnitt|kapitel|anhang|seite)"
    r"\s*[\w.]*(?:\s+\d+)?)*"
)
_OF = (
    r"\s*,?\s+(?:of|in|from|by|due to|given by|aus|von|vom|bei|nach|in|der|des|dem|im|sur|dans)\s+"
)
_OF_PAPER = re.compile(
    rf"{_ITEM}{_PLACE}\s*,?\s+(?:(?:of|in|from|aus|von|in)\s+)?(?:the|their|this|der|des|dem|im|dieser|ihrer|du|l['’])\s*"
    r"(?:original\s+|present\s+|reviewed\s+|main\s+|arxiv\s+|long\s+|full\s+|vorliegenden\s+|body of the\s+|appendix of the\s+)*"
    r"(?:paper|papers|article|manuscript|authors|author|preprint|submission|arbeit|autoren|autor|artikels?|papiers?|verfasser|text der arbeit|long version|arxiv version)\b",
    re.IGNORECASE,
)
_OF_DRAFT = re.compile(
    rf"{_ITEM}\s*,?\s+(?:(?:of|in|from|aus|in)\s+)?(?:this|my|our|the present|dieses|dieser|diesem|meines|meiner|unserer|unseres)\s+"
    r"(?:own\s+)?(?:report|summary|text|note|notes|write-up|draft|essay|handout|section|berichts?|ausarbeitung|zusammenfassung|textes|abschnitts?)\b",
    re.IGNORECASE,
)
_OF_INSIDE = re.compile(rf"{_ITEM}{_PLACE}{_OF}(?P<key>{_KEY})\s*[\],;]")
_OF_KEY = re.compile(
    rf"{_ITEM}{_PLACE}{_OF}(?:(?:{_NAMES}|the\s+\w+\s+of\s+{_NAMES})\s*)?\[\s*(?P<key>{_KEY}|\?+)(?!\w)"
)
_OF_NAMES = re.compile(
    rf"{_ITEM}{_PLACE}{_OF}(?:(?:the|a)\s+(?:book|paper|work|thesis|monograph|lecture notes)\s+(?:of|by)\s+)?\(?(?P<names>{_NAMES})(?P<year>\s*,?\s*\(?\s*{_YEAR})?"
)
_DIRECT = re.compile(
    rf"{_ITEM}\s*,?\s*(?:\[(?P<key>{_KEY})\]|\((?P<names>{_NAMES})\s*,?\s*{_YEAR})"
)
_OWN_BEFORE = re.compile(
    r"\b(?:my|our|my own|our own|unser(?:e[mnrs]?)?|mein(?:e[mnrs]?)?|this report['’]s)\s+(?:own\s+|eigene[nms]?\s+|simple\s+|small\s+|einfache[nms]?\s+)?$",
    re.IGNORECASE,
)
_PAPER_BEFORE = re.compile(
    r"\b(?:the paper['’]s|the authors['’]|their|the article['’]s|ihrem|ihr|deren)\s+(?:own\s+|main\s+)?$",
    re.IGNORECASE,
)
_NAMES_BEFORE = re.compile(
    rf"(?P<names>{_NAMES})(?:['’]s?|\s*\(\s*{_YEAR}\s*\)\s*,?|\s*\[(?P<key>{_KEY})\]\s*,?)\s+$"
)
_KEY_BEFORE = re.compile(rf"\[(?P<key>{_KEY})\]\s*,?\s*(?:in\s+)?$")
_ABOVE = re.compile(
    rf"{_ITEM}\s*,?\s+(?:above|below|oben|unten|from above|von oben)\b", re.IGNORECASE
)
_THERE = re.compile(rf"{_ITEM}\s+(?:there|dort|therein)\b", re.IGNORECASE)
_OWN_AFTER = re.compile(
    rf"{_ITEM}\s+(?:\(?(?:is|ist)\s+(?:mine|my own|our own|not in the paper|von mir)|(?:is|are) not (?:numbered )?in the paper|must not be confused|should not be confused|darf nicht mit|steht nicht in der arbeit)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose the words around a mention say it is; `sure` is False where that is only likely."""

    target: str
    sure: bool = True


def attribution(text: str, group: Span, works: Literature) -> Attribution | None:
    """Return whose the result at `group` is by the words beside it; None where they do not say."""
    before = text[max(0, group.start - _CLAUSE) : group.start]
    after = text[group.end : group.end + _CLAUSE]
    if re.search(r"\[[^\[\]]*$", before) and (match := _OF_INSIDE.match(after)):
        return Attribution(works.of_key(match["key"]))
    return (
        _inside_citation(before, works)
        or _in_that_work(before, after, works)
        or _after(after, works)
        or _before(before, works)
    )


def _inside_citation(before: str, works: Literature) -> Attribution | None:
    """Read "[4, Theorem 12.3]" and "Yarotsky (2018, Theorem 1)"."""
    if match := _IN_BRACKET.search(before):
        return Attribution(works.of_key(match["key"].strip()))
    if match := _IN_YEAR.search(before):
        return Attribution(works.of_names(match[0].rpartition(",")[0]) or EXTERNAL)
    return None


_THAT_WORK = re.compile(
    rf"{_ITEM}\s*,?\s+(?:of|in|from|aus|in)\s+(?:that|the same|the latter|the cited|those|their earlier|jener|jenem|derselben|demselben)\s+"
    r"(?:paper|work|article|book|monograph|reference|preprint|arbeit|artikel|buch|aufsatz)s?\b",
    re.IGNORECASE,
)
_LAST_CITED = re.compile(
    rf"\[(?P<key>{_KEY})(?:\s*,[^\[\]]*)?\]|(?P<names>{_NAMES})\s*,?\s*\(?{_YEAR}"
)


def _in_that_work(before: str, after: str, works: Literature) -> Attribution | None:
    """Read "the idea is from [2]; Theorem 3 in that paper is similar"."""
    cited = list(_LAST_CITED.finditer(before)) if _THAT_WORK.match(after) else []
    if not cited:
        return None
    key, names = cited[-1]["key"], cited[-1]["names"]
    return Attribution(works.of_key(key) if key else works.of_names(names) or EXTERNAL)


def _after(after: str, works: Literature) -> Attribution | None:
    """Read what follows: "of the paper", "of [7]", "of Wei and Ma", "above", "there"."""
    if _OF_PAPER.match(after) or _THERE.match(after):
        return Attribution(PAPER)
    if _OF_DRAFT.match(after) or _OWN_AFTER.match(after) or _ABOVE.match(after):
        return Attribution(DRAFT)
    if match := _OF_KEY.match(after):
        return Attribution(works.of_key(match["key"]))
    if match := _OF_NAMES.match(after):
        whose = works.of_names(f"{match['names']} {match['year'] or ''}")
        if whose is None and (match["year"] or "et al" in match["names"]):
            whose = EXTERNAL
        if whose:
            return Attribution(whose)
    if match := _DIRECT.match(after):
        names = works.of_names(match["names"]) if match["names"] else None
        whose = works.of_key(match["key"]) if match["key"] else names or EXTERNAL
        return Attribution(whose, sure=whose == PAPER)
    return None


def _before(before: str, works: Literature) -> Attribution | None:
    """Read what stands before: "our", "the paper's", "Vialard's", "[7],"."""
    if _OWN_BEFORE.search(before):
        return Attribution(DRAFT)
    if _PAPER_BEFORE.search(before):
        return Attribution(PAPER)
    if match := _NAMES_BEFORE.search(before):
        if match["key"]:
            return Attribution(works.of_key(match["key"]))
        whose = works.of_names(match["names"])
        if whose:
            return Attribution(whose)
    if match := _KEY_BEFORE.search(before):
        return Attribution(works.of_key(match["key"]), sure=False)
    return None


def cites_others(sentence: str, works: Literature) -> bool:
    """Return whether the sentence names or cites a work that is not the paper."""
    keys = re.findall(rf"\[({_KEY})\b", sentence)
    if any(works.of_key(key) == EXTERNAL for key in keys):
        return True
    words = {_folded(name) for name in re.findall(_NAME, sentence)} - _NO_NAME - works.authors
    return bool(words & works.surnames)
