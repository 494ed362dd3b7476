"""Words, blanks and accents, and commands that print nothing at all."""

import re

from reportkit.analysis.latex.machine import (
    Command,
    Machine,
    Reference,
)
from reportkit.analysis.latex.symbols import SPACES, TEXT_ACCENTS, accented


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


def line_break(machine: Machine) -> None:
    """\\\\[1ex] and its like: a blank."""
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


def _second(machine: Machine) -> None:
    """\\href{address}{words}, \\textcolor{red}{words}: the first argument is not printed."""
    machine.optional()
    machine.argument()


def _third(machine: Machine) -> None:
    """\\resizebox{width}{height}{words}."""
    machine.argument()
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


COMMANDS: dict[str, Command] = {
    **dict.fromkeys(SPACES, _space),
    "newblock": _space,
    **{name: _accent(name) for name in TEXT_ACCENTS},
    **dict.fromkeys(("\\", "newline", "linebreak", "tabularnewline"), line_break),
    "par": _par,
    **dict.fromkeys(("vskip", "hskip", "kern", "mkern", "parskip", "parindent", "baselineskip",
                     "textwidth", "textheight", "oddsidemargin", "topmargin", "columnsep",
                     "abovedisplayskip", "belowdisplayskip", "itemsep", "parsep", "topsep",
                     "penalty", "hsize", "vsize", "leftskip", "rightskip", "emergencystretch",
                     "tolerance", "hbadness", "fboxsep", "tabcolsep", "arraycolsep", "jot"), _glue),
    **dict.fromkeys(("vspace", "hspace", "includegraphics", "hypersetup", "bibliographystyle",
                     "pagestyle", "thispagestyle", "pagenumbering", "phantom", "vphantom",
                     "hphantom", "color", "addbibresource", "graphicspath", "index",
                     "theoremstyle", "hyphenation", "urlstyle", "nocite", "captionsetup",
                     "geometry", "todo", "crefalias", "aliascntresetthe", "AtBeginDocument",
                     "tcbuselibrary", "keytheoremset", "input@path", "surroundwithmdframed",
                     "setlist", "pageref"), swallow(1)),
    **dict.fromkeys(("setlength", "addtolength", "crefname", "Crefname", "settowidth", "fontsize",
                     "rule", "tcolorboxenvironment", "crefformat", "newlist", "pdfbookmark",
                     "SetKwInOut", "crefrangeformat", "markboth"), swallow(2)),
    **dict.fromkeys(("addcontentsline", "definecolor"), swallow(3)),
    "newtheoremstyle": swallow(9, 0),
    **dict.fromkeys(("swapnumbers", "allowdisplaybreaks", "footnotemark", "looseness",
                     "pdfoutput"), swallow(0)),
    **dict.fromkeys(("href", "textcolor", "colorbox", "scalebox", "hypertarget", "parbox",
                     "raisebox"), _second),
    "resizebox": _third,
    "hyperref": _hyperref,
    "hyperlink": _hyperlink,
    "verb": _verb,
    **dict.fromkeys(("url", "path", "nolinkurl"), _url),
}  # fmt: skip
OPENING: dict[str, Command] = {
    **dict.fromkeys(("minipage", "multicols"), swallow(1)),
    **dict.fromkeys(("mdframed", "tcolorbox", "framed", "center", "leftbar"), swallow(0)),
}
CLOSING: dict[str, Command] = {}
