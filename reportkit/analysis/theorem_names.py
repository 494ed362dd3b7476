"""The name behind a statement's number, and the stop behind the name: "(Hoeffding [12]).\""""

import re

TERMINATOR = re.compile(r"\s*(?:\.\s?[—–-]|[.:]|[—–|]|-(?=\s))")
_CLOSING = {"(": ")", "[": "]"}
_LONGEST_NAME = 320


def tail(text: str, end: int, limit: int, style_end: int | None) -> tuple[str, str, int]:
    """Return name, terminator and where the body begins."""
    name, at = _bracketed_name(text, end, limit)
    stop = TERMINATOR.match(text, at, limit)
    terminator = stop[0].strip()[:1] if stop else ""
    at = stop.end() if stop else at
    if not name and style_end is not None:
        name, at = _styled_name(text, at, limit, style_end)
    if not name and terminator:
        name, at = _late_name(text, at, limit)
    return name, terminator, _past_space(text, at, limit)


def _past_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _bracketed_name(text: str, at: int, limit: int) -> tuple[str, int]:
    """Return what stands in the brackets at `at` and where they close; ("", at) if none open."""
    opening = _past_space(text, at, limit)
    if opening >= limit or opening > at + 2 or text[opening] not in _CLOSING:
        return "", at
    close = closing(text, opening, limit)
    if close is None:
        return "", at
    name = text[opening + 1 : close]
    if text[opening] == "[" and re.fullmatch(r"[\d,\s–-]+|[A-Z]\w*\+?\d\d\w?|.*\d,\s.*", name):
        name = f"[{name}]"
    more = re.compile(r"\s?(\[[^\]]{1,80}\])").match(text, close + 1, limit)
    if more and text[opening] == "(":
        return f"{_on_one_line(name)} {more[1]}", more.end()
    return _on_one_line(name), close + 1


def _on_one_line(name: str) -> str:
    return " ".join(name.split())


def closing(text: str, opening: int, limit: int) -> int | None:
    """Return where the bracket at `opening` closes, None if it does not within a name's length."""
    depth = 0
    for at in range(opening, min(limit, opening + _LONGEST_NAME)):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
            if depth == 0:
                return at
    return None


def _styled_name(text: str, at: int, limit: int, style_end: int) -> tuple[str, int]:
    """Return a name without brackets, which is as long as the head's font goes on."""
    begin = _past_space(text, at, limit)
    piece = text[begin:style_end].strip()
    if not 3 <= len(piece) <= 160 or not re.search(r"[^\W\d_]{3}", piece):
        return "", at
    if piece[0] in "([":
        inner, after = _bracketed_name(text, begin, limit)
        return (inner, after) if after >= begin + len(piece) - 2 else ("", at)
    return _on_one_line(piece.rstrip(".:;—– ")), min(style_end, limit)


def _late_name(text: str, at: int, limit: int) -> tuple[str, int]:
    """Return the name in "Theorem 3. (Bernstein) Let"; the body keeps those words.

    A title is one to twelve words that begin with a letter: "(a)" or "(X, d)" is none.
    """
    name, _ = _bracketed_name(text, at, limit)
    words = re.findall(r"[^\W\d_]{3,}", name)
    if not words or len(name.split()) > 14 or not name[:1].strip("[").isalpha():
        return "", at
    return name.strip("[]") if name.startswith("[") and not name.endswith("]") else name, at
