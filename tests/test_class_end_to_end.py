"""A class of thirty from the zip to what Moodle's importer takes; and runs that are killed."""

import csv
import importlib.util
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from reportkit.cli import main
from reportkit.decoding import yaml_entry
from reportkit.seminar.grading_folder import GradingFolder, Result
from reportkit.seminar.moodle.worksheet import read_worksheet

pytestmark = pytest.mark.slow
STUDENTS = 30
GATES = ("complete", "right-paper", "file")


def the_oracle(bench: Path):
    spec = importlib.util.spec_from_file_location("oracle", bench / "moodle" / "moodle_oracle.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["oracle"] = module
    spec.loader.exec_module(module)
    return module


def name(number: int) -> str:
    odd = {1: "=cmd|' /C calc'!A0", 2: 'Ö <script>alert("1")</script>', 3: "Nguyễn, Văn\\"}
    return odd.get(number, f"Student {number}")


def worksheets(place: Path) -> None:
    heads = {
        "en": [
            "Identifier",
            "Full name",
            "Status",
            "Grade",
            "Maximum grade",
            "Grade can be changed",
            "Last modified (submission)",
            "Last modified (grade)",
            "Feedback comments",
        ],
        "de": [
            "ID",
            "Vollständiger Name",
            "Status",
            "Bewertung",
            "Bestwertung",
            "Bewertung kann geändert werden",
            "Zuletzt geändert (Abgabe)",
            "Zuletzt geändert (Bewertung)",
            "Feedback als Kommentar",
        ],
    }
    for language, head in heads.items():
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(head)
        prefix, maximum, yes = (
            ("Participant ", "100.00", "Yes")
            if language == "en"
            else ("Teilnehmer/in", "100,00", "Ja")
        )
        for n in range(STUDENTS):
            # the oracle reads backslashes as Moodle writes them; a name with one at its end is cut
            shown = name(n).rstrip("\\")
            writer.writerow([f"{prefix}{3000 + n}", shown, "", "", maximum, yes, "-", "-", ""])
        (place / f"{language}.csv").write_bytes(b"\xef\xbb\xbf" + target.getvalue().encode())


@pytest.fixture(scope="module")
def class_of_thirty(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("thirty")
    drafts = sorted(bench.glob("drafts/dev/*/draft.pdf"))
    reports = [
        path for path in sorted(bench.glob("reports/*/report.pdf")) if path.stat().st_size < 2e6
    ]
    files = [*drafts, *reports]
    with zipfile.ZipFile(place / "in.zip", "w") as archive:
        for n in range(STUDENTS):
            data = files[n % len(files)].read_bytes() + f"\n% {n}\n".encode()
            archive.writestr(f"S{n}_{3000 + n}_assignsubmission_file/report.pdf", data)
    (place / "papers").mkdir()
    for draft in drafts:
        paper = json.loads(draft.with_name("truth.json").read_text("utf-8"))["paper"]
        source = bench / "theorems" / "docs" / paper / "paper.pdf"
        (place / "papers" / f"{paper}.pdf").write_bytes(source.read_bytes())
    worksheets(place)
    return place


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, result.output + repr(result.exception)
    return result.output


def fill(path: Path, note: str) -> None:
    text = path.read_text("utf-8")
    for gate in GATES:
        text = text.replace(f"  {gate}:\n", f"  {gate}: yes\n")
    text = text.replace("    level:\n", "    level: good\n")
    text = text.replace("    note:\n", f"    note: |\n      {note}\n", 1)
    path.write_text(text, "utf-8", newline="\n")


def test_a_class_of_thirty_goes_all_the_way(
    bench: Path, class_of_thirty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(class_of_thirty)
    oracle = the_oracle(bench)
    given = ("--papers", "papers", "--worksheet", "en.csv", "--jobs", "2", "--grammar", "off")
    assert "30 of 30 can be graded" in run("grade", "in.zip", *given)
    roster = GradingFolder(Path("grading")).roster()
    paired = {member.paper for member in roster.members if member.paper}
    assert paired == {path.name for path in Path("papers").iterdir()}
    notes = ['Größe "ε" <script>', "=cmd|' /C calc'!A0", "Erd\\H{o}s \\"]
    for n, note in enumerate(notes, 1):
        fill(Path(f"grading/sheets/{3000 + n}.tutor.yaml"), note)
    rubric = Path("grading/rubric.yaml")
    changed = rubric.read_text("utf-8").replace("points: 19", "points: 18.5", 1)
    rubric.write_text(changed, "utf-8", newline="\n")
    assert "is worth 18.5 points, not 19" in run("feedback", "status")
    for language in ("en", "de"):
        announced = json.loads(
            run("feedback", "export", "--worksheet", f"{language}.csv", "--lang", language,
                "--format", "json", "--html")
        )  # fmt: skip
        verdict = oracle.import_worksheet(
            Path(f"{language}.csv").read_bytes(),
            Path(f"grading/moodle/{language}.csv").read_bytes(),
            language=language,
        )
        assert (verdict.fatal, verdict.warnings) == (None, ())
        assert verdict.grades == {3001: 72.5, 3002: 72.5, 3003: 72.5}
        assert verdict.grades == {one["id"]: one["grade"] for one in announced["accepted"]}
        assert verdict.feedback == {one["id"]: one["feedback"] for one in announced["accepted"]}
    data = Path("grading/moodle/feedback.zip").read_bytes()
    taken = oracle.import_feedback_zip(data, range(3000, 3030), {})
    assert (taken.fatal, taken.skipped, set(taken.files)) == (None, (), {3001, 3002, 3003})


# ---------------------------------------------------------------- kill -9


def started(place: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.Popen(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=place,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_at_random(place: Path, moments: list[float], *arguments: str) -> None:
    for moment in moments:
        process = started(place, *arguments)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        whole(place / "grading")


def whole(folder: Path) -> None:
    """Every file that has its name is whole."""
    for path in folder.rglob("*"):
        if not path.is_file() or path.name.startswith("."):
            continue
        data = path.read_bytes()
        assert data, path
        if path.suffix == ".json" and path.name.startswith("paper-"):
            json.loads(data)
        elif path.suffix == ".json" and path.parent.name == "results":
            msgspec.json.decode(data, type=Result)
        elif path.suffix == ".json":
            json.loads(data)
        elif path.suffix == ".yaml":
            yaml_entry(data.decode(), path.name)
        elif path.suffix == ".zip":
            assert zipfile.ZipFile(path).testzip() is None
        elif path.suffix == ".pdf":
            assert b"%%EOF" in data[-2048:], path
        elif path.suffix == ".html":
            assert data.rstrip().endswith(b"</html>")
        elif path.suffix == ".csv" and path.parent.name == "moodle":
            read_worksheet(data, path.name)


def workers_of(place: Path) -> list[str]:
    """Return the processes that still work for this folder (Linux alone)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "cwd").readlink()) == str(place) and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_bytes().decode())
        except OSError:
            continue
    return found


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
def test_a_batch_that_is_killed_ten_times_is_finished_by_the_next_run(
    class_of_thirty: Path, tmp_path: Path
) -> None:
    dice = random.Random(os.environ.get("SEED", "7"))
    with (
        zipfile.ZipFile(class_of_thirty / "in.zip") as everyone,
        zipfile.ZipFile(tmp_path / "in.zip", "w") as archive,
    ):
        for entry in everyone.namelist()[:12]:
            archive.writestr(entry, everyone.read(entry))
    arguments = ("grade", "in.zip", "--jobs", "2", "--grammar", "off")
    killed_at_random(tmp_path, [dice.uniform(0.2, 6) for _ in range(10)], *arguments)
    deadline = time.monotonic() + 15
    while workers_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.2)
    if sys.platform == "linux":
        assert workers_of(tmp_path) == []
    assert started(tmp_path, *arguments).wait() == 0
    whole(tmp_path / "grading")
    folder = GradingFolder(tmp_path / "grading")
    assert not [member for member in folder.roster().members if member.problem]
    assert len(folder.sheets()) == 12


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
def test_an_export_that_is_killed_ten_times_is_finished_by_the_next_run(
    class_of_thirty: Path, tmp_path: Path
) -> None:
    dice = random.Random(os.environ.get("SEED", "8"))
    if not (class_of_thirty / "grading").is_dir():
        given = ("grade", "in.zip", "--jobs", "2", "--grammar", "off")
        assert started(class_of_thirty, *given).wait() == 0
    shutil.copytree(class_of_thirty / "grading", tmp_path / "grading")
    shutil.copy(class_of_thirty / "en.csv", tmp_path)
    for n in range(4, 12):
        fill(tmp_path / f"grading/sheets/{3000 + n}.tutor.yaml", "a note")
    arguments = ("feedback", "export", "--worksheet", "en.csv", "--lang", "en")
    killed_at_random(tmp_path, [dice.uniform(0.2, 6) for _ in range(10)], *arguments)
    assert started(tmp_path, *arguments).wait() == 0
    whole(tmp_path / "grading")
    rows = read_worksheet((tmp_path / "grading/moodle/en.csv").read_bytes(), "en.csv").rows
    assert {row.id for row in rows if row.grade} >= set(range(3004, 3012))
