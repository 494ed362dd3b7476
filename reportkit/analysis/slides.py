"""Whether a document is a set of slides."""

from reportkit.document import Document

_WIDE = 1.2  # width to height; A4 and Letter upright have 0.71 and 0.77, 4:3 has 1.33
_MOST_WORDS = 150  # a page of prose has 300 and more; a crowded slide stays below this
_PROGRAMS = ("beamer", "powerpoint", "impress", "keynote", "powerdot")


def is_slides(document: Document) -> bool:
    """Return whether the pages are wide and hold few words each, or a slide program made them."""
    pages = document.pages
    if not pages:
        return False
    wide = sum(page.width > _WIDE * page.height for page in pages)
    if wide < 0.8 * len(pages):
        return False
    makers = f"{document.metadata.creator} {document.metadata.producer}".lower()
    if any(program in makers for program in _PROGRAMS):
        return True
    return len(document.text.split()) < _MOST_WORDS * len(pages)
