"""Commands that define: macros, environments, counters, switches, conditionals, files."""

import re

from reportkit.analysis.latex.counters import printed
from reportkit.analysis.latex.lexer import Token, tokens
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
_CONDITIONALS = frozenset(
    [
        "if",
        "ifx",
        "ifnum",
        "ifdim",
        "ifodd",
        "ifcase",
        "ifcat",
        "ifmmode",
        "ifvmode",
        "ifhmode",
        "ifinner",
        "ifvoid",
        "ifhbox",
        "ifvbox",
        "ifeof",
        "iftrue",
        "iffalse",
        "ifdefined",
        "ifcsname",
        "iffontchar",
        "ifincsname",
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


# --- counters -------------------------------------------------------------------------------


def _new_counter(machine: Machine) -> None:
    name = machine.name()
    within = machine.words(machine.optional())
    machine.counters.add(name, within or None)
    machine.macros[f"the{name}"] = Macro((), tuple(tokens(f"\\arabic{{{name}}}")))


def _counter_within(machine: Machine) -> None:
    starred = machine.star()
    style = machine.words(machine.optional()) or "\\arabic"
    name, within = machine.name(), machine.name()
    machine.counters.reset_by(name, within)
    if not starred:
        body = f"\\the{within}.{style}{{{name}}}"
        machine.macros[f"the{machine.counters.real(name)}"] = Macro((), tuple(tokens(body)))


def _counter_without(machine: Machine) -> None:
    starred = machine.star()
    machine.optional()
    name, within = machine.name(), machine.name()
    machine.counters.free(name, within)
    if not starred:
        machine.macros[f"the{name}"] = Macro((), tuple(tokens(f"\\arabic{{{name}}}")))


def _set_counter(machine: Machine) -> None:
    name = machine.name()
    machine.counters.set(name, _integer(machine, machine.argument()))


def _add_to_counter(machine: Machine) -> None:
    name = machine.name()
    amount = _integer(machine, machine.argument())
    machine.counters.set(name, machine.counters.get(name) + amount)


def _integer(machine: Machine, given: list[Token]) -> int:
    """Return the number that the tokens say: digits, \\value{x}, \\thex, \\numexpr a-1\\relax."""
    words = machine.plain(given)
    total = re.findall(r"([-+]?)\s*(\d{1,9})", words)
    return sum(-int(digits) if sign == "-" else int(digits) for sign, digits in total)


def _step_counter(machine: Machine) -> None:
    machine.counters.step(machine.name())


def _refstep_counter(machine: Machine) -> None:
    machine.step(machine.name())


def _printing(way: str) -> Command:
    def command(machine: Machine) -> None:
        machine.flow.write(printed(way, machine.counters.get(machine.name())))

    return command


def _printing_register(way: str) -> Command:
    """\\@arabic\\c@section and the like."""

    def command(machine: Machine) -> None:
        given = machine.argument()
        name = given[0].text.removeprefix("c@") if given else ""
        machine.flow.write(printed(way, machine.counters.get(name)))

    return command


def _value(machine: Machine) -> None:
    machine.flow.write(str(machine.counters.get(machine.name())))


def _alias_counter(machine: Machine) -> None:
    name, other = machine.name(), machine.name()
    machine.counters.aliases[name] = other
    machine.macros[f"the{name}"] = Macro((), (Token("cs", f"the{other}", -1),))


# --- conditionals ---------------------------------------------------------------------------


def _new_if(machine: Machine) -> None:
    name = machine.next()
    if name is None or not name.text.startswith("if"):
        return
    switch, stem = name.text, name.text[2:]
    machine.switches.setdefault(switch, False)
    machine.commands[switch] = lambda m: choose(m, m.switches[switch])
    machine.commands[f"{stem}true"] = lambda m: m.define(m.switches, switch, True)
    machine.commands[f"{stem}false"] = lambda m: m.define(m.switches, switch, False)


def choose(machine: Machine, truth: bool) -> None:
    """Go on behind the conditional's \\else where it is false; \\else and \\fi end what is read."""
    if not truth:
        _skip_branch(machine, stop_at_else=True)


def _skip_branch(machine: Machine, stop_at_else: bool) -> None:
    depth = 0
    files = len(machine.open_files)
    while (token := machine.next()) is not None:
        if len(machine.open_files) < files:  # a style file's own affair ends with it
            machine.push([token])
            return
        if token.kind != "cs":
            continue
        if token.text in _CONDITIONALS or token.text in machine.switches:
            depth += 1
        elif token.text == "fi":
            if not depth:
                return
            depth -= 1
        elif token.text == "else" and not depth and stop_at_else:
            return


def _else(machine: Machine) -> None:
    _skip_branch(machine, stop_at_else=False)


def _ifx(machine: Machine) -> None:
    one, other = machine.next(), machine.next()
    if one is None or other is None:
        return
    meanings = [machine.macros.get(token.text) for token in (one, other) if token.kind == "cs"]
    same_macro = len(meanings) == 2 and meanings[0] is not None and _same(*meanings)
    both_unknown = meanings == [None, None] and one.text in _UNDEFINED and other.text in _UNDEFINED
    choose(machine, one[:2] == other[:2] or same_macro or both_unknown)


_UNDEFINED = frozenset({"undefined", "@undefined"})


def _same(one: Macro | None, other: Macro | None) -> bool:
    if one is None or other is None:
        return False
    return [t[:2] for t in one.body] == [t[:2] for t in other.body]


def _ifnum(machine: Machine) -> None:
    condition: list[Token] = []
    while (token := machine.next()) is not None and len(condition) < 40:
        ended = token.kind in ("space", "par") or token.text in ("relax", "else", "fi")
        complete = re.search(r"[<>=]\s*-?\d+$", machine.words(condition))
        if (ended and complete) or (complete and token.kind == "cs"):
            if token.text in ("else", "fi") or token.kind == "cs":
                machine.push([token])
            break
        condition.append(token)
    words = machine.plain(condition)
    found = re.match(r"\s*(-?\d+)\s*([<>=])\s*(-?\d+)", words)
    if not found:
        return choose(machine, False)
    one, sign, other = int(found[1][:9]), found[2], int(found[3][:9])
    return choose(machine, {"<": one < other, ">": one > other, "=": one == other}[sign])


def _if_defined(machine: Machine) -> None:
    token = machine.next()
    choose(machine, token is not None and _is_defined(machine, token.text))


def _is_defined(machine: Machine, name: str) -> bool:
    return name in machine.macros or name in machine.commands or name in machine.theorems


def _at_if_undefined(machine: Machine) -> None:
    name = machine.name()
    yes, no = machine.argument(), machine.argument()
    machine.push(no if _is_defined(machine, name) else yes)


def _if_loaded(machine: Machine) -> None:
    """\\@ifpackageloaded and \\@ifclassloaded."""
    name = machine.name()
    yes, no = machine.argument(), machine.argument()
    machine.push(yes if name in machine.loaded else no)


def _if_then_else(machine: Machine) -> None:
    condition = machine.name()
    yes, no = machine.argument(), machine.argument()
    switch = re.search(r"\\boolean\{?(\w+)", condition)
    equal = re.search(r"\\equal\s*\{(.*?)\}\s*\{(.*?)\}", condition)
    truth = False
    if switch:
        truth = machine.switches.get(f"if{switch[1]}", False)
    elif equal:
        truth = machine.plain(tokens(equal[1])) == machine.plain(tokens(equal[2]))
    machine.push(no if truth == condition.startswith("\\not") else yes)


def _set_boolean(machine: Machine) -> None:
    machine.define(machine.switches, f"if{machine.name()}", machine.name() == "true")


def _new_boolean(machine: Machine) -> None:
    name = machine.name()
    machine.push([Token("cs", f"if{name}", -1)])
    _new_if(machine)


# --- files ----------------------------------------------------------------------------------


def _input(machine: Machine) -> None:
    token = machine.skip_spaces()
    if token is None:
        return
    if token.kind == "{":
        name = machine.words(machine.group("}"))
    else:  # plain TeX: up to the next blank
        name = token.text
        while (token := machine.next()) is not None and token.kind not in ("space", "par", "cs"):
            name += token.text
    _read(machine, name)


def _read(machine: Machine, name: str) -> None:
    if machine.find(name) is None:
        if machine.in_document and not name.endswith((".pdf_tex", ".pgf", ".tikz")):
            machine.note(f"{name} was not found: what it holds is missing")
    elif not machine.read_file(name):
        machine.note(f"{name} includes itself: read once")


def _include(machine: Machine) -> None:
    _read(machine, machine.name())


def _import(machine: Machine) -> None:
    machine.star()
    folder, name = machine.name(), machine.name()
    _read(machine, f"{folder.rstrip('/')}/{name}")


def _use_package(machine: Machine) -> None:
    options = machine.words(machine.optional())
    for name in machine.name().split(","):
        name = name.strip()
        machine.loaded.add(name)
        machine.options.update(part.strip() for part in options.split(","))
        machine.use_package(machine, name)
        own = machine.find(name, (".sty",))
        if own and not _HEAVY.fullmatch(name) and not machine.in_document:
            machine.read_file(own)


# style files of conferences and journals, and of packages: pages of layout, no statements but those
# that classes.py knows
_HEAVY = re.compile(
    r"(algorithm|natbib|fancyhdr|eso-pic|forloop|hyperref|cleveref|neurips|nips|icml|iclr|aistats|"
    r"aaai|ijcai|acl|emnlp|cvpr|uai|colt|jmlr|tmlr|pmlr|arxiv|amsmath|amsthm|amssymb|graphicx|tikz|"
    r"pgf|xcolor|times|geometry|caption|subfig|booktabs|mathtools|bbm|enumitem)\w*",
    re.IGNORECASE,
)


def _nothing(machine: Machine) -> None:
    return None


def _loop(machine: Machine) -> None:
    """\\loop ... \\repeat counts and draws; a paper's words are elsewhere."""
    for _ in range(2_000):
        token = machine.next()
        if token is None or token.text == "repeat":
            return


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


def _end_input(machine: Machine) -> None:
    lexer = machine.lexer()
    if lexer is not None:
        lexer.offset = len(lexer.text)


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
    "loop": _loop,
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
    "newcounter": _new_counter,
    **dict.fromkeys(("counterwithin", "numberwithin"), _counter_within),
    "counterwithout": _counter_without,
    "setcounter": _set_counter,
    "addtocounter": _add_to_counter,
    "stepcounter": _step_counter,
    "refstepcounter": _refstep_counter,
    **{way: _printing(way) for way in ("arabic", "alph", "Alph", "roman", "Roman", "fnsymbol")},
    **{f"@{way}": _printing_register(way) for way in ("arabic", "alph", "Alph", "roman", "Roman")},
    "value": _value,
    "newaliascnt": _alias_counter,
    "newif": _new_if,
    "iftrue": lambda machine: choose(machine, True),
    "iffalse": lambda machine: choose(machine, False),
    "ifmmode": lambda machine: choose(machine, machine.math > 0),
    "ifpdf": lambda machine: choose(machine, True),
    "ifx": _ifx,
    "if": _ifx,
    "ifnum": _ifnum,
    "ifdefined": _if_defined,
    **dict.fromkeys(("ifdim", "ifodd", "ifcase", "ifcat", "ifvoid", "ifeof"),
                    lambda machine: choose(machine, False)),
    "else": _else,
    "fi": _nothing,
    "@ifundefined": _at_if_undefined,
    **dict.fromkeys(("@ifpackageloaded", "@ifclassloaded"), _if_loaded),
    "ifthenelse": _if_then_else,
    "setboolean": _set_boolean,
    "newboolean": _new_boolean,
    "input": _input,
    **dict.fromkeys(("include", "subfile", "subfileinclude", "@input", "InputIfFileExists"), _include),
    **dict.fromkeys(("import", "subimport", "includefrom", "subincludefrom"), _import),
    **dict.fromkeys(("usepackage", "RequirePackage"), _use_package),
    "endinput": _end_input,
    "csname": _csname,
    "expandafter": _expand_after,
    "@nameuse": _name_use,
    "@namedef": _name_def,
}  # fmt: skip
