"""Every way to declare a theorem.

Sources: the manuals of amsthm, thmtools, ntheorem, llncs, mdframed, tcolorbox (theorems library),
keytheorems, aliascnt and thm-restate as of TeX Live 2022, and the classes themselves.
"""

import itertools
import re

from reportkit.analysis.kinds import kind_of
from reportkit.analysis.latex.classes import CLASSES, PACKAGES, Declared
from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import (
    Command,
    Machine,
    Macro,
    Theorem,
)


def declare(
    machine: Machine,
    name: str,
    label: list[Token],
    shared: str = "",
    within: str = "",
    numbered: bool = True,
    style: str = "",
    prefix: str = "",
) -> None:
    """Make `name` a theorem environment; `shared` is the counter or environment to count with."""
    if re.match(r"\W*(proof|beweis|preuve)\b", machine.words(label), re.IGNORECASE):
        _declare_proof(machine, name, label)
        return
    counter: str | None = None
    if numbered and shared:
        known = machine.theorems.get(shared)
        counter = (known.counter if known and known.counter else None) or shared
    elif numbered:
        counter = name
        machine.new_counter(name, within or None)
    theorem = Theorem(tuple(label or tokens(name[:1].upper() + name[1:])), counter, style, prefix)
    machine.theorems[name] = theorem
    machine.macros.pop(name, None)
    machine.environments.pop(name, None)


def _new_theorem(machine: Machine) -> None:
    starred = machine.star()
    name = machine.name()
    shared = machine.words(machine.optional())
    label = machine.argument()
    within = machine.words(machine.optional())
    declare(machine, name, label, shared, within, not starred)


def _spn_theorem(machine: Machine) -> None:
    starred = machine.star()
    name = machine.name()
    shared = machine.words(machine.optional())
    label = machine.argument()
    within = machine.words(machine.optional())
    machine.argument()
    machine.argument()
    declare(machine, name, label, shared, within, not starred)


def _with_options_first(machine: Machine) -> None:
    """\\newmdtheoremenv[...]{name}[shared]{Label}[within] and \\mdtheorem."""
    starred = machine.star()
    machine.optional()
    if starred:
        machine.star()
    name = machine.name()
    shared = machine.words(machine.optional())
    label = machine.argument()
    within = machine.words(machine.optional())
    declare(machine, name, label, shared, within, not starred)


def _declare_theorem(machine: Machine) -> None:
    """\\declaretheorem[options]{one,two}[more options]; \\newkeytheorem{one,two}[options]."""
    machine.star()
    before = machine.optional()
    names = [name.strip() for name in machine.name().split(",")]
    options = keys([*(before or []), Token("char", ",", -1), *(machine.optional() or [])])
    for name in names:
        label = options.get("name") or options.get("title") or options.get("heading") or []
        shared = _first(machine, options, "sibling", "numberlike", "sharenumber", "sharecounter")
        within = _first(machine, options, "numberwithin", "within", "parent", "counterwithin")
        numbered = machine.words(options.get("numbered")) not in ("no", "false")
        style = machine.words(options.get("style"))
        unnumbered_style = bool(style) and style in machine.options
        declare(machine, name, label, shared, within, numbered and not unnumbered_style)


def _first(machine: Machine, options: dict[str, list[Token]], *names: str) -> str:
    return next((machine.words(options[name]) for name in names if name in options), "")


def _theorem_style(machine: Machine) -> None:
    """\\declaretheoremstyle[numbered=no]{name}: a style may take the numbers away."""
    options = keys(machine.optional() or [])
    name = machine.name()
    if machine.words(options.get("numbered")) in ("no", "false"):
        machine.options.add(name)


def keys(given: list[Token]) -> dict[str, list[Token]]:
    """Return the options of "a=b, c={d,e}, f"; a key without value has an empty list."""
    found: dict[str, list[Token]] = {}
    name: list[str] = []
    value: list[Token] = []
    depth, in_value = 0, False
    for token in [*given, Token("char", ",", -1)]:
        depth += (token.kind == "{") - (token.kind == "}")
        if not depth and token.text == "," and token.kind == "char":
            if name:
                found["".join(name).strip()] = _unbraced(value)
            name, value, in_value = [], [], False
        elif not in_value and token.text == "=":
            in_value = True
        elif in_value:
            value.append(token)
        else:
            name.append(" " if token.kind in ("space", "par") else token.text)
    return found


def _unbraced(value: list[Token]) -> list[Token]:
    while value and value[0].kind in ("space", "par"):
        value = value[1:]
    while value and value[-1].kind in ("space", "par"):
        value = value[:-1]
    if len(value) > 1 and value[0].kind == "{" and value[-1].kind == "}":
        return value[1:-1]
    return value


def _tcb_theorem(machine: Machine) -> None:
    """\\newtcbtheorem[counter options]{name}{Label}{look}{label prefix}."""
    options = keys(machine.optional() or [])
    name, label = machine.name(), machine.argument()
    look, prefix = keys(machine.argument()), machine.name()
    options |= {key: value for key, value in look.items() if key.startswith("number")}
    shared, within = _tcb_counter(machine, options)
    numbered = "no counter" not in options
    declare(machine, name, label, shared, within, numbered, "tcb", prefix)
    declare(machine, f"{name}*", label, numbered=False, style="tcb*")


def _tcb_counter(machine: Machine, options: dict[str, list[Token]]) -> tuple[str, str]:
    within = _first(machine, options, "number within")
    shared = _first(machine, options, "use counter from", "use counter", "use counter*")
    return shared, within


