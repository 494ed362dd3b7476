"""Letters and formulas: what stands in a line or a display, and the numbers of equations."""

from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import Command, Label, Machine, Macro
from reportkit.analysis.latex.references import label_in_region
from reportkit.analysis.latex.symbols import OPERATORS, SIGNS
from reportkit.analysis.latex.wording import line_break


def typeset(machine: Machine, token: Token) -> None:
    """Print a token that is no command."""
    kind, text = token.kind, token.text
    if kind == "$":
        _dollar(machine, token)
    elif kind == "par":
        if machine.math:
            machine.flow.space(token.at)
        else:
            machine.flow.paragraph()
    elif kind in ("space", "~", "&"):
        _blank(machine, token)
    elif kind in ("^", "_"):
        _script(machine, token)
    elif kind == "char":
        _character(machine, token)
    else:
        machine.flow.write(text, token.at)


def _blank(machine: Machine, token: Token) -> None:
    if not machine.math or token.kind == "&":
        machine.flow.space(token.at)


def _script(machine: Machine, token: Token) -> None:
    """Print ^ and _ in a formula; an argument of more than one sign keeps its braces."""
    machine.flow.write(token.text, token.at)
    if not machine.math:
        return
    given = machine.argument()
    braces = len(given) > 1
    start = [Token("char", "{", token.at)] if braces else []
    machine.push([*start, *given, *([Token("char", "}", token.at)] if braces else [])])


_QUOTES = {"`": "‘", "'": "’"}


def _character(machine: Machine, token: Token) -> None:
    text = token.text
    if machine.math:
        machine.flow.write(" = " if text == "=" else "′" if text == "'" else text, token.at)
        return
    following = machine.next() if text in "`'-" else None
    if following is not None and following.kind == "char" and following.text == text:
        third = machine.next() if text == "-" else None
        if third is not None and third.text == "-" and third.kind == "char":
            machine.flow.write("—", token.at)
            return
        if third is not None:
            machine.push([third])
        machine.flow.write({"`": "“", "'": "”", "-": "–"}[text], token.at)
        return
    if following is not None:
        machine.push([following])
    machine.flow.write(_QUOTES.get(text, text), token.at)


def _dollar(machine: Machine, token: Token) -> None:
    following = machine.next()
    display = following is not None and following.kind == "$"
    if following is not None and not display:
        machine.push([following])
    until = 2 if display else 1
    inside: list[Token] = []
    depth = 0
    while (one := machine.next()) is not None:
        depth += (one.kind == "{") - (one.kind == "}")
        if one.kind == "$" and depth <= 0:
            if until == 2:
                machine.next()
            break
        if one.kind == "par" and not display and depth <= 0:
            break  # a lost dollar ends with its paragraph
        inside.append(one)
    _formula(machine, inside, display, token.at)


def _formula(machine: Machine, inside: list[Token], display: bool, at: int) -> None:
    """Print a formula; a display stands between line feeds."""
    if machine.math:
        machine.push(inside)
        return
    flow = machine.flow
    if display:
        flow.line_feed(at)
    start = flow.mark()
    machine.open_group()
    machine.math = 1

    def ended() -> None:
        machine.close_group()
        machine.formulas.append((start, machine.flow.mark(), display, None))
        if display:
            machine.flow.line_feed(at)

    machine.push([*inside, Token("call", "", at, ended)])


def _until(end: str) -> Command:
    """\\( and \\[: a formula up to the closing command."""

    def command(machine: Machine) -> None:
        at = machine.at
        inside: list[Token] = []
        while (token := machine.next()) is not None:
            if token.kind == "cs" and token.text == end:
                break
            inside.append(token)
        _formula(machine, inside, end == "]", at)

    return command


def _begin_equation(starred: bool, rows: bool) -> Command:
    """A display environment; `rows`: each row has a number of its own."""

    def command(machine: Machine) -> None:
        name, at = machine.environment, machine.at
        if machine.math:
            return
        flow = machine.flow
        flow.line_feed(at)
        start = flow.mark()
        machine.math = 1
        numbers = _Numbers(machine, not starred, rows)
        machine.define(machine.commands, "\\", numbers.row)
        machine.define(machine.commands, "tabularnewline", numbers.row)
        machine.define(machine.commands, "label", numbers.label)
        machine.define(machine.commands, "tag", numbers.tag)
        machine.define(machine.commands, "nonumber", numbers.none)
        machine.define(machine.commands, "notag", numbers.none)

        def ended(inner: Machine) -> None:
            numbers.finish()
            inner.math = 0
            shown = numbers.shown[0] if numbers.shown else None
            inner.formulas.append((start, inner.flow.mark(), True, shown))
            inner.flow.line_feed(at)

        machine.define(machine.closing, name, ended)

    return command


def _begin_rows(machine: Machine) -> None:
    """aligned, cases, matrices: rows within a row, which have no numbers."""
    machine.optional()
    if machine.environment in ("array", "alignedat"):
        machine.argument()
    machine.define(machine.commands, "\\", line_break)


def _operator_name(machine: Machine) -> None:
    machine.star()
    name = "".join(machine.plain(machine.argument()).split())
    _operator(name)(machine)


