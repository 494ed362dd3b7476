"""Key results against what the drafts' truths call main results and key lemmas."""

import json
from pathlib import Path

import pytest

from reportkit.analysis.graph import KeyResults, key_results
from reportkit.analysis.inventory import inventory
from reportkit.readers import read

DRAFTS = ("coreset-report", "cptrl-plain", "mixing-twocol", "onlikorn-de", "uap-article")


def truth_and_found(bench: Path, draft: str) -> tuple[dict, KeyResults]:
    truth = json.loads((bench / "drafts" / "dev" / draft / "truth.json").read_text("utf-8"))
    paper = read(bench / "theorems" / "docs" / truth["paper"] / "paper.pdf")
    return truth["coverage"], key_results(inventory(paper), paper)


def ids(names: list[str]) -> set[str]:
    return {name.replace(" ", "-") for name in names}


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_main_result_and_key_lemma_that_a_draft_lacks_is_ranked(
    bench: Path, draft: str
) -> None:
    coverage, found = truth_and_found(bench, draft)
    assert ids(coverage["missing_main"]) <= {result.id for result in found.main}
    assert ids(coverage["missing_key_lemmas"]) <= found.ids


@pytest.mark.parametrize("draft", DRAFTS)
def test_no_key_result_is_one_that_a_good_draft_leaves_out(bench: Path, draft: str) -> None:
    coverage, found = truth_and_found(bench, draft)
    lacking = ids(coverage["missing_main"] + coverage["missing_key_lemmas"])
    treated = ids(coverage["stated"] + coverage["explained"])
    assert {result.id for result in found.main} <= treated | lacking
    assert found.ids <= treated | lacking | ids(coverage["mentioned"])
