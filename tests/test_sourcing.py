"""A report folder checked: findings with file and line, comments and marks that suppress them."""

import gzip
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.api import checking, scaffolding
from reportkit.document import Document, Span
from reportkit.engines.synctex import read_synctex
from reportkit.findings import Confidence, Finding, Severity, SourcePlace
from reportkit.readers import read
from reportkit.scaffold.building import source_files
from reportkit.scaffold.suppressions import kept, marks_in, suppressions_in
from reportkit.scaffold.tracing import Tracer, read_sources, source_words

needs_tex = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")

# Sixty places over five files. A marker zzqNN is set by TeX, and becomes the same word "wrong" in
# PDF and sources before a place is traced, so that a finding's own word tells nothing.
SUMMARY = r"""\section{Summary}\rkpart{summary}
\subsection{The problem}
The paper asks zzq01 how many samples a network needs before it generalises, and why
the classical answer, which counts zzq02 parameters, is far too pessimistic for the
networks that are trained today.\footnote{A footnote zzq03 may stand far from its sentence.}
It is known that the number of parameters alone does not zzq04 explain this.

It is known that the number of parameters alone does not zzq05 explain this.
For a class $\mathcal{F}$ of functions and a sample $x_1,\dots,x_n$ the empirical
Rademacher complexity zzq06 is
\[
  \hat R_n(\mathcal{F}) = \mathbb{E}\, \sup_{f\in\mathcal{F}} \frac1n \sum_{i=1}^n \sigma_i f(x_i),
\]
where the signs $\sigma_i$ zzq07 are independent and uniform on $\{-1,1\}$.
\subsection{Setting and notation}
We follow \papersection*{2} and write $\|\cdot\|$ for the spectral norm zzq08 of a matrix.
\begin{itemize}
  \item The data zzq09 lie in a ball of radius one.
  \item The layers zzq10 are Lipschitz, with constant one.
  \item The layers are wide, and this zzq11 is used only once.
\end{itemize}
\begin{table}[htb]
  \centering
  \caption{Symbols and what zzq12 they mean in the text.}\label{tab:symbols}
  \begin{tabular}{ll}
    \toprule
    Symbol & Meaning zzq13 \\
    \midrule
    $n$ & number of samples zzq14 \\
    $\kappa$ & product of zzq15 Jacobian norms \\
    \bottomrule
  \end{tabular}
\end{table}
\subsection{Main results}
By \papertheorem{3.1}, with high probability zzq16 over the sample the gap is small, see \cref{tab:symbols}.
\begin{theorem}[Informal zzq17]\label{thm:main}
  For every network whose Jacobians are bounded zzq18 on the sample, the error is at most
  $\tilde O(\kappa/\sqrt n)$ up to zzq19 logarithms.
\end{theorem}
\subsection{A zzq20 word on what follows}
What follows is that depth enters zzq21 only through norms on the data.
This long line is not broken by its author, who writes a paragraph in a single line and lets the editor wrap it, so that a place zzq22 in the middle of it and another place zzq23 near its end share the same number.
"""
REVIEW = r"""\section{Review}\rkpart{review}
\subsection{Strengths}
The paper is clear. It is known that the number of parameters alone does not zzq24 explain this.
The bound is data-dependent zzq25 and the proof is modular.

\emph{The authors, zzq26 however}, \textbf{compare zzq27 with} few other bounds.
\subsection{Weaknesses}
% a comment that is not printed
The constants zzq28 are not tracked
and the experiments zzq29 cover % here the line is cut by a comment zzq
one architecture zzq30 only.
The claim about \guillemotleft depth\guillemotright\ zzq31 rests on \paperlemma{A.4}.
\subsection{Questions to the authors}
\begin{enumerate}
  \item Is the dependence zzq32 on $\kappa$ needed?
  \item Can the covering argument zzq33 be replaced by chaining?
  \item Does \paperlemma*{A.4} hold zzq34 without smoothness?
\end{enumerate}
\subsection{Rating}
\begin{description}
  \item[Soundness] The proofs zzq35 are right as far as checked.
  \item[Presentation] The notation zzq36 is heavy, yet consistent.
  \item[Rating] The contribution zzq37 is good.
\end{description}
"""
PROOFS = r"""\section{Summary of the proofs}\rkpart{proofs}
\subsection{Overview}
The proof zzq38 covers the class of augmented losses, and then applies Dudley's zzq39
entropy integral \cite{\rkpaperkey}. It is known that the number of parameters alone
does not zzq40 explain this.
\begin{lemma}[Covering]\label{lem:cover}
  The covering number zzq41 of a composition is at most the product
  of those of its layers, at radii zzq42 that add up.
\end{lemma}
\begin{proof}
  By induction over the layers. The first layer zzq43 is a linear map, for which Maurey's
  lemma zzq44 applies. A later layer
  \begin{align}
    \| f(x) - g(x) \| &\le \| f_1(x) - g_1(x) \| \\
                      &\quad + \| f_2(x) - g_2(x) \|
  \end{align}
  is Lipschitz zzq45 on the sample, which ends the proof.
\end{proof}
\begin{proof}[Proof of \cref{thm:main}]
  Combine \cref{lem:cover} zzq46 with symmetrisation. The union bound zzq47 over the
  norms costs a logarithm.
\end{proof}
\proofidea{Smooth zzq48 the loss by the indicator that the Jacobian is small,
  so that the class zzq49 becomes Lipschitz everywhere.}
\subsection{Putting it together}
The bottleneck zzq50 is the union bound, since it is used twice.
The union bound zzq51 over the norms costs a logarithm.
"""
REPORT_ABSTRACT = r"""\begin{abstract}
  This report zzq52 is about a paper on sample complexity. It states the result zzq53 and
  sketches its proof, and it zzq54 adds a review.
\end{abstract}
"""
EXTRA = r"""\section{A remark on practice}
In practice zzq55 the norms are large. \rkignore{RK801}{meant so} The bounds zzq56 are therefore vacuous,
which the authors zzq57 admit in \papersection{6}.

\begin{quote}
  A theory zzq58 that is vacuous is still a theory zzq59 of something.
\end{quote}
Na\"ive counting zzq60 would not do better.
"""


