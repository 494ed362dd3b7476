"""Where the nodes of a dependency graph stand: layers from top to bottom, no two overlapping.

A layered layout after Sugiyama: cycles are opened, each node stands below all it uses, long edges
pass through empty places in the layers between, and layers are ordered by their neighbours' middle
to spare crossings. Nodes without any edge stand in rows of their own below.
"""

import itertools
from collections.abc import Mapping, Sequence

from reportkit.analysis.graph import Edge, Graph, in_order
from reportkit.records import dataclass

GAP_X, GAP_Y, MARGIN = 26.0, 54.0, 16.0
_SWEEPS = 12
_ROW_WIDTH = 900.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A node's middle and size, in pixels from the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """An edge's corners from the used statement down to its user, in pixels."""

    edge: Edge
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all nodes, the routes of all edges, and the size of the whole."""

    places: Mapping[str, Place]
    routes: tuple[Route, ...]
    width: float
    height: float


def layout(whole: Graph, widths: Mapping[str, float], height: float) -> Layout:
    """Return the layout for nodes of the given widths and one height."""
    linked = {end for edge in whole.edges for end in (edge.source, edge.target)}
    down = _downward(whole)
    layers = _layers([node for node in whole.nodes if node in linked], down)
    chains = _chains(whole.edges, down, layers)
    levels = _ordered(_levels(layers, chains), chains)
    levels = [*levels, *_rows([node for node in whole.nodes if node not in linked], widths)]
    xs = _abscissas(levels, widths, chains)
    return _placed(whole, levels, xs, widths, height, chains)


def _downward(whole: Graph) -> dict[tuple[str, str], tuple[str, str]]:
    """Return for each edge (source, target) its ends as (upper, lower); the used one is above."""
    place = {node: number for number, node in enumerate(in_order(whole))}
    return {
        (edge.source, edge.target): (
            (edge.target, edge.source)
            if place[edge.target] < place[edge.source]
            else (edge.source, edge.target)
        )
        for edge in whole.edges
    }


def _layers(
    nodes: Sequence[str], down: Mapping[tuple[str, str], tuple[str, str]]
) -> dict[str, int]:
    """Return each node's layer: one more than the lowest of those above it, as low as may be."""
    above: dict[str, set[str]] = {node: set() for node in nodes}
    below: dict[str, set[str]] = {node: set() for node in nodes}
    for upper, lower in down.values():
        above[lower].add(upper)
        below[upper].add(lower)
    order = _topological(nodes, above, below)
    layer: dict[str, int] = {}
    for node in order:
        layer[node] = max((layer[other] + 1 for other in above[node]), default=0)
    # a statement that nothing stands above moves down to its users, which shortens edges
    for node in reversed(order):
        if not above[node] and below[node]:
            layer[node] = min(layer[other] for other in below[node]) - 1
    return layer


def _topological(
    nodes: Sequence[str], above: Mapping[str, set[str]], below: Mapping[str, set[str]]
) -> list[str]:
    missing = {node: len(above[node]) for node in nodes}
    order = [node for node in nodes if not missing[node]]
    for node in order:
        for other in sorted(below[node], key=nodes.index):
            missing[other] -= 1
            if not missing[other]:
                order.append(other)
    return order


