"""The straight lines and rectangles that a page draws, asked for once."""

from typing import Any

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's lines and rectangles as the engine gives them: dicts with bbox, colours."""

    lines: tuple[Any, ...] = ()
    rects: tuple[Any, ...] = ()


def drawn_on(engine: Any, index: int) -> Drawn:
    """Return what page `index` (from 0) draws.

    0.1 ms behind extract_spans, which reads the page once for all; 0.3 s where a plot of 40,000
    paths is on it, so that pages with such pictures are better not asked.
    """
    return Drawn(tuple(engine.extract_lines(index)), tuple(engine.extract_rects(index)))