def planted_folder(folder: Path) -> Path:
    """Write a report with the sixty places, and return its folder."""
    scaffolding.new(folder, slides=False, values={"author": "Ada", "paper-title": "On Samples"})
    (folder / "sections" / "summary.tex").write_text(SUMMARY, "utf-8")
    (folder / "sections" / "review.tex").write_text(REVIEW, "utf-8")
    (folder / "sections" / "proofs.tex").write_text(PROOFS, "utf-8")
    (folder / "sections" / "extra.tex").write_text(EXTRA, "utf-8")
    report = (folder / "report.tex").read_text("utf-8")
    report = re.sub(
        r"\\begin\{abstract\}.*?\\end\{abstract\}\n", lambda _: REPORT_ABSTRACT, report, flags=re.S
    )
    report = report.replace(
        "\\input{sections/proofs}\n", "\\input{sections/proofs}\n\\input{sections/extra}\n"
    )
    (folder / "report.tex").write_text(report, "utf-8")
    return folder


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the sixty places, built."""
    folder = planted_folder(tmp_path_factory.mktemp("planted") / "mine")
    (built,) = scaffolding.build(folder)
    assert built.succeeded, built.complaints
    return folder


def traced_places(
    folder: Path, *, synctex: bool
) -> dict[str, tuple[tuple[str, int], tuple[str, int] | None]]:
    """Return marker -> (true place, traced place)."""
    document = read(folder / "report.pdf")
    truth = {}
    for path in source_files(folder):
        if path.suffix == ".tex":
            text = path.read_text("utf-8")
            for number, line in enumerate(text.splitlines(), 1):
                for marker in re.findall(r"zzq\d\d", line):
                    truth[marker] = (path.relative_to(folder).as_posix(), number)
            path.write_text(re.sub(r"zzq\d\d", "wrong", text), "utf-8")
    spans = {m[0]: Span(*m.span()) for m in re.finditer(r"zzq\d\d", document.text)}
    masked = replace(document, text=re.sub(r"zzq\d\d", "wrong", document.text))
    records = read_synctex(folder / "report.synctex.gz", folder) if synctex else None
    tracer = Tracer(masked, read_sources(folder, source_files(folder)), records)
    found = {}
    for marker, place in truth.items():
        span = spans[marker]
        traced = tracer.trace(span, masked.locate(span))
        found[marker] = (place, (traced.file, traced.line) if traced else None)
    return found


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("synctex", [True, False], ids=["with SyncTeX", "by words alone"])
def test_planted_places_are_traced_to_their_file_and_line(
    synctex: bool, planted: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(planted, tmp_path / "mine"))
    if synctex:  # it names the files where they were built
        packed = gzip.decompress((folder / "report.synctex.gz").read_bytes())
        moved = packed.replace(str(planted).encode(), str(folder).encode())
        (folder / "report.synctex.gz").write_bytes(gzip.compress(moved))
    found = traced_places(folder, synctex=synctex)
    assert len(found) == 60
    wrong_file = {m: p for m, p in found.items() if p[1] is None or p[1][0] != p[0][0]}
    wrong_line = {
        m: p for m, p in found.items() if m not in wrong_file and abs(p[1][1] - p[0][1]) > 1
    }
    allowed = 0 if synctex else 3  # the same sentence in two files is told apart by SyncTeX alone
    assert len(wrong_file) <= allowed, wrong_file
    assert len(wrong_line) <= 3, wrong_line


# ------------------------------------------------------------------------- words of a source


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("One % two", ["one"]),
        (r"10\% of all", ["10", "of", "all"]),
        (r"Na\"ive Poincar\'{e}", ["naïve", "poincaré"]),
        (r"see \cite{wei2019} and \emph{this}", ["see", "and", "this"]),
        (r"\\% a comment after a line break", []),
    ],
)
def test_the_words_of_a_source_are_those_it_prints(line: str, words: list[str]) -> None:
    assert [word.word for word in source_words(line, "a.tex")] == words


def test_a_place_without_words_and_without_synctex_is_not_traced(tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text("alpha beta")
    sources = read_sources(tmp_path, [tmp_path / "a.tex"])
    assert Tracer(Document("a", "text", "∑ ∏"), sources, None).trace(Span(0, 1), ()) is None


def test_a_damaged_synctex_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "a.synctex.gz").write_bytes(b"\x1f\x8b\x08nonsense")
    assert read_synctex(tmp_path / "a.synctex.gz", tmp_path) is None


def test_synctex_that_unpacks_without_end_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.synctex.gz").write_bytes(gzip.compress(b"x\n" * (20 << 20)))
    assert read_synctex(tmp_path / "a.synctex.gz", tmp_path) is not None


# ------------------------------------------------------------------------------ suppressions


def finding(code: str, file: str, line: int, slug: str = "a-fault") -> Finding:
    return Finding(
        code=code,
        slug=slug,
        severity=Severity.WARNING,
        confidence=Confidence.HIGH,
        message="",
        span=Span(0, 1),
        page=1,
        boxes=(),
        section="",
        role=None,
        excerpt="",
        replacement=None,
        sources=(),
        fingerprint=f"{code}{file}{line}",
        source=SourcePlace(file, line),
    )


def left_after(source: str, *findings: Finding) -> tuple[list[int], tuple[str, ...]]:
    """Return the lines of the findings that a file's comments leave, and the notes."""
    comments, notes = suppressions_in({"a.tex": source})
    left = kept(findings, comments, frozenset({"RK402", "RK801"}))
    return [one.source.line for one in left.findings if one.source], (*notes, *left.notes)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("% reportkit: ignore RK402: quoted\ntext\n\n\nmore", [5]),
        ("text % reportkit: ignore RK402: quoted\n\n\n\nmore", [5]),
        ("% reportkit: ignore-begin RK402: quoted\na\nb\nc\nmore", []),
        ("% reportkit: ignore-begin RK402: quoted\na\n% reportkit: ignore-end\nc\nmore", [5]),
        ("\n\n\n% reportkit: ignore-file RK402: set so\nmore", []),
        ("% reportkit: ignore RK4, RK801: by family\ntext\n\n\nmore", [5]),
        ("% reportkit: ignore a-fault: by slug\ntext\n\n\nmore", [5]),
        ("% reportkit: ignore RK801: another rule\ntext\n\n\nmore", [2, 5]),
        ("% reportkit: ignore RK402\nno reason\n\n\nmore", [2, 5]),
        ("100\\% reportkit: ignore RK402: printed\ntext\n\n\nmore", [2, 5]),
    ],
    ids=[
        "next",
        "same",
        "begin",
        "begin-end",
        "file",
        "family",
        "slug",
        "other",
        "unreasoned",
        "printed",
    ],
)
def test_a_comment_suppresses_what_it_says(source: str, lines: list[int]) -> None:
    target = 1 if source.startswith("text %") else 2
    both = (finding("RK402", "a.tex", target), finding("RK402", "a.tex", 5))
    assert left_after(source, *both)[0] == [n for n in lines if n == 5 or n == target]