def _chains(
    edges: Sequence[Edge],
    down: Mapping[tuple[str, str], tuple[str, str]],
    layers: Mapping[str, int],
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return for each edge the nodes from top to bottom, with one empty place for each layer."""
    chains = {}
    for number, edge in enumerate(edges):
        upper, lower = down[edge.source, edge.target]
        between = range(layers[upper] + 1, layers[lower])
        places = tuple(f"\0{number}:{level}" for level in between)
        chains[edge.source, edge.target] = (upper, *places, lower)
    return chains


def _levels(
    layers: Mapping[str, int], chains: Mapping[tuple[str, str], tuple[str, ...]]
) -> list[list[str]]:
    if not layers:
        return []
    levels: list[list[str]] = [[] for _ in range(max(layers.values()) + 1)]
    for node, level in layers.items():
        levels[level].append(node)
    for chain in chains.values():
        for step, node in enumerate(chain[1:-1], start=layers[chain[0]] + 1):
            levels[step].append(node)
    return levels


def _neighbours(
    chains: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return for each node its neighbours in the layer above and in the layer below."""
    up: dict[str, list[str]] = {}
    low: dict[str, list[str]] = {}
    for chain in chains.values():
        for upper, lower in itertools.pairwise(chain):
            up.setdefault(lower, []).append(upper)
            low.setdefault(upper, []).append(lower)
    return up, low


def _ordered(
    levels: list[list[str]], chains: Mapping[tuple[str, str], tuple[str, ...]]
) -> list[list[str]]:
    """Return the layers sorted by the middle of their neighbours, the best of twelve sweeps."""
    up, low = _neighbours(chains)
    best, fewest = levels, _crossings(levels, low)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        downward = sweep % 2 == 0
        levels = _swept(levels, up if downward else low, downward)
        number = _crossings(levels, low)
        if number < fewest:
            best, fewest = levels, number
    return best


def _swept(
    levels: list[list[str]], beside: Mapping[str, list[str]], downward: bool
) -> list[list[str]]:
    rank: dict[str, float] = {}
    swept: list[list[str]] = []
    for level in levels if downward else reversed(levels):
        middle = {
            node: _mean([rank[other] for other in beside.get(node, ()) if other in rank], place)
            for place, node in enumerate(level)
        }
        ordered = sorted(level, key=middle.__getitem__)
        rank |= {node: float(place) for place, node in enumerate(ordered)}
        swept.append(ordered)
    return swept if downward else swept[::-1]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _crossings(levels: list[list[str]], low: Mapping[str, list[str]]) -> int:
    """Return how many pairs of edges cross between neighbouring layers."""
    total = 0
    for level, after in itertools.pairwise(levels):
        rank = {node: place for place, node in enumerate(after)}
        ends = [rank[other] for node in level for other in sorted(low.get(node, ()), key=rank.get)]  # type: ignore[arg-type]  # every neighbour has a rank
        total += sum(1 for i, end in enumerate(ends) for other in ends[:i] if other > end)
    return total


def _rows(nodes: Sequence[str], widths: Mapping[str, float]) -> list[list[str]]:
    """Return nodes without edges in rows that are not too wide."""
    rows: list[list[str]] = []
    room = 0.0
    for node in nodes:
        if not rows or room < widths[node]:
            rows.append([])
            room = _ROW_WIDTH
        rows[-1].append(node)
        room -= widths[node] + GAP_X
    return rows


def _abscissas(
    levels: list[list[str]],
    widths: Mapping[str, float],
    chains: Mapping[tuple[str, str], tuple[str, ...]],
) -> dict[str, float]:
    """Return each node's middle: near its neighbours, in the layer's order, never overlapping."""
    up, low = _neighbours(chains)
    xs: dict[str, float] = {}
    for level in levels:
        _spread(level, dict.fromkeys(level, _GAPLESS), widths, xs)
    for sweep in range(_SWEEPS):
        beside = up if sweep % 2 == 0 else low
        for level in levels if sweep % 2 == 0 else reversed(levels):
            wanted = {
                node: _mean([xs[other] for other in beside.get(node, ())], xs[node])
                for node in level
            }
            _spread(level, wanted, widths, xs)
    return xs


_GAPLESS = 0.0


def _spread(
    level: Sequence[str],
    wanted: Mapping[str, float],
    widths: Mapping[str, float],
    xs: dict[str, float],
) -> None:
    """Put the layer's nodes as near to `wanted` as their order and widths allow (least squares).

    Pool adjacent violators: nodes that push one another form a group around the mean of what
    its members want.
    """
    groups: list[tuple[float, int]] = []
    offset = 0.0
    offsets: list[float] = []
    before: str | None = None
    for node in level:
        if before is not None:
            offset += (widths.get(before, 0) + widths.get(node, 0)) / 2 + GAP_X
        offsets.append(offset)
        before = node
        groups.append((wanted[node] - offset, 1))
        while len(groups) > 1 and groups[-2][0] >= groups[-1][0]:
            (left, many), (right, few) = groups[-2:]
            groups[-2:] = [((left * many + right * few) / (many + few), many + few)]
    starts = [value for value, size in groups for _ in range(size)]
    for node, start, distance in zip(level, starts, offsets, strict=True):
        xs[node] = start + distance


def _placed(
    whole: Graph,
    levels: list[list[str]],
    xs: Mapping[str, float],
    widths: Mapping[str, float],
    height: float,
    chains: Mapping[tuple[str, str], tuple[str, ...]],
) -> Layout:
    """Return places and routes, shifted so that all lies right of and below the margin."""
    left = min((xs[node] - widths.get(node, 0) / 2 for node in xs), default=0) - MARGIN
    right = max((xs[node] + widths.get(node, 0) / 2 for node in xs), default=0) + MARGIN
    ys = {
        node: MARGIN + height / 2 + number * (height + GAP_Y)
        for number, level in enumerate(levels)
        for node in level
    }
    places = {node: Place(xs[node] - left, ys[node], widths[node], height) for node in whole.nodes}
    routes = tuple(
        Route(edge, _points(edge, chains[edge.source, edge.target], xs, ys, left, height))
        for edge in whole.edges
    )
    bottom = 2 * MARGIN + len(levels) * (height + GAP_Y) - (GAP_Y if levels else 0)
    return Layout(places, routes, right - left, bottom)


def _points(
    edge: Edge,
    chain: tuple[str, ...],
    xs: Mapping[str, float],
    ys: Mapping[str, float],
    left: float,
    height: float,
) -> tuple[Point, ...]:
    """Return the corners from the used statement to its user; a turned edge runs upwards."""
    half = height / 2
    upper, lower = chain[0], chain[-1]
    corners = [
        (xs[upper] - left, ys[upper] + half),
        *((xs[node] - left, ys[node]) for node in chain[1:-1]),
        (xs[lower] - left, ys[lower] - half),
    ]
    return tuple(corners if upper == edge.target else reversed(corners))
