"""Commands that print: letters and formulas, headings, lists, floats, notes, references."""

import re
from collections.abc import Callable

from reportkit.analysis.latex.flow import Flow
from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import (
    Citation,
    Command,
    Exhausted,
    Label,
    Machine,
    Macro,
    Reference,
    Region,
)
from reportkit.analysis.latex.symbols import (
    GREEK,
    OPERATORS,
    SIGNS,
    SPACES,
    TEXT_ACCENTS,
    accented,
)
from reportkit.analysis.latex.theorems import close, use_class
from reportkit.document import BlockKind

_LEVELS = {
    "part": -1, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4,
    "subparagraph": 5,
}  # fmt: skip
_NUMBERED_DOWN_TO = 3


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


# --- formulas -------------------------------------------------------------------------------


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
    machine.define(machine.commands, "\\", _line_break)


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
        self.wanted = numbered
        self.labels: list[str] = []
        self.own: str | None = None
        self.shown: list[str] = []

    def row(self, machine: Machine) -> None:
        """A new row: the one before gets its number."""
        machine.star()
        machine.optional()
        machine.flow.space(machine.at)
        if self.rows:
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
        _label_in_region(machine, self.labels[-1])

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


# --- words ----------------------------------------------------------------------------------


def _accent(name: str) -> Command:
    def command(machine: Machine) -> None:
        if machine.math:
            return
        at = machine.at
        letter = machine.plain(machine.argument())
        machine.flow.write(accented(name, letter) if letter.strip() else letter, at)

    return command


def _space(machine: Machine) -> None:
    if not machine.math:
        machine.flow.space(machine.at)


def _line_break(machine: Machine) -> None:
    machine.star()
    machine.optional()
    machine.flow.space(machine.at)


def _par(machine: Machine) -> None:
    if not machine.math:
        machine.flow.paragraph()


def swallow(arguments: int, optional: int = 1) -> Command:
    """A command that prints nothing: so many brackets and braces are passed over."""

    def command(machine: Machine) -> None:
        machine.star()
        for _ in range(optional):
            machine.optional()
        for _ in range(arguments):
            machine.argument()

    return command


_UNITS = re.compile(
    r"[-+=.,\d\s]*(?:(?:true)?(?:pt|in|em|ex|cm|mm|sp|bp|pc|mu|plus|minus|fil+)[-+.,\d]*)*"
)


def _glue(machine: Machine) -> None:
    """\\vskip 0.3in plus 1fil, \\parindent=0pt: the length is not printed."""
    for _ in range(20):
        token = machine.next()
        if token is None:
            return
        length = token.kind == "cs" and token.text in _LENGTHS
        if not length and (
            token.kind not in ("word", "char", "space") or not _UNITS.fullmatch(token.text)
        ):
            machine.push([token])
            return


_LENGTHS = frozenset(
    ["baselineskip", "textwidth", "linewidth", "parindent", "columnwidth", "fill", "hsize"]
)


def _two_column(machine: Machine) -> None:
    """\\twocolumn[...]: the title of some conferences."""
    given = machine.optional()
    if given and machine.in_document:
        machine.flow.paragraph()
        machine.push([*given, _call(machine.flow.paragraph)])


def _shown_title(name: str) -> Command:
    """\\icmltitle{...} and \\icmlauthor{...}{...}, which are printed where they stand."""

    def command(machine: Machine) -> None:
        given = machine.argument()
        if name == "author":
            machine.argument()
        known = machine.facts.get(name, "")
        words = (
            ", ".join(_names(machine, given)) if name == "author" else _front_words(machine, given)
        )
        machine.facts[name] = f"{known}, {words}" if known else words
        if machine.in_document:
            machine.flow.begin(BlockKind.FRONT)
            machine.flow.write(words, machine.at)
            machine.flow.paragraph()

    return command


def _second(machine: Machine) -> None:
    """\\href{address}{words}, \\textcolor{red}{words}: the first argument is not printed."""
    machine.optional()
    machine.argument()


