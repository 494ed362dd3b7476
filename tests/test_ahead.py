"""A paper read in a second process is the paper read here."""

import os
import sys
from pathlib import Path

import pytest

from reportkit.analysis.inventory import inventory
from reportkit.api import ahead
from reportkit.api.ahead import reading_ahead
from reportkit.api.checking import check
from reportkit.errors import Unreadable
from reportkit.readers import read

EXAMPLES = Path(__file__).parent.parent / "examples"
forking = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ahead, "_pays", lambda paper: True)
    return EXAMPLES / "paper.pdf"


@forking
def test_the_other_process_gives_the_same_paper_and_statements(paper: Path) -> None:
    found = reading_ahead(paper).result()
    here = read(paper)
    assert found is not None
    assert (found[0].text, found[0].lines, found[0].links) == (here.text, here.lines, here.links)
    assert found[1] == inventory(here)


@forking
def test_a_check_says_the_same_however_its_paper_was_read(paper: Path) -> None:
    draft = EXAMPLES / "draft.pdf"
    reading = reading_ahead(paper)
    assert reading.is_under_way
    report = check(draft, paper=reading, grammar="off")
    assert report == check(draft, paper=paper, grammar="off")
    assert reading.document is not None


@forking
def test_a_paper_that_cannot_be_read_is_read_here_for_its_error(
    paper: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "paper.pdf"
    broken.write_bytes(paper.read_bytes()[:1000])
    reading = reading_ahead(broken)
    with pytest.raises(Unreadable, match=r"paper\.pdf .*\(the paper\)"):
        check(EXAMPLES / "draft.pdf", paper=reading, grammar="off")


@forking
def test_a_process_whose_answer_nobody_wants_is_ended(paper: Path) -> None:
    reading = reading_ahead(paper)
    reading.give_up()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_small_paper_is_read_here(tmp_path: Path) -> None:
    notes = tmp_path / "paper.txt"
    notes.write_text("Theorem 1. All is well.", "utf-8")
    reading = reading_ahead(notes)
    assert not reading.is_under_way
    assert reading.result() is None
