"""Report folders: what is in a new one, what an update does, what the commands refuse."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reportkit.api import scaffolding
from reportkit.cli import scaffolding as commands
from reportkit.config import config_in
from reportkit.errors import UsageProblem
from reportkit.scaffold.filling import Written, fill
from reportkit.scaffold.owned import same, stamped, untouched
from reportkit.scaffold.templates import FORMS, LANGUAGES

ROOT = Path(__file__).parent.parent
KINDS = [template.id for template in scaffolding.templates()]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def reportkit(*arguments: str, folder: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=120,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_template_fills_every_place(kind: str, language: str, tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new", template=kind, language=language)
    for name, content in files_below(tmp_path / "new").items():
        assert not re.search(rb"<<[a-z]", content), name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_asks_for_the_fields_of_a_review(
    form: str, language: str, tmp_path: Path
) -> None:
    scaffolding.new(tmp_path / "new", template="referee-report", form=form, language=language)
    review = (tmp_path / "new" / "sections" / "review.tex").read_text("utf-8")
    fields = {
        "en": ("Soundness", "Presentation", "Contribution", "Rating", "Confidence", "Limitations"),
        "de": ("Korrektheit", "Darstellung", "Beitrag", "Gesamtbewertung", "Sicherheit"),
    }
    questions = {"en": ("Questions", "Proofs checked"), "de": ("Fragen", "Geprüfte Beweise")}
    for field in fields[language] + questions[language]:
        assert field in review


def test_check_understands_the_folder_without_options(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new")
    settings = config_in(tmp_path / "new")
    assert settings.path("draft") == tmp_path / "new" / "report.pdf"
    assert settings.rubric == "seminar-report"


def test_values_reach_the_files_escaped(tmp_path: Path) -> None:
    values = {"title": r"50% & \input{x}", "author": 'Ada "L" O\'X', "paper-title": "A_B"}
    scaffolding.new(tmp_path / "new", values=values)
    report = (tmp_path / "new" / "report.tex").read_text("utf-8")
    assert r"\title{50\% \& \textbackslash{}input\textbraceleft{}x\textbraceright{}}" in report
    settings = tomllib.loads((tmp_path / "new" / "reportkit.toml").read_text("utf-8"))
    assert settings["template"]["values"]["author"] == 'Ada "L" O\'X'


def test_no_slides_leaves_the_slides_out(tmp_path: Path) -> None:
    made = scaffolding.new(tmp_path / "new", slides=False)
    assert "slides.tex" not in made.files


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(UsageProblem, match="not empty"):
        scaffolding.new(tmp_path)


def test_force_adds_files_and_overwrites_none(tmp_path: Path) -> None:
    (tmp_path / "report.tex").write_text("mine")
    made = scaffolding.new(tmp_path, force=True)
    assert (tmp_path / "report.tex").read_text() == "mine"
    assert "report.tex" not in made.files and "slides.tex" in made.files


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made = scaffolding.new(tmp_path / "new", dry_run=True)
    assert "report.tex" in made.files
    assert not (tmp_path / "new").exists()


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="matriculation"):
        scaffolding.new(tmp_path / "new", values={"matriculatoin": "1"})


def test_an_unknown_template_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="did you mean 'seminar-report'"):
        scaffolding.new(tmp_path / "new", template="seminar-reprot")


@pytest.mark.parametrize("template", ["../common", "forms", "", "."])
def test_a_template_is_a_name_and_no_path(template: str, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        scaffolding.new(tmp_path / "new", template=template)


def test_nothing_is_asked_in_a_pipe(tmp_path: Path) -> None:
    done = reportkit("new", "mine", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine" / "report.tex").is_file()


def test_the_command_line_offers_the_languages_and_forms_of_the_templates() -> None:
    assert commands.LANGUAGES == LANGUAGES
    assert commands.FORMS == FORMS


# ---------------------------------------------------------------------------------- update


def test_an_update_of_a_fresh_folder_changes_nothing(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new")
    before = files_below(tmp_path / "new")
    assert {change.action for change in scaffolding.update(tmp_path / "new")} == {"kept"}
    assert files_below(tmp_path / "new") == before


def test_an_older_tool_file_is_replaced(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new")
    style = tmp_path / "new" / "reportkit.sty"
    style.write_text(stamped("% an older version", "reportkit.sty"))
    changes = {c.path: c.action for c in scaffolding.update(tmp_path / "new")}
    assert changes["reportkit.sty"] == "replaced"
    assert "rkignore" in style.read_text()


def test_a_tool_file_changed_by_hand_stays_and_gets_a_new_one_beside_it(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new")
    style = tmp_path / "new" / "reportkit.sty"
    style.write_text("% mine\n" + style.read_text())
    changes = {c.path: c for c in scaffolding.update(tmp_path / "new")}
    assert changes["reportkit.sty"].action == "changed"
    assert "-% mine" in changes["reportkit.sty"].diff
    assert style.read_text().startswith("% mine")
    assert untouched((tmp_path / "new" / "reportkit.sty.new").read_text())


def test_a_student_file_is_never_touched_by_an_update(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new")
    folder = tmp_path / "new"
    for name in ("report.tex", "slides.tex", "references.bib", "sections/summary.tex"):
        (folder / name).write_text("mine")
    (folder / "sections" / "review.tex").unlink()
    scaffolding.update(folder)
    assert (folder / "report.tex").read_text() == "mine"
    assert (folder / "sections" / "summary.tex").read_text() == "mine"
    assert not (folder / "sections" / "review.tex").exists()


def test_a_corrected_title_reaches_the_generated_files(tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new", values={"paper-title": "Wrong"})
    settings = tmp_path / "new" / "reportkit.toml"
    settings.write_text(settings.read_text().replace('"Wrong"', '"Right & good"'))
    scaffolding.update(tmp_path / "new")
    assert r"Right \& good" in (tmp_path / "new" / "generated" / "paper.tex").read_text()


def test_line_ends_and_trailing_blanks_are_no_change_by_hand() -> None:
    text = stamped("one\ntwo\n", "x.tex")
    assert untouched(text.replace("\n", "\r\n"))
    assert untouched(text.replace("two", "two   "))
    assert not untouched(text.replace("two", "three"))


def test_the_same_text_of_another_version_is_the_same() -> None:
    text = stamped("one\n", "x.tex")
    assert same(text, text.replace("reportkit 0", "reportkit 9"))


# ---------------------------------------------------------------------------------- filling


def test_conditions_choose_lines() -> None:
    template = "<<if a>>\nyes\n<<else>>\nno\n<<end>>\n"
    assert fill(template, {"a": "1"}, "x.tex") == "yes\n"
    assert fill(template, {"a": ""}, "x.tex") == "no\n"


def test_what_reportkit_wrote_is_not_escaped_twice() -> None:
    assert fill("<<a>> <<b>>", {"a": Written(r"\x"), "b": "%"}, "x.tex") == "\\x \\%\n"


def test_a_value_that_looks_like_a_place_is_not_filled() -> None:
    assert "secret" not in fill("<<a>>", {"a": "<<b>>", "b": "secret"}, "x.md")


@pytest.mark.parametrize("template", ["<<if a>>\n", "<<end>>\n", "<<nothing>>"])
def test_a_faulty_template_says_where(template: str) -> None:
    with pytest.raises(UsageProblem, match=r"x\.tex"):
        fill(template, {"a": "1"}, "x.tex")


# ---------------------------------------------------------------------------------- a seminar

SEMINAR = """
title = "Deep & Wide"
term = "Winter"