def _hyperref(machine: Machine) -> None:
    key = machine.words(machine.optional())
    if key:
        machine.references.append(Reference((key,), machine.flow.mark()))
    else:
        machine.argument(), machine.argument(), machine.argument()


def _hyperlink(machine: Machine) -> None:
    machine.argument()


def _verb(machine: Machine) -> None:
    lexer = machine.lexer()
    if lexer is None:
        return
    if lexer.text[lexer.offset : lexer.offset + 1] == "*":
        lexer.offset += 1
    fence = lexer.text[lexer.offset : lexer.offset + 1]
    lexer.offset += 1
    words, at = lexer.raw_until(fence)
    machine.flow.write(words.split("\n")[0], at)


def _url(machine: Machine) -> None:
    at = machine.at
    machine.flow.write(machine.name(), at)


# --- headings -------------------------------------------------------------------------------


def _heading(name: str) -> Command:
    level = _LEVELS[name]

    def command(machine: Machine) -> None:
        starred = machine.star()
        machine.optional()
        title = machine.argument()
        at = machine.at
        numbered = not starred and level <= _NUMBERED_DOWN_TO and machine.in_document
        number = machine.step(name) if numbered else ""
        if numbered:
            # behind the heading a label means the section, whatever group it stands in
            current = machine.current
            machine.current = Label(current.number, current.counter, None)
        if not machine.in_document:
            return
        if level >= 4:
            _run_in(machine, title)
            return
        machine.flow.begin(BlockKind.HEADING, level)
        start = machine.flow.mark()
        if number:
            machine.flow.write(f"{number} ", at)
        first = len(machine.references)

        def ended() -> None:
            machine.headings.append((start, machine.flow.mark()))
            keys = [key for ref in machine.references[first:] for key in ref.keys]
            machine.heading = tuple(keys)
            machine.flow.begin(BlockKind.PARAGRAPH)

        machine.push([*title, Token("call", "", at, ended)])

    return command


def _run_in(machine: Machine, title: list[Token]) -> None:
    """\\paragraph{...}: its words begin the paragraph, with a full stop behind them."""
    machine.flow.paragraph()
    words = machine.plain(title).rstrip()
    ending = "" if words.endswith((".", ":", "?", "!")) else "."
    machine.push([*title, *([Token("char", ending, machine.at)] if ending else []), _SPACE])


_SPACE = Token("space", " ", -1)


def _appendix(machine: Machine) -> None:
    top = "chapter" if machine.counters.get("chapter") else "section"
    machine.counters.set(top, 0)
    for other in machine.counters.resets.get(top, ()):
        machine.counters.set(other, 0)
    letters = Macro((), tuple(tokens(f"\\Alph{{{top}}}")))
    machine.macros[f"the{top}"] = letters
    if "thmsection" in machine.macros:
        machine.macros["thmsection"] = letters


def _front(name: str) -> Command:
    """\\title, \\author and their like: kept, printed by \\maketitle."""

    def command(machine: Machine) -> None:
        machine.optional()
        given = machine.argument()
        if name == "author":
            words = ", ".join(filter(None, [machine.facts.get(name, ""), *_names(machine, given)]))
        else:
            words = _front_words(machine, given)
        machine.facts[name] = words

    return command


def _front_words(machine: Machine, given: list[Token]) -> str:
    words = " ".join(machine.plain(given).split())
    return words.strip(" ,;∗*")


_BETWEEN_AUTHORS = frozenset(["and", "And", "AND", "quad", "qquad", "hspace", "hfill", "linebreak"])
# what follows a name up to the next comma, and what follows it up to the next author
_MARKS = frozenset(
    ["thanks", "footnote", "footnotemark", "inst", "textsuperscript", "authornote", "orcidID"]
)
_ADDRESSES = frozenset(
    [
        "\\",
        "email",
        "Email",
        "addr",
        "address",
        "affiliation",
        "affil",
        "institution",
        "institute",
        "tt",
        "texttt",
        "small",
        "href",
        "url",
        "normalfont",
    ]
)


