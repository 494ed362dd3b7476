"""`reportkit check`: a draft is read, rules run, a rubric is applied, and the Report comes out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from reportkit.analysis.language import language_of
from reportkit.analysis.passages import Passage, passages
from reportkit.analysis.slides import is_slides
from reportkit.analysis.variants import language_figures
from reportkit.analysis.words import word_starts, words_in
from reportkit.api.ahead import Ahead
from reportkit.api.rubrics import rubric_named
from reportkit.api.settings import draft_file, settings_for
from reportkit.api.sourcing import settled
from reportkit.api.subjects import subject
from reportkit.config import LANGUAGE, Config
from reportkit.document import Document
from reportkit.errors import Unreadable, UsageProblem
from reportkit.findings import PARTIAL, Report, SectionRow, Skip, Subject
from reportkit.readers import read
from reportkit.rubric import Basis, Rubric, assess
from reportkit.rules import Context, Rule, all_rules, findings, selection
from reportkit.rules.language import language_hits

NO_RUBRIC = "none"
_BY_ENGINES = ("RK5", "RK6", "RK7")  # the families to which engines' findings are mapped
_DEFAULT_RUBRICS = {"report": "seminar-report", "slides": "seminar-slides"}
# a text without pages is a passage, not a report, unless it is as long as one
_WORDS_OF_A_REPORT = 1500


def check(
    draft: str | Path | Document | None = None,
    *,
    paper: str | Path | Document | Ahead | None = None,
    conference: str | Path | Document | None = None,
    report: str | Path | Document | None = None,
    rubric: str | Path | Rubric | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    grammar: str | None = None,
    language: str | None = None,
    pedantic: bool = False,
    pages: tuple[int, int] | None = None,
    config: Config | None = None,
) -> Report:
    """Check `draft`, against `paper` where it is given.

    Without `draft` the folder's reportkit.toml or its only PDF is taken; "-" is standard input.
    `config` is read beside the draft where it is not given; an argument wins over it. `rubric` is a
    name, a file or "none". `pages` keeps the findings on these pages, both inclusive.

    Raises Unreadable for a file that cannot be read, UsageProblem for settings that cannot be used,
    EngineMissing where `grammar` names an engine that is not there.
    """
    settings = config or settings_for(draft)
    settings = _merged(settings, select, ignore, grammar, language, pedantic)
    file = None if isinstance(draft, Document) else draft_file(draft, settings)
    built = _built(draft, file)
    document = _read(draft, settings)
    if settings.grammar != "off" and _may_ask_engines(settings):
        from reportkit.engines import harper

        harper.warm_up()  # a second in a thread, while the paper is read
    settings = _for_slides(settings, file, document)
    applied = _rubric(rubric if rubric is not None else settings.rubric, document, settings.folder)
    context = Context(
        document,
        conference=companion(conference, settings, "conference"),
        report=companion(report, settings, "report"),
        language=_language(settings, document),
        vocabulary=frozenset(settings.vocabulary),
        kind=_kind(document, applied, asked=rubric is not None),
        rubric=applied,
    )
    found = _report(_against(context, paper, settings), settings, pages, file, built)
    if select:
        found = replace(
            found, notes=(*found.notes, f"{PARTIAL} these rules ran: {', '.join(select)}")
        )
    return found


def _against(
    context: Context, paper: str | Path | Document | Ahead | None, settings: Config
) -> Context:
    """Return the context with its paper; while that is read elsewhere, what can be done is done."""
    if not isinstance(paper, Ahead):
        return context.against(companion(paper, settings, "paper"))
    if paper.is_under_way:
        context.prepared()
        all_rules()
        from reportkit.analysis import dealings  # noqa: F401  # takes 0.1 s to load

        paper.load_afterwards()
    found = paper.result()
    if found is None:
        paper.document = companion(paper.file, settings, "paper")
        return context.against(paper.document)
    return context.against(*found)


def _may_ask_engines(settings: Config) -> bool:
    """Return False where the selected families alone tell that no engine will be asked."""
    chosen = (*settings.select, *settings.extend_select)
    families = [re.match(r"RK\d", selector.strip().upper()) for selector in chosen]
    return not settings.select or any(f is None or f[0] in _BY_ENGINES for f in families)


def _built(draft: str | Path | Document | None, file: Path | None) -> tuple[str, ...]:
    """Build a folder's draft where its LaTeX is newer, and return notes. Raises Unreadable."""
    from reportkit.api.sourcing import bring_up_to_date

    whole_folder = draft is None or (isinstance(draft, (str, Path)) and Path(draft).is_dir())
    return bring_up_to_date(file.parent, file) if whole_folder and file else ()


