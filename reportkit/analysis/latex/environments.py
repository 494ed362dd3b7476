"""What begins and ends: the document, lists, floats, verbatim text, footnotes."""

from reportkit.analysis.latex.declarations import declare_unknown
from reportkit.analysis.latex.flow import Flow
from reportkit.analysis.latex.lexer import SPACE, call
from reportkit.analysis.latex.machine import STATEMENT, Command, Exhausted, Machine
from reportkit.document import BlockKind


def _begin(machine: Machine) -> None:
    name = machine.name()
    at = machine.at
    if name == "document":
        if not machine.documents:
            machine.flow = Flow()  # what a preamble seems to print is printed nowhere
        machine.documents += 1
        machine.in_document = True
        return
    machine.open_group()
    machine.environment = name
    if name in machine.theorems:
        if machine.in_document:
            machine.opening[STATEMENT](machine)
    elif name in machine.environments:
        machine.expand(machine.environments[name][0], at)
    elif machine.in_document and name in machine.opening:
        machine.opening[name](machine)
    elif machine.in_document and declare_unknown(machine, name):
        machine.opening[STATEMENT](machine)


def _end_document(machine: Machine) -> None:
    """End the paper, or the file of a part that is a document of its own (subfiles)."""
    machine.documents -= 1
    lexer = machine.lexer()
    if machine.documents > 0 and lexer is not None:
        lexer.offset = len(lexer.text)
        return
    machine.stack.clear()
    machine.open_files.clear()


def _end(machine: Machine) -> None:
    name = machine.name()
    if name == "document":
        _end_document(machine)
        return
    machine.environment = name
    if name in machine.theorems:
        if machine.in_document:
            machine.closing[STATEMENT](machine)
        machine.close_group()
    elif name in machine.environments:
        machine.push([*machine.environments[name][1], call(machine.close_group)])
    else:
        if machine.in_document and name in machine.closing:
            machine.closing[name](machine)
        machine.close_group()


def _verbatim(machine: Machine) -> None:
    """Print the raw text of a verbatim environment as a block of code."""
    name = machine.environment
    lexer = machine.lexer()
    if lexer is None:
        raise Exhausted
    words, at = lexer.raw_until(f"\\end{{{name}}}")
    machine.close_group()
    if name == "comment":
        return
    machine.flow.begin(BlockKind.CODE)
    machine.flow.write(words.strip("\n"), at)
    machine.flow.paragraph()


def _picture(machine: Machine) -> None:
    """Pass over what draws: its words are no prose.

    Macros are read where they begin or end an environment: some write \\etik for its end.
    """
    name = machine.environment
    depth = 0
    while (token := machine.next()) is not None:
        macro = machine.macros.get(token.text) if token.kind == "cs" else None
        if macro is not None and any(t.text in ("begin", "end") for t in macro.body):
            machine.expand(macro, token.at)
        elif token.kind == "cs" and token.text in ("begin", "end"):
            if machine.words(machine.argument()) == name:
                depth += 1 if token.text == "begin" else -1
            if depth < 0:
                machine.close_group()
                return


def _float(kind: BlockKind) -> Command:
    def command(machine: Machine) -> None:
        machine.optional()
        machine.define(machine.facts, "float", machine.environment.rstrip("*"))
        machine.flow.inset(kind)

    return command


def _end_inset(machine: Machine) -> None:
    machine.flow.resume()


def _code(machine: Machine) -> None:
    machine.optional()
    machine.define(machine.facts, "float", "algorithm")
    machine.flow.inset(BlockKind.CODE)


def _table(machine: Machine) -> None:
    """A tabular: its column types are not printed."""
    machine.optional()
    if machine.environment in ("tabularx", "tabular*", "tabulary"):
        machine.argument()
    machine.argument()


def _caption(machine: Machine) -> None:
    machine.star()
    machine.optional()
    given = machine.argument()
    counter = machine.facts.get("float", "figure")
    counter = counter if f"the{counter}" in machine.macros else "figure"
    number = machine.step(counter)
    before = machine.flow.current.kind
    machine.flow.begin(BlockKind.CAPTION)
    machine.flow.write(f"{counter.title()} {number}: ", machine.at)
    machine.push([*given, call(lambda: machine.flow.begin(before))])


def _footnote(machine: Machine) -> None:
    machine.optional()
    given = machine.argument()
    machine.flow.inset(BlockKind.FOOTNOTE)
    math, machine.math = machine.math, 0

    def ended() -> None:
        machine.math = math
        machine.flow.resume()

    machine.push([*given, call(ended)])


def _begin_list(machine: Machine) -> None:
    machine.optional()
    if machine.environment in ("list",):
        machine.argument(), machine.argument()
    depth = int(machine.facts.get("depth", "0")) + 1
    machine.define(machine.facts, "depth", str(depth))
    machine.define(machine.facts, "list", machine.environment)
    machine.counters.set(_item_counter(depth), 0)
    machine.flow.paragraph()


def _item_counter(depth: int) -> str:
    return f"enum{('i', 'ii', 'iii', 'iv')[min(depth, 4) - 1]}"


def _item(machine: Machine) -> None:
    label = machine.optional()
    at = machine.at
    machine.flow.begin(BlockKind.ITEM)
    if label is not None and machine.facts.get("list") == "description":
        # what is described is a title: no sentence begins with it
        machine.push([*label, call(lambda: machine.flow.begin(BlockKind.ITEM))])
    elif label is not None:
        machine.push([*label, SPACE])
    elif machine.facts.get("list") == "enumerate":
        counter = _item_counter(int(machine.facts.get("depth", "1")))
        number = machine.step(counter)
        machine.flow.write(f"{number}. ", at)
    elif machine.facts.get("list") == "itemize":
        machine.flow.write("• ", at)


def _end_list(machine: Machine) -> None:
    machine.flow.begin(BlockKind.PARAGRAPH)


COMMANDS: dict[str, Command] = {
    "begin": _begin,
    "end": _end,
    "caption": _caption,
    "footnote": _footnote,
    "item": _item,
}
_LISTS = (
    "itemize", "enumerate", "description", "list", "compactitem", "compactenum", "enumerate*",
    "inparaenum", "asparaenum",
)  # fmt: skip
_FIGURES = ("figure", "figure*", "wrapfigure")
_TABLES = ("table", "table*", "wraptable")
_ALGORITHMS = ("algorithm", "algorithm*", "algorithm2e")
OPENING: dict[str, Command] = {
    **dict.fromkeys(("verbatim", "verbatim*", "lstlisting", "minted", "comment", "Verbatim",
                     "filecontents", "filecontents*"), _verbatim),
    **dict.fromkeys(("tikzpicture", "pspicture", "picture", "tikzcd", "forest", "pgfpicture",
                     "CCSXML", "xy", "axis"), _picture),
    **dict.fromkeys(_FIGURES, _float(BlockKind.FIGURE)),
    **dict.fromkeys(_TABLES, _float(BlockKind.TABLE)),
    **dict.fromkeys(_ALGORITHMS, _code),
    **dict.fromkeys(("tabular", "tabular*", "tabularx", "longtable", "tabulary"), _table),
    **dict.fromkeys(_LISTS, _begin_list),
}  # fmt: skip
CLOSING: dict[str, Command] = {
    **dict.fromkeys((*_FIGURES, *_TABLES, *_ALGORITHMS), _end_inset),
    **dict.fromkeys(_LISTS, _end_list),
}
