"""What all tests share: where the development sets are, golden files, and no silent skips."""

import os
from pathlib import Path

import pytest

# what a check says must not hang on whether this machine has LanguageTool; its own tests name it
# (kept in a variable of its own, for the processes of xdist)
LANGUAGETOOL = os.environ.setdefault(
    "REPORTKIT_TEST_LANGUAGETOOL", os.environ.get("REPORTKIT_LANGUAGETOOL_HOME", "")
)
os.environ["REPORTKIT_LANGUAGETOOL_HOME"] = str(Path(__file__).parent / "no-languagetool")
os.environ.pop("REPORTKIT_LANGUAGETOOL_URL", None)

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test is a failed test")
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.skipped and item.config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and --no-skips was given: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def bench() -> Path:
    """Return the folder of the development sets; skip where it is missing."""
    if not BENCH.is_dir():
        pytest.skip(f"the development sets are not at {BENCH}")
    return BENCH


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compare text with tests/golden/NAME, or write it with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{name} differs; read it, then --update-golden"

    return compare


@pytest.fixture
def real_languagetool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the LanguageTool of this machine be used; skip where there is none."""
    from reportkit.engines import languagetool

    if LANGUAGETOOL:
        monkeypatch.setenv("REPORTKIT_LANGUAGETOOL_HOME", LANGUAGETOOL)
    else:
        monkeypatch.delenv("REPORTKIT_LANGUAGETOOL_HOME")
    if languagetool.missing():
        pytest.skip("LanguageTool is not installed: reportkit engines install languagetool")
