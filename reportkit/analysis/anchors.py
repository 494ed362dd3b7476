"""Anchors that hyperref leaves at statements: which named places of a PDF open a theorem.

The rules were seen in files of TeX Live 2022: "theorem.2.3" (a counter, often shared by all kinds),
"lemma.1.1" (typed), "tcb@cnt@claim.1.1" (tcolorbox), "theorem.dummy.8" (a restated copy),
"theorem.0.3.1" for a printed "1" (classes that count within sections), "subsection.2.4" (theorems
counted with the subsections), "equation.3.1" (with the equations). The kind and the printed number
are read from the text beside the anchor.
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from reportkit.document import Destination, Line
from reportkit.records import dataclass

_NEVER = re.compile(
    r"page\.|Doc-Start|cite\.|cite$|Hfootnote|mpfootnote|Item\.|enum|ALC@|ALG@|AlgoLine|algocf|"
    r"algorithm\.|lstn|lstlisting|figure\.|subfigure|table\.|thmt@dummyctr|AMS\.|toc\.|"
    r"section\*\.|chapter\*\.|HyPL|glo:|bib|IEEEbiography|affn|parentequation|FancyVerb|"
    r"AppendixTitle|noticebox|wrapfigure|float|subtable|caption|author|aff\."
)
# Counters of other things that statements may share: believed only where the number agrees.
_SHARED = re.compile(r"(part|chapter|(?:sub)*section|(?:sub)?paragraph|equation|appendix)\.")
# A dot-separated number behind the counter's name.
_PART = r"(?:\d+[A-Za-z]?[*'′]*|[A-Z]{1,3}\d*|[ivx]+)"
_NUMBERED = re.compile(rf"(.*?[^\d.])\.?({_PART}(?:\.{_PART})*)$")
# hyperref raises the anchor by a line or two above the first baseline (points).
_ABOVE = 46.0
_BELOW = 4.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place that may open a statement.

    `number` is the end of its name ("3.1"); `shared` is True where the counter is that of sections
    or equations; `copy` where the name is that of a restated theorem.
    """

    name: str
    counter: str
    number: str
    shared: bool
    copy: bool
    place: Destination


class AnchorMap:
    """The anchors of a Document by page, for the question which of them belongs to a line."""

    def __init__(self, destinations: Mapping[str, Destination]) -> None:
        self._by_page: dict[int, list[Anchor]] = defaultdict(list)
        for name, place in destinations.items():
            anchor = anchor_of(name, place)
            if anchor:
                self._by_page[place.page].append(anchor)

    def beside(self, line: Line, number: str | None) -> Anchor | None:
        """Return the anchor of the statement whose head `line` opens, None where it has none.

        An anchor of a theorem's own counter is believed by its place, unless its number contradicts
        the printed one; one of a shared counter needs the same number.
        """
        near = [
            (_distance(anchor, line), anchor)
            for anchor in self._by_page.get(line.box.page, ())
            if _is_beside(anchor, line)
        ]
        fitting = [pair for pair in near if _agrees(pair[1], number)]
        return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def anchor_of(name: str, place: Destination) -> Anchor | None:
    """Return what the name of a destination says; None where it is never that of a statement."""
    if _NEVER.match(name):
        return None
    tcolorbox = re.match(r"tcb@cnt@(.+)$", name)
    parts = _NUMBERED.match(tcolorbox[1] if tcolorbox else name)
    if parts is None:
        return None
    counter = parts[1].rstrip(".")
    copy = counter.endswith(".dummy") or counter == "dummy"
    return Anchor(
        name, counter.removesuffix(".dummy"), parts[2], bool(_SHARED.match(name)), copy, place
    )


def _is_beside(anchor: Anchor, line: Line) -> bool:
    place = anchor.place
    if place.y is None:
        return False
    if place.x is not None and not -160 < place.x - line.box.x0 < 60:
        return False
    return -_BELOW <= place.y - line.baseline <= _ABOVE


def _distance(anchor: Anchor, line: Line) -> float:
    return abs((anchor.place.y or 0.0) - line.box.y1) + (20.0 if anchor.shared else 0.0)


def _agrees(anchor: Anchor, number: str | None) -> bool:
    if anchor.shared:
        return number is not None and anchor.number == number
    if number is None:
        return False
    if anchor.copy:
        return True
    return _last(anchor.number) == _last(number) or not _is_counted(number)


def _last(number: str) -> str:
    parts = re.findall(r"\d+|[A-Za-z]+", number)
    return parts[-1] if parts else number


def _is_counted(number: str) -> bool:
    """Return whether `number` is one that TeX counts as such, not "A1", "A" or "1'"."""
    return re.fullmatch(r"(?:[A-Z]\.)?\d+(?:\.\d+)*", number) is not None
