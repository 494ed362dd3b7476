"""The results as a LaTeX document with one long table; builds with pdfLaTeX."""

import unicodedata

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.greek import COMMANDS
from reportkit.reporters.inventory.rows import Row, heading, pages_of, rows, shown

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "…": r"\dots{}",
    "★": r"\(\star\)", "′": r"\('\)", "∞": r"\(\infty\)", "≤": r"\(\leq\)", "≥": r"\(\geq\)",
    "×": r"\(\times\)", "→": r"\(\to\)", "∈": r"\(\in\)", "·": r"\(\cdot\)", "ℓ": r"\(\ell\)",
    "√": r"\(\surd\)", "±": r"\(\pm\)", "≠": r"\(\neq\)", "∂": r"\(\partial\)", "∇": r"\(\nabla\)",
    "ο": "o",
}  # fmt: skip
_NOT_IN_T1 = "ĦħĸĿŀŉŦŧ"  # inputenc 2022 has no glyph for these
_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern,textcomp,array,booktabs,longtable}
\usepackage[margin=2cm]{geometry}
\begin{document}
"""
_TABLE = r"""
\newcolumntype{L}[1]{>{\raggedright\arraybackslash}p{#1}}
\begin{longtable}{@{}lL{.18\textwidth}L{.24\textwidth}rlL{.24\textwidth}@{}}
\toprule
 & Statement & Name & Page & Proof & Uses \\
\midrule
\endhead
"""


def render(catalogue: Catalogue) -> str:
    """Return the whole document, every word of the paper escaped."""
    listed = rows(catalogue)
    named = {row.statement.id: row for row in listed}
    title = escaped(catalogue.paper.title or catalogue.paper.file)
    body = "".join(_line(row, named) for row in listed)
    return (
        f"{_HEAD}\\section*{{{title}}}\n{escaped(heading(catalogue))}\n{_TABLE}{body}"
        "\\bottomrule\n\\end{longtable}\n"
        "\\noindent\\(\\star\\) main result, or a lemma that one of them rests on\n"
        "\\end{document}\n"
    )


def _line(row: Row, named: dict[str, Row]) -> str:
    cells = (
        "★" if row.key else "",
        row.title,
        row.statement.name,
        str(row.statement.page or ""),
        pages_of(row.proof) if row.proof else "",
        ", ".join(named[id].title for id in row.uses),
    )
    return " & ".join(escaped(cell) for cell in cells) + " \\\\\n"


def escaped(text: str) -> str:
    """Return `text` as LaTeX that prints it; a character that pdfLaTeX lacks becomes "?"."""
    # \relax-free "[" after "\\" would be read as its argument, so cells never begin with one
    plain = unicodedata.normalize("NFKC", shown(text))
    converted = "".join(_converted(character) for character in plain)
    return f"{{}}{converted}" if converted.startswith(("[", "*")) else converted


def _converted(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character in COMMANDS:
        return rf"\({COMMANDS[character]}\)"
    latin = "\xa1" <= character <= "\u017e" and character not in _NOT_IN_T1
    return character if character.isascii() or latin else "?"
