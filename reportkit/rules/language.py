"""Rules and foreign engines together: what both say of one place becomes one hit."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reportkit.document import Span
from reportkit.engines.remarks import EngineFault, Remark
from reportkit.errors import EngineMissing
from reportkit.findings import Hit, RuleInfo, Skip
from reportkit.rules.context import Context
from reportkit.rules.declaration import Rule
from reportkit.rules.foreign import foreign_info, is_trusted, is_usage
from reportkit.rules.running import hits

if TYPE_CHECKING:
    from concurrent.futures import Future

_QUOTED = 60  # characters of the draft that a message quotes at most
# a capital that stands for something ("of a matrix A arrive") is read as an article or a pronoun
_LETTER = re.compile(r"(?:\bI|[^\s.!?:;”’)]\s+[A-Z])\s$")
_NO_WORDS = ("RK110", "RK401")  # a placeholder and "Section ??" are told already
_ONE_LETTER = re.compile(r"\b[b-hj-zB-HJ-Z]\b(?!['’])")  # "the weights w is": a formula
_SHORT = 4  # characters; "a" alone says nothing

type_of_hits = tuple[tuple[RuleInfo, Hit], ...]
type_of_remarks = tuple[tuple[Remark, ...], ...]


def language_hits(
    context: Context, rules: Iterable[Rule], grammar: str = "auto"
) -> tuple[type_of_hits, tuple[Skip, ...]]:
    """Run `rules` with the engines that `grammar` names; return the merged hits and what was skipped.

    Engines work in threads while the rules run here. Raises EngineMissing where `grammar` names an
    engine that is not there.
    """
    chosen = tuple(rules)
    wanted = any(rule.info.code[2] in "567" for rule in chosen)
    pending, left_out = _begin(context, grammar) if wanted else ([], [])
    own, skipped = hits(context, chosen)
    found = list(own)
    for name, future in pending:
        try:
            found += _foreign_hits(context, future.result())
        except EngineFault as fault:
            left_out.append(Skip("engine", name, str(fault)))
    told = ((info, _with_words(context, info, hit)) for info, hit in merged(found))
    return tuple(told), (*skipped, *left_out)


def _begin(
    context: Context, grammar: str
) -> tuple[list[tuple[str, "Future[type_of_remarks]"]], list[Skip]]:
    """Start the engines; return what they will say, and which were left out and why."""
    if grammar == "off":
        return [], []
    from reportkit.engines import harper, languagetool  # an eighth of a second, not for "off"

    pending: list[tuple[str, Future[type_of_remarks]]] = []
    left_out: list[Skip] = []
    texts = tuple(passage.text for passage in context.prose)
    if context.language.startswith("en"):
        if harper.installed():
            pending.append(("harper", harper.begin(texts)))
        elif grammar == "harper":
            raise EngineMissing("Harper is not installed; run: pip install harper-py")
        else:
            left_out.append(Skip("engine", "harper", "harper-py is not installed"))
    if grammar != "harper":
        reason = languagetool.missing()
        if context.language == "und":
            reason = "the language of the draft is not known (--language)"
        if reason is None:
            pending.append(
                ("languagetool", languagetool.begin(_sentences(context), context.language))
            )
        elif grammar == "languagetool":
            raise EngineMissing(f"LanguageTool was asked for, but {reason}")
        else:
            what = "" if context.language.startswith("en") else "the grammar was not checked: "
            left_out.append(Skip("engine", "languagetool", what + reason))
    return pending, left_out


def _sentences(context: Context) -> tuple[tuple[str, ...], ...]:
    """Return the sentences of each passage: what LanguageTool is asked about, and its answers kept by."""
    return tuple(
        tuple(passage.text[s.start : s.end] for s in passage.sentences) for passage in context.prose
    )


def _foreign_hits(context: Context, remarks: type_of_remarks) -> list[tuple[RuleInfo, Hit]]:
    """Return an engine's remarks as hits with codes of ours; those on formulas are left out."""
    found: list[tuple[RuleInfo, Hit]] = []
    for passage, mine in zip(context.prose, remarks, strict=True):
        for remark in mine:
            where = passage.text[remark.start : remark.end]
            if passage.touches_formula(remark.start, remark.end) or not is_trusted(remark):
                continue
            before = passage.text[max(remark.start - 40, 0) : remark.start]
            is_letter = (
                _is_letter_i(passage.text, remark.start)
                or _LETTER.search(before)
                or _ONE_LETTER.search(where)
            )
            if any(c.isdigit() for c in where) or is_letter or is_usage(remark, before, where):
                continue
            place = passage.place(remark.start, remark.end)
            hit = Hit(place, remark.message, remark.replacement, sources=(remark.engine,))
            found.append((foreign_info(remark), hit))
    return found


