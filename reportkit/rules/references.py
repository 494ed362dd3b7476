"""RK4xx: references within the report, numbers that lead nowhere, citations and the bibliography."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from reportkit.analysis.bibliography import Bibliography, Entry, entries_named
from reportkit.analysis.crossrefs import GAP, NUMBER
from reportkit.document import BlockKind, Span
from reportkit.findings import Confidence, Hit, Severity
from reportkit.rules import Context, rule

_REFERENCES = (
    "\n\n# References\n\n[1] C. Wei. Sample complexity. 2019.\n\n[2] T. Ma. Margins. 2020."
)
_NO_PROSE = {BlockKind.REFERENCE, BlockKind.CODE, BlockKind.CONTENTS, BlockKind.FIGURE}
_LONGEST_MARK = 12  # "?, ?, ?, ?"
_LONE_MARK = re.compile(r"(?<=[\s,;])\?(?=[\s,.;:)]|$)")
_UNRESOLVED = re.compile(
    rf"(?:(?P<word>(?<!\w)[^\W\d_][\w.]{{0,60}}){GAP})?"
    r"(?P<mark>\((?<![?\w])\?\?\)|(?<![?\w])\?\?(?![?\w])|\[(?:[^\[\]\n]{0,40},\s*)?\?(?:\s*,[^\[\]\n]{0,40})?\]|\(\?\))"
)


def _in_prose(context: Context, offset: int) -> bool:
    block = context.draft.block_at(offset)
    return block is None or block.kind not in _NO_PROSE


@rule(
    "RK401",
    "unresolved-reference",
    Severity.ERROR,
    kinds=("report", "slides", "text"),
    bad=(
        "By Theorem ?? the bound holds.",
        "This is known [?].",
        "See Section ??.",
        "As shown in (??), it holds.",
        "This was shown before [1, ?].",
    ),
    good=("Is it tight? Really?", "What?? No.", "The bound holds [1]."),
)
def unresolved_reference(context: Context) -> Iterator[Hit]:
    """LaTeX printed ?? or [?] because a label or a citation key does not exist.

    The reader cannot know what you refer to.

    Fix: correct the name in \\ref or \\cite (the log lists it), then run LaTeX, BibTeX and LaTeX twice.
    """
    for match in _UNRESOLVED.finditer(context.draft.text):
        if _in_prose(context, match.start("mark")):
            has_word = match["word"] and match["word"][:1].isupper()
            span = Span(match.start() if has_word else match.start("mark"), match.end())
            what = "citation" if "[" in match["mark"] or match["mark"] == "(?)" else "reference"
            yield Hit(span, f"“{_with_words(context, span)}”: this {what} leads nowhere")
    for span in _bold_marks(context):
        yield Hit(span, f"“{_with_words(context, span)}”: this citation leads nowhere")


def _with_words(context: Context, span: Span) -> str:
    """Return what is printed at `span` with two words before it, to tell the places apart.

    "Section ??" says enough at the beginning of a sentence.
    """
    draft = context.draft
    block = draft.block_at(span.start)
    start = max(block.span.start if block else 0, span.start - 40)
    before = draft.text[start : span.start].split()[-2:]
    words = draft.text[span.start : span.end].split()
    if len(words) > 1 and words[0][:1].isalpha():
        ends = [n for n, word in enumerate(before, 1) if word.endswith((".", "!", "?"))]
        before = before[max(ends, default=0) :]
    return " ".join([*before, *words]).lstrip(") ,;:")


def _bold_marks(context: Context) -> Iterator[Span]:
    """Yield the question marks that natbib sets in bold for a key it does not know."""
    draft = context.draft
    bold = [run.span for run in draft.runs if run.bold and len(run.span) <= _LONGEST_MARK]
    for span in bold:
        block = draft.block_at(span.start)
        if block is None or block.kind in {*_NO_PROSE, BlockKind.HEADING}:
            continue
        for match in _LONE_MARK.finditer(draft.text, span.start, span.end + 1):
            if match.start() < span.end:
                yield Span(*match.span())


# always names in mathematics: "Theorem 3.1" like "Lake Constance"
_STATEMENTS = "theorem lemma proposition corollary definition remark assumption conjecture"
_DIVISIONS = "section figure table chapter appendix algorithm"
_LOWER = re.compile(
    rf"(?<![\w\-/.])(?P<word>{'|'.join((_STATEMENTS + ' ' + _DIVISIONS).split())})(?P<s>s|ta)?"
    rf"(?P<number>{GAP}(?>{NUMBER})(?![\w%]|\.\d))"
)


@rule(
    "RK402",
    "lowercase-reference",
    Severity.WARNING,
    bad=(
        "This follows from theorem 3.1 of the paper.",
        "We use lemma 4 and the bound.",
        "See section 2. As in Section 3, it holds.",
    ),
    good=(
        "This follows from Theorem 3.1, a theorem by 2 authors.",
        "The sections 2.1 kilometres apart are not meant here, the lemma holds.",
        "See section 2 and section 3.",
        "We prove theorem 3D.",
        "The algorithm (5) and the definition (6.1) are meant as formulas.",
    ),
)
def lowercase_reference(context: Context) -> Iterator[Hit]:
    """The name of a numbered result or section is in lower case.

    With its number it is a name: Theorem 3.1, Section 2. (A style that writes "section 2" throughout
    is left alone.)

    Fix: write it with a capital.
    Source: Knuth, Larrabee and Roberts, Mathematical Writing, §1, no. 15.
    """
    text = context.draft.text
    for match in _LOWER.finditer(text):
        word = match["word"]
        if not _in_prose(context, match.start()):
            continue
        if word in _DIVISIONS.split() and not _is_mostly_capital(text, word):
            continue
        span = Span(match.start(), match.end("number"))
        printed = " ".join(text[span.start : span.end].split())
        replacement = text[span.start].upper() + text[span.start + 1 : span.end]
        yield Hit(span, f"“{printed}” is a name: {printed[0].upper()}{printed[1:]}", replacement)


def _is_mostly_capital(text: str, word: str) -> bool:
    """Return whether the draft writes the word with a capital within sentences, at least as often."""
    numbered = rf"s?{GAP}\(?(?:{NUMBER})"
    capital = len(re.findall(rf"(?<=[a-z,(;] ){word.capitalize()}{numbered}", text))
    return capital > 0 and capital >= len(re.findall(rf"(?<![\w-]){word}{numbered}", text))


# "the Theorem 3.1 bound" is a noun with a name in front, "the Theorem 3 of [5]" is seen and let be
_ARTICLE = re.compile(
    rf"\b[Tt]he{GAP}(?:Theorem|Lemma|Proposition|Corollary|Definition|Section|Figure|Table|Equation"
    rf"|Chapter|Algorithm|Assumption|Remark)s?{GAP}\(?(?>{NUMBER})\)?(?![\w-])"
    r"(?!['’]s|\s(?:of\s\[|variant|version|bound|estimate|result|argument|proof|setup|setting|assumption))"
)


@rule(
    "RK403",
    "article-before-reference",
    Severity.WARNING,
    bad=("By the Theorem 3 it holds.", "The Lemma 2 shows that it holds."),
    good=(
        "By Theorem 3.1, it holds.",
        "The Theorem 3.1 bound is tight, the Theorem 3 variant weak.",
    ),
)
def article_before_reference(context: Context) -> Iterator[Hit]:
    """A numbered name has an article: "the Theorem 3.1".

    A name with its number needs none: by Theorem 3.1, as in Section 2.

    Fix: leave "the" out.
    """
    for match in _ARTICLE.finditer(context.draft.text):
        if _in_prose(context, match.start()):
            printed = " ".join(match[0].split())
            bare = printed.split(" ", 1)[1]
            yield Hit(Span(*match.span()), f"“{printed}”: no article before a numbered name", bare)


_FORMS = {
    "figure": (r"Figures?", r"Figs?\."),
    "equation": (r"[Ee]quations?", r"Eqs?\.|Eqn\."),
    "section": (r"Sections?", r"Secs?\.|Sects?\."),
    "theorem": (r"Theorems?", r"Thms?\."),
}


@rule(
    "RK404",
    "mixed-reference-forms",
    Severity.SUGGESTION,
    bad=("As in Fig. 1 and in Fig. 2, so in Figure 3, and in Figure 4.",),
    good=("As in Fig. 1. Figure 2 shows it, and so does Fig. 3.", "See Figure 1 and Figure 2."),
)
def mixed_reference_forms(context: Context) -> Iterator[Hit]:
    """Both "Figure 2" and "Fig. 2" are used within sentences.

    One form reads better; journals ask for one. At the start of a sentence the word is always written
    out, so that does not count.

    Fix: choose one form.
    """
    for word, forms in _FORMS.items():
        full, short = (
            [
                match
                for match in re.finditer(
                    rf"(?<=[a-z0-9,(;] )(?:{form})[\s~]*\(?\d", context.draft.text
                )
                if _in_prose(context, match.start())
            ]
            for form in forms
        )
        fewer = min(full, short, key=len)
        if len(fewer) > 1:
            message = f"“{full[0][0]}” {len(full)} times, “{short[0][0]}” {len(short)} times"
            yield Hit(Span(*fewer[0].span()), f"Two forms for a {word}: {message}")


@rule("RK405", "unreferenced-figure", Severity.WARNING, kinds=("report",))
def unreferenced_figure(context: Context) -> Iterator[Hit]:
    """A figure or a table is never referred to in the text.

    Figures float; without "see Figure 2" readers do not know when to look at it and why.

    Fix: refer to it where it helps, or leave it out.
    """
    known = Counter((item.kind, item.number) for item in context.floats)
    named = {(ref.kind, ref.number) for ref in context.references}
    linked = _linked_floats(context)
    for item in context.floats:
        key = item.kind, item.number
        if (
            key in named
            or key in linked
            or known[key] > 1
            or _pointed_at(context, item.kind, item.span)
        ):
            continue
        start = Span(item.span.start, min(item.span.end, item.span.start + 90))
        # an appendix of figures is a place to look things up
        severity = Severity.SUGGESTION if _in_appendix(context, item.span) else None
        message = f"{item.kind.capitalize()} {item.number} is never referred to"
        yield Hit(start, message, severity=severity)


_LETTERED = re.compile(r"[A-Z](?:\.\d+)*\.?")


def _in_appendix(context: Context, span: Span) -> bool:
    """Return whether `span` is in a section that calls itself appendix, or has a letter after numbers."""
    counted = any((s.number or "")[:1].isdigit() for s in context.sections)
    return any(
        s.span.start <= span.start < s.span.end
        and (
            s.title.lower().startswith(("appendix", "anhang"))
            or (counted and bool(_LETTERED.fullmatch(s.number or "")))
        )
        for s in context.sections
    )


def _linked_floats(context: Context) -> set[tuple[str, str]]:
    """Return kind and number of the floats that a link points at by hyperref's names."""
    found = set()
    for link in context.draft.links:
        kind, _, number = (link.destination or "").partition(".")
        kind = kind.removesuffix(".caption").removesuffix("caption")
        if kind in {"figure", "table"} and number:
            found.add((kind, number.removeprefix("caption.")))
    return found


