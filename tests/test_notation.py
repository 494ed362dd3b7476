"""Symbols that a paper introduces in words."""

import pytest

from reportkit.analysis.notation import notation
from reportkit.readers.text import read_text

OFTEN = "\n\nWe use $n$, $n$, $n$, $n$, $n$ and $F$, $F$, $F$, $F$, $F$ again.\n"


def introduced(text: str) -> list[tuple[str, str]]:
    document = read_text(text + OFTEN)
    # the reader's formulas hold their dollar signs; a PDF's do not
    return [(row.latex, row.meaning) for row in notation(_bare(document))]


def _bare(document):
    from dataclasses import replace

    from reportkit.document import Formula, Span

    inner = tuple(Formula(Span(f.span.start + 1, f.span.end - 1), False) for f in document.formulas)
    return replace(document, text=document.text.replace("$", " "), formulas=inner)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Let $n$ be the number of samples, all of them drawn.", ("n", "number of samples")),
        ("Here, where $n$ denotes the sample size.", ("n", "sample size")),
        ("We denote by $F$ the class of networks with bounded norm.", ("F", "class of networks")),
        ("Let $F$ be a family of functions mapping $x$ to $y$.", ("F", "family of functions")),
    ],
)
def test_a_symbol_that_is_introduced_gets_its_words(text: str, row: tuple[str, str]) -> None:
    assert introduced(text) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "Let $n$ be large.",
        "Then $n$ is the best choice.",
        "Let $n$ be at least $5$.",
        "Let $F$ be convex.",
        "Let $x_i$ be the sample.",
        "Let $q$ be the rarely used number.",
    ],
)
def test_what_is_no_introduction_gives_no_row(text: str) -> None:
    assert introduced(text) == []
