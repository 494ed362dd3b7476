"""TeX's complaints in plain words, with file and line: real ones, from pdfLaTeX itself."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reportkit.engines.tex_log import bibtex_complaints, complaints

# name, the body of a document (the fault in line 4), what must be said of it
FAULTS = [
    ("undefined command", r"\foo text", r"\foo is not known"),
    ("mathematics in text", "a_1 text", "Mathematics outside of a formula"),
    ("brace too many in a formula", "$a} b$", "too many"),
    ("brace missing", r"\textbf{a" "\n\n" "b", "no closing brace"),
    ("brace too many", "a} b", "without a { before it"),
    ("unknown environment", r"\begin{theorm}a\end{theorm}", "theorm is not known"),
    ("crossed environments", r"\begin{itemize}\item a\end{enumerate}", "the names must agree"),
    ("missing file", r"\input{nosuchpart}", "no file nosuchpart"),
    ("missing picture", r"\includegraphics{nothing}", "no file nothing"),
    ("unknown picture", r"\includegraphics{fault.xyz}", "pdfLaTeX cannot include this picture"),
    ("ampersand in text", "a & b", r"write \& for the character"),
    ("column too many", r"\begin{tabular}{l}a & b\end{tabular}", "more columns"),
    ("rule within a row", r"\begin{tabular}{l}a \hline\end{tabular}", "must come first in its row"),
    ("double superscript", "$a^b^c$", "Two superscripts"),
    ("double subscript", "$a_b_c$", "Two subscripts"),
    ("no number", r"\vspace{}", "A number or length"),
    ("no unit", r"\vspace{3}", "without its unit"),
    ("strange character", "a 王 b", "cannot print the character 王"),
    ("command twice", r"\newcommand{\emph}{x}", "exists already"),
    ("mathematics command in text", r"\mathbb{R}", "works only in a formula"),
    ("greek in text", r"\alpha is", "Mathematics outside of a formula"),
    ("display closed twice", r"\[ a \] \]", "opened or closed twice"),
    ("left without right", r"$\left( a$", "come in pairs"),
    ("one dollar too few", "$$ a $ b", "ends with one $"),
    ("no line to end", "\n\\\\ a", "an empty line begins a paragraph"),
    ("text before the item", r"\begin{itemize}a\end{itemize}", r"before its first \item"),
    ("float in a box", r"\parbox{3cm}{\begin{figure}a\end{figure}}", "inside of a box"),
    ("hash in text", "issue #1", r"write \# for the character"),
    ("verb over lines", "\\verb|a\nb|", "must end in the line where it begins"),
    ("endless macro", r"\def\x{\x\x}\x", "ran out of memory"),
    ("package in the text", r"\usepackage{amsmath}", r"before \begin{document}"),
    ("renewed command that is not there", r"\renewcommand{\nothere}{x}", r"\newcommand instead"),
]
PREAMBLE = "\\documentclass{article}\n\\usepackage{graphicx,amssymb}\n\\begin{document}\n"


def log_of(text: str | bytes, folder: Path) -> str:
    """Run pdfLaTeX once and return its log."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    data = text.encode() if isinstance(text, str) else text
    (folder / "fault.tex").write_bytes(data)
    (folder / "fault.xyz").write_text("")
    subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-file-line-error", "-no-shell-escape", "fault"],
        cwd=folder,
        env=os.environ | {"max_print_line": "10000", "error_line": "254", "half_error_line": "238"},
        capture_output=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return (folder / "fault.log").read_text("utf-8", "replace")


@pytest.mark.slow
@pytest.mark.parametrize(("body", "words"), [row[1:] for row in FAULTS], ids=[r[0] for r in FAULTS])
def test_a_fault_is_explained_where_it_is(body: str, words: str, tmp_path: Path) -> None:
    log = log_of(f"{PREAMBLE}{body}\n\\end{{document}}\n", tmp_path)
    found = complaints(log, "fault.tex")
    assert found, log[-800:]
    told = [complaint for complaint in found if words in complaint.message]
    assert told, [complaint.message for complaint in found]
    assert told[0].file == "fault.tex"
    # where a file ends within braces, TeX itself has no line to tell
    assert told[0].line in ((None,) if "file ended" in told[0].message else (4, 5, 6)), told[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            r"\documentclass{article}\usepackage{nosuch}\begin{document}a\end{document}",
            "nosuch.sty",
        ),
        (
            r"\documentclass{article} text \begin{document}a\end{document}",
            r"before \begin{document}",
        ),
        (r"\documentclass{article}\begin{document}a", r"\end{document} is missing"),
        (
            r"\documentclass{article}\usepackage[klingon]{babel}\begin{document}a\end{document}",
            "klingon",
        ),
        (
            r"\documentclass{article}\usepackage{xcolor}\usepackage[table]{xcolor}"
            r"\begin{document}a\end{document}",
            "loaded twice",
        ),
        (b"\\documentclass{article}\\begin{document}gr\xfcn\\end{document}", "not saved as UTF-8"),
    ],
    ids=["package", "early text", "no end", "language", "options", "encoding"],
)
def test_a_fault_outside_of_the_text_is_explained(
    text: str | bytes, words: str, tmp_path: Path
) -> None:
    found = complaints(log_of(text, tmp_path), "fault.tex")
    assert any(words in complaint.message for complaint in found), found


@pytest.mark.slow
def test_a_missing_reference_and_citation_are_warnings_with_their_line(tmp_path: Path) -> None:
    log = log_of(f"{PREAMBLE}see \\ref{{a}}\nand \\cite{{b}}\n\\end{{document}}\n", tmp_path)
    found = {(c.line, c.error) for c in complaints(log, "fault.tex")}
    assert found == {(4, False), (5, False)}


def test_an_error_in_another_file_names_that_file() -> None:
    log = "(./report.tex (./sections/review.tex\n./sections/review.tex:7: Undefined control sequence.\nl.7 \\foo\n"
    (found,) = complaints(log, "report.tex")
    assert (found.file, found.line) == ("sections/review.tex", 7)


def test_a_line_in_the_margin_counts_from_ten_points_on() -> None:
    log = (
        "(./report.tex\nOverfull \\hbox (12.5pt too wide) in paragraph at lines 8--9\n"
        "Overfull \\hbox (2.5pt too wide) in paragraph at lines 4--5\n"
    )
    assert [(c.line, c.error) for c in complaints(log, "report.tex")] == [(8, False)]


def test_an_error_that_is_not_known_is_told_in_tex_words() -> None:
    (found,) = complaints("./a.tex:3: Package foo Error: Strange thing.\nl.3 x\n", "a.tex")
    assert "Strange thing" in found.message


def test_bibtex_names_the_missing_entry() -> None:
    log = 'This is BibTeX\nWarning--I didn\'t find a database entry for "wei2019"\n'
    (found,) = bibtex_complaints(log)
    assert "wei2019" in found.message and not found.error
