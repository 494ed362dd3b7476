"""An assignment run from the answers, with what explains it: for every party why nothing better."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.seminar.assignment import (
    Assignment,
    Conflict,
    Wishes,
    best_assignment,
    serial_dictatorship,
)
from reportkit.seminar.preferences import Answer, Place, parties_of, wishes_of

# each "why not" solves the problem once more; above this many parties only the holder is named
_MOST_TO_EXPLAIN = 60


@dataclass(frozen=True, slots=True)
class Fixed:
    """A paper given, or refused, to a party beforehand, with its reason."""

    party: str
    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a party got: the rank is None for a fixed pair that was not among their wishes.

    `alternatives` are the other papers they have in equally good solutions; `why_not` says for each
    paper they like better what giving it to them would cost.
    """

    party: str
    members: tuple[str, ...]
    paper: Place
    rank: int | None
    fixed: str
    alternatives: tuple[str, ...]
    agreed: bool  # no best solution gives them another paper
    why_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole result; `histogram[k]` counts rank k + 1; `unanswered` are those not assigned.

    `digest` is the SHA-256 of what was decided from: wishes, papers, fixed pairs and seed.
    """

    rows: tuple[Row, ...]
    histogram: tuple[int, ...]
    unanswered: tuple[str, ...]
    unserved: tuple[str, ...]
    seed: int
    digest: str
    order: tuple[str, ...] = ()  # of a serial dictatorship


def assigned(
    answers: Sequence[Answer],
    papers: Sequence[Place],
    seed: int,
    *,
    fixed: Sequence[Fixed] = (),
    forbidden: Sequence[Fixed] = (),
    roster: Sequence[str] = (),
    unranked_last: bool = False,
    truthful: bool = False,
) -> Outcome:
    """Return who gets which paper, and why.

    `roster` are the names of all students, so that those without an answer can be listed. Raises
    UsageProblem naming the students who stand in each other's way where nothing is acceptable.
    """
    parties = parties_of(answers)
    _known(fixed, parties, papers)
    _known(forbidden, parties, papers)
    wishes = [
        _without(wishes_of(party, members, papers, unranked_last=unranked_last), forbidden)
        for party, members in parties.items()
        if any(answer.ranks for answer in members)
    ]
    places = {place.id: place.places for place in papers}
    for pair in fixed:
        places[pair.paper] -= 1
        if places[pair.paper] < 0:
            raise UsageProblem(f"paper {pair.paper} is fixed for more students than it has places")
    bound = {pair.party for pair in fixed}
    free = [wish for wish in wishes if wish.party not in bound]
    digest = _digest(wishes, papers, fixed, seed)
    names = {answer.student.name for answer in answers if answer.ranks} | bound
    unanswered = tuple(name for name in roster if name not in names) + tuple(
        party
        for party, members in parties.items()
        if party not in bound
        and not any(answer.ranks for answer in members)
        and party not in roster
    )
    if truthful:
        given, order = serial_dictatorship(free, places, seed)
        result = Assignment(given, (), {})
    else:
        best = best_assignment(free, places, seed)
        if isinstance(best, Conflict):
            raise UsageProblem(_conflict_message(best))
        result, order = best, ()
    rows = _rows(result, wishes, parties, papers, fixed, places, free, seed)
    ranks = [row.rank for row in rows if row.rank and not row.fixed]
    return Outcome(
        rows,
        tuple(ranks.count(rank) for rank in range(1, max(ranks, default=0) + 1)),
        unanswered,
        tuple(sorted(wish.party for wish in free if wish.party not in result.paper_of)),
        seed,
        digest,
        order,
    )


def _rows(
    result: Assignment,
    wishes: Sequence[Wishes],
    parties: Mapping[str, tuple[Answer, ...]],
    papers: Sequence[Place],
    fixed: Sequence[Fixed],
    places: Mapping[str, int],
    free: Sequence[Wishes],
    seed: int,
) -> tuple[Row, ...]:
    """Return the rows by party, fixed pairs among them."""
    paper_named = {place.id: place for place in papers}
    reason_of = {pair.party: pair.reason or "fixed beforehand" for pair in fixed}
    given = dict(result.paper_of) | {pair.party: pair.paper for pair in fixed}
    wish_of = {wish.party: wish for wish in wishes}
    comparison = _Comparison(free, places, result, seed)
    rows = []
    for party in sorted(given):
        paper, wish = given[party], wish_of.get(party)
        others = tuple(p for p in result.choices.get(party, ()) if p != paper)
        explained = party not in reason_of and bool(result.choices)
        rows.append(
            Row(
                party=party,
                members=tuple(answer.student.name for answer in parties.get(party, ())) or (party,),
                paper=paper_named[paper],
                rank=wish.ranks.get(paper) if wish else None,
                fixed=reason_of.get(party, ""),
                alternatives=others,
                agreed=result.choices.get(party) == (paper,),
                why_not=comparison.why_not(wish) if explained and wish else (),
            )
        )
    return tuple(rows)


class _Comparison:
    """Tells what it would cost to give a party a paper that it likes better."""

    def __init__(
        self, free: Sequence[Wishes], places: Mapping[str, int], result: Assignment, seed: int
    ) -> None:
        self._free = free
        self._places = places
        self._result = result
        self._seed = seed

    def why_not(self, wish: Wishes) -> tuple[str, ...]:
        """Return a sentence for each paper that the party ranks above what it got."""
        own = wish.ranks[self._result.paper_of[wish.party]]
        better = sorted((rank, paper) for paper, rank in wish.ranks.items() if rank < own)
        return tuple(
            f"{paper} (rank {rank}): {self._reason(wish, paper)}" for rank, paper in better
        )

    def _reason(self, wish: Wishes, paper: str) -> str:
        if paper in self._result.choices.get(wish.party, ()):
            return "an equally good solution has it; the seed decided"
        if len(self._free) > _MOST_TO_EXPLAIN:
            holders = [p for p, given in self._result.paper_of.items() if given == paper]
            return f"went to {', '.join(sorted(holders)) or 'nobody, the solution would be worse'}"
        forced = [Wishes(w.party, {paper: w.ranks[paper]}) if w is wish else w for w in self._free]
        other = best_assignment(forced, self._places, self._seed)
        if isinstance(other, Conflict):
            rest = [party for party in other.parties if party != wish.party]
            return f"then not everyone gets a paper ({', '.join(rest) or 'it has no place'})"
        return _difference(self._result.profile, other.profile)


def _difference(best: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Return in words how much worse the profile `other` is."""
    if len(other) > len(best):
        return f"then somebody would get rank {len(other)}; now the worst is {len(best)}"
    for rank, (now, then) in enumerate(zip(best, other, strict=False), 1):
        if then < now:
            return f"then {then} instead of {now} would get their rank {rank}"
    return "no solution is better"


