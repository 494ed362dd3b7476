"""What a student gets to read: levels in words, comments, the evidence that the tutor kept."""

import html
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from reportkit.findings import Evidence, Report
from reportkit.records import dataclass
from reportkit.rubric import Comment, Criterion, Rubric
from reportkit.seminar.evidence import Asked, by_criterion, findings_for
from reportkit.seminar.plain import plain_line
from reportkit.seminar.sheets.comments import written
from reportkit.seminar.sheets.model import Mark, Sheet, points_of
from reportkit.seminar.sheets.writing import evidence_line

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Feedback",
        "report": "Report",
        "gates": "Conditions",
        "yes": "yes",
        "no": "no",
        "seen": "What was found",
        "whole": "On the whole",
        "points": "{got} of {all} points",
        "mark": "Mark",
        "before": "Asked for in the first feedback",
        "done": "done",
        "open": "open",
        "worse": "worse",
        "look": "to be looked at",
        "again": "Looked at again",
        "earlier": "Mark before: {earlier}; now: {now}",
        "signed": "Marked by {names}",
    },
    "de": {
        "title": "Rückmeldung",
        "report": "Bericht",
        "gates": "Bedingungen",
        "yes": "ja",
        "no": "nein",
        "seen": "Was aufgefallen ist",
        "whole": "Insgesamt",
        "points": "{got} von {all} Punkten",
        "mark": "Bewertung",
        "before": "In der ersten Rückmeldung erbeten",
        "done": "erledigt",
        "open": "offen",
        "worse": "schlechter",
        "look": "noch anzusehen",
        "again": "Noch einmal angesehen",
        "earlier": "Bewertung vorher: {earlier}; jetzt: {now}",
        "signed": "Bewertet von {names}",
    },
}


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of a letter; `paragraphs` are the tutors' own words."""

    title: str
    level: str
    points: str
    paragraphs: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A feedback as data; nothing private is in it.

    `student` is "" where names are left out, `mark` where points are. `lines` under each heading.
    """

    language: str
    student: str
    report: str
    gates: tuple[tuple[str, bool], ...]
    parts: tuple[Part, ...]
    whole: tuple[str, ...]
    mark: str
    asked: tuple[Asked, ...]
    again: tuple[str, ...]
    tutors: tuple[str, ...]

    def word(self, key: str) -> str:
        """Return a fixed text in the letter's language."""
        return _WORDS[self.language][key]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a letter is written from; `report` is without what the class dismissed.

    `earlier` is the mark of an earlier revision, None where there is none; `points` is the agreed
    mark. `show_points` puts points beside the levels.
    """

    sheets: tuple[Sheet, ...]
    rubric: Rubric
    report: Report
    ready: Mapping[str, Sequence[Comment]]
    points: float
    earlier: float | None = None
    asked: tuple[Asked, ...] = ()
    student: str = ""
    show_points: bool = False
    signed: bool = False


def letter(basis: Basis) -> Letter:
    """Return the feedback that the sheets of one student make together.

    Raises UsageProblem where a comment of a sheet means nothing, with file and line.
    """
    language = basis.sheets[0].language
    words = _WORDS[language]
    gates = [
        (gate.text.text(language), answer)
        for gate in basis.rubric.gates
        if (answer := _answer([sheet.gates.get(gate.id) for sheet in basis.sheets])) is not None
    ]
    total = words["points"].format(got=f"{basis.points:g}", all=f"{basis.rubric.total:g}")
    again = [sheet.reason for sheet in basis.sheets if sheet.revision > 1 and sheet.reason]
    if basis.earlier is not None:
        numbers = {"earlier": f"{basis.earlier:g}", "now": f"{basis.points:g}"}
        again.append(words["earlier"].format(**numbers))
    return Letter(
        language=language,
        student=basis.student,
        report=basis.report.draft.title,
        gates=tuple(gates),
        parts=tuple(_part(criterion, basis, language) for criterion in basis.rubric.criteria),
        whole=_once(note for sheet in basis.sheets for note in _paragraphs(sheet.note)),
        mark=total if basis.show_points else "",
        asked=basis.asked,
        again=tuple(again),
        tutors=tuple(sheet.tutor for sheet in basis.sheets) if basis.signed else (),
    )


def _answer(answers: Sequence[bool | None]) -> bool | None:
    """Return no where one tutor says so, None where nobody has said anything."""
    given = [answer for answer in answers if answer is not None]
    return all(given) if given else None


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def _paragraphs(note: str) -> list[str]:
    """Return a note's paragraphs; single line breaks in it are kept."""
    return [part.strip("\n") for part in note.split("\n\n") if part.strip()]


