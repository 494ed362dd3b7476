"""A small TeX: reads tokens, expands macros, keeps groups and counters, and writes into a Flow.

It knows what a paper needs and no more. Whatever it does not know is passed over, with its
arguments printed as text. Steps are limited, so that no source keeps it busy for ever.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from reportkit.analysis.latex.counters import Counters
from reportkit.analysis.latex.flow import Flow, Mark
from reportkit.analysis.latex.lexer import Files, Lexer, Token, tokens
from reportkit.records import dataclass

_MOST_STEPS = 2_000_000
_MOST_EXPANSIONS = 300_000
_MOST_EXPANSIONS_ALONE = 4_000  # without a token of any file: a macro that runs in a circle
_MOST_INPUTS = 60  # files within files
_MOST_RENDERINGS = 20  # texts that are rendered while another one is
_DEEPEST = 4_000  # groups and pushed lists
STATEMENT = "\\statement"  # what all declared statements share; no environment is called so

Command = Callable[["Machine"], None]
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Macro:
    """A user's macro: `parameters` are the tokens between name and body, as TeX writes them.

    `optional` is the default of a first argument in brackets, None where there is none.
    """

    parameters: tuple[Token, ...]
    body: tuple[Token, ...]
    optional: tuple[Token, ...] | None = None


@dataclass(frozen=True, slots=True)
class Theorem:
    """An environment for statements: its label's tokens, its counter (None: unnumbered).

    `style` is "" for amsthm's way to be used, "tcb" where title and label follow as two arguments.
    """

    label: tuple[Token, ...]
    counter: str | None
    style: str = ""
    prefix: str = ""


@dataclass(slots=True, eq=False)
class Region:
    """A statement or proof that is being read; places are marks of the flow."""

    environment: str
    label: str
    number: str | None
    name: list[str | Callable[[], str]]
    start: Mark
    body: Mark
    end: Mark | None = None
    keys: list[str] = field(default_factory=list)
    named: tuple[str, ...] = ()  # labels that a proof's heading refers to
    restates: str | None = None  # the restatable macro that this copy prints again
    proof: bool = False
    page: int | None = None
    at: int = -1


@dataclass(frozen=True, slots=True)
class Label:
    """What \\label stored: the printed number, the counter, and the statement that it names.

    `region` is None for the label of an equation or item, even within a statement.
    """

    number: str
    counter: str
    region: int | None


@dataclass(slots=True)
class Reference:
    """A reference: its labels, the place in the flow, and the proof heading it stands in, if any."""

    keys: tuple[str, ...]
    place: Mark


@dataclass(slots=True)
class Citation:
    """A citation with the words in its brackets; both marks enclose what is printed."""

    words: list[str | Callable[[], str]]
    start: Mark
    end: Mark


class Exhausted(Exception):
    """The source asks for more steps than any paper needs."""


class Machine:
    """The state of reading one project."""

    def __init__(self, files: Files, numbers: Mapping[str, tuple[str, int | None]]) -> None:
        self.files = files
        self.numbers = numbers  # from the .aux: label -> printed number and page
        self.stack: list[list[Token] | Lexer] = []
        self.open_files: list[str] = []
        self.commands: dict[str, Command] = {}
        self.opening: dict[str, Command] = {}
        self.closing: dict[str, Command] = {}
        self.macros: dict[str, Macro] = {}
        self.environments: dict[str, tuple[Macro, tuple[Token, ...]]] = {}
        self.theorems: dict[str, Theorem] = {}
        self.switches: dict[str, bool] = {}
        self.counters = Counters()
        self.flow = Flow()
        self.undo: list[list[Callable[[], None]]] = [[]]
        self.math = 0
        self.in_document = False
        self.documents = 0  # that were begun and not ended: parts may be documents themselves
        self.steps = 0
        self.expansions = 0
        self.alone = 0
        self.depth = 0
        self.current = Label("", "", None)
        self.regions: list[Region] = []
        self.open_regions: list[int] = []
        self.labels: dict[str, Label] = {}
        self.references: list[Reference] = []
        self.citations: list[Citation] = []
        self.formulas: list[tuple[Mark, Mark, bool, str | None]] = []
        self.heading: tuple[str, ...] = ()  # labels that the last heading refers to
        self.headings: list[tuple[Mark, Mark]] = []
        self.entries: dict[str, str] = {}  # bibliography key -> what \cite prints
        # what thm-restate's macros print again: environment, title, body; and its first printing
        self.restatable: dict[str, tuple[str, list[Token], tuple[Token, ...]]] = {}
        self.originals: dict[str, Region] = {}
        self.facts: dict[str, str] = {}
        self.qed: list[Mark] = []
        self.loaded: set[str] = set()
        self.options: set[str] = set()
        self.document_class = ""
        self.notes: list[str] = []

    # --- tokens -----------------------------------------------------------------------------

    def next(self) -> Token | None:
        """Return the next token unexpanded, None at the end of all input."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise Exhausted
        while self.stack:
            top = self.stack[-1]
            if isinstance(top, list):
                if top:
                    return top.pop()
                self.stack.pop()
                continue
            token = top.next()
            if token is not None:
                self.alone = 0
                return token
            self.stack.pop()
            self.open_files.pop()
        return None

    def push(self, ahead: Sequence[Token]) -> None:
        """Put tokens before all that is still to be read."""
        if not ahead:
            return
        if self.stack and isinstance(self.stack[-1], list):
            self.stack[-1].extend(reversed(ahead))
            return
        if len(self.stack) > _DEEPEST:
            raise Exhausted
        self.stack.append(list(reversed(ahead)))

    def lexer(self) -> Lexer | None:
        """Return the file being read, None where the next token comes from a macro."""
        while self.stack and self.stack[-1] == []:
            self.stack.pop()
        top = self.stack[-1] if self.stack else None
        return top if isinstance(top, Lexer) else None

    def read_file(self, name: str) -> bool:
        """Read on in a file of the project; False where there is none or it is being read."""
        found = self.find(name)
        if found is None or found in self.open_files or len(self.open_files) > _MOST_INPUTS:
            return False
        self.stack.append(Lexer(self.files.texts[found], self.files.bases[found]))
        self.open_files.append(found)
        return True

    def find(self, name: str, suffixes: tuple[str, ...] = ("", ".tex", ".ltx")) -> str | None:
        """Return the project's file that TeX would open for `name`, None where there is none."""
        name = re.sub(r"^(\./)+", "", name.strip().strip('"'))
        folder = self.open_files[-1].rpartition("/")[0] if self.open_files else ""
        for place in (name, f"{folder}/{name}" if folder else name):
            for suffix in suffixes:
                if place + suffix in self.files.texts:
                    return place + suffix
        return None

    def skip_spaces(self) -> Token | None:
        """Return the next token that is no blank, without the blanks before it."""
        while (token := self.next()) is not None:
            if token.kind not in ("space", "par"):
                return token
        return None

    def star(self) -> bool:
        """Return whether a star follows, and take it."""
        token = self.next()
        if token is not None and token.text == "*" and token.kind == "char":
            return True
        if token is not None:
            self.push([token])
        return False

    def argument(self) -> list[Token]:
        """Return the next argument: the tokens in braces, or the one token that stands there."""
        token = self.skip_spaces()
        if token is None:
            return []
        if token.kind == "{":
            return self.group("}")
        if token.kind == "}":
            self.push([token])
            return []
        if token.kind == "word" and len(token.text) > 1:
            self.push([Token("word", token.text[1:], token.at + 1)])
            return [Token("word", token.text[0], token.at)]
        return [token]

    def group(self, closing: str) -> list[Token]:
        """Return the tokens up to the brace that closes the one just read."""
        depth = 0
        found: list[Token] = []
        while (token := self.next()) is not None:
            if token.kind == "{":
                depth += 1
            elif token.kind == "}":
                if not depth and closing == "}":
                    break
                depth -= 1
                if depth < 0:
                    self.push([token])
                    break
            elif not depth and closing == "]" and token.text == "]" and token.kind == "char":
                break
            found.append(token)
        return found

    def optional(self) -> list[Token] | None:
        """Return the tokens of an argument in brackets, None where none follows."""
        passed: list[Token] = []
        while (token := self.next()) is not None:
            passed.append(token)
            if token.kind == "space":
                continue
            if token.kind == "char" and token.text == "[":
                return self.group("]")
            break
        self.push(passed)
        return None

    def words(self, given: Sequence[Token] | None) -> str:
        """Return the tokens as they were written: names of files, labels and environments."""
        return "".join(
            {"cs": f"\\{token.text}", "space": " ", "par": " "}.get(token.kind, token.text)
            for token in given or ()
        ).strip()

    def name(self) -> str:
        """Return the next argument as it was written."""
        return self.words(self.argument())

    # --- macros and groups ------------------------------------------------------------------

    def define(self, table: dict[str, V], name: str, value: V, everywhere: bool = False) -> None:
        """Set table[name]; the end of the group takes it back unless `everywhere`."""
        if not everywhere and len(self.undo) > 1:
            if name in table:
                before = table[name]
                self.undo[-1].append(lambda: table.__setitem__(name, before))
            else:
                self.undo[-1].append(lambda: _forget(table, name))
        table[name] = value

    def open_group(self) -> None:
        """Begin a group; its end restores macros, mode and label."""
        if len(self.undo) > _DEEPEST:
            raise Exhausted
        math, current = self.math, self.current

        def restore() -> None:
            self.math, self.current = math, current

        self.undo.append([restore])

    def close_group(self) -> None:
        """End a group; a brace too many is passed over."""
        if len(self.undo) > 1:
            for restore in reversed(self.undo.pop()):
                restore()

    def expand(self, macro: Macro, at: int) -> None:
        """Read the macro's arguments and put its body in their place."""
        self.expansions += 1
        self.alone += 1
        if self.expansions > _MOST_EXPANSIONS:
            raise Exhausted
        if self.alone > _MOST_EXPANSIONS_ALONE:
            self._leave_circle()
            return
        given: list[list[Token]] = []
        parameters = list(macro.parameters)
        if macro.optional is not None:
            found = self.optional()
            given.append(list(macro.optional) if found is None else found)
            parameters = parameters[2:]
        while parameters:
            token = parameters.pop(0)
            if token.kind != "#":
                self._match(token)
                continue
            if parameters:
                parameters.pop(0)
            until: list[Token] = []
            while parameters and parameters[0].kind != "#":
                until.append(parameters.pop(0))
            given.append(self._delimited(until) if until else self.argument())
        self.push(_filled(macro.body, given, at))

    def _leave_circle(self) -> None:
        """Drop what macros have put before the file that is being read."""
        while self.stack and isinstance(self.stack[-1], list):
            self.stack.pop()
        self.alone = 0
        if self.in_document:
            self.note("a macro expands without end: it was left out")

    def _match(self, wanted: Token) -> None:
        token = self.next()
        if token is not None and (token.kind, token.text) != (wanted.kind, wanted.text):
            self.push([token])

    def _delimited(self, until: list[Token]) -> list[Token]:
        ends = [(token.kind, token.text) for token in until]
        found: list[Token] = []
        depth = 0
        while (token := self.next()) is not None and len(found) < 20_000:
            found.append(token)
            depth += (token.kind == "{") - (token.kind == "}")
            tail = found[-len(ends) :]
            if not depth and [(token.kind, token.text) for token in tail] == ends:
                del found[-len(ends) :]
                break
        return found

    # --- running ----------------------------------------------------------------------------

    def run(self, until: int = 0) -> None:
        """Read until the input's stack is as short as `until`."""
        while len(self.stack) > until:
            token = self.next()
            if token is None or len(self.stack) < until:
                break
            self.execute(token)

    def execute(self, token: Token) -> None:
        """Do what one token says."""
        kind = token.kind
        if kind == "cs":
            self._control(token)
        elif kind == "call":
            assert token.action is not None
            token.action()
        elif kind == "{":
            self.open_group()
        elif kind == "}":
            self.close_group()
        elif self.in_document:
            self.typeset(token)

    # set by parse(): this module knows no printing and no theorems
    typeset: Callable[[Token], None]
    use_package: Callable[["Machine", str], None]

    def _control(self, token: Token) -> None:
        name = token.text
        macro = self.macros.get(name)
        if macro is not None:
            self.expand(macro, token.at)
        elif name in self.commands:
            self.at = token.at
            self.commands[name](self)
        elif name in self.theorems:
            self.at = token.at
            self.opening[STATEMENT](self._with_environment(name))
        elif name.startswith("end") and name[3:] in self.theorems:
            self.at = token.at
            self.closing[STATEMENT](self._with_environment(name[3:]))

    at: int = -1
    environment: str = ""

    def _with_environment(self, name: str) -> "Machine":
        self.environment = name
        return self

    def rendered(self, given: Sequence[Token]) -> list[str | Callable[[], str]]:
        """Return the words that the tokens print, as they would stand in a line.

        References stay open until the end; their labels are collected as for any text.
        """
        if self.depth > _MOST_RENDERINGS:
            raise Exhausted
        self.depth += 1
        outer, self.flow = self.flow, Flow()
        stack, self.stack = self.stack, []
        groups = len(self.undo)
        active, self.in_document = self.in_document, True
        formulas, citations = self.formulas, self.citations
        self.formulas, self.citations = [], []
        self.open_group()
        self.math = 0
        try:
            self.push(list(given))
            self.run()
            parts = [*self.flow.done, self.flow.current]
        finally:
            self.depth -= 1
            while len(self.undo) > groups:
                self.close_group()
            self.flow, self.stack, self.in_document = outer, stack, active
            self.formulas, self.citations = formulas, citations
        return [part.words for block in parts for part in block.parts if not isinstance(part, Mark)]

    def plain(self, given: Sequence[Token]) -> str:
        """Return the words of rendered() where none of them is open."""
        return "".join(part if isinstance(part, str) else part() for part in self.rendered(given))

    def value(self, counter: str) -> str:
        """Return the counter as it is printed now."""
        return self.plain([Token("cs", f"the{counter}", -1)]).strip().replace("′", "'")

    def step(self, counter: str) -> str:
        """Step the counter, make it what \\label refers to, and return how it is printed."""
        self.counters.step(counter)
        number = self.value(counter)
        self.current = Label(number, counter, None)
        return number

    def new_counter(self, name: str, within: str | None = None) -> None:
        """Add a counter with its \\the... macro."""
        self.counters.add(name, within)
        # IEEEtran prints sections in Roman and the theorems within them in Arabic numbers
        prefix = "thm" if f"thm{within}" in self.macros else "the"
        body = f"\\{prefix}{within}.\\arabic{{{name}}}" if within else f"\\arabic{{{name}}}"
        self.macros[f"the{name}"] = Macro((), tuple(tokens(body)))

    def note(self, words: str) -> None:
        """Keep a sentence about what could not be read, once."""
        if words not in self.notes:
            self.notes.append(words)


def _filled(body: Sequence[Token], given: Sequence[list[Token]], at: int) -> list[Token]:
    """Return the body with arguments in place; its own tokens stand where the macro was called."""
    filled: list[Token] = []
    place = 0
    while place < len(body):
        token = body[place]
        place += 1
        if token.kind != "#" or place >= len(body):
            filled.append(token._replace(at=at))
            continue
        following = body[place]
        place += 1
        if following.kind == "#":  # a parameter of a definition within the body
            filled.append(following._replace(at=at))
            continue
        number = following.text[:1]
        if number.isdigit() and 0 < int(number) <= len(given):
            filled += given[int(number) - 1]
        rest = following.text[1:]
        if rest:
            filled.append(Token("word", rest, at))
    return filled


def _forget(table: dict[str, V], name: str) -> None:
    table.pop(name, None)
