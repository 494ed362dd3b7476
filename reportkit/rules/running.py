"""Rules run over a Context: hits become findings, and what did not run becomes a Skip."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from reportkit.analysis.sections import Section
from reportkit.document import Document, Span
from reportkit.engines import spacy_nlp
from reportkit.findings import Finding, Hit, RuleInfo, Skip
from reportkit.rules.context import Context
from reportkit.rules.declaration import REGISTER, Rule

_MACHINERY = {
    "clauses",
    "declaration",
    "context",
    "language",
    "nouns",
    "parsed",
    "running",
    "selection",
}
_EXCERPT_LENGTH = 120
_SENTENCE = 1_000  # characters on either side of a finding
_REASONS = {
    "paper": "no paper was given (--paper)",
    "conference": "no conference version was given (--conference)",
    "report": "no report was given (--report)",
    "rubric": "no rubric is applied",
    "subject": "this draft is not about the paper that was given (RK116)",
    "numbering": "this draft follows another version of the paper (RK312)",
    "pages": "the draft has no pages",
    "english": "only for English texts",
    "spacy": "no English spaCy pipeline (reportkit doctor says how)",
}


def all_rules() -> tuple[Rule, ...]:
    """Import every module of rules/ and return the declared rules by code."""
    package = import_module("reportkit.rules")
    for module in iter_modules(package.__path__):
        if module.name not in _MACHINERY:
            import_module(f"reportkit.rules.{module.name}")
    return tuple(REGISTER[code] for code in sorted(REGISTER))


def run(context: Context, rules: Iterable[Rule]) -> tuple[tuple[Finding, ...], tuple[Skip, ...]]:
    """Run `rules` and return their findings in the order of the text, and what was skipped."""
    found, skipped = hits(context, rules)
    return findings(context, found), skipped


def hits(
    context: Context, rules: Iterable[Rule]
) -> tuple[tuple[tuple[RuleInfo, Hit], ...], tuple[Skip, ...]]:
    """Run `rules` and return their hits as they come, and what was skipped.

    A rule for another kind of document is passed over without a word.
    """
    found: list[tuple[RuleInfo, Hit]] = []
    skipped: list[Skip] = []
    for rule in rules:
        if context.kind not in rule.info.kinds:
            continue
        reason = _missing(rule.info, context)
        if reason:
            skipped.append(Skip("rule", rule.info.code, reason))
        else:
            found += ((rule.info, hit) for hit in rule.check(context))
    return tuple(found), tuple(skipped)


def findings(context: Context, found: Iterable[tuple[RuleInfo, Hit]]) -> tuple[Finding, ...]:
    """Resolve each hit's place on the page, its section and its fingerprint."""
    ordered = sorted(found, key=lambda pair: (_order(pair[1]), pair[0].code))
    seen: dict[str, int] = {}
    return tuple(_finding(context, info, hit, seen) for info, hit in ordered)


def _missing(info: RuleInfo, context: Context) -> str | None:
    """Return why the rule cannot run, None where it can."""
    reasons = dict(context.unavailable) | _REASONS
    lacking = (need for need in info.needs if not _is_there(need, context, reasons))
    return next((reasons[need] for need in lacking), None)


def _is_there(need: str, context: Context, reasons: Mapping[str, str]) -> bool:
    match need:
        case "paper":
            return context.paper is not None
        case "subject":  # without a paper there is nothing that could mislead
            return not context.misled
        case "numbering":
            return not context.is_numbered_otherwise
        case "conference":
            return context.conference is not None
        case "report":
            return context.report is not None
        case "rubric":
            return context.rubric is not None
        case "pages":
            return bool(context.draft.pages)
        case "english":
            return context.language.startswith("en")
        case "spacy":
            return spacy_nlp.installed() is not None
        case _:
            return need not in reasons


def _order(hit: Hit) -> tuple[int, int, int]:
    span = hit.span or Span(-1, -1)
    return span.start, span.end, hit.page or 0


def _finding(context: Context, info: RuleInfo, hit: Hit, seen: dict[str, int]) -> Finding:
    draft = context.draft
    section = section_of(context.sections, hit.span)
    boxes = draft.locate(hit.span) if hit.span else hit.boxes
    page = boxes[0].page if boxes else hit.page
    before, after = around(draft, hit.span)
    return Finding(
        code=info.code,
        slug=info.slug,
        severity=hit.severity or info.severity,
        confidence=hit.confidence or info.confidence,
        message=hit.message,
        span=hit.span,
        page=page,
        boxes=boxes,
        section=section.title if section else "",
        role=section.role if section else None,
        excerpt=excerpt(draft, hit.span),
        replacement=hit.replacement,
        sources=hit.sources,
        fingerprint=_fingerprint(info, hit, draft, section, seen),
        before=before,
        after=after,
    )


def section_of(known: tuple[Section, ...], span: Span | None) -> Section | None:
    """Return the innermost section that holds the start of `span`."""
    if span is None:
        return None
    holding = [s for s in known if s.span.start <= span.start < s.span.end]
    return max(holding, key=lambda s: s.span.start) if holding else None


def excerpt(draft: Document, span: Span | None) -> str:
    """Return the words at `span` on one line, at most 120 characters; "" without a place."""
    if span is None:
        return ""
    words = " ".join(draft.text[span.start : span.end].split())
    return words if len(words) <= _EXCERPT_LENGTH else words[: _EXCERPT_LENGTH - 1] + "…"


def around(draft: Document, span: Span | None) -> tuple[str, str]:
    """Return up to five words before and after `span`, from its paragraph, spaces kept at the seam."""
    block = draft.block_at(span.start) if span else None
    if span is None or block is None:
        return "", ""
    # the excerpt is shown without the spaces at its ends, so these belong to the words around
    marked = draft.text[span.start : span.end]
    start = span.start + len(marked) - len(marked.lstrip())
    end = max(start, span.end - len(marked) + len(marked.rstrip()))
    before = draft.text[max(block.span.start, start - 60) : start]
    after = draft.text[end : min(block.span.end, end + 60)]
    if start - 60 > block.span.start:  # the first word is cut
        before = before.partition(" ")[2]
    if end + 60 < block.span.end:
        after = after.rpartition(" ")[0]
    first = re.search(r"(?:\S+\s+){0,5}\S*$", before)
    last = re.match(r"\S*(?:\s+\S+){0,5}", after)
    seams = (first[0] if first else "", last[0] if last else "")
    return re.sub(r"\s+", " ", seams[0]), re.sub(r"\s+", " ", seams[1])


def _fingerprint(
    info: RuleInfo, hit: Hit, draft: Document, section: Section | None, seen: dict[str, int]
) -> str:
    """Return 16 hex digits of rule, sentence and section, numbered where they repeat."""
    sentence = _sentence(draft, hit.span) if hit.span else hit.message
    key = "\0".join((info.code, section.title if section else "", sentence))
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _sentence(draft: Document, span: Span) -> str:
    """Return the sentence around `span`, folded to lower-case words so that it survives re-layout."""
    block = draft.block_at(span.start)
    start, end = (block.span.start, block.span.end) if block else (span.start, span.end)
    # a block without a full stop is no sentence: what is far away does not tell one place from others
    start, end = max(start, span.start - _SENTENCE), min(end, span.end + _SENTENCE)
    before = draft.text.rfind(". ", start, span.start)
    after = draft.text.find(". ", span.end, end)
    around = draft.text[start if before < 0 else before + 2 : end if after < 0 else after]
    return " ".join(re.findall(r"\w+", around.casefold()))
