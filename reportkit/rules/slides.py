"""RK9xx: slides judged as slides: how many, how full, how small, and what they state."""

import re
from collections.abc import Iterator

from reportkit.analysis.slides import Slide
from reportkit.document import Document, Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules import Context, rule

_SLIDES = ("slides",)
_BACK_MATTER = re.compile(
    r"\s*(?:references|bibliography|literatur|literature|appendix|anhang|backup|thank you|thanks|danke"
    r"|questions\?|fragen\?)\b",
    re.IGNORECASE,
)


def _shown(context: Context) -> tuple[Slide, ...]:
    """Return the slides that take time in the talk: without title, thanks, references, backup."""
    shown = []
    for slide in context.slides[1:]:
        words = context.draft.text[slide.span.start : slide.span.end]
        if re.match(r"\s*(?:appendix|anhang|backup)\b", words, re.IGNORECASE):
            break
        if not _BACK_MATTER.match(words):
            shown.append(slide)
    return tuple(shown)


@rule(
    "RK901",
    "slides-for-time",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("pages", "rubric"),
    kinds=_SLIDES,
)
def slides_for_time(context: Context) -> Iterator[Hit]:
    """There are too many or too few slides for the time of the talk.

    A slide with mathematics takes a minute or two. Steps of one slide count as one; title, references
    and backup slides do not count.

    Fix: leave slides out, or keep them as backup behind a slide called "Appendix".
    """
    assert context.rubric is not None  # needs=("rubric",)
    minutes = context.rubric.limits.minutes
    count = len(_shown(context))
    if minutes and count > 1.2 * minutes[1]:
        yield Hit(None, f"{count} slides for {minutes[0]} to {minutes[1]} minutes are too many")
    elif minutes and count < 0.3 * minutes[0]:
        yield Hit(None, f"{count} slides for {minutes[0]} to {minutes[1]} minutes are few")


_MOST_WORDS = 90  # read silently that takes half a minute, in which nobody listens


@rule("RK902", "crowded-slide", Severity.WARNING, needs=("pages",), kinds=_SLIDES)
def crowded_slide(context: Context) -> Iterator[Hit]:
    """A slide has more words than anyone can read while listening.

    The audience reads or listens, not both.

    Fix: keep the words that you point at, say the rest; or make two slides of it.
    """
    for slide in _shown(context):
        if slide.words > _MOST_WORDS:
            first = context.draft.lines_of(slide.span)[0].span
            yield Hit(first, f"This slide has {slide.words} words")


# beamer's \\scriptsize (7 pt) on its page of 272 pt is 2.6 % of the height, \\footnotesize 3.3 %
_SMALLEST_SHARE = 0.028


@rule("RK903", "small-type", Severity.WARNING, needs=("pages",), kinds=_SLIDES)
def small_type(context: Context) -> Iterator[Hit]:
    """The type is too small to be read from the last row.

    Fix: fewer words in a larger size; never below \\footnotesize, except for sources.
    """
    for slide in _shown(context):
        height = context.draft.pages[slide.page - 1].height
        if slide.smallest and slide.smallest[0] < _SMALLEST_SHARE * height:
            size, span = slide.smallest
            # what the same size would be on a beamer page, which students know
            points = size * 272 / height
            yield Hit(span, f"This type is too small ({points:.0f} pt on a beamer slide)")


@rule(
    "RK904",
    "slide-numbers",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("pages",),
    kinds=_SLIDES,
)
def slide_numbers(context: Context) -> Iterator[Hit]:
    """The slides have no numbers.

    "On slide 7 you wrote ..." is how most questions begin.

    Fix: \\setbeamertemplate{footline}[frame number].
    """
    draft = context.draft
    pages = len(draft.pages)
    numbered = {text.box.page for text in draft.margins if re.search(r"\d", text.text)}
    for line in draft.lines:
        words = draft.text[line.span.start : line.span.end].strip()
        low = line.box.y1 < 0.12 * draft.pages[line.box.page - 1].height
        if low and re.search(r"(?:^|\s)\d{1,3}(?:\s*/\s*\d{1,3})?$", words):
            numbered.add(line.box.page)
    if pages >= 4 and len(numbered) < pages / 3:
        yield Hit(None, "The slides have no numbers")


_STATEMENT = re.compile(
    r"\b(?:Theorem|Satz|Lemma|Proposition|Corollary|Korollar|Main\s+results?|Hauptresultate?|Our\s+results?"
    r"|Result|Resultate?|Ergebnisse?|Théorème)\b"
)


@rule("RK905", "no-result-on-slides", Severity.WARNING, needs=("pages",), kinds=_SLIDES)
def no_result_on_slides(context: Context) -> Iterator[Hit]:
    """No slide states a result.

    A talk about a theorem shows the theorem, in the simplest form that is still true.

    Fix: state each main result on a slide of its own, with its assumptions and its number.
    """
    if not _STATEMENT.search(context.draft.text):
        yield Hit(None, "No slide states a theorem or a main result")


_NUMBERED = re.compile(
    r"\b(?P<kind>Theorem|Satz|Lemma|Proposition|Corollary|Korollar|Definition)s?\s+"
    r"(?P<number>(?>(?:[A-Z]\.)?\d+(?:\.\d+)*))(?![\w%])"
)


@rule("RK906", "result-not-in-report", Severity.WARNING, needs=("report",), kinds=_SLIDES)
def result_not_in_report(context: Context) -> Iterator[Hit]:
    """The slides name a result that the report does not.

    Slides and report tell the same story; one of the numbers is probably a slip.

    Fix: compare the number with the report and the paper.
    """
    assert context.report is not None  # needs=("report",)
    known = {match["number"] for match in _NUMBERED.finditer(context.report.text)}
    listed = set(re.findall(r"(?:[A-Z]\.)?\d+(?:\.\d+)*", context.report.text))
    seen: set[str] = set()
    for match in _NUMBERED.finditer(context.draft.text):
        name = f"{match['kind']} {match['number']}"
        # in "Lemmas 3 and 4" the second number has no word before it
        elsewhere = match["number"] in known or (
            "." in match["number"] and match["number"] in listed
        )
        if not elsewhere and name not in seen:
            seen.add(name)
            yield Hit(Span(*match.span()), f"{name} is on the slides but not in the report")


_QUANTITY = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?\s?%|(?<![\w.,-])\d+\.\d+(?![\w.]|\s?%)")


@rule(
    "RK907",
    "number-not-in-report",
    Severity.SUGGESTION,
    confidence=Confidence.MEDIUM,
    needs=("report",),
    kinds=_SLIDES,
)
def number_not_in_report(context: Context) -> Iterator[Hit]:
    """A measured number is on the slides and not in the report.

    Where both speak of the same thing, the numbers should agree.

    Fix: compare it with the report and the paper.
    """
    assert context.report is not None  # needs=("report",)
    known = _quantities(context.report)
    names = [match.span("number") for match in _NUMBERED.finditer(context.draft.text)]
    seen: set[str] = set()
    for match in _QUANTITY.finditer(context.draft.text):
        printed = re.sub(r"\s", "", match[0])
        is_name = any(start <= match.start() < end for start, end in names)
        if printed.rstrip("%") not in known and printed not in seen and not is_name:
            seen.add(printed)
            yield Hit(Span(*match.span()), f"{printed} is on the slides but not in the report")


def _quantities(report: Document) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", report.text))