def _part(criterion: Criterion, basis: Basis, language: str) -> Part:
    marks = [(sheet, mark) for sheet in basis.sheets if (mark := sheet.mark(criterion.id))]
    given = [value for _, mark in marks if (value := points_of(mark, criterion)) is not None]
    points = sum(given) / len(given) if given else 0.0
    nearest = min(criterion.levels, key=lambda level: abs(level.points - points))
    words = _WORDS[language]["points"].format(got=f"{points:g}", all=f"{criterion.weight:g}")
    said = _once(
        sentence
        for sheet, mark in marks
        for sentence in _said(sheet, mark, criterion, basis, language)
    )
    return Part(
        criterion.title.text(language),
        nearest.text.text(language),
        words if basis.show_points else "",
        said,
        _kept_evidence(criterion, [mark for _, mark in marks], basis.report),
    )


def _said(
    sheet: Sheet, mark: Mark, criterion: Criterion, basis: Basis, language: str
) -> tuple[str, ...]:
    where = f"{sheet.file}:{mark.line}"
    ready = basis.ready.get(criterion.id, ())
    sentences = [
        sentence
        for comment in mark.comments
        for sentence in written(comment, criterion, ready, basis.report.findings, language, where)
    ]
    return (*sentences, *_paragraphs(mark.note))


def _kept_evidence(criterion: Criterion, marks: Sequence[Mark], report: Report) -> tuple[str, ...]:
    """Return the evidence against the criterion that no tutor dropped or took over in words."""
    dropped = {code for mark in marks for code in mark.dropped}
    taken = {comment.split(":")[0] for mark in marks for comment in mark.comments}
    found = by_criterion(report).get(criterion.id)
    messages = {finding.code for finding in findings_for(criterion, report)}
    return tuple(
        evidence_line(one)
        for one in (found.evidence if found else ())
        if _speaks_against(one, messages) and not set(one.codes) & (dropped | taken)
    )


def _speaks_against(evidence: Evidence, found: Collection[str]) -> bool:
    """Return whether it is a finding, or a measure that is off; not what was left unseen."""
    if evidence.codes:
        return evidence.good is not True and set(evidence.codes) <= set(found)
    return evidence.good is False


# ---------------------------------------------------------------- as HTML


def letter_html(letter: Letter) -> str:
    """Return the letter as a page of its own."""
    title = f"{letter.word('title')}{f': {letter.student}' if letter.student else ''}"
    safe = html.escape(plain_line(title))
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
        "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-bottom:.2rem}p{margin:.4rem 0}"
        ".level{font-style:italic}.n{white-space:pre-line}@media print{body{margin:0}}"
    )
    return (
        f'<!doctype html>\n<html lang="{letter.language}"><meta charset="utf-8"><title>{safe}</title>'
        f"<style>{style}</style>\n<h1>{safe}</h1>\n{letter_body(letter)}\n</html>\n"
    )


