"""The PDF reader on the development sets: headings, sections, words, boxes, speed."""

import hashlib
import importlib.util
import json
import re
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdf_oxide
import pytest

from reportkit.analysis.sections import sections
from reportkit.document import BlockKind, Document, Span
from reportkit.readers import read

HEADINGS = Path(__file__).parent.parent / "data" / "report_headings.json"


def key(text: str) -> str:
    """Return a hash of a heading's letters and digits."""
    plain = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(char for char in plain if char.isalnum() and char.isascii())
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


def headings(document: Document) -> set[tuple[int | None, str]]:
    return {
        (
            document.page_of(block.span.start),
            key(document.text[block.span.start : block.span.end]),
        )
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    }


def test_headings_of_the_reports_are_found_as_counted_by_hand(bench: Path) -> None:
    truth = json.loads(HEADINGS.read_text("utf-8"))
    right = found = true = 0
    for name, rows in truth.items():
        mine = headings(read(bench / "reports" / name / "report.pdf"))
        theirs = {(page, words) for page, _, words in rows}
        right, found, true = right + len(mine & theirs), found + len(mine), true + len(theirs)
    assert right >= 0.95 * found
    assert right >= 0.95 * true


def test_sections_of_the_drafts_have_title_page_and_role(bench: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", bench / "drafts" / "score.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    right = 0
    for truth in sorted((bench / "drafts" / "dev").glob("*/truth.json")):
        found = [
            {"title": section.title, "page": section.page, "role": section.role}
            for section in sections(read(truth.parent / "draft.pdf"))
        ]
        report = {"draft": {"sections": found}}
        right += scorer.sections(json.loads(truth.read_text("utf-8")), report)[2]
    assert right >= 43


def words(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFKC", text)
    return Counter(re.findall(r"\b[^\W\d_]{4,}\b", re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", text)))


def test_words_are_those_of_poppler(bench: Path) -> None:
    common = mine = theirs = 0
    for path in sorted((bench / "drafts" / "dev").glob("*/draft.pdf")):
        document = read(path)
        found = words(document.text + "\n" + "\n".join(m.text for m in document.margins))
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, text=True
        )
        expected = words(done.stdout.replace("\f", "\n"))
        common += sum((found & expected).values())
        mine, theirs = mine + sum(found.values()), theirs + sum(expected.values())
    assert common > 0.985 * mine
    assert common > 0.985 * theirs


_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<'
)


def test_boxes_of_words_lie_where_poppler_sees_them(bench: Path) -> None:
    near = count = 0
    for path in sorted((bench / "drafts" / "dev").glob("*/draft.pdf")):
        document = read(path)
        done = subprocess.run(
            ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True
        )
        for number, page in enumerate(done.stdout.split("<page ")[1:], 1):
            seen: dict[str, list[tuple[float, ...]]] = {}
            for *corners, word in _WORD.findall(page):
                seen.setdefault(word, []).append(tuple(map(float, corners)))
            height = document.pages[number - 1].height
            for match in re.finditer(r"(?<!\S)[^\W\d_]{5,}(?!\S)", document.text):
                boxes = document.locate(Span(*match.span()))
                if len(boxes) != 1 or boxes[0].page != number or match[0] not in seen:
                    continue
                box = boxes[0]
                count += 1
                near += any(
                    abs(box.x0 - x0) < 2
                    and abs(box.x1 - x1) < 2
                    and top < height - box.y0 < low + 6
                    for x0, top, x1, low in seen[match[0]]
                )
    assert count > 1000
    assert near > 0.98 * count


@pytest.mark.slow
def test_reading_costs_a_few_times_what_the_engine_takes_for_the_spans(bench: Path) -> None:
    """A ratio of two times in one process; speed.py prints the pages a second of this machine."""
    paths = [bench / "theorems" / "docs" / id / "paper.pdf" for id in ("nn-soda", "uap-colt21")]
    ratios = [_seconds(read, paths) / _seconds(spans, paths) for _ in range(5)]
    assert min(ratios) < 6  # 4 on a machine that does nothing else


def spans(path: Path) -> None:
    """Ask the engine for the spans of a file's pages."""
    engine = pdf_oxide.PdfDocument(str(path))
    for index in range(int(engine.page_count())):
        engine.extract_spans(index)


@pytest.mark.slow
def test_twice_the_pages_take_at_most_a_little_more_than_twice_the_time(
    bench: Path, tmp_path: Path
) -> None:
    from pypdf import PdfWriter

    source = bench / "theorems" / "docs" / "nn-soda" / "paper.pdf"
    times = []
    for copies in (2, 4):
        writer = PdfWriter()
        for _ in range(copies):
            writer.append(source)
        path = tmp_path / f"{copies}.pdf"
        writer.write(path)
        times.append(min(_seconds(read, [path]) for _ in range(3)))
    assert times[1] < 2.6 * times[0]  # 2.2 on a machine that does nothing else


def _seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    began = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docs", "reports"])
def test_every_pdf_of_the_sets_is_read(bench: Path, kind: str) -> None:
    paths = (bench / "theorems" / "docs" if kind == "docs" else bench / "reports").glob("*/*.pdf")
    for path in sorted(paths):
        document = read(path)
        assert document.text
        assert not document.notes