def _for_slides(settings: Config, file: Path | None, document: Document) -> Config:
    """Return the settings for the slides beside a folder's draft: held against it, not as it.

    The rubric of the settings is the draft's, so the slides get their own.
    """
    draft = settings.path("draft")
    if file is None or draft is None or file.resolve() == draft.resolve():
        return settings
    if not is_slides(document):
        return settings
    written = settings.report or (settings.draft if draft.is_file() else None)
    return replace(settings, rubric=None, report=written)


def _merged(
    settings: Config,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    grammar: str | None,
    language: str | None,
    pedantic: bool,
) -> Config:
    return replace(
        settings,
        select=select or settings.select,
        ignore=(*settings.ignore, *ignore),
        grammar=grammar or settings.grammar,
        language=language or settings.language,
        pedantic=pedantic or settings.pedantic,
    )


def _read(draft: str | Path | Document | None, settings: Config) -> Document:
    if isinstance(draft, Document):
        return draft
    return read(draft_file(draft, settings) or "-")


def companion(given: str | Path | Document | None, settings: Config, key: str) -> Document | None:
    """Return the document given as an argument or by the settings ("paper", "conference", "report").

    None where there is none. Raises Unreadable.
    """
    if isinstance(given, Document):
        return given
    path = given if given is not None else settings.path(key)
    if path is None:
        return None
    try:
        return read(path)
    except Unreadable as problem:
        raise Unreadable(f"{problem} (the {key})") from None


def _rubric(
    wanted: str | Path | Rubric | None, document: Document, folder: Path | None
) -> Rubric | None:
    if isinstance(wanted, Rubric):
        return wanted
    if wanted is not None:
        return None if str(wanted) == NO_RUBRIC else rubric_named(wanted, folder)
    kind = "slides" if is_slides(document) else "report"
    return None if _is_passage(document) else rubric_named(_DEFAULT_RUBRICS[kind])


def _is_passage(document: Document) -> bool:
    """Return whether a document is a piece of text and no report: without pages, and short."""
    return not document.pages and len(word_starts(document)) < _WORDS_OF_A_REPORT


def _kind(document: Document, rubric: Rubric | None, *, asked: bool) -> str:
    """Return "report", "slides" or "text"; a rubric that was asked for decides."""
    if asked and rubric is not None:
        return rubric.kind
    if _is_passage(document):
        return "text"
    if rubric is not None:
        return rubric.kind
    return "slides" if is_slides(document) else "report"


def _language(settings: Config, document: Document) -> str:
    if not LANGUAGE.fullmatch(settings.language):
        raise UsageProblem(f"{settings.language!r} is no language code, as en or de")
    return language_of(document.text) if settings.language == "auto" else settings.language


