"""The draft itself with the findings on it: highlights on the exact words, and notes.

What makes an annotation look alike in poppler, PDF.js and PDFium (the traps are known from their
trackers): an explicit appearance stream that multiplies, quads in the order top left, top right,
bottom left, bottom right (the one that viewers agreed on, not ISO 32000's), the print flag, a
pop-up of its own that is closed, and a stable /NM.
"""

from collections.abc import Iterable

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from reportkit.document import Box
from reportkit.findings import Finding, Report, Severity
from reportkit.reporters.cover_page import prepend_cover
from reportkit.reporters.pdf_update import PdfUpdate, as_array

AUTHOR = "reportkit"
NAME_PREFIX = "reportkit-"  # of each annotation's /NM; the finding's fingerprint follows
COLOURS = {
    Severity.ERROR: (1.0, 0.62, 0.58),
    Severity.WARNING: (1.0, 0.86, 0.42),
    Severity.SUGGESTION: (0.66, 0.86, 1.0),
}
_PRINT = 4
_FIXED_SIZE = 4 + 8 + 16  # print, no zoom, no rotate
_ICON_PT = 16.0


def render(
    report: Report, original: bytes, *, cover: bool = False, date: str | None = None
) -> bytes:
    """Return `original` with the report's findings as annotations.

    The pages, links, outline and metadata stay as they are: the findings are an update behind the
    file's own bytes. `cover` puts a page with the legend, the rubric and the first things to fix in
    front. `date` is a PDF date (ISO 32000-1, 7.9.4), None to leave it out.
    """
    update = PdfUpdate(original)
    pages = update.reader.pages
    by_page: dict[int, list[Finding]] = {}
    for finding in report.findings:
        by_page.setdefault(finding.page or 1, []).append(finding)
    for number, findings in sorted(by_page.items()):
        if number <= len(pages):
            _annotate(update, number, findings, date)
    if cover:
        prepend_cover(update, report, COLOURS)
    return update.content()


def _annotate(update: PdfUpdate, number: int, findings: list[Finding], date: str | None) -> None:
    """Put the findings of one page behind the annotations that it has."""
    page = update.reader.pages[number - 1]
    reference = page.indirect_reference
    if reference is None:
        return
    top = float(page.cropbox.top)
    left = float(page.cropbox.left)
    added: list[PdfObject] = []
    notes = 0
    for finding in findings:
        boxes = [box for box in finding.boxes if box.page == number]
        if finding.span and boxes:
            mark = _highlight(update, finding, boxes)
        elif boxes:
            mark = _frame(update, finding, boxes[0])
        else:
            corner = (left + 6, top - 26 - 20 * notes)
            mark, notes = _note(update, finding, corner), notes + 1
        added += _with_popup(update, mark, reference, page.cropbox.right, date)
    changed = DictionaryObject(page)
    changed[NameObject("/Annots")] = ArrayObject([*as_array(page.get("/Annots")), *added])
    update.replace(reference, changed)


def _with_popup(
    update: PdfUpdate,
    mark: DictionaryObject,
    page: IndirectObject,
    right: float,
    date: str | None,
) -> tuple[IndirectObject, IndirectObject]:
    """Add the mark and its closed pop-up at the page's right edge; return both references."""
    mark[NameObject("/P")] = page
    if date:
        mark[NameObject("/M")] = mark[NameObject("/CreationDate")] = TextStringObject(date)
    reference = update.add(mark)
    top = float(as_array(mark["/Rect"])[3])
    popup = _dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Popup"),
        Rect=_numbers(float(right) - 200, top - 100, float(right), top),
        Parent=reference,
        Open=BooleanObject(False),
        F=NumberObject(_FIXED_SIZE),
        P=page,
    )
    popup_reference = update.add(popup)
    mark[NameObject("/Popup")] = popup_reference
    return reference, popup_reference


def _mark(finding: Finding, subtype: str, rect: tuple[float, ...], flags: int) -> DictionaryObject:
    """Return what all three kinds of annotation have in common."""
    return _dictionary(
        Type=NameObject("/Annot"),
        Subtype=NameObject(subtype),
        Rect=_numbers(*rect),
        F=NumberObject(flags),
        T=TextStringObject(AUTHOR),
        Contents=TextStringObject(note_text(finding)),
        Subj=TextStringObject(f"{finding.code} {finding.slug}"),
        NM=TextStringObject(NAME_PREFIX + finding.fingerprint),
        C=_numbers(*COLOURS[finding.severity]),
    )


