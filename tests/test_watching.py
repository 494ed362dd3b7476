"""Watch: what was fixed and what is new, files that are being written, files that break."""

import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from reportkit.api.watching import rounds
from reportkit.errors import Unreadable
from reportkit.findings import Report
from tests.test_reporters import a_finding, a_report, small_pdf


def report_of(path: Path) -> Report:
    """Return a finding for each word of a text file; a file that says "broken" cannot be read."""
    words = path.read_text("utf-8").split()
    if "broken" in words:
        raise Unreadable(f"{path.name} is damaged")
    return a_report(*(a_finding(fingerprint=word) for word in words or ["none"]))


def after(seconds: float, act: Callable[[], object]) -> None:
    threading.Timer(seconds, act).start()


def test_a_change_says_what_was_fixed_stayed_and_is_new(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("one two", "utf-8")
    after(0.2, lambda: draft.write_text("two three", "utf-8"))
    first, second = islice(rounds(draft, report_of), 2)
    assert first.change is None
    assert second.change is not None
    told = (second.change.fixed, second.change.still, second.change.new)
    assert [[finding.fingerprint for finding in part] for part in told] == [
        ["one"],
        ["two"],
        ["three"],
    ]


def test_a_file_that_breaks_is_told_and_the_next_good_one_is_compared(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("one", "utf-8")
    after(0.2, lambda: draft.write_text("broken", "utf-8"))
    after(0.6, lambda: draft.write_text("one two", "utf-8"))
    first, second, third = islice(rounds(draft, report_of), 3)
    assert first.problem is None
    assert str(second.problem) == "draft.txt is damaged"
    assert third.change is not None
    assert [finding.fingerprint for finding in third.change.new] == ["two"]


def test_a_pdf_is_read_only_once_it_has_its_end(tmp_path: Path) -> None:
    draft, content = tmp_path / "draft.pdf", small_pdf()
    draft.write_bytes(content[: len(content) // 2])
    after(0.3, lambda: draft.write_bytes(content))
    sizes = []

    def check(path: Path) -> Report:
        sizes.append(path.stat().st_size)
        return a_report()

    next(iter(rounds(draft, check)))
    assert sizes == [len(content)]


def test_a_draft_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    after(0.2, lambda: draft.write_text("one", "utf-8"))
    assert next(iter(rounds(draft, report_of))).report is not None


def test_a_change_is_noticed_within_a_fifth_of_a_second(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("one", "utf-8")
    written: list[float] = []

    def write() -> None:
        draft.write_text("two", "utf-8")
        written.append(time.perf_counter())

    after(0.3, write)
    list(islice(rounds(draft, report_of), 2))
    assert time.perf_counter() - written[0] == pytest.approx(0, abs=0.2)