[[tutors]]
id = "en"
name = "Emmy Noether"

[[papers]]
id = "P1"
title = "Nets 100%"
authors = ["Ida Lindqvist"]
long_version = "https://arxiv.org/abs/1905.03684v1"

[[students]]
id = "22"
name = "Ada Lovelace"
tutor = "en"
paper = "P1"
extension = 3

[[events]]
id = "report"
title = "Report"
on = "2027-01-29T23:59"
"""


@pytest.fixture
def seminar(tmp_path: Path) -> Path:
    (tmp_path / "seminar.toml").write_text(SEMINAR, "utf-8")
    return tmp_path / "seminar.toml"


@pytest.mark.parametrize("who", [{"matriculation": "22"}, {"author": "Ada Lovelace"}])
def test_a_seminar_file_gives_paper_tutor_and_the_student_s_own_deadline(
    who: dict[str, str], seminar: Path, tmp_path: Path
) -> None:
    scaffolding.new(tmp_path / "new", seminar=seminar, values=who)
    readme = (tmp_path / "new" / "README.md").read_text("utf-8")
    report = (tmp_path / "new" / "report.tex").read_text("utf-8")
    assert "2027-02-01 23:59: Report" in readme and "abs/1905.03684v1" in readme
    assert "Matriculation number 22" in report and "Emmy Noether" in report


def test_a_student_who_is_not_in_the_seminar_file_is_told_so(seminar: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="did you mean 'Ada Lovelace'"):
        scaffolding.new(tmp_path / "new", seminar=seminar, values={"author": "Ada Lovelase"})


def test_an_update_keeps_what_the_seminar_said(seminar: Path, tmp_path: Path) -> None:
    scaffolding.new(tmp_path / "new", seminar=seminar, values={"matriculation": "22"})
    assert {change.action for change in scaffolding.update(tmp_path / "new")} == {"kept"}
