"""The report as a student reads it in a terminal or a pipe."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from reportkit.findings import Assessment, Finding, Report, Severity, Subject, statement_name
from reportkit.reporters import Material
from reportkit.reporters.grouping import Part, Shown, few_of_each, parts
from reportkit.reporters.plain import counted, one_line, page_range
from reportkit.reporters.ranking import fix_first, verdict

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "blue"}
_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.SUGGESTION: "·"}
_STATES = {"met": ("✓", "green"), "attention": ("!", "yellow"), "unseen": ("?", "dim")}
_EXCERPT_LENGTH = 72
_WORTH_A_CHOICE = 4  # findings besides the first ones
_SHORT_QUOTE = 12  # characters: words that may stand anywhere on the page
_FOUND_ANYWAY = ("RK719", "RK701", "RK110")  # a misspelt word, a doubled one: nowhere else
_EVIDENCE_SHOWN = 3
_REASONS_SHOWN = 3


def render(report: Report, material: Material) -> str:
    """Return the report as text, with ANSI colours and links where `material` allows."""
    out = StringIO()
    console = Console(
        file=out,
        width=material.width,
        force_terminal=material.colour,
        color_system="standard" if material.colour else None,
        no_color=not material.colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    page = _Page(console, material)
    page.head(report)
    page.first(report)
    shown = few_of_each(report.findings, material.max_per_rule)
    for part in parts(report):
        page.part(part, shown)
    page.results(report)
    page.rubric(report)
    page.left_out(report)
    page.last_line(report)
    lines = (line.rstrip() for line in out.getvalue().splitlines())
    return "\n".join(lines) + "\n"


class _Page:
    """Prints the report's pieces onto a console that writes to a string."""

    def __init__(self, console: Console, material: Material) -> None:
        self.console = console
        self.material = material

    def head(self, report: Report) -> None:
        """Print what was read."""
        line = Text(one_line(report.draft.file), style="bold")
        line.append(f"   {_size(report.draft)}", style="not bold")
        if report.kind == "slides":
            line.append(", judged as slides", style="not bold")
        self.console.print(line)
        if report.paper:
            paper = report.paper
            name = one_line(paper.title, 90) or one_line(paper.file)
            version = f"{paper.version} version" if paper.version != "unknown" else ""
            known = (_arxiv(paper), _size(paper, words=False), version)
            facts = ", ".join(fact for fact in known if fact)
            other = any(finding.slug == "other-paper" for finding in report.findings)
            self.console.print(Text(f"{'held against' if other else 'about'} {name} ({facts})"))
        for note in report.notes:
            self.console.print(Text(f"note: {one_line(note)}", style="dim"))

    def first(self, report: Report) -> None:
        """Print the five things to fix first, where they are not at a glance below."""
        chosen = fix_first(report.findings)
        if len(report.findings) < len(chosen) + _WORTH_A_CHOICE or not chosen:
            return
        self._heading("Fix these first")
        table = self._table()
        for number, finding in enumerate(chosen, 1):
            self._row(table, str(number), finding)
        self.console.print(table)

    def part(self, part: Part, shown: Shown) -> None:
        """Print a part's findings, few of each rule."""
        kept = [finding for finding in part.findings if finding.fingerprint in shown.fingerprints]
        if not kept:
            return
        pages, tally = _span_of_pages(part), _tally(part.findings)
        room = self.console.width - len(pages) - len(tally) - 6
        title = one_line(part.title, max(min(60, room), 10)) or "The whole draft"
        self._heading(title + (f" ({pages})" if pages else ""), tally)
        table = self._table()
        for finding in kept:
            mark = Text(_MARKS[finding.severity], style=_COLOURS[finding.severity])
            self._row(table, mark, finding, shown.more.get(finding.fingerprint, ()), quote=True)
        self.console.print(table)

    def results(self, report: Report) -> None:
        """Print how the paper's results are treated."""
        coverage = report.coverage
        if coverage is None:
            return
        missing = (*coverage.missing_main, *coverage.missing_key_lemmas)
        listed = ", ".join(statement_name(id) for id in missing[:8])
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        line = (
            f"stated {len(coverage.stated)} · explained {len(coverage.explained)} · "
            f"mentioned {len(coverage.mentioned)} · missing: {listed + more or 'none'}"
        )
        self._heading("Results of the paper")
        self.console.print(Padding(Text(line), (0, 0, 0, 2)))

    def rubric(self, report: Report) -> None:
        """Print for each criterion whether it is met, and the evidence."""
        if report.rubric is None:
            return
        states = [criterion.state for criterion in report.rubric.criteria]
        tally = (
            f"met {states.count('met')} · needs attention {states.count('attention')} · "
            f"not seen {states.count('unseen')}"
        )
        self._heading(f"Rubric {report.rubric.id}", tally)
        table = self._table()
        for criterion in report.rubric.criteria:
            mark, style = _STATES[criterion.state]
            table.add_row(Text(mark, style=style), "", _evidence(criterion), "")
        self.console.print(table)

    def left_out(self, report: Report) -> None:
        """Print what did not run, one line for each reason."""
        # nobody holds a pasted paragraph against a paper
        told = [s for s in report.skipped if report.kind != "text" or s.what == "engine"]
        if not told:
            return
        reasons: dict[str, list[str]] = {}
        for skip in told:
            reasons.setdefault(skip.reason, []).append(skip.id)
        self._heading("Left out")
        for reason, ids in reasons.items():
            names = ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
            line = Text(f"{one_line(names)}: {one_line(reason)}", style="dim")
            self.console.print(Padding(line, (0, 0, 0, 2)))

    def last_line(self, report: Report) -> None:
        """Print whether this can be handed in, and what blocks it."""
        self.console.print()
        codes = {finding.code for finding in report.findings}
        if codes:
            example = (fix_first(report.findings, 1) or report.findings)[0].code
            hint = f"reportkit explain {example} tells more"
            self.console.print(Text(hint, style="dim"))
        result = verdict(report, self.material.fail_on)
        if report.kind == "text" or report.is_partial:
            line, style = _tally(report.findings) or "nothing found", "bold"
        elif result.ready:
            rest = _tally(report.findings)
            line = "This can be handed in" + (f"; {rest} could be looked at." if rest else ".")
            style = "bold green"
        else:
            shown = "; ".join(
                one_line(reason, 120) for reason in result.blocked_by[:_REASONS_SHOWN]
            )
            others = len(result.blocked_by) - _REASONS_SHOWN
            end = "" if shown.endswith("…") else "."
            more = f"; and {others} more." if others > 0 else end
            line = f"Not ready to hand in: {shown}{more}"
            style = "bold red"
        self.console.print(Text(line, style=style))

    def _heading(self, title: str, right: str = "") -> None:
        self.console.print()
        line = Text(title, style="bold")
        if right:
            gap = max(self.console.width - len(title) - len(right), 3)
            line.append(" " * gap + right, style="not bold dim")
        self.console.print(line)

    def _table(self) -> Table:
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
        table.add_column(width=3, justify="right", no_wrap=True)
        table.add_column(width=5, no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        table.add_column(width=5, no_wrap=True)
        table.expand = True
        return table

    def _row(
        self,
        table: Table,
        mark: Text | str,
        finding: Finding,
        more: tuple[Finding, ...] = (),
        *,
        quote: bool = False,
    ) -> None:
        what = Text(one_line(finding.message))
        if finding.replacement and finding.replacement not in finding.message:
            what.append(f" → {one_line(finding.replacement)}", style="green")
        if quote and finding.excerpt and _needs_context(finding):
            what.append("\n")
            what.append_text(_quoted(finding))
        if quote and finding.source:
            what.append(f"   {one_line(finding.source.file)}:{finding.source.line}", style="dim")
        if more:
            pages = page_range(tuple(f.page for f in more if f.page is not None))
            what.append(f"\n+{len(more)} more of {finding.slug}", style="dim")
            what.append(f" ({pages})" if pages else "", style="dim")
        table.add_row(mark, self._page_link(finding.page), what, Text(finding.code, style="dim"))

    def _page_link(self, page: int | None) -> Text:
        if page is None:
            return Text("")
        address = self.material.address
        linked = self.material.links and bool(address)
        style = Style(link=f"{address}#page={page}") if linked else Style()
        return Text(f"p. {page}", style=style)


def _needs_context(finding: Finding) -> bool:
    """Return whether the message alone does not lead to the place."""
    if not finding.is_quoted:
        return True
    common = len(finding.excerpt) <= _SHORT_QUOTE and finding.code not in _FOUND_ANYWAY
    return common and finding.source is None and bool(finding.before or finding.after)


def _quoted(finding: Finding) -> Text:
    """Return the excerpt between ⟨ and ⟩ with a few words around it; a long one stands alone."""
    excerpt = one_line(finding.excerpt, _EXCERPT_LENGTH)
    if len(excerpt) > _EXCERPT_LENGTH // 2:
        return Text(f"“{excerpt}”", style="dim")
    line = Text(_plain(finding.before), style="dim")
    line.append(f"⟨{excerpt}⟩", style="not dim")
    line.append(_plain(finding.after))
    return line


def _plain(words: str) -> str:
    """Return words on one line, a space at either end kept."""
    line = one_line(words)
    left, right = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' if left else ''}{line}{' ' if right and line else ''}"


def _size(subject: Subject, *, words: bool = True) -> str:
    sizes = [counted(subject.pages, "page")] if subject.pages else []
    if subject.words and (words or not sizes):
        sizes.append(counted(subject.words, "word"))
    return ", ".join(sizes) or "LaTeX source"


def _arxiv(paper: Subject) -> str:
    return f"arXiv:{one_line(paper.arxiv_id)}" if paper.arxiv_id else ""


def _span_of_pages(part: Part) -> str:
    if part.first is None or part.last is None:
        return ""
    return page_range(tuple(range(part.first, max(part.first, part.last) + 1)))


def _tally(findings: Iterable[Finding]) -> str:
    """Return "2 errors, 1 warning"; "" where there are none."""
    held = list(findings)
    counts = [(severity, sum(f.severity is severity for f in held)) for severity in Severity]
    return ", ".join(counted(number, severity.value) for severity, number in counts if number)


def _evidence(criterion: Assessment) -> Text:
    line = Text(one_line(criterion.title))
    for evidence in criterion.evidence[:_EVIDENCE_SHOWN]:
        pages = page_range(evidence.pages)
        text = one_line(evidence.text, 150)
        text += "”" if evidence.text.startswith("“") and text.endswith("…") else ""
        text += f" ({pages})" if pages else ""
        line.append(f"\n{text}", style="dim")
    rest = len(criterion.evidence) - _EVIDENCE_SHOWN
    if rest > 0:
        line.append(f"\n+{rest} more", style="dim")
    return line