_NEAR = re.compile(
    r"\b(?:(?:following|above|below|next)\s+(?:figure|table|plot|diagram|picture)s?"
    r"|(?:figure|table|plot|diagram|picture)s?\s+(?:above|below|on\s+the\s+(?:left|right|next))"
    r"|(?:folgende[nr]?|obige[nr]?)\s+(?:Abbildung|Tabelle|Grafik)|(?:Abbildung|Tabelle)\s+(?:oben|unten))\b",
    re.IGNORECASE,
)


def _pointed_at(context: Context, kind: str, span: Span) -> bool:
    """Return whether "the table below" or the like stands near the float."""
    page = context.draft.page_of(span.start)
    for match in _NEAR.finditer(context.draft.text):
        near = context.draft.page_of(match.start())
        if page is None or near is None or abs(page - near) <= 1:
            return True
    return False


@rule("RK406", "unreferenced-equation", Severity.SUGGESTION, kinds=("report",), default=False)
def unreferenced_equation(context: Context) -> Iterator[Hit]:
    """An equation has a number, and nothing refers to it.

    A number tells readers that they will need the formula again.

    Fix: number only what you refer to (\\[ ... \\] instead of the equation environment).
    """
    numbered = [f for f in context.draft.formulas if f.display and f.number]
    text = context.draft.text
    linked = {(link.destination or "").removeprefix("equation.") for link in context.draft.links}
    unused = []
    for formula in numbered:
        elsewhere = text[: formula.span.start] + text[formula.span.end :]
        number = re.escape(formula.number or "")
        if not re.search(rf"\(\s*{number}\s*\)|\bEqs?\.?\s*{number}\b", elsewhere) and not any(
            target.endswith(f".{formula.number}") or target == formula.number for target in linked
        ):
            unused.append(formula)
    if unused:
        listed = ", ".join(f"({formula.number})" for formula in unused[:8])
        more = f" and {len(unused) - 8} more" if len(unused) > 8 else ""
        yield Hit(unused[0].span, f"Numbered but never referred to: {listed}{more}")


