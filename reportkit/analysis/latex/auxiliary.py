"""The .aux file that LaTeX wrote: the number and the page of every label."""

import re

_NEW_LABEL = re.compile(r"\\newlabel\{([^{}]+)\}\{\{")


def numbers(text: str) -> dict[str, tuple[str, int | None]]:
    """Return label -> (number as printed, page); labels of cleveref's own (x@cref) are left out.

    The page is None where it is printed in another way than in digits.
    """
    found: dict[str, tuple[str, int | None]] = {}
    for match in _NEW_LABEL.finditer(text):
        if match[1].endswith(("@cref", "@last")):
            continue
        number, place = _braced(text, match.end())
        page, _ = _braced(text, place + 1) if text[place : place + 1] == "{" else ("", place)
        found[match[1]] = (_plain(number), int(page) if page.isdecimal() else None)
    return found


def _braced(text: str, start: int) -> tuple[str, int]:
    """Return the text from `start`, which stands behind a brace, to its closing one, and what follows."""
    depth = 0
    for place in range(start, min(start + 2000, len(text))):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth < 0:
            return text[start:place], place + 1
    return "", start


def _plain(number: str) -> str:
    """Return the number without the markup of some classes."""
    return re.sub(r"\\[A-Za-z@]+\s*|[{}$]", "", number).strip()
