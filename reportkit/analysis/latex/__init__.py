"""A LaTeX project read as a paper: its text, its statements, and where each word comes from."""

import re
from bisect import bisect_right
from functools import lru_cache

from reportkit.analysis.latex import (
    conditionals,
    counting,
    declarations,
    definitions,
    environments,
    formulas,
    headings,
    inputs,
    proving,
    references,
    theorems,
    wording,
)
from reportkit.analysis.latex.auxiliary import numbers
from reportkit.analysis.latex.collecting import collected
from reportkit.analysis.latex.flow import Finished, formula
from reportkit.analysis.latex.lexer import Files
from reportkit.analysis.latex.machine import Exhausted, Machine
from reportkit.analysis.statements import Inventory
from reportkit.document import Document, Metadata, Origin, Source
from reportkit.records import dataclass

_COUNTERS = {
    "part": None, "chapter": None, "section": None, "subsection": "section",
    "subsubsection": "subsection", "paragraph": "subsubsection", "subparagraph": "paragraph",
    "equation": None, "figure": None, "table": None, "footnote": None, "page": None,
    "enumi": None, "enumii": "enumi", "enumiii": "enumii", "enumiv": "enumiii",
    "algorithm": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parsed:
    """A paper made from its source; spans of the inventory are places in the document's text."""

    document: Document
    inventory: Inventory


@lru_cache(maxsize=4)
def parse(source: Source, name: str = "paper.tex") -> Parsed:
    """Return the paper that `source` holds; pages are known only where an .aux file tells them.

    Macros are expanded up to a limit; where a source goes beyond, what was read until then is kept
    and the document's notes say so.
    """
    files = Files.of(source.files)
    machine = _run(files, source)
    finished = machine.flow.finished()
    if not machine.in_document or not finished.text.strip():
        # a style file's tricks went wrong: without the project's own style files, then
        plain = {n: t for n, t in source.files.items() if not n.endswith((".sty", ".cls"))}
        files = Files.of(plain)
        machine = _run(files, source)
        finished = machine.flow.finished()
    document = Document(
        name=name,
        format="latex",
        text=finished.text,
        blocks=finished.blocks,
        formulas=tuple(
            sorted(
                (formula(*found) for found in machine.formulas if found[0].offset >= 0),
                key=lambda found: found.span,
            )
        ),
        metadata=Metadata(machine.facts.get("title", ""), machine.facts.get("author", "")),
        notes=tuple(machine.notes),
        origins=_origins(files, finished),
        source=source,
    )
    return Parsed(document, collected(machine, document))


def _run(files: Files, source: Source) -> Machine:
    machine = _machine(files, source)
    # a chapter given on its own is all text
    machine.in_document = "\\begin{document}" not in source.files[source.main]
    machine.read_file(source.main)
    try:
        machine.run()
    except Exhausted:
        machine.note("the source expands without end: it was read in part")
        machine.flow.outer.clear()
    return machine


def _machine(files: Files, source: Source) -> Machine:
    stem = source.main.rpartition(".")[0]
    machine = Machine(files, numbers(_auxiliary(source, f"{stem}.aux")))
    machine.typeset = lambda token: formulas.typeset(machine, token)
    machine.use_package = declarations.use_package
    for silent in (definitions, counting, conditionals, inputs, declarations):
        machine.commands |= silent.COMMANDS
    for module in (wording, formulas, headings, environments, references, proving, theorems):
        machine.commands |= module.COMMANDS
        machine.opening |= module.OPENING
        machine.closing |= module.CLOSING
    for counter, within in _COUNTERS.items():
        machine.new_counter(counter, within)
    for counter in ("subsection", "subsubsection", "paragraph"):
        machine.counters.reset_by(counter, _COUNTERS[counter] or "section")
    for counter in ("enumii", "enumiii", "enumiv"):
        machine.macros[f"the{counter}"] = machine.macros["theenumi"]
    return machine


def _auxiliary(source: Source, name: str, depth: int = 0) -> str:
    """Return the .aux and those of the files that were \\include'd, which it names."""
    text = source.files.get(name, "")
    folder = name.rpartition("/")[0]
    if depth > 2:
        return text
    parts = re.findall(r"\\@input\{([^{}]+\.aux)\}", text)
    inner = (
        _auxiliary(source, f"{folder}/{part}" if folder else part, depth + 1) for part in parts
    )
    return "\n".join((text, *inner))


def _origins(files: Files, finished: Finished) -> tuple[Origin, ...]:
    """Return where each piece of the text comes from, in the order of the text."""
    lines = _Lines(files)
    found: list[Origin] = []
    for start, place in zip(finished.starts, finished.origins, strict=True):
        if place >= 0:
            found.append(Origin(start, *lines.at(place)))
    return tuple(found)


class _Lines:
    """Turns places in the count of all files into file, line and column."""

    def __init__(self, files: Files) -> None:
        self._names = list(files.texts)
        self._bases = [files.bases[name] for name in self._names]
        self._starts: dict[str, list[int]] = {}
        self._texts = files.texts

    def at(self, place: int) -> tuple[str, int, int]:
        """Return file, line and column, both from 1."""
        index = bisect_right(self._bases, place) - 1
        name = self._names[index]
        starts = self._starts.get(name)
        if starts is None:
            starts = [0]
            for row in self._texts[name].split("\n"):
                starts.append(starts[-1] + len(row) + 1)
            self._starts[name] = starts
        offset = place - self._bases[index]
        line = bisect_right(starts, offset)
        return name, line, offset - starts[line - 1] + 1
