"""The formats of a paper's results: complete, escaped, readable by the programs they are for."""

import csv
import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.analysis.catalogue import Catalogue, catalogue
from reportkit.analysis.graph import Edge, Graph
from reportkit.analysis.statements import ExternalUse, Inventory, Proof, Statement, Use
from reportkit.document import Box, Span
from reportkit.findings import Coverage, Subject
from reportkit.reporters import inventory as formats
from reportkit.reporters.inventory import INVENTORIES, render
from reportkit.reporters.inventory.latex import escaped
from reportkit.reporters.inventory.layout import layout
from reportkit.reporters.inventory.table import render as table

SCHEMA = json.loads((Path(formats.__file__).parent / "theorems-1.schema.json").read_text("utf-8"))
NASTY = '<script>alert("x")</script> & %_#$\\input{/etc/passwd} |`*\x1b[31m\u202e'


def statement(id: str, page: int, text: str, name: str = "", **facts) -> Statement:
    kind, _, number = id.partition("-")
    return Statement(
        id=id,
        kind=kind,
        label=kind.title(),
        number=number.split("-")[0] if not number.startswith("p") else None,
        name=name,
        page=page,
        box=Box(page, 72, 600, 540, 660.5),
        span=Span(0, 1),
        body=Span(0, 1),
        text=text,
        origin="source",
        **facts,
    )


def small_paper(name: str = "Smoothing", coverage: Coverage | None = None) -> Catalogue:
    """A theorem that rests on two lemmas and a definition, printed again in the appendix."""
    statements = (
        statement("definition-2.1", 2, "A grid is even.", "Even grid"),
        statement(
            "theorem-3.1",
            4,
            "Every even grid can be smoothed in at most n steps.",
            name,
            proof="proof-1",
            uses=(
                Use("definition-2.1", "statement", 4),
                Use("lemma-A.1", "proof", 11),
                Use("lemma-A.2", "proof", 11),
            ),
            external=(ExternalUse("Theorem 2.1 of [7]", "proof", 12),),
        ),
        statement("remark-p5-1", 5, "The bound is tight."),
        statement("lemma-A.1", 9, "Rows commute.", uses=(Use("definition-2.1", "statement", 9),)),
        statement("lemma-A.2", 10, "Columns commute.", uses=(Use("lemma-A.1", "proof", 10),)),
        statement("theorem-3.1-2", 11, "Every even grid can …", restates="theorem-3.1"),
    )
    proof = Proof(
        "proof-1",
        "theorem-3.1",
        True,
        False,
        "Proof of Theorem 3.1.",
        11,
        None,
        12,
        Span(0, 1),
        "By …",
    )
    subject = Subject("grids.pdf", f"Even grids {name}", 12, 4000, ("A. Author", "B. Author"))
    return catalogue(subject, Inventory(statements, (proof,)), None, coverage)


COVERED = Coverage(
    {"theorem-3.1": (2,)}, {"lemma-A.1": (4,)}, {"lemma-A.1": (4,)}, (), ("lemma-A.2",)
)


@pytest.mark.parametrize("form", INVENTORIES)
def test_a_small_paper_reads_as_its_golden_file(form: str, golden) -> None:
    golden(f"inventory/grids.{form}", render(small_paper(coverage=COVERED), form))


@pytest.mark.parametrize("form", INVENTORIES)
def test_a_paper_without_statements_is_printed_too(form: str) -> None:
    empty = catalogue(Subject("empty.pdf", "", 0, 0), Inventory((), ()))
    assert render(empty, form).endswith("\n")


@pytest.mark.parametrize("form", INVENTORIES)
def test_control_and_direction_characters_never_get_out(form: str) -> None:
    text = render(small_paper(NASTY), form)
    assert "\x1b" not in text
    assert form == "json" or "\u202e" not in text


@pytest.mark.parametrize("coverage", [None, COVERED], ids=["alone", "with a report"])
def test_the_json_is_valid_against_the_published_schema(coverage: Coverage | None) -> None:
    content = json.loads(render(small_paper(NASTY, coverage), "json"))
    jsonschema.validate(content, SCHEMA)


