"""Every way to declare a theorem, and what happens where one begins and ends.

Sources: the manuals of amsthm, thmtools, ntheorem, llncs, mdframed, tcolorbox (theorems library),
keytheorems, aliascnt and thm-restate as of TeX Live 2022, and the classes themselves.
"""

import itertools
import re
from collections.abc import Callable

from reportkit.analysis.kinds import kind_of
from reportkit.analysis.latex.classes import CLASSES, PACKAGES, Declared
from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import (
    Command,
    Exhausted,
    Label,
    Machine,
    Macro,
    Region,
    Theorem,
)
from reportkit.document import BlockKind

_MOST_REGIONS = 3_000  # statements and proofs; a book of 700 pages has 2,000


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


def _new_definition(machine: Machine) -> None:
    """Elsevier's \\newdefinition, IMS's and SIAM's own: the arguments of \\newtheorem."""
    _new_theorem(machine)


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
    begin = [Token("cs", "begin", -1), *_braced("proof"), Token("char", "[", -1), *label]
    macro = Macro((), (*begin, Token("char", "]", -1)))
    machine.environments[name] = (macro, (Token("cs", "end", -1), *_braced("proof")))


def _braced(name: str) -> list[Token]:
    return [Token("{", "{", -1), *tokens(name), Token("}", "}", -1)]


def _rep_theorem(machine: Machine) -> None:
    """apxproof's \\newtheoremrep: `name` and `namerep`, whose proof goes to the appendix."""
    name = machine.name()
    shared = machine.words(machine.optional())
    label = machine.argument()
    within = machine.words(machine.optional())
    declare(machine, name, label, shared, within)
    declare(machine, f"{name}rep", label, name)


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


# --- where a statement begins and ends ------------------------------------------------------


def begin_theorem(machine: Machine) -> None:
    """Begin the statement whose environment was just named."""
    name = machine.environment
    theorem = machine.theorems[name]
    title, key = _head_arguments(machine, theorem)
    options = keys(title) if title and _is_options(machine, title) else {}
    if options:
        title = options.get("name") or options.get("title") or options.get("note") or []
        key = key or machine.words(options.get("label"))
    macro = machine.words(options.get("restate") or options.get("store"))
    if macro:
        _keep(machine, name, macro, title)
    region = start_statement(machine, name, title)
    if macro:
        machine.originals[macro] = region
    if key:
        machine.labels[key] = machine.current
        region.keys.append(key)


def _is_options(machine: Machine, title: list[Token]) -> bool:
    """Return whether the argument is a list of keys, as thmtools, keytheorems and tcolorbox have."""
    words = machine.words(title)
    return bool(
        re.match(r"\s*(name|title|note|label|restate|store|continues|seq|listhack)\s*[=,]", words)
    )


def _head_arguments(machine: Machine, theorem: Theorem) -> tuple[list[Token], str]:
    """Return the name's tokens and the label that the environment's arguments give."""
    if theorem.style in ("tcb", "tcb*"):
        machine.optional()
        title = machine.argument()
        key = "" if theorem.style == "tcb*" else machine.name()
        return title, f"{theorem.prefix}:{key}" if key else ""
    box = re.fullmatch(r"box(\d)(o?)(\d?)", theorem.style)
    key = ""
    if box:
        given = [machine.optional() or []] if box[2] else []
        if given:
            key = machine.words(keys(given[0]).get("label"))
        given += [machine.argument() for _ in range(int(box[1]) - len(given))]
        place = int(box[3] or 0)
        return (given[place - 1] if 0 < place <= len(given) else []), key
    return machine.optional() or [], ""


def start_statement(
    machine: Machine, name: str, title: list[Token], copy_of: tuple[str, str] | None = None
) -> Region:
    """Write the head and open the region; `copy_of` is (macro, number) of what is printed again."""
    theorem = machine.theorems[name]
    number = copy_of[1] if copy_of else _stepped(machine, theorem)
    label = re.sub(r"\s+", " ", machine.plain(theorem.label)).strip(" :.\u00a0")
    if theorem.counter is None:
        label, number = _split_label(label)
    index = len(machine.regions)
    if index > _MOST_REGIONS:
        raise Exhausted
    key = machine.current
    if theorem.counter and not copy_of:
        machine.current = Label(number or "", theorem.counter, index)
    else:
        machine.current = Label(key.number, key.counter, index)
    machine.flow.begin(BlockKind.PARAGRAPH)
    start = machine.flow.mark()
    region = Region(name, label, number, [], start, start, at=machine.at)
    machine.regions.append(region)
    machine.open_regions.append(index)
    machine.flow.write(f"{label} {number}" if number else label, machine.at)
    region.name = machine.rendered(title)
    if region.name:
        machine.flow.write(" (")
        machine.push([*title, Token("call", "", -1, lambda: _after_head(machine, region, ")."))])
    else:
        _after_head(machine, region, ".")
    region.restates = copy_of[0] if copy_of else None
    return region


