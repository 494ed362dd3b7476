"""Commands that define: macros, environments, counters, switches, conditionals, files."""

import re

from reportkit.analysis.latex.lexer import Token
from reportkit.analysis.latex.machine import Command, Exhausted, Machine, Macro

# a user's own version of these means the same to us, but says it in ways that are not followed
PROTECTED = frozenset(
    [
        "begin",
        "end",
        "label",
        "ref",
        "eqref",
        "pageref",
        "cref",
        "Cref",
        "autoref",
        "nameref",
        "cite",
        "citep",
        "citet",
        "input",
        "include",
        "section",
        "subsection",
        "subsubsection",
        "paragraph",
        "subparagraph",
        "chapter",
        "part",
        "appendix",
        "item",
        "footnote",
        "caption",
        "newtheorem",
        "declaretheorem",
        "title",
        "author",
        "maketitle",
        "bibliography",
        "bibitem",
        "qed",
        "proof",
        "endproof",
        "text",
        "mbox",
        "hbox",
        "emph",
        "textbf",
        "textit",
        "textsc",
        "ensuremath",
        "tag",
        "documentclass",
        "usepackage",
        "document",
        "enddocument",
        "newcommand",
        "def",
        "par",
        "thanks",
        "date",
        "left",
        "right",
    ]
)


def _new_command(machine: Machine) -> None:
    machine.star()
    name = machine.name().lstrip("\\")
    count = _number(machine.words(machine.optional()))
    optional = machine.optional()
    body = machine.argument()
    if name and name not in PROTECTED:
        machine.define(machine.macros, name, _macro(count, optional, body))


def _provide_command(machine: Machine) -> None:
    machine.star()
    name = machine.name().lstrip("\\")
    count = _number(machine.words(machine.optional()))
    optional = machine.optional()
    body = machine.argument()
    if name not in machine.macros and name not in machine.commands:
        machine.define(machine.macros, name, _macro(count, optional, body))


def _macro(count: int, optional: list[Token] | None, body: list[Token]) -> Macro:
    parameters = tuple(
        token
        for number in range(1, count + 1)
        for token in (Token("#", "#", -1), Token("word", str(number), -1))
    )
    return Macro(parameters, tuple(body), None if optional is None else tuple(optional))


def _number(words: str) -> int:
    found = re.search(r"\d+", words)
    return min(int(found[0]), 9) if found else 0


def _def(machine: Machine) -> None:
    name = machine.next()
    parameters: list[Token] = []
    while (token := machine.next()) is not None and token.kind != "{":
        parameters.append(token)
        if len(parameters) > 60:
            return
    body = machine.group("}")
    if name is not None and name.kind == "cs" and name.text not in PROTECTED:
        kept = [part for part in parameters if part.kind != "par"]
        machine.define(machine.macros, name.text, Macro(tuple(kept), tuple(body)))


def _let(machine: Machine) -> None:
    name = machine.skip_spaces()
    other = machine.skip_spaces()
    if other is not None and other.text == "=":
        other = machine.skip_spaces()
    if name is None or other is None or name.kind != "cs" or name.text in PROTECTED:
        return
    if other.text in machine.macros:
        machine.define(machine.macros, name.text, machine.macros[other.text])
    elif other.text != name.text and other.kind == "cs":
        machine.macros.pop(name.text, None)
        if other.text in machine.commands:
            machine.define(machine.commands, name.text, machine.commands[other.text])
        if other.text in machine.theorems:
            machine.theorems[name.text] = machine.theorems[other.text]
        if other.text in machine.environments:
            machine.environments[name.text] = machine.environments[other.text]
    if name.text in machine.switches:
        machine.switches[name.text] = other.text == "iftrue"


def _new_environment(machine: Machine) -> None:
    machine.star()
    name = machine.name()
    count = _number(machine.words(machine.optional()))
    optional = machine.optional()
    begin, end = machine.argument(), machine.argument()
    if name in ("proof", "document", "abstract", "Proof") or name in machine.opening:
        return
    machine.define(machine.environments, name, (_macro(count, optional, begin), tuple(end)))