def note_text(finding: Finding) -> str:
    """Return what the note says: code and severity, message, suggestion."""
    lines = [f"{finding.code} {finding.slug} ({finding.severity})", finding.message]
    if finding.replacement is not None:
        lines.append(f"Suggestion: {finding.replacement or 'leave it out'}")
    return "\n".join(lines)


def _highlight(update: PdfUpdate, finding: Finding, boxes: list[Box]) -> DictionaryObject:
    """Return a highlight with one quad for each line it touches."""
    mark = _mark(finding, "/Highlight", _around(boxes), _PRINT)
    mark[NameObject("/QuadPoints")] = _numbers(
        *(n for b in boxes for n in (b.x0, b.y1, b.x1, b.y1, b.x0, b.y0, b.x1, b.y0))
    )
    paint = "".join(
        f"{b.x0:.2f} {b.y0:.2f} {b.x1 - b.x0:.2f} {b.y1 - b.y0:.2f} re f\n" for b in boxes
    )
    colour = " ".join(f"{part:.2f}" for part in COLOURS[finding.severity])
    _give_appearance(update, mark, f"/G gs {colour} rg\n{paint}", multiply=True)
    return mark


def _frame(update: PdfUpdate, finding: Finding, box: Box) -> DictionaryObject:
    """Return a rectangle around a place that has no text, such as a picture."""
    mark = _mark(finding, "/Square", _around([box], margin=2), _PRINT)
    x0, y0, x1, y1 = (float(n) for n in as_array(mark["/Rect"]))
    colour = " ".join(f"{part:.2f}" for part in COLOURS[finding.severity])
    outline = f"{x0 + 1:.2f} {y0 + 1:.2f} {x1 - x0 - 2:.2f} {y1 - y0 - 2:.2f} re S"
    _give_appearance(update, mark, f"{colour} RG 2 w {outline}")
    return mark


def _note(update: PdfUpdate, finding: Finding, corner: tuple[float, float]) -> DictionaryObject:
    """Return a note with `corner` as its lower left."""
    x, y = corner
    mark = _mark(finding, "/Text", (x, y, x + _ICON_PT, y + _ICON_PT), _FIXED_SIZE)
    mark[NameObject("/Name")] = NameObject("/Note")
    colour = " ".join(f"{part:.2f}" for part in COLOURS[finding.severity])
    sheet = f"{x + 1:.2f} {y + 1:.2f} 14 14 re B"
    rules = "".join(
        f"{x + 4:.2f} {y + step:.2f} m {x + 12:.2f} {y + step:.2f} l S\n" for step in (5, 8, 11)
    )
    _give_appearance(update, mark, f"{colour} rg 0.3 G 0.8 w {sheet}\n{rules}")
    return mark


def _give_appearance(
    update: PdfUpdate, mark: DictionaryObject, content: str, *, multiply: bool = False
) -> None:
    """Add a form that paints `content` in page coordinates and make it the mark's appearance."""
    form = DecodedStreamObject()
    form.set_data(content.encode("ascii"))
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(as_array(mark["/Rect"]))
    if multiply:
        state = _dictionary(Type=NameObject("/ExtGState"), BM=NameObject("/Multiply"))
        form[NameObject("/Resources")] = _dictionary(ExtGState=_dictionary(G=state))
        group = _dictionary(S=NameObject("/Transparency"), Type=NameObject("/Group"))
        form[NameObject("/Group")] = group
    mark[NameObject("/AP")] = _dictionary(N=update.add(form))


def _around(boxes: Iterable[Box], margin: float = 0.0) -> tuple[float, float, float, float]:
    """Return the smallest rectangle that holds all boxes, with a margin in points."""
    known = list(boxes)
    return (
        min(box.x0 for box in known) - margin,
        min(box.y0 for box in known) - margin,
        max(box.x1 for box in known) + margin,
        max(box.y1 for box in known) + margin,
    )


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(f"{value:.3f}") for value in values)


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