def _split_label(label: str) -> tuple[str, str | None]:
    """Return ("Condition", "A'") for "Condition A'": a number that the declaration wrote itself."""
    found = re.fullmatch(r"(\D+?)\s+([A-Z]?[\d.]*)(\^?['′]|\*)?", label)
    if found is None or not found[2] or kind_of(found[1]) is None:
        return label, None
    return found[1], found[2] + (found[3] or "").replace("^", "").replace("′", "'")


def _after_head(machine: Machine, region: Region, ending: str) -> None:
    machine.flow.write(f"{ending} ")
    region.body = machine.flow.mark()


def _stepped(machine: Machine, theorem: Theorem) -> str | None:
    if theorem.counter is None:
        return None
    return machine.step(theorem.counter)


def end_theorem(machine: Machine) -> None:
    """Close the innermost open statement of the environment."""
    close(machine, lambda region: not region.proof)


def close(machine: Machine, fits: Callable[[Region], bool]) -> None:
    """End the innermost open region that fits, and the paragraph with it."""
    for index in reversed(machine.open_regions):
        region = machine.regions[index]
        if fits(region):
            region.end = machine.flow.mark()
            machine.open_regions.remove(index)
            machine.flow.paragraph()
            return


# --- statements that are printed again ------------------------------------------------------


def _restatable(machine: Machine) -> None:
    """\\begin{restatable}[name]{theorem}{macro}; the body is kept for \\macro*."""
    title = machine.optional() or []
    name, macro = machine.name(), machine.name()
    if name not in machine.theorems:
        declare(machine, name, [], numbered=False)
    options = keys(title) if _is_options(machine, title) else {}
    if options:
        title = options.get("name") or options.get("note") or []
    _keep(machine, name, macro, title)
    machine.originals[macro] = start_statement(machine, name, title)
    if "label" in options:
        machine.labels[machine.words(options["label"])] = machine.current


def _keep(machine: Machine, name: str, macro: str, title: list[Token]) -> None:
    """Keep the statement's body for the macro that prints it again, and read on in it."""
    environment = machine.environment
    body = _body(machine, environment)
    machine.restatable[macro] = (name, title, tuple(body))
    machine.commands[macro] = lambda m: _restate(m, macro)
    machine.macros.pop(macro, None)
    machine.push([*body, Token("cs", "end", machine.at), *_braced(environment)])


def _body(machine: Machine, name: str) -> list[Token]:
    """Return the tokens up to \\end{name}, which is taken; environments may be nested."""
    found: list[Token] = []
    depth = 0
    while (token := machine.next()) is not None:
        if token.kind == "cs" and token.text in ("begin", "end"):
            argument = machine.argument()
            if machine.words(argument) == name:
                depth += 1 if token.text == "begin" else -1
                if depth < 0:
                    return found
            found += [token, Token("{", "{", token.at), *argument, Token("}", "}", token.at)]
            continue
        found.append(token)
        if len(found) > 100_000:
            break
    return found


def _restate(machine: Machine, macro: str) -> None:
    machine.star()
    restate(machine, macro)


def restate(machine: Machine, macro: str) -> None:
    """Print a statement again: the number of the first printing, its labels left alone."""
    name, title, body = machine.restatable[macro]
    original = machine.originals.get(macro)
    if not machine.in_document or original is None:
        return
    machine.open_group()
    made: list[Region] = []

    def ended() -> None:
        close(machine, lambda region: region in made)
        machine.close_group()

    machine.push([*_without_labels(body), Token("call", "", -1, ended)])
    made.append(start_statement(machine, name, title, (macro, original.number or "")))
    made[0].number = original.number


def _without_labels(body: tuple[Token, ...]) -> list[Token]:
    kept: list[Token] = []
    place = 0
    while place < len(body):
        if body[place].kind == "cs" and body[place].text == "label":
            while place < len(body) and body[place].kind != "}":
                place += 1
        else:
            kept.append(body[place])
        place += 1
    return kept


def _get_key_theorem(machine: Machine) -> None:
    """keytheorems: \\getkeytheorem{tag} prints a stored statement again."""
    machine.optional()
    tag = machine.name()
    if tag in machine.restatable:
        restate(machine, tag)


def _theorem_end(machine: Machine) -> None:
    """proof-at-the-end's theoremEnd[options]{environment}[name]."""
    machine.optional()
    machine.environment = machine.name()
    if machine.environment in machine.theorems:
        begin_theorem(machine)


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
    "getkeytheorem": _get_key_theorem,
}  # fmt: skip
OPENING: dict[str, Command] = {
    "theorem": begin_theorem,
    "restatable": _restatable,
    "restatable*": _restatable,
    "theoremEnd": _theorem_end,
}
CLOSING: dict[str, Command] = {
    "theorem": end_theorem,
    "restatable": end_theorem,
    "restatable*": end_theorem,
    "theoremEnd": end_theorem,
}