def _document_environment(machine: Machine) -> None:
    """\\NewDocumentEnvironment: m and o arguments are enough for a theorem's wrapper."""
    name, specification = machine.name(), machine.name()
    begin, end = machine.argument(), machine.argument()
    macro = _from_specification(specification, begin)
    if name not in machine.opening:
        machine.define(machine.environments, name, (macro, tuple(end)))


def _document_command(machine: Machine) -> None:
    name = machine.name().lstrip("\\")
    specification = machine.name()
    body = machine.argument()
    if name not in PROTECTED:
        machine.define(machine.macros, name, _from_specification(specification, body))


def _from_specification(specification: str, body: list[Token]) -> Macro:
    letters = re.sub(r"\{[^{}]*\}|[+!> ]", "", specification)
    optional: list[Token] | None = [] if letters[:1] in ("o", "O", "s") else None
    return _macro(sum(letter in "mosO" for letter in letters), optional, body)


def _math_operator(machine: Machine) -> None:
    machine.star()
    name = machine.name().lstrip("\\")
    body = [Token("cs", "operatorname", -1), Token("{", "{", -1)]
    macro = Macro((), (*body, *machine.argument(), Token("}", "}", -1)))
    machine.define(machine.macros, name, macro)


def _paired_delimiter(machine: Machine) -> None:
    """\\DeclarePairedDelimiter\\norm{\\lVert}{\\rVert}: \\norm*[..]{x} prints x between the two."""
    name = machine.name().lstrip("\\")
    left, right = machine.argument(), machine.argument()

    def command(inner: Machine) -> None:
        inner.star()
        inner.optional()
        inner.push([*left, *inner.argument(), *right])

    machine.commands[name] = command
    machine.macros.pop(name, None)


def _csname(machine: Machine) -> None:
    name: list[Token] = []
    while (token := machine.next()) is not None and token.text != "endcsname":
        name.append(token)
        if len(name) > 200:
            raise Exhausted
    machine.push([Token("cs", machine.plain(name).strip(), machine.at)])


def _expand_after(machine: Machine) -> None:
    """Expand the token behind the next one first."""
    first, second = machine.next(), machine.next()
    if second is not None and second.kind == "cs":
        macro = machine.macros.get(second.text)
        if macro is not None:
            machine.expand(macro, second.at)
        elif second.text in ("fi", "else", "csname", "expandafter", "@nameuse"):
            machine.execute(second)
        else:
            machine.push([second])
    elif second is not None:
        machine.push([second])
    if first is not None:
        machine.push([first])


def _name_use(machine: Machine) -> None:
    machine.push([Token("cs", machine.plain(machine.argument()).strip(), machine.at)])


def _name_def(machine: Machine) -> None:
    name = machine.name()
    machine.push([Token("cs", name, machine.at)])
    _def(machine)


COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("newcommand", "renewcommand", "DeclareRobustCommand"), _new_command),
    "providecommand": _provide_command,
    **dict.fromkeys(("def", "gdef", "edef", "xdef"), _def),
    "let": _let,
    "DeclarePairedDelimiter": _paired_delimiter,
    "DeclareMathOperator": _math_operator,
    **dict.fromkeys(("newenvironment", "renewenvironment"), _new_environment),
    **dict.fromkeys(
        ("NewDocumentEnvironment", "RenewDocumentEnvironment", "DeclareDocumentEnvironment"),
        _document_environment,
    ),
    **dict.fromkeys(
        ("NewDocumentCommand", "RenewDocumentCommand", "DeclareDocumentCommand"),
        _document_command,
    ),
    "csname": _csname,
    "expandafter": _expand_after,
    "@nameuse": _name_use,
    "@namedef": _name_def,
}
