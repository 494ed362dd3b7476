"""Settings are decoded with errors that name file, line and the nearest key."""

import pytest

from reportkit.config import config_in, decoded_config
from reportkit.errors import UsageProblem


def test_each_documented_key_is_read(tmp_path) -> None:
    (tmp_path / "reportkit.toml").write_text(
        """
draft = "report.pdf"
paper = "paper.pdf"
conference = "short.pdf"
rubric = "seminar-report"
language = "de"
vocabulary = ["coreset"]
select = ["RK4"]
extend-select = ["RK610"]
ignore = ["contraction"]
max-per-rule = 3
fail-on = "warning"
grammar = "off"

[severity]
RK801 = "suggestion"

[per-section-ignores]
"Summary of proofs" = ["RK801"]
""",
        "utf-8",
    )
    config = config_in(tmp_path)
    assert config.path("paper") == tmp_path / "paper.pdf"
    assert config.extend_select == ("RK610",)
    assert config.severity == {"RK801": "suggestion"}
    assert config.per_section_ignores == {"Summary of proofs": ("RK801",)}
    assert (config.max_per_rule, config.fail_on, config.grammar) == (3, "warning", "off")


def test_pyproject_is_read_where_there_is_no_reportkit_toml(tmp_path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.reportkit]\nlanguage = "de"\n', "utf-8")
    assert config_in(tmp_path).language == "de"


def test_a_folder_without_settings_has_the_defaults(tmp_path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert config_in(tmp_path).folder is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('paper = "a"\nselekt = ["RK4"]', "r.toml:2: unknown key 'selekt'; did you mean 'select'?"),
        ("fail_on = 'error'", "r.toml:1: unknown key 'fail_on'; did you mean 'fail-on'?"),
        ('\nfail-on = "eror"', "r.toml:2: fail-on must be one of"),
        ("select = 'RK4'", "r.toml:1: select must be a list of strings"),
        ("max-per-rule = 0", "r.toml:1: max-per-rule must be a whole number"),
        ("max-per-rule = true", "r.toml:1: max-per-rule must be a whole number"),
        ('[severity]\nRK801 = "bad"', "r.toml:2: the severity of RK801 must be one of"),
        ('severity = {RK801 = "bad"}', "r.toml:1: the severity of RK801"),
        ("[per-section-ignores]\nProofs = 'RK8'", "r.toml:2: what is ignored in 'Proofs'"),
        ("paper = [", "r.toml: "),
        ("paper = a.pdf", "r.toml: Invalid value (at line 1, column 9); text stands in quotes"),
        ('[tool.reportkit]\npaper = "a"', "r.toml: [tool.reportkit] is for pyproject.toml"),
        ('language = "english"', "r.toml:1: language must be a code, as en or de"),
        ("vocabulary = 'w'", 'r.toml:1: vocabulary must be a list of strings, as ["Rade'),
    ],
)
def test_an_error_names_file_line_and_key(text: str, wanted: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        decoded_config(text, "r.toml")
    assert str(caught.value).startswith(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 100_000 + " = 1",
        "a = " + "[" * 100_000,
        "a = " + "9" * 10_000,
        'draft = "\\u0000"',
    ],
    ids=["dots", "brackets", "digits", "nul"],
)
def test_settings_made_to_bring_down_their_reader_are_one_line(text: str) -> None:
    with pytest.raises(UsageProblem, match=r"^reportkit\.toml") as problem:
        decoded_config(text, "reportkit.toml")
    assert len(str(problem.value)) < 200
