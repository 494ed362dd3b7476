"""What a report folder is filled with: facts about the paper and about the student."""

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from reportkit.records import dataclass

if TYPE_CHECKING:  # a folder without a paper needs no analysis
    from reportkit.analysis.graph import KeyResults
    from reportkit.analysis.metadata import PaperMetadata
    from reportkit.analysis.notation import Introduced
    from reportkit.analysis.statements import Inventory, Statement


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result of the paper as the report's table and stubs name it.

    `proof_page` is None where no proof was found; `used_by` are printed names ("Theorem 4.1").
    """

    kind: str
    label: str
    number: str
    name: str
    page: int | None
    proof_page: int | None
    main: bool
    used_by: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The paper as a folder knows it; empty strings and tuples where nothing is known.

    `lemmas` are in the order in which they build on one another; `results` and `main`, the most
    important ones, are in reading order.
    `origins` are (field, value, where it came from). `file` is the paper's name in the folder.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    arxiv_id: str = ""
    version: str = ""
    primary_class: str = ""
    venue: str = ""
    pages: int = 0
    file: str = ""
    results: tuple[ResultRow, ...] = ()
    main: tuple[ResultRow, ...] = ()
    lemmas: tuple[ResultRow, ...] = ()
    symbols: tuple["Introduced", ...] = ()
    origins: tuple[tuple[str, str, str], ...] = ()

    @property
    def key(self) -> str:
        """Return the paper's BibTeX key ("wei2019data"), "paper" where nothing is known."""
        family = _ascii_letters(self.authors[0].split()[-1]) if self.authors else ""
        words = [_ascii_letters(word) for word in self.title.split()]
        word = next((word for word in words if len(word) > 3), "")
        key = family + (self.year if self.year.isascii() and self.year.isdigit() else "") + word
        return key if family or word else "paper"

    @property
    def arxiv(self) -> str:
        """Return the arXiv id with its version, "" where there is none."""
        return self.arxiv_id + self.version


@dataclass(frozen=True, slots=True)
class Student:
    """What is known about the student and the seminar; "" where it is not.

    `dates` are (what, when) of the seminar in its order, `corrections` (key, value) what a person
    said of the paper.
    """

    author: str = ""
    matriculation: str = ""
    title: str = ""
    seminar: str = ""
    term: str = ""
    tutor: str = ""
    date: str = ""
    slides_date: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


def with_results(facts: PaperFacts, inventory: "Inventory", key: "KeyResults") -> PaperFacts:
    """Return the facts with the paper's results and key lemmas put in."""
    main = {result.id for result in key.main}
    statements = {statement.id: statement for statement in inventory.statements}
    rows = _Rows(inventory, main)
    lemmas = [statements[result.id] for result in key.lemmas if result.id in statements]
    first = [statements[result.id] for result in key.main if result.id in statements]
    first = [statement for statement in first if statement.number]
    results = tuple(
        rows.row(statement)
        for statement in inventory.statements
        if statement.kind in _RESULTS and statement.number and not statement.restates
    )
    return replace(
        facts,
        results=results,
        main=tuple(rows.row(statement) for statement in sorted(first[:_MAIN], key=_place)),
        lemmas=tuple(rows.row(statement) for statement in lemmas if statement.number),
    )


def _place(statement: "Statement") -> int:
    return statement.span.start


_MAIN = 6  # main results that a report may be asked to state
_RESULTS = ("theorem", "lemma", "proposition", "corollary")


class _Rows:
    """Rows of one inventory, with who uses whom looked up once."""

    def __init__(self, inventory: "Inventory", main: set[str]) -> None:
        self._main = main
        self._pages = {proof.id: proof.page for proof in inventory.proofs}
        self._by_id = {statement.id: statement for statement in inventory.statements}
        self._used_by: dict[str, list[str]] = {}
        for statement in inventory.statements:
            for use in statement.uses:
                self._used_by.setdefault(use.id, []).append(_printed(statement))

    def row(self, statement: "Statement") -> ResultRow:
        """Return the row of one statement."""
        uses = [self._by_id[use.id] for use in statement.uses if use.id in self._by_id]
        return ResultRow(
            kind=statement.kind,
            label=statement.label,
            number=statement.number or "",
            name=statement.name,
            page=statement.page,
            proof_page=self._pages.get(statement.proof) if statement.proof else None,
            main=statement.id in self._main,
            used_by=tuple(dict.fromkeys(self._used_by.get(statement.id, ()))),
            uses=tuple(dict.fromkeys(_printed(other) for other in uses)),
        )


def _printed(statement: "Statement") -> str:
    return f"{statement.label} {statement.number}" if statement.number else statement.label


def facts_of(metadata: "PaperMetadata", *, pages: int, file: str) -> PaperFacts:
    """Return what is known about the paper from its metadata alone."""
    fields = {
        "title": metadata.title,
        "year": metadata.year,
        "arxiv_id": metadata.arxiv_id,
        "version": metadata.version,
        "primary_class": metadata.primary_class,
        "venue": metadata.venue,
    }
    origins = [(name, found.value, found.source) for name, found in fields.items() if found]
    if metadata.authors:
        shown = ("authors", ", ".join(metadata.authors), metadata.authors_source)
        origins.insert(1 if metadata.title else 0, shown)
    values = {name: found.value if found else "" for name, found in fields.items()}
    return PaperFacts(
        title=metadata.title_tex or values["title"],
        authors=metadata.authors,
        year=values["year"],
        arxiv_id=values["arxiv_id"],
        version=values["version"],
        primary_class=values["primary_class"],
        venue=values["venue"],
        pages=pages,
        file=file,
        origins=tuple(origins),
    )


def _ascii_letters(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return re.sub(r"[^a-z]", "", decomposed)
