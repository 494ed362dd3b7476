"""Files that stay reportkit's: each carries a hash of itself, so that a change by hand is seen.

The hash is the last line, in the file's own kind of comment. It counts line ends and trailing
blanks as nothing, since Git, editors and Overleaf change them.
"""

import hashlib
import re
from pathlib import PurePosixPath

from reportkit import __version__

_STAMP = re.compile(r"\n[^\n]*reportkit [\w.+-]+ sha256:([0-9a-f]{64})[^\n]*\s*\Z")
_COMMENTS = {".md": ("<!-- ", " -->"), ".tex": ("% ", ""), ".sty": ("% ", "")}


def stamped(text: str, name: str) -> str:
    """Return the file's text with its hash as the last line; `name` decides the comment."""
    opening, closing = _COMMENTS.get(PurePosixPath(name).suffix, ("# ", ""))
    line = f"{opening}reportkit {__version__} sha256:{_digest(text)}{closing}"
    return f"{text.rstrip()}\n{line}\n"


def untouched(text: str) -> bool:
    """Return whether a file is as reportkit wrote it; False where it carries no hash."""
    text = text.replace("\r\n", "\n")
    found = _STAMP.search(text)
    return found is not None and found[1] == _digest(text[: found.start()])


def same(one: str, other: str) -> bool:
    """Return whether two stamped files hold the same, whichever version wrote them."""
    return _digest(_STAMP.sub("", one)) == _digest(_STAMP.sub("", other))


def _digest(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").rstrip().split("\n")]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
