"""LaTeX sources: every way to declare a theorem, against the numbers that LaTeX itself printed."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.analysis.inventory import inventory
from reportkit.analysis.latex import parse
from reportkit.analysis.latex.auxiliary import numbers
from reportkit.analysis.statements import Inventory
from reportkit.document import BlockKind, Document, Source
from reportkit.readers import read

SOURCES = Path(__file__).parent / "data" / "latex"
NAMES = sorted(path.stem for path in SOURCES.glob("*.tex"))
KINDS = {
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "assumption",
    "remark",
    "example",
    "conjecture",
    "fact",
    "claim",
}


def document(body: str, preamble: str = "", **files: str) -> Document:
    theorems = "\\newtheorem{theorem}{Theorem}\\newtheorem{lemma}[theorem]{Lemma}"
    text = f"\\documentclass{{article}}{theorems}{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}"
    return parse(Source({"main.tex": text, **files}, "main.tex")).document


def statements(body: str, preamble: str = "", **files: str) -> Inventory:
    return inventory(document(body, preamble, **files))


def printed(aux: str) -> list[tuple[str, str]]:
    """Return (kind, number) of each labelled statement, in order; a label is "kind:name"."""
    labels = [(key.split(":")[0], number) for key, (number, _) in numbers(aux).items()]
    return [label for label in labels if label[0] in KINDS]


def labelled(found: Inventory) -> list[tuple[str, str]]:
    return [
        (statement.kind, statement.number)
        for statement in found.statements
        if statement.number and not statement.restates
    ]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_counted_as_latex_counts_them(name: str) -> None:
    source = Source({"paper.tex": (SOURCES / f"{name}.tex").read_text("utf-8")}, "paper.tex")
    aux = (SOURCES / f"{name}.aux").read_text("utf-8")
    assert labelled(parse(source).inventory) == printed(aux)


@pytest.mark.parametrize("name", NAMES)
def test_pages_come_from_the_aux_where_there_is_one(name: str) -> None:
    found = inventory(read(SOURCES / f"{name}.tex"))
    pages = [s.page for s in found.statements if s.number and not s.restates]
    assert None not in pages


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("name", [name for name in NAMES if name != "keytheorems"])
def test_the_kept_aux_is_what_latex_writes(name: str, tmp_path: Path) -> None:
    shutil.copy(SOURCES / f"{name}.tex", tmp_path)
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", f"{name}.tex"]
    for _ in range(2):
        subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    written = (tmp_path / f"{name}.aux").read_text("utf-8")
    assert printed(written) == printed((SOURCES / f"{name}.aux").read_text("utf-8"))


def test_a_restated_copy_names_its_original_and_counts_nothing() -> None:
    found = inventory(read(SOURCES / "restatable.tex"))
    copies = [(s.id, s.restates) for s in found.statements if s.restates]
    assert copies == [("theorem-1.1-2", "theorem-1.1"), ("lemma-1.3-2", "lemma-1.3")]


def test_the_proof_of_a_copy_is_that_of_its_original_too() -> None:
    found = inventory(read(SOURCES / "restatable.tex"))
    by_id = {s.id: s for s in found.statements}
    assert found.proofs[0].of == "theorem-1.1-2"
    assert by_id["theorem-1.1"].proof == by_id["theorem-1.1-2"].proof == "proof-1"


def test_a_copy_is_told_by_its_name_and_words() -> None:
    words = "For every even grid and each row there is a smooth column."
    found = statements(
        f"\\begin{{theorem}}\\label{{t}}{words}\\end{{theorem}}"
        f"\\begin{{r}}[Theorem~\\ref{{t}} restated]{words}\\end{{r}}",
        "\\newtheorem*{r}{Theorem}",
    )
    assert [s.restates for s in found.statements] == [None, "theorem-1"]


def test_the_aux_wins_over_counting_and_moves_what_follows() -> None:
    body = "\\begin{theorem}\\label{a}A.\\end{theorem}\\begin{lemma}B.\\end{lemma}"
    text = f"\\documentclass{{article}}\\newtheorem{{theorem}}{{Theorem}}\\newtheorem{{lemma}}[theorem]{{Lemma}}\\begin{{document}}{body}\\end{{document}}"
    files = {"main.tex": text, "main.aux": "\\newlabel{a}{{5}{3}}"}
    found = parse(Source(files, "main.tex")).inventory.statements
    assert [(s.number, s.page) for s in found] == [("5", 3), ("6", None)]


def test_the_aux_of_an_included_chapter_is_read_too(tmp_path: Path) -> None:
    main = "\\documentclass{article}\\newtheorem{theorem}{Theorem}\\begin{document}\\include{one}\\end{document}"
    (tmp_path / "main.tex").write_text(main, "utf-8")
    (tmp_path / "one.tex").write_text("\\begin{theorem}\\label{a}A.\\end{theorem}", "utf-8")
    (tmp_path / "main.aux").write_text("\\relax\n\\@input{one.aux}\n", "utf-8")
    (tmp_path / "one.aux").write_text("\\newlabel{a}{{7}{9}}\n", "utf-8")
    for place in (tmp_path, tmp_path / "main.tex"):
        (found,) = inventory(read(place)).statements
        assert (found.number, found.page) == ("7", 9)


# --- proofs and uses ------------------------------------------------------------------------

LINKED = """
\\begin{theorem}\\label{t} For all $x$ \\begin{equation}\\label{e} x = 1 \\end{equation} \\end{theorem}
\\begin{lemma}\\label{l} By \\cite[Theorem 2.1]{wei}. \\end{lemma}
"""


def uses(found: Inventory) -> set[tuple[str, str, str]]:
    return {(s.id, use.id, use.where) for s in found.statements for use in s.uses}


@pytest.mark.parametrize(
    "words, where",
    [
        ("\\begin{lemma}As in \\eqref{e}.\\end{lemma}", "statement"),
        ("\\begin{lemma}X.\\end{lemma}\\begin{proof}By \\cref{t}.\\end{proof}", "proof"),
        ("\\begin{lemma}X.\\end{lemma}\\begin{proof}By \\Cref{l,t}.\\end{proof}", "proof"),
        ("\\begin{lemma}X.\\end{lemma}\\begin{proof}By \\hyperref[t]{this}.\\end{proof}", "proof"),
        ("\\begin{lemma}X.\\end{lemma}\\begin{proof}By Theorem~1.\\end{proof}", "proof"),
    ],
    ids=["equation in a theorem", "cref", "list", "hyperref", "by hand"],
)
def test_a_reference_to_a_theorem_is_a_use(words: str, where: str) -> None:
    assert ("lemma-3", "theorem-1", where) in uses(statements(LINKED + words))


def test_another_works_theorem_is_no_use_but_external() -> None:
    found = statements(LINKED + "\\begin{proof}By Theorem 1 of \\cite{wei}.\\end{proof}")
    assert uses(found) == set()
    assert [use.text for use in found.statements[1].external] == [
        "Theorem 2.1 of [wei]",
        "Theorem 1 of [wei]",
    ]


@pytest.mark.parametrize(
    "proof",
    [
        "\\begin{proof}[Proof of Theorem~\\ref{t}]X.\\end{proof}",
        "\\begin{proof}[Proof of \\cref{t}]X.\\end{proof}",
        "\\begin{proofof}{Theorem~\\ref{t}}X.\\end{proofof}",
        "\\section{Proof of Theorem~\\ref{t}}\\begin{proof}X.\\end{proof}",
        "\\noindent{\\bf Proof of Theorem 1.} X. \\qed",
        "\\begin{proof}\\textbf{(Theorem \\ref{t})} X.\\end{proof}",
    ],
    ids=["ref", "cref", "proofof", "section", "bold words", "in brackets"],
)
def test_a_proof_that_names_its_theorem_finds_it(proof: str) -> None:
    found = statements(LINKED + "\\section{Later}" + proof)
    assert [(p.of, p.explicit) for p in found.proofs] == [("theorem-1", True)]


@pytest.mark.parametrize(("name", "kind"), [("prop", "proposition"), ("theorem", "theorem")])
def test_a_theorem_that_an_absent_class_declares_is_found_with_a_note(name: str, kind: str) -> None:
    body = f"\\begin{{{name}}}X.\\end{{{name}}}"
    files = {"m.tex": f"\\documentclass{{far}}\\begin{{document}}{body}\\end{{document}}"}
    parsed = parse(Source(files, "m.tex"))
    assert [s.id for s in parsed.inventory.statements] == [f"{kind}-1"]
    assert "declared nowhere" in parsed.document.notes[0]


def test_a_number_that_the_declaration_wrote_is_a_number() -> None:
    found = statements("\\begin{c}X.\\end{c}", "\\newtheorem*{c}{Condition A${}^\\prime$}")
    assert [(s.kind, s.label, s.number) for s in found.statements] == [
        ("condition", "Condition", "A'")
    ]


def test_a_proof_without_name_belongs_to_the_statement_before() -> None:
    found = statements(LINKED + "\\begin{proof}X.\\end{proof}")
    assert [(p.of, p.explicit) for p in found.proofs] == [("lemma-2", False)]


@pytest.mark.parametrize(
    "proof, preamble",
    [
        ("\\begin{proof}[Proof sketch]X.\\end{proof}", ""),
        (
            "\\begin{s}X.\\end{s}",
            "\\newenvironment{s}{\\begin{proof}[Sketch of proof]}{\\end{proof}}",
        ),
        (
            "\\begin{s}X.\\end{s}",
            "\\newenvironment{s}{\\renewcommand{\\proofname}{Proof Sketch}\\proof}{\\endproof}",
        ),
    ],
    ids=["option", "environment", "proofname"],
)
def test_a_sketch_is_told_from_a_proof(proof: str, preamble: str) -> None:
    found = statements(LINKED + proof, preamble)
    assert [p.sketch for p in found.proofs] == [True]


# --- text -----------------------------------------------------------------------------------


def test_comments_and_preamble_are_not_in_the_text() -> None:
    text = document("Seen. % unseen\n\\begin{comment}unseen\\end{comment}", "\\def\\x{unseen}").text
    assert text == "Seen."


def test_formulas_are_formula_spans() -> None:
    found = document("Let $x \\in \\mathbb{R}$ and \\[ y^2 = \\frac{a}{b}. \\] Then $$z$$")
    words = [found.text[f.span.start : f.span.end] for f in found.formulas]
    assert words == ["x∈R", "y^2 = a/b.", "z"]
    assert [f.display for f in found.formulas] == [False, True, True]


def test_a_display_stands_between_single_line_feeds() -> None:
    assert document("We have\n\\[ x \\]\nfor all.").text == "We have\nx\nfor all."


@pytest.mark.parametrize(
    "source, shown",
    [
        ('Erd\\H{o}s and H\\"older', "Erdős and Hölder"),
        ("``quoted'' -- a---b", "“quoted” – a—b"),
        ("\\emph{very} \\textbf{bold}~word", "very bold word"),
        ("\\newcommand{\\ie}{i.e.}\\ie\\ so", "i.e. so"),
        ("a\\footnote{Below.} b", "a b\n\nBelow."),
        ("100\\% \\& more \\_ \\#", "100% & more _ #"),
        ("\\href{http://x.y}{words} \\unknown{kept}", "words kept"),
    ],
    ids=["accents", "quotes", "markup", "macro", "footnote", "escapes", "unknown"],
)
def test_text_reads_as_it_is_printed(source: str, shown: str) -> None:
    assert document(source).text == shown


def test_headings_have_numbers_and_levels() -> None:
    found = document("\\section{One}\\subsection{Two}\\section*{Three}\\appendix\\section{Four}")
    heads = [
        (found.text[b.span.start : b.span.end], b.level)
        for b in found.blocks
        if b.kind is BlockKind.HEADING
    ]
    assert heads == [("1 One", 1), ("1.1 Two", 2), ("Three", 1), ("A Four", 1)]


def test_items_captions_and_code_are_blocks_of_their_kind() -> None:
    found = document(
        "\\begin{enumerate}\\item one\\item two\\end{enumerate}"
        "\\begin{figure}\\caption{Seen}\\end{figure}\\begin{verbatim}\\x\\end{verbatim}"
    )
    assert [(b.kind.value, found.text[b.span.start : b.span.end]) for b in found.blocks] == [
        ("item", "1. one"),
        ("item", "2. two"),
        ("caption", "Figure 1: Seen"),
        ("code", "\\x"),
    ]


def test_every_word_knows_its_file_line_and_column() -> None:
    found = document("First.\n\\input{part}", **{"part.tex": "One\n\nsecond \\emph{word}."})
    place = found.origin_of(found.text.index("word"))
    assert place is not None
    assert (place.file, place.line, place.column) == ("part.tex", 3, 14)


def test_a_chapter_on_its_own_is_read_as_text() -> None:
    files = {"intro.tex": "\\section{One} Words.\n\n% unseen\nMore $x$."}
    assert parse(Source(files, "intro.tex")).document.text == "1 One\n\nWords.\n\nMore x."


# --- sources that go wrong ------------------------------------------------------------------


def test_a_file_that_includes_itself_is_read_once() -> None:
    found = document("\\input{part}", **{"part.tex": "Once. \\input{part}"})
    assert found.text == "Once."
    assert "part includes itself: read once" in found.notes


def test_a_part_that_is_a_document_of_its_own_is_read_within_the_paper() -> None:
    part = "\\documentclass[main]{subfiles}\\begin{document}Part.\\end{document}unseen"
    assert (
        document("First. \\subfile{part} Last.", **{"part.tex": part}).text == "First. Part. Last."
    )


def test_a_file_that_is_missing_is_told() -> None:
    assert document("Words. \\input{gone}").notes == (
        "gone was not found: what it holds is missing",
    )


@pytest.mark.parametrize(
    "body",
    [
        "\\def\\a{\\a\\a}\\a",
        "\\def\\a#1{\\a{#1#1}}\\a{x}",
        "\\def\\a{\\b}\\def\\b{\\a}\\a",
        "{" * 20_000,
        "\\begin{theorem}" * 3_000,
        "\\def\\a{aaaaaaaaaa}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}" * 50 + "\\b" * 5_000,
        "$" * 5_000,
        "\\ifx" * 5_000,
        "\\input{main}" * 200,
    ],
    ids=["doubling", "growing", "circle", "braces", "nested", "many", "dollars", "ifs", "inputs"],
)
def test_a_hostile_source_ends_soon(body: str) -> None:
    started = time.process_time()
    document(f"Before. {body} after")
    assert time.process_time() - started < 8


PIECES = st.sampled_from(
    [
        "\\begin{theorem}",
        "\\end{theorem}",
        "\\begin{proof}",
        "\\end{proof}",
        "{",
        "}",
        "$",
        "$$",
        "\\[",
        "\\]",
        "\\ref{a}",
        "\\label{a}",
        "\\section{S}",
        "\\item",
        "\\begin{align}",
        "\\end{align}",
        "\\\\",
        "&",
        "#",
        "%",
        "[",
        "]",
        "\\def\\x#1{#1}",
        "\\x",
        "\\fi",
        "\\else",
        "\\iffalse",
        "\\newcommand{\\y}[1][z]{#1}",
        "\\y",
        "\\cite{k}",
        "\\footnote{f}",
        "\\verb|a|",
        "\\begin{restatable}",
        "{theorem}",
        "{m}",
        "\\end{restatable}",
        "\\m*",
        "\\input{main}",
        "\\let\\p\\q",
        "word",
        ".",
        "\n",
        "\n\n",
        "\\'e",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_no_source_raises_and_all_spans_lie_in_the_text(pieces: list[str]) -> None:
    found = document(" ".join(pieces))
    spans = [block.span for block in found.blocks] + [formula.span for formula in found.formulas]
    for made in inventory(found).statements:
        spans += [made.span, made.body]
    assert all(0 <= span.start <= span.end <= len(found.text) for span in spans)


def test_ids_are_unique_even_without_numbers() -> None:
    found = statements(
        "\\begin{note}A\\end{note}\\begin{note}B\\end{note}", "\\newtheorem*{note}{Note}"
    )
    assert [s.id for s in found.statements] == ["note-p0-1", "note-p0-2"]
    assert all(re.fullmatch(r"\S+", s.id) for s in found.statements)


def test_links_in_a_ring_and_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("Somebody's password.")
    for name, target in (("ring.tex", "ring.tex"), ("out.tex", "../secret.tex")):
        try:
            (folder / name).symlink_to(target)
        except OSError:
            pytest.skip("links may not be made here")
    source = r"\documentclass{article}\begin{document}Text.\input{ring}\input{out}\end{document}"
    (folder / "main.tex").write_text(source)
    for place in (folder, folder / "main.tex"):
        assert read(place).text.split() == ["Text."]
    (folder / "linked.tex").symlink_to("../elsewhere.tex")
    (tmp_path / "elsewhere.tex").write_text(source)
    assert read(folder / "linked.tex").text.split() == ["Text."]


def test_fifty_thousand_packages_are_looked_for_in_a_second(tmp_path: Path) -> None:
    source = r"\documentclass{article}\usepackage{%s}\begin{document}Text.\end{document}"
    (tmp_path / "main.tex").write_text(source % ("a," * 50_000))
    began = time.process_time()
    assert read(tmp_path / "main.tex").text.strip() == "Text."
    assert time.process_time() - began < 2


def test_the_branch_of_a_toggle_is_read() -> None:
    toggles = "\\usepackage{etoolbox}\\newtoggle{long}\\newbool{notes}\\booltrue{notes}"
    body = (
        "\\iftoggle{long}{\\begin{theorem}Long.\\end{theorem}}{\\begin{lemma}Short.\\end{lemma}}"
        "\\ifbool{notes}{\\begin{lemma}Noted.\\end{lemma}}{}"
    )
    short = [s.text for s in statements(body, toggles).statements]
    long = [s.text for s in statements(body, toggles + "\\toggletrue{long}").statements]
    assert (short, long) == (["Short.", "Noted."], ["Long.", "Noted."])


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("envcountchap", ["1.1", "1.1", "2.1"]),
        ("envcountsect", ["1.1.1", "1.1.1", "2.1.1"]),
        ("envcountchap,envcountsame", ["1.1", "1.2", "2.1"]),
        ("envcountresetchap", ["1", "1", "1"]),
        ("", ["1", "1", "2"]),
    ],
)
def test_springer_books_count_as_their_options_say(options: str, expected: list[str]) -> None:
    text = (
        f"\\documentclass[{options}]{{svmono}}\\begin{{document}}"
        "\\chapter{A}\\section{B}\\begin{theorem}X.\\end{theorem}\\begin{lemma}Y.\\end{lemma}"
        "\\chapter{C}\\section{D}\\begin{theorem}Z.\\end{theorem}\\end{document}"
    )
    found = parse(Source({"main.tex": text}, "main.tex")).inventory.statements
    assert [s.number for s in found] == expected


def test_the_label_of_a_description_is_a_block_of_its_own() -> None:
    items = "\\item[Batch training] An update uses all. \\item[Online] Each value is used."
    found = document(f"\\begin{{description}}{items}\\end{{description}}")
    assert [found.text[b.span.start : b.span.end] for b in found.blocks] == [
        "Batch training", "An update uses all.", "Online", "Each value is used.",
    ]  # fmt: skip


def test_a_picture_ends_where_a_macro_ends_it() -> None:
    macros = "\\def\\btik{\\begin{tikzpicture}}\\def\\etik{\\end{tikzpicture}}"
    found = statements("\\btik \\draw (0,0); \\etik \\begin{lemma}Seen.\\end{lemma}", macros)
    assert [s.text for s in found.statements] == ["Seen."]


def test_a_style_file_that_prints_nothing_at_all_is_left_aside() -> None:
    style = "\\begin{document}\\end{document}"
    text = (
        "\\documentclass{own}\\newtheorem{lemma}{Lemma}"
        "\\begin{document}\\begin{lemma}Seen.\\end{lemma}\\end{document}"
    )
    found = parse(Source({"main.tex": text, "own.cls": style}, "main.tex")).inventory
    assert [s.text for s in found.statements] == ["Seen."]


def test_old_lipics_numbers_within_sections_where_it_is_told_to() -> None:
    body = "\\section{A}\\begin{lemma}X.\\end{lemma}\\begin{remark}Y.\\end{remark}"
    text = f"\\documentclass[numberwithinsect]{{lipics}}\\begin{{document}}{body}\\end{{document}}"
    found = parse(Source({"main.tex": text}, "main.tex")).inventory.statements
    assert [(s.label, s.number) for s in found] == [("Lemma", "1.1"), ("Remark", None)]