@rule(
    "RK407",
    "reference-to-nothing",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
    needs=("paper",),
    kinds=("report",),
)
def reference_to_nothing(context: Context) -> Iterator[Hit]:
    """A figure, table, section or equation is cited that neither the draft nor the paper has.

    It was probably renumbered, or the number is a slip.

    Fix: use \\ref, so that numbers follow what they name.
    """
    own = _numbers_of(context, of_paper=False)
    theirs = _numbers_of(context, of_paper=True)
    for ref in context.references:
        if ref.kind not in own or not theirs[ref.kind]:
            continue
        if ref.number in own[ref.kind] or ref.number in theirs[ref.kind]:
            continue
        after = context.draft.text[ref.span.end : ref.span.end + 40]
        if re.match(
            r"\s*(?:of|in|from|aus|von|in:|,)?\s*[\[(]|\s+(?:of|in|from|von|aus)\s+[A-Z]", after
        ):
            continue
        before = context.draft.text[max(ref.span.start - 40, 0) : ref.span.start]
        if re.search(r"[\[(][^\])]*$", before) and re.search(r"\d\s*,\s*$|\w\d\d\w?,\s*$", before):
            continue
        name = f"{ref.kind.capitalize()} {ref.number}"
        yield Hit(ref.span, f"There is no {name}, neither here nor in the paper")


