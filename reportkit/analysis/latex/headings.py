"""Headings, the appendix, and what stands before the text: class, title, authors, abstract."""

import re

from reportkit.analysis.latex.declarations import use_class
from reportkit.analysis.latex.lexer import SPACE, Token, call, tokens
from reportkit.analysis.latex.machine import (
    Command,
    Label,
    Machine,
    Macro,
)
from reportkit.analysis.latex.wording import swallow
from reportkit.document import BlockKind

_LEVELS = {
    "part": -1, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4,
    "subparagraph": 5,
}  # fmt: skip
_NUMBERED_DOWN_TO = 3


def _heading(name: str) -> Command:
    level = _LEVELS[name]

    def command(machine: Machine) -> None:
        starred = machine.star()
        machine.optional()
        title = machine.argument()
        at = machine.at
        numbered = not starred and level <= _NUMBERED_DOWN_TO and machine.in_document
        number = machine.step(name) if numbered else ""
        if numbered:
            # behind the heading a label means the section, whatever group it stands in
            current = machine.current
            machine.current = Label(current.number, current.counter, None)
        if not machine.in_document:
            return
        if level >= 4:
            _run_in(machine, title)
            return
        machine.flow.begin(BlockKind.HEADING, level)
        start = machine.flow.mark()
        if number:
            machine.flow.write(f"{number} ", at)
        first = len(machine.references)

        def ended() -> None:
            machine.headings.append((start, machine.flow.mark()))
            keys = [key for ref in machine.references[first:] for key in ref.keys]
            machine.heading = tuple(keys)
            machine.flow.begin(BlockKind.PARAGRAPH)

        machine.push([*title, Token("call", "", at, ended)])

    return command


def _run_in(machine: Machine, title: list[Token]) -> None:
    """\\paragraph{...}: its words begin the paragraph, with a full stop behind them."""
    machine.flow.paragraph()
    words = machine.plain(title).rstrip()
    ending = "" if words.endswith((".", ":", "?", "!")) else "."
    machine.push([*title, *([Token("char", ending, machine.at)] if ending else []), SPACE])


def _appendix(machine: Machine) -> None:
    top = "chapter" if machine.counters.get("chapter") else "section"
    machine.counters.set(top, 0)
    for other in machine.counters.resets.get(top, ()):
        machine.counters.set(other, 0)
    letters = Macro((), tuple(tokens(f"\\Alph{{{top}}}")))
    machine.macros[f"the{top}"] = letters
    if "thmsection" in machine.macros:
        machine.macros["thmsection"] = letters


def _front(name: str) -> Command:
    """\\title, \\author and their like: kept, printed by \\maketitle."""

    def command(machine: Machine) -> None:
        machine.optional()
        given = machine.argument()
        if name == "author":
            words = ", ".join(filter(None, [machine.facts.get(name, ""), *_names(machine, given)]))
        else:
            words = _front_words(machine, given)
        machine.facts[name] = words

    return command


def _front_words(machine: Machine, given: list[Token]) -> str:
    words = " ".join(machine.plain(given).split())
    return words.strip(" ,;∗*")


_BETWEEN_AUTHORS = frozenset(["and", "And", "AND", "quad", "qquad", "hspace", "hfill", "linebreak"])
# what follows a name up to the next comma, and what follows it up to the next author
_MARKS = frozenset(
    ["thanks", "footnote", "footnotemark", "inst", "textsuperscript", "authornote", "orcidID"]
)
_ADDRESSES = frozenset(
    [
        "\\",
        "email",
        "Email",
        "addr",
        "address",
        "affiliation",
        "affil",
        "institution",
        "institute",
        "tt",
        "texttt",
        "small",
        "href",
        "url",
        "normalfont",
    ]
)


