"""One report of a class is checked, in a process of its own; what comes back are bytes."""

from collections import OrderedDict
from pathlib import Path

from reportkit.document import BlockKind, Document
from reportkit.records import dataclass
from reportkit.rubric import Rubric
from reportkit.seminar.pairing import Pairing, PaperCard

# a report of 20 pages against a paper of 60 takes some ten seconds
LIMIT_S = 600
_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_FRONT_PAGES = 2
# a page of a paper with its analyses is some 0.8 MB
_KEPT_PAGES = 150


@dataclass(frozen=True, slots=True)
class Task:
    """A draft to check; `key` is the hash of everything that the result rests on.

    `papers` are those it may be about, or the one it was `given`. `only_sketch`: it is there to be
    compared with alone.
    """

    key: str
    draft: str
    papers: tuple[PaperCard, ...]
    given: bool
    rubric: Rubric
    grammar: str | None = None
    only_sketch: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The Result as JSON, None with a `problem` in a sentence where the draft cannot be read.

    `peak_mb` is the largest memory this process has had so far, 0 where it is not known.
    """

    data: bytes | None
    problem: str
    peak_mb: float


def checked(task: Task) -> Outcome:
    """Check a draft and return its result; the process ends itself where it takes too long."""
    from reportkit.engines import harper, spacy_nlp
    from reportkit.errors import ReportkitError
    from reportkit.seminar.batch import TimeLimit

    harper.work_in_turn()
    with TimeLimit(LIMIT_S):
        try:
            return Outcome(_result(task), "", _peak_mb())
        except ReportkitError as problem:
            return Outcome(None, str(problem), _peak_mb())
        finally:
            # the next student's sentences are others, and those of a course would take 60 MB
            spacy_nlp.forget()
            harper.forget()


def _result(task: Task) -> bytes:
    import msgspec

    from reportkit.api.checking import check
    from reportkit.config import Config
    from reportkit.findings import Report, Subject
    from reportkit.readers import read
    from reportkit.seminar.grading_folder import Result
    from reportkit.seminar.near_copies import sketch

    draft = read(task.draft)
    found = _paired(draft, task)
    paper = _paper(str(found.file)) if found.file else None
    # the class's rubric and nothing that lies about beside the drafts
    settings = Config(grammar=task.grammar or "auto")
    if task.only_sketch:
        report = Report(Subject(draft.name, "", len(draft.pages), 0), None, "report", ())
    else:
        report = check(draft, paper=paper, rubric=task.rubric, config=settings)
    copies = sketch(_passages(draft), paper.once(_shingles) if paper else frozenset())
    paper_name = found.file.name if found.file else ""
    result = Result(task.key, report, paper_name, found.certainty, found.because, copies)
    return msgspec.json.encode(result, enc_hook=dict)


def _paired(draft: Document, task: Task) -> Pairing:
    from reportkit.seminar.pairing import paired

    if task.given:
        return Pairing(task.papers[0].file, "given", "the list says so")
    if not task.papers:
        return Pairing(None, "none", "no papers were given")
    pages = [line for line in draft.lines if line.box.page <= _FRONT_PAGES] if draft.pages else []
    end = pages[-1].span.end if pages else min(len(draft.text), 4000)
    return paired(draft.text[:end], draft.text, task.papers)


_papers: OrderedDict[str, Document] = OrderedDict()


def _paper(path: str) -> Document:
    """Return a paper; a class writes several reports about one, so the last ones are kept."""
    from reportkit.readers import read

    if path not in _papers:
        _papers[path] = read(path)
    _papers.move_to_end(path)
    while len(_papers) > 1 and sum(len(one.pages) for one in _papers.values()) > _KEPT_PAGES:
        _papers.popitem(last=False)
    return _papers[path]


def _passages(document: Document) -> list[tuple[str, int]]:
    """Return the prose with the page each piece begins on, 0 where there are no pages."""
    return [
        (document.text[block.span.start : block.span.end], document.page_of(block.span.start) or 0)
        for block in document.blocks
        if block.kind in _PROSE
    ]


def _shingles(document: Document) -> frozenset[int]:
    from reportkit.seminar.near_copies import shingles

    return frozenset(value for text, _ in _passages(document) for value in shingles(text))


def _peak_mb() -> float:
    try:
        import resource
        import sys
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def carded(path: Path) -> PaperCard | str:
    """Return what tells a paper from others, or why it cannot be read; the paper is kept for drafts."""
    from reportkit.errors import ReportkitError

    try:
        return paper_card(path)
    except ReportkitError as problem:
        return str(problem)


def paper_card(path: Path) -> PaperCard:
    """Return what tells a paper from others. Raises Unreadable."""
    import hashlib

    from reportkit.analysis.metadata import paper_metadata

    document = _paper(str(path.absolute()))
    facts = document.once(paper_metadata)
    title = facts.title.value if facts.title else document.metadata.title
    number = facts.arxiv_id.value if facts.arxiv_id else document.metadata.arxiv_id
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return PaperCard(path.absolute(), digest, title, number)
