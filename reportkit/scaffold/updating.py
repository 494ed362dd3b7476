"""`reportkit update`: newer files of reportkit's in a folder, the student's text untouched."""

from difflib import unified_diff
from pathlib import Path

from reportkit.records import dataclass
from reportkit.resources import write_whole
from reportkit.scaffold.folder import PlannedFile
from reportkit.scaffold.owned import same, untouched


@dataclass(frozen=True, slots=True)
class Update:
    """What happens to one file: "new", "replaced", "kept" (is current) or "changed".

    A changed file was edited by hand: it stays, the newer one goes beside it as `path`.new, and
    `diff` shows what would be different.
    """

    path: str
    action: str
    diff: str = ""


def planned_updates(folder: Path, files: tuple[PlannedFile, ...]) -> tuple[Update, ...]:
    """Return what an update of the folder would do; only files of reportkit's are in it."""
    return tuple(_update(folder, planned) for planned in files if planned.owned)


def _update(folder: Path, planned: PlannedFile) -> Update:
    target = folder / planned.path
    if not target.is_file():
        return Update(planned.path, "new")
    present = target.read_text("utf-8", errors="replace")
    if same(present, planned.text):
        return Update(planned.path, "kept")
    if untouched(present):
        return Update(planned.path, "replaced")
    lines = unified_diff(
        present.splitlines(), planned.text.splitlines(), planned.path, f"{planned.path}.new", n=1
    )
    return Update(planned.path, "changed", "\n".join(line.rstrip("\n") for line in lines))


def apply_updates(
    folder: Path, files: tuple[PlannedFile, ...], updates: tuple[Update, ...]
) -> None:
    """Write what `updates` say. Raises OSError."""
    texts = {planned.path: planned.text for planned in files}
    for update in updates:
        if update.action == "kept":
            continue
        name = f"{update.path}.new" if update.action == "changed" else update.path
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, texts[update.path])