def _names(machine: Machine, given: list[Token]) -> list[str]:
    """Return the authors: what stands first in each part, or what \\Name{...} holds."""
    parts: list[list[Token]] = [[]]
    marked = behind = False
    depth = 0
    for token in given:
        depth += (token.kind == "{") - (token.kind == "}")
        command = token.text if token.kind == "cs" else ""
        comma = token.text == "," and depth <= 0 and not behind
        if command == "Name" or command in _BETWEEN_AUTHORS or token.kind == "&" or comma:
            parts.append([])
            marked = behind = False
        marked = marked or command in _MARKS or token.kind in "^$"
        behind = behind or command in _ADDRESSES
        if not marked and not behind and not comma and token.kind not in "{}&":
            parts[-1].append(token)
    # an ORCID is no part of a name
    words = (
        re.sub(r"\b\d{4}-[\d-]+\w?", "", _front_words(machine, part)).strip() for part in parts
    )
    return [name for name in words if name and not re.search(r"[\d@]", name)]


def _make_title(machine: Machine) -> None:
    flow = machine.flow
    for name in ("title", "author"):
        if machine.facts.get(name):
            flow.begin(BlockKind.FRONT)
            flow.write(machine.facts[name])
    flow.begin(BlockKind.PARAGRAPH)


def _two_column(machine: Machine) -> None:
    """\\twocolumn[...]: the title of some conferences."""
    given = machine.optional()
    if given and machine.in_document:
        machine.flow.paragraph()
        machine.push([*given, call(machine.flow.paragraph)])


def _shown_title(name: str) -> Command:
    """\\icmltitle{...} and \\icmlauthor{...}{...}, which are printed where they stand."""

    def command(machine: Machine) -> None:
        given = machine.argument()
        if name == "author":
            machine.argument()
        known = machine.facts.get(name, "")
        words = (
            ", ".join(_names(machine, given)) if name == "author" else _front_words(machine, given)
        )
        machine.facts[name] = f"{known}, {words}" if known else words
        if machine.in_document:
            machine.flow.begin(BlockKind.FRONT)
            machine.flow.write(words, machine.at)
            machine.flow.paragraph()

    return command


def _abstract(machine: Machine) -> None:
    machine.flow.begin(BlockKind.HEADING, 1)
    machine.flow.write("Abstract", machine.at)
    machine.flow.begin(BlockKind.PARAGRAPH)


def _abstract_command(machine: Machine) -> None:
    """\\abstract{...} of some classes."""
    given = machine.argument()
    if machine.in_document:
        _abstract(machine)
        machine.push(given)


def _document_class(machine: Machine) -> None:
    options = machine.words(machine.optional())
    name = machine.name()
    if machine.in_document:  # a part that is a document of its own
        return
    machine.document_class = name
    machine.loaded.add(name)
    machine.options.update(part.strip() for part in options.split(","))
    known = use_class(machine, name, machine.options)
    own = machine.find(name, (".cls",))
    if own and not known:
        machine.read_file(own)


COMMANDS: dict[str, Command] = {
    **{name: _heading(name) for name in _LEVELS},
    **dict.fromkeys(("appendix", "appendices"), _appendix),
    "twocolumn": _two_column,
    **dict.fromkeys(("title", "Title", "aistatstitle"), _front("title")),
    **dict.fromkeys(("author", "Author", "coltauthor", "aistatsauthor"), _front("author")),
    "icmltitle": _shown_title("title"),
    "icmlauthor": _shown_title("author"),
    **dict.fromkeys(("date", "thanks", "affil", "address", "email", "institute", "icmlaffiliation",
                     "icmlcorrespondingauthor", "keywords", "ccsdesc", "affiliation"), swallow(1)),
    "maketitle": _make_title,
    "abstract": _abstract_command,
    **dict.fromkeys(("documentclass", "documentstyle", "LoadClass"), _document_class),
}  # fmt: skip
OPENING: dict[str, Command] = {
    "abstract": _abstract,
    **dict.fromkeys(("appendices", "appendix", "subappendices"), _appendix),
}
CLOSING: dict[str, Command] = {
    "abstract": lambda machine: machine.flow.begin(BlockKind.PARAGRAPH),
}
