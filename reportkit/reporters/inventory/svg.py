"""The dependency graph as one self-contained SVG, readable by eye, keyboard and screen reader."""

from collections.abc import Callable
from html import escape

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.graph import MOST_NODES
from reportkit.reporters.inventory.drawing import Drawing, Node, drawing
from reportkit.reporters.inventory.layout import Place, Route, layout
from reportkit.reporters.inventory.rows import heading, shown

_HEIGHT = 48.0
_LEGEND_HEIGHT = 30.0
STYLE = """
.rk-graph{--ink:#1c2430;--line:#5d6b7e;--fill:#fff;--back:#fbfbfc;--key:#1f4e9e;
--explained:#d2eed8;--mentioned:#ffedc2;--absent:#fadad7;font-family:system-ui,sans-serif}
@media (prefers-color-scheme:dark){.rk-graph{--ink:#e8ecf2;--line:#93a1b5;--fill:#222a36;
--back:#161b23;--key:#8fb8ff;--explained:#1f4a2b;--mentioned:#57430f;--absent:#5c2622}}
.rk-graph text{fill:var(--ink);text-anchor:middle;font-size:13px}
.rk-graph .name{font-size:11px;opacity:.85}
.rk-graph .shape{fill:var(--fill);stroke:var(--line);stroke-width:1.2}
.rk-graph .key .shape{stroke:var(--key);stroke-width:2.6}
.rk-graph .main text.head{font-weight:700}
.rk-graph .explained .shape{fill:var(--explained)}
.rk-graph .mentioned .shape{fill:var(--mentioned)}
.rk-graph .absent .shape{fill:var(--absent)}
.rk-graph .edge{fill:none;stroke:var(--line);stroke-width:1.3}
.rk-graph .edge.statement{stroke-dasharray:5 4}
.rk-graph .tip{fill:var(--line)}
.rk-graph .legend{text-anchor:start;font-size:11px}
.rk-graph .node:focus{outline:none}
.rk-graph .node:focus .shape,.rk-graph .node:hover .shape{stroke:var(--key);stroke-width:4}
"""


def render(catalogue: Catalogue) -> str:
    """Return the default view as an SVG file."""
    return picture(catalogue)


def picture(
    catalogue: Catalogue, link: Callable[[str], str] | None = None, everything: bool = False
) -> str:
    """Return the drawing; with `link` each node is a link to what it returns for the node's id.

    `everything` draws all statements that are linked at all, not only what main results rest on.
    """
    drawn = drawing(catalogue, everything)
    widths = {id: _width(node) for id, node in drawn.nodes.items()}
    placed = layout(drawn.shown, widths, _HEIGHT)
    legend = _legend(drawn, bool(catalogue.coverage))
    width = max(placed.width, 10 + max(map(len, legend)) * 6.2)
    height = placed.height + _LEGEND_HEIGHT + 14 * len(legend)
    title = escape(f"How the results of {shown(catalogue.paper.title or 'the paper', 120)} depend")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rk-graph" role="group" '
        f'aria-label="{title}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">',
        f"<title>{title}</title>",
        f"<desc>{escape(shown(heading(catalogue)))}</desc>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="rk-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" style="fill:var(--back)"/>',
        f'<g transform="translate({(width - placed.width) / 2:.1f} 0)">',
        *(_edge(route, drawn) for route in placed.routes),
        *(_node(drawn.nodes[id], placed.places[id], link) for id in drawn.shown.nodes),
        "</g>",
        *(
            f'<text class="legend" x="10" y="{placed.height + 22 + 14 * number:.0f}">'
            f"{escape(line)}</text>"
            for number, line in enumerate(legend)
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _width(node: Node) -> float:
    """Return the width in pixels that both lines need; an ellipse is narrower where they stand."""
    words = max(len(node.head) * 7.9, len(node.name) * 6.3)
    return max(words + 24, 76.0) * (1.0 if node.box else 1.2)


def _node(node: Node, place: Place, link: Callable[[str], str] | None) -> str:
    classes = " ".join(
        word
        for word in ("node", "key" if node.key else "", "main" if node.main else "", node.treatment)
        if word
    )
    shape = _box(place) if node.box else _ellipse(place)
    shift = -3 if node.name else 5
    words = (
        f'<text class="head" x="{place.x:.1f}" y="{place.y + shift:.1f}">{escape(node.head)}</text>'
    )
    if node.name:
        words += f'<text class="name" x="{place.x:.1f}" y="{place.y + 13:.1f}">{escape(node.name)}</text>'
    inside = f"<title>{escape(node.described)}</title>{shape}{words}"
    label = f'aria-label="{escape(node.described)}"'
    if link:
        return f'<a class="{classes}" href="{escape(link(node.id))}" {label}>{inside}</a>'
    return f'<g class="{classes}" role="img" tabindex="0" {label}>{inside}</g>'


def _box(place: Place) -> str:
    return (
        f'<rect class="shape" x="{place.x - place.width / 2:.1f}" '
        f'y="{place.y - place.height / 2:.1f}" width="{place.width:.1f}" '
        f'height="{place.height:.1f}" rx="3"/>'
    )


def _ellipse(place: Place) -> str:
    return (
        f'<ellipse class="shape" cx="{place.x:.1f}" cy="{place.y:.1f}" '
        f'rx="{place.width / 2:.1f}" ry="{place.height / 2:.1f}"/>'
    )


def _edge(route: Route, drawn: Drawing) -> str:
    edge = route.edge
    words = f"{drawn.nodes[edge.source].head} uses {drawn.nodes[edge.target].head}"
    where = "in its statement" if edge.where == "statement" else "in its proof"
    pages = f", p. {', '.join(map(str, edge.pages))}" if edge.pages else ""
    return (
        f'<path class="edge {escape(edge.where)}" marker-end="url(#rk-tip)" d="{_curve(route)}">'
        f"<title>{escape(f'{words} {where}{pages}')}</title></path>"
    )


def _curve(route: Route) -> str:
    """Return a smooth path: between two corners the line leaves and arrives vertically."""
    (x, y), *corners = route.points
    steps = [f"M{x:.1f} {y:.1f}"]
    for across, down in corners:
        middle = (y + down) / 2
        steps.append(f"C{x:.1f} {middle:.1f} {across:.1f} {middle:.1f} {across:.1f} {down:.1f}")
        x, y = across, down
    return "".join(steps)


def _legend(drawn: Drawing, covered: bool) -> list[str]:
    lines = [
        "box: definition or assumption · ellipse: result · thick: key result, bold: main result · "
        "arrow: is used by, dashed in the statement, solid in the proof"
    ]
    if covered:
        lines.append("in the report: ✓ explained · ~ only mentioned · ✗ absent")
    if drawn.left_out:
        number = f"{drawn.left_out} more statement{'s are' if drawn.left_out > 1 else ' is'}"
        full = len(drawn.shown.nodes) >= MOST_NODES
        why = (
            "the nearest to the main results are" if full else "nothing that is drawn rests on them"
        )
        lines.append(f"{number} not drawn: {why}")
    return lines + [f"cycle: {shown(cycle, 150)}" for cycle in drawn.cycles]
