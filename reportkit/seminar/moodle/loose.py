"""Numbers, dates and equality as Moodle's importers read them: loosely, and never failing."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from reportkit.seminar.moodle.languages import ENGLISH, Tongue

_BLANKS = " \t\n\r\0\v"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_LEADING = re.compile(rf"[ \t\n\r\v\f]*({_NUMBER})")
_WHOLE = re.compile(rf"[ \t\n\r\v\f]*{_NUMBER}[ \t\n\r\v\f]*")

_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[ ,.]+)?"
_CLOCK = (
    r"(?:[ ,]+(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d))?(?:[ \u202f]?(?P<half>[ap])\.?m\.?)?)?"
)
_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})[ .\t-]*(?P<name>[^\W\d_]+)[ .\t,-]*(?P<y>\d{{4}}){_CLOCK}", re.I
)
_FIGURES = (
    re.compile(
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ T](?P<h>\d\d):(?P<min>\d\d)(?::(?P<s>\d\d))?)?"
    ),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?:[ ,]+(?P<h>\d{1,2}):(?P<min>\d\d))?"),
    re.compile(
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?:[ ,]+(?P<h>\d{1,2}):(?P<min>\d\d))?"
    ),
)


def trimmed(text: str) -> str:
    """Return `text` without the blanks that PHP's trim takes off; other white space stays."""
    return text.strip(_BLANKS)


def trimmed_span(text: str) -> tuple[int, int]:
    """Return where `trimmed` text begins and ends, the end exclusive."""
    start = len(text) - len(text.lstrip(_BLANKS))
    return start, max(len(text.rstrip(_BLANKS)), start)


def is_numeric(text: str) -> bool:
    """Return whether PHP takes the whole of `text` for a number."""
    return bool(_WHOLE.fullmatch(text))


def leading_number(text: str) -> float:
    """Return the number that `text` begins with, 0 where it begins with none ("71 points" is 71)."""
    found = _LEADING.match(text)
    return float(found[1]) if found else 0.0


def loosely_equal(left: str, right: str) -> bool:
    """Return whether PHP's == holds: two numbers are compared by value, "1.0" equals "1"."""
    if is_numeric(left) and is_numeric(right):
        return float(left) == float(right)
    return left == right


def grade_cell(text: str, tongue: Tongue) -> float | None:
    """Return what Moodle reads in a grade's cell: None where it is blank, 0 for words."""
    squeezed = _point(text, tongue)
    return leading_number(squeezed) if squeezed else None


def is_grade(text: str, tongue: Tongue) -> bool:
    """Return whether a grade's cell is a number and nothing else, in this language's decimals."""
    return is_numeric(_point(text, tongue))


def _point(text: str, tongue: Tongue) -> str:
    return trimmed(text).replace(" ", "").replace(tongue.decimal, ".")


def date_read(text: str) -> int | None:
    """Return the Unix time that Moodle's import reads in a date's cell, None where it gives up.

    Dates are parsed in English whatever the language of the worksheet, so that a German month, a
    dash and an empty cell are no dates. Times are taken as UTC.
    """
    text = text.strip()
    for pattern in _FIGURES:
        if found := pattern.fullmatch(text):
            return _unix(found, int(found["m"]))
    return _named_date(text, ENGLISH.months)


def date_meant(text: str, tongue: Tongue) -> int | None:
    """Return the Unix time that Moodle meant when it wrote a date's cell in its language."""
    without_weekday = re.sub(r"^[^\W\d]+, *", "", text.strip())
    named = _named_date(without_weekday, tongue.months)
    return date_read(text) if named is None else named


def _named_date(text: str, months: Sequence[str]) -> int | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    name = found["name"].lower()
    for number, month in enumerate(months, 1):
        if name in (month, month[:3]):
            return _unix(found, number)
    return None


def _unix(found: re.Match[str], month: int) -> int | None:
    parts = found.groupdict()
    hour = int(parts["h"] or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half in "pP" else 0)
    day, minute, second = int(parts["d"]), int(parts["min"] or 0), int(parts.get("s") or 0)
    try:
        moment = datetime(int(parts["y"]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp())
