"""Commands that declare, set, step and print counters."""

import re

from reportkit.analysis.latex.counters import printed
from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import Command, Machine, Macro


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


COMMANDS: dict[str, Command] = {
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
}
