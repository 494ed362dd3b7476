r"""LaTeX that a program writes, through PyLaTeX: the paper's data, its table of results, the stubs.

What a person edits comes from templates/latex/<kind> instead. Everything that came from outside goes
through `escaping` first, and into PyLaTeX as NoEscape: PyLaTeX's own escaping knows neither
formulas nor what pdfLaTeX cannot print.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportkit.scaffold.escaping import bibtex, latex, one_line
from reportkit.scaffold.facts import PaperFacts, ResultRow
from reportkit.scaffold.words import Words

if TYPE_CHECKING:
    from reportkit.analysis.notation import Introduced

_MACROS = frozenset(
    [
        "theorem",
        "lemma",
        "proposition",
        "corollary",
        "definition",
        "claim",
        "assumption",
        "conjecture",
        "remark",
        "example",
        "fact",
        "observation",
    ]
)
_ROWS_IN_TABLE = 30  # a page; beyond it only what the main results rest on is listed
_STUBS = 12  # key lemmas that get a stub of their own
_SLIDES = 3  # main results that get a slide of their own


def paper_macros(facts: PaperFacts, words: Words) -> str:
    r"""Return generated/paper.tex: \rkpapertitle, \rkpaperauthors, \rkpaperkey, \rkpaperversion."""
    from pylatex import Command, NoEscape

    version = [f"arXiv:{facts.arxiv}"] * bool(facts.arxiv)
    version += [f"{facts.pages}~{words.pages}"] * bool(facts.pages)
    macros = {
        "title": latex(facts.title) or rf"\rkfill{{{words.todo_title}}}",
        "authors": _names(facts.authors, words) or rf"\rkfill{{{words.todo_authors}}}",
        "version": f" ({', '.join(version)})" if version else "",
    }
    lines = [
        Command("newcommand*", [NoEscape(rf"\rkpaper{name}"), NoEscape(text)]).dumps()
        for name, text in macros.items()
    ]
    key = Command("renewcommand*", [NoEscape(r"\rkpaperkey"), NoEscape(facts.key)]).dumps()
    return "\n".join([*lines, key]) + "\n"


def _names(authors: Sequence[str], words: Words) -> str:
    """Return "A, B and C" in LaTeX; a name does not break before its last word."""
    names = [latex(name) for name in authors]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words.et} {names[-1]}"


def bibliography(facts: PaperFacts) -> str:
    """Return the paper's BibTeX entries: the preprint and, where it is known, the published one."""
    if not facts.title:
        return _entry("misc", "paper", {"title": r"{\rkfill{the paper}}", "author": "", "year": ""})
    common = {
        "title": f"{{{bibtex(facts.title)}}}",
        "author": " and ".join(_bibtex_name(name) for name in facts.authors),
    }
    if not facts.arxiv:
        if facts.venue:
            return _published(facts.key, common, facts)
        return _entry("misc", facts.key, common | {"year": facts.year})
    preprint = common | {
        "year": _arxiv_year(facts.arxiv_id) or facts.year,
        "eprint": facts.arxiv_id,
        "archivePrefix": "arXiv",
        "primaryClass": facts.primary_class,
        "url": f"https://arxiv.org/abs/{facts.arxiv}",
        "note": f"arXiv:{facts.arxiv}",
    }
    entry = _entry("misc", facts.key, preprint)
    if not facts.venue:
        return entry
    return entry + "\n\n" + _published(f"{facts.key}-published", common, facts)


def _published(key: str, common: dict[str, str], facts: PaperFacts) -> str:
    """Return the entry of a paper in proceedings or a journal, as its first page names them."""
    journal = re.search(r"\b(journal|annals|transactions|letters)\b", facts.venue, re.IGNORECASE)
    where = "journal" if journal else "booktitle"
    fields = common | {where: bibtex(facts.venue), "year": facts.year}
    return _entry("article" if journal else "inproceedings", key, fields)


