"""Rules on the file: each says a fact, with its page, on hand-made documents."""

from dataclasses import replace

import pytest

from reportkit.document import (
    Annotation,
    Block,
    BlockKind,
    Box,
    Destination,
    Document,
    Font,
    Image,
    Line,
    Link,
    MarginText,
    Metadata,
    Page,
    Span,
)
from reportkit.rubric import decoded_rubric
from reportkit.rules import Context, all_rules, run
from tests.test_rubric import SMALL

RULES = {rule.info.code: rule for rule in all_rules()}
A4 = (595.28, 841.89)
WORDS = "A line of prose that runs to the right edge"


def document(pages: int = 3, size: tuple[float, float] = A4, **facts: object) -> Document:
    """Return a document of pages with twelve justified lines each."""
    lines, blocks, text = [], [], ""
    for number in range(1, pages + 1):
        start = len(text)
        for row in range(12):
            span = Span(len(text), len(text) + len(WORDS))
            box = Box(number, 100, 700 - 14 * row, 500, 710 - 14 * row)
            edges = [100 + 400 * n / len(WORDS) for n in range(len(WORDS) + 1)]
            lines.append(Line(span, box, 702 - 14 * row, 10, edges))
            text += WORDS + " "
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text) - 1)))
        text += "\n"
    made = Document(
        "draft.pdf",
        "pdf",
        text,
        blocks=tuple(blocks),
        lines=tuple(lines),
        pages=tuple(Page(n, *size) for n in range(1, pages + 1)),
        margins=tuple(MarginText(str(n), Box(n, 290, 40, 300, 50)) for n in range(1, pages + 1)),
        metadata=Metadata(title="T", author="A", language="en"),
    )
    return replace(made, **facts)


def messages(code: str, draft: Document, **options: object) -> list[str]:
    found, _ = run(Context(draft, **options), [RULES[code]])
    return [f"{finding.page}: {finding.message}" for finding in found]


CODES = [code for code in RULES if code.startswith("RK2")]


@pytest.mark.parametrize("code", CODES)
def test_a_clean_file_has_no_finding(code: str) -> None:
    rubric = decoded_rubric(SMALL, "r.yaml")
    assert messages(code, document(), rubric=rubric) == []


FONT = Font("Helvetica", "Type1", False, (2, 3))
BITMAP = Font("F1", "Type3", True, (2,))
SMALL_IMAGE = Image(Box(2, 100, 100, 400, 300), 150, 100)
PLACE = Box(2, 100, 100, 120, 110)


@pytest.mark.parametrize(
    ("code", "facts", "wanted"),
    [
        ("RK201", {"fonts": (FONT,)}, "2: The font Helvetica (Type1) is not embedded; pages 2, 3"),
        ("RK202", {"fonts": (BITMAP,)}, "2: A Type 3 font on page 2"),
        ("RK206", {"metadata": Metadata(title="T")}, "does not say its author and language"),
        ("RK207", {"links": (Link(PLACE, None, "thm.1"),)}, "2: This link leads nowhere"),
        ("RK209", {"images": (SMALL_IMAGE,)}, "2: This picture has 36 pixels per inch"),
        (
            "RK210",
            {"annotations": (Annotation("Text", PLACE, "Why?", "mf"),)},
            "a note in the file",
        ),
        ("RK211", {"margins": ()}, "The 3 pages have no numbers"),
    ],
)
def test_a_fact_is_told_with_its_page(code: str, facts: dict[str, object], wanted: str) -> None:
    (message,) = messages(code, document(**facts))
    assert wanted in message


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("RK201", {"fonts": (replace(FONT, embedded=True),)}),
        ("RK207", {"links": (Link(PLACE, None, uri="https://example.org"),)}),
        (
            "RK207",
            {
                "links": (Link(PLACE, None, "thm.1"),),
                "destinations": {"thm.1": Destination("thm.1", 1, None, None)},
            },
        ),
        ("RK209", {"images": (replace(SMALL_IMAGE, width_px=1500, height_px=1000),)}),
        ("RK209", {"images": (replace(SMALL_IMAGE, width_px=2, height_px=1),)}),
        ("RK210", {"annotations": (Annotation("Text", PLACE, "why", "reportkit"),)}),
        ("RK210", {"annotations": (Annotation("Widget", PLACE, "", ""),)}),
    ],
)
def test_what_is_in_order_is_left_alone(code: str, facts: dict[str, object]) -> None:
    assert messages(code, document(**facts)) == []


def test_one_page_of_another_size_is_named() -> None:
    draft = document()
    odd = replace(draft, pages=(*draft.pages[:2], Page(3, 612, 792)))
    assert messages("RK203", odd) == ["3: The pages are 595 × 842 pt, but page 3 not"]


def test_a_turned_page_has_the_same_size() -> None:
    draft = document()
    assert messages("RK203", replace(draft, pages=(*draft.pages[:2], Page(3, *A4[::-1])))) == []


def test_a_report_on_neither_a4_nor_letter_is_told_in_millimetres() -> None:
    assert messages("RK203", document(size=(482, 680))) == [
        "1: The pages are 170 × 240 mm, neither A4 nor Letter"
    ]


def test_the_rubric_limits_the_pages() -> None:
    rubric = decoded_rubric(SMALL, "r.yaml")
    assert messages("RK204", document(5), rubric=rubric) == [
        "None: The report has 5 pages; 2 to 4 are asked for"
    ]


def stretched(draft: Document, right: float) -> Document:
    """Return the draft with one line that ends at `right`."""
    first, *rest = draft.lines
    box = replace(first.box, x1=right)
    return replace(draft, lines=(replace(first, box=box), *rest))


@pytest.mark.parametrize(
    ("right", "wanted"),
    [(512, "1: This line runs 12 pt into the margin"), (603, "1: This line runs off the page")],
)
def test_a_line_that_passes_the_text_block_is_told(right: float, wanted: str) -> None:
    assert messages("RK208", stretched(document(), right)) == [wanted]


def test_a_little_too_wide_is_left_alone() -> None:
    assert messages("RK208", stretched(document(), 503)) == []
