"""A check from end to end, on texts and on settings."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.api.settings import draft_in
from reportkit.cli import main
from reportkit.cli.student import FORMATS
from reportkit.config import Config
from reportkit.errors import Unreadable, UsageProblem
from reportkit.findings import Report
from reportkit.readers.text import read_text
from reportkit.reporters import REPORTERS


@pytest.fixture
def report() -> Report:
    return check(read_text("# Summary\n\nThe \x1b[31m bound holds.\n"), config=Config())


def test_the_formats_of_the_command_are_those_of_the_table() -> None:
    assert set(FORMATS) == set(REPORTERS)


def test_two_checks_give_the_same_bytes() -> None:
    texts = [written(check(read_text("A text."), config=Config()), "json", Config()) for _ in "ab"]
    assert texts[0] == texts[1]


def test_the_terminal_gets_no_control_character_of_the_draft(report: Report) -> None:
    named = replace(report, draft=replace(report.draft, file="a\x1b[2Jb\x9b.pdf"))
    text = written(named, "terminal", Config())
    assert isinstance(text, str)
    assert "\x1b" not in text and "\x9b" not in text


def test_a_draft_that_is_not_named_is_the_only_pdf(tmp_path) -> None:
    (tmp_path / "draft.pdf").write_bytes(b"")
    (tmp_path / "paper.pdf").write_bytes(b"")
    assert draft_in(Config(paper="paper.pdf", folder=tmp_path)).name == "draft.pdf"
    with pytest.raises(UsageProblem, match="several PDFs"):
        draft_in(Config(folder=tmp_path))


def test_a_missing_paper_is_named(tmp_path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere\.pdf.*the paper"):
        check(read_text("A text."), paper=tmp_path / "nowhere.pdf")


def test_standard_input_is_checked() -> None:
    result = CliRunner().invoke(main, ["check", "-"], input="A short and correct text.\n")
    assert result.exit_code == 0
    assert "nothing found" in result.output


def test_several_formats_are_written_in_one_run(tmp_path) -> None:
    arguments = ["check", "-", "--format", "terminal", "--format", "json"]
    result = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "r.json")], input="Text.")
    assert result.exit_code == 0
    assert '"reportkit.report/1"' in (tmp_path / "r.json").read_text("utf-8")
    assert "nothing found" in result.output


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["check", "nowhere.pdf"], 3, "no such file"),
        (["check", "-", "--select", "RKX"], 2, "no rule is called"),
        (["check", "-", "--rubric", "seminar-reprot"], 2, "did you mean 'seminar-report'"),
        (["check", "-", "--format", "json", "--format", "sarif"], 2, "one format"),
        (["check", "-", "--pages", "8-3"], 2, "no range"),
        (["check", "-", "--language", "english"], 2, "no language code"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_line_and_its_status(arguments, status, words) -> None:
    result = CliRunner().invoke(main, arguments, input="Text.")
    assert result.exit_code == status
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_finding_has_the_words_around_it_from_its_own_paragraph() -> None:
    text = "Another paragraph.\n\nWe see by theorem 3.1 that all of this is true.\n\nThe end."
    report = check(read_text(text), config=Config(), select=("RK402",))
    (finding,) = report.findings
    assert (finding.before, finding.excerpt) == ("We see by ", "theorem 3.1")
    assert finding.after == " that all of this is"


def test_a_short_text_is_a_passage_unless_a_rubric_is_asked_for() -> None:
    draft = read_text("# Summary\n\nA text.\n\n# Review\n\nA text.\n")
    assert check(draft, config=Config()).kind == "text"
    assert check(draft, config=Config(rubric="seminar-report")).kind == "text"
    asked = check(draft, config=Config(), rubric="seminar-report")
    assert asked.kind == "report"
    assert "RK101" in {finding.code for finding in asked.findings}


_NO_SEMINAR = (
    "# Data\n\nA text.\n\n# Results and discussion\n\nA text.\n\n# Literature review\n\nA text."
)


def test_a_report_without_any_of_the_parts_gets_one_finding_that_names_them() -> None:
    told = check(read_text(_NO_SEMINAR), config=Config(), rubric="seminar-report")
    (finding,) = [finding for finding in told.findings if finding.code == "RK101"]
    assert "summary, review, summary of the proofs" in finding.message
    assert {section.role for section in told.draft.sections} == {None}


def test_without_a_rubric_no_part_is_missing() -> None:
    long = _NO_SEMINAR.replace("A text.", "A text. " * 800)
    told = check(read_text(long), config=Config(), rubric="none")
    assert told.kind == "report"
    assert "RK101" not in {finding.code for finding in told.findings}


def test_words_that_a_template_left_are_not_counted() -> None:
    told = check(read_text("# Review\n\n[TODO: which proofs you checked] We checked three."))
    assert told.draft.words == 4


def test_criteria_are_told_in_the_language_of_the_findings() -> None:
    draft = read_text("# Zusammenfassung\n\nDie Arbeit zeigt, dass es so ist. Siehe Abschnitt ??.")
    report = check(draft, config=Config(), rubric="seminar-report", language="de")
    assert report.rubric is not None
    assert "Summary of the paper" in [criterion.title for criterion in report.rubric.criteria]
    assert [f.message for f in report.findings if f.code == "RK401"] == [
        "“Siehe Abschnitt ??”: this reference leads nowhere"
    ]


def test_a_text_in_a_language_that_is_not_known_is_no_english() -> None:
    words = "là một phương pháp học sâu có giám sát trong quá trình huấn luyện để xấp xỉ nghiệm. "
    report = check(read_text(words * 40), config=Config(), grammar="off")
    assert report.statistics["language"] == "und"
    assert not [f for f in report.findings if f.code.startswith("RK7")]