def _arxiv_year(arxiv_id: str) -> str:
    """Return the year that is in an arXiv id ("2019" for 1905.03684 and math/1905001)."""
    found = re.search(r"(?:^|/)(\d\d)(?:0[1-9]|1[0-2])", arxiv_id)
    if not found:
        return ""
    return f"19{found[1]}" if found[1] > "90" else f"20{found[1]}"


def _bibtex_name(name: str) -> str:
    r"""Return a name that BibTeX reads as one: braces around those it would split."""
    escaped = bibtex(name)
    return f"{{{escaped}}}" if re.search(r",|\band\b", name, re.IGNORECASE) else escaped


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def reference(row: ResultRow, *, star: bool = True) -> str:
    r"""Return the macro that names a result of the paper: "\paperlemma*{A.4}"."""
    if row.kind in _MACROS and re.fullmatch(r"[\w.'-]+", row.number, re.ASCII):
        return rf"\paper{row.kind}{'*' * star}{{{row.number}}}"
    return f"{latex(row.label)}~{latex(row.number)}"


def printed(row: ResultRow) -> str:
    """Return a result's name as the paper prints it, for comments and bookmarks."""
    return one_line(f"{row.label} {row.number}")


def results_table(facts: PaperFacts, words: Words) -> str:
    """Return generated/results.tex: the paper's results with pages, "" where none are known."""
    from pylatex import NoEscape, Tabular

    rows, part = _listed(facts)
    if not rows:
        return ""
    named = any(row.name for row in rows)
    columns = "l" + _PARAGRAPH.format(".33") * named + "rr" + _PARAGRAPH.format(".24")
    table = Tabular(columns, booktabs=True)
    head = words.head if named else (words.head[0], *words.head[2:])
    table.add_row([NoEscape(word) for word in head])
    table.add_hline()
    for row in rows:
        cells = _cells(row, named=named)
        table.add_row([NoEscape(cell) for cell in cells])
    caption = words.caption_part if part else words.caption
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            r"\centering\small",
            rf"\caption{{{caption}}}\label{{tab:results}}",
            r"\rklist{begin}",
            table.dumps(),
            r"\par\rklist{end}",
            r"\end{table}",
            "",
        ]
    )


_PARAGRAPH = r">{{\raggedright\arraybackslash}}p{{{0}\linewidth}}"


def _listed(facts: PaperFacts) -> tuple[tuple[ResultRow, ...], bool]:
    """Return the rows of the table, and whether they are only a part of the results."""
    if len(facts.results) <= _ROWS_IN_TABLE:
        return facts.results, False
    chosen = {(row.kind, row.number) for row in (*facts.main, *facts.lemmas)}
    kept = [row for row in facts.results if (row.kind, row.number) in chosen]
    return tuple(kept[:_ROWS_IN_TABLE]), True


def _cells(row: ResultRow, *, named: bool) -> list[str]:
    users = list(row.used_by[:3]) + ["..."] * (len(row.used_by) > 3)
    used = re.sub(r" (?=[\w.']+(?:,|$))", "~", latex(", ".join(users))).replace("...", r"\dots{}")
    star = r"~$\star$" if row.main else ""
    name = [latex(_short(row.name))] if named else []
    pages = [str(page) if page else "--" for page in (row.page, row.proof_page)]
    return [f"{latex(row.label)}~{latex(row.number)}{star}", *name, *pages, used]


def _short(name: str, length: int = 70) -> str:
    return name if len(name) <= length else name[: length - 1].rsplit(" ", 1)[0] + " …"


def main_results(facts: PaperFacts, words: Words) -> str:
    """Return a paragraph to fill for each main result, the most important first."""
    if not facts.main:
        return rf"\rkfill{{{words.main}}}"
    return "\n".join(
        f"\n{_comment(row, words)}\n"
        rf"\paragraph{{{reference(row)}{_named(row)}.}}"
        "\n"
        rf"\rkfill{{{words.state.format(latex(printed(row)))}}}"
        for row in facts.main[:_STUBS]
    ).lstrip("\n")


