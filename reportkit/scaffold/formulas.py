r"""Which formulas may be taken over into a student's LaTeX: those made of known mathematics only.

The grammar is small on purpose: a formula that it accepts has balanced braces, no double script
and no command beyond the tables, so that it cannot break a build or do anything but print.
"""

import re

from reportkit.analysis.greek import GREEK

_LETTERS = GREEK.keys() | frozenset(
    [
        "ell",
        "infty",
        "star",
        "ast",
        "prime",
        "top",
        "circ",
    ]
)
_SYMBOLS = _LETTERS | frozenset(
    [
        "partial",
        "nabla",
        "cdot",
        "cdots",
        "ldots",
        "dots",
        "times",
        "otimes",
        "oplus",
        "pm",
        "mp",
        "le",
        "leq",
        "ge",
        "geq",
        "ne",
        "neq",
        "ll",
        "gg",
        "approx",
        "sim",
        "simeq",
        "equiv",
        "in",
        "notin",
        "subset",
        "subseteq",
        "cup",
        "cap",
        "to",
        "rightarrow",
        "leftarrow",
        "mapsto",
        "log",
        "ln",
        "exp",
        "min",
        "max",
        "sup",
        "inf",
        "lim",
        "det",
        "dim",
        "ker",
        "sin",
        "cos",
        "tan",
        "Pr",
        "forall",
        "exists",
        "emptyset",
        "sum",
        "prod",
        "int",
        "langle",
        "rangle",
        "lfloor",
        "rfloor",
        "lceil",
        "rceil",
        "mid",
        "parallel",
        "perp",
        "quad",
        "hbar",
        "Re",
        "Im",
        "aleph",
        "bot",
        ",",
        ";",
        "!",
        "|",
        "{",
        "}",
        "%",
    ]
)
_WRAPPERS = frozenset(
    [
        "mathbb",
        "mathcal",
        "mathrm",
        "mathbf",
        "mathsf",
        "mathit",
        "mathfrak",
        "hat",
        "bar",
        "tilde",
        "widehat",
        "widetilde",
        "overline",
        "underline",
        "dot",
        "ddot",
        "vec",
        "sqrt",
        "check",
    ]
)
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([\^_{}])|([A-Za-z0-9+\-*/=<>()\[\]|,.;:!' ])", re.DOTALL)
_DEEPEST = 8


def safe_formula(source: str) -> bool:
    """Return whether `source`, put between dollar signs, prints and does nothing else."""
    tokens = _tokens(source)
    if tokens is None or not source.strip():
        return False
    end = _group(tokens, 0, 0)
    return end == len(tokens)


def plain_formula(source: str) -> str:
    r"""Return the letters of a safe formula without its layout: "l_1" for "\ell_{1}"."""
    words = re.sub(r"\\([A-Za-z]+)\s*", lambda m: _PLAIN.get(m[1], m[1]), source)
    return re.sub(r"[{}\\]", "", words).strip()


_PLAIN = {"ell": "l", "infty": "∞", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "times": "×"}
_PLAIN |= dict.fromkeys(_WRAPPERS, "")


def _tokens(source: str) -> list[str] | None:
    r"""Return the formula's tokens ("\alpha", "^", "x"), None where one is not known."""
    found: list[str] = []
    position = 0
    for match in _TOKEN.finditer(source):
        if match.start() != position:
            return None
        position = match.end()
        if match[1] is not None and match[1] not in _SYMBOLS | _WRAPPERS:
            return None
        if match[0] != " ":
            found.append(match[0])
    return found if position == len(source) else None


def _group(tokens: list[str], start: int, depth: int) -> int:
    """Return where a list of atoms ends, -1 where it is not well formed."""
    scripts: set[str] = {"^", "_", "'"}  # none may come before the first atom
    index = start
    while 0 <= index < len(tokens) and tokens[index] != "}":
        token = tokens[index]
        if token in ("^", "_"):
            index = -1 if token in scripts else _script(tokens, index + 1, depth)
            scripts = scripts | {token}
        elif token == "'":  # a superscript of its own, which only another prime may follow
            primed = tokens[index - 1] == "'"
            index = -1 if scripts & {"^", "'"} and not primed else index + 1
            scripts = scripts | {"^"}
        else:
            index = _atom(tokens, index, depth)
            scripts = set()
    return index


def _atom(tokens: list[str], index: int, depth: int) -> int:
    """Return where the atom at `index` ends, -1 where there is none."""
    token = tokens[index]
    if token == "{":
        end = -1 if depth > _DEEPEST else _group(tokens, index + 1, depth + 1)
        return end + 1 if 0 <= end < len(tokens) else -1
    if token[1:] in _WRAPPERS and token.startswith("\\"):
        return _script(tokens, index + 1, depth)
    return index + 1


def _script(tokens: list[str], index: int, depth: int) -> int:
    r"""Return where a script or an argument ends: a group, a character or a letter by its name.

    TeX reads an operator such as \log there, without braces, as an error.
    """
    if index >= len(tokens):
        return -1
    token = tokens[index]
    if token == "{":
        return _atom(tokens, index, depth)
    letter = token.isalnum() or token in ("*", "+", "-") or token[1:] in _LETTERS
    return index + 1 if letter else -1
