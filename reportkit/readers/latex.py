"""LaTeX sources: one file with what it reads in, a folder, or an archive."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportkit.analysis.latex import parse
from reportkit.document import Document, Source
from reportkit.errors import Unreadable
from reportkit.readers.archive import TEXT_SUFFIXES, main_file, unpacked
from reportkit.readers.naming import printable

_MOST_FILES = 1_000
_MOST_TEXT = 64 * 2**20
_LARGEST_FILE = 16 * 2**20
_MOST_NAMES = 20_000
_READ_IN = re.compile(
    r"\\(?:input|include|subfile|usepackage|documentclass|RequirePackage)\s*(?:\[[^\]]*\])?\s*"
    r"(?:\{([^{}]+)\}|([^\s{}\\%]+))"
    r"|\\@input\{([^{}]+\.aux)\}"
    r"|\\(?:sub)?import\*?\s*\{([^{}]*)\}\s*\{([^{}]+)\}"
)
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "build", "out", "_minted"})


def looks_like_latex(text: str) -> bool:
    """Return whether a text is a LaTeX document, whatever it is called."""
    return bool(re.search(r"^[^%\n]*\\(documentclass|documentstyle|begin\{document\})", text, re.M))


def read_latex(text: str, name: str, files: Mapping[str, str] | None = None) -> Document:
    """Return the Document of one source text; `files` are others that it may read in."""
    return parse(Source({name: text, **(files or {})}, name), name).document


def read_latex_file(path: Path) -> Document:
    """Return the Document of a .tex file and of what it reads in from its folder.

    Raises Unreadable where the file is empty of text.
    """
    files = _closure(path)
    return _document(Source(files, path.name), path.name)


def read_latex_folder(folder: Path) -> Document:
    """Return the Document of the paper in a folder. Raises Unreadable where there is no source."""
    files = {}
    total = 0
    for path in _files_of(folder):
        total += path.stat().st_size
        if total > _MOST_TEXT:
            raise Unreadable(f"{folder} holds too much text: give the main .tex file itself")
        files[path.relative_to(folder).as_posix()] = decoded(path.read_bytes())
    main = main_file(files)
    if main is None:
        raise Unreadable(f"{folder} holds no .tex file: give the PDF itself")
    return _document(Source(files, main), folder.name)


def read_archive(data: bytes, name: str) -> Document | bytes:
    """Return the Document of an archive's source, or the bytes of the PDF that it holds instead.

    Raises Unreadable for hostile and damaged archives and for those without a paper.
    """
    members = unpacked(data, name)
    if set(members) == {""}:
        content = members[""]
        if b"%PDF-" in content[:1024]:
            return content
        files = {"paper.tex": decoded(content)}
        return _document(Source(files, "paper.tex"), name)
    files = {
        path: decoded(content)
        for path, content in members.items()
        if not path.lower().endswith(".pdf")
    }
    main = main_file(files)
    if main is None:
        return _only_pdf(members, name)
    return _document(Source(files, main), name)


def _only_pdf(members: Mapping[str, bytes], name: str) -> bytes:
    pdfs = [content for path, content in members.items() if path.lower().endswith(".pdf")]
    if len(pdfs) != 1:
        raise Unreadable(
            f"{name} holds no LaTeX source: give the PDF, or the archive of the source"
        )
    return pdfs[0]


def _document(source: Source, name: str) -> Document:
    document = parse(source, printable(name)).document
    if not document.text.strip():
        raise Unreadable(f"{name}: {source.main} prints no text; is it the paper's main file?")
    return document


def decoded(content: bytes) -> str:
    """Return the text of a source: UTF-8, else Latin-1, line ends as LF."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")


def _files_of(folder: Path) -> Iterable[Path]:
    """Return the folder's text files, links that lead out of it and hidden ones left aside."""
    root = folder.resolve()
    waiting, number = [folder], 0
    while waiting:
        for path in sorted(waiting.pop(0).iterdir()):
            number += 1
            if number > 20 * _MOST_FILES:
                raise Unreadable(f"{folder} holds too many files: give the main .tex file itself")
            if path.name.startswith(".") or not _is_within(path, root):
                continue
            if path.is_dir():
                if path.name not in _SKIPPED_FOLDERS and not path.is_symlink():
                    waiting.append(path)
            elif _is_wanted(path):
                yield path


def _is_wanted(path: Path) -> bool:
    named = path.suffix.lower() in TEXT_SUFFIXES or path.name.startswith("00README")
    return named and path.is_file() and path.stat().st_size <= _LARGEST_FILE


def _closure(main: Path) -> dict[str, str]:
    """Return the main file and all that is read in from its folder or below, by relative path."""
    folder = main.parent.resolve()
    files = {main.name: decoded(main.read_bytes())}  # wherever a link of that name leads
    waiting = [f"{main.stem}.aux", f"{main.stem}.bbl", *_read_in(files[main.name])]
    seen, total = {main.name}, 0
    for name in waiting:  # which grows
        if len(files) >= _MOST_FILES or len(seen) >= _MOST_NAMES:
            break
        if name in seen:
            continue
        seen.add(name)
        path = folder / name
        if not _is_within(path, folder) or not _is_text(path):
            continue
        total += path.stat().st_size
        if total > _MOST_TEXT:
            raise Unreadable(f"{main} reads in too much text: give a part of it")
        files[name] = decoded(path.read_bytes())
        if path.suffix != ".bbl":
            waiting += _read_in(files[name])
    return files


def _is_within(path: Path, folder: Path) -> bool:
    """Return whether a file lies in `folder`, once its links are followed; those in a ring do not."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def _is_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _LARGEST_FILE


def _read_in(text: str) -> list[str]:
    """Return the files that a source may read in, with every suffix that TeX would try."""
    names: list[str] = []
    for match in _READ_IN.finditer(text):
        given = match[1] or match[2] or match[3]
        given = given or f"{(match[4] or '').rstrip('/')}/{match[5]}"
        for name in given.split(","):
            plain = re.sub(r"^(\./)+", "", name.strip().strip('"'))
            names += [plain, f"{plain}.tex", f"{plain}.sty", f"{plain}.cls", f"{plain}.ltx"]
    return [name for name in names if name and "\0" not in name and len(name) < 200]
