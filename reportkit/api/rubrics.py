"""Rubrics by name or file."""

import re
from pathlib import Path

from reportkit.errors import UsageProblem, nearest
from reportkit.resources import resource_folder, write_whole
from reportkit.rubric import Rubric, decoded_rubric

_LARGEST = 4_000_000  # bytes


def rubric_names() -> tuple[str, ...]:
    """Return the names of the rubrics that come with reportkit, sorted."""
    return tuple(sorted(path.stem for path in resource_folder("rubrics").glob("*.yaml")))


def rubric_named(name: str | Path, folder: Path | None = None) -> Rubric:
    """Return the rubric called `name`, or that of a YAML file.

    A relative path counts from `folder`, or from where the program runs. Raises UsageProblem.
    """
    file = (folder or Path()) / name
    if not file.is_file():
        file = resource_folder("rubrics") / f"{name}.yaml"
    if not file.is_file() or Path(name).stem != file.stem:
        known = rubric_names()
        hint = nearest(str(name), known)
        raise UsageProblem(f"there is no rubric {str(name)!r}, neither as a name nor a file{hint}")
    return decoded_rubric(rubric_text(file), str(file))


def rubric_text(file: Path) -> str:
    """Return the text of a rubric's file. Raises UsageProblem."""
    try:
        if file.stat().st_size > _LARGEST:
            raise UsageProblem(f"{file} is too large for a rubric")
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise UsageProblem(f"{file} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise UsageProblem(f"{file} cannot be read: it is not UTF-8") from None


def new_rubric(file: Path, source: str) -> Path:
    """Write a copy of the rubric `source` under the file's own name as its id, and return the file.

    Raises UsageProblem where the file is there already.
    """
    if file.exists():
        raise UsageProblem(f"{file} is there already; choose another name")
    rubric_named(source)
    theirs = (
        Path(source) if Path(source).is_file() else resource_folder("rubrics") / f"{source}.yaml"
    )
    id = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "rubric"
    text = re.sub(r"^id: .*$", f"id: {id}", rubric_text(theirs), count=1, flags=re.MULTILINE)
    decoded_rubric(text, str(file))
    write_whole(file, text)
    return file
