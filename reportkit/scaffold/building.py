"""`reportkit build`: the documents of a folder, their builds, and the zip for Overleaf."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

from reportkit.engines import tex_log
from reportkit.engines.latexmk import TIMEOUT_S, build_pdf
from reportkit.errors import UsageProblem
from reportkit.records import dataclass
from reportkit.resources import write_whole

# what LaTeX reads; everything else in a folder does not make a PDF older
SOURCES = frozenset((".tex", ".sty", ".cls", ".bib", ".bst", ".tikz"))
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".eps", ".csv", ".dat"))
_PRODUCTS = frozenset(
    [
        ".aux",
        ".bbl",
        ".blg",
        ".fdb_latexmk",
        ".fls",
        ".lof",
        ".log",
        ".lot",
        ".nav",
        ".out",
        ".snm",
        ".gz",
        ".toc",
        ".vrb",
        ".zip",
        ".new",
    ]
)
_LARGEST_ZIP = 50 << 20  # bytes; Overleaf takes projects of 50 MB
_MOST_FILES = 2000  # Overleaf's bound on a project
_DOCUMENT = re.compile(r"^[^%\n]*\\documentclass", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Built:
    """A document of a folder after its build: `pdf` is None where there is none.

    `complaints` are errors first; `pages` is 0 where nothing was written. `fresh` is False where
    the PDF was current and nothing was run.
    """

    main: str
    pdf: Path | None
    pages: int
    complaints: tuple[tex_log.Complaint, ...]
    succeeded: bool
    fresh: bool = True


def documents(folder: Path) -> tuple[Path, ...]:
    """Return the LaTeX files of a folder that are documents of their own, the report first.

    Raises UsageProblem where there is none.
    """
    if folder.is_file() and folder.suffix == ".tex":
        return (folder,)
    if not folder.is_dir():
        raise UsageProblem(f"{folder} is no folder; `reportkit new {folder}` makes one")
    found = [path for path in sorted(folder.glob("*.tex")) if _DOCUMENT.search(_head(path))]
    if not found:
        raise UsageProblem(f"{folder} has no .tex file with a \\documentclass")
    return tuple(sorted(found, key=lambda path: ("slides" in path.stem, path.name)))


def _head(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(20_000)


def is_current(main: Path) -> bool:
    """Return whether the PDF of `main` is newer than every source below its folder."""
    pdf = main.with_suffix(".pdf")
    if not pdf.is_file() or not main.with_suffix(".synctex.gz").is_file():
        return False
    built = pdf.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in source_files(main.parent))


def source_files(folder: Path) -> tuple[Path, ...]:
    """Return the files below `folder` that LaTeX reads, by name; links and hidden ones left out."""
    return tuple(
        path for path in _files(folder) if path.suffix in SOURCES or path.suffix in _PICTURES
    )


def _files(folder: Path) -> tuple[Path, ...]:
    """Return the ordinary files below `folder`, in order; no hidden folder is entered."""
    found: list[Path] = []
    waiting = [folder]
    while waiting and len(found) <= 10 * _MOST_FILES:
        for path in sorted(waiting.pop().iterdir()):
            if path.is_symlink():
                continue
            if path.is_dir() and not path.name.startswith("."):
                waiting.append(path)
            elif path.is_file():
                found.append(path)
    return tuple(sorted(found))


def built(main: Path, *, timeout_s: float = TIMEOUT_S, afresh: bool = True) -> Built:
    """Build one document. Raises EngineMissing where there is no TeX."""
    run = build_pdf(main, timeout_s=timeout_s, afresh=afresh)
    found = tex_log.complaints(run.log, main.name) + tex_log.bibtex_complaints(run.bibtex)
    if run.timed_out:
        slow = f"The build was stopped after {timeout_s:.0f} s: a macro or a loop does not end."
        found = (tex_log.Complaint(main.name, None, slow, "timeout"), *found)
    elif not run.succeeded and not any(complaint.error for complaint in found):
        found = (tex_log.Complaint(main.name, None, _unexplained(run.log, main), ""), *found)
    found = tuple(_with_line(complaint, main.parent) for complaint in found)
    found = tuple(sorted(found, key=lambda complaint: not complaint.error))
    return Built(main.name, run.pdf, _pages(run.log), found, run.succeeded)


def _with_line(complaint: tex_log.Complaint, folder: Path) -> tex_log.Complaint:
    """Return the complaint with the line of the brace that is never closed, which TeX cannot tell."""
    file = folder / complaint.file
    if complaint.line or "the file ended" not in complaint.message or not file.is_file():
        return complaint
    return replace(complaint, line=unclosed_brace(file.read_text("utf-8", errors="replace")))


def unclosed_brace(source: str) -> int | None:
    """Return the line of the last brace that is opened and never closed, None without one."""
    opened: list[int] = []
    for number, line in enumerate(source.splitlines(), 1):
        for token in re.findall(r"\\.|[{}%]", line):
            if token == "%":
                break
            if token == "{":
                opened.append(number)
            elif token == "}" and opened:
                opened.pop()
    return opened[-1] if opened else None


def _unexplained(log: str, main: Path) -> str:
    name = main.with_suffix(".log").name
    return f"The build failed; {name} tells more." if log else "LaTeX did not start."


def _pages(log: str) -> int:
    found = re.search(r"Output written on .+? \((\d+) pages?", log)
    return int(found[1]) if found else 0


def zip_for_overleaf(folder: Path, mains: tuple[Path, ...], paper: str | None) -> Path:
    """Write FOLDER/FOLDER.zip with the sources and return its path; the same folder, the same bytes.

    The paper, what LaTeX has made, and hidden folders stay out. Raises UsageProblem where the rest
    is more than Overleaf takes.
    """
    made = {main.with_suffix(".pdf") for main in mains}
    if paper:
        made.add(folder / paper)
    kept = [path for path in _files(folder) if path.suffix not in _PRODUCTS and path not in made]
    size = sum(path.stat().st_size for path in kept)
    if size > _LARGEST_ZIP or len(kept) > _MOST_FILES:
        raise UsageProblem(
            f"{folder} holds {len(kept)} files of {size >> 20} MB; Overleaf takes {_MOST_FILES} "
            f"files of {_LARGEST_ZIP >> 20} MB"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in kept:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    target = folder / f"{folder.resolve().name or 'report'}.zip"
    write_whole(target, buffer.getvalue())
    return target
