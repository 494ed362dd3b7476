"""Conditionals: the branch that TeX would take is read, the other one passed over."""

import re

from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import Command, Machine, Macro

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


def _nothing(machine: Machine) -> None:
    return None


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


def _set_switch(machine: Machine, prefix: str, value: bool | None = None) -> None:
    """\\setboolean{name}{true} and its relatives; `value` is that of the command, None where it is given."""
    name = machine.name()
    truth = machine.name() == "true" if value is None else value
    machine.define(machine.switches, f"{prefix}{name}", truth)


def _new_boolean(machine: Machine) -> None:
    name = machine.name()
    machine.push([Token("cs", f"if{name}", -1)])
    _new_if(machine)


def _new_toggle(machine: Machine) -> None:
    """etoolbox's \\newtoggle{name}: a switch that is read with its branches as arguments."""
    machine.switches.setdefault(f"toggle {machine.name()}", False)


def _branch(machine: Machine, prefix: str, wanted: bool) -> None:
    """\\iftoggle{name}{yes}{no} and its relatives; an unknown name is false."""
    truth = machine.switches.get(f"{prefix}{machine.name()}", False)
    yes, no = machine.argument(), machine.argument()
    machine.push(yes if truth == wanted else no)


def _loop(machine: Machine) -> None:
    """\\loop ... \\repeat counts and draws; a paper's words are elsewhere."""
    for _ in range(2_000):
        token = machine.next()
        if token is None or token.text == "repeat":
            return


COMMANDS: dict[str, Command] = {
    "newif": _new_if,
    "iftrue": lambda machine: choose(machine, True),
    "iffalse": lambda machine: choose(machine, False),
    "ifmmode": lambda machine: choose(machine, machine.math > 0),
    "ifpdf": lambda machine: choose(machine, True),
    **dict.fromkeys(("ifx", "if"), _ifx),
    "ifnum": _ifnum,
    "ifdefined": _if_defined,
    **dict.fromkeys(
        ("ifdim", "ifodd", "ifcase", "ifcat", "ifvoid", "ifeof"),
        lambda machine: choose(machine, False),
    ),
    "else": _else,
    "fi": _nothing,
    "loop": _loop,
    "@ifundefined": _at_if_undefined,
    **dict.fromkeys(("@ifpackageloaded", "@ifclassloaded"), _if_loaded),
    "ifthenelse": _if_then_else,
    **dict.fromkeys(("setboolean", "setbool"), lambda machine: _set_switch(machine, "if")),
    **dict.fromkeys(("newboolean", "newbool", "providebool"), _new_boolean),
    "booltrue": lambda machine: _set_switch(machine, "if", True),
    "boolfalse": lambda machine: _set_switch(machine, "if", False),
    "ifbool": lambda machine: _branch(machine, "if", True),
    "notbool": lambda machine: _branch(machine, "if", False),
    **dict.fromkeys(("newtoggle", "providetoggle"), _new_toggle),
    "settoggle": lambda machine: _set_switch(machine, "toggle "),
    "toggletrue": lambda machine: _set_switch(machine, "toggle ", True),
    "togglefalse": lambda machine: _set_switch(machine, "toggle ", False),
    "iftoggle": lambda machine: _branch(machine, "toggle ", True),
    "nottoggle": lambda machine: _branch(machine, "toggle ", False),
}
