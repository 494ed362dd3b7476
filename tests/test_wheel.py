"""The wheel, installed outside of the checkout, has its rubrics, templates, rules and schemas."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def ran(*command: object, cwd: Path) -> str:
    """Run a command without this checkout on its path; return what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the python of an environment with the built wheel, whose libraries are those of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    ran(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    venv.create(folder / "env", with_pip=True, system_site_packages=False)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = folder.glob("*.whl")
    ran(python, "-m", "pip", "install", "-q", wheel, cwd=folder)
    return python


def test_the_package_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = ran(installed, "-c", "import reportkit; print(reportkit.__file__)", cwd=tmp_path)
    assert not where.startswith(str(ROOT))


def test_rubrics_are_found(installed: Path, tmp_path: Path) -> None:
    command = (
        "from reportkit.api.rubrics import *; print([rubric_named(n).id for n in rubric_names()])"
    )
    assert ran(installed, "-c", command, cwd=tmp_path).strip() == (
        "['seminar-report', 'seminar-slides']"
    )


def test_templates_are_found(installed: Path, tmp_path: Path) -> None:
    command = (
        "from reportkit.resources import *; print(*resource_folder('templates').rglob('*.tex'))"
    )
    assert ".tex" in ran(installed, "-c", command, cwd=tmp_path)


def test_schemas_are_found(installed: Path, tmp_path: Path) -> None:
    command = "from importlib.resources import files; print(*files('reportkit.schemas').iterdir())"
    listed = ran(installed, "-c", command, cwd=tmp_path)
    assert "report-1.json" in listed and "rubric-1.json" in listed


def test_the_command_checks_the_examples(installed: Path, tmp_path: Path) -> None:
    draft, paper = (ROOT / "examples" / name for name in ("draft.pdf", "paper.pdf"))
    options = ("--paper", paper, "--fail-on", "never", "--rubric", "seminar-report")
    printed = ran(installed, "-m", "reportkit", "check", draft, *options, cwd=tmp_path)
    assert "Fix these first" in printed


def test_every_rule_is_listed(installed: Path, tmp_path: Path) -> None:
    from reportkit.rules import all_rules

    printed = ran(installed, "-m", "reportkit", "rules", cwd=tmp_path)
    assert all(rule.info.code in printed for rule in all_rules())
