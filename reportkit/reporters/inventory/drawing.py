"""What the drawings share: which nodes are shown, their shape, words and treatment."""

from collections.abc import Mapping

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.graph import Graph, default_view, graph, part, reduced
from reportkit.records import dataclass
from reportkit.reporters.inventory.rows import Row, rows, shown

# what is assumed or set, not proved; a box in the drawing as in leanblueprint
_BOXES = frozenset(
    [
        "definition",
        "assumption",
        "condition",
        "notation",
        "hypothesis",
        "axiom",
        "setting",
        "problem",
        "remark",
        "example",
    ]
)
MARKS = {"explained": "✓", "mentioned": "~", "absent": "✗"}


@dataclass(frozen=True, slots=True)
class Node:
    """A statement as it is drawn: two lines of words, its shape and how a report treats it."""

    id: str
    head: str
    name: str
    box: bool
    key: bool
    main: bool
    treatment: str
    described: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The default view of a catalogue; `left_out` counts the statements that are not drawn."""

    shown: Graph
    nodes: Mapping[str, Node]
    left_out: int
    cycles: tuple[str, ...]


def drawing(catalogue: Catalogue, everything: bool = False) -> Drawing:
    """Return what is drawn: what the main results rest on, reduced, at most forty nodes.

    With `everything` all statements that use another one or are used, reduced as well.
    """
    whole = graph(catalogue.inventory)
    linked = {end for edge in whole.edges for end in (edge.source, edge.target)}
    if everything:
        view = reduced(part(whole, linked))
    else:
        view = default_view(catalogue.inventory, catalogue.keys)
    listed = {row.statement.id: row for row in rows(catalogue)}
    nodes = {id: _node(listed[id], listed) for id in view.nodes}
    cycles = tuple(
        " and ".join(listed[id].title for id in ring) + " use each other" for ring in whole.cycles
    )
    return Drawing(view, nodes, len(whole.nodes) - len(view.nodes), cycles)


def _node(row: Row, listed: Mapping[str, Row]) -> Node:
    statement = row.statement
    mark = MARKS.get(row.treatment, "")
    head = f"{mark} {row.title}".strip()
    uses = ", ".join(listed[id].title for id in row.uses)
    described = [
        row.title + (f", {statement.name}" if statement.name else ""),
        f"page {statement.page}" if statement.page else "",
        f"key result: {row.reason}" if row.key else "",
        f"{row.treatment} in the report" if row.treatment else "",
        f"uses {uses}" if uses else "",
    ]
    return Node(
        statement.id,
        shown(head, 30),
        shown(statement.name, 26),
        statement.kind in _BOXES,
        row.key,
        row.main,
        row.treatment,
        shown(". ".join(part for part in described if part)),
    )