def _names(machine: Machine, given: list[Token]) -> list[str]:
    """Return the authors: what stands first in each part, or what \\Name{...} holds."""
    parts: list[list[Token]] = [[]]
    marked = behind = False
    depth = 0
    for token in given:
        depth += (token.kind == "{") - (token.kind == "}")
        command = token.text if token.kind == "cs" else ""
        comma = token.text == "," and depth <= 0 and not behind
        if command == "Name" or command in _BETWEEN_AUTHORS or token.kind == "&" or comma:
            parts.append([])
            marked = behind = False
        marked = marked or command in _MARKS or token.kind in "^$"
        behind = behind or command in _ADDRESSES
        if not marked and not behind and not comma and token.kind not in "{}&":
            parts[-1].append(token)
    # an ORCID is no part of a name
    words = (
        re.sub(r"\b\d{4}-[\d-]+\w?", "", _front_words(machine, part)).strip() for part in parts
    )
    return [name for name in words if name and not re.search(r"[\d@]", name)]


def _make_title(machine: Machine) -> None:
    flow = machine.flow
    for name in ("title", "author"):
        if machine.facts.get(name):
            flow.begin(BlockKind.FRONT)
            flow.write(machine.facts[name])
    flow.begin(BlockKind.PARAGRAPH)


# --- environments ---------------------------------------------------------------------------


def _begin(machine: Machine) -> None:
    name = machine.name()
    at = machine.at
    if name == "document":
        machine.in_document = True
        machine.flow = Flow()  # what a preamble seems to print is printed nowhere
        return
    machine.open_group()
    machine.environment = name
    if name in machine.theorems:
        if machine.in_document:
            machine.opening["theorem"](machine)
    elif name in machine.environments:
        machine.expand(machine.environments[name][0], at)
    elif machine.in_document and name in machine.opening:
        machine.opening[name](machine)


def _end(machine: Machine) -> None:
    name = machine.name()
    if name == "document":
        machine.stack.clear()
        machine.open_files.clear()
        return
    machine.environment = name
    if name in machine.theorems:
        if machine.in_document:
            machine.closing["theorem"](machine)
        machine.close_group()
    elif name in machine.environments:
        machine.push([*machine.environments[name][1], _call(machine.close_group)])
    else:
        if machine.in_document and name in machine.closing:
            machine.closing[name](machine)
        machine.close_group()


def _call(action: Callable[[], None]) -> Token:
    return Token("call", "", -1, action)


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
    """Pass over what draws: its words are no prose."""
    name = machine.environment
    depth = 0
    while (token := machine.next()) is not None:
        if token.kind == "cs" and token.text in ("begin", "end"):
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
    machine.push([*given, _call(lambda: machine.flow.begin(before))])


def _footnote(machine: Machine) -> None:
    machine.optional()
    given = machine.argument()
    machine.flow.inset(BlockKind.FOOTNOTE)
    math, machine.math = machine.math, 0

    def ended() -> None:
        machine.math = math
        machine.flow.resume()

    machine.push([*given, _call(ended)])


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
    if label is not None:
        machine.push([*label, _SPACE])
    elif machine.facts.get("list") == "enumerate":
        counter = _item_counter(int(machine.facts.get("depth", "1")))
        number = machine.step(counter)
        machine.flow.write(f"{number}. ", at)
    elif machine.facts.get("list") == "itemize":
        machine.flow.write("• ", at)


def _end_list(machine: Machine) -> None:
    machine.flow.begin(BlockKind.PARAGRAPH)


def _proof(machine: Machine) -> None:
    """Begin a proof: its heading, and what the heading refers to."""
    title = machine.optional() or []
    begin_proof(machine, title)


