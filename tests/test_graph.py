"""The dependency graph: copies merged, cycles told, key results ranked with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.analysis.graph import graph, in_order, key_results, on_every_path, successors
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
