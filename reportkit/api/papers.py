"""`reportkit papers`: a list of papers from PDFs and BibTeX files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportkit.analysis.inventory import inventory
from reportkit.api.subjects import subject
from reportkit.decoding import file_text
from reportkit.errors import EngineMissing, Unreadable, UsageProblem
from reportkit.readers import read
from reportkit.seminar.paper_list import (
    ListedPaper,
    default_topics,
    joined,
    topic_of,
    topics_of,
)

_ABSTRACT = "https://arxiv.org/abs/"
_BEGINNING = 6000  # characters: abstract and introduction tell the topic, references mislead


def papers(
    sources: Sequence[Path], topics: Path | None = None
) -> tuple[tuple[ListedPaper, ...], tuple[str, ...]]:
    """Return the papers in folders, PDFs and .bib files, and a line for each file left out.

    Versions of one paper become one row. Raises UsageProblem where nothing is there, or in `topics`.
    """
    known = topics_of(file_text(topics), str(topics)) if topics else default_topics()
    found: list[ListedPaper] = []
    problems = []
    for file in _files(sources):
        try:
            found += _bibtex(file, known) if file.suffix == ".bib" else [_listed(file, known)]
        except Unreadable as problem:
            problems.append(str(problem))
    if not found:
        raise UsageProblem(problems[0] if problems else "there is no PDF and no .bib file")
    return joined(found), tuple(problems)


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_dir():
            yield from sorted(p for p in source.rglob("*") if p.suffix.lower() in {".pdf", ".bib"})
        else:
            yield source


def _listed(file: Path, topics: dict[str, tuple[str, ...]]) -> ListedPaper:
    from reportkit.analysis.metadata import paper_metadata

    document = read(file)
    results = inventory(document)
    facts = paper_metadata(document)
    known = subject(document, results, facts)
    pages = len(document.pages)
    title = known.title or file.stem
    return ListedPaper(
        id=file.stem if file.stem != "paper" else file.parent.name,
        title=title,
        authors=known.authors,
        venue=facts.venue.value if facts.venue else "",
        year=facts.year.value if facts.year else "",
        arxiv_id=known.arxiv_id,
        long_version=_ABSTRACT + known.arxiv_id if known.arxiv_id else "",
        version=known.version,
        pages_short=pages if known.version == "short" else None,
        pages_long=None if known.version == "short" else pages,
        results=sum(not statement.restates for statement in results.statements),
        proofs=len(results.proofs),
        topic=topic_of(title, document.text[:_BEGINNING], topics),
        file=file.name,
    )


def _bibtex(file: Path, topics: dict[str, tuple[str, ...]]) -> list[ListedPaper]:
    """Return the entries of a .bib file. Raises Unreadable, EngineMissing without pybtex."""
    try:
        from pybtex.database import BibliographyDataError, parse_file
        from pybtex.scanner import PybtexSyntaxError
    except ImportError:
        raise EngineMissing('.bib files need pybtex: pip install "reportkit[organiser]"') from None
    try:
        entries = parse_file(str(file), bib_format="bibtex").entries
    except (PybtexSyntaxError, BibliographyDataError, OSError, UnicodeDecodeError) as problem:
        raise Unreadable(f"{file}: {problem}") from None
    return [_entry(key, entry, topics) for key, entry in entries.items()]


def _entry(key: str, entry: "object", topics: dict[str, tuple[str, ...]]) -> ListedPaper:
    from pybtex.database import Entry

    assert isinstance(entry, Entry)
    fields = {
        name.lower(): value.replace("{", "").replace("}", "")
        for name, value in entry.fields.items()
    }
    arxiv_id = fields.get("eprint", "")
    people = entry.persons.get("author", [])
    title = " ".join(fields.get("title", key).split())
    return ListedPaper(
        id=key,
        title=title,
        authors=tuple(
            " ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names])
            for p in people
        ),
        venue=fields.get("booktitle", fields.get("journal", "")),
        year=fields.get("year", ""),
        arxiv_id=arxiv_id,
        long_version=_ABSTRACT + arxiv_id if arxiv_id else fields.get("url", ""),
        topic=topic_of(title, fields.get("abstract", ""), topics),
    )
