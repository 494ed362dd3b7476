"""A draft that has its LaTeX beside it: built where it is older, its findings given file and line."""

from dataclasses import replace
from pathlib import Path

from reportkit.document import Document
from reportkit.errors import EngineMissing, Unreadable
from reportkit.findings import Finding, SourcePlace
from reportkit.records import dataclass
from reportkit.scaffold.suppressions import marks_in, suppressions_in


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings with their source lines and without the suppressed ones, and notes on that."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def bring_up_to_date(folder: Path, draft: Path) -> tuple[str, ...]:
    """Build the folder's draft where its sources are newer, and return notes.

    Nothing is done where the draft has no LaTeX beside it. Raises Unreadable where the build fails,
    with the first error's file and line, and EngineMissing where there is no TeX and no PDF either.
    """
    main = draft.with_suffix(".tex")
    if not main.is_file():
        return ()
    from reportkit.scaffold.building import built, is_current

    if is_current(main):
        return ()
    try:
        made = built(main, afresh=False)
    except EngineMissing as problem:
        if draft.is_file():
            return (f"{draft.name} is older than its LaTeX, and could not be built: {problem}",)
        raise
    if made.succeeded:
        return ()
    first = made.complaints[0]
    line = f":{first.line}" if first.line else ""
    raise Unreadable(
        f"{folder / first.file}{line}: {first.message} (reportkit build {folder} tells more)"
    )


def settled(
    findings: tuple[Finding, ...], document: Document, file: Path | None, ran: frozenset[str]
) -> Settled:
    r"""Return the findings with file and line where the LaTeX is there, the suppressed ones left out.

    `file` is the draft, None where it is no file; `ran` are the codes of the rules that ran.
    """
    from reportkit.scaffold.suppressions import kept

    found = marks_in(document)
    notes: tuple[str, ...] = ()
    if file is not None and file.suffix == ".pdf" and file.with_suffix(".tex").is_file():
        findings = _traced(findings, document, file)
        comments, notes = suppressions_in(_texts(file.parent))
        found = (*comments, *found)
    if not found:
        return Settled(_from_here(findings, file), notes)
    left = kept(findings, found, ran)
    return Settled(_from_here(left.findings, file), (*notes, *left.notes))


def _from_here(findings: tuple[Finding, ...], file: Path | None) -> tuple[Finding, ...]:
    """Return the findings with their source as a path from where the program runs."""
    if file is None or file.parent == Path():
        return findings
    return tuple(
        replace(one, source=replace(one.source, file=(file.parent / one.source.file).as_posix()))
        if one.source
        else one
        for one in findings
    )


def _traced(findings: tuple[Finding, ...], document: Document, file: Path) -> tuple[Finding, ...]:
    from reportkit.engines.synctex import read_synctex
    from reportkit.scaffold.building import source_files
    from reportkit.scaffold.tracing import Tracer, read_sources

    folder = file.parent
    sources = read_sources(folder, source_files(folder))
    tracer = Tracer(document, sources, read_synctex(file.with_suffix(".synctex.gz"), folder))
    placed = []
    for finding in findings:
        place = tracer.trace(finding.span, finding.boxes)
        source = SourcePlace(place.file, place.line) if place else None
        placed.append(replace(finding, source=source) if source else finding)
    return tuple(placed)


def _texts(folder: Path) -> dict[str, str]:
    from reportkit.scaffold.building import source_files

    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in source_files(folder)
        if path.suffix == ".tex"
    }
