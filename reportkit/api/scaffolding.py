"""`new`, `build`, `update`, `templates`: report folders, filled in from the paper."""

from collections.abc import Mapping
from dataclasses import replace
from os.path import relpath
from pathlib import Path

from reportkit.engines.latexmk import TIMEOUT_S
from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.scaffold import building, settings
from reportkit.scaffold.building import Built
from reportkit.scaffold.facts import PaperFacts, facts_of, with_results
from reportkit.scaffold.folder import paper_name, planned_files, refuse_full, write_folder
from reportkit.scaffold.templates import Template, all_templates, load_template
from reportkit.scaffold.updating import Update, apply_updates, planned_updates

__all__ = [
    "Built",
    "NewFolder",
    "Template",
    "Update",
    "build",
    "load_template",
    "login_name",
    "new",
    "overleaf_zip",
    "refuse_full",
    "templates",
    "update",
]


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder that was made, or would be: the paths of its files, and what the paper told.

    `origins` are (field, value, where it came from); `missing` are fields that the paper did not
    tell; `notes` are sentences about the paper.
    """

    folder: Path
    files: tuple[str, ...]
    origins: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def templates() -> tuple[Template, ...]:
    """Return the templates, the one for a whole report first."""
    return all_templates()


def new(
    folder: str | Path,
    *,
    template: str = "seminar-report",
    paper: str | Path | None = None,
    language: str = "en",
    form: str = "neurips",
    slides: bool = True,
    seminar: str | Path | None = None,
    values: Mapping[str, str] | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> NewFolder:
    """Start a report folder and return what was written.

    `values` are those of `--set` (author, title, paper-title, ...); they win over what `seminar`, a
    seminar.toml, says of the student and the paper, and that wins over the paper itself. Raises UsageProblem where the folder holds anything and `force` is not given (no file
    that is there is overwritten in any case), and Unreadable for a paper that cannot be read.
    """
    target = Path(folder)
    refuse_full(target, force=force)
    chosen = settings.choice(template, language, form, slides=slides)
    checked = settings.checked_values(values or {}, "--set")
    given = dict(checked)
    dates: tuple[tuple[str, str], ...] = ()
    source = Path(paper) if paper else None
    if seminar:
        from reportkit.api.seminar_facts import seminar_facts

        plan = seminar_facts(Path(seminar), checked)
        given, dates, source = plan.values | checked, plan.dates, source or plan.paper
    facts, notes = _facts(source, target) if source else (PaperFacts(), ())
    facts = settings.corrected(facts, given)
    files = planned_files(chosen, settings.student(given, dates), facts)
    copies = {facts.file: source} if source and _is_copied(source) else {}
    if dry_run:
        written = tuple(sorted([file.path for file in files] + list(copies)))
    else:
        written = write_folder(target, files, copies)
    missing = _missing(facts) if source else ()
    return NewFolder(target, written, facts.origins, missing, notes)


_LARGEST_COPY = 60 << 20  # bytes of a paper that is copied into the folder


def _is_copied(paper: Path) -> bool:
    """Return whether a paper is one file that can stand alone, unlike LaTeX with its parts."""
    whole = paper.is_file() and paper.suffix != ".tex"
    return whole and paper.stat().st_size <= _LARGEST_COPY


def _facts(paper: Path, folder: Path) -> tuple[PaperFacts, tuple[str, ...]]:
    """Read the paper and return what it tells, and sentences about it."""
    from reportkit.analysis.graph import key_results
    from reportkit.analysis.inventory import inventory
    from reportkit.analysis.metadata import paper_metadata
    from reportkit.analysis.notation import notation
    from reportkit.analysis.paper_version import paper_version
    from reportkit.readers import read

    document = read(paper)
    copied = _is_copied(paper)
    file = paper_name(paper.name) if copied else Path(relpath(paper, folder)).as_posix()
    facts = facts_of(paper_metadata(document), pages=len(document.pages), file=file)
    facts = replace(facts, symbols=notation(document))
    found = inventory(document)
    notes = document.notes
    if paper_version(document, found).kind == "short":
        notes += (
            "this looks like the short conference version; the report must follow the long one",
        )
    return with_results(facts, found, key_results(found, document)), notes


def _missing(facts: PaperFacts) -> tuple[str, ...]:
    known = (
        ("title", bool(facts.title)),
        ("authors", bool(facts.authors)),
        ("year", bool(facts.year)),
        ("arXiv id", bool(facts.arxiv_id)),
        ("results", bool(facts.results)),
    )
    return tuple(name for name, there in known if not there)


def build(folder: str | Path, *, timeout_s: float = TIMEOUT_S) -> tuple[Built, ...]:
    """Build every document of a folder and return how it went.

    Raises EngineMissing where there is no TeX, UsageProblem where there is nothing to build.
    """
    mains = building.documents(Path(folder))
    return tuple(building.built(main, timeout_s=timeout_s) for main in mains)


def overleaf_zip(folder: str | Path) -> Path:
    """Write the folder's zip for Overleaf and return its path."""
    base = Path(folder)
    mains = building.documents(base)
    try:
        paper = settings.folder_settings(base).paper
    except UsageProblem:  # a folder of another making has no paper to leave out
        paper = None
    return building.zip_for_overleaf(base, mains, paper)


def update(folder: str | Path, *, dry_run: bool = False) -> tuple[Update, ...]:
    """Bring the files that are reportkit's up to date and return what happened to each.

    The folder's paper is read again where it is there; without it, what was made from it stays.
    """
    base = Path(folder)
    given = settings.folder_settings(base)
    paper = base / given.paper if given.paper else None
    facts = _facts(paper, base)[0] if paper and paper.exists() else PaperFacts()
    facts = settings.corrected(facts, given.values)
    if paper and paper.exists():
        facts = replace(facts, file=given.paper or "")
    files = planned_files(given.choice, settings.student(given.values, given.dates), facts)
    if not facts.title:
        files = tuple(file for file in files if not file.path.startswith("generated/"))
    updates = planned_updates(base, files)
    if not dry_run:
        apply_updates(base, files, updates)
    return updates


def login_name() -> str:
    """Return the full name of whoever is logged in, "" where the system does not know it."""
    try:
        import os
        import pwd
    except ImportError:  # Windows
        return ""
    try:
        name = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
    except KeyError:
        return ""
    return name if " " in name else ""  # "root" is nobody's name
