"""What a foreign engine says of a text, before it becomes a finding of ours."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """An engine's alert: `start` and `end` are code points of the text that it was given.

    `rule` is the engine's own name for it; `replacement` is None where it has no proposal.
    """

    start: int
    end: int
    rule: str
    message: str
    replacement: str | None
    engine: str


def split_over(
    texts: Sequence[str], gap: int, remarks: Iterable[Remark]
) -> list[tuple[Remark, ...]]:
    """Share out remarks on texts that were joined with `gap` characters between them.

    The remarks of each text count from its own start; one that reaches over a text's end is dropped.
    """
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + gap)
    shared: list[list[Remark]] = [[] for _ in texts]
    for remark in remarks:
        index = bisect_right(starts, remark.start) - 1
        if remark.end - starts[index] <= len(texts[index]):
            start, end = remark.start - starts[index], remark.end - starts[index]
            shared[index].append(replace(remark, start=start, end=end))
    return [tuple(sorted(mine, key=lambda r: (r.start, r.end))) for mine in shared]


class EngineFault(Exception):
    """An engine that was there and failed during a check; its text is the reason for the skip."""
