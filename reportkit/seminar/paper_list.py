"""The seminar's papers side by side, so that ones of like difficulty can be chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportkit.cells import csv_text
from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.resources import packaged_text
from reportkit.seminar.spreadsheet import markdown_cell
from reportkit.toml import toml_table

_COLUMNS = (
    "id", "title", "authors", "venue", "year", "arxiv_id", "long_version", "pages_short", "pages_long",
    "results", "proofs", "topic", "file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper; pages, results and proofs are None where no PDF told them.

    `version` is "long", "short" or "unknown"; `long_version` the address of the version on arXiv.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: str = ""
    arxiv_id: str = ""
    long_version: str = ""
    version: str = "unknown"
    pages_short: int | None = None
    pages_long: int | None = None
    results: int | None = None
    proofs: int | None = None
    topic: str = ""
    file: str = ""


def topics_of(text: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return each topic's words, from TOML. Raises UsageProblem beginning with `name`."""
    known = toml_table(text, name)
    for topic, words in known.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise UsageProblem(f"{name}: {topic!r} must be a list of words")
    return {topic: tuple(words) for topic, words in known.items()}


def default_topics() -> dict[str, tuple[str, ...]]:
    """Return the topics that come with reportkit."""
    return topics_of(packaged_text("seminar/topics.toml"), "topics.toml")


def topic_of(title: str, text: str, topics: Mapping[str, Sequence[str]]) -> str:
    """Return the topic whose words are most frequent, those of the title counting ten times.

    "" where no word occurs three times.
    """
    weighted = {
        topic: sum(10 * _count(word, title) + _count(word, text) for word in words)
        for topic, words in topics.items()
    }
    best = max(weighted, key=lambda topic: weighted[topic], default="")
    return best if best and weighted[best] >= 3 else ""


def _count(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}", text, re.IGNORECASE))


def joined(papers: Sequence[ListedPaper]) -> tuple[ListedPaper, ...]:
    """Return one row a title: a short and a long version of one paper become one."""
    by_title: dict[str, ListedPaper] = {}
    for paper in papers:
        key = re.sub(r"\W+", "", paper.title.casefold()) or paper.id
        by_title[key] = _merged(by_title[key], paper) if key in by_title else paper
    return tuple(by_title.values())


def _merged(one: ListedPaper, other: ListedPaper) -> ListedPaper:
    """Return the longer version's row with the shorter's pages, and what only one of them tells."""
    length = (one.pages_long or one.pages_short or 0, other.pages_long or other.pages_short or 0)
    long, short = (one, other) if length[0] >= length[1] else (other, one)
    return replace(
        long,
        pages_long=long.pages_long or long.pages_short,
        pages_short=short.pages_short or short.pages_long,
        venue=long.venue or short.venue,
        year=long.year or short.year,
        arxiv_id=long.arxiv_id or short.arxiv_id,
        long_version=long.long_version or short.long_version,
        authors=long.authors or short.authors,
        topic=long.topic or short.topic,
    )


def as_csv(papers: Sequence[ListedPaper]) -> str:
    """Return the list for a spreadsheet; `assign --papers` reads it."""
    header = (*_COLUMNS[:2], "places", *_COLUMNS[2:])
    return csv_text([header, *map(_row, papers)])


def _row(paper: ListedPaper) -> tuple[object, ...]:
    values = [getattr(paper, column) for column in _COLUMNS]
    shown = ["; ".join(v) if isinstance(v, tuple) else "" if v is None else v for v in values]
    return (*shown[:2], 1, *shown[2:])


def as_markdown(papers: Sequence[ListedPaper]) -> str:
    """Return the list as a table, by topic."""
    head = "| | Paper | Venue | Long version | Pages | Results | Proofs |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    topic = None
    for paper in sorted(papers, key=lambda p: (p.topic or "~", p.title)):
        if paper.topic != topic:
            topic = paper.topic
            lines.append(f"| | **{markdown_cell(topic or 'other')}** | | | | | |")
        lines.append(_line(paper))
    return "\n".join(lines) + "\n"


def _line(paper: ListedPaper) -> str:
    pages = " / ".join(str(n) for n in (paper.pages_short, paper.pages_long) if n)
    link = f"[{paper.arxiv_id}]({paper.long_version})" if paper.long_version else "?"
    authors = f" ({', '.join(paper.authors)})" if paper.authors else ""
    cells = (
        paper.id, paper.title + authors, _published(paper), link, pages,
        "?" if paper.results is None else str(paper.results),
        "?" if paper.proofs is None else str(paper.proofs),
    )  # fmt: skip
    return "| " + " | ".join(markdown_cell(cell) for cell in cells) + " |"


def _published(paper: ListedPaper) -> str:
    year = "" if paper.year in paper.venue else paper.year
    return " ".join(filter(None, (paper.venue, year)))


def as_toml(papers: Sequence[ListedPaper]) -> str:
    """Return the list as [[papers]] for seminar.toml."""
    import tomlkit

    plan = tomlkit.document()
    tables = tomlkit.aot()
    for paper in papers:
        table = tomlkit.table()
        for key in ("id", "title", "file", "venue", "arxiv_id", "long_version", "topic"):
            if getattr(paper, key):
                table[key] = getattr(paper, key)
        if paper.authors:
            table["authors"] = list(paper.authors)
        tables.append(table)
    plan["papers"] = tables
    return tomlkit.dumps(plan)


FORMATS = {"markdown": as_markdown, "csv": as_csv, "toml": as_toml}
