"""Values from outside cannot break or inject LaTeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.greek import COMMANDS
from reportkit.scaffold.escaping import bibtex, latex, markdown, one_line, plain, toml
from reportkit.scaffold.formulas import safe_formula

PIECES = [
    *"\\{}$&#%_^~\"'`\n\r\t<>|",
    "\\input{/etc/passwd}",
    "^^5c",
    "\\end{document}",
    "%\n",
    "$k$",
]
HOSTILE = st.lists(st.one_of(st.characters(), st.sampled_from(PIECES)), max_size=40).map("".join)


def groups_are_balanced(text: str) -> bool:
    depth = 0
    for piece in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth < 0:
            return False
    return depth == 0


@given(HOSTILE)
def test_escaped_text_stays_in_its_group_and_on_its_line(text: str) -> None:
    escaped = latex(text)
    assert groups_are_balanced(escaped)
    assert "\n" not in escaped and "\r" not in escaped


@given(HOSTILE)
def test_no_special_character_is_left_bare(text: str) -> None:
    outside = re.sub(r"\\texorpdfstring\{\$[^$]*\$\}", "", latex(text))
    assert not re.search(r"(?<!\\)[$&#%_~]", re.sub(r"\\[~^]\{", "{", outside))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_ascii_text_without_formulas_brings_no_command_of_its_own(text: str) -> None:
    known = {"textbackslash", "textbraceleft", "textbraceright", "textasciicircum", "textless"}
    known |= {"textasciitilde", "textgreater", "textbar", "textquotedbl", "textasciigrave"}
    escaped = latex(text.replace("$", ""))
    assert set(re.findall(r"\\([a-zA-Z]+)", escaped)) <= known


@given(HOSTILE)
def test_a_bibtex_field_is_ascii_with_balanced_braces(text: str) -> None:
    field = bibtex(text)
    assert field.isascii()
    # BibTeX counts every brace, with a backslash before it or not
    assert field.count("{") == field.count("}")


@given(HOSTILE)
def test_a_toml_string_is_read_back_as_it_was_given(text: str) -> None:
    import tomllib

    assert tomllib.loads(f'x = "{toml(text)}"')["x"] == one_line(text)


@given(HOSTILE)
def test_markdown_gets_no_html_and_no_link(text: str) -> None:
    assert not re.search(r"(?<!\\)[<\[`|]", markdown(text).replace("\\\\", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% of A_B & C#1", r"100\% of A\_B \& C\#1"),
        (r"\input{x}", r"\textbackslash{}input\textbraceleft{}x\textbraceright{}"),
        ("Szepesvári", "Szepesvári"),
        ("a$b", r"a\$b"),
        ("$k$-means", r"\texorpdfstring{$k$}{k}-means"),
        ("$\\write18{rm}$", r"\$\textbackslash{}write18\textbraceleft{}rm\textbraceright{}\$"),
        ("μ", r"\texorpdfstring{\ensuremath{\mu}}{\rkunicode{03BC}}"),
        ("王", r"\rkunicode{738B}"),
        ("ﬁt", "fit"),
        ("a -- b", "a -{}- b"),
    ],
)
def test_known_texts_are_escaped_like_this(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(
    "source", [r"\ell_1", "n^{2}", r"\mathcal{O}(\sqrt{n})", "x'_1", "f''", "k"]
)
def test_ordinary_mathematics_is_a_safe_formula(source: str) -> None:
    assert safe_formula(source)


@pytest.mark.parametrize(
    "source",
    [
        r"\write18",
        "a^b^c",
        "{",
        "}",
        "x_",
        r"\def\x{}",
        "^^5c",
        r"x^\log",
        "x^2'",
        r"\input",
        "α",
        "%",
    ],
)
def test_what_could_break_a_build_is_no_safe_formula(source: str) -> None:
    assert not safe_formula(source)


def test_a_heading_outside_of_latex_has_no_dollar_signs() -> None:
    assert (
        plain(r"On $\ell_1$ norms") == "On l1 norms"
        or plain(r"On $\ell_1$ norms") == "On l_1 norms"
    )


@pytest.mark.parametrize("letter", COMMANDS)
def test_every_greek_letter_is_set_by_a_command_that_is_safe(letter: str) -> None:
    assert COMMANDS[letter] in latex(f"the {letter} bound")
    assert safe_formula(COMMANDS[letter])
