"""Papers given to students by their preferences, lexicographically fair, and why.

A party is a student or a group that shares one paper. What is best is decided in this order:
everyone gets a paper that is acceptable to them; the worst rank is as good as possible; then as
many first ranks as possible, then second ranks, and so on (rank-maximal); then a published seed.

Every step is an assignment problem over small integers, solved by scipy. The dual of its solution
tells which pairs stand in any best solution; only these are kept for the next step (complementary
slackness), so the whole is exact, without the huge weights that overflow.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reportkit.errors import EngineMissing
from reportkit.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.int64]

_FORBIDDEN = 1 << 40  # beyond any sum of allowed costs: 2,000 parties of random weights below 2^28


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a party wants: ranks from 1 (best); papers that are not in it are not acceptable."""

    party: str
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Parties that stand in each other's way: together they accept too few places."""

    parties: tuple[str, ...]
    papers: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A best assignment.

    `paper_of` maps each party to its paper; `profile[k]` is how many got their rank k + 1;
    `choices` maps each party to the papers it gets in at least one best solution, so that a single
    one is what all best solutions agree on.
    """

    paper_of: Mapping[str, str]
    profile: tuple[int, ...]
    choices: Mapping[str, tuple[str, ...]]


def best_assignment(
    wishes: Sequence[Wishes], capacity: Mapping[str, int], seed: int
) -> Assignment | Conflict:
    """Return the best assignment, or the parties that make one impossible.

    `capacity` is the number of parties a paper can have. The same input and seed give the same
    result on every machine, whatever the order of `wishes`. 500 parties with 60 papers: 1 s.
    Raises EngineMissing without scipy.
    """
    _require_scipy()
    ordered = sorted(wishes, key=lambda wish: wish.party)
    if not ordered:
        return Assignment({}, (), {})
    problem = _Problem(ordered, capacity)
    conflict = problem.conflict()
    if conflict:
        return conflict
    worst = problem.restrict_to_best_worst_rank()
    for rank in range(1, worst):
        problem.keep_best(problem.ranks != rank)
    choices = problem.choices()
    problem.keep_best(problem.weights(seed))
    papers = problem.solution()
    ranks = [wish.ranks[paper] for wish, paper in zip(ordered, papers, strict=True)]
    return Assignment(
        {wish.party: paper for wish, paper in zip(ordered, papers, strict=True)},
        tuple(ranks.count(rank) for rank in range(1, max(ranks) + 1)),
        choices,
    )


def _require_scipy() -> None:
    """Raise EngineMissing where scipy (or numpy, which comes with it) is not installed."""
    try:
        import scipy.optimize  # noqa: F401
    except ImportError:
        raise EngineMissing(
            'assigning papers needs scipy: pip install "reportkit[organiser]"'
        ) from None


def serial_dictatorship(
    wishes: Sequence[Wishes], capacity: Mapping[str, int], seed: int
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Let the parties choose in an order drawn by the seed; return who got what, and the order.

    Nobody gains by hiding what they want; the result can be worse for all, and a party whose
    acceptable papers are gone gets nothing. Ties are broken by the paper's name.
    """
    order = sorted((wish.party for wish in wishes), key=lambda party: _draw(seed, party, ""))
    wanted = {wish.party: wish.ranks for wish in wishes}
    left = dict(capacity)
    given = {}
    for party in order:
        open_papers = [paper for paper in wanted[party] if left.get(paper, 0) > 0]
        if open_papers:
            given[party] = min(open_papers, key=lambda p: (wanted[party][p], p))
            left[given[party]] -= 1
    return given, tuple(order)


