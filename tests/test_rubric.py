"""A rubric is decoded with errors that name the line, and applied without ever clearing the unseen."""

from dataclasses import replace

import pytest

from reportkit.analysis.passages import Passage, passages
from reportkit.api.rubrics import rubric_named, rubric_names
from reportkit.errors import UsageProblem
from reportkit.findings import (
    Confidence,
    Coverage,
    Finding,
    Report,
    SectionRow,
    Severity,
    Subject,
)
from reportkit.readers.text import read_text
from reportkit.rubric import Basis, assess, decoded_rubric

SMALL = """\
schema: reportkit.rubric/1
id: small
title: Small
total: 10
limits: {pages: [2, 4]}
gates:
  - {id: whole, text: It is whole, evidence: [RK101]}
criteria:
  - id: proofs
    title: {en: Proofs, de: Beweise}
    weight: 6
    part: proofs
    evidence: [RK8, coverage.key_lemmas]
    levels:
      - {id: a, points: 6, text: good}
      - {id: z, points: 0, text: missing}
  - id: idea
    title: Idea
    weight: 4
    passages: [idea]
    levels:
      - {id: a, points: 4, text: good}
      - {id: z, points: 0, text: missing}
"""


@pytest.mark.parametrize("name", rubric_names())
def test_each_rubric_is_written_in_english_and_german(name: str) -> None:
    rubric = rubric_named(name)
    wordings = [rubric.title, *(g.text for g in rubric.gates)]
    for criterion in rubric.criteria:
        wordings += [criterion.title, *(x.text for x in (*criterion.levels, *criterion.comments))]
    assert all(dict(wording.texts).keys() == {"en", "de"} for wording in wordings)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("weight: 6", "wieght: 6", "r.yaml:11: criteria[1].wieght: unknown key 'wieght'; did you"),
        ("total: 10", "total: 11", "r.yaml:4: total: is 11, but the weights sum to 10"),
        ("points: 0", "points: 1", "r.yaml:15: criteria[1].levels: must end with a level of 0"),
        ("points: 6", "points: 5", "r.yaml:15: criteria[1].levels: must begin with 6 points"),
        ("id: idea", "id: proofs", "r.yaml:1: the id 'proofs' is there twice"),
        ("[RK8, ", "[RX8, ", "r.yaml:13: criteria[1].evidence[1]: 'RX8' is neither"),
        ("part: proofs", "part: prooofs", "r.yaml:12: criteria[1].part: must be one of summary"),
        (
            "weight: 4",
            "weight: four",
            "r.yaml:19: criteria[2].weight: must be a number, not 'four'",
        ),
        ("id: small\n", "", "r.yaml:1: 'id' is missing"),
        ("[2, 4]", "[4, 2]", "r.yaml:5: limits.pages: must be [smallest, largest]"),
        ("total: 10", "total: 10\ntotal: 10", "r.yaml:5: 'total' is there twice"),
        ("total: 10", "total: [", "r.yaml:"),
        ("rubric/1", "rubric/9", "r.yaml:1: schema: must be reportkit.rubric/1"),
    ],
)
def test_an_error_names_file_line_and_key(old: str, new: str, wanted: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        decoded_rubric(SMALL.replace(old, new, 1), "r.yaml")
    assert str(caught.value).startswith(wanted)


def test_aliases_of_aliases_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(UsageProblem, match="too many entries"):
        decoded_rubric("\n".join(lines), "r.yaml")


def subject(*roles: str) -> Subject:
    rows = tuple(SectionRow(role.title(), None, 1, role, 1, 300) for role in roles)
    return Subject("draft.pdf", "", 3, 1000, sections=rows)


def report(*findings: Finding, coverage: Coverage | None = None) -> Report:
    return Report(subject("proofs"), None, "report", findings, coverage=coverage)


def finding(code: str, severity: Severity = Severity.WARNING, role: str | None = None) -> Finding:
    return Finding(
        code=code,
        slug="a-fault",
        severity=severity,
        confidence=Confidence.HIGH,
        message="A fault",
        span=None,
        page=2,
        boxes=(),
        section="",
        role=role,
        excerpt="",
        replacement=None,
        sources=(),
        fingerprint=code,
    )


ALL_RAN = {"RK101": None, "RK801": None, "RK802": None}
COVERED = Coverage({}, {}, {}, (), ())


def states(held: Report, checks: dict[str, str | None] = ALL_RAN) -> dict[str, str]:
    result = assess(decoded_rubric(SMALL, "r.yaml"), held, Basis(checks, {}))
    return {criterion.id: criterion.state for criterion in result.criteria}


def test_all_seen_and_nothing_found_is_met() -> None:
    assert states(report(coverage=COVERED)) == {"whole": "met", "proofs": "met", "idea": "unseen"}


def test_a_finding_asks_for_attention() -> None:
    assert states(report(finding("RK801"), coverage=COVERED))["proofs"] == "attention"


def test_a_suggestion_is_shown_but_asks_for_nothing() -> None:
    held = report(finding("RK801", Severity.SUGGESTION), coverage=COVERED)
    assert states(held)["proofs"] == "met"


def test_a_finding_in_another_part_does_not_count() -> None:
    held = report(finding("RK801", role="review"), coverage=COVERED)
    assert states(held)["proofs"] == "met"


@pytest.mark.parametrize("found", [(), (finding("RK801"),)], ids=["nothing", "a finding"])
def test_evidence_that_was_skipped_leaves_a_criterion_unseen(found: tuple[Finding, ...]) -> None:
    checks = ALL_RAN | {"RK802": "needs spacy"}
    assert states(report(*found, coverage=COVERED), checks)["proofs"] == "unseen"


def test_a_measure_without_the_paper_leaves_a_criterion_unseen() -> None:
    assert states(report())["proofs"] == "unseen"


def test_evidence_by_rules_that_do_not_exist_leaves_a_criterion_unseen() -> None:
    assert states(report(coverage=COVERED), {"RK101": None})["proofs"] == "unseen"


def test_a_missing_part_asks_for_attention() -> None:
    held = replace(report(coverage=COVERED), draft=subject("summary"))
    assert states(held)["proofs"] == "attention"


def test_a_key_lemma_left_out_asks_for_attention_and_is_named() -> None:
    held = report(coverage=Coverage({}, {}, {}, (), ("lemma-A.4",)))
    result = assess(decoded_rubric(SMALL, "r.yaml"), held, Basis(ALL_RAN, {}))
    proofs = next(criterion for criterion in result.criteria if criterion.id == "proofs")
    assert proofs.state == "attention"
    assert any("Lemma A.4" in evidence.text for evidence in proofs.evidence)


def test_an_error_closes_a_gate_and_a_warning_leaves_it_to_a_person() -> None:
    assert states(report(finding("RK101"), coverage=COVERED))["whole"] == "unseen"
    held = report(finding("RK101", Severity.ERROR), coverage=COVERED)
    assert states(held)["whole"] == "attention"


def test_a_criterion_for_a_person_quotes_its_passages() -> None:
    basis = Basis(ALL_RAN, {"idea": (Passage("The idea is simple.", 2),)})
    result = assess(decoded_rubric(SMALL, "r.yaml"), report(coverage=COVERED), basis)
    idea = next(criterion for criterion in result.criteria if criterion.id == "idea")
    assert idea.evidence[0].text == "“The idea is simple.”"
    assert idea.evidence[0].pages == (2,)


def test_passages_are_whole_sentences_found_by_the_beginnings_of_words() -> None:
    draft = read_text("The bound is loose. A limitation is the constant. It is new.")
    assert [p.text for p in passages(draft, ("limit",))] == ["A limitation is the constant."]


def test_a_part_of_headings_alone_is_not_written_yet() -> None:
    held = report(coverage=COVERED)
    row = replace(held.draft.sections[0], title="Summary of the proofs", words=12)
    held = replace(held, draft=replace(held.draft, sections=(row,)))
    result = assess(decoded_rubric(SMALL, "r.yaml"), held, Basis(ALL_RAN, {}))
    proofs = next(c for c in result.criteria if c.id == "proofs")
    assert proofs.state == "attention"
    assert "nothing is written yet" in proofs.evidence[0].text