def letter_body(letter: Letter) -> str:
    """Return the letter as a piece of HTML without a backslash or a line feed in a tag's place.

    It begins with "<", so that no spreadsheet and no Moodle takes it for a formula.
    """
    blocks = [f"<p>{_text(letter.report)}</p>"] if letter.report else []
    if letter.again:
        blocks.append(_list(letter.word("again"), letter.again))
    if letter.asked:
        rows = [f"{letter.word(one.state)}: {one.text}" for one in letter.asked]
        blocks.append(_list(letter.word("before"), rows))
    if letter.gates:
        rows = [f"{text}: {letter.word('yes' if yes else 'no')}" for text, yes in letter.gates]
        blocks.append(_list(letter.word("gates"), rows))
    for part in letter.parts:
        points = f" ({_text(part.points)})" if part.points else ""
        blocks.append(
            f"<h2>{_text(part.title)}{points}</h2><p class=level><em>{_text(part.level)}</em></p>"
        )
        blocks += [f"<p>{_broken(text)}</p>" for text in part.paragraphs]
        if part.evidence:
            blocks.append(
                "<ul>" + "".join(f"<li>{_text(row)}</li>" for row in part.evidence) + "</ul>"
            )
    if letter.whole:
        blocks.append(f"<h2>{letter.word('whole')}</h2>")
        blocks += [f"<p>{_broken(text)}</p>" for text in letter.whole]
    if letter.mark:
        blocks.append(f"<p><b>{letter.word('mark')}: {_text(letter.mark)}</b></p>")
    if letter.tutors:
        names = _text(letter.word("signed").format(names=", ".join(letter.tutors)))
        blocks.append(f"<p>{names}</p>")
    return "\n".join(blocks)


def _list(title: str, rows: Sequence[str]) -> str:
    return f"<h2>{title}</h2><ul>{''.join(f'<li>{_text(row)}</li>' for row in rows)}</ul>"


def _text(text: str) -> str:
    return html.escape(plain_line(text)).replace("\\", "&#92;")


def _broken(text: str) -> str:
    """Return a paragraph with its line breaks."""
    return "<br>".join(_text(line) for line in text.split("\n"))


# ---------------------------------------------------------------- as LaTeX


def letter_tex(letter: Letter, escaped: Callable[[str], str]) -> str:
    """Return the letter as a LaTeX document, made with PyLaTeX; `escaped` makes text harmless."""
    from pylatex import Command, Document, Itemize, NoEscape, Package

    document = Document(
        documentclass="scrartcl",
        document_options=["fontsize=11pt", "paper=a4", "parskip=half"],
        fontenc="T1",
        lmodern=True,
        page_numbers=False,
    )
    language = "ngerman" if letter.language == "de" else "english"
    document.packages.append(Package("babel", options=[language]))
    document.packages.append(Package("microtype"))

    def text(content: str) -> NoEscape:
        return NoEscape(escaped(content))

    def heading(content: str) -> None:
        document.append(Command("minisec", text(content)))

    def listed(rows: Sequence[str]) -> None:
        with document.create(Itemize()) as items:
            for row in rows:
                items.add_item(text(row))

    def prose(content: str) -> None:
        document.append(
            NoEscape(r"\\ ".join(escaped(line) for line in content.split("\n") if line.strip()))
        )
        document.append(NoEscape(r"\par"))

    title = f"{letter.word('title')}{f': {letter.student}' if letter.student else ''}"
    document.append(Command("section*", text(title)))
    if letter.report:
        prose(letter.report)
    if letter.again:
        heading(letter.word("again"))
        listed(letter.again)
    if letter.asked:
        heading(letter.word("before"))
        listed([f"{letter.word(one.state)}: {one.text}" for one in letter.asked])
    if letter.gates:
        heading(letter.word("gates"))
        yes, no = letter.word("yes"), letter.word("no")
        listed([f"{content}: {yes if holds else no}" for content, holds in letter.gates])
    for part in letter.parts:
        heading(f"{part.title} ({part.points})" if part.points else part.title)
        document.append(Command("emph", text(part.level)))
        document.append(NoEscape(r"\par"))
        for paragraph in part.paragraphs:
            prose(paragraph)
        if part.evidence:
            listed(part.evidence)
    if letter.whole:
        heading(letter.word("whole"))
        for paragraph in letter.whole:
            prose(paragraph)
    if letter.mark:
        document.append(Command("textbf", text(f"{letter.word('mark')}: {letter.mark}")))
        document.append(NoEscape(r"\par"))
    if letter.tutors:
        prose(letter.word("signed").format(names=", ".join(letter.tutors)))
    source: str = document.dumps()
    return source