def _is_letter_i(text: str, at: int) -> bool:
    """Return whether "I" or "i" at `at`, or before it, is an index or a name and no pronoun."""
    return re.search(r"(?:^|[^\w’'-])[Ii] $", text[max(at - 3, 0) : at]) is not None or (
        text.startswith(("I ", "i "), at)
    )


def merged(found: Iterable[tuple[RuleInfo, Hit]]) -> type_of_hits:
    """Return `found` with one for each fault: of those that overlap, ours before an engine's.

    Among our own the more confident, then the shorter wins; the sources of all are kept.
    """
    pairs = list(found)
    holes = [hit.span for info, hit in pairs if info.code in _NO_WORDS and hit.span]
    pairs = [pair for pair in pairs if not _is_language(*pair) or not _touches(pair[1], holes)]
    kept = [pair for pair in pairs if not _is_language(*pair)]
    chosen: list[tuple[RuleInfo, Hit]] = []
    near: dict[int, list[int]] = {}  # stretch of the text -> the places in `chosen` that touch it
    for info, hit in sorted((pair for pair in pairs if _is_language(*pair)), key=_preference):
        touched = {number for place in _stretches(hit) for number in near.get(place, ())}
        rival = min((n for n in touched if _same_place(hit, chosen[n][1])), default=None)
        if rival is None:
            for place in _stretches(hit):
                near.setdefault(place, []).append(len(chosen))
            chosen.append((info, hit))
        else:
            winner, best = chosen[rival]
            chosen[rival] = (winner, _with_sources(best, hit.sources))
    return (*kept, *chosen)


def _touches(hit: Hit, holes: Iterable[Span]) -> bool:
    return hit.span is not None and any(hit.span.overlaps(hole) for hole in holes)


def _with_words(context: Context, info: RuleInfo, hit: Hit) -> Hit:
    """Return the hit with a message that quotes its words: “a RNN”: "an" before this sound."""
    if not _is_language(info, hit) or hit.span is None:
        return hit
    words = _words_of(context.draft.text, hit.span)
    if (
        not words
        or len(words) > _QUOTED
        or re.search(rf"[“\"]{re.escape(words)}[”\"]", hit.message)
    ):
        return hit
    message = hit.message
    if re.match(r"[A-Z][a-z]+[ ,:]", message):
        message = message[0].lower() + message[1:]
    return replace(hit, message=f"“{words}”: {message}")


def _words_of(text: str, span: Span) -> str:
    """Return the words at `span` on one line; with the next one where they are very short."""
    start, end = span.start, span.end
    if span.end - span.start < _SHORT:
        if start == end:
            start = max(text.rfind(" ", 0, max(start - 1, 0)), text.rfind("\n", 0, start)) + 1
        following = re.match(r"\s*\S+", text[end : end + 40])
        end += following.end() if following else 0
    return " ".join(text[start:end].split()).rstrip(".,;:") or text[start:end]


def _is_language(info: RuleInfo, hit: Hit) -> bool:
    """Return whether the hit is about wording at a place: what an engine might say as well."""
    return info.code[2] in "567" and hit.span is not None


def _preference(pair: tuple[RuleInfo, Hit]) -> tuple[int, int, int, str]:
    info, hit = pair
    confidence = (hit.confidence or info.confidence).rank
    return len(hit.sources), confidence, len(hit.span or Span(0, 0)), info.code


def _stretches(hit: Hit) -> range:
    """Return the numbers of the stretches of 64 characters that the hit touches."""
    span = hit.span or Span(0, 0)
    return range(span.start >> 6, (max(span.end, span.start + 1) - 1 >> 6) + 1)


def _same_place(hit: Hit, other: Hit) -> bool:
    assert hit.span is not None and other.span is not None  # _is_language saw to it
    return hit.span.overlaps(other.span) or hit.span.start == other.span.start


def _with_sources(hit: Hit, more: tuple[str, ...]) -> Hit:
    sources = hit.sources or ("reportkit",)
    return replace(hit, sources=tuple(dict.fromkeys(sources + more))) if more else hit
