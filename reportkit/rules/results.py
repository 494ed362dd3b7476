"""Rules about the paper's results: cited rightly, stated, restated without a change, explained."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportkit.analysis.paper_version import paper_version
from reportkit.analysis.slides import is_slides
from reportkit.analysis.statements import Statement
from reportkit.analysis.targets import UNRESOLVED
from reportkit.document import Document, Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule

if TYPE_CHECKING:
    from reportkit.analysis.matching import Meant
    from reportkit.analysis.numbers import Numbering

# The report lists all in its coverage; more than two such findings are a lecture.
_AT_MOST = 2
_NEEDS = ("paper", "subject", "numbering")
_SHOWN = 90  # characters of a formula or sentence that a message quotes


@rule(
    "RK301",
    "unknown-result",
    Severity.ERROR,
    needs=("subject", "numbering"),
    good=("See Theorem 3.8 of Paulin [6].", "We use Lemma 7 above."),
)
def unknown_result(context: Context) -> Iterator[Hit]:
    """A result is cited that the paper does not have.

    The reader looks for "Theorem 3.2" and finds none: a slip of the pen, the numbering of another
    version, or a result of another work without its citation.

    Fix: look the number up in the paper, or say whose result it is ("[7, Theorem 3.2]").
    """
    for item in context.dealings.meant:
        if item.reference.number is None or item.target != UNRESOLVED or item.short:
            continue
        if _is_quoted(context.draft.text, item):
            continue
        if context.dealings.view.paper is not None:
            yield _hit(item, _unknown(item, context.dealings.view.paper))
        elif item.attributed and context.draft.pages:
            yield _hit(item, f"This text has no {_called(item)}.")


def _unknown(item: "Meant", paper: "Numbering") -> str:
    near = paper.nearest(item.reference.kind, item.reference.number or "")
    has = (
        f" The nearest that it has {'is' if len(near) == 1 else 'are'} {_listed(near)}."
        if near
        else ""
    )
    return f"The paper has no {_called(item)}.{has}"


@rule("RK302", "wrong-kind", Severity.WARNING, needs=_NEEDS)
def wrong_kind(context: Context) -> Iterator[Hit]:
    """A result is called by the wrong kind: the paper's 3.2 is a lemma, not a theorem.

    Kinds tell the reader how much a result weighs, and a search for "Theorem 3.2" finds nothing. What
    stands in quotation marks is the paper's own slip, and left alone.

    Fix: call it what the paper calls it.
    """
    for item in context.dealings.meant:
        if item.wrong_kind and item.statement and not _is_quoted(context.draft.text, item):
            yield _hit(
                item,
                f"The paper has no {_called(item)}: that number is {_title(item.statement)}"
                f"{_on_page(item.statement)}.",
                replacement=None,
            )


@rule(
    "RK303",
    "main-result-not-stated",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def main_result_not_stated(context: Context) -> Iterator[Hit]:
    """A main result of the paper is never stated.

    A summary says what is proved. A main result that is only named in passing, or not at all, leaves
    the reader without what the paper is for.

    Fix: state it, with its assumptions, in a sentence or two of your own; or say why you leave it out.
    """
    dealings = context.dealings
    if dealings.results is None or dealings.coverage is None:
        return
    reasons = {result.id: result.reason for result in dealings.keys.main}
    named = dealings.coverage.mentioned
    for statement in _by_ids(
        dealings.results.statements, dealings.coverage.missing_main[:_AT_MOST]
    ):
        how = "mentioned, but never stated" if statement.id in named else "never mentioned"
        why = reasons.get(statement.id, "")
        yield Hit(
            None,
            f"{_title(statement)}{_on_page(statement)} of the paper is {how}"
            + (f"; it is a main result ({why})." if why else "."),
        )


@rule(
    "RK304",
    "misquoted-result",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def misquoted_result(context: Context) -> Iterator[Hit]:
    """A restated bound differs from the paper's: an exponent, a constant, a root, a quantifier.

    One exponent decides whether a bound is new, old or wrong.

    Fix: compare with the paper's statement. If you change it on purpose, say so ("up to constants").
    """
    for found in context.dealings.misquotes:
        here = _formula(context.draft, found.draft)
        assert context.paper is not None  # the rule needs it
        there = _formula(context.paper, found.paper)
        page = context.paper.page_of(found.paper.start)
        yield Hit(
            found.draft,
            f"{_title(found.statement)} reads differently in the paper: here “{here}”, there “{there}”"
            + (f" (p. {page})." if page else "."),
        )


@rule("RK305", "short-version-number", Severity.WARNING, needs=_NEEDS)
def short_version_number(context: Context) -> Iterator[Hit]:
    """A result is cited by its number in the conference version.

    The report follows the long version; a reader who looks there finds another result, or none.

    Fix: use the long version's number.
    """
    if context.conference is None:
        for item, named in context.dealings.short_numbers:
            assert named is not None  # it was found by its name
            yield _hit(
                item,
                f"{_called(item)} of the paper is another result; {_title(named)} is “{_short(named.name)}”."
                " Is this the number of another version?",
            )
        return
    for item, partner in context.dealings.short_numbers:
        meant = (
            f"in the long version it is {_title(partner)}"
            if partner
            else "the long version has no such result"
        )
        yield _hit(item, f"{_called(item)} is the number of the conference version; {meant}.")


@rule(
    "RK306",
    "ambiguous-result",
    Severity.SUGGESTION,
    confidence=Confidence.LOW,
    needs=_NEEDS,
)
def ambiguous_result(context: Context) -> Iterator[Hit]:
    """Both this text and the paper have a result of this number, and nothing says which is meant.

    Fix: write "Theorem 3 of the paper" or "our Theorem 3"; or number your own results differently.
    """
    seen = set()
    for item in context.dealings.meant:
        name = (item.reference.kind, item.reference.number)
        if item.ambiguous and name not in seen:
            seen.add(name)
            yield _hit(item, f"{_called(item)} of the paper, or your own?")


@rule(
    "RK307",
    "key-lemma-not-mentioned",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def key_lemma_not_mentioned(context: Context) -> Iterator[Hit]:
    """A lemma that carries a main result is never mentioned.

    The summary of the proofs should name the steps on which the main results rest.

    Fix: say in a sentence what the lemma gives and where it is used.
    """
    dealings = context.dealings
    if dealings.results is None or dealings.coverage is None:
        return
    reasons = {result.id: result.reason for result in dealings.keys.lemmas}
    for statement in _by_ids(
        dealings.results.statements, dealings.coverage.missing_key_lemmas[:_AT_MOST]
    ):
        why = reasons.get(statement.id, "")
        yield Hit(
            None,
            f"{_title(statement)}{_on_page(statement)} of the paper is never mentioned"
            + (f" ({_short(why)})." if why else "."),
        )


@rule("RK308", "copied-wording", Severity.WARNING, needs=("paper", "subject"))
def copied_wording(context: Context) -> Iterator[Hit]:
    """Fourteen or more words in a row, or a long passage with few changes, are the paper's.

    A report says things in its own words; what is quoted stands in quotation marks with its source.
    Results that you restate as a theorem of your own are left alone.

    Fix: say it in your own words, or quote it.
    """
    for copy in context.dealings.copies:
        assert context.paper is not None  # the rule needs it
        page = context.paper.page_of(copy.paper.start)
        where = f" (p. {page})" if page else ""
        how = (
            f"{copy.words} words stand so in the paper{where}"
            if copy.exact and copy.equal == copy.words
            else f"{copy.equal} of {copy.words} words are the paper's{where}"
        )
        yield Hit(copy.draft, f"{how}: “{_words(context.paper, copy.paper)}”")


@rule(
    "RK309",
    "technique-not-named",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def technique_not_named(context: Context) -> Iterator[Hit]:
    """A proof technique on which the paper's proofs rest is never named.

    A name ("symmetrisation", "a covering argument") tells an experienced reader at once how a proof goes.

    Fix: name the technique where you explain the proof, and say what it is used for.
    """
    for found in context.dealings.unnamed_techniques:
        pages = ", ".join(str(page) for page in found.pages[:3])
        yield Hit(
            None,
            f"The paper's proofs use {found.name} ({found.evidence}"
            + (f", p. {pages}" if pages else "")
            + "); this text never names it.",
        )


@rule(
    "RK310",
    "dropped-assumption",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def dropped_assumption(context: Context) -> Iterator[Hit]:
    """A result is restated without one of its assumptions.

    Without it the statement says more than the paper proves, and may be false.

    Fix: add the assumption, or say that you leave it out.
    """
    for found in context.dealings.dropped:
        assert context.paper is not None  # the rule needs it
        kept = ", ".join(found.kept[:3])
        lead = context.paper.text[max(0, found.paper.start - 40) : found.paper.end + 20]
        yield Hit(
            found.draft,
            f"{_title(found.statement)} also assumes “{found.missing}” in the paper (“… {_short(' '.join(lead.split()))} …”);"
            f" here only {kept}.",
        )


@rule(
    "RK311",
    "claimed-proof",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=_NEEDS,
)
def claimed_proof(context: Context) -> Iterator[Hit]:
    """The text says that the paper proves a result which it only cites.

    Fix: say whose result it is ("the authors use a result of Tropp").
    """
    for claim in context.dealings.claims:
        assert context.paper is not None  # the rule needs it
        source = _words(context.paper, claim.evidence)
        yield Hit(
            claim.span,
            f"The paper has no proof of {_title(claim.statement)}; it takes it from elsewhere: “{source}”",
        )


@rule(
    "RK312",
    "short-version-paper",
    Severity.WARNING,
    confidence=Confidence.LOW,
    needs=("paper", "subject"),
)
def short_version_paper(context: Context) -> Iterator[Hit]:
    """The paper that was given looks like the short version, or like another one than the report follows.

    The report must follow the longer version (usually the one on arXiv), and the numbers differ: where
    many results of the report are not in the paper, none of them is looked up.

    Fix: give the long version with --paper, the short one with --conference.
    """
    results = context.paper_statements
    if results is None or context.paper is None:
        return
    if is_slides(context.paper):
        yield Hit(None, f"{context.paper.name} looks like slides: give the paper itself.")
        return
    found = paper_version(context.paper, results)
    told = []
    if context.is_numbered_otherwise:
        strange, cited = context.dealings.strangers
        told.append(
            f"{len(strange)} of the {cited} results that this draft cites are not in {context.paper.name}"
            f" ({', '.join(strange[:3])} and so on): it looks like another version of the paper."
        )
    if found.pointer:
        around = Span(max(0, found.pointer.start - 40), found.pointer.end + 30)
        told.append(
            f"{context.paper.name} proves {found.proved} of its {found.results} results and says "
            f"“… {_words(context.paper, around)} …”: it looks like the short version."
        )
    if told:
        sure = Confidence.MEDIUM if context.is_numbered_otherwise else None
        yield Hit(None, " ".join(told), confidence=sure)


_RESULT_OF = re.compile(
    r"\b(?:by|using|from|applying|with|due to|nach|mit|aus)\s+(?:a|an|the|einem|einer|dem|der)\s+(?:\w+\s+)?"
    r"(?:theorem|lemma|result|proposition|corollary|Satz|Resultat|Ergebnis|Korollar)\s+(?:of|from|in|von|aus)\s+"
    r"(?:[A-Z][\w’'-]+(?:\s+(?:and|et al\.?|und)\s*)?\s*){0,3}"
    r"(?:\[(?:\d{1,3}|[A-Z]\w{1,8})\]|\((?:1[6-9]|20)\d\d\))"
)


@rule(
    "RK313",
    "result-without-place",
    Severity.SUGGESTION,
    confidence=Confidence.LOW,
    bad=("The claim follows by a theorem of Tropp [7].",),
    good=("The claim follows by Theorem 6.1 of Tropp [7].", "See the survey of Tropp [7]."),
)
def result_without_place(context: Context) -> Iterator[Hit]:
    """A result of another work is used without its number or page.

    Fix: write "[7, Theorem 6.1]": a book has hundreds of pages.
    """
    for match in _RESULT_OF.finditer(context.draft.text):
        yield Hit(Span(*match.span()), "Which result? Give its number or page.")


def _hit(item: "Meant", message: str, replacement: str | None = None) -> Hit:
    return Hit(item.reference.span, message, replacement)


_QUOTES = (("“", "”"), ("„", "“"), ("»", "«"), ("«", "»"), ("‘", "’"), ("‚", "‘"), ('"', '"'))
_A_QUOTE = 120  # characters; a longer one is no slip of the paper that is pointed at


def _is_quoted(text: str, item: "Meant") -> bool:
    """Return whether a mention stands in a short quotation: what the paper itself writes there."""
    before = text[max(0, item.reference.span.start - _A_QUOTE) : item.reference.span.start]
    after = text[item.reference.span.end : item.reference.span.end + _A_QUOTE]
    return any(
        _open(before, opening, closing) and closing in after.partition("\n\n")[0]
        for opening, closing in _QUOTES
    )


def _open(before: str, opening: str, closing: str) -> bool:
    if opening == closing:
        return before.count(opening) % 2 == 1
    return before.rfind(opening) > before.rfind(closing)


def _called(item: "Meant") -> str:
    """Return "Theorem 3.1" for a member of "Theorems 3.1 and 3.2", in English."""
    return f"{item.reference.kind.capitalize()} {item.reference.number}"


def _title(statement: Statement) -> str:
    """Return "Theorem 3.1", as the paper would be cited in English; "Remark on p. 7" without number."""
    kind = statement.kind.capitalize()
    if statement.number:
        return f"{kind} {statement.number}"
    return f"{kind} on p. {statement.page}" if statement.page else kind


def _listed(statements: Sequence[Statement]) -> str:
    return " and ".join(_title(statement) for statement in statements)


def _on_page(statement: Statement) -> str:
    return f" (p. {statement.page})" if statement.page else ""


def _by_ids(statements: Sequence[Statement], ids: Sequence[str]) -> list[Statement]:
    by_id = {statement.id: statement for statement in statements}
    return [by_id[id] for id in ids if id in by_id]


def _words(document: Document, span: Span) -> str:
    """Return the words at `span` on one line, cut to what a message can hold."""
    return _short(" ".join(document.text[span.start : span.end].split()))


def _formula(document: Document, span: Span) -> str:
    """Return the words at `span` without the number of an equation and the comma after it."""
    words = " ".join(document.text[span.start : span.end].split())
    return _short(re.sub(r"[\s.,;]*(?:\([A-Z]?\.?\d+(?:\.\d+)*\))?[\s.,;]*$", "", words))


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