def _numbers_of(context: Context, *, of_paper: bool) -> dict[str, set[str]]:
    """Return the numbers of figures, tables and sections that the document has, by kind."""
    sections = context.paper_sections if of_paper else context.sections
    items = context.paper_floats if of_paper else context.floats
    numbers = {section.number for section in sections if section.number}
    found: dict[str, set[str]] = {"figure": set(), "table": set(), "section": set(numbers)}
    for item in items:
        found[item.kind].add(item.number)
    return found


@rule(
    "RK408",
    "citation-as-noun",
    Severity.SUGGESTION,
    default=False,
    bad=("As shown in [1], it holds." + _REFERENCES,),
    good=("It holds, as Wei showed [1]." + _REFERENCES,),
)
def citation_as_noun(context: Context) -> Iterator[Hit]:
    """A bracket stands in for a noun: "in [3]".

    Read without the brackets the sentence should still be complete; a name also says more than a
    number.

    Fix: name the authors: "Wei and Ma [3] show".
    """
    for citation in _numeric(context):
        before = context.draft.text[max(citation.start - 12, 0) : citation.start]
        word = re.search(r"\b(in|by|of|from|to|see|with|and)\s+$", before)
        if word:
            printed = context.draft.text[citation.start : citation.end]
            yield Hit(citation, f"“{word[1]} {printed}”: a citation is no noun; name the authors")


