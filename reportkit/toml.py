"""TOML at the door: whatever is wrong with it is one line that begins with the file's name."""

import re
from typing import Any

from reportkit.errors import UsageProblem

_LONGEST = 2_000_000  # characters; the settings of a seminar with 300 students have 60,000
# each part of a dotted key is a table within a table: the parser's time grows with the square
_DOTTED = re.compile(r"(?:[\w\"'-]{1,60}[ \t]{0,4}\.[ \t]{0,4}){50}")


def toml_table(text: str, name: str) -> dict[str, Any]:
    """Return what the TOML `text` sets; `name` is for messages. Raises UsageProblem."""
    import tomllib

    if len(text) > _LONGEST:
        raise UsageProblem(f"{name} is longer than {_LONGEST:,} characters")
    if _DOTTED.search(text):
        raise UsageProblem(f"{name}: tables are nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UsageProblem(f"{name}: lists or tables are nested too deeply") from None
    except ValueError as problem:  # also of a number with thousands of digits
        told = str(problem).partition(";")[0]
        hint = "; text stands in quotes" if told.startswith("Invalid value") else ""
        raise UsageProblem(f"{name}: {told}{hint}") from None
