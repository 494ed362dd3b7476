"""Plain text and Markdown: blocks at blank lines, headings by #, formulas between dollar signs."""

import re

from reportkit.document import Block, BlockKind, Document, Formula, Span

_BLOCK = re.compile(r"\S(?:.*?\S)??(?=\s*\n[ \t]*\n|\s*\Z)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_ITEM = re.compile(r"(?:[-*+•]|\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)])[ \t]+\S")
_FENCE = re.compile(r"^[ ]{0,3}```(?P<language>[\w+.-]{0,30})[ \t]*$", re.MULTILINE)
_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<!\\)\$(?P<inline>[^$\n]+?)(?<!\\)\$", re.DOTALL)


def read_text(text: str, name: str = "text", *, formulas: bool = True) -> Document:
    """Return a Document whose text is `text` itself, so that spans are places in what was given.

    `formulas` says whether `$...$` and `$$...$$` are mathematics.
    """
    code = _fenced(text)
    starts, ends = [0, *(c.end for c in code)], [*(c.start for c in code), len(text)]
    blocks = [
        _block(text, match)
        for start, end in zip(starts, ends, strict=True)
        for match in _BLOCK.finditer(text, start, end)
    ]
    blocks += [Block(BlockKind.CODE, span) for span in code]
    maths = _FORMULA.finditer(text) if formulas else ()
    return Document(
        name=name,
        format="text",
        text=text,
        blocks=tuple(sorted(blocks, key=lambda block: block.span.start)),
        formulas=tuple(
            Formula(Span(*match.span()), display=match["display"] is not None) for match in maths
        ),
    )


def _fenced(text: str) -> list[Span]:
    """Return the spans from ``` on a line of its own to the next one, which Markdown prints as code."""
    found = []
    opened: int | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match.start()
        elif not match["language"]:
            found.append(Span(opened, match.end()))
            opened = None
    return found


def _block(text: str, match: re.Match[str]) -> Block:
    span = Span(*match.span())
    heading = _HEADING.match(text, span.start)
    if heading:
        return Block(BlockKind.HEADING, span, len(heading[1]))
    kind = BlockKind.ITEM if _ITEM.match(text, span.start) else BlockKind.PARAGRAPH
    return Block(kind, span)