def test_a_comment_does_not_reach_another_file() -> None:
    source = "% reportkit: ignore-file RK402: quoted\n"
    assert left_after(source, finding("RK402", "b.tex", 2))[0] == [2]


def test_a_suppression_is_told_with_its_reason() -> None:
    _, notes = left_after("% reportkit: ignore RK402: quoted\ntext", finding("RK402", "a.tex", 2))
    assert notes == ('a.tex:1: a finding is suppressed (RK402): "quoted"',)


def test_a_suppression_that_suppresses_nothing_is_reported() -> None:
    _, notes = left_after("% reportkit: ignore RK402: quoted\ntext")
    assert len(notes) == 1 and "suppresses nothing" in notes[0]


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert left_after("% reportkit: ignore RK999: elsewhere\ntext")[1] == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("% reportkit: ignore RK402\n", "lacks a reason"),
        ("% reportkit: ignore : why\n", "lacks a rule"),
        ("% reportkit: ignore-end\n", "without ignore-begin"),
        ("% reportkit: ignore-begin RK402: why\n", "without ignore-end"),
    ],
)
def test_a_malformed_suppression_is_reported(source: str, words: str) -> None:
    assert any(words in note for note in left_after(source)[1])


# ------------------------------------------------------------------------- from end to end

BODY = r"""\section{Review}
A first paragraph has \rkfill{this} in it, which is left of the template and stays a finding.

\rkignore{RK110}{an example of a mark} A second one has \rkfill{that} in it, which is meant so.

\subsection{More}
% reportkit: ignore RK110: shown on purpose
A third one has \rkfill{those} in it, and a comment above.

\subsection{Last}
\rkignore{RK110}{nothing is here} A fourth paragraph has none.
"""


