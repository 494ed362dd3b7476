"""Which paper a report is about: told by a list, or by title and citation with how sure that is."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.plain import plain_line
from reportkit.seminar.spreadsheet import read_table

_WORD = re.compile(r"\w+")
# as Moodle's worksheets write a number
_PREFIX = re.compile(r"(?:Participant|Teilnehmer/in)\s*(?=\d+$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperCard:
    """What tells a paper: its file and the hash of it, its title, its number on arXiv or ""."""

    file: Path
    sha256: str
    title: str
    arxiv_id: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """A report's paper, None where none is found; `certainty` is "given", "sure", "likely" or "none"."""

    file: Path | None
    certainty: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a list may name them; "" for what is not known."""

    key: str
    id: str
    email: str
    name: str


def paired(front: str, whole: str, cards: Sequence[PaperCard]) -> Pairing:
    """Return the paper that a draft is about; `front` is its first page or two, `whole` all of it.

    A number of arXiv or a title in front is sure, one further back likely, unless two papers claim it.
    """
    front_words, whole_words = _words(front), _words(whole)
    for certainty, where, words, text in (
        ("sure", "on the first pages", front_words, front),
        ("likely", "in the text", whole_words, whole),
    ):
        by_number = [card for card in cards if _has_number(card, text)]
        by_title = [card for card in cards if _has_title(card, words)]
        for found, what in ((by_number, "its arXiv number"), (by_title, "its title")):
            if len(found) == 1:
                return Pairing(found[0].file, certainty, f"{what} stands {where}")
            if long := _long_version(found):
                return Pairing(long.file, "likely", f"{what} stands {where}; two files have it")
    return _nearest(front_words, cards)


def _long_version(found: Sequence[PaperCard]) -> PaperCard | None:
    """Return the version on arXiv where the others are the same paper as it was published."""
    titles = {_words(card.title) for card in found}
    on_arxiv = [card for card in found if card.arxiv_id]
    return on_arxiv[0] if len(titles) == 1 and len(on_arxiv) == 1 else None


def _has_number(card: PaperCard, text: str) -> bool:
    number = re.sub(r"v\d+$", "", card.arxiv_id)
    return bool(number) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text) is not None


def _words(text: str) -> str:
    """Return the words in a row, between blanks, without accents and capitals."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(''.join(letters).lower()))} "


def _has_title(card: PaperCard, words: str) -> bool:
    title = _words(card.title)
    return len(title.split()) >= 3 and title in words


def _nearest(front: str, cards: Sequence[PaperCard]) -> Pairing:
    """Return the paper most of whose title's long words stand in front, where one stands out."""
    there = set(front.split())
    shares = []
    for card in cards:
        title = {word for word in _words(card.title).split() if len(word) > 3}
        shares.append(len(title & there) / len(title) if len(title) >= 3 else 0.0)
    best = max(shares, default=0.0)
    rivals = sum(share > best - 0.3 for share in shares)
    if best >= 0.75 and rivals == 1:
        file = cards[shares.index(best)].file
        return Pairing(file, "likely", "most words of its title stand on the first pages")
    return Pairing(None, "none", "no title or arXiv number of a paper stands in it")


def papers_by_list(file: Path, people: Iterable[Person]) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Return each student's paper from a CSV with the columns student and paper, and whom it misses.

    A student is named by number, e-mail or name, in that order; a paper by its path from the list's
    folder, with or without ".pdf". Raises Unreadable, and UsageProblem that names the line.
    """
    table = read_table(file)
    places = table.column("student"), table.column("paper")
    if places[0] is None or places[1] is None:
        raise UsageProblem(f"{file}:1: the columns student and paper are needed")
    known = _directory(people)
    found: dict[str, Path] = {}
    strangers = []
    for number, row in zip(table.lines, table.rows, strict=True):
        student, paper = row[places[0]], row[places[1]]
        keys = known.get(_folded(_PREFIX.sub("", student)), ())
        if len(keys) > 1:
            raise UsageProblem(f"{file}:{number}: {student} are {len(keys)} people; use the number")
        if keys:
            found[keys[0]] = _paper_file(paper, file, number)
        else:
            strangers.append(
                f"{file}:{number}: nobody in this class is {plain_line(student, 60)!r}"
            )
    return found, tuple(strangers)


def _directory(people: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    """Return the students that a number, an e-mail or a name stands for."""
    by_name: dict[str, tuple[str, ...]] = {}
    for kind in ("name", "email", "id", "key"):
        level: dict[str, tuple[str, ...]] = {}
        for person in people:
            name = _folded(getattr(person, kind))
            if name:
                level[name] = (*level.get(name, ()), person.key)
        by_name |= level
    return by_name


def _folded(text: str) -> str:
    """Return a name for comparing: Moodle drops apostrophes from folders, and blanks differ."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("_", " ")
    return " ".join(re.sub("[\"'`’|:&<>/\\\\]", "", plain).split())


def _paper_file(name: str, file: Path, line: int) -> Path:
    for candidate in (file.parent / name, file.parent / f"{name}.pdf"):
        if name and candidate.is_file():
            return candidate
    raise UsageProblem(f"{file}:{line}: there is no paper {name!r} beside the list")
