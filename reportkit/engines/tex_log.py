"""TeX's and BibTeX's complaints in plain words, each with its file and line."""

import re
from collections.abc import Iterator

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, where, and what to do; `line` is None where TeX does not say.

    `error` is False for a warning. `raw` is TeX's own sentence.
    """

    file: str
    line: int | None
    message: str
    raw: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class _Explanation:
    pattern: re.Pattern[str]
    message: str


def _table(*rows: tuple[str, str]) -> tuple[_Explanation, ...]:
    return tuple(_Explanation(re.compile(pattern), message) for pattern, message in rows)


# TeX's sentence -> ours; {0} is the first group, {command} the last command that TeX had read
_ERRORS = _table(
    (
        r"Undefined control sequence",
        "{command} is not known: misspelt, or a \\usepackage is missing.",
    ),
    (
        r"Missing \$ inserted",
        "Mathematics outside of a formula: put $ signs around it (or write \\_ for an underscore).",
    ),
    (
        r"Extra \}, or forgotten (\$|\\\S+)",
        "A }} too many, or the formula's {0} was forgotten before it.",
    ),
    (r"Missing \} inserted", "A }} is missing before this place."),
    (r"Missing \{ inserted", "A {{ is missing: an argument begins here without its brace."),
    (r"Too many \}'s", "There is a }} without a {{ before it."),
    (
        r"Paragraph ended before (\S+) was complete",
        "{0} has no closing brace: an empty line came first.",
    ),
    (
        r"File ended while scanning (?:use|text|definition) of (\S+)",
        "{0} has no closing brace: the file ended first.",
    ),
    (
        r"Argument of (\S+) has an extra \}",
        "The argument of {0} has a }} too many; a fragile command in a heading does that as well.",
    ),
    (
        r"Environment (\S+) undefined",
        "The environment {0} is not known: misspelt, or a \\usepackage is missing.",
    ),
    (
        r"\\begin\{(.+?)\} on input line (\d+) ended by \\end\{(.+?)\}",
        "\\begin{{{0}}} of line {1} is closed by \\end{{{2}}}; the names must agree.",
    ),
    (
        r"\\begin\{(.+?)\} ended by \\end\{(.+?)\}",
        "\\begin{{{0}}} is closed by \\end{{{1}}}; the names must agree.",
    ),
    (
        r"File `(.+?\.(?:sty|cls|ldf))' not found",
        "The package {0} is not installed: install it (TeX Live: tlmgr install; Debian: "
        "texlive-latex-extra), or take its \\usepackage out.",
    ),
    (
        r"File `(.+?)' not found",
        "There is no file {0}: check its name, and its folder counted from the main file.",
    ),
    (
        r"Cannot determine size of graphic|Unknown graphics extension: (\S*)",
        "pdfLaTeX cannot include this picture: use PDF, PNG or JPEG.",
    ),
    (
        r"Missing \\begin\{document\}",
        "Text before \\begin{{document}}: something in the preamble prints.",
    ),
    (
        r"Misplaced alignment tab character &",
        "An & outside of a table or an aligned formula: write \\& for the character.",
    ),
    (
        r"Extra alignment tab has been changed to \\cr",
        "This row of the table has more columns (&) than the table declares, or \\\\ is missing "
        "before it.",
    ),
    (r"Misplaced \\noalign", "\\hline or \\midrule must come first in its row, after \\\\."),
    (
        r"Double (superscript|subscript)",
        "Two {0}s on one symbol: use braces, as in x_{{i_j}} or {{x^a}}^b.",
    ),
    (r"Missing number, treated as zero", "A number or length is expected here and is missing."),
    (
        r"Illegal unit of measure",
        "A length without its unit here: write 3cm, 12pt, .5\\linewidth.",
    ),
    (
        r"Unicode character (.+?)(?: \(U\+([0-9A-F]+)\))?(?:\s+not set up|$)",
        "pdfLaTeX cannot print the character {0}: write it as a command, or delete it (copied "
        "text often brings such characters).",
    ),
    (
        r"Invalid UTF-8 byte",
        "The file is not saved as UTF-8: save it in that encoding in your editor.",
    ),
    (
        r"Command (\S+) already defined",
        "{0} exists already: choose another name, or use \\renewcommand if you mean it.",
    ),
    (r"(\\\S+) allowed only in math mode", "{0} works only in a formula: put $ signs around it."),
    (
        r"Bad math environment delimiter",
        "A formula is opened or closed twice: \\[ inside of \\[, or \\] without \\[.",
    ),
    (
        r"Missing (?:delimiter|\\right\.?)|Extra \\right",
        "\\left and \\right must come in pairs, with a delimiter each (a dot for none), in one "
        "line of the formula.",
    ),
    (
        r"Missing \\cr inserted|Forbidden control sequence",
        "The table or aligned formula is broken here: check its & and \\\\.",
    ),
    (r"Display math should end with \$\$", "A displayed formula ends with one $ instead of two."),
    (
        r"Option clash for package (\S+?)\.?$",
        "The package {0} is loaded twice with different options: keep one \\usepackage.",
    ),
    (
        r"Unknown option [`'\"](.+?)' for package [`'\"](.+?)'",
        "The package {1} has no option {0}: misspelt, or its language is not installed.",
    ),
    (
        r"There's no line here to end",
        "\\\\ after an empty line or a heading: delete it; an empty line begins a paragraph.",
    ),
    (
        r"Something's wrong--perhaps a missing \\item|Lonely \\item",
        "Text in a list before its first \\item, or an \\item outside of a list.",
    ),
    (
        r"Not in outer par mode",
        "A figure or table inside of a box or another float: move it out of there.",
    ),
    (
        r"Too many unprocessed floats",
        "Too many figures and tables wait for a place: put \\clearpage between them.",
    ),
    (
        r"You can't use `macro parameter character #'",
        "A # in the text: write \\# for the character.",
    ),
    (r"\\verb ended by end of line", "\\verb must end in the line where it begins."),
    (r"Missing control sequence inserted", "A name with its backslash is expected here."),
    (
        r"Counter too large|No counter '(.+?)' defined",
        "A counter is used that does not exist or has run out of letters.",
    ),
    (
        r"Dimension too large|Arithmetic overflow|Number too big",
        "A length or number here is too large for TeX.",
    ),
    (
        r"TeX capacity exceeded, sorry \[(.+?)[=\]]",
        "TeX ran out of memory ({0}): a macro calls itself, or a loop does not end.",
    ),
    (
        r"Can be used only in preamble",
        "This command belongs before \\begin{{document}}.",
    ),
    (
        r"LaTeX Error: (?:Command )?(\S+) undefined",
        "{0} does not exist yet: use \\newcommand instead of \\renewcommand.",
    ),
    (
        r"Emergency stop|no legal \\end found",
        "TeX gave up here: \\end{{document}} is missing, or an earlier mistake led it astray.",
    ),
)

_WARNINGS = _table(
    (
        r"Citation [`'](.+?)' .*?undefined",
        "\\cite{{{0}}} has no entry of that key in the bibliography.",
    ),
    (r"Reference [`'](.+?)' .*?undefined", "There is no \\label{{{0}}}; the PDF shows ??."),
    (r"Label [`'](.+?)' multiply defined", "\\label{{{0}}} is there twice: rename one."),
)
_BIBTEX = _table(
    (r"I didn't find a database entry for \"(.+?)\"", "\\cite{{{0}}} has no entry in the .bib."),
    (r"I couldn't open database file (\S+)", "There is no file {0}: check \\bibliography{{...}}."),
    (r"I couldn't open style file (\S+)", "The style {0} is not installed."),
    (r"Repeated entry", "An entry's key is there twice: rename or delete one."),
    (r"I was expecting a `,' or a `\}'", "A comma or a }} is missing in the entry before here."),
    (r"Illegal, another \\bibdata command", "\\bibliography is there twice: keep one."),
    (r"I found no \\citation commands", "Nothing is cited yet; \\cite{{key}} cites an entry."),
)

_FILE_LINE = re.compile(r"^(?:\./)?([^\n:]{1,200}\.[A-Za-z]{2,4}):(\d+): (.*)$")
_BANG = re.compile(r"^! (.*)$")
_LINE_OF = re.compile(r"^l\.(\d+) ?(.*)$")
_ON_LINE = re.compile(r"on input line (\d+)")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)")
_OVERFULL = re.compile(
    r"^Overfull \\hbox \((\d+(?:\.\d+)?)pt too wide\) .*?lines? (\d+)(?:--(\d+))?"
)
_WIDE_PT = 10.0  # points beyond the margin that a reader notices


def complaints(log: str, main: str) -> tuple[Complaint, ...]:
    """Return the errors of a log, then its warnings worth a line, each once, in order.

    The log must have been written with -file-line-error and long lines; `main` is the file that is
    named where TeX names none.
    """
    lines = log.splitlines()
    errors = _once(_errors(lines, main))
    warnings = _once(_warnings(lines, main))
    return errors + warnings


def bibtex_complaints(log: str) -> tuple[Complaint, ...]:
    """Return what BibTeX complains about; what it cannot explain is left in its own words."""
    return _once(_bibtex_errors(log.splitlines()))


def _once(found: Iterator[Complaint]) -> tuple[Complaint, ...]:
    return tuple(dict.fromkeys(found))


def _errors(lines: list[str], main: str) -> Iterator[Complaint]:
    files = _Files(main)
    for index, line in enumerate(lines):
        placed = _FILE_LINE.match(line)
        sentence = placed[3] if placed else next(iter(_BANG.findall(line)), None)
        if sentence is None:
            files.read(line)
        if sentence is None or "==> Fatal error occurred" in sentence:
            continue
        context = lines[index + 1 : index + 16]
        yield _error(
            sentence, context, (placed[1], int(placed[2])) if placed else (files.current, None)
        )


def _error(sentence: str, context: list[str], place: tuple[str, int | None]) -> Complaint:
    file, line = place
    number, command = _read_last(context)
    message = _explained(_ERRORS, sentence, command or "A command")
    short = sentence.removeprefix("LaTeX Error: ").strip()
    return Complaint(file, line or number, message or f"TeX says: {short}", sentence)


def _read_last(context: list[str]) -> tuple[int | None, str]:
    """Return the line that TeX had come to, and the last command that it had read there.

    Below an error TeX prints what it had read, broken where it stopped, innermost first.
    """
    command = ""
    for text in context:
        found = _LINE_OF.match(text)
        if not command and (found or text.startswith(("<", "\\"))):
            commands = _COMMAND.findall(found[2] if found else text)
            command = commands[-1] if commands else ""
        if found:
            return int(found[1]), command
    return None, command


def _warnings(lines: list[str], main: str) -> Iterator[Complaint]:
    files = _Files(main)
    for line in lines:
        files.read(line)
        if "Warning: " in line:
            message = _explained(_WARNINGS, line, "")
            at = _ON_LINE.search(line)
            if message:
                yield Complaint(files.current, int(at[1]) if at else None, message, line, False)
        wide = _OVERFULL.match(line)
        if wide and float(wide[1]) > _WIDE_PT:
            message = f"The line runs {float(wide[1]):.0f} points into the margin."
            yield Complaint(files.current, int(wide[2]), message, line, False)


class _Files:
    """Which file TeX reads: it prints "(" and the name where one begins, ")" where it ends."""

    _PART = re.compile(r"\((?:\./)?([^\s()]+\.[A-Za-z]{2,4})(?=[\s()]|$)|([()])")

    def __init__(self, main: str) -> None:
        self._main = main
        self._open: list[str] = []

    def read(self, line: str) -> None:
        """Follow one line of the log."""
        if line.startswith(("Overfull", "Underfull", "l.")) or "Warning:" in line:
            return
        for name, bracket in self._PART.findall(line):
            if name:
                self._open.append(name)
            elif bracket == "(":
                self._open.append("")
            elif self._open:
                self._open.pop()

    @property
    def current(self) -> str:
        """Return the innermost named file of the project, the main file where there is none."""
        named = (name for name in reversed(self._open) if name.endswith((".tex", ".bbl")))
        return next((name for name in named if not name.startswith("/")), self._main)


def _bibtex_errors(lines: list[str]) -> Iterator[Complaint]:
    for index, line in enumerate(lines):
        message = _explained(_BIBTEX, line, "")
        if not message:
            continue
        near = " ".join(lines[index : index + 2])
        place = re.search(r"line (\d+) of file (\S+)", near)
        warning = line.startswith("Warning--")
        yield Complaint(
            place[2] if place else "references.bib",
            int(place[1]) if place else None,
            message,
            line,
            error=not warning,
        )


def _explained(table: tuple[_Explanation, ...], sentence: str, command: str) -> str | None:
    """Return our sentence for TeX's, None where there is none."""
    for explanation in table:
        found = explanation.pattern.search(sentence)
        if found:
            groups = [group or "" for group in found.groups()]
            return _formatted(explanation.message, groups, command)
    return None


def _formatted(message: str, groups: list[str], command: str) -> str:
    """Return the message with {0} and {command} put in; {{ and }} are braces."""

    def part(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        return command if match[1] == "command" else groups[int(match[1])]

    return re.sub(r"\{\{|\}\}|\{(\w+)\}", part, message)