def _numeric(context: Context) -> list[Span]:
    return [citation.span for citation in context.bibliography.citations if citation.keys]


@rule(
    "RK409",
    "adjacent-citations",
    Severity.SUGGESTION,
    bad=("It is known [1] [2]." + _REFERENCES, "It is known [1][2]." + _REFERENCES),
    good=("It is known [1, 2]." + _REFERENCES, "It is known [1], [2]." + _REFERENCES),
)
def adjacent_citations(context: Context) -> Iterator[Hit]:
    """Two brackets stand side by side.

    One bracket can hold both.

    Fix: one \\cite{wei,ma} instead of two.
    """
    prose = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE}
    blocks = ((span, context.draft.block_at(span.start)) for span in _numeric(context))
    spans = [span for span, block in blocks if block and block.kind in prose]
    for one, other in pairwise(spans):
        between = context.draft.text[one.end : other.start]
        if len(between) <= 1 and not between.strip():
            both = Span(one.start, other.end)
            printed = context.draft.text[both.start : both.end]
            yield Hit(both, f"“{printed}” can be one bracket", re.sub(r"\]\s?\[", ", ", printed))


_MOST_ALONE = 5


@rule(
    "RK410",
    "uncited-bibliography-entry",
    Severity.WARNING,
    kinds=("report",),
    bad=("It is known [1]." + _REFERENCES,),
    good=("It is known [1, 2]." + _REFERENCES, "It is known [1-2]." + _REFERENCES),
)
def uncited_bibliography_entry(context: Context) -> Iterator[Hit]:
    """An entry of the bibliography is never cited.

    The list tells readers where a statement comes from, so each entry has its place in the text.

    Fix: cite it where you use it, or leave it out (\\nocite{*} puts the whole file in).
    """
    listed = context.bibliography
    # what has no label in a list of labels is the end of a broken entry
    uncited = [
        entry
        for index, entry in enumerate(listed.entries)
        if index not in listed.cited and (entry.label or listed.style == "author-year")
    ]
    if not uncited:
        return
    if not listed.cited:
        message = f"None of the {len(listed.entries)} entries of the bibliography seems to be cited"
        # citations may have a form that was not recognised
        yield Hit(
            _start(uncited[0]), message, severity=Severity.SUGGESTION, confidence=Confidence.LOW
        )
    elif len(uncited) > _MOST_ALONE:
        names = ", ".join(_named(entry) for entry in uncited[:_MOST_ALONE])
        message = f"{len(uncited)} of {len(listed.entries)} entries are never cited: {names}, …"
        yield Hit(_start(uncited[0]), message)
    else:
        for entry in uncited:
            yield Hit(_start(entry), f"{_named(entry)} is never cited")


def _start(entry: Entry) -> Span:
    return Span(entry.span.start, min(entry.span.end, entry.span.start + 120))


def _named(entry: Entry) -> str:
    """Return "[3]" or the entry's first words."""
    return f"[{entry.label}]" if entry.label else f"“{entry.text[:50].rstrip()}…”"


@rule(
    "RK411",
    "duplicate-bibliography-entry",
    Severity.WARNING,
    kinds=("report", "text"),
    bad=(
        "Both [1, 2].\n\n# References\n\n[1] C. Wei and T. Ma. Data-dependent sample complexity. 2019."
        "\n\n[2] Colin Wei and Tengyu Ma. Data-dependent Sample Complexity. NeurIPS, 2019.",
    ),
    good=(
        "It is known [1, 2]." + _REFERENCES,
        "Both [1, 2].\n\n# References\n\n[1] J. Cheeger. Collapsing Riemannian manifolds. I. JDG, 1986."
        "\n\n[2] J. Cheeger. Collapsing Riemannian manifolds. II. JDG, 1990.",
    ),
)
def duplicate_bibliography_entry(context: Context) -> Iterator[Hit]:
    """Two entries of the bibliography are the same work.

    Readers wonder what the difference is.

    Fix: keep one, the published version, and cite it everywhere.
    """
    first: dict[str, Entry] = {}
    for entry in context.bibliography.entries:
        if entry.label == "1":  # an appendix with a list of its own
            first.clear()
        known = first.setdefault(entry.title, entry) if len(entry.title) > 20 else entry
        if known is not entry and set(known.names) & set(entry.names) and _same_work(known, entry):
            yield Hit(_start(entry), f"{_named(entry)} is the same work as {_named(known)}")


