"""Measure what each language rule costs and finds, and write it where `reportkit explain` looks.

usage: python tests/bench/measure_rules.py   (on the development part of the style set)
"""

import json
from collections import Counter
from pathlib import Path

from reportkit import lint
from reportkit.resources import write_whole

ROOT = Path(__file__).resolve().parent.parent.parent
STYLE = ROOT.parent / "shared" / "bench" / "style"
TARGET = ROOT / "reportkit" / "rules" / "measured.json"


def rows(name: str) -> list[dict]:
    lines = (STYLE / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def main() -> None:
    clean, errors = rows("clean.jsonl"), rows("errors.jsonl")
    alarms: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in clean:
        alarms.update(f.code for f in lint(row["text"], markup="latex", grammar="harper"))
    for row in errors:
        start, end = row["start"] - 1, row["end"] + 1
        findings = lint(row["text"], markup="latex", grammar="harper")
        found.update({f.code for f in findings if f.span.start < end and f.span.end > start})
    data = {
        "words": sum(row["words"] for row in clean),
        "errors": len(errors),
        "alarms": dict(sorted(alarms.items())),
        "found": dict(sorted(found.items())),
    }
    write_whole(TARGET, json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
