"""Make the README's pictures from examples/: python docs/make_pictures.py (needs Chromium).

Each picture is what a person sees: the HTML report in a browser, a page of the annotated PDF as
PDFium draws it, the graph of the paper's results.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.config import Config
from reportkit.readers import read

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PICTURES = ROOT / "docs" / "pictures"
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def main() -> None:
    """Write all pictures to docs/pictures."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed")
    PICTURES.mkdir(parents=True, exist_ok=True)
    paper = read(EXAMPLES / "paper.pdf")
    draft = EXAMPLES / "draft.pdf"
    settings = Config(paper=str(EXAMPLES / "paper.pdf"))
    report = check(draft, paper=paper, config=settings)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(str(written(report, "html", settings, draft, paper)), "utf-8")
        _screenshot(browser, page, PICTURES / "html.png")
    annotated = written(report, "annotated-pdf", settings, draft, paper)
    assert isinstance(annotated, bytes)
    _first_page(annotated, PICTURES / "annotated-pdf.png")
    print(f"written: {PICTURES}")


def _screenshot(browser: str, page: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser, *_FLAGS.split(), f"--user-data-dir={profile}", "--window-size=1400,1000",
                f"--screenshot={target}", page.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip


def _first_page(content: bytes, target: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        pdf.init_forms()
        pdf[0].render(scale=1.4).to_pil().quantize(64).save(target)


if __name__ == "__main__":
    main()