class _Numbers:
    """The numbers of one display: LaTeX counts each row unless it says otherwise."""

    def __init__(self, machine: Machine, numbered: bool, rows: bool) -> None:
        self.machine = machine
        self.numbered = numbered
        self.rows = rows
        self.depth = len(machine.undo)
        self.wanted = numbered
        self.labels: list[str] = []
        self.own: str | None = None
        self.shown: list[str] = []

    def row(self, machine: Machine) -> None:
        """A new row: the one before gets its number."""
        machine.star()
        machine.optional()
        machine.flow.space(machine.at)
        # a line break within braces, as in \\substack{a \\\\ b}, ends no row
        if self.rows and len(machine.undo) == self.depth:
            self.finish()

    def finish(self) -> None:
        """Give the row its number and its labels."""
        number = self.own
        if number is None and self.wanted:
            number = self.machine.step("equation")
        for key in self.labels:
            label = Label(number or "", "equation", None)
            self.machine.labels.setdefault(key, label)
        if number:
            self.shown.append(number)
        self.wanted, self.labels, self.own = self.numbered, [], None

    def label(self, machine: Machine) -> None:
        """Keep a label until the row's number is known."""
        self.labels.append(machine.name())
        label_in_region(machine, self.labels[-1])

    def tag(self, machine: Machine) -> None:
        """A number of the author's own."""
        machine.star()
        self.own = machine.plain(machine.argument())

    def none(self, machine: Machine) -> None:
        """No number for this row."""
        self.wanted = False


def _symbol(sign: str) -> Command:
    return lambda machine: machine.flow.write(sign, machine.at)


def _operator(name: str) -> Command:
    def command(machine: Machine) -> None:
        machine.flow.space(machine.at)
        machine.flow.write(name, machine.at)
        following = machine.next()
        if following is None:
            return
        machine.push([following])
        if following.kind in ("word", "cs", "$"):
            machine.flow.write(" ", machine.at)

    return command


def _frac(machine: Machine) -> None:
    one, other = machine.argument(), machine.argument()
    at = machine.at
    machine.push([*_bracketed(one, at), Token("char", "/", at), *_bracketed(other, at)])


def _bracketed(given: list[Token], at: int) -> list[Token]:
    if len(given) < 2:
        return given
    return [Token("char", "(", at), *given, Token("char", ")", at)]


def _sqrt(machine: Machine) -> None:
    machine.optional()
    at = machine.at
    machine.flow.write("√", at)
    machine.push(_bracketed(machine.argument(), at))


def _text(machine: Machine) -> None:
    """\\text and its like: words within a formula."""
    given = machine.argument()
    if not machine.math:
        machine.push([Token("{", "{", machine.at), *given, Token("}", "}", machine.at)])
        return
    math, machine.math = machine.math, 0

    def ended() -> None:
        machine.math = math

    machine.push([*given, Token("call", "", machine.at, ended)])


def _ensure_math(machine: Machine) -> None:
    _formula(machine, machine.argument(), False, machine.at)


def _delimiter(machine: Machine) -> None:
    token = machine.skip_spaces()
    if token is not None and token.text != ".":
        machine.push([token])


def _subequations(machine: Machine) -> None:
    parent = machine.step("equation")
    machine.counters.values["parentequation"] = machine.counters.get("equation")
    machine.counters.set("equation", 0)
    body = [*tokens(parent), *tokens("\\alph{equation}")]
    machine.define(machine.macros, "theequation", Macro((), tuple(body)))


def _end_subequations(machine: Machine) -> None:
    machine.counters.set("equation", machine.counters.get("parentequation"))


COMMANDS: dict[str, Command] = {
    **{name: _symbol(sign) for name, sign in SIGNS.items()},
    **{name: _operator(name) for name in OPERATORS},
    **dict.fromkeys(("frac", "dfrac", "tfrac", "nicefrac", "sfrac"), _frac),
    "sqrt": _sqrt,
    "operatorname": _operator_name,
    **dict.fromkeys(("text", "mbox", "hbox", "textnormal", "intertext", "textrm", "textup",
                     "shortintertext"), _text),
    "ensuremath": _ensure_math,
    **dict.fromkeys(("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr"),
                    _delimiter),
    "(": _until(")"),
    "[": _until("]"),
}  # fmt: skip
_DISPLAYS = {
    "equation": False, "align": True, "gather": True, "multline": False, "eqnarray": True,
    "alignat": True, "flalign": True, "displaymath": False, "dmath": False, "IEEEeqnarray": True,
}  # fmt: skip
OPENING: dict[str, Command] = {
    **{name: _begin_equation(name == "displaymath", rows) for name, rows in _DISPLAYS.items()},
    **{f"{name}*": _begin_equation(True, rows) for name, rows in _DISPLAYS.items()},
    **dict.fromkeys(("aligned", "alignedat", "gathered", "split", "cases", "dcases", "matrix",
                     "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "multlined",
                     "array"), _begin_rows),
    "subequations": _subequations,
}  # fmt: skip
CLOSING: dict[str, Command] = {"subequations": _end_subequations}
