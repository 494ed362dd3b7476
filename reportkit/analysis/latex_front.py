r"""Title and authors as a LaTeX source declares them: \title, \author and the classes' own forms.

Formulas of a title stay between dollar signs; accents become letters, and commands their text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from reportkit.analysis.names import is_name, names_in_text
from reportkit.document import Source

_TITLES = ("title", "icmltitle", "Title", "papertitle")
_AUTHORS = ("author", "icmlauthor", "coltauthor", "altauthor", "Author", "jmlrauthor")
_NOTES = re.compile(
    r"\\(?:thanks|footnote|footnotemark|footnotetext|inst|textsuperscript|corref|fnref)"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?[ \t]*")
_BREAK = re.compile(r"\\\\(?:\*)?(?:\[[^\]]*\])?|\\(?:newline|linebreak|par)\b|\n\s*\n")
_BETWEEN = re.compile(r"\\(?:and|And|AND|andd|quad|qquad)\b|\\\s*(?:and)\b|&")
# where a name ends and an address begins
_ADDRESS = re.compile(
    r"\\(?:email|addr|affil|affiliation|institute|texttt|url|href|address|orcid|Email|tt|ead|"
    r"textit|small|footnotesize|normalsize|IEEEauthorblockA|it|sl)\b"
)
_ACCENT = re.compile(
    r"\\([`'^\"~=.])\s*(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z]))|\\([uvHcdbkr])\s*\{\\?([a-zA-Z])\}"
)
_MARKS: Mapping[str, str] = dict(
    zip(
        "`'^\"~=.uvHcdbkr",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ"}
_LETTERS |= {"OE": "Œ", "aa": "å", "AA": "Å", "i": "ı"}
_LARGEST = 400_000  # characters of a source that are looked through
_LONGEST = 4000  # characters of one argument


def declared_title(source: Source) -> str:
    """Return the title, "" where the source declares none."""
    for text in _texts(source):
        for name in _TITLES:
            for _, argument in _arguments(text, name):
                title = _plain(_without_notes(argument), formulas=True)
                if title:
                    return title
    return ""


def declared_authors(source: Source) -> tuple[str, ...]:
    """Return the authors in their order, () where the source declares none."""
    for text in _texts(source):
        found: list[str] = []
        for name in _AUTHORS:
            for _, argument in _arguments(text, name):
                found += _names(_without_notes(argument))
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _texts(source: Source) -> Iterator[str]:
    """Return the main file's text, then those of the others, without comments."""
    names = [source.main, *(name for name in source.files if name != source.main)]
    for name in names:
        if name == source.main or name.endswith(".tex"):
            yield _COMMENT.sub(r"\1", source.files.get(name, "")[:_LARGEST])


def _arguments(text: str, command: str) -> Iterator[tuple[int, str]]:
    r"""Yield (place, braced argument) of each \command[...]{...}."""
    for match in re.finditer(rf"\\{command}\*?\s*(?:\[[^\]]*\]\s*)?\{{", text):
        argument = _braced(text, match.end())
        if argument is not None:
            yield match.start(), argument


def _braced(text: str, start: int) -> str | None:
    """Return the text up to the brace that closes the one before `start`; None without one."""
    depth = 1
    for token in re.finditer(r"\\.|[{}]", text[start : start + _LONGEST], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return text[start : start + token.start()]
    return None


def _without_notes(text: str) -> str:
    r"""Return the text without \thanks{...} and its like."""
    while match := _NOTES.search(text):
        opening = re.compile(r"\s*(?:\[[^\]]*\])?\{").match(text, match.end())
        argument = _braced(text, opening.end()) if opening else None
        end = opening.end() + len(argument) + 1 if opening and argument is not None else match.end()
        text = text[: match.start()] + " " + text[end:]
    return text


def _names(argument: str) -> list[str]:
    r"""Return the names in one \author: marked by the class, or the first line of each part."""
    marked = [
        piece for name in ("Name", "IEEEauthorblockN") for _, piece in _arguments(argument, name)
    ]
    if marked:
        return [name for piece in marked for name in names_in_text(_plain(piece))]
    joined = re.sub(r"\\fnms\{([^{}]*)\}[~\s]*\\snm\{([^{}]*)\}", r"\1 \2", argument)
    joined = re.sub(r"\\name\b", r"\\and ", joined)
    found: list[str] = []
    for part in _BETWEEN.split(joined):
        for line in _BREAK.split(part):
            names = [n for n in names_in_text(_plain(_ADDRESS.split(line)[0])) if is_name(n)]
            found += names
            # the first line that says anything holds the names; an address follows
            if _plain(line):
                break
    return found


def _plain(text: str, *, formulas: bool = False) -> str:
    """Return TeX as words; `formulas` says whether what is between dollar signs stays as it is."""
    pieces = re.split(r"(?<!\\)(\$[^$]*\$)", _BREAK.sub(" ", text))
    words = (
        (piece if formulas else " ") if index % 2 else _words(piece)
        for index, piece in enumerate(pieces)
    )
    return " ".join("".join(words).split()).strip(" ,;")


def _words(text: str) -> str:
    text = _ACCENT.sub(_accented, text)
    text = re.sub(r"\\(ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i)(?![a-zA-Z])\s*(?:\{\})?", _letter, text)
    text = re.sub(r"\\[vh]space\*?\{[^{}]*\}|\\(?:fontsize)\{[^{}]*\}\{[^{}]*\}", " ", text)
    text = re.sub(r"\\([%&_#$])", r"\1", text)
    text = re.sub(r"\\(?:[a-zA-Z@]+\*?|.)", " ", text).replace("~", " ")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return re.sub(r"[{}]", "", text)


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3] or match[5]
    return unicodedata.normalize("NFC", letter + _MARKS[match[1] or match[4]])


def _letter(match: re.Match[str]) -> str:
    return _LETTERS[match[1]]