def key_lemmas(facts: PaperFacts, words: Words) -> str:
    """Return a paragraph to fill for each key lemma, each after those it rests on."""
    return "\n".join(
        f"\n{_comment(row, words)}\n"
        rf"\paragraph{{{reference(row)}{_named(row)}.}}"
        "\n"
        rf"\rkfill{{{words.explain.format(latex(printed(row)))}}}"
        for row in facts.lemmas[:_STUBS]
    ).lstrip("\n")


def proof_notes(facts: PaperFacts, words: Words) -> str:
    """Return a section for each key result, lemmas before what rests on them."""
    seen: dict[tuple[str, str], ResultRow] = {}
    for row in (*facts.lemmas, *reversed(facts.main)):
        seen.setdefault((row.kind, row.number), row)
    return "\n\n".join(_note(row, words) for row in seen.values())


def _note(row: ResultRow, words: Words) -> str:
    used = ", ".join(row.used_by)
    return "\n".join(
        [
            _comment(row, words),
            rf"\section{{{reference(row)}{_named(row)}}}",
            rf"\subsection*{{{words.statement}}}",
            rf"\rkfill{{{words.todo_statement}}}",
            rf"\subsection*{{{words.idea}}}",
            rf"\rkfill{{{words.todo_idea}}}",
            rf"\subsection*{{{words.steps}}}",
            r"\begin{enumerate}",
            rf"  \item \rkfill{{{words.todo_step}}}",
            r"\end{enumerate}",
            rf"\subsection*{{{words.used_in}}}",
            (latex(used) + ". " if used else "") + rf"\rkfill{{{words.todo_used}}}",
        ]
    )


def slides_results(facts: PaperFacts, words: Words) -> str:
    """Return a slide for each of the first main results."""
    if not facts.main:
        return _slide(words.main_result, rf"\rkfill{{{words.main}}}")
    return "\n\n".join(
        _slide(
            f"{words.main_result}: {reference(row)}",
            f"{_comment(row, words, '  ')}\n"
            rf"  \rkfill{{{words.state.format(latex(printed(row)))}}}",
        )
        for row in facts.main[:_SLIDES]
    )


def _slide(heading: str, body: str) -> str:
    body = body if body.startswith("  ") else "  " + body
    return f"\\begin{{frame}}{{{heading}}}\n{body}\n\\end{{frame}}"


def slides_lemmas(facts: PaperFacts) -> str:
    """Return a comment that names the key lemmas, "" where there are none."""
    names = ", ".join(printed(row) for row in facts.lemmas[:_STUBS])
    return f"  % {names}" if names else ""


def notation_rows(symbols: "Iterable[Introduced]", words: Words) -> str:
    """Return the rows of the notation table, "" where too few symbols are known for one."""
    symbols = tuple(symbols)
    if len(symbols) < 2:
        return ""
    return "\n".join(
        f"    ${symbol.latex}$ & {latex(symbol.meaning)} "
        + rf"\\ % {words.place.format(page=symbol.page or '?')}"
        for symbol in symbols
    )


def _named(row: ResultRow) -> str:
    return f" ({latex(_short(row.name))})" if row.name else ""


def _comment(row: ResultRow, words: Words, indent: str = "") -> str:
    """Return the comment above a stub: where it stands in the paper, and what it hangs on."""
    parts = [printed(row)]
    if row.page:
        parts.append(words.place.format(page=row.page))
    if row.proof_page:
        parts.append(words.proof.format(page=row.proof_page))
    if row.used_by:
        parts.append(words.used.format(names=", ".join(row.used_by[:4])))
    if row.uses:
        parts.append(words.uses.format(names=", ".join(row.uses[:4])))
    return f"{indent}% {one_line(', '.join(parts))}"