def _tcolorbox(machine: Machine) -> None:
    """\\newtcolorbox[auto counter]{name}[n][default]{title=Theorem~\\thetcbcounter: #2}."""
    counting = keys(machine.optional() or [])
    name = machine.name()
    count = machine.words(machine.optional())
    default = machine.optional()
    title = keys(machine.argument()).get("title", [])
    place = next((n for n, token in enumerate(title) if token.text == "thetcbcounter"), None)
    if place is None or not counting:
        machine.environments[name] = (_ignoring(count, default), ())
        return
    shared, within = _tcb_counter(machine, counting)
    names = [n.text[:1] for b, n in itertools.pairwise(title) if b.kind == "#"]
    arguments = int(count) if count.isdecimal() else 0
    declare(machine, name, title[:place], shared, within, style=f"box{arguments}")
    optional = "o" if default is not None else ""
    machine.theorems[name] = Theorem(
        tuple(token for token in title[:place] if token.kind != "~"),
        machine.theorems[name].counter,
        f"box{arguments}{optional}{''.join(names[:1])}",
    )


def _ignoring(count: str, default: list[Token] | None) -> Macro:
    number = int(count) if count.isdecimal() else 0
    parameters = tuple(
        token
        for place in range(1, number + 1)
        for token in (Token("#", "#", -1), Token("word", str(place), -1))
    )
    return Macro(parameters, (), None if default is None else tuple(default))


def _siam_theorem(machine: Machine) -> None:
    name, label = machine.name(), machine.argument()
    declare(machine, name, label, "theorem")


def _new_proof(machine: Machine) -> None:
    name, label = machine.name(), machine.argument()
    _declare_proof(machine, name, label)


def _declare_proof(machine: Machine, name: str, label: list[Token]) -> None:
    """Make `name` a proof; some declare it as if it were a theorem."""
    if name == "proof":
        return
    begin = [Token("cs", "begin", -1), *braced("proof"), Token("char", "[", -1), *label]
    macro = Macro((), (*begin, Token("char", "]", -1)))
    machine.environments[name] = (macro, (Token("cs", "end", -1), *braced("proof")))


def braced(name: str) -> list[Token]:
    """Return the tokens of "{name}"."""
    return [Token("{", "{", -1), *tokens(name), Token("}", "}", -1)]


def _rep_theorem(machine: Machine) -> None:
    """apxproof's \\newtheoremrep: `name` and `namerep`, whose proof goes to the appendix."""
    name = machine.name()
    shared = machine.words(machine.optional())
    label = machine.argument()
    within = machine.words(machine.optional())
    declare(machine, name, label, shared, within)
    declare(machine, f"{name}rep", label, name)


_USUAL = frozenset(
    [
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "definition",
        "remark",
        "claim",
        "conjecture",
        "assumption",
    ]
)


def declare_unknown(machine: Machine, name: str) -> bool:
    """Declare an environment that is used and declared nowhere, as by a class that is not there.

    Only for names that can hardly mean anything else; the numbers are then counted for each kind
    alone, and a note says so. Returns whether it was one.
    """
    kind = kind_of(name.rstrip("*"))
    if kind not in _USUAL:
        return False
    declare(machine, name, tokens(kind.title()), numbered=not name.endswith("*"))
    if not name.endswith("*"):
        machine.note(f"{name} is declared nowhere in the source: its numbers are counted from 1")
    return True


def use_class(machine: Machine, name: str, options: set[str]) -> bool:
    """Declare what the document class brings along; return whether the class is known."""
    known = [prepare for pattern, prepare in CLASSES if re.fullmatch(pattern, name)]
    for prepare in known:
        _apply(machine, prepare(options))
    return bool(known)


def use_package(machine: Machine, name: str) -> None:
    """Declare what a package brings along."""
    if name in PACKAGES:
        _apply(machine, PACKAGES[name](set()))


def _apply(machine: Machine, declared: Declared) -> None:
    if declared.within_section:
        machine.macros["thmsection"] = Macro((), tuple(tokens(declared.within_section)))
    for counter, body in declared.numbering.items():
        machine.macros[f"the{counter}"] = Macro((), tuple(tokens(body)))
    for name, label, shared, within, numbered in declared.theorems:
        declare(machine, name, tokens(label), shared, within, numbered)
    for counter, within in declared.resets.items():
        machine.counters.reset_by(counter, within)


COMMANDS: dict[str, Command] = {
    **dict.fromkeys(
        ("newtheorem", "renewtheorem", "newshadedtheorem", "newframedtheorem", "newdefinition",
         "newremark"),
        _new_theorem,
    ),
    **dict.fromkeys(("spnewtheorem", "spn@wtheorem"), _spn_theorem),
    **dict.fromkeys(("newmdtheoremenv", "mdtheorem"), _with_options_first),
    **dict.fromkeys(
        ("declaretheorem", "newkeytheorem", "renewkeytheorem", "declarekeytheorem"),
        _declare_theorem,
    ),
    "declaretheoremstyle": _theorem_style,
    "newkeytheoremstyle": _theorem_style,
    **dict.fromkeys(("newtcbtheorem", "renewtcbtheorem", "NewTcbTheorem"), _tcb_theorem),
    **dict.fromkeys(("newtcolorbox", "renewtcolorbox"), _tcolorbox),
    **dict.fromkeys(("newsiamthm", "newsiamremark"), _siam_theorem),
    "newproof": _new_proof,
    "newtheoremrep": _rep_theorem,
}  # fmt: skip
