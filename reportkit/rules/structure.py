"""RK1xx: the parts of a report, its headings, what is left of the template, and the right paper."""

import re
from collections.abc import Iterator
from itertools import pairwise
from textwrap import shorten

from reportkit.analysis.sections import Section
from reportkit.analysis.words import words_in
from reportkit.document import BlockKind, Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rubric import PARTS
from reportkit.rules import Context, rule

_NAMES = {"summary": "summary", "review": "review", "proofs": "summary of the proofs"}
# words below which a part says next to nothing: half a page, a third of one, half a page
_FEWEST_WORDS = {"summary": 200, "review": 130, "proofs": 200}
_LARGEST_SHARE = 0.75

_WHOLE = """# Summary

The paper proves a bound.

# Review

A strength is the clear proof. A weakness is the constant. Question: is it tight?

# Summary of the proofs

The proof uses symmetrisation.
"""


def _parts(context: Context) -> tuple[str, ...]:
    """Return the parts that the rubric asks for, in their order; the usual ones without a rubric."""
    return context.rubric.parts if context.rubric else PARTS


def _tops(context: Context) -> dict[str, list[Section]]:
    """Return for each part its sections that lie in no other section of that part."""
    tops: dict[str, list[Section]] = {}
    for section in context.sections:
        if section.role is None:
            continue
        known = tops.setdefault(section.role, [])
        if not any(top.span.covers(section.span) for top in known):
            known.append(section)
    return tops


def _title(context: Context, section: Section) -> str:
    return f"{section.number} {section.title}" if section.number else section.title


@rule("RK101", "missing-part", Severity.ERROR, needs=("rubric",), kinds=("report",), good=(_WHOLE,))
def missing_part(context: Context) -> Iterator[Hit]:
    """A part of the report is missing.

    A report has three parts: the summary, the review and the summary of the proofs. They may have
    any title that says so, in English or German. Where no heading tells, the part counts as missing.

    Fix: write the part, or give its section a title by which it is recognised, as "Referee report".
    """
    there = _tops(context)
    asked = _parts(context)
    missing = [part for part in asked if part not in there]
    # without headings nothing can be told apart; with some, the part is really not there
    severity = None if len(context.sections) > 1 else Severity.WARNING
    if len(missing) == len(asked) > 1:
        names = [_NAMES[part] for part in asked]
        message = (
            f"None of the {len(asked)} parts is recognised ({', '.join(names)}): give each a section "
            f"with such a title"
        )
        yield Hit(None, message, severity=severity)
        return
    for part in missing:
        yield Hit(None, f"The report has no {_NAMES[part]}", severity=severity)


@rule(
    "RK102",
    "part-order",
    Severity.WARNING,
    kinds=("report",),
    bad=("# Review\n\nA text.\n\n# Summary\n\nA text.\n\n# Summary of the proofs\n\nA text.",),
    good=(_WHOLE,),
)
def part_order(context: Context) -> Iterator[Hit]:
    """The parts stand in an unusual order.

    Readers know the paper from the summary before they read what you think of it.

    Fix: summary first, then the review, then the summary of the proofs.
    """
    wanted = _parts(context)
    firsts = {part: tops[0] for part, tops in _tops(context).items() if part in wanted}
    order = sorted(firsts, key=lambda part: firsts[part].span.start)
    for before, after in pairwise(order):
        if wanted.index(before) > wanted.index(after):
            message = f"The {_NAMES[before]} stands before the {_NAMES[after]}"
            yield Hit(firsts[before].heading, message)
            return


