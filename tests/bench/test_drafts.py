"""Mentions and RK3xx on the development drafts, with the scorer that comes with them."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportkit.api.checking import check
from reportkit.api.comparing import compare
from reportkit.document import Document
from reportkit.readers import read


def scorer(bench: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_drafts", bench / "drafts" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report_of(draft: Path, papers: Path, truth: dict[str, Any]) -> dict[str, Any]:
    def paper(id: str | None) -> Document | None:
        return read(papers / id / "paper.pdf") if id else None

    report = check(
        draft, paper=paper(truth["paper"]), conference=paper(truth["short"]), rubric="none"
    )
    return {
        "mentions": [
            {"text": m.text, "kind": m.kind, "number": m.number, "page": m.page, "target": m.target, "statement": m.statement}
            for m in report.mentions
        ],
        "findings": [
            {"code": f.code, "slug": f.slug, "severity": str(f.severity), "page": f.page, "excerpt": f.excerpt, "message": f.message}
            for f in report.findings
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def scores(bench: Path) -> Iterator[dict[str, Any]]:
    score = scorer(bench)
    rows = []
    for folder in sorted((bench / "drafts" / "dev").iterdir()):
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        report = report_of(folder / "draft.pdf", bench / "theorems" / "docs", truth)
        rows.append((folder.name, truth, report))
    yield score.score(rows)


def found(scores: dict[str, Any], slugs: str) -> int:
    return sum(scores["slugs"][slug][0] for slug in slugs.split())


def test_mentions_are_found_and_told_apart(scores: dict[str, Any]) -> None:
    assert scores["total"]["joint_f1"] >= 0.96


def test_wrong_numbers_and_copies_are_found(scores: dict[str, Any]) -> None:
    assert found(scores, "unknown-result wrong-kind short-version-number copied-wording") >= 21


def test_what_is_left_out_is_found(scores: dict[str, Any]) -> None:
    assert found(scores, "main-result-not-stated key-lemma-not-mentioned technique-not-named") >= 9


def test_misquotations_are_found(scores: dict[str, Any]) -> None:
    assert found(scores, "misquoted-result dropped-assumption claimed-proof") >= 10


def test_at_most_one_false_finding_a_draft(scores: dict[str, Any]) -> None:
    total = scores["total"]
    assert total["false_rk3"] + total["mislabelled_rk3"] <= total["drafts"]


def test_the_numbering_map_of_both_versions(bench: Path) -> None:
    right = rows = 0
    for folder in sorted((bench / "theorems" / "pairs").iterdir()):
        truth = json.loads((folder / "map.json").read_text("utf-8"))
        wanted = {(key(row["short"]), key(row["long"])) for row in truth["map"]}
        wanted |= {(None, key(row)) for row in truth["only_in_long"]}
        pairs = compare(folder / "short.pdf", folder / "long.pdf").rows
        got = {
            tuple(
                (s.label.lower(), s.number or "", s.page) if s else None
                for s in (pair.short, pair.long)
            )
            for pair in pairs
        }
        right += len(wanted & got)
        rows += len(wanted)
    assert right >= 0.95 * rows


def key(row: dict[str, Any] | None) -> tuple[str, str, int] | None:
    return (row["kind"].lower(), row["number"] or "", row["page"]) if row else None


def test_no_rule_about_results_is_silly_on_real_reports(bench: Path) -> None:
    for pdf in sorted((bench / "reports").glob("*/*.pdf")):
        report = check(pdf, rubric="none")
        codes = {f.code for f in report.findings if f.code.startswith("RK3")}
        assert codes <= {"RK313"}, pdf
