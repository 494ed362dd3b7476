"""Where a draft and its settings are found; nothing heavy is loaded for it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.config import Config, config_in
from reportkit.errors import UsageProblem

if TYPE_CHECKING:
    from reportkit.document import Document


def settings_for(draft: "str | Path | Document | None") -> Config:
    """Return the settings of the draft's folder, or of the one the program runs in.

    Raises UsageProblem.
    """
    if isinstance(draft, (str, Path)) and str(draft) != "-":
        if Path(draft).is_dir():
            return _settings_of(Path(draft))
        beside = config_in(Path(draft).parent)
        if beside.folder is not None:
            return beside
    return config_in(Path())


def draft_file(draft: str | Path | None, settings: Config) -> Path | None:
    """Return the file that check() reads for `draft`, None for standard input."""
    if draft is None:
        return draft_in(settings)
    path = Path(draft)
    if str(draft) == "-":
        return None
    if not path.is_dir():
        return path
    return draft_in(_settings_of(path))


def _settings_of(folder: Path) -> Config:
    """Return the settings in `folder`; without any, the folder alone, never the current one."""
    found = config_in(folder)
    return found if found.folder is not None else replace(found, folder=folder)


def draft_in(settings: Config) -> Path:
    """Return the draft that the settings name, or the only PDF of their folder that is no paper.

    Raises UsageProblem where there is none, or more than one.
    """
    named = settings.path("draft")
    if named is not None:
        return named
    folder = settings.folder or Path()
    others = {settings.path(key) for key in ("paper", "conference", "report")}
    found = sorted(path for path in folder.glob("*.pdf") if path not in others)
    if len(found) == 1:
        return found[0]
    where = f"in {folder}" if str(folder) != "." else "here"
    if not found:
        raise UsageProblem(f"there is no PDF {where}; name the draft: reportkit check draft.pdf")
    names = ", ".join(path.name for path in found[:4]) + (", …" if len(found) > 4 else "")
    raise UsageProblem(f"there are several PDFs {where} ({names}); name the draft")