def _report(
    context: Context,
    settings: Config,
    pages: tuple[int, int] | None,
    file: Path | None,
    notes: tuple[str, ...],
) -> Report:
    rules = all_rules()
    chosen = selection(settings, (rule.info for rule in rules))
    wanted = (rule for rule in rules if chosen.wants(rule.info))
    asks_engines = any(chosen.wants(rule.info) for rule in rules if rule.info.family in _BY_ENGINES)
    grammar = settings.grammar if asks_engines else "off"
    raw, skipped = language_hits(context, wanted, grammar)
    # an engine does not know what was selected, nor that slides are no prose
    raw = tuple(
        (info, hit) for info, hit in raw if chosen.wants(info) and context.kind in info.kinds
    )
    found = chosen.applied(findings(context, raw), context.sections)
    ran = frozenset(rule.info.code for rule in rules if chosen.wants(rule.info))
    ran -= {skip.id for skip in skipped}
    home = settled(found, context.draft, file, ran)
    report = Report(
        draft=_draft(context),
        paper=_paper(context),
        kind=context.kind,
        findings=home.findings,
        mentions=context.mentions,
        skipped=skipped,
        coverage=context.coverage,
        statistics=_statistics(context),
        notes=(*notes, *context.draft.notes, *home.notes, *chosen.idle(context.sections)),
    )
    if context.rubric is not None and context.kind != "text":
        basis = _basis(context, rules, chosen.wanted, report.skipped)
        report = replace(report, rubric=assess(context.rubric, report, basis))
    return _on_pages(report, pages) if pages else report


def _basis(
    context: Context, rules: Iterable[Rule], wanted: frozenset[str], skipped: tuple[Skip, ...]
) -> Basis:
    """Return what the rubric may rest on: which rules ran, and the passages for each criterion."""
    reasons = {skip.id: skip.reason for skip in skipped if skip.what == "rule"}
    checks = {
        rule.info.code: reasons.get(rule.info.code)
        if rule.info.code in wanted
        else "left out by the settings"
        for rule in rules
        if context.kind in rule.info.kinds and (rule.info.default or rule.info.code in wanted)
    }
    assert context.rubric is not None  # the caller looked
    quoted: dict[str, tuple[Passage, ...]] = {
        criterion.id: passages(context.draft, criterion.passages)
        for criterion in context.rubric.criteria
    }
    # findings and evidence are told in English, so the criteria beside them are too
    return Basis(MappingProxyType(checks), MappingProxyType(quoted))


def _on_pages(report: Report, pages: tuple[int, int]) -> Report:
    first, last = pages
    if report.draft.pages and first > report.draft.pages:
        raise UsageProblem(f"{report.draft.file} ends with page {report.draft.pages}")
    kept = tuple(f for f in report.findings if f.page is not None and first <= f.page <= last)
    where = f"page {first}" if first == last else f"pages {first} to {last}"
    note = f"{PARTIAL} findings on {where} are shown"
    return replace(report, findings=kept, notes=(*report.notes, note))


def _draft(context: Context) -> Subject:
    starts = context.word_starts
    rows = tuple(
        SectionRow(s.title, s.number, s.level, s.role, s.page, words_in(starts, s.span))
        for s in context.sections
    )
    return subject(context.draft, words=len(starts), sections=rows)


def _paper(context: Context) -> Subject | None:
    if context.paper is None:
        return None
    return subject(context.paper, context.paper_statements, context.paper_metadata)


def _language_figures(context: Context) -> dict[str, float | int]:
    """Return figures about the prose as a whole, which are no findings; empty in other languages."""
    if not context.language.startswith("en"):
        return {}
    figures = language_figures(context.prose)
    return {
        "sentences": figures.sentences,
        "words_per_sentence": figures.words_per_sentence,
        "long_sentences": figures.long_sentences,
        "passive_share": figures.passive_share,
        "reading_ease": figures.reading_ease,
    }


def _statistics(context: Context) -> Mapping[str, float | int | str]:
    """Return counts that a tutor looks at; figures and tables are those with numbered captions."""
    draft = context.draft
    kinds = Counter(item.kind for item in context.floats)
    return MappingProxyType(
        {
            "language": context.language,
            "pages": len(draft.pages),
            "words": len(context.word_starts),
            "sections": len(context.sections),
            "formulas": len(draft.formulas),
            "figures": kinds["figure"],
            "tables": kinds["table"],
            "statements": len(context.draft_statements.statements),
            "bibliography_entries": len(context.bibliography.entries),
            **_language_figures(context),
            "citations": len(context.bibliography.citations),
        }
    )
