"""Sections: numbers, titles, levels, spans, and which part of a report each one is."""

from pathlib import Path

import pytest

from reportkit.analysis.sections import Section, sections
from reportkit.document import Block, BlockKind, Document, Span
from reportkit.readers import read
from reportkit.readers.text import read_text

DATA = Path(__file__).parent / "data"


def outlined(*headings: tuple[int, str]) -> tuple[Section, ...]:
    """Return the sections of a document that has these (level, heading) with a word under each."""
    text, blocks = "", []
    for level, title in headings:
        blocks.append(Block(BlockKind.HEADING, Span(len(text), len(text) + len(title)), level))
        text += title + "\n\n"
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + 5)))
        text += "Text.\n\n"
    return sections(Document("a.pdf", "pdf", text.strip(), tuple(blocks)))


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("2 Main results", "2", "Main results"),
        ("2.1. Main results", "2.1", "Main results"),
        ("IV. MAIN RESULTS", "IV", "MAIN RESULTS"),
        ("II.3 Criticism", "II.3", "Criticism"),
        ("Chapter 3 The proofs", "3", "The proofs"),
        ("Kapitel 2 Gutachten", "2", "Gutachten"),
        ("Appendix B. Omitted proofs", "B", "Omitted proofs"),
        ("B.2 A bound", "B.2", "A bound"),
        ("Part I Theory", "I", "Theory"),
        ("What is proved?", None, "What is proved?"),
        ("Consequences.", None, "Consequences"),
        ("A view from above", None, "A view from above"),
        ("I like this paper", None, "I like this paper"),
        ("3D printing", None, "3D printing"),
    ],
)
def test_a_heading_is_parted_into_number_and_title(
    heading: str, number: str | None, title: str
) -> None:
    (section,) = outlined((1, heading))
    assert (section.number, section.title) == (number, title)


def test_a_single_letter_is_a_number_beside_its_neighbour() -> None:
    found = outlined((1, "1 Introduction"), (1, "A Proofs"), (1, "B More proofs"))
    assert [section.number for section in found] == ["1", "A", "B"]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Summary", "summary"),
        ("Summary of the paper", "summary"),
        ("Overview: results and implications", "summary"),
        ("Main results and why they matter", "summary"),
        ("What the paper proves", "summary"),
        ("Zusammenfassung", "summary"),
        ("Hauptresultate", "summary"),
        ("Inhalt der Arbeit", "summary"),
        ("Review", "review"),
        ("Referee report", "review"),
        ("Critical assessment", "review"),
        ("Strengths and weaknesses", "review"),
        ("Critical review of the proofs", "review"),
        ("Gutachten", "review"),
        ("Kritische Würdigung", "review"),
        ("Proofs", "proofs"),
        ("Proof summary", "proofs"),
        ("Summary of the proofs", "proofs"),
        ("How the proofs work", "proofs"),
        ("Proof techniques and key lemmas", "proofs"),
        ("Beweisübersicht", "proofs"),
        ("Wie die Beweise funktionieren", "proofs"),
        ("Literature review", None),
        ("The actor-critic method", None),
        ("Critical points of the loss", None),
        ("Results and discussion", None),
        ("Summary statistics", None),
        ("Risk assessment", None),
        ("A recommendation system for films", None),
        ("Proof of concept", None),
        ("Literaturübersicht", None),
        ("References", None),
        ("Acknowledgements", None),
    ],
)
def test_a_title_tells_the_part_of_the_report(title: str, role: str | None) -> None:
    (section,) = outlined((1, f"1 {title}" if role else title))
    assert section.role == role


def test_a_paragraph_is_no_part_of_the_report() -> None:
    found = outlined((1, "1 Recursion"), (4, "Another proof"))
    assert [section.role for section in found] == [None, None]


def test_a_subsection_has_the_role_of_its_section() -> None:
    found = outlined((1, "1 Summary"), (2, "1.1 Proof of Theorem 3"), (1, "2 Review"))
    assert [section.role for section in found] == ["summary", "summary", "review"]


def test_a_weak_title_stands_for_the_part_that_no_other_names() -> None:
    found = outlined((1, "1 Summary"), (1, "2 Discussion"), (1, "3 Proofs"))
    assert [section.role for section in found] == ["summary", "review", "proofs"]


def test_a_weak_title_is_nothing_beside_a_strong_one() -> None:
    found = outlined((1, "1 Summary"), (1, "2 Review"), (1, "3 Discussion"), (1, "4 Proofs"))
    assert found[2].role is None


def test_a_section_reaches_to_the_next_of_its_level_or_a_higher_one() -> None:
    one, inner, two = outlined((1, "1 One"), (2, "1.1 Inner"), (1, "2 Two"))
    assert one.span.end == inner.span.end == two.span.start
    assert one.span.covers(inner.span)


def test_the_marks_of_markdown_are_not_in_the_title() -> None:
    (section,) = sections(read_text("## A title\n\nText."))
    assert (section.title, section.level) == ("A title", 2)


def test_chapters_of_a_german_report_have_their_roles_and_pages() -> None:
    found = [(s.title, s.level, s.page, s.role) for s in sections(read(DATA / "bericht.pdf"))]
    assert found == [
        ("Inhaltsverzeichnis", 0, 2, None),
        ("Zusammenfassung der Arbeit", 0, 3, "summary"),
        ("Fragestellung", 1, 3, "summary"),
        ("Hauptresultate", 1, 3, "summary"),
        ("Gutachten", 0, 4, "review"),
        ("Beweisideen", 0, 5, "proofs"),
        ("Intervallschachtelung", 1, 5, "proofs"),
    ]
