"""The HTML and the annotated PDF in a real Chromium."""

import functools
import http.server
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.config import Config
from reportkit.document import Box, Span
from reportkit.engines.pages import page_pictures
from reportkit.findings import Severity
from reportkit.reporters import annotated_pdf, html
from tests.test_reporters import SCRIPT, a_finding, a_report, small_pdf

pytestmark = pytest.mark.slow
BROWSER = Path(__file__).parent / "browser"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --window-size=1400,1000 "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    webdriver = pytest.importorskip("selenium.webdriver")
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS.split(), f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        yield browser
        browser.quit()


@pytest.fixture(scope="module")
def node_modules() -> Path:
    if not (BROWSER / "node_modules" / "pdfjs-dist").is_dir():
        pytest.skip("PDF.js and axe-core are missing: npm install --prefix tests/browser")
    return BROWSER / "node_modules"


@pytest.fixture
def page(chromium, tmp_path: Path):
    findings = [
        a_finding(message=SCRIPT),
        a_finding(
            severity=Severity.ERROR, code="RK301", slug="unknown-result", fingerprint="b" * 16
        ),
        a_finding(span=None, page=None, boxes=(), fingerprint="c" * 16, role=None),
    ]
    path = tmp_path / "report.html"
    path.write_text(html.render(a_report(*findings), page_pictures(small_pdf())), "utf-8")
    chromium.get_log("browser")
    chromium.get(path.as_uri())
    return chromium


def shown(page) -> str:
    return page.execute_script("return document.getElementById('shown').value")


def test_the_page_loads_without_an_error_on_the_console(page) -> None:
    assert page.get_log("browser") == []
    assert shown(page) == "3 of 3 shown"


def test_axe_finds_no_serious_violation(page, node_modules: Path) -> None:
    page.execute_script((node_modules / "axe-core" / "axe.min.js").read_text("utf-8"))
    result = page.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    grave = [v["id"] for v in result["violations"] if v["impact"] in ("serious", "critical")]
    assert grave == []


@pytest.mark.parametrize(
    ("act", "wanted"),
    [
        ("document.querySelector('[value=warning]').click()", "1 of 3 shown"),
        ("f.elements.rule.value = 'RK301'; f.dispatchEvent(new Event('input'))", "1 of 3 shown"),
        ("f.elements.part.value = 'Summary'; f.dispatchEvent(new Event('input'))", "2 of 3 shown"),
        ("f.elements.words.value = 'alert'; f.dispatchEvent(new Event('input'))", "1 of 3 shown"),
    ],
    ids=["severity", "rule", "part", "words"],
)
def test_a_filter_leaves_what_it_names(page, act: str, wanted: str) -> None:
    page.execute_script(f"const f = document.getElementById('filters'); {act}")
    assert shown(page) == wanted


def test_a_filtered_finding_has_no_mark_on_its_page(page) -> None:
    page.execute_script("document.querySelector('[value=warning]').click()")
    script = "return document.querySelector('.mark.warning').checkVisibility()"
    assert page.execute_script(script) is False


@pytest.mark.parametrize("report", ["jl-rip", "gnn-review", "mva-cot"])
def test_a_real_report_opens_and_its_filters_add_up(
    chromium, bench: Path, tmp_path: Path, report: str
) -> None:
    draft, path = bench / "reports" / report / "report.pdf", tmp_path / "report.html"
    found = check(draft, grammar="off")
    path.write_text(str(written(found, "html", Config(), draft)), "utf-8")
    chromium.get_log("browser")
    chromium.get(path.as_uri())
    assert chromium.get_log("browser") == []
    count = len(found.findings)
    assert shown(chromium) == f"{count} of {count} shown"
    parts = []
    for severity in Severity:
        boxes = [f"document.querySelector('[value={s.value}]')" for s in Severity]
        clicks = "".join(
            f"if ({box}.checked !== {str(s is severity).lower()}) {box}.click();"
            for box, s in zip(boxes, Severity, strict=True)
        )
        chromium.execute_script(clicks)
        parts.append(int(shown(chromium).split()[0]))
    assert parts == [sum(f.severity is s for f in found.findings) for s in Severity]
    decoded = "[...document.images].map(i => { i.loading = 'eager'; return i.decode(); })"
    script = (
        f"const done = arguments[0]; Promise.all({decoded}).then(all => done(all.length), done)"
    )
    assert chromium.execute_async_script(script) == found.draft.pages


@pytest.fixture(scope="module")
def address(node_modules: Path) -> Iterator[str]:
    """Serve tests/browser on the loopback: modules do not load from files."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map: ClassVar = {".mjs": "text/javascript", ".html": "text/html"}

        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=BROWSER)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_pdf_js_paints_every_highlight(chromium, address: str) -> None:
    boxes = (Box(1, 102.0, 697.0, 163.0, 709.0), Box(1, 72.0, 660.0, 120.0, 672.0))
    finding = a_finding(span=Span(6, 17), boxes=boxes)
    content = annotated_pdf.render(a_report(finding), small_pdf())
    with tempfile.NamedTemporaryFile(suffix=".pdf", dir=BROWSER) as served:
        Path(served.name).write_bytes(content)
        chromium.get(f"{address}/viewer.html")
        script = "const done = arguments[arguments.length - 1]; const wait = () => window.draw ? "
        script += "draw(arguments[0], 1).then(done) : setTimeout(wait, 50); wait()"
        script = f"const args = arguments; {script.replace('arguments[0]', 'args[0]')}"
        (mark,) = chromium.execute_async_script(script, Path(served.name).name)
    assert mark["contents"].startswith("RK402")
    assert mark["hasAppearance"]
    yellow = [round(255 * part) for part in annotated_pdf.COLOURS[Severity.WARNING]]
    for colour in mark["colours"]:
        assert colour == pytest.approx(yellow, abs=3)
