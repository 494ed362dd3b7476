"""The optional page in front of an annotated draft: legend, rubric, what to fix first."""

import textwrap
from collections.abc import Iterator, Mapping

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from reportkit.findings import Report, Severity
from reportkit.reporters.pdf_update import PdfUpdate, as_array, as_dictionary
from reportkit.reporters.ranking import fix_first

_LEFT, _WIDTH_PT, _LEADING = 60.0, 475.0, 14.0
_A4 = (595.28, 841.89)
# Mean advance of Helvetica over English text is 0.5 em; lines are broken a little early.
_CHARACTERS = int(_WIDTH_PT / (10 * 0.5))
_STATES = {"met": "met", "attention": "needs attention", "unseen": "not seen"}


def prepend_cover(
    update: PdfUpdate, report: Report, colours: Mapping[Severity, tuple[float, float, float]]
) -> None:
    """Put a page in front; the original pages keep their printed labels."""
    catalogue = as_dictionary(update.reader.trailer["/Root"])
    root = catalogue.raw_get("/Pages")
    pages = DictionaryObject(as_dictionary(root))
    cover = update.add(_page(update, report, colours, root))
    pages[NameObject("/Kids")] = ArrayObject([cover, *as_array(pages["/Kids"])])
    pages[NameObject("/Count")] = NumberObject(len(update.reader.pages) + 1)
    update.replace(root, pages)
    changed = DictionaryObject(catalogue)
    changed[NameObject("/PageLabels")] = _labels(catalogue)
    update.replace(update.reader.trailer.raw_get("/Root"), changed)


def _labels(catalogue: DictionaryObject) -> DictionaryObject:
    """Return page labels in which every page but the first keeps its own."""
    decimal = DictionaryObject({NameObject("/S"): NameObject("/D")})
    known = as_array(as_dictionary(catalogue.get("/PageLabels")).get("/Nums"))
    rows = list(known) or [NumberObject(0), decimal]
    shifted = [
        NumberObject(int(str(row)) + 1) if not place % 2 else row for place, row in enumerate(rows)
    ]
    first = DictionaryObject({NameObject("/P"): TextStringObject("reportkit")})
    return DictionaryObject({NameObject("/Nums"): ArrayObject([NumberObject(0), first, *shifted])})


def _page(
    update: PdfUpdate,
    report: Report,
    colours: Mapping[Severity, tuple[float, float, float]],
    parent: object,
) -> DictionaryObject:
    content = DecodedStreamObject()
    content.set_data("\n".join(_content(report, colours)).encode("latin-1"))
    fonts = {
        NameObject(f"/{name}"): update.add(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject(f"/{base}"),
                    NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                }
            )
        )
        for name, base in (("R", "Helvetica"), ("B", "Helvetica-Bold"))
    }
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject(fonts)})
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Page"),
            NameObject("/Parent"): parent,
            NameObject("/MediaBox"): ArrayObject(map(FloatObject, (0, 0, *_A4))),
            NameObject("/Resources"): resources,
            NameObject("/Contents"): update.add(content),
        }
    )


def _content(
    report: Report, colours: Mapping[Severity, tuple[float, float, float]]
) -> Iterator[str]:
    """Yield the page's drawing operators; what does not fit on the page is left out."""
    y = 780.0
    for style, text in _lines(report):
        if y < 60:
            return
        if isinstance(style, Severity):
            red, green, blue = colours[style]
            yield f"q {red} {green} {blue} rg {_LEFT} {y - 3} 18 11 re f Q"
            yield _text("R", 10, _LEFT + 26, y, text)
        else:
            size = {"T": 16, "B": 11}.get(style, 10)
            yield _text("R" if style == "R" else "B", size, _LEFT, y, text)
        y -= _LEADING * (1.6 if style == "T" else 1.0)


def _lines(report: Report) -> Iterator[tuple[Severity | str, str]]:
    """Yield what the page says, line by line, each with its style."""
    yield "T", f"Remarks on {report.draft.file}"
    counts = {s: sum(f.severity is s for f in report.findings) for s in Severity}
    for severity, count in counts.items():
        yield severity, f"{count} {severity}{'' if count == 1 else 's'}"
    yield "R", ""
    first = fix_first(report.findings)
    if first:
        yield "B", "Fix these first"
    for number, finding in enumerate(first, 1):
        place = f"p. {finding.page}: " if finding.page else ""
        yield from _wrapped(f"{number}. {place}{finding.message} ({finding.code})")
    if report.rubric:
        yield "R", ""
        yield "B", report.rubric.title
        for row in report.rubric.criteria:
            yield from _wrapped(f"{row.title}: {_STATES[row.state]}")
    for skip in report.skipped:
        yield from _wrapped(f"Not checked: {skip.id} ({skip.reason})")


def _wrapped(text: str) -> Iterator[tuple[str, str]]:
    for line in textwrap.wrap(text, _CHARACTERS, subsequent_indent="    "):
        yield "R", line


def _text(font: str, size: int, x: float, y: float, text: str) -> str:
    """Return the operators that show one line; what Windows-1252 lacks becomes a question mark."""
    escaped = text.encode("cp1252", "replace").decode("latin-1")
    for character in "\\()":
        escaped = escaped.replace(character, "\\" + character)
    printable = "".join(c if c >= " " else " " for c in escaped)
    return f"BT /{font} {size} Tf {x} {y} Td ({printable}) Tj ET"
