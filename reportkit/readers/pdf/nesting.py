"""How deep brackets stand within one another, in a PDF's objects and in what its pages draw.

The text engine goes down into each with a call of its own, and a native stack that is full ends the
whole process: 10,000 levels are too many for 8 MB (Linux), some 1,200 for 1 MB (Windows).
"""

from collections.abc import Callable
from itertools import accumulate
from operator import sub

MOST_LEVELS = 1_000  # honest files have ten
# packed data has brackets by chance, whose number goes up and down: by 400 in 10 MB of noise, by
# 11,000 in 20 MB of pictures
_MOST_BY_CHANCE = 6_000
_BRACKETS = b"[]<>"
_OTHERS = bytes(code for code in range(256) if code not in _BRACKETS)
_LEVELS = {ord("["): 1, ord("<"): 1, ord("]"): -1, ord(">"): -1}


def depth(data: bytes) -> int:
    """Return the greatest number of brackets that are open at once; those in strings count too.

    1 ms for 1 MB of packed data, 0.1 ms for a page that is unpacked.
    """
    brackets = data.translate(None, _OTHERS)
    if brackets.count(b"[") + brackets.count(b"<") <= MOST_LEVELS:
        return 0
    levels = [0, *accumulate(map(_LEVELS.__getitem__, brackets))]
    return int(max(map(sub, levels, accumulate(levels, min))))


def is_nested(file: bytes, is_sound: Callable[[], bool]) -> bool:
    """Return whether a file's objects, as far as they are not packed, nest beyond all measure.

    `is_sound` is asked for large files alone, whose pictures hold many brackets: whether each
    object can be read as it stands.
    """
    found = depth(file)
    if found <= MOST_LEVELS:
        return False
    if depth(_without_streams(file)) > MOST_LEVELS:
        return True
    return found > _MOST_BY_CHANCE and not is_sound()


def _without_streams(file: bytes) -> bytes:
    pieces, at = [], 0
    while (start := file.find(b"stream", at)) >= 0:
        pieces.append(file[at:start])
        end = file.find(b"endstream", start)
        at = end + 9 if end >= 0 else len(file)
    return b"".join([*pieces, file[at:]])
