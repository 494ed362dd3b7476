"""What students want, as forms and Moodle export it: ranks in columns, papers in columns, or rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from reportkit.errors import UsageProblem, nearest
from reportkit.records import dataclass
from reportkit.seminar.assignment import Wishes
from reportkit.seminar.spreadsheet import Table

_STUDENT = ("student", "name", "full name", "vollständiger name", "studierende", "teilnehmer/in")
_FIRST = ("first name", "firstname", "vorname")
_LAST = ("last name", "lastname", "surname", "nachname", "familienname")
_EMAIL = ("email", "email address", "e-mail", "e-mail-adresse", "mail")
_GROUP = ("group", "gruppe", "team")
_PAPER = ("paper", "choice", "papier", "thema", "topic", "title", "titel")
_RANK = ("rank", "rang", "priority", "priorität", "preference", "präferenz")
_RATING = ("rating", "bewertung")
_RANKED_COLUMN = re.compile(
    r"(?:(?:(?:my|mein[e]?)\s+)?(?P<before>\d{1,2})(?:st|nd|rd|th|\.)?\s*"
    r"(?:choice|preference|priority|wahl|wunsch|präferenz|priorität|rank|rang)"
    r"|(?:choice|preference|priority|wahl|wunsch|präferenz|priorität|rank|rang)\s*(?P<after>\d{1,2}))"
)
_WORDS = {
    word: rank
    for rank, words in enumerate(
        (
            ("first", "erst"),
            ("second", "zweit"),
            ("third", "dritt"),
            ("fourth", "viert"),
            ("fifth", "fünft"),
        ),
        1,
    )
    for word in words
}
_ORDINAL = re.compile(rf"({'|'.join(_WORDS)})(?:e[rs]?)?\s*-?\s*(?:choice|preference|wahl|wunsch)")
_Order = TypeVar("_Order", int, tuple[int, int])
_VETO = {"x", "veto", "no", "nein", "never", "nie", "unacceptable", "inakzeptabel"}


@dataclass(frozen=True, slots=True)
class Student:
    """A student as the form knows them; `group` is "" for one who works alone."""

    name: str
    email: str
    group: str

    @property
    def key(self) -> str:
        """Return what tells students apart: the address, the name where there is none."""
        return self.email.casefold() or self.name


@dataclass(frozen=True, slots=True)
class Answer:
    """One student's answer; ranks from 1, equal for ties; `vetoes` are papers never to be given."""

    student: Student
    ranks: Mapping[str, int]
    vetoes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A paper on offer: its id, its title and how many parties can have it."""

    id: str
    title: str
    places: int


def papers_of(table: Table) -> tuple[Place, ...]:
    """Return the papers of a list: columns id, title, places; or Moodle's title, maxsize, active.

    Raises UsageProblem naming file and line.
    """
    key, title = table.column("id", "paper", "nr", "no"), table.column("title", "titel", "paper")
    places = table.column("places", "plätze", "maxsize", "capacity")
    active = table.column("active")
    if key is None and title is None:
        raise UsageProblem(f"{table.name}:1: a list of papers needs a column id or title")
    found = []
    for row, line in zip(table.rows, table.lines, strict=True):
        if active is not None and row[active] in {"0", "no", "nein"}:
            continue
        name = row[key if key is not None else title or 0]
        count = row[places] if places is not None and row[places] else "1"
        if not count.isdecimal():
            raise UsageProblem(f"{table.name}:{line}: {count!r} is no number of places")
        found.append(Place(name, row[title] if title is not None else name, int(count)))
    _no_repeats((place.id for place in found), f"{table.name}: the paper")
    return tuple(found)


def answers_of(
    table: Table, papers: Sequence[Place] = (), *, ratings: bool = False
) -> tuple[Answer, ...]:
    """Return the answers in a table of any of the three shapes; the last answer of a student counts.

    `papers` are those on offer; without them the table itself says which there are. With `ratings`
    a number says how much a paper is liked: the highest is rank 1. Raises UsageProblem.
    """
    names = _Names(papers, table.name)
    paper_column, rank_column = table.column(*_PAPER), table.column(*_RANK, *_RATING)
    columns = _ranked_columns(table.header)
    if paper_column is not None and rank_column is not None:
        liked = ratings or table.column(*_RATING) == rank_column
        raw = _from_rows(table, paper_column, rank_column, names, liked=liked)
    elif columns:
        raw = _from_choices(table, columns, names)
    else:
        raw = _from_paper_columns(table, names, ratings=ratings)
    return tuple(Answer(student, _dense(ranks), vetoes) for student, ranks, vetoes in raw)


def parties_of(answers: Iterable[Answer]) -> dict[str, tuple[Answer, ...]]:
    """Return the answers by party: a group's name, or a student's own."""
    found: dict[str, tuple[Answer, ...]] = {}
    for answer in answers:
        party = answer.student.group or answer.student.name or answer.student.email
        found[party] = (*found.get(party, ()), answer)
    return found


def wishes_of(
    party: str, answers: Sequence[Answer], papers: Sequence[Place], *, unranked_last: bool
) -> Wishes:
    """Return what a party wants; a group wants what suits all, ordered by its unhappiest member.

    With `unranked_last` a paper that nobody vetoed or ranked comes after all that were ranked.
    """
    vetoes = frozenset[str]().union(*(answer.vetoes for answer in answers))
    wanted: dict[str, tuple[int, int]] = {}
    for place in papers:
        if place.id in vetoes:
            continue
        ranks = [
            answer.ranks.get(place.id, max(answer.ranks.values()) + 1 if unranked_last else 0)
            for answer in answers
            if answer.ranks
        ]
        if ranks and all(ranks):
            wanted[place.id] = max(ranks), sum(ranks)
    return Wishes(party, _dense(wanted))


def _from_rows(
    table: Table, paper: int, rank: int, names: "_Names", *, liked: bool
) -> list[tuple[Student, dict[str, int], frozenset[str]]]:
    """Read one row for each student and paper."""
    found: dict[str, tuple[Student, dict[str, int], set[str]]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        student = _student(table, row, line)
        _, ranks, vetoes = found.setdefault(student.key, (student, {}, set()))
        key = names.id_of(row[paper], line)
        value = row[rank].casefold()
        if value in _VETO:
            vetoes.add(key)
        elif value:
            ranks[key] = _number(value, table.name, line, liked=liked)
    return [(student, ranks, frozenset(vetoes)) for student, ranks, vetoes in found.values()]


def _from_choices(
    table: Table, columns: Mapping[int, int], names: "_Names"
) -> list[tuple[Student, dict[str, int], frozenset[str]]]:
    """Read one row a student with the columns "1st choice", "2nd choice", ...; ";" parts a tie."""
    veto_columns = [
        place for place, title in enumerate(table.header) if title.casefold() in {"veto", "vetoes"}
    ]
    found = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        student = _student(table, row, line)
        ranks: dict[str, int] = {}
        for column, rank in sorted(columns.items(), key=lambda pair: pair[1]):
            for cell in filter(None, (part.strip() for part in names.parts(row[column]))):
                ranks.setdefault(names.id_of(cell, line), rank)
        vetoes = frozenset(
            names.id_of(cell.strip(), line)
            for column in veto_columns
            for cell in names.parts(row[column])
            if cell.strip()
        )
        found[student.key] = student, ranks, vetoes
    return list(found.values())


def _from_paper_columns(
    table: Table, names: "_Names", *, ratings: bool
) -> list[tuple[Student, dict[str, int], frozenset[str]]]:
    """Read one row a student and one column a paper, with ranks (or ratings) in the cells."""
    about = {
        *_STUDENT,
        *_FIRST,
        *_LAST,
        *_EMAIL,
        *_GROUP,
        "id",
        "timestamp",
        "zeitstempel",
        "username",
    }
    columns = {
        place: names.in_title(title)
        for place, title in enumerate(table.header)
        if title and title.casefold() not in about and _holds_ranks(table, place)
    }
    known = {place: key for place, key in columns.items() if key is not None}
    if not known:
        raise UsageProblem(
            f"{table.name}:1: no preferences found: name the columns after papers, or "
            '"1st choice", "2nd choice", ..., or give rows with student, paper and rank'
        )
    found = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        student = _student(table, row, line)
        cells = {key: row[place].casefold() for place, key in known.items()}
        vetoes = frozenset(key for key, value in cells.items() if value in _VETO)
        ranks = {
            key: _number(value, table.name, line, liked=ratings)
            for key, value in cells.items()
            if value and key not in vetoes
        }
        found[student.key] = student, ranks, vetoes
    return list(found.values())


def _holds_ranks(table: Table, place: int) -> bool:
    """Return whether a column has only ranks, vetoes and gaps: remarks are no paper."""
    cells = {row[place].casefold() for row in table.rows} - {""}
    return all(cell in _VETO or re.match(r"\d{1,3}\b", cell) for cell in cells)


def _student(table: Table, row: Sequence[str], line: int) -> Student:
    def cell(*names: str) -> str:
        place = table.column(*names)
        return row[place] if place is not None else ""

    name = cell(*_STUDENT) or " ".join(filter(None, (cell(*_FIRST), cell(*_LAST))))
    email = cell(*_EMAIL)
    if not name and not email:
        raise UsageProblem(
            f"{table.name}:{line}: this row names no student (columns name or email)"
        )
    return Student(name or email, email, cell(*_GROUP))


def _ranked_columns(header: Sequence[str]) -> dict[int, int]:
    """Return the columns that hold the first, second, ... choice, with their ranks."""
    found = {}
    for place, title in enumerate(header):
        folded = title.casefold()
        match, word = _RANKED_COLUMN.search(folded), _ORDINAL.search(folded)
        if match:
            found[place] = int(match["before"] or match["after"])
        elif word:
            found[place] = _WORDS[word[1]]
    return found


def _number(value: str, name: str, line: int, *, liked: bool) -> int:
    """Return a rank; a rating becomes negative so that the highest comes first."""
    match = re.match(r"\d{1,3}", value)
    if not match:
        raise UsageProblem(
            f"{name}:{line}: {value!r} is no rank; write a number, x for never, or nothing"
        )
    return -int(match[0]) if liked else int(match[0])


def _dense(values: Mapping[str, _Order]) -> dict[str, int]:
    """Return ranks 1, 2, 3, ... without gaps, so that nobody gains by leaving rank 1 empty."""
    order = {value: rank for rank, value in enumerate(sorted(set(values.values())), 1)}
    return {key: order[value] for key, value in values.items()}


def _no_repeats(keys: Iterable[str], what: str) -> None:
    seen = set()
    for key in keys:
        if key in seen:
            raise UsageProblem(f"{what} {key!r} is there twice")
        seen.add(key)


class _Names:
    """Finds a paper by its id or title, as people write it in a form."""

    def __init__(self, papers: Sequence[Place], file: str) -> None:
        self._open = not papers
        self._file = file
        self._ids = {_folded(place.title): place.id for place in papers}
        self._ids |= {_folded(place.id): place.id for place in papers}

    def parts(self, cell: str) -> list[str]:
        """Return the papers that one cell names: itself where it is one, else split at semicolons."""
        return [cell] if _folded(cell) in self._ids else cell.split(";")

    def id_of(self, text: str, line: int) -> str:
        """Return the paper's id. Raises UsageProblem where the list has no such paper."""
        found = self._lookup(text)
        if found is None:
            known = nearest(text, tuple(self._ids.values()))
            raise UsageProblem(f"{self._file}:{line}: there is no paper {text!r}{known}")
        return found

    def in_title(self, title: str) -> str | None:
        """Return the paper of a column such as "Rank the papers [P7: A title]"; None for another."""
        inner = re.search(r"\[(.+)\]\s*$", title)
        return self._lookup(inner[1] if inner else title)

    def _lookup(self, text: str) -> str | None:
        folded = _folded(text)
        if self._open:
            return self._ids.setdefault(folded, text)
        # "P7: A title" and "P7 - A title" name P7
        head = re.split(r"\s*[:–-]\s+", folded, maxsplit=1)[0]
        return self._ids.get(folded) or self._ids.get(head)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