def begin_proof(machine: Machine, title: list[Token]) -> None:
    """Open a proof's region; without a title its head is "Proof", and "Proof of ..." for "of ..."."""
    if machine.words(title[:1]) in ("of", "for"):
        title = [*tokens("Proof "), *title]
    at = machine.at
    machine.flow.begin(BlockKind.PARAGRAPH)
    start = machine.flow.mark()
    region = Region("proof", "Proof", None, [], start, start, proof=True, at=at)
    index = len(machine.regions)
    machine.regions.append(region)
    machine.open_regions.append(index)
    first = len(machine.references)
    region.name = machine.rendered(title or tokens("Proof"))
    region.named = tuple(key for ref in machine.references[first:] for key in ref.keys)
    del machine.references[first:]
    words = "".join(part for part in region.name if isinstance(part, str))
    for part in region.name:
        machine.flow.write(part, at)
    machine.flow.write(" " if words.rstrip().endswith((".", ":")) else ". ", at)
    region.body = machine.flow.mark()
    machine.current = Label(machine.current.number, machine.current.counter, None)


def _end_proof(machine: Machine) -> None:
    close(machine, lambda region: region.proof)


def _named_proof(machine: Machine) -> None:
    """\\begin{proofof}{Theorem~\\ref{x}}, \\begin{proofsketch}: known without a declaration."""
    title = machine.optional()
    if machine.environment == "proofof":
        given = title or machine.argument()
        begin_proof(machine, [*tokens("Proof of "), *given])
    else:
        begin_proof(machine, title or tokens("Proof sketch"))


def _qed(machine: Machine) -> None:
    machine.qed.append(machine.flow.mark())


def _abstract(machine: Machine) -> None:
    machine.flow.begin(BlockKind.HEADING, 1)
    machine.flow.write("Abstract", machine.at)
    machine.flow.begin(BlockKind.PARAGRAPH)


def _abstract_command(machine: Machine) -> None:
    """\\abstract{...} of some classes."""
    given = machine.argument()
    if machine.in_document:
        _abstract(machine)
        machine.push(given)


def _subequations(machine: Machine) -> None:
    parent = machine.step("equation")
    machine.counters.values["parentequation"] = machine.counters.get("equation")
    machine.counters.set("equation", 0)
    body = [*tokens(parent), *tokens("\\alph{equation}")]
    machine.define(machine.macros, "theequation", Macro((), tuple(body)))


def _end_subequations(machine: Machine) -> None:
    machine.counters.set("equation", machine.counters.get("parentequation"))


def _document_class(machine: Machine) -> None:
    options = machine.words(machine.optional())
    name = machine.name()
    machine.document_class = name
    machine.loaded.add(name)
    machine.options.update(part.strip() for part in options.split(","))
    known = use_class(machine, name, machine.options)
    own = machine.find(name, (".cls",))
    if own and not known:
        machine.read_file(own)


# --- references, citations ------------------------------------------------------------------


def _label(machine: Machine) -> None:
    key = machine.name()
    if not machine.in_document:
        return
    machine.labels.setdefault(key, machine.current)
    _label_in_region(machine, key)


def _label_in_region(machine: Machine, key: str) -> None:
    """Keep the label with the innermost open statement; the first is the statement's own."""
    for index in reversed(machine.open_regions):
        region = machine.regions[index]
        if region.proof:
            return
        region.keys.append(key)
        return


def _reference(form: str) -> Command:
    def command(machine: Machine) -> None:
        machine.star()
        machine.optional()
        at = machine.at
        keys = tuple(key.strip() for key in machine.name().split(",") if key.strip())
        if form == "range":
            keys = (*keys, machine.name().strip())
        machine.references.append(Reference(keys, machine.flow.mark()))
        machine.flow.write(lambda: referred(machine, keys, form), at)

    return command


def referred(machine: Machine, keys: tuple[str, ...], form: str) -> str:
    """Return what a reference prints: "3.1", "(4)", "Theorem 3.1 and Lemma 3.2"."""
    if form in ("number", "equation"):
        number = _number_of(machine, keys[0]) if keys else "??"
        return f"({number})" if form == "equation" else number
    words = [_kind_word(machine, key) for key in keys]
    if form == "lower":
        words = [word[:1].lower() + word[1:] for word in words]
    numbers = [_number_of(machine, key) for key in keys]
    if form == "range" and len(keys) > 1:
        return f"{words[0]}s {numbers[0]} to {numbers[1]}".strip()
    if form == "bare":
        return _listed(numbers)
    if len(keys) > 1 and len(set(words)) == 1:
        return f"{words[0]}s {_listed(numbers)}"
    return _listed([f"{w} {n}".strip() for w, n in zip(words, numbers, strict=True)])


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _number_of(machine: Machine, key: str) -> str:
    if key in machine.numbers:
        return machine.numbers[key][0]
    label = machine.labels.get(key)
    return label.number if label and label.number else "??"


