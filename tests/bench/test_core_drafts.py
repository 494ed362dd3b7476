"""Planted faults of structure, references and citations in the development drafts."""

import json
from pathlib import Path

import pytest

from reportkit.api.checking import check
from reportkit.config import Config

OURS = {
    "unresolved-reference",
    "lowercase-reference",
    "unreferenced-figure",
    "uncited-bibliography-entry",
    "missing-bibliography-entry",
    "placeholder",
    "missing-part",
}
# read beside the PDFs: what is true though nobody planted it, and what is not
TRUE_BESIDES = {
    ("cptrl-plain", "RK113"),  # no question mark in the review, and nothing asked otherwise
    ("uap-article", "RK111"),  # the title of the paper is nowhere in the draft
}


@pytest.fixture(scope="module")
def checked(bench: Path):
    """Return for each draft its truth and its findings of RK1xx and RK4xx."""
    found = {}
    for folder in sorted((bench / "drafts" / "dev").iterdir()):
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        paper = bench / "theorems" / "docs" / truth["paper"] / "paper.pdf"
        report = check(folder / "draft.pdf", paper=paper, config=Config(), grammar="off")
        found[folder.name] = truth, [f for f in report.findings if f.code[:3] in {"RK1", "RK4"}]
    return found


def test_all_planted_faults_are_found(checked) -> None:
    missed = [
        (name, fault["slug"], fault["page"])
        for name, (truth, findings) in checked.items()
        for fault in truth["faults"]
        if fault["slug"] in OURS
        and not any(f.slug == fault["slug"] and f.page == fault["page"] for f in findings)
    ]
    assert missed == []


def test_nothing_else_is_said_that_was_not_read_and_found_true(checked) -> None:
    false = [
        (name, finding.code, finding.message)
        for name, (truth, findings) in checked.items()
        for finding in findings
        if finding.severity != "suggestion"
        and (name, finding.code) not in TRUE_BESIDES
        and not any(
            f["slug"] == finding.slug and f["page"] == finding.page for f in truth["faults"]
        )
    ]
    assert false == []
