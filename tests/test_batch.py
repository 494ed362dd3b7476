"""Work spread over processes, near-copies, and the paper of each report."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportkit.errors import UsageProblem
from reportkit.seminar.batch import Failure, Workers, process_pool
from reportkit.seminar.near_copies import near_copies, shingles, sketch
from reportkit.seminar.pairing import PaperCard, Person, paired, papers_by_list

DEADLY = """
import os, time
from reportkit.seminar.batch import TimeLimit

def square(number):
    if number == 3:
        os._exit(9)
    if number == 5:
        raise ValueError("five")
    if number == 7:
        with TimeLimit(0.5):
            time.sleep(60)
    return number * number
"""


def done(jobs, work, pool) -> dict[object, object]:
    with Workers(pool, 2) as workers:
        return dict(workers.outcomes(jobs, work))


@pytest.mark.slow
def test_one_that_kills_its_worker_stops_nobody(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "deadly.py").write_text(DEADLY, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import deadly

    found = done(range(10), deadly.square, process_pool)
    good = {number: number * number for number in range(10) if number not in (3, 5, 7)}
    assert {n: value for n, value in found.items() if not isinstance(value, Failure)} == good


def half(number: int) -> float:
    return 12 / number


def test_one_that_raises_stops_nobody() -> None:
    found = done([4, 0, 6], half, ThreadPoolExecutor)
    assert found == {4: 3, 0: Failure("ZeroDivisionError: division by zero"), 6: 2}


def test_workers_stay_for_jobs_of_another_kind() -> None:
    made: list[int] = []

    def pool(count: int) -> ThreadPoolExecutor:
        made.append(count)
        return ThreadPoolExecutor(count)

    with Workers(pool, 2) as workers:
        assert dict(workers.outcomes([4, 3], half)) == {4: 3, 3: 4}
        assert dict(workers.outcomes(["a"], str.upper)) == {"a": "A"}
    assert made == [2]


def words(seed: int, count: int = 600) -> str:
    numbers = [(seed * 7919 + n * n * 31 + n) % 977 for n in range(count)]
    return " ".join("w" + "".join(chr(97 + int(d)) for d in str(n)) for n in numbers)


def test_a_copied_half_is_found_with_its_pages() -> None:
    first, second = words(1), words(2)
    sketches = {
        "a": sketch([(first, 1), (second, 2)]),
        "b": sketch([(words(3), 1), (second, 4)]),
        "c": sketch([(words(4, 1200), 1)]),
    }
    (pair,) = near_copies(sketches)
    assert (pair.first, pair.second, pair.pages) == ("a", "b", ((2,), (4,)))
    assert 0.35 < pair.share < 0.65


def test_what_both_quote_from_the_paper_is_no_copy() -> None:
    paper = words(9)
    sketches = {
        key: sketch([(paper, 1), (words(n), 2)], set(shingles(paper))) for n, key in enumerate("ab")
    }
    assert near_copies(sketches) == []


def test_what_stands_in_every_report_is_no_copy() -> None:
    sketches = {str(n): sketch([(words(99), 1), (words(n), 2)]) for n in range(6)}
    assert near_copies(sketches) == []


CARDS = [
    PaperCard(Path("a.pdf"), "", "Sample Complexity of Neural Nets", "1905.03684v1"),
    PaperCard(Path("b.pdf"), "", "Sample Complexity of Kernels", ""),
]


@pytest.mark.parametrize(
    ("front", "whole", "wanted"),
    [
        ("On Sample Complexity of Kernels", "", ("b.pdf", "sure")),
        ("see arXiv:1905.03684", "", ("a.pdf", "sure")),
        ("My report", "[3] Sample complex-\n ity", (None, "none")),
        ("My report", "[3] Sample Complexity of Neural Nets", ("a.pdf", "likely")),
        ("x", "Sample Complexity of Kernels. Sample Complexity of Neural Nets.", (None, "none")),
    ],
)
def test_a_reports_paper_is_told_by_title_and_number(front, whole, wanted) -> None:
    found = paired(front, f"{front} {whole}", CARDS)
    assert (found.file and found.file.name, found.certainty) == wanted


PEOPLE = [
    Person("1", "1", "ob@uni.example", "Siobhán OBrien"),
    Person("2", "2", "", "Li Wei"),
    Person("3", "3", "", "Li Wei"),
]


def listed(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    (tmp_path / "p.pdf").touch()
    file = tmp_path / "l.csv"
    file.write_text(text, encoding)
    return file


@pytest.mark.parametrize(
    "student", ["1", "OB@uni.example", "Siobhán O'Brien", "Participant 1", "Teilnehmer/in1"]
)
def test_a_list_names_students_by_number_mail_or_name(tmp_path: Path, student: str) -> None:
    file = listed(tmp_path, f"student,paper\n{student},p\n")
    assert papers_by_list(file, PEOPLE) == ({"1": tmp_path / "p.pdf"}, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_list_saved_by_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    file = listed(tmp_path, 'Paper;Student\np.pdf;"Siobhán OBrien"\n', encoding)
    assert papers_by_list(file, PEOPLE)[0] == {"1": tmp_path / "p.pdf"}


def test_a_list_says_whom_nobody_knows(tmp_path: Path) -> None:
    file = listed(tmp_path, "student,paper\nMia Unknown,p\n")
    assert papers_by_list(file, PEOPLE) == (
        {},
        (f"{file}:2: nobody in this class is 'Mia Unknown'",),
    )


@pytest.mark.parametrize(("row", "said"), [("Li Wei,p", "2 people"), ("1,q", "no paper 'q'")])
def test_a_list_that_is_not_clear_is_an_error_with_its_line(tmp_path: Path, row, said) -> None:
    with pytest.raises(UsageProblem, match=f"l.csv:2: .*{said}"):
        papers_by_list(listed(tmp_path, f"student,paper\n{row}\n"), PEOPLE)