def _kind_word(machine: Machine, key: str) -> str:
    label = machine.labels.get(key)
    if label is None:
        return ""
    if label.region is not None:
        return machine.regions[label.region].label
    names = {"equation": "Eq.", "subsection": "Section", "subsubsection": "Section",
             "chapter": "Chapter", "section": "Section", "figure": "Figure", "table": "Table",
             "algorithm": "Algorithm", "enumi": "Item"}  # fmt: skip
    return names.get(label.counter, label.counter.title())


def _citation(form: str) -> Command:
    def command(machine: Machine) -> None:
        machine.star()
        first, second = machine.optional(), machine.optional()
        note = second if second is not None else first
        keys = [key.strip() for key in machine.name().split(",")]
        start = machine.flow.mark()
        words = machine.rendered(note or [])
        machine.flow.write(lambda: cited(machine, keys, words, form), machine.at)
        machine.citations.append(Citation(words, start, machine.flow.mark()))

    return command


def cited(
    machine: Machine, keys: list[str], words: list[str | Callable[[], str]], form: str
) -> str:
    """Return what a citation prints, after the bibliography's own labels."""
    labels = [machine.entries.get(key, key) for key in keys]
    note = "".join(part if isinstance(part, str) else part() for part in words).strip()
    inside = f", {note}" if note else ""
    if all(re.fullmatch(r"[\w+]{1,9}", label) for label in labels):
        return f"[{', '.join(labels)}{inside}]"
    if form == "text":
        return "; ".join(re.sub(r", (\d{4}\w?)$", rf" (\1{inside})", label) for label in labels)
    return f"({'; '.join(labels)}{inside})"


def _bibliography(machine: Machine) -> None:
    machine.optional()
    machine.argument()
    compiled = next((name for name in machine.files.texts if name.endswith(".bbl")), None)
    main = machine.open_files[0] if machine.open_files else ""
    own = main.rpartition(".")[0] + ".bbl"
    machine.read_file(own if own in machine.files.texts else compiled or "")


def _begin_bibliography(machine: Machine) -> None:
    machine.argument()
    machine.flow.begin(BlockKind.HEADING, 1)
    machine.flow.write("References")
    machine.flow.default.append(BlockKind.REFERENCE)
    machine.flow.begin(BlockKind.REFERENCE)


def _bib_item(machine: Machine) -> None:
    label = machine.optional()
    key = machine.name()
    number = str(len(machine.entries) + 1)
    words = _author_year(machine.plain(label)) if label else number
    machine.entries[key] = words
    machine.flow.begin(BlockKind.REFERENCE)
    if not label:
        machine.flow.write(f"[{number}] ", machine.at)


def _author_year(label: str) -> str:
    """Return "Wei and Ma, 2019" for natbib's "Wei and Ma(2019)Wei, and Ma"."""
    found = re.match(r"\s*(.+?)\s*\((\d{4}\w?|n\.d\.)\)", label)
    return f"{found[1]}, {found[2]}" if found else label.strip()


def _end_bibliography(machine: Machine) -> None:
    if len(machine.flow.default) > 1:
        machine.flow.default.pop()
    machine.flow.begin(BlockKind.PARAGRAPH)