def _same_work(one: Entry, other: Entry) -> bool:
    """Return whether entries of one title are one work: parts I and II have years of their own."""
    years = {(entry.year or "")[:4] for entry in (one, other)}
    return len(years) == 1 or one.is_preprint or other.is_preprint or "" in years


@rule(
    "RK412",
    "preprint-of-published",
    Severity.SUGGESTION,
    needs=("paper",),
    kinds=("report",),
)
def preprint_of_published(context: Context) -> Iterator[Hit]:
    """A preprint is cited that has been published since; the paper's own bibliography says where.

    The published version has been refereed, and its numbers are the ones others cite.

    Fix: cite the published version.
    """
    published = {
        entry.title: entry
        for entry in context.paper_entries
        if len(entry.title) > 20 and not entry.is_preprint
    }
    for entry in context.bibliography.entries:
        better = published.get(entry.title)
        if entry.is_preprint and better is not None and set(entry.names) & set(better.names):
            where = better.venue[:90].strip() or better.text[-90:].strip()
            yield Hit(_start(entry), f"{_named(entry)} has been published: {where}")


@rule(
    "RK418",
    "missing-bibliography-entry",
    Severity.ERROR,
    kinds=("report", "text"),
    bad=("It is known [1], and also [7]." + _REFERENCES,),
    good=(
        "It is known [1, Theorem 2] on the interval $[0, 7]$." + _REFERENCES,
        "It is known [1] for p in [0, 7]." + _REFERENCES,
    ),
)
def missing_bibliography_entry(context: Context) -> Iterator[Hit]:
    """A citation has no entry in the bibliography.

    The reader cannot look it up.

    Fix: add the work to the .bib file and cite it with \\cite instead of typing the number.
    """
    listed = context.bibliography
    yield from _missing_labels(listed) if listed.style == "numeric" else _missing_names(listed)


def _missing_labels(listed: Bibliography) -> Iterator[Hit]:
    labels = {entry.label for entry in listed.entries if entry.label}
    are_numbers = all(label.isdecimal() for label in labels)
    whole = all(entry.label for entry in listed.entries)
    if are_numbers:
        whole = whole and len(labels) == max(map(int, labels))
    if not whole:  # an entry was not recognised, and it may be the one that is cited
        return
    resolved = any(set(citation.keys) <= labels for citation in listed.citations)
    for citation in listed.citations:
        missing = [key for key in citation.keys if key not in labels]
        # a year or an interval is no citation; where nothing else resolves the list was misread
        if not missing or not resolved or any(key.isdecimal() != are_numbers for key in missing):
            continue
        if are_numbers and len(citation.keys) > 1 and len(missing) == len(citation.keys):
            continue
        keys = ", ".join(f"[{key}]" for key in missing)
        last = listed.entries[-1].label
        yield Hit(citation.span, f"{keys} is not in the bibliography (its last entry is [{last}])")


def _missing_names(listed: Bibliography) -> Iterator[Hit]:
    """Yield author-year citations without an entry, where nearly all others have one."""
    lost = [c for c in listed.citations if not entries_named(listed.entries, c.name, c.year)]
    found = len(listed.citations) - len(lost)
    if found < 3 or len(lost) > found / 2:
        return
    surnames = {name for entry in listed.entries for name in entry.names}
    # an entry without its year was cut off
    doubtful = {name for entry in listed.entries if not entry.year for name in entry.names}
    for citation in lost:
        if citation.name in surnames - doubtful:
            message = f"The bibliography has no {citation.name.capitalize()} of {citation.year}"
            yield Hit(
                citation.span, message, severity=Severity.WARNING, confidence=Confidence.MEDIUM
            )
