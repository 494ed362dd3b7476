"""A Report is written in a format, with what that format needs of the draft."""

from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.config import Config
from reportkit.document import Document
from reportkit.errors import Unreadable, UsageProblem
from reportkit.findings import Report
from reportkit.reporters import REPORTERS, Material

if TYPE_CHECKING:
    from reportkit.engines.pages import PagePicture


def written(
    report: Report,
    format: str,
    settings: Config,
    file: Path | None = None,
    paper: Document | None = None,
    *,
    terminal: bool = False,
    width: int = 100,
) -> str | bytes:
    """Return the report in `format`, one of REPORTERS.

    `file` is the draft that was checked, None where there is none; it is read again where the
    format shows the original. `paper` is for the graph of its results. `terminal` allows colours and
    links. Raises UsageProblem for a format that needs pages where there are none.
    """
    reporter = REPORTERS[format]
    has_pages = bool(report.draft.pages)
    if format == "annotated-pdf" and not has_pages:
        raise UsageProblem(f"{report.draft.file} is no PDF, so there are no pages to annotate")
    original = file.read_bytes() if file and "original" in reporter.needs else b""
    material = Material(
        original=original,
        pictures=_pictures(original) if has_pages and "pictures" in reporter.needs else (),
        graph=_graph(paper, report) if paper and "graph" in reporter.needs else "",
        address=file.resolve().as_uri() if file else "",
        width=width,
        colour=terminal,
        links=terminal,
        max_per_rule=settings.max_per_rule,
        fail_on=settings.fail_on,
    )
    if format != "annotated-pdf":
        return reporter.render(report, material)
    from pypdf.errors import PyPdfError

    try:
        return reporter.render(report, material)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError) as problem:
        raise Unreadable(
            f"{report.draft.file} is damaged and cannot be annotated ({str(problem)[:120]}). "
            "Export it again, or choose another format."
        ) from None


def _pictures(original: bytes) -> "tuple[PagePicture, ...]":
    from reportkit.engines.pages import page_pictures

    return page_pictures(original)


def _graph(paper: Document, report: Report) -> str:
    """Return the graph of the paper's results, coloured by how the draft treats them; "" for none."""
    from reportkit.analysis.catalogue import catalogue
    from reportkit.analysis.inventory import inventory
    from reportkit.reporters.inventory.svg import render

    found = paper.once(inventory)
    if report.paper is None or not found.statements:
        return ""
    return render(catalogue(report.paper, found, paper, report.coverage))
