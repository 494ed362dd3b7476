"""What happens where a statement begins, where it ends, and where it is printed again."""

import re
from collections.abc import Callable

from reportkit.analysis.kinds import kind_of
from reportkit.analysis.latex.declarations import braced, declare, keys
from reportkit.analysis.latex.lexer import Token
from reportkit.analysis.latex.machine import (
    STATEMENT,
    Command,
    Exhausted,
    Label,
    Machine,
    Region,
    Theorem,
)
from reportkit.document import BlockKind

_MOST_REGIONS = 3_000  # statements and proofs; a book of 700 pages has 2,000


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
    machine.push([*body, Token("cs", "end", machine.at), *braced(environment)])


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


COMMANDS: dict[str, Command] = {"getkeytheorem": _get_key_theorem}
OPENING: dict[str, Command] = {
    STATEMENT: begin_theorem,
    "restatable": _restatable,
    "restatable*": _restatable,
    "theoremEnd": _theorem_end,
}
CLOSING: dict[str, Command] = {
    STATEMENT: end_theorem,
    "restatable": end_theorem,
    "restatable*": end_theorem,
    "theoremEnd": end_theorem,
}
