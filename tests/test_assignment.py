"""Papers by preference: equal to brute force, the same everywhere, and explained."""

import itertools
import random
import time

import pytest

pytest.importorskip("scipy")

from reportkit.seminar.assignment import (
    Assignment,
    Conflict,
    Wishes,
    best_assignment,
    serial_dictatorship,
)


def random_instance(seed: int) -> tuple[list[Wishes], dict[str, int]]:
    """Return up to 7 parties and 7 papers, with ties, vetoes and capacities."""
    draw = random.Random(seed)
    papers = [f"p{n}" for n in range(draw.randint(1, 7))]
    wishes = []
    for n in range(draw.randint(1, 7)):
        wanted = draw.sample(papers, draw.randint(1, len(papers)))
        step = draw.choice([1, 1, 2])
        wishes.append(Wishes(f"s{n}", {p: 1 + k // step for k, p in enumerate(wanted)}))
    return wishes, {paper: draw.choice([1, 1, 1, 2]) for paper in papers}


def brute_force(wishes: list[Wishes], capacity: dict[str, int]) -> dict[tuple, set[tuple]] | None:
    """Return the best (worst rank, profile) with all its solutions, None where there is none."""
    best: tuple | None = None
    solutions: set[tuple[str, ...]] = set()
    for papers in itertools.product(*(wish.ranks for wish in wishes)):
        if any(papers.count(paper) > capacity[paper] for paper in set(papers)):
            continue
        ranks = [wish.ranks[paper] for wish, paper in zip(wishes, papers, strict=True)]
        key = (max(ranks), tuple(-ranks.count(rank) for rank in range(1, max(ranks) + 1)))
        if best is None or key < best:
            best, solutions = key, set()
        if key == best:
            solutions.add(papers)
    return None if best is None else {best: solutions}


@pytest.mark.parametrize("block", range(8))
def test_the_result_equals_brute_force(block: int) -> None:
    for seed in range(block * 250, block * 250 + 250):
        wishes, capacity = random_instance(seed)
        expected = brute_force(wishes, capacity)
        result = best_assignment(wishes, capacity, seed=seed)
        if expected is None:
            assert isinstance(result, Conflict), seed
            continue
        assert isinstance(result, Assignment), seed
        ((best, solutions),) = expected.items()
        assert (len(result.profile), tuple(-n for n in result.profile)) == best, seed
        assert tuple(result.paper_of[wish.party] for wish in wishes) in solutions, seed
        for place, wish in enumerate(wishes):
            assert set(result.choices[wish.party]) == {s[place] for s in solutions}, seed


def test_a_conflict_names_parties_that_cannot_all_be_served() -> None:
    for seed in range(2000):
        wishes, capacity = random_instance(seed)
        result = best_assignment(wishes, capacity, seed=1)
        if isinstance(result, Conflict):
            accepted = {p for w in wishes if w.party in result.parties for p in w.ranks}
            assert sum(capacity[paper] for paper in accepted) < len(result.parties)
            assert accepted == set(result.papers)


def test_the_order_of_the_students_does_not_matter() -> None:
    wishes, capacity = random_instance(12)
    forwards = best_assignment(wishes, capacity, seed=5)
    assert forwards == best_assignment(wishes[::-1], capacity, seed=5)


def test_the_seed_decides_between_equals() -> None:
    wishes = [Wishes("Ada", {"p": 1, "q": 1}), Wishes("Bob", {"p": 1, "q": 1})]
    found = {best_assignment(wishes, {"p": 1, "q": 1}, seed=s).paper_of["Ada"] for s in range(20)}
    assert found == {"p", "q"}


def test_a_published_result_can_be_drawn_again() -> None:
    wishes = [Wishes(f"s{n:02}", {f"p{k}": 1 for k in range(9)}) for n in range(9)]
    result = best_assignment(wishes, {f"p{k}": 1 for k in range(9)}, seed=2026)
    assert "".join(result.paper_of[f"s{n:02}"] for n in range(9)) == "p7p1p6p8p2p0p3p5p4"


def test_in_a_serial_dictatorship_the_first_gets_the_best() -> None:
    wishes, capacity = random_instance(3)
    given, order = serial_dictatorship(wishes, capacity, seed=3)
    first = next(wish for wish in wishes if wish.party == order[0])
    assert first.ranks[given[order[0]]] == 1


def test_five_hundred_students_take_less_than_five_seconds() -> None:
    draw = random.Random(1)
    papers = [f"p{n}" for n in range(60)]
    wishes = [
        Wishes(f"s{n}", {p: k for k, p in enumerate(draw.sample(papers, 60), 1)})
        for n in range(500)
    ]
    started = time.perf_counter()
    best_assignment(wishes, dict.fromkeys(papers, 9), seed=1)
    assert time.perf_counter() - started < 5