@rule(
    "RK103",
    "part-length",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    kinds=("report",),
    bad=(_WHOLE,),
)
def part_length(context: Context) -> Iterator[Hit]:
    """A part is far too short, or takes up nearly the whole report.

    Each part has its own weight in the rubric; a few sentences cannot earn it.

    Fix: say more, or move what belongs to another part there.
    """
    tops = _tops(context)
    lengths = {
        part: sum(words_in(context.word_starts, s.span) for s in found)
        for part, found in tops.items()
    }
    total = sum(lengths.values())
    for part in (part for part in _parts(context) if part in lengths):
        words = lengths[part]
        name = _NAMES[part]
        heading = tops[part][0].heading
        if words < _FEWEST_WORDS[part]:
            yield Hit(heading, f"The {name} has only {words} words")
        elif len(lengths) > 1 and words > _LARGEST_SHARE * total:
            share = round(100 * words / total)
            yield Hit(heading, f"The {name} makes up {share} % of the three parts")


@rule(
    "RK104",
    "single-subsection",
    Severity.SUGGESTION,
    bad=("# Results\n\nText.\n\n## The bound\n\nText.\n\n# Proofs\n\nText.",),
    good=(
        "# Results\n\nText.\n\n## The bound\n\nText.\n\n## Its proof\n\nText.\n\n# Proofs\n\nText.",
    ),
)
def single_subsection(context: Context) -> Iterator[Hit]:
    """A section has one subsection alone.

    A division has two sides: with one subsection only, nothing is divided.

    Fix: take the heading out, or give what stands outside of it a heading too.
    """
    for section in context.sections:
        below = [s for s in context.sections if _is_child(s, section)]
        if len(below) == 1 and below[0].level <= 3 and _is_first(context, below[0]):
            title = _title(context, section)
            yield Hit(below[0].heading, f"This is the only subsection of “{title}”")


def _is_first(context: Context, section: Section) -> bool:
    """Return whether the section is numbered as the first one; in a PDF a bold line has no number."""
    if section.number is None:
        return not context.draft.pages
    return bool(re.search(r"(?:^|[.\s])(?:1|A|a|I|i)\.?\)?$", section.number))


def _is_child(section: Section, parent: Section) -> bool:
    inside = parent.span.start < section.span.start < parent.span.end
    return inside and section.level == parent.level + 1


@rule(
    "RK105",
    "level-jump",
    Severity.SUGGESTION,
    bad=("# Results\n\nText.\n\n### The bound\n\nText.\n\n### Its proof\n\nText.",),
    good=("# Results\n\nText.\n\n## The bound\n\nText.",),
)
def level_jump(context: Context) -> Iterator[Hit]:
    """A heading leaves out a level.

    A subsubsection right below a section makes readers look for the subsection.

    Fix: use the next level.
    """
    for before, after in pairwise(context.sections):
        # \\paragraph (4) is set without regard to levels; part and chapter have no fixed step
        if before.level >= 0 and after.level == before.level + 2 and after.level <= 3:
            yield Hit(after.heading, "This heading is two levels below the one before it")


@rule(
    "RK106",
    "stacked-headings",
    Severity.SUGGESTION,
    default=False,
    bad=("# Results\n\n## The bound\n\nText.\n\n## Its proof\n\nText.",),
    good=("# Results\n\nThree results.\n\n## The bound\n\nText.\n\n## Its proof\n\nText.",),
)
def stacked_headings(context: Context) -> Iterator[Hit]:
    """A heading follows another without a word between them.

    One sentence that says what the section does helps the reader.

    Fix: write that sentence.
    """
    for before, after in pairwise(context.sections):
        between = context.draft.text[before.heading.end : after.heading.start]
        if after.level > before.level >= 1 and not between.strip():
            title = _title(context, after)
            yield Hit(after.heading, f"“{title}” stands directly below another heading")


@rule(
    "RK107",
    "heading-punctuation",
    Severity.SUGGESTION,
    bad=("# The main result.\n\nText.",),
    good=("# What is proved?\n\nText.", "# The case p = 1 etc.\n\nText."),
)
def heading_punctuation(context: Context) -> Iterator[Hit]:
    """A heading ends with a period, comma or colon.

    Headings are no sentences; the space below them says that they end.

    Fix: leave the mark out. A question mark may stay.
    """
    for section in context.sections:
        heading = context.draft.text[section.heading.start : section.heading.end].rstrip()
        ends = re.search(r"[^.][.,:;]$", heading)
        # in a PDF, unnumbered or deep headings that end with a period are set into the line
        run_in = bool(context.draft.pages) and (section.number is None or section.level > 2)
        if ends and not run_in and not heading.endswith(("etc.", "al.")):
            yield Hit(section.heading, f"The heading ends with “{heading[-1]}”")


