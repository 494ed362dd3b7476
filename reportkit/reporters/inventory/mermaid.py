"""The dependency graph for Mermaid, as Markdown viewers draw it."""

from reportkit.analysis.catalogue import Catalogue
from reportkit.reporters.inventory.drawing import Drawing, Node, drawing

_CLASSES = (
    "  classDef key stroke-width:3px",
    "  classDef explained fill:#bfe3c6,color:#111",
    "  classDef mentioned fill:#ffe3a3,color:#111",
    "  classDef absent fill:#f4c7c3,color:#111",
)


def render(catalogue: Catalogue) -> str:
    """Return the default view as a Mermaid flowchart; dotted edges are uses in a statement."""
    drawn = drawing(catalogue)
    names = {id: f"n{number}" for number, id in enumerate(drawn.shown.nodes)}
    lines = ["flowchart TD"]
    lines += [f"  {names[id]}{_shape(drawn.nodes[id])}" for id in drawn.shown.nodes]
    lines += [
        f"  {names[edge.target]} {'-.->' if edge.where == 'statement' else '-->'} "
        f"{names[edge.source]}"
        for edge in drawn.shown.edges
    ]
    lines += [f"  %% {cycle}" for cycle in drawn.cycles]
    lines += [*_CLASSES, *_classes(drawn, names)]
    return "\n".join(lines) + "\n"


def _shape(node: Node) -> str:
    words = _escaped(node.head) + (f"<br/>{_escaped(node.name)}" if node.name else "")
    return f'["{words}"]' if node.box else f'(["{words}"])'


def _classes(drawn: Drawing, names: dict[str, str]) -> list[str]:
    members: dict[str, list[str]] = {}
    for node in drawn.nodes.values():
        for name in ("key" if node.key else "", node.treatment):
            members.setdefault(name, []).append(names[node.id])
    return [f"  class {','.join(ids)} {name}" for name, ids in members.items() if name]


def _escaped(text: str) -> str:
    """Return text as Mermaid prints it: everything but letters, digits and spaces as an entity."""
    return "".join(
        character if character.isalnum() or character in " .,:" else f"#{ord(character)};"
        for character in text
    )
