"""The word list that comes with pyspellchecker (MIT): English words and how often films say them."""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def frequencies() -> Mapping[str, int]:
    """Return 160,000 lower-case words with their counts (0.15 s); empty where the list is missing."""
    home = find_spec("spellchecker")
    if home is None or home.origin is None:
        return {}
    path = Path(home.origin).parent / "resources" / "en.json.gz"
    if not path.is_file():
        return {}
    counts: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    return counts