class _Problem:
    """Parties (rows) against places (columns), square: rows without a party take what is left."""

    def __init__(self, wishes: Sequence[Wishes], capacity: Mapping[str, int]) -> None:
        import numpy as np

        self._wishes = wishes
        # more places of one paper than there are parties can never be taken
        self._places = [
            paper for paper in sorted(capacity) for _ in range(min(capacity[paper], len(wishes)))
        ]
        self._missing = max(len(wishes) - len(self._places), 0)
        size = len(self._places) + self._missing
        column_of: dict[str, list[int]] = {}
        for column, paper in enumerate(self._places):
            column_of.setdefault(paper, []).append(column)
        # rank 0: no party stands in this row
        self.ranks = np.zeros((size, size), dtype=np.int64)
        self._open = np.ones((size, size), dtype=bool)
        self._open[: len(wishes)] = False
        for row, wish in enumerate(wishes):
            for paper, rank in wish.ranks.items():
                columns = column_of.get(paper, [])
                self.ranks[row, columns] = rank
                self._open[row, columns] = True

    def conflict(self) -> Conflict | None:
        """Return a smallest-reach set of parties that cannot all be served, None where all can."""
        rows, columns = _solve(self._cost(self._open * 0))
        if self._open[rows, columns].all():
            return None
        return self._crowd(dict(zip(rows.tolist(), columns.tolist(), strict=True)))

    def _crowd(self, column_of_row: Mapping[int, int]) -> Conflict:
        """Return who competes with a party that got nothing (Hall's condition fails for them)."""
        served = {column: row for row, column in column_of_row.items() if self._open[row, column]}
        start = next(r for r, c in column_of_row.items() if not self._open[r, c])
        crowd, columns, waiting = {start}, set[int](), [start]
        while waiting:
            row = waiting.pop()
            for column in self._open[row].nonzero()[0].tolist():
                columns.add(column)
                holder = served.get(column)
                if holder is not None and holder not in crowd:
                    crowd.add(holder)
                    waiting.append(holder)
        places = [self._places[column] for column in sorted(columns) if column < len(self._places)]
        return Conflict(
            tuple(self._wishes[row].party for row in sorted(crowd)),
            tuple(dict.fromkeys(places)),
            len(places),
        )

    def restrict_to_best_worst_rank(self) -> int:
        """Close all pairs beyond the smallest rank that serves everyone; return that rank."""
        known = sorted({rank for wish in self._wishes for rank in wish.ranks.values()})
        low, high = 0, len(known) - 1
        while low < high:
            middle = (low + high) // 2
            allowed = self._open & (self.ranks <= known[middle])
            rows, columns = _solve(self._cost(allowed * 0, allowed))
            low, high = (low, middle) if allowed[rows, columns].all() else (middle + 1, high)
        self._open &= self.ranks <= known[low]
        return known[low]

    def keep_best(self, cost: "Matrix") -> None:
        """Close every pair that stands in no solution of least cost; rows without a party are free."""
        import numpy as np

        priced = np.where(self.ranks > 0, cost, 0).astype(np.int64)
        whole = self._cost(priced)
        _, columns = _solve(whole)
        paid, price = _dual(whole, columns)
        self._open &= whole - paid[:, None] - price[None, :] == 0

    def weights(self, seed: int) -> "Matrix":
        """Return a random cost below 2^28 for each pair, drawn from the seed and the two names."""
        import numpy as np

        cost = np.zeros_like(self.ranks)
        for row, wish in enumerate(self._wishes):
            drawn = {paper: _draw(seed, wish.party, paper) for paper in wish.ranks}
            cost[row, : len(self._places)] = [drawn.get(paper, 0) for paper in self._places]
        return cost

    def choices(self) -> dict[str, tuple[str, ...]]:
        """Return for each party the papers that it gets in at least one of the solutions left.

        A pair stands in some solution when it closes a cycle with the pairs of any one solution.
        """
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        rows, columns = _solve(self._cost(self._open * 0))
        holder = np.empty_like(columns)
        holder[columns] = rows
        # row r may take column c, whose holder then has to move: an arrow from r to that holder
        arrows = self._open[:, columns[np.argsort(rows)]]
        order = holder[columns[np.argsort(rows)]]
        reach = np.zeros_like(arrows)
        reach[:, order] = arrows
        _, part = connected_components(csr_array(reach), directed=True, connection="strong")
        return {
            wish.party: tuple(
                sorted(
                    {
                        self._places[column]
                        for column in self._open[row].nonzero()[0].tolist()
                        if column < len(self._places) and part[holder[column]] == part[row]
                    }
                )
            )
            for row, wish in enumerate(self._wishes)
        }

    def solution(self) -> list[str]:
        """Return each party's paper."""
        _, columns = _solve(self._cost(self._open * 0))
        return [self._places[column] for column in columns[: len(self._wishes)].tolist()]

    def _cost(self, cost: "Matrix", allowed: "NDArray[np.bool_] | None" = None) -> "Matrix":
        import numpy as np

        return np.where(self._open if allowed is None else allowed, cost, _FORBIDDEN)


def _solve(cost: "Matrix") -> "tuple[NDArray[np.intp], NDArray[np.intp]]":
    """Return rows and columns of a cheapest assignment; rows are 0, 1, 2, ..."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cost)
    return rows, columns


def _dual(cost: "Matrix", column_of: "NDArray[np.intp]") -> "tuple[Matrix, Matrix]":
    """Return row and column prices of the optimal assignment, in whole numbers.

    Bellman-Ford over the columns: a price falls until no pair costs less than its row and column
    pay, which for an optimal assignment ends with equality on its pairs.
    """
    import numpy as np

    own = cost[np.arange(len(cost)), column_of]
    price = np.zeros(len(cost), dtype=np.int64)
    while True:
        paid = own - price[column_of]
        lower = np.minimum(price, (cost - paid[:, None]).min(axis=0))
        if (lower == price).all():
            return paid, price
        price = lower


def _draw(seed: int, party: str, paper: str) -> int:
    """Return a number below 2^28 that depends on nothing but its arguments."""
    digest = hashlib.sha256(f"{seed}\0{party}\0{paper}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 4
