"""Statements, proofs and uses of the development papers, per tier and per document.

pytest tests/bench/test_theorems.py -s      prints the scorer's tables
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from reportkit.analysis.inventory import inventory
from reportkit.analysis.statements import Inventory
from reportkit.readers import read

pytestmark = pytest.mark.slow

TIERS = ["auto", "text"]
# The truth keeps 200 characters of a statement, formulas left out: of a longer one only as many
# words as it has are compared.
_TRUTH_KEEPS = 185


def as_json(found: Inventory) -> dict[str, Any]:
    left_out = {"box", "span", "body"}
    return {
        name: [
            {key: value for key, value in asdict(item).items() if key not in left_out}
            for item in items
        ]
        for name, items in (("statements", found.statements), ("proofs", found.proofs))
    }


@pytest.fixture(scope="module")
def predictions(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder of what is found in each development paper, by tier."""
    folders = {tier: tmp_path_factory.mktemp(tier) for tier in TIERS}
    for id in json.loads((bench / "theorems" / "split.json").read_text("utf-8"))["dev"]:
        document = read(bench / "theorems" / "docs" / id / "paper.pdf")
        for tier, folder in folders.items():
            found = as_json(inventory(document, tier))
            (folder / f"{id}.json").write_text(json.dumps(found), "utf-8")
    return folders


def run(script: Path, *arguments: str) -> str:
    command = [sys.executable, str(script), *arguments]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    print(told.stdout)
    return told.stdout


def figures(line: str) -> list[float]:
    return [float(word) for word in line.replace(",", " ").split() if word.startswith(("0.", "1."))]


@pytest.fixture(scope="module")
def scores(bench: Path, predictions: dict[str, Path]) -> dict[str, list[str]]:
    """Return the lines that score.py prints, by tier."""
    score = bench / "theorems" / "score.py"
    return {
        tier: run(score, str(folder), "--split", "dev", "--docs").splitlines()
        for tier, folder in predictions.items()
    }


def line_of(lines: list[str], word: str) -> str:
    return next(line for line in lines if word in line)


@pytest.mark.parametrize(
    ("tier", "least_micro", "least_macro"),
    [("auto", 0.985, 0.97), ("text", 0.985, 0.97)],
    ids=TIERS,
)
def test_statements_are_found(
    scores: dict[str, list[str]], tier: str, least_micro: float, least_macro: float
) -> None:
    total = line_of(scores[tier], "micro P")
    precision, recall = figures(total.split("micro")[1])[:2]
    assert min(precision, recall) >= least_micro
    assert figures(total.split("macro")[1])[2] >= least_macro


@pytest.mark.parametrize("tier", TIERS)
def test_no_paper_falls_behind(scores: dict[str, list[str]], tier: str) -> None:
    for line in scores[tier]:
        if " tp " not in line:
            continue
        words = line.split()
        right, wrong, missed = (int(words[words.index(mark) + 1]) for mark in ("tp", "fp", "fn"))
        if right + missed >= 10:
            assert float(words[-1]) >= 0.85, line
        else:
            assert max(wrong, missed) <= 1, line


def test_names_are_found(scores: dict[str, list[str]]) -> None:
    found, of = map(int, line_of(scores["auto"], "names").split()[-1].split("/"))
    assert found >= 0.95 * of


def test_a_proof_whose_heading_names_its_statement_is_found(scores: dict[str, list[str]]) -> None:
    *_, found, _, of = line_of(scores["auto"], "proofs whose heading").split()
    assert int(found) >= int(of) - 1


def test_proofs_begin_where_they_begin(scores: dict[str, list[str]]) -> None:
    """Whom a proof belongs to is asked of those alone whose heading says it.

    For the others the truth takes the environment right before: none for a proof under a section's
    title "Proof of Theorem 3" or behind "Proof. (Proposition 1)", a remark for one behind a remark.
    """
    assert figures(line_of(scores["auto"], "proof pages").split("proof pages")[1])[2] >= 0.95


def test_the_text_of_a_statement_is_its_own(bench: Path, predictions: dict[str, Path]) -> None:
    sys.path.insert(0, str(bench / "theorems"))
    import score  # type: ignore[import-not-found]

    overlaps = []
    for file in sorted(predictions["auto"].iterdir()):
        truth = json.loads(
            (bench / "theorems" / "docs" / file.stem / "truth.json").read_text("utf-8")
        )
        found = json.loads(file.read_text("utf-8"))["statements"]
        named = [{**statement, "kind": statement["label"]} for statement in found]
        for wanted, got in score.match(truth["theorems"], named, 0):
            text = truth["theorems"][wanted]["text"]
            if truth["theorems"][wanted].get("text_from") == "tex" and len(score.words(text)) >= 5:
                overlaps.append(overlap(score, text, named[got]["text"]))
    overlaps.sort()
    mean, tenth = sum(overlaps) / len(overlaps), overlaps[len(overlaps) // 10]
    print(f"statement text: mean {mean:.3f}, 10th percentile {tenth:.3f} ({len(overlaps)})")
    assert mean >= 0.9
    assert tenth >= 0.7


def overlap(score: Any, truth: str, text: str) -> float:
    """Return the scorer's word F1, of a truth cut off at 200 characters with as much of the text."""
    words = score.words(text)
    if len(truth) < _TRUTH_KEEPS:
        return float(score.overlap(truth, text))
    count = len(score.words(truth))
    return max(
        float(score.overlap(truth, " ".join(words[:size])))
        for size in range(max(1, count - 3), count + 12)
    )


@pytest.mark.parametrize("tier", TIERS)
def test_uses_are_found(bench: Path, predictions: dict[str, Path], tier: str) -> None:
    folder = bench / "theorems"
    real = [file.stem for file in predictions[tier].iterdir() if not file.stem.startswith("var-")]
    arguments = [str(predictions[tier]), "--truth", str(folder / "edges"), "--ids", ",".join(real)]
    lines = run(folder / "score_edges.py", *arguments, "--docs").splitlines()
    precision, recall = figures(line_of(lines, "all ").split("micro")[1])[:2]
    assert precision >= 0.9
    assert recall >= 0.85
