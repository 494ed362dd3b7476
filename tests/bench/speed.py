"""Whole-process times: python tests/bench/speed.py [runs]

The least of several runs, wall clock and processor time: --help against importing click, and checks
of drafts against papers with and without foreign grammar engines.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
PAPERS = BENCH / "theorems" / "docs"


def least(command: list[str], runs: int) -> tuple[float, float]:
    """Return the least wall clock and processor time of a command, in seconds."""
    walls, processors = [], []
    for _ in range(runs):
        before, began = os.times(), time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        walls.append(time.perf_counter() - began)
        after = os.times()
        user = after.children_user - before.children_user
        processors.append(user + after.children_system - before.children_system)
    return min(walls), min(processors)


def check_of(draft: Path, paper: Path, *options: str) -> list[str]:
    """Return the command that checks a draft."""
    program = [sys.executable, "-m", "reportkit", "check"]
    return [*program, str(draft), "--paper", str(paper), *options]


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    families = ("--select", "RK1,RK2,RK3,RK4")
    twelve = BENCH / "reports" / "jl-rip" / "report.pdf"
    examples = ROOT / "examples"
    commands = {
        "import click": [sys.executable, "-c", "import click"],
        "--help": [sys.executable, "-m", "reportkit", "--help"],
        "examples, RK1-4": check_of(examples / "draft.pdf", examples / "paper.pdf", *families),
        "12 against 37 pages (onlikorn), RK1-4": check_of(
            twelve, PAPERS / "onlikorn" / "paper.pdf", *families
        ),
        "12 against 34 pages (nn-soda), RK1-4": check_of(
            twelve, PAPERS / "nn-soda" / "paper.pdf", *families
        ),
        "12 against 34 pages, all rules, no engines": check_of(
            twelve, PAPERS / "nn-soda" / "paper.pdf", "--grammar", "off"
        ),
    }
    for name, command in commands.items():
        wall, processor = least(command, runs)
        print(f"{name:45} {wall:6.2f} s   processor {processor:6.2f} s")


if __name__ == "__main__":
    main()
