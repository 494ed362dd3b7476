"""300 damaged PDFs made from the examples: one clear line or a report, quickly, never a traceback."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.config import Config
from reportkit.errors import Unreadable

EXAMPLES = Path(__file__).parent.parent / "examples"
LONGEST_S = 10
MOST_MEMORY_MB = 1024


def damaged(content: bytes, seed: int) -> bytes:
    """Return the bytes cut off, with bytes flipped, a piece taken out, doubled or overwritten."""
    chance = random.Random(seed)
    piece = chance.randrange(1, max(len(content) // 4, 2))
    start = chance.randrange(len(content) - piece)
    way = seed % 5
    if way == 0:
        return content[: chance.randrange(20, len(content))]
    if way == 1:
        flipped = bytearray(content)
        for _ in range(chance.randrange(1, 200)):
            flipped[chance.randrange(len(flipped))] = chance.randrange(256)
        return bytes(flipped)
    if way == 2:
        return content[:start] + content[start + piece :]
    if way == 3:
        return content[: start + piece] + content[start:]
    return content[:start] + chance.randbytes(piece) + content[start + piece :]


@pytest.mark.slow
@pytest.mark.parametrize("group", range(10))
def test_a_damaged_file_is_read_or_refused(group: int, tmp_path: Path) -> None:
    for seed in range(group * 30, group * 30 + 30):
        name = ("draft.pdf", "paper.pdf")[seed % 2]
        path = tmp_path / name
        path.write_bytes(damaged((EXAMPLES / name).read_bytes(), seed))
        began = time.monotonic()
        try:
            # every tenth one is held against its paper, which takes longest
            paper = EXAMPLES / "paper.pdf" if seed % 10 == 0 else None
            report = check(path, config=Config(), grammar="off", paper=paper)
            assert written(report, "json", Config())
            assert written(report, "terminal", Config())
        except Unreadable as refused:
            assert name in str(refused) and "\n" not in str(refused), seed
        assert time.monotonic() - began < LONGEST_S, seed


_MEASURED = """
import resource, sys
from reportkit.cli import main
try:
    main()
finally:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("peak", peak, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured with Linux's resource")
@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_file_leaves_with_a_documented_status_in_little_memory(
    seed: int, tmp_path: Path
) -> None:
    path = tmp_path / "draft.pdf"
    path.write_bytes(damaged((EXAMPLES / "draft.pdf").read_bytes(), seed))
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, "check", str(path), "--grammar", "off"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ran.returncode in {0, 1, 3}, ran.stderr
    assert "Traceback" not in ran.stderr
    peak_mb = int(ran.stderr.rsplit("peak", 1)[1]) / 1024
    assert peak_mb < MOST_MEMORY_MB
