"""Sentences: where one ends, in prose full of abbreviations and formulas."""

import itertools
import re

from reportkit.document import Span

# a full stop after these ends no sentence
_NEVER_LAST = frozenset(
    [
        "e.g",
        "i.e",
        "cf",
        "resp",
        "et",
        "fig",
        "figs",
        "eq",
        "eqs",
        "eqn",
        "eqns",
        "sec",
        "secs",
        "thm",
        "thms",
        "lem",
        "prop",
        "props",
        "def",
        "defs",
        "cor",
        "rem",
        "ref",
        "refs",
        "no",
        "nos",
        "vs",
        "dr",
        "prof",
        "mr",
        "mrs",
        "ms",
        "st",
        "ch",
        "chap",
        "p",
        "pp",
        "vol",
        "ed",
        "eds",
        "approx",
        "ca",
        "viz",
        "incl",
        "w.r.t",
        "w.p",
        "r.v",
        "r.v.s",
        "et.al",
        "wrt",
        "s.t",
        "tab",
        "app",
        "alg",
        "ex",
        "ass",
        "loc",
    ]
)
# after these it does where a word follows that opens sentences
_SOMETIMES_LAST = frozenset(
    ["etc", "al", "i.i.d", "iid", "a.s", "a.e", "w.l.o.g", "w.h.p", "q.e.d", "u.s", "c.f"]
)
_OPENERS = frozenset(
    [
        "a",
        "additionally",
        "after",
        "all",
        "also",
        "although",
        "an",
        "and",
        "any",
        "as",
        "assume",
        "at",
        "because",
        "both",
        "but",
        "by",
        "clearly",
        "consequently",
        "consider",
        "define",
        "denote",
        "each",
        "finally",
        "first",
        "for",
        "from",
        "furthermore",
        "given",
        "hence",
        "here",
        "how",
        "however",
        "if",
        "in",
        "indeed",
        "instead",
        "it",
        "its",
        "let",
        "moreover",
        "most",
        "next",
        "no",
        "note",
        "now",
        "observe",
        "on",
        "one",
        "once",
        "only",
        "our",
        "recall",
        "second",
        "similarly",
        "since",
        "so",
        "some",
        "such",
        "suppose",
        "that",
        "the",
        "their",
        "then",
        "there",
        "therefore",
        "these",
        "they",
        "this",
        "those",
        "thus",
        "to",
        "under",
        "we",
        "what",
        "when",
        "where",
        "which",
        "while",
        "with",
        "yet",
        "you",
    ]
)
_END = re.compile(r"[.!?]{1,9}[\"”’')\]]{0,9}\s+(?=[\"“‘(\[]*(?P<next>[A-Z][\w'’-]*|\d))")
_LAST_WORD = re.compile(r"([\w.]*\w)$")
# a displayed formula without its full stop, and a word that opens sentences
_AFTER_FORMULA = re.compile(
    r"(?<=[OZ]q)\s+(?=(?:We|This|These|To|Let|Since|For|In|It|If|The|Then|Hence|Thus|Therefore|When|By|As|There|Here|Now"
    r"|Using|Note|However|Moreover|Where|Our|So|Finally|Also|Because|Observe|Recall|Define|Suppose|Assume|Consider)\s[a-zOZ])"
)
# so does "Let" behind a display that the reader kept apart: "we have Let x be ..."
_LET = re.compile(r"(?<=[a-z])\s+(?=Let\s)")
_HEAD = re.compile(
    r"(?:Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Claim|Conjecture|Assumption|Fact"
    r"|Observation|Proof|Note|Exercise)(?:\s(?:[A-Z]|\d)[\w.]*\w?)?(?:\s\([^()]{1,80}\))?(?:\sof\s[^.]{1,60})?\.\s+"
)


def sentences(text: str, lead: int = 0) -> tuple[Span, ...]:
    """Return the spans of `text`'s sentences, without the white space between them.

    `lead` is the length of a title in bold that opens the paragraph; it is a sentence of its own.
    """
    cuts = [0]
    head = _HEAD.match(text)
    if head:
        cuts.append(head.end())
    cuts += [match.end() for match in _END.finditer(text, cuts[-1]) if _is_end(text, match)]
    cuts += [match.end() for match in _AFTER_FORMULA.finditer(text)]
    cuts += [match.end() for match in _LET.finditer(text)]
    cuts = sorted({*cuts, min(lead, len(text))})
    cuts.append(len(text))
    return tuple(
        _trimmed(text, start, end)
        for start, end in itertools.pairwise(cuts)
        if text[start:end].strip()
    )


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Return whether the full stop (or other mark) of `match` ends a sentence."""
    if text[match.start()] != ".":
        return text[max(match.start() - 1, 0) : match.start()] not in {
            "(",
            "[",
        }  # "(?)": a citation that is missing
    before = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if not before:
        return True
    last, following = before[1].casefold(), match["next"].casefold()
    if last in _NEVER_LAST:
        return False
    initial = len(last) == 1 and before[1].isupper() and match["next"][:1].isupper()
    if last in _SOMETIMES_LAST or initial:
        return following in _OPENERS
    return not match["next"].isdigit() or len(last) > 1


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space at either end."""
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
