"""Text from names and documents made harmless where it is written: terminal, page, YAML comment."""

import re

# C0 and C1 controls, line separators, and the overrides that reorder what is read
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def plain_line(text: str, most: int | None = None) -> str:
    """Return `text` on one line without control characters, cut with an ellipsis to `most`."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if most is None or len(line) <= most else line[: max(most - 1, 1)].rstrip() + "…"
