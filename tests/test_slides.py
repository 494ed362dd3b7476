"""Slides are recognised and judged as slides, and no rule for reports is fired at them."""

from dataclasses import replace

import pytest

from reportkit.analysis.slides import is_slides, slides
from reportkit.api.checking import check
from reportkit.config import Config
from reportkit.document import Block, BlockKind, Box, Document, Line, Metadata, Page, Span
from reportkit.readers.text import read_text
from reportkit.rules import all_rules

FULL = "word " * 12


def deck(*texts: str, size: float = 11, width: float = 363, height: float = 272) -> Document:
    """Return slides, one for each text; a line break in a text begins a line."""
    text, lines, blocks = "", [], []
    for number, words in enumerate(texts, 1):
        start = len(text)
        for row, line in enumerate(words.splitlines()):
            span = Span(len(text), len(text) + len(line))
            box = Box(number, 20, 200 - 9 * row, 300, 208 - 9 * row)
            edges = [20 + 280 * n / max(len(line), 1) for n in range(len(line) + 1)]
            lines.append(Line(span, box, 200 - 9 * row, size, edges))
            text += line + " "
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text) - 1)))
        text += "\n"
    return Document(
        "slides.pdf",
        "pdf",
        text,
        blocks=tuple(blocks),
        lines=tuple(lines),
        pages=tuple(Page(n, width, height) for n in range(1, len(texts) + 1)),
        metadata=Metadata(title="T", author="A", language="en"),
    )


TALK = ("Title", *(f"Slide {n}\nTheorem {n} holds for every one" for n in range(1, 12)))


def codes(draft: Document, **options: object) -> set[str]:
    return {finding.code for finding in check(draft, config=Config(), **options).findings}


def test_wide_pages_with_few_words_are_slides() -> None:
    assert is_slides(deck(*TALK))


def test_upright_pages_are_none() -> None:
    assert not is_slides(deck(*TALK, width=595, height=842))


def test_wide_pages_of_prose_are_none() -> None:
    assert not is_slides(deck(*["\n".join([FULL] * 20)] * 3))


def test_wide_pages_by_beamer_are_slides_however_full() -> None:
    full = deck(*["\n".join([FULL] * 20)] * 3)
    assert is_slides(replace(full, metadata=Metadata(creator="LaTeX with Beamer class")))


def test_no_rule_for_reports_is_fired_at_slides() -> None:
    kinds = {rule.info.code: rule.info.kinds for rule in all_rules()}
    assert all("slides" in kinds[code] for code in codes(deck(*TALK)))
    assert "RK101" not in codes(deck(*TALK))


def test_the_rubric_that_was_chosen_decides() -> None:
    upright = deck(*TALK, width=595, height=842)
    assert check(upright, config=Config(), rubric="seminar-slides").kind == "slides"


def test_steps_of_one_slide_are_one() -> None:
    assert [
        s.page for s in slides(deck("Title", "One", "One\ntwo", "One\ntwo\nthree", "Next"))
    ] == [
        1,
        4,
        5,
    ]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (deck(*["Title", *(f"Slide {n}\nA theorem {n}" for n in range(60))]), "RK901"),
        (deck(*TALK, "\n".join([FULL] * 8)), "RK902"),
        (deck(*TALK, size=6), "RK903"),
        (deck(*TALK), "RK904"),
        (deck(*["Title", *(f"Slide {n}" for n in range(10))]), "RK905"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_of_slides_is_found(draft: Document, code: str) -> None:
    assert code in codes(draft)


@pytest.mark.parametrize("code", ["RK901", "RK902", "RK903", "RK905"])
def test_a_sound_talk_is_left_alone(code: str) -> None:
    assert code not in codes(deck(*TALK))


def test_the_report_is_asked_for_results_and_numbers() -> None:
    report = read_text("Theorem 3.1 is proved; 12.5 % are enough, and Lemmas 3.2 and 3.4 help.")
    same = deck(*TALK[:1], "Theorem 3.1\nand Lemma 3.4: 12.5 %")
    other = deck(*TALK[:1], "Theorem 3.3\nneeds 93.2 %")
    assert not {"RK906", "RK907"} & codes(same, report=report)
    assert {"RK906", "RK907"} <= codes(other, report=report)


def test_a_slip_is_told_once_on_the_last_step_of_its_slide() -> None:
    titles = [f"Slide {n}\nTheorem {n} holds" for n in range(6)]
    steps = ["Bounds\nIt is neccessary", "Bounds\nIt is neccessary\nand it suffices"]
    report = check(deck(*titles, *steps), config=Config(), select=("RK719",), grammar="off")
    assert [(f.excerpt, f.page) for f in report.findings] == [("neccessary", 8)]


def test_what_a_theme_repeats_or_sets_at_the_edge_is_no_part_of_a_slide() -> None:
    draft = deck(*[f"Talk on the bounds of things\nWords {n} of this slide" for n in range(5)])
    head = replace(draft.lines[1], box=replace(draft.lines[1].box, y0=262, y1=267), size=5.0)
    draft = replace(draft, lines=(draft.lines[0], *draft.lines[2:], head))
    found = slides(draft)
    assert [slide.words for slide in found[1:]] == [4, 4, 4, 4]  # without the talk's title
    assert found[0].words == 10  # nothing else is left, so all counts
    alone = replace(draft, lines=(replace(draft.lines[0], size=12), head), pages=draft.pages[:1])
    assert slides(alone)[0].smallest == (12, draft.lines[0].span)
