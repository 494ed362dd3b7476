"""Folders built with TeX: without warnings, in bounded time, with nothing run or read outside."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from reportkit.api import checking, scaffolding
from reportkit.errors import UsageProblem
from reportkit.findings import Severity
from reportkit.scaffold.building import unclosed_brace
from reportkit.scaffold.templates import LANGUAGES

KINDS = [template.id for template in scaffolding.templates()]
needs_tex = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")
HOSTILE = {
    "title": r"A_B & 100% #1 \input{x} ^^5c ~ $k$-means $\write18{x}$ “q” «x» 'y'' {",
    "author": "Łukasz Nguyễn 王 d'Été \N{RIGHT-TO-LEFT OVERRIDE}x",
    "paper-title": r"On $\ell_1$ and $O(\sqrt{n})$: α-nets, x₁ ≤ ∞ & more_less \end{document}",
    "paper-authors": "Ștefan Ü. Ør; Michael and Sons, Inc.; 王伟; {\\",
    "venue": "Journal of # & %",
    "seminar": "Deep \\ Learning",
    "matriculation": "%22",
}


def warnings_of(log: Path) -> list[str]:
    lines = log.read_text("utf-8", "replace").splitlines()
    return [
        line for line in lines if "Warning" in line or line.startswith(("Overfull", "Underfull"))
    ]


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "language"), [(kind, LANGUAGES[index % 2]) for index, kind in enumerate(KINDS)]
)
def test_a_folder_with_hostile_values_builds_and_warns_of_nothing_but_its_width(
    kind: str, language: str, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    scaffolding.new(folder, template=kind, language=language, values=HOSTILE)
    for built in scaffolding.build(folder):
        assert built.succeeded and built.complaints == ()
        found = warnings_of(folder / built.main.replace(".tex", ".log"))
        assert [warning for warning in found if "full" not in warning] == []


@needs_tex
@pytest.mark.slow
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    scaffolding.new(folder, slides=False)
    review = folder / "sections" / "review.tex"
    review.write_text(review.read_text("utf-8") + "\nA \\foo here.\n", "utf-8")
    (built,) = scaffolding.build(folder)
    wrong = [complaint for complaint in built.complaints if complaint.error]
    assert not built.succeeded
    assert (wrong[0].file, wrong[0].line) == (
        "sections/review.tex",
        len(review.read_text("utf-8").splitlines()),
    )


@needs_tex
@pytest.mark.slow
def test_a_loop_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "report.tex").write_text(
        "\\documentclass{article}\\begin{document}\\def\\x{\\relax\\x}\\x\\end{document}"
    )
    (built,) = scaffolding.build(tmp_path, timeout_s=3)
    assert not built.succeeded
    assert "stopped after 3 s" in built.complaints[0].message


@needs_tex
@pytest.mark.slow
def test_a_hostile_folder_runs_nothing_and_writes_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / ".latexmkrc").write_text("system('touch perl-ran');")
    (folder / "latexmkrc").write_text("system('touch perl-ran');")
    (folder / "report.tex").write_text(
        "\\documentclass{article}\\begin{document}a\\immediate\\write18{touch tex-ran}\n"
        "\\newwrite\\w\\immediate\\openout\\w=../outside.txt\\immediate\\write\\w{x}\n"
        "\\end{document}"
    )
    scaffolding.build(folder, timeout_s=30)
    assert not (folder / "perl-ran").exists()
    assert not (folder / "tex-ran").exists()
    assert not (tmp_path / "outside.txt").exists()


def test_a_folder_without_a_document_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"no \.tex file"):
        scaffolding.build(tmp_path)


def test_the_zip_holds_the_sources_and_not_the_products(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    scaffolding.new(folder)
    (folder / "report.pdf").write_bytes(b"%PDF-")
    (folder / "report.aux").write_text("")
    (folder / "figure.pdf").write_bytes(b"%PDF-")
    with zipfile.ZipFile(scaffolding.overleaf_zip(folder)) as archive:
        names = set(archive.namelist())
    assert {"report.tex", "reportkit.sty", "generated/paper.tex", "figure.pdf"} <= names
    assert not names & {"report.pdf", "report.aux", "mine.zip"}


def test_the_same_folder_makes_the_same_zip(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "mine")
    first = scaffolding.overleaf_zip(tmp_path / "mine").read_bytes()
    assert scaffolding.overleaf_zip(tmp_path / "mine").read_bytes() == first


@pytest.mark.parametrize(
    ("source", "line"),
    [("a\n\\textbf{b\n\nc", 2), ("{a}\n% {\n\\{", None), ("{\n{a}\n", 1)],
    ids=["open", "comment and escaped", "outer"],
)
def test_the_unclosed_brace_is_found(source: str, line: int | None) -> None:
    assert unclosed_brace(source) == line


# ------------------------------------------------------------------- a fresh folder, checked

PROSE = {
    "en": (
        "The authors bound the error by a quantity that depends on the data. ",
        "This needs two assumptions, and both of them hold for smooth losses. ",
        "A network with small norms on the sample has a small error on new data. ",
        "The argument covers the class of losses at each scale and adds the scales. ",
    ),
    "de": (
        "Die Autoren beschränken den Fehler durch eine Größe, die von den Daten abhängt. ",
        "Dafür braucht es zwei Annahmen, die beide für glatte Verluste gelten. ",
        "Ein Netz mit kleinen Normen auf der Stichprobe macht auf neuen Daten wenige Fehler. ",
        "Das Argument überdeckt die Klasse der Verluste auf jeder Skala und addiert die Skalen. ",
    ),
}


def fill_in(folder: Path, language: str) -> None:
    """Write prose wherever the template asks for it."""
    sentences = PROSE[language]
    for number, path in enumerate(sorted(folder.rglob("*.tex"))):
        if path.parent.name != "generated":
            words = sentences[number % 4] + sentences[(number + 1) % 4]
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"\\rkfill\{[^{}]*\}", lambda _, w=words: w, text), "utf-8")


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small paper with a few results, made here."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "paper.tex").write_text(PAPER, "utf-8")
    (built,) = scaffolding.build(folder)
    assert built.pdf
    return built.pdf


PAPER = r"""\documentclass{article}
\usepackage{amsthm,hyperref}
\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}
\title{Covering Numbers of Small Networks}\author{Ada Lovelace\\Analytical Society \and Emmy Noether}
\date{May 2019}
\begin{document}\maketitle
\begin{abstract}We bound the error of networks by covering numbers.\end{abstract}
\section{Introduction} Our main result is Theorem~\ref{main}.
\begin{theorem}[Main]\label{main} Every small network generalises.\end{theorem}
\section{Proofs}
\begin{lemma}\label{cover} Small networks have small covers.\end{lemma}
\begin{proof} By induction over the layers. \end{proof}
\begin{proof}[Proof of Theorem~\ref{main}] Combine Lemma~\ref{cover} with chaining. \end{proof}
\end{document}
"""


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_folder_builds_without_a_warning_and_lacks_only_what_is_to_be_filled_in(
    kind: str, language: str, paper: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    values = {"author": "Grace Hopper", "matriculation": "1906"}
    by_hand = {"paper-title": "Covering Numbers", "paper-authors": "Ada Lovelace", "year": "2019"}
    with_paper = (KINDS.index(kind) + LANGUAGES.index(language)) % 2 == 0
    source, values = (paper, values) if with_paper else (None, values | by_hand)
    scaffolding.new(folder, template=kind, language=language, paper=source, values=values)
    fresh = {f.code for f in checking.check(folder).findings if f.severity is Severity.ERROR}
    assert fresh == {"RK110"}
    assert [warning for log in folder.glob("*.log") for warning in warnings_of(log)] == []

    fill_in(folder, language)
    filled = checking.check(folder).findings
    assert [f.message for f in filled if f.severity is Severity.ERROR] == []


@needs_tex
@pytest.mark.slow
def test_the_slides_beside_a_report_are_judged_as_slides(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    scaffolding.new(
        folder,
        values={"author": "Grace Hopper", "paper-title": "Covers", "paper-authors": "Ada Lovelace"},
    )
    fill_in(folder, "en")
    scaffolding.build(folder)
    report = checking.check(folder / "slides.pdf")
    assert (report.kind, report.rubric.id if report.rubric else "") == ("slides", "seminar-slides")
    assert [f.message for f in report.findings if f.severity is Severity.ERROR] == []
