"""Commands that read other files of the project."""

import re

from reportkit.analysis.latex.machine import Command, Machine


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


def _end_input(machine: Machine) -> None:
    lexer = machine.lexer()
    if lexer is not None:
        lexer.offset = len(lexer.text)


COMMANDS: dict[str, Command] = {
    "input": _input,
    **dict.fromkeys(
        ("include", "subfile", "subfileinclude", "@input", "InputIfFileExists"), _include
    ),
    **dict.fromkeys(("import", "subimport", "includefrom", "subincludefrom"), _import),
    **dict.fromkeys(("usepackage", "RequirePackage"), _use_package),
    "endinput": _end_input,
}
