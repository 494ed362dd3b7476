"""The dependency graph for Graphviz: box definition, ellipse result, dashed used in the statement."""

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.graph import Edge
from reportkit.reporters.inventory.drawing import Drawing, Node, drawing

_FILLS = {"explained": "#bfe3c6", "mentioned": "#ffe3a3", "absent": "#f4c7c3"}


def render(catalogue: Catalogue) -> str:
    """Return the default view as a DOT digraph; edges run from the used statement to its user."""
    drawn = drawing(catalogue)
    lines = [
        "digraph results {",
        '  node [fontname="Helvetica", style=filled, fillcolor="white"];',
        *(_node(drawn.nodes[id]) for id in drawn.shown.nodes),
        *(_edge(edge) for edge in drawn.shown.edges),
        *_remarks(drawn),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    label = f"{_inside(node.head)}\\n{_inside(node.name)}" if node.name else _inside(node.head)
    shape = "box" if node.box else "ellipse"
    fill = f', fillcolor="{_FILLS[node.treatment]}"' if node.treatment else ""
    key = ", penwidth=2.5" if node.key else ""
    return f'  {_quoted(node.id)} [label="{label}", shape={shape}{fill}{key}];'


def _edge(edge: Edge) -> str:
    style = "dashed" if edge.where == "statement" else "solid"
    return f"  {_quoted(edge.target)} -> {_quoted(edge.source)} [style={style}];"


def _remarks(drawn: Drawing) -> list[str]:
    return [f"  // {cycle}" for cycle in drawn.cycles]


def _quoted(text: str) -> str:
    return f'"{_inside(text)}"'


def _inside(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
