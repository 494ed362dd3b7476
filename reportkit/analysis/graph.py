"""How the statements of a paper hang together: the dependency graph, its order and its key results.

An edge runs from a statement to one that it uses. A copy that prints a statement again is one node
with its original. The drawing convention is that of leanblueprint: solid where the proof uses the
other statement, dashed where the statement itself does.
"""

from collections.abc import Iterable, Mapping

from reportkit.analysis.ranking import RESULT_KINDS, is_quoted, main_results, supporting_sections
from reportkit.analysis.statements import Inventory, Statement
from reportkit.document import Document
from reportkit.records import dataclass

# a graph of more nodes than this is not read, only admired
MOST_NODES = 40


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` uses `target`; `where` is "statement" or "proof" ("proof" where both do).

    `pages` are those that print the reference, ascending; empty where they are not known.
    """

    source: str
    target: str
    where: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Statements by id in reading order, and who uses whom.

    `cycles` are groups of statements that use one another, each in reading order.
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    cycles: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A result that a summary should not leave out, and the sentence that says why.

    `carries` are the ids of the main results that rest on it, empty for a main result itself.
    """

    id: str
    reason: str
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyResults:
    """The main results, the most important first, and the lemmas that carry them.

    `lemmas` are in the graph's order: each comes after those it rests on.
    """

    main: tuple[KeyResult, ...]
    lemmas: tuple[KeyResult, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of both."""
        return frozenset(result.id for result in (*self.main, *self.lemmas))


def originals(inventory: Inventory) -> Mapping[str, str]:
    """Return for every statement's id that of the one it prints again, its own where it is none."""
    restated = {statement.id: statement.restates for statement in inventory.statements}

    def first(id: str) -> str:
        seen = {id}
        while (before := restated.get(id)) in restated and before not in seen:
            assert before is not None
            seen.add(before)
            id = before
        return id

    return {id: first(id) for id in restated}


def graph(inventory: Inventory) -> Graph:
    """Return the graph of all statements, copies merged with their originals."""
    original = originals(inventory)
    wheres: dict[tuple[str, str], str] = {}
    pages: dict[tuple[str, str], set[int]] = {}
    for statement in inventory.statements:
        for use in statement.uses:
            ends = original[statement.id], original.get(use.id, "")
            if not ends[1] or ends[0] == ends[1]:
                continue
            wheres[ends] = "proof" if "proof" in (use.where, wheres.get(ends)) else use.where
            known = pages.setdefault(ends, set())
            if use.page is not None:
                known.add(use.page)
    nodes = tuple(id for id in original if original[id] == id)
    edges = tuple(Edge(*ends, wheres[ends], tuple(sorted(pages[ends]))) for ends in wheres)
    return _with_cycles(nodes, edges)


def _with_cycles(nodes: tuple[str, ...], edges: tuple[Edge, ...]) -> Graph:
    place = {node: number for number, node in enumerate(nodes)}
    rings = [ring for ring in components(nodes, successors(nodes, edges)) if len(ring) > 1]
    cycles = sorted(tuple(sorted(ring, key=place.__getitem__)) for ring in rings)
    return Graph(nodes, edges, tuple(sorted(cycles, key=lambda ring: place[ring[0]])))


def successors(nodes: Iterable[str], edges: Iterable[Edge]) -> dict[str, list[str]]:
    """Return for each node those it uses, in the order of `edges`."""
    following: dict[str, list[str]] = {node: [] for node in nodes}
    for edge in edges:
        following[edge.source].append(edge.target)
    return following


def components(nodes: Iterable[str], following: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    """Return the strongly connected components, each after those it reaches (Tarjan, no recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(following[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        waiting.add(root)
        while work:
            node, children = work[-1]
            for child in children:
                if child not in index:
                    index[child] = low[child] = len(index)
                    stack.append(child)
                    waiting.add(child)
                    work.append((child, iter(following[child])))
                    break
                if child in waiting:
                    low[node] = min(low[node], index[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    found.append(tuple(stack[cut:]))
                    waiting.difference_update(stack[cut:])
                    del stack[cut:]
    return found


def reachable(start: str, following: Mapping[str, list[str]]) -> set[str]:
    """Return all that `start` rests on, directly or not, without itself."""
    seen: set[str] = set()
    work = list(following[start])
    while work:
        node = work.pop()
        if node not in seen:
            seen.add(node)
            work += following[node]
    return seen - {start}


def reduced(whole: Graph) -> Graph:
    """Return the graph without the edges that a longer chain of uses implies.

    Edges within a cycle stay, since no chain of theirs is the longer one.
    """
    following = successors(whole.nodes, whole.edges)
    ring = {
        node: number
        for number, group in enumerate(components(whole.nodes, following))
        for node in group
    }
    below = {node: reachable(node, following) for node in whole.nodes}
    kept = tuple(
        edge
        for edge in whole.edges
        if ring[edge.source] == ring[edge.target]
        or not any(
            edge.target in below[other]
            and ring[other] not in (ring[edge.source], ring[edge.target])
            for other in _children(ring, edge.source, following)
        )
    )
    return Graph(whole.nodes, kept, whole.cycles)


def _children(
    ring: Mapping[str, int], node: str, following: Mapping[str, list[str]]
) -> Iterable[str]:
    """Return what the node's cycle uses directly, or the node where it is in none."""
    return (child for member in ring if ring[member] == ring[node] for child in following[member])


def part(whole: Graph, kept: Iterable[str]) -> Graph:
    """Return the graph of the nodes `kept` alone."""
    chosen = set(kept)
    nodes = tuple(node for node in whole.nodes if node in chosen)
    edges = tuple(edge for edge in whole.edges if edge.source in chosen and edge.target in chosen)
    return _with_cycles(nodes, edges)


def default_view(inventory: Inventory, keys: KeyResults, most: int = MOST_NODES) -> Graph:
    """Return what the main results rest on, reduced: at most `most` nodes.

    Where there is more, key results stay first, then what is nearest to a main result. A paper
    without main results shows the statements that are linked at all.
    """
    whole = graph(inventory)
    following = successors(whole.nodes, whole.edges)
    main = [result.id for result in keys.main]
    linked = {end for edge in whole.edges for end in (edge.source, edge.target)}
    near = _nearest_first(main, following) if main else [n for n in whole.nodes if n in linked]
    order = dict.fromkeys((*main, *(result.id for result in keys.lemmas), *near))
    return reduced(part(whole, list(order)[:most]))


def _nearest_first(tops: list[str], following: Mapping[str, list[str]]) -> list[str]:
    """Return `tops` and all they rest on, by the least number of steps."""
    seen = dict.fromkeys(tops)
    level = list(seen)
    while level:
        level = [
            child
            for child in dict.fromkeys(c for node in level for c in following[node])
            if child not in seen
        ]
        seen |= dict.fromkeys(level)
    return list(seen)


def in_order(whole: Graph) -> tuple[str, ...]:
    """Return the nodes so that each comes after those it uses, ties in reading order.

    Within a cycle the reading order decides.
    """
    place = {node: number for number, node in enumerate(whole.nodes)}
    following = successors(whole.nodes, whole.edges)
    rings = components(whole.nodes, following)
    return tuple(node for ring in rings for node in sorted(ring, key=place.__getitem__))


def key_results(inventory: Inventory, paper: Document | None = None) -> KeyResults:
    """Return the paper's main results and the lemmas that carry them, each with its reason.

    With `paper`, the Document the inventory was made from, what the abstract and the introduction
    announce and the titles of sections count as well. Empty for a paper without statements.
    """
    whole = graph(inventory)
    main = tuple(KeyResult(found.id, found.reason) for found in main_results(inventory, paper))
    lemmas = _key_lemmas(inventory, whole, tuple(result.id for result in main), paper)
    return KeyResults(main, lemmas)


def _key_lemmas(
    inventory: Inventory, whole: Graph, main: tuple[str, ...], paper: Document | None
) -> tuple[KeyResult, ...]:
    """Return what the proofs of `main` use directly, what lies on every path, what several share.

    Where nothing is known to carry a main result, what stands in the section of its proof does.
    """
    statements = {statement.id: statement for statement in inventory.statements}
    following = successors(whole.nodes, whole.edges)
    carried = {
        top
        for top in main
        if any(
            _can_carry(statements[id]) and statements[id].kind != "theorem"
            for id in reachable(top, following)
            if id not in main
        )
    }
    nearby = {
        id: tuple(top for top in tops if top in main and top not in carried)
        for id, tops in supporting_sections(inventory, paper).items()
    }
    reasons: dict[str, KeyResult] = {}
    for id in in_order(whole):
        if id in main or not _can_carry(statements[id]):
            continue
        result = _carrier(id, main, following, nearby.get(id, ()), statements)
        if result:
            reasons[id] = result
    return tuple(reasons.values())


def _can_carry(statement: Statement) -> bool:
    return statement.kind in RESULT_KINDS and not is_quoted(statement)


def _carrier(
    id: str,
    main: tuple[str, ...],
    following: Mapping[str, list[str]],
    nearby: tuple[str, ...],
    statements: Mapping[str, Statement],
) -> KeyResult | None:
    """Return why the result is a key one, None where no main result needs it that much."""
    above = reachable(id, following)  # what it rests on itself it does not carry
    carries = tuple(top for top in main if id in reachable(top, following) and top not in above)
    direct = tuple(top for top in carries if id in following[top])
    everywhere = tuple(top for top in carries if on_every_path(id, top, following))
    users = [node for node in following if id in following[node] and node != id]
    if direct:
        reason = f"used in the proof of {_names(direct, statements)}"
    elif everywhere:
        reason = f"on every path to {_names(everywhere, statements)}"
    elif carries and len(users) > 1:
        reason = f"used {len(users)} times on the way to {_names(carries, statements)}"
    elif not carries and nearby:
        carries = nearby
        reason = f"proved in the section that proves {_names(carries, statements)}"
    else:
        return None
    return KeyResult(id, reason, carries)


def on_every_path(id: str, top: str, following: Mapping[str, list[str]]) -> bool:
    """Return whether each chain of uses from `top` to a statement that uses nothing passes `id`."""
    seen = {top}
    work = [top]
    while work:
        node = work.pop()
        onward = [child for child in following[node] if child != id]
        if not following[node]:
            return False
        work += [child for child in onward if child not in seen]
        seen.update(onward)
    return True


def _names(ids: tuple[str, ...], statements: Mapping[str, Statement]) -> str:
    """Return "Theorem 1", "Theorem 1 and Lemma 2", "Theorem 1, Theorem 2 and 3 more"."""
    labels = [title(statements[id]) for id in ids]
    if len(labels) > 3:
        return f"{labels[0]}, {labels[1]} and {len(labels) - 2} more"
    return " and ".join(part for part in (", ".join(labels[:-1]), labels[-1]) if part)


def title(statement: Statement) -> str:
    """Return the statement as one would cite it: "Theorem 3.1", "Remark on p. 7"."""
    if statement.number:
        return f"{statement.label} {statement.number}"
    return f"{statement.label} on p. {statement.page}" if statement.page else statement.label