def test_a_copy_has_a_row_but_no_node() -> None:
    paper = small_paper()
    assert "theorem-3.1-2" in render(paper, "csv")
    assert "theorem-3.1-2" not in render(paper, "dot")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_a_csv_cell_is_never_a_formula(start: str) -> None:
    rows = csv.DictReader(io.StringIO(render(small_paper(f"{start}HYPERLINK(1)"), "csv")))
    assert all(
        not (cell or "").startswith(("=", "+", "-", "@")) for row in rows for cell in row.values()
    )


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_name_that_is_a_script_stays_text(form: str) -> None:
    text = render(small_paper(NASTY), form)
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("form", ["svg", "html"])
def test_nothing_is_fetched_from_elsewhere(form: str) -> None:
    text = render(small_paper(), form).replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text.replace("http-equiv", "")
    assert "@import" not in text


def test_the_svg_is_xml_and_names_every_node_for_a_screen_reader() -> None:
    root = ElementTree.fromstring(render(small_paper(NASTY), "svg"))
    nodes = [node for node in root.iter() if "node" in node.get("class", "").split()]
    assert len(nodes) == 4
    assert all(node.get("aria-label") and node.get("tabindex") == "0" for node in nodes)


def test_the_drawing_leaves_out_what_a_longer_chain_implies() -> None:
    dot = render(small_paper(), "dot")
    assert '"lemma-A.2" -> "theorem-3.1" [style=solid]' in dot
    assert '"lemma-A.1" -> "theorem-3.1"' not in dot


def test_a_definition_is_a_box_and_a_use_in_the_statement_dashed() -> None:
    dot = render(small_paper(), "dot")
    assert '"definition-2.1" [label="Definition 2.1\\nEven grid", shape=box' in dot
    assert '"definition-2.1" -> "lemma-A.1" [style=dashed]' in dot


def test_no_line_of_the_table_is_wider_than_the_terminal() -> None:
    text = table(small_paper("A very long name that goes on and on " * 4), 80)
    assert max(map(len, text.splitlines())) <= 80


def test_a_markdown_name_cannot_open_a_cell() -> None:
    lines = render(small_paper("a | b"), "markdown").splitlines()
    row = next(line for line in lines if "Theorem 3.1" in line)
    assert row.replace("\\|", "").count("|") == 8


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_latex_document_builds_whatever_the_name(tmp_path: Path) -> None:
    latin = "".join(map(chr, range(0xA1, 0x17F)))
    name = f"{NASTY} ~^\"'<>{{}} αβγδεζηθικλμνξοπρςστυφχψω ΓΔΘΛΞΠΣΥΦΨΩ ∞≤≥ 漢字 {latin}"
    (tmp_path / "list.tex").write_text(render(small_paper(name), "latex"), "utf-8")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "list.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout.decode("latin-1")[-800:]


@given(st.text())
def test_escaped_text_has_no_bare_special_character(text: str) -> None:
    plain = escaped(text)
    for sequence in ("\\%", "\\&", "\\#", "\\_", "\\$"):
        plain = plain.replace(sequence, "")
    assert not set(plain) & set("%&#_$~^")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 25),
    st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=60),
    st.lists(st.floats(60, 240), min_size=25, max_size=25),
)
def test_no_two_nodes_overlap_and_all_lie_in_the_picture(number, pairs, sizes) -> None:
    nodes = tuple(f"n{i}" for i in range(number))
    ends = {(f"n{a}", f"n{b}") for a, b in pairs if a != b and a < number and b < number}
    edges = tuple(Edge(a, b, "proof") for a, b in sorted(ends))
    made = layout(Graph(nodes, edges), dict(zip(nodes, sizes, strict=False)), 40.0)
    places = list(made.places.values())
    for index, one in enumerate(places):
        assert one.x - one.width / 2 >= 0 and one.x + one.width / 2 <= made.width + 1e-6
        assert one.y - one.height / 2 >= 0 and one.y + one.height / 2 <= made.height + 1e-6
        for other in places[:index]:
            apart = abs(one.x - other.x) >= (one.width + other.width) / 2 - 1e-6
            assert apart or abs(one.y - other.y) >= (one.height + other.height) / 2
    assert len(made.routes) == len(edges)