COMMANDS: dict[str, Command] = {
    **{name: _symbol(sign) for name, sign in {**GREEK, **SIGNS}.items()},
    **{name: _operator(name) for name in OPERATORS},
    **dict.fromkeys(SPACES, _space),
    **{name: _accent(name) for name in TEXT_ACCENTS},
    **{name: _heading(name) for name in _LEVELS},
    **dict.fromkeys(("frac", "dfrac", "tfrac", "nicefrac", "sfrac"), _frac),
    "sqrt": _sqrt,
    "operatorname": _operator_name,
    **dict.fromkeys(("text", "mbox", "hbox", "textnormal", "intertext", "textrm", "textup", "shortintertext"), _text),
    "ensuremath": _ensure_math,
    **dict.fromkeys(("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr"), _delimiter),
    "(": _until(")"),
    "[": _until("]"),
    **dict.fromkeys(("\\", "newline", "linebreak", "tabularnewline"), _line_break),
    "par": _par,
    **dict.fromkeys(("vskip", "hskip", "kern", "mkern", "parskip", "parindent", "baselineskip",
                     "textwidth", "textheight", "oddsidemargin", "topmargin", "columnsep",
                     "abovedisplayskip", "belowdisplayskip", "itemsep", "parsep", "topsep",
                     "penalty", "hsize", "vsize", "leftskip", "rightskip", "emergencystretch",
                     "tolerance", "hbadness", "fboxsep", "tabcolsep", "arraycolsep", "jot"), _glue),
    "twocolumn": _two_column,
    **dict.fromkeys(("vspace", "hspace", "includegraphics", "hypersetup",
                     "bibliographystyle", "pagestyle", "thispagestyle", "pagenumbering", "phantom",
                     "vphantom", "hphantom", "color", "addbibresource", "graphicspath", "index",
                     "theoremstyle", "swapnumbers", "allowdisplaybreaks", "hyphenation",
                     "urlstyle", "nocite", "looseness", "captionsetup", "geometry", "pdfoutput",
                     "footnotemark", "todo", "crefalias", "aliascntresetthe", "AtBeginDocument",
                     "tcbuselibrary", "keytheoremset", "input@path", "WarningFilter"), swallow(1)),
    **dict.fromkeys(("setlength", "addtolength", "definecolor", "crefname", "Crefname", "settowidth",
                     "fontsize", "rule",                      "tcolorboxenvironment", "surroundwithmdframed", "crefformat", "newlist",
                     "pdfbookmark", "SetKwInOut",
                     "crefrangeformat", "markboth", ), swallow(2)),
    **dict.fromkeys(("addcontentsline", "definecolor", ), swallow(3)),
    "newtheoremstyle": swallow(9, 0),
    "surroundwithmdframed": swallow(1),
    "setlist": swallow(1),
    **dict.fromkeys(("swapnumbers", "allowdisplaybreaks", "footnotemark", "looseness"), swallow(0)),
    **dict.fromkeys(("href", "textcolor", "colorbox", "scalebox", "hypertarget",
                     "parbox", "raisebox"), _second),
    "hyperref": _hyperref,
    "hyperlink": _hyperlink,
    "verb": _verb,
    **dict.fromkeys(("url", "path", "nolinkurl"), _url),
    "appendix": _appendix,
    "appendices": _appendix,
    **dict.fromkeys(("title", "Title", "aistatstitle"), _front("title")),
    **dict.fromkeys(("author", "Author", "coltauthor", "aistatsauthor"), _front("author")),
    "icmltitle": _shown_title("title"),
    "icmlauthor": _shown_title("author"),
    **dict.fromkeys(("date", "thanks", "affil", "address", "email", "institute", "icmlaffiliation",
                     "icmlcorrespondingauthor", "keywords", "ccsdesc", "affiliation"), swallow(1)),
    "maketitle": _make_title,
    "begin": _begin,
    "end": _end,
    "caption": _caption,
    "footnote": _footnote,
    "item": _item,
    **dict.fromkeys(("qed", "qedhere", "blacksquare", "qedsymbol"), _qed),
    "abstract": _abstract_command,
    "documentclass": _document_class,
    "documentstyle": _document_class,
    "LoadClass": _document_class,
    "label": _label,
    **dict.fromkeys(("ref", "vref", "getrefnumber"), _reference("number")),
    **dict.fromkeys(("eqref", "Eqref"), _reference("equation")),
    **dict.fromkeys(("cref", "zcref", "vcref", "fullref"), _reference("lower")),
    **dict.fromkeys(("Cref", "autoref", "Autoref", "zCref", "thmref", "prettyref", "fref"), _reference("upper")),
    **dict.fromkeys(("labelcref", ), _reference("bare")),
    **dict.fromkeys(("crefrange", "Crefrange"), _reference("range")),
    "pageref": swallow(1),
    **dict.fromkeys(("cite", "citep", "parencite", "citealp", "citeauthor", "footcite", "autocite",
                     "citealt", "citeyear", "citeyearpar", "Citep", "shortcite"), _citation("brackets")),
    **dict.fromkeys(("citet", "textcite", "Citet", "newcite"), _citation("text")),
    **dict.fromkeys(("bibliography", "printbibliography"), _bibliography),
    "bibitem": _bib_item,
    "newblock": _space,
}  # fmt: skip
_DISPLAYS = {
    "equation": False, "align": True, "gather": True, "multline": False, "eqnarray": True,
    "alignat": True, "flalign": True, "displaymath": False, "dmath": False, "IEEEeqnarray": True,
}  # fmt: skip
OPENING: dict[str, Command] = {
    **{name: _begin_equation(name == "displaymath", rows) for name, rows in _DISPLAYS.items()},
    **{f"{name}*": _begin_equation(True, rows) for name, rows in _DISPLAYS.items()},
    **dict.fromkeys(("verbatim", "verbatim*", "lstlisting", "minted", "comment", "Verbatim",
                     "filecontents", "filecontents*"), _verbatim),
    **dict.fromkeys(("tikzpicture", "pspicture", "picture", "tikzcd", "forest", "pgfpicture",
                     "CCSXML", "xy", "axis"), _picture),
    **dict.fromkeys(("figure", "figure*", "wrapfigure", ), _float(BlockKind.FIGURE)),
    **dict.fromkeys(("table", "table*", ), _float(BlockKind.TABLE)),
    **dict.fromkeys(("algorithm", "algorithm*", "algorithm2e"), _code),
    **dict.fromkeys(("tabular", "tabular*", "tabularx", "longtable", "tabulary"), _table),
    **dict.fromkeys(("aligned", "alignedat", "gathered", "split", "cases", "dcases", "matrix",
                     "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "multlined",
                     "array"), _begin_rows),
    **dict.fromkeys(("itemize", "enumerate", "description", "list", "compactitem", "compactenum",
                     "enumerate*", "inparaenum", "asparaenum"), _begin_list),
    **dict.fromkeys(("proof", "Proof", "IEEEproof", "pf", "prf", "appendixproof", "proofEnd"), _proof),
    **dict.fromkeys(("proofof", "proofsketch", "sketch", "sketchproof"), _named_proof),
    "abstract": _abstract,
    "appendices": _appendix,
    "appendix": _appendix,
    "subappendices": _appendix,
    "subequations": _subequations,
    "thebibliography": _begin_bibliography,
    "minipage": swallow(1),
    "multicols": swallow(1),
    "wraptable": _float(BlockKind.TABLE),
    **dict.fromkeys(("mdframed", "tcolorbox", "framed", "center", "leftbar"), swallow(0)),
}  # fmt: skip
CLOSING: dict[str, Command] = {
    **dict.fromkeys(("figure", "figure*", "wrapfigure", "table", "table*", "wraptable", "algorithm",
                     "algorithm*", "algorithm2e"), _end_inset),
    **dict.fromkeys(("itemize", "enumerate", "description", "list", "compactitem", "compactenum",
                     "enumerate*", "inparaenum", "asparaenum"), _end_list),
    **dict.fromkeys(("proof", "Proof", "IEEEproof", "pf", "prf", "appendixproof", "proofEnd",
                     "proofof", "proofsketch", "sketch", "sketchproof"), _end_proof),
    "subequations": _end_subequations,
    "thebibliography": _end_bibliography,
    "abstract": lambda machine: machine.flow.begin(BlockKind.PARAGRAPH),
}  # fmt: skip
