"""Small papers and drafts written as text, for tests: `$...$` are formulas, blank lines end blocks."""

import re

from reportkit.analysis.dealings import Dealings
from reportkit.analysis.mentions import kind_of
from reportkit.analysis.sections import sections
from reportkit.analysis.statements import Inventory, Proof, Statement
from reportkit.document import Document, Span
from reportkit.readers.text import read_text

_HEAD = re.compile(
    r"(?m)^(?P<label>[A-ZÄÖÜ]\w+) (?P<number>[A-Z]?\.?\d+(?:\.\d+)*)(?: \((?P<name>[^)]*)\))?\. "
)


def written(text: str) -> Document:
    """Return the text as a Document with formulas."""
    return read_text(text, formulas=True)


def stated(document: Document) -> Inventory:
    """Return the statements: paragraphs that begin as "Lemma 2 (name). ", each with the next proof."""
    statements: list[Statement] = []
    proofs: list[Proof] = []
    for start, end in _paragraphs(document.text):
        words = document.text[start:end]
        head = _HEAD.match(words)
        if head and (kind := kind_of(head["label"])):
            body = Span(start + head.end(), end)
            statements.append(
                Statement(
                    f"{kind}-{head['number']}", kind, head["label"], head["number"], head["name"] or "",
                    None, None, Span(start, end), body, document.text[body.start : end], "text",
                    proof=_proof_id(document.text, end, len(proofs) + 1),
                )
            )  # fmt: skip
        elif words.startswith("Proof.") and statements:
            of = statements[-1].id
            span = Span(start, end)
            proofs.append(
                Proof(f"proof-{len(proofs) + 1}", of, False, False, "Proof", None, None, None, span, words)
            )  # fmt: skip
    return Inventory(tuple(statements), tuple(proofs))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"(?s)\S.*?(?=\n\n|\Z)", text)]


def _proof_id(text: str, end: int, number: int) -> str | None:
    return f"proof-{number}" if text[end:].lstrip().startswith("Proof.") else None


def dealings(draft: str, paper: str, conference: str | None = None) -> Dealings:
    """Return how a draft deals with a paper, both given as text."""
    mine, theirs = written(draft), written(paper)
    short = stated(written(conference)) if conference is not None else None
    return Dealings(mine, stated(mine), theirs, stated(theirs), short, sections(mine))
