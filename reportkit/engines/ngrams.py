"""How readily words follow one another in mathematical English, from counts made of open textbooks.

Two models, as each sees what the other cannot: one knows the small words (of, the, which) and takes
every other word as its part of speech, one knows some 2,000 words as well. Four words in a row are
looked at; where they were never seen together, the last three are, and so on (Witten and Bell's
estimate). The file has the hash of each row of words, its cost and the cost of stepping back.
"""

import json
import struct
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Costs = NDArray[np.float32]

ORDER = 4
UNKNOWN = 14.0  # the cost of what was never seen, in nats
COST_STEPS, BACK_STEPS = 12.0, 32.0  # steps to a nat in the file
_FILE = Path(__file__).resolve().parent / "ngrams.bin"
_MULTIPLIER = 0x9E3779B97F4A7C15
_MIXER = 0xBF58476D1CE4E5B9


@dataclass(frozen=True)
class Model:
    """One model: what it knows by a number, and the costs by hash, ascending."""

    numbers: dict[str, int]
    hashes: "NDArray[np.uint32]"
    known: "Costs"
    back: "Costs"

    def number(self, word: str, tag: str) -> int:
        """Return the number of a word in lower case, or of its part of speech where it is not known."""
        numbers = self.numbers
        found = numbers.get(word)
        if found is None:
            found = numbers.get("#" if tag == "CD" else tag, len(numbers))
        return found

    def row(self, words: Sequence[tuple[str, str]]) -> list[int]:
        """Return the numbers of a sentence's words and tags, with three ends at each side."""
        start, end = [self.numbers["<s>"]] * (ORDER - 1), [self.numbers["</s>"]] * (ORDER - 1)
        return start + [self.number(word, tag) for word, tag in words] + end

    def costs(self, grams: "Ids") -> "Costs":
        """Return what the last word of each row of four costs after the three before it, in nats."""
        import numpy as np

        result = np.zeros(len(grams), dtype=np.float32)
        left = np.arange(len(grams))
        for first in range(ORDER):
            at, seen = self._places(grams[left, first:])
            result[left[seen]] += self.known[at[seen]]
            left = left[~seen]
            if first == ORDER - 1 or not len(left):
                break
            at, seen = self._places(grams[left, first : ORDER - 1])
            result[left[seen]] += self.back[at[seen]]
        result[left] += UNKNOWN
        return result

    def _places(self, rows: "Ids") -> "tuple[Ids, NDArray[np.bool_]]":
        """Return where the hash of each row would stand among the known ones, and whether it does."""
        import numpy as np

        wanted = hashes(rows)
        at = np.searchsorted(self.hashes, wanted)
        at[at == len(self.hashes)] = 0
        return at, self.hashes[at] == wanted


def hashes(rows: "Ids") -> "NDArray[np.uint32]":
    """Return the hash of each row of numbers."""
    import numpy as np

    multiplier, shift = np.uint64(_MULTIPLIER), np.uint64(29)
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T.astype(np.uint64):
        mixed = (mixed ^ (column + np.uint64(1))) * multiplier
        mixed ^= mixed >> shift
    return ((mixed * np.uint64(_MIXER)) >> np.uint64(32)).astype(np.uint32)


def installed() -> bool:
    """Return whether the models can be read: they need numpy, which comes with spaCy."""
    return find_spec("numpy") is not None and _FILE.is_file()


@cache
def models() -> tuple[Model, ...]:
    """Return the models, read once (0.03 s)."""
    import numpy as np

    content = _FILE.read_bytes()
    (length,) = struct.unpack_from("<I", content)
    at = 4 + length
    read = []
    for head in json.loads(content[4:at])["models"]:
        count = head["entries"]
        gaps = np.frombuffer(content, "<u2", count, at)
        known = np.frombuffer(content, "u1", count, at + 2 * count)
        back = np.frombuffer(content, "u1", count, at + 3 * count)
        at += 4 * count
        read.append(
            Model(
                {symbol: number for number, symbol in enumerate(head["symbols"])},
                np.cumsum(gaps, dtype=np.uint64).astype(np.uint32),
                known.astype(np.float32) / np.float32(COST_STEPS),
                back.astype(np.float32) / np.float32(BACK_STEPS),
            )
        )
    return tuple(read)
