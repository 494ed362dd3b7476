"""The examples folder: what README's first command shows, and the faults that the draft has."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.cli import main
from reportkit.config import Config
from reportkit.findings import Report

# what depends on the engines and models that are installed
BY_LANGUAGE = ("RK5", "RK6", "RK7", "RK8")
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def report() -> Report:
    return check(
        EXAMPLES / "draft.pdf",
        paper=EXAMPLES / "paper.pdf",
        rubric="none",
        grammar="off",
        select=("RK1", "RK2", "RK4"),
        ignore=("RK106", "RK408"),
    )


@pytest.mark.parametrize(
    ("slug", "page"),
    [
        ("placeholder", 2),
        ("unresolved-reference", 1),
        ("unresolved-reference", 2),
        ("lowercase-reference", 1),
        ("article-before-reference", 3),
        ("unreferenced-figure", 2),
        ("uncited-bibliography-entry", 3),
        ("preprint-of-published", 3),
        ("missing-metadata", None),
        ("review-without-questions", 2),
    ],
)
def test_a_fault_of_the_draft_is_found_on_its_page(report: Report, slug: str, page: int) -> None:
    assert (slug, page) in {(finding.slug, finding.page) for finding in report.findings}


def test_nothing_else_is_found(report: Report) -> None:
    assert len(report.findings) == 10


def test_the_three_parts_are_recognised(report: Report) -> None:
    assert [row.role for row in report.draft.sections if row.level == 1][:3] == [
        "summary",
        "review",
        "proofs",
    ]


def test_each_finding_in_the_text_has_a_box_on_its_page(report: Report) -> None:
    for finding in report.findings:
        assert finding.span is None or all(box.page == finding.page for box in finding.boxes[:1])


def test_fingerprints_are_unique(report: Report) -> None:
    prints = [finding.fingerprint for finding in report.findings]
    assert len(set(prints)) == len(prints)


def test_the_folder_is_checked_without_options(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("draft.pdf", "paper.pdf", "reportkit.toml"):  # without LaTeX nothing is built
        shutil.copy(EXAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "--select", "RK4", "--fail-on", "never"])
    assert result.exit_code == 0
    assert "Margins Seen from the Data" in result.output


@pytest.mark.parametrize(
    ("format", "name"), [("terminal", "expected.txt"), ("json", "expected.json")]
)
def test_the_report_is_the_expected_one(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, format: str, name: str
) -> None:
    monkeypatch.chdir(EXAMPLES)
    made = check("draft.pdf", paper="paper.pdf", grammar="off", ignore=BY_LANGUAGE)
    text = written(made, format, Config())
    assert isinstance(text, str)
    path = EXAMPLES / name
    if request.config.getoption("--update-golden"):
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8"), f"{name} differs; read it, then --update-golden"


def test_errors_make_the_exit_status_1() -> None:
    arguments = ["check", str(EXAMPLES / "draft.pdf"), "--select", "RK4"]
    assert CliRunner().invoke(main, arguments).exit_code == 1
    assert CliRunner().invoke(main, [*arguments, "--fail-on", "never"]).exit_code == 0
    assert CliRunner().invoke(main, [*arguments, "--ignore", "RK401"]).exit_code == 0


def test_pages_keep_the_findings_on_them(report: Report) -> None:
    part = check(EXAMPLES / "draft.pdf", select=("RK4",), pages=(2, 2))
    assert {finding.page for finding in part.findings} == {2}
