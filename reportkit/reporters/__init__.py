"""A Report becomes text or bytes of one format.

Reporters are pure: what they need besides the Report (the original's bytes, page pictures, the
terminal's width) is in Material, put there by api.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reportkit.findings import Report
from reportkit.records import dataclass

if TYPE_CHECKING:
    from reportkit.reporters.html import Picture


@dataclass(frozen=True, slots=True)
class Material:
    """What reporters may use besides the Report; api fills in what the format's `needs` name.

    `original` is the draft's bytes, `pictures` shows its pages, `graph` is SVG of the paper's
    results. `address` is the draft's file URI, "" where it has none. `width` is in characters;
    colours and links are for terminals. `max_per_rule` is the number of findings of one rule to show.
    """

    original: bytes = b""
    pictures: "Sequence[Picture]" = ()
    graph: str = ""
    address: str = ""
    width: int = 100
    colour: bool = False
    links: bool = False
    max_per_rule: int = 5
    fail_on: str = "error"


@dataclass(frozen=True, slots=True)
class Reporter:
    """A format: what renders it, and what it needs.

    `needs` may hold "original", "pictures" and "graph", which cost time to get.
    """

    render: Callable[[Report, Material], str | bytes]
    needs: tuple[str, ...] = ()


def _terminal(report: Report, material: Material) -> str:
    from reportkit.reporters.terminal import render

    return render(report, material)


def _json(report: Report, material: Material) -> str:
    from reportkit.reporters.json import render

    return render(report)


def _sarif(report: Report, material: Material) -> str:
    from reportkit.reporters.sarif import render

    return render(report)


def _github(report: Report, material: Material) -> str:
    from reportkit.reporters.github import render

    return render(report)


def _markdown(report: Report, material: Material) -> str:
    from reportkit.reporters.markdown import render

    return render(report)


def _html(report: Report, material: Material) -> str:
    from reportkit.reporters.html import render

    return render(report, material.pictures, material.graph)


def _annotated_pdf(report: Report, material: Material) -> bytes:
    from reportkit.reporters.annotated_pdf import render

    return render(report, material.original)


REPORTERS: dict[str, Reporter] = {
    "terminal": Reporter(_terminal),
    "json": Reporter(_json),
    "sarif": Reporter(_sarif),
    "github": Reporter(_github),
    "html": Reporter(_html, needs=("original", "pictures", "graph")),
    "annotated-pdf": Reporter(_annotated_pdf, needs=("original",)),
    "markdown": Reporter(_markdown),
}