@rule(
    "RK108",
    "heading-in-capitals",
    Severity.SUGGESTION,
    bad=("# MAIN RESULTS\n\nText.\n\n# Proofs of the bounds\n\nText.",),
    good=(
        "# PAC\n\nText.\n\n# Proofs\n\nText.",
        "# MAIN RESULTS\n\nText.\n\n# ALL PROOFS\n\nText.",
    ),
)
def heading_in_capitals(context: Context) -> Iterator[Hit]:
    """One heading is set in capitals, others are not.

    Capitals throughout can be a style; on one heading they shout.

    Fix: write it as the others.
    """
    shouted = [s for s in context.sections if _in_capitals(s.title)]
    mixed = {s.level for s in context.sections if re.search(r"[a-z]{3}", s.title)}
    for section in shouted:
        if section.level in mixed:
            yield Hit(section.heading, f"“{section.title}” is in capitals, other headings are not")


def _in_capitals(title: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", title)
    return len(words) > 1 and all(word.isupper() for word in words)


_PLACEHOLDERS = re.compile(
    r"""\b(?:TODO|FIXME|TBD|TBA)\b(?:\s*[:(][^.\n]{0,60})?
      | \bXXX+\b
      | \b[Ll]orem\s+ipsum\b
      | \b[Tt]o\s?do:\s
      | (?<=\n\n)[Tt]o\s?do[.!]?(?=\n\n|\s*\Z)
      | \[\s*(?:citation\s+needed|insert\b|your\b|add\b|fill\b|hier\b|TODO)[^\]\n]{0,60}\]
      | <\s*(?:your|insert|title|name|author)\b[^>\n]{0,40}>
      | \b(?:Your|Insert|Put\s+your|Enter\s+your)\s+(?:name|title|text|abstract|email|e-mail)\s+here\b
      | \b(?:Firstname\s+Lastname|First\s+Last\s+Name|Max\s+Mustermann|Erika\s+Mustermann|Author\s+Name)\b
      | \b(?:Ihr|Dein)\s+(?:Name|Titel|Text)\b(?=\s*(?:hier|$))
      | \b(?:hier|noch)\s+(?:Text|ergänzen|einfügen)\b(?=\s*[.!\]…]|\s+einfügen)
      | ^[^\S\n]{0,20}(?:Title|Titel)\s+of\s+the\s+(?:report|paper)\s*$
    """,
    re.VERBOSE | re.MULTILINE,
)
# words in capitals before "(TBA)" say that it is a name here: "Transfer-Based Attacks (TBA)"
_DEFINED = re.compile(r"\b[Tt]\w+(?:[-\s]+\w+){1,3}\s+\((TB[AD])s?\)|\b(TB[AD])\s+\(T\w+")
_NO_PROSE = {BlockKind.CODE, BlockKind.REFERENCE, BlockKind.FIGURE}


@rule(
    "RK110",
    "placeholder",
    Severity.ERROR,
    kinds=("report", "slides", "text"),
    bad=(
        "The bound is tight. TODO: cite the paper.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "This is known [citation needed].",
        "FIXME",
        "# Notes\n\ntodo\n\n# Proofs\n\nText.",
    ),
    good=(
        "We did not do it: the to-do list is long.",
        "Transfer-based attacks (TBA) need no model. A TBA is weak.",
        "The set $XXX$ is open, and XX is not.",
        "Nothing remains to be done here.",
    ),
)
def placeholder(context: Context) -> Iterator[Hit]:
    """Something that was to be filled in is still there.

    "TODO", filler text and what a template says in place of yours were meant for you, not for the
    reader.

    Fix: write what belongs there, or delete it.
    """
    draft = context.draft
    last_block = None
    defined = {name for match in _DEFINED.finditer(draft.text) for name in match.groups()}
    for match in _PLACEHOLDERS.finditer(draft.text):
        block = draft.block_at(match.start())
        is_prose = block is None or block.kind not in _NO_PROSE
        in_formula = any(f.span.start <= match.start() < f.span.end for f in draft.formulas)
        # one remark for a paragraph of filler
        if match[0] in defined:
            continue  # an abbreviation of the author's own
        if is_prose and not in_formula and (block is None or block is not last_block):
            word = " ".join(match[0].split()).rstrip(" :(")
            yield Hit(Span(*match.span()), f"“{word}” is still in the text")
            last_block = block


@rule("RK111", "paper-not-named", Severity.WARNING, needs=("paper", "subject"), kinds=("report",))
def paper_not_named(context: Context) -> Iterator[Hit]:
    """The report nowhere gives the title of the paper it is about.

    Whoever opens the report should learn on the first page which paper it is about, with its authors.

    Fix: name title and authors in the first paragraph and put the paper into the bibliography.
    """
    found = context.likeness
    # two or three words are not enough to look for
    if found is None or len(found.title.split()) < 4 or not found.same_subject:
        return
    if not found.title_named and not found.arxiv_named:
        title = shorten(found.title, 100, placeholder=" …")
        yield Hit(None, f"The title of the paper (“{title}”) does not occur")


@rule(
    "RK112",
    "one-sided-review",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    kinds=("report",),
    bad=("# Summary\n\nText.\n\n# Review\n\nThe paper is about coresets. It has ten pages.",),
    good=(_WHOLE,),
)
def one_sided_review(context: Context) -> Iterator[Hit]:
    """The review names no strengths, or no weaknesses.

    A referee weighs both; every paper has some of each.

    Fix: say what is good and what is not, each with its reason and a place in the paper.
    Source: the review forms of NeurIPS, ICML and ICLR ask for both.
    """
    review = _tops(context).get("review")
    if not review:
        return
    words = " ".join(context.draft.text[s.span.start : s.span.end] for s in review)
    lacking = [name for name, pattern in _SIDES.items() if not re.search(pattern, words, re.I)]
    if lacking:
        yield Hit(review[0].heading, f"The review names no {' and no '.join(lacking)}")


_SIDES = {
    "strength": r"\b(?:strength|strong|positive|merit|advantage|convinc|elegant|clear(?:ly)?\b|novel|interesting|nice|good\b|well[ -]|impressive|valuable|significan|important|original"
    r"|stärke|stark|positiv|vorteil|gelungen|überzeug|klar|elegant|interessant|gut\b|wertvoll|wichtig|verdienst)",
    "weakness": r"\b(?:weak|negative|drawback|disadvantage|limit|critic|concern|miss|lack|unclear|however|unfortunately|not\b|only\b|would\b|could\b|should\b|hard to|difficult|problem"
    r"|schwäch|schwach|negativ|nachteil|kritik|grenz|einschränk|fehl|unklar|allerdings|leider|jedoch|nicht\b|kein|nur\b|sollte|könnte)",
}


@rule(
    "RK113",
    "review-without-questions",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    kinds=("report",),
    bad=("# Summary\n\nText.\n\n# Review\n\nA strength is the proof. The constant is weak.",),
    good=(
        _WHOLE,
        "# Gutachten\n\nUnklar bleibt, ob die Schranke scharf ist. Gilt sie auch für $p = 1$?",
    ),
)
def review_without_questions(context: Context) -> Iterator[Hit]:
    """The review has no questions to the authors.

    Questions show where you got stuck or what would change your verdict; every review form asks for
    them.

    Fix: ask three to five questions, each one such that its answer matters.
    Source: NeurIPS reviewer guidelines, "Questions".
    """
    review = _tops(context).get("review")
    if not review:
        return
    words = " ".join(context.draft.text[s.span.start : s.span.end] for s in review)
    words = re.sub(r"\[[^\[\]]*\?[^\[\]]*\]|\(\?\)|\?\?", " ", words)  # [?] asks nobody
    asked = re.search(r"[^\W\d_]\W{0,3}\?|\?\s*(?:$|\n)", words)
    announced = re.search(
        r"\b(?:questions?|frage|wonder|unclear (?:whether|why|how|if)|curious"
        r"|would be interesting to (?:know|see)|ask the authors|unklar(?:,| ist| bleibt))",
        words,
        re.I,
    )
    if not asked and not announced:
        yield Hit(review[0].heading, "The review has no questions to the authors")


# the parts of a list that LaTeX sets from nothing, and a title page of the appendix
_MAY_BE_EMPTY = re.compile(
    r"(?:List of .{3,30}|Contents|Appendix|Appendices|Anhang|Anhänge|\w{3,20}verzeichnis)",
    re.IGNORECASE,
)


@rule(
    "RK114",
    "empty-section",
    Severity.WARNING,
    bad=("# Results\n\nText.\n\n# Discussion\n\n# Proofs\n\nText.",),
    good=("# Results\n\n## The bound\n\nText.\n\n# Proofs\n\nText.",),
)
def empty_section(context: Context) -> Iterator[Hit]:
    """A heading has nothing below it.

    An empty section is a promise that the report does not keep.

    Fix: write the section or take its heading out.
    """
    for section in context.sections:
        if _MAY_BE_EMPTY.fullmatch(section.title.strip()):
            continue
        below = Span(section.heading.end, section.span.end)
        has_content = any(
            block.span.start >= below.start and block.span.start < below.end
            for block in context.draft.blocks
        )
        pictured = any(
            section.page is not None and image.box.page == section.page
            for image in context.draft.images
        )
        if (
            not has_content
            and not pictured
            and not context.draft.text[below.start : below.end].strip()
        ):
            yield Hit(section.heading, f"“{_title(context, section)}” is empty")


@rule("RK116", "other-paper", Severity.ERROR, needs=("paper",), kinds=("report", "slides"))
def other_paper(context: Context) -> Iterator[Hit]:
    """The draft seems to be about another paper than the one that was given, or is the paper itself.

    The draft names neither title nor authors of the paper, and has neither its subject nor its
    formulas. Every comparison with it would mislead, so none is made: no result is looked up, and no
    wording compared.

    Fix: give the paper that the report is about (--paper), or name it in the report.
    """
    assert context.paper is not None and context.likeness is not None  # needs=("paper",)
    found = context.likeness
    name = found.title or context.paper.name
    if found.same_text:
        yield Hit(
            None,
            f"This draft has the text of the paper itself (“{name[:90]}”): is it the right file?",
        )
    elif found.is_other:
        yield Hit(
            None,
            f"The draft does not seem to be about this paper (“{name[:90]}”): {_evidence(context)}",
        )


def _evidence(context: Context) -> str:
    """Return what of the paper was looked for and not found."""
    found = context.likeness
    assert found is not None  # the caller looked
    named = "names it in the bibliography at most" if found.title_named else "does not name it"
    told = [f"it {named}", f"has {found.subject:.0%} of the paper's commonest words"]
    if found.formulas:
        told.append(f"shares none of its {found.formulas} longer formulas")
    missing, cited = _not_there(context)
    if missing:
        told.append(f"cites {cited} results of which {missing} are not there")
    return ", ".join(told)


def _not_there(context: Context) -> tuple[int, int]:
    """Return how many results the draft cites that the paper does not have, and how many it cites."""
    own = {(s.kind, s.number) for s in context.draft_statements.statements}
    named = {(m.kind, m.number) for m in context.mentions if m.number and m.target != "external"}
    paper = context.paper_statements
    there = {(s.kind, s.number) for s in paper.statements} if paper else set()
    return len(named - own - there), len(named - own)