def _known(
    pairs: Sequence[Fixed], parties: Mapping[str, tuple[Answer, ...]], papers: Sequence[Place]
) -> None:
    known = {place.id for place in papers}
    for pair in pairs:
        if pair.paper not in known:
            raise UsageProblem(f"{pair.party}: there is no paper {pair.paper!r}")
        grouped = [
            p
            for p, members in parties.items()
            if p != pair.party
            for a in members
            if a.student.name == pair.party
        ]
        if grouped:
            raise UsageProblem(f"{pair.party} works in group {grouped[0]}: fix the group's paper")


def _without(wish: Wishes, forbidden: Sequence[Fixed]) -> Wishes:
    refused = {pair.paper for pair in forbidden if pair.party == wish.party}
    return Wishes(wish.party, {p: rank for p, rank in wish.ranks.items() if p not in refused})


def _conflict_message(conflict: Conflict) -> str:
    who, papers = ", ".join(conflict.parties), ", ".join(conflict.papers)
    if not conflict.papers:
        return f"no acceptable assignment: {who} accepts no paper that has a place; ask again"
    return (
        f"no acceptable assignment: {who} ({len(conflict.parties)}) accept only {papers} "
        f"({conflict.places} places); ask them for more ranks, or use --unranked last"
    )


def _digest(
    wishes: Sequence[Wishes], papers: Sequence[Place], fixed: Sequence[Fixed], seed: int
) -> str:
    canonical = json.dumps(
        {
            "wishes": {w.party: dict(sorted(w.ranks.items())) for w in wishes},
            "places": {place.id: place.places for place in papers},
            "fixed": sorted([pair.party, pair.paper] for pair in fixed),
            "seed": seed,
        },
        sort_keys=True,
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