@needs_tex
@pytest.mark.slow
def test_a_folder_is_built_checked_and_its_suppressions_honoured(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    scaffolding.new(folder, slides=False, values={"author": "Ada", "matriculation": "1"})
    (folder / "sections" / "review.tex").write_text(BODY, "utf-8")
    report = checking.check(folder)
    place = (folder / "sections" / "review.tex").as_posix()
    found = [
        f.source.line
        for f in report.findings
        if f.code == "RK110" and f.source and f.source.file == place
    ]
    assert found == [2]
    assert any('"an example of a mark"' in note for note in report.notes)
    assert any('"shown on purpose"' in note for note in report.notes)
    assert sum("suppresses nothing" in note for note in report.notes) == 1


@needs_tex
@pytest.mark.slow
def test_the_mark_alone_suppresses_where_the_sources_are_missing(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    scaffolding.new(folder, slides=False)
    (folder / "sections" / "review.tex").write_text(BODY, "utf-8")
    scaffolding.build(folder)
    shutil.copy(folder / "report.pdf", tmp_path / "alone.pdf")
    marks = marks_in(read(tmp_path / "alone.pdf"))
    assert [mark.reason for mark in marks] == ["an example of a mark", "nothing is here"]
    report = checking.check(tmp_path / "alone.pdf")
    assert not any("[TODO: that]" in f.excerpt for f in report.findings if f.code == "RK110")
    assert any("[TODO: those]" in f.excerpt for f in report.findings if f.code == "RK110")


@needs_tex
@pytest.mark.slow
def test_a_folder_that_does_not_build_says_which_line(tmp_path: Path) -> None:
    from reportkit.errors import Unreadable

    scaffolding.new(tmp_path / "mine", slides=False)
    (tmp_path / "mine" / "sections" / "review.tex").write_text("one\n\\nosuch\n")
    with pytest.raises(Unreadable, match=r"review\.tex:2: \\nosuch is not known"):
        checking.check(tmp_path / "mine")
