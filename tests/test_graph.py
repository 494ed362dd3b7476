"""The dependency graph: copies merged, cycles told, key results ranked with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.graph import (
    default_view,
    graph,
    in_order,
    key_results,
    on_every_path,
    reachable,
    reduced,
    successors,
)
from reportkit.analysis.ranking import results_named
from reportkit.analysis.statements import Inventory, Proof, Statement, Use
from reportkit.document import Block, BlockKind, Document, Span


def statement(id: str, *uses: str, **facts) -> Statement:
    kind, _, number = id.partition("-")
    where = facts.pop("where", "proof")
    facts.setdefault("page", 1)
    facts.setdefault("name", "")
    place = facts.pop("at", 0)
    return Statement(
        id=id,
        kind=kind,
        label=kind.title(),
        number=number or None,
        box=None,
        span=Span(place, place + 1),
        body=Span(place, place + 1),
        text="",
        origin="source",
        uses=tuple(Use(use, where, 1) for use in uses),
        **facts,
    )


def inventory(*statements: Statement, proofs: tuple[Proof, ...] = ()) -> Inventory:
    return Inventory(tuple(statements), proofs)


def ids(results) -> list[str]:
    return [result.id for result in results]


def test_a_copy_and_its_original_are_one_node() -> None:
    whole = graph(
        inventory(
            statement("theorem-1"),
            statement("lemma-2"),
            statement("theorem-1-2", "lemma-2", restates="theorem-1"),
        )
    )
    assert whole.nodes == ("theorem-1", "lemma-2")
    assert [(edge.source, edge.target) for edge in whole.edges] == [("theorem-1", "lemma-2")]


def test_copies_that_restate_each_other_do_not_hang() -> None:
    first = statement("theorem-1", restates="theorem-2")
    assert graph(inventory(first, statement("theorem-2", restates="theorem-1"))).edges == ()


def test_a_cycle_is_told_in_reading_order() -> None:
    whole = graph(inventory(statement("lemma-1", "lemma-2"), statement("lemma-2", "lemma-1")))
    assert whole.cycles == (("lemma-1", "lemma-2"),)


def test_a_use_in_statement_and_proof_is_one_edge_of_the_proof() -> None:
    top = statement("theorem-1", "lemma-2", "lemma-2")
    both = (Use("lemma-2", "statement", 1), Use("lemma-2", "proof", 4))
    top = Statement(**{name: getattr(top, name) for name in Statement.__slots__} | {"uses": both})
    (edge,) = graph(inventory(top, statement("lemma-2"))).edges
    assert (edge.where, edge.pages) == ("proof", (1, 4))


def test_lemmas_come_after_those_they_rest_on() -> None:
    found = key_results(
        inventory(
            statement("theorem-1", "lemma-2"), statement("lemma-2", "lemma-3"), statement("lemma-3")
        )
    )
    assert ids(found.lemmas) == ["lemma-3", "lemma-2"]


def test_a_lemma_that_nothing_needs_is_no_key_result() -> None:
    found = key_results(
        inventory(statement("theorem-1", "lemma-2"), statement("lemma-2"), statement("lemma-3"))
    )
    assert ids(found.lemmas) == ["lemma-2"]


def test_the_reason_names_the_results_that_need_the_lemma() -> None:
    found = key_results(inventory(statement("theorem-1", "lemma-2"), statement("lemma-2")))
    assert found.lemmas[0].reason == "used in the proof of Theorem 1"


def test_propositions_are_main_results_where_there_is_no_theorem() -> None:
    found = key_results(inventory(statement("proposition-1"), statement("lemma-2")))
    assert ids(found.main) == ["proposition-1"]


@pytest.mark.parametrize("name", ["[7]", "Pinkus, 1999, Theorem 3.1", "Carmeli et al., 2006"])
def test_another_works_theorem_is_no_main_result(name: str) -> None:
    found = key_results(inventory(statement("theorem-1"), statement("theorem-2", name=name)))
    assert ids(found.main) == ["theorem-1"]


def test_a_proposition_announced_in_the_introduction_is_a_main_result() -> None:
    text = "Introduction\n\nWe prove Propositions 2–3.\n\nResults\n\n......"
    blocks = (
        Block(BlockKind.HEADING, Span(0, 12), 1),
        Block(BlockKind.HEADING, Span(42, 49), 1),
    )
    paper = Document("paper", "text", text, blocks)
    at = {"at": 52}
    found = key_results(
        inventory(
            statement("theorem-1", **at),
            statement("proposition-2", **at),
            statement("proposition-4", **at),
        ),
        paper,
    )
    assert set(ids(found.main)) == {"theorem-1", "proposition-2"}


def test_a_paper_without_statements_has_no_key_results() -> None:
    assert key_results(inventory()).ids == frozenset()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Theorems 1 and 2", {("theorem", "1"), ("theorem", "2")}),
        ("Theorems 3.1–3.3", {("theorem", "3.1"), ("theorem", "3.2"), ("theorem", "3.3")}),
        ("Corollary A.2", {("corollary", "A.2")}),
        ("Satz 4", {("theorem", "4")}),
        ("the theorem is a good one", set()),
    ],
    ids=["list", "range", "appendix", "german", "prose"],
)
def test_results_named_reads_lists_and_ranges(text: str, expected: set) -> None:
    assert results_named(text) == expected


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_any_graph_has_an_order_that_puts_uses_first(pairs: list[tuple[int, int]]) -> None:
    uses: dict[int, list[str]] = {n: [] for n in range(13)}
    for source, target in pairs:
        uses[source].append(f"lemma-{target}")
    whole = graph(inventory(*(statement(f"lemma-{n}", *uses[n]) for n in range(13))))
    order = in_order(whole)
    ring = {node: number for number, cycle in enumerate(whole.cycles) for node in cycle}
    assert sorted(order) == sorted(whole.nodes)
    for edge in whole.edges:
        together = ring.get(edge.source, -1) == ring.get(edge.target, -2)
        assert together or order.index(edge.target) < order.index(edge.source)


def test_a_lemma_beside_another_path_is_not_on_every_path() -> None:
    whole = graph(
        inventory(
            statement("theorem-1", "lemma-2", "lemma-3"), statement("lemma-2"), statement("lemma-3")
        )
    )
    assert not on_every_path("lemma-2", "theorem-1", successors(whole.nodes, whole.edges))


def section(title: str, start: int, body: str) -> tuple[str, Block]:
    return f"{title}\n\n{body}\n\n", Block(BlockKind.HEADING, Span(start, start + len(title)), 1)


def paper_of(*parts: tuple[str, str]) -> Document:
    """A document of sections, each with one paragraph of text."""
    text, blocks = "", []
    for title, body in parts:
        words, block = section(title, len(text), body)
        text += words
        blocks.append(block)
    return Document("paper", "text", text, tuple(blocks))


def test_a_theorem_of_the_appendix_is_no_main_result() -> None:
    paper = paper_of(("Results", "x" * 50), ("Appendix", "y" * 50))
    found = key_results(
        inventory(statement("theorem-1", at=20), statement("theorem-2", at=80)), paper
    )
    assert ids(found.main) == ["theorem-1"]


def test_a_theorem_of_the_preliminaries_is_no_main_result() -> None:
    paper = paper_of(("Preliminaries", "x" * 50), ("Results", "y" * 50))
    found = key_results(
        inventory(statement("theorem-1", at=20), statement("theorem-2", at=80)), paper
    )
    assert ids(found.main) == ["theorem-2"]


def test_where_three_results_are_announced_another_theorem_is_not_a_main_one() -> None:
    paper = paper_of(("Introduction", "We prove Theorems 1, 2 and 3."), ("Results", "y" * 50))
    theorems = [statement(f"theorem-{n}", at=60) for n in range(1, 5)]
    assert len(key_results(inventory(*theorems), paper).main) == 3


def test_a_lemma_in_the_section_of_a_proof_carries_the_theorem() -> None:
    paper = paper_of(("Results", "x" * 50), ("Proof of Theorem 1", "y" * 50))
    found = key_results(
        inventory(statement("theorem-1", at=20), statement("lemma-2", at=90)), paper
    )
    assert [(r.id, r.carries) for r in found.lemmas] == [("lemma-2", ("theorem-1",))]


def test_at_most_twelve_theorems_of_lecture_notes_are_main_results() -> None:
    notes = inventory(*(statement(f"theorem-{n}") for n in range(40)))
    assert len(key_results(notes).main) == 12


def proof(of: str, at: int, page: int) -> Proof:
    return Proof("proof-1", of, True, False, "Proof", page, None, page, Span(at, at + 1), "")


def test_a_proof_in_a_place_of_its_own_makes_a_proposition_a_main_result() -> None:
    found = key_results(
        inventory(
            statement("theorem-1", at=0),
            statement("proposition-2", at=10),
            statement("lemma-3", at=20, page=8),
            proofs=(proof("proposition-2", 30, 9),),
        )
    )
    assert "proposition-2" in ids(found.main)


def test_reducing_keeps_what_is_reachable() -> None:
    whole = graph(
        inventory(
            statement("theorem-1", "lemma-2", "lemma-3"),
            statement("lemma-2", "lemma-3"),
            statement("lemma-3"),
        )
    )
    kept = reduced(whole)
    assert [(edge.source, edge.target) for edge in kept.edges] == [
        ("theorem-1", "lemma-2"),
        ("lemma-2", "lemma-3"),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_reduction_changes_no_reachability(pairs: list[tuple[int, int]]) -> None:
    uses: dict[int, list[str]] = {n: [] for n in range(10)}
    for source, target in pairs:
        uses[source].append(f"lemma-{target}")
    whole = graph(inventory(*(statement(f"lemma-{n}", *uses[n]) for n in range(10))))
    before = successors(whole.nodes, whole.edges)
    after = successors(whole.nodes, reduced(whole).edges)
    assert all(reachable(node, before) == reachable(node, after) for node in whole.nodes)


def test_the_default_view_has_at_most_forty_nodes_and_all_main_results() -> None:
    lemmas = [statement(f"lemma-{n}") for n in range(60)]
    top = statement("theorem-1", *(lemma.id for lemma in lemmas))
    found = inventory(top, *lemmas)
    view = default_view(found, key_results(found))
    assert len(view.nodes) == 40
    assert "theorem-1" in view.nodes
