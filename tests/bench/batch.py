"""A class's batch: python tests/bench/batch.py [jobs | many | all] [grade's options]

Throughput of `--jobs 2` against one job on a class of 30 with papers, the largest memory of a worker,
and with `many` what 300 reports cost per report against 30. Processor time includes the workers'.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
RUN = """
import os
import sys
from pathlib import Path
from reportkit.api.grading import Settings, grade
papers = Path(sys.argv[3]) if sys.argv[3] else None
grammar = sys.argv[5] or None
found = grade(
    [Path(sys.argv[1])], Path(sys.argv[2]),
    Settings(papers=papers, jobs=int(sys.argv[4]), grammar=grammar),
)
own = os.times()
print("peak", found.peak_mb, "own", own.user + own.system)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall clock and of processors, and the largest memory of a worker in MB.

    `own_s` is the part of the processors' time that one process alone can do.
    """

    wall_s: float
    processor_s: float
    own_s: float
    peak_mb: float

    def undisturbed_s(self, jobs: int) -> float:
        """Return the least wall clock with as many processors to itself."""
        return self.own_s + (self.processor_s - self.own_s) / jobs


def drafts() -> list[Path]:
    """Return the reports that classes are made of."""
    found = [*BENCH.glob("drafts/dev/*/draft.pdf"), *BENCH.glob("reports/*/report.pdf")]
    return [*sorted(found), ROOT / "examples" / "draft.pdf"]


def class_of(count: int, place: Path) -> Path:
    """Write a download of `count` reports, the same ones over and over with other bytes."""
    files = drafts()
    target = place / f"class-{count}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for n in range(count):
            data = files[n % len(files)].read_bytes() + f"\n% {n}\n".encode()
            archive.writestr(f"S{n}_{3000 + n}_assignsubmission_file/report.pdf", data)
    return target


def papers(place: Path) -> Path:
    """Return a folder with the papers of the drafts."""
    folder = place / "papers"
    folder.mkdir()
    for draft in BENCH.glob("drafts/dev/*/truth.json"):
        paper = json.loads(draft.read_text("utf-8"))["paper"]
        source = BENCH / "theorems" / "docs" / paper / "paper.pdf"
        (folder / f"{paper}.pdf").write_bytes(source.read_bytes())
    (folder / "example.pdf").write_bytes((ROOT / "examples" / "paper.pdf").read_bytes())
    return folder


def graded(source: Path, into: Path, known: Path | None, jobs: int, grammar: str) -> Run:
    """Grade a class in a process of its own."""
    arguments = [str(source), str(into), str(known or ""), str(jobs), grammar]
    before, began = os.times(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall, after = time.perf_counter() - began, os.times()
    user = after.children_user - before.children_user
    system = after.children_system - before.children_system
    peak, own = map(float, re.findall(r"[0-9.]+", done.stdout))
    return Run(wall, user + system, own, peak)


def told(name: str, run: Run, count: int) -> None:
    """Print a line of the table."""
    print(
        f"{name:28} {run.wall_s:7.1f} s  processors {run.processor_s:7.1f} s "
        f"({run.processor_s / run.wall_s:.2f} busy)  {run.processor_s / count:.3f} s a report, "
        f"{run.peak_mb:.0f} MB",
        flush=True,
    )


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    what = arguments[0] if arguments else "all"
    grammar = arguments[1] if len(arguments) > 1 else "harper"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        known = papers(place)
        thirty = class_of(30, place)
        if what in ("jobs", "all"):
            one = graded(thirty, place / "one", known, 1, grammar)
            told("30 reports, --jobs 1", one, 30)
            two = graded(thirty, place / "two", known, 2, grammar)
            told("30 reports, --jobs 2", two, 30)
            alone = one.undisturbed_s(1) / two.undisturbed_s(2)
            print(
                f"throughput {one.wall_s / two.wall_s:.2f} times; by processor time, as on a machine "
                f"that does nothing else, {alone:.2f} times ({two.own_s:.1f} s are for one alone)"
            )
        if what in ("many", "all"):
            few = graded(thirty, place / "few", None, 2, "off")
            told("30 without papers", few, 30)
            many = graded(class_of(300, place), place / "many", None, 2, "off")
            told("300 without papers", many, 300)
            print(f"a report of 300 costs {many.processor_s / few.processor_s / 10:.2f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
