"""Names of files as they may be shown."""

import re

# bytes that are no letters (Python keeps them as surrogates), controls, and what reorders a line
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(name: str) -> str:
    """Return a file's name with what cannot be shown replaced; a file of that name need not exist."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", name)
