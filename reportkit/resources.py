"""Files that come with the program: rubrics and templates, in a checkout and in an installed wheel."""

import errno
import os
import tempfile
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Return the folder `name` ("rubrics", "templates"), wherever this copy of reportkit keeps it."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def write_whole(target: Path, content: str | bytes) -> None:
    """Write `content` to `target` whole or not at all: a temporary file beside it, then a rename.

    A link keeps pointing where it does; a device or a pipe (/dev/stdout) is written to directly, as
    there is nothing to lose. A PDF is replaced by a PDF alone: whoever names the draft as output has
    mistyped. Text is written as UTF-8 with LF line ends. Raises OSError.
    """
    payload = content.encode("utf-8") if isinstance(content, str) else content
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.write(payload)
        return
    target = target.resolve()
    if target.exists() and _is_pdf(target) and not payload.startswith(b"%PDF-"):
        raise FileExistsError(errno.EEXIST, "is a PDF and would be lost; name another", str(target))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(payload)
        if os.name == "posix":
            # mkstemp makes 0600; a new file should get what open() would have given it
            mask = os.umask(0)
            os.umask(mask)
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask
            Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(target)  # a full disk does not say what was to be written
        raise


def _is_pdf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(5) == b"%PDF-"


def packaged_text(name: str) -> str:
    """Return a data file of the package itself as text, such as "rules/phrases.toml"."""
    return (_PACKAGE / name).read_text(encoding="utf-8")


def packaged_words(name: str) -> frozenset[str]:
    """Return the words of a packaged list; what follows a # on a line is a comment."""
    lines = packaged_text(name).splitlines()
    return frozenset(word for line in lines for word in line.split("#", 1)[0].split())
