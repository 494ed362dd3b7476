"""The guard in front of every command that writes: no output may replace what the command reads."""

from collections.abc import Iterable
from pathlib import Path

from reportkit.errors import UsageProblem

_Files = Iterable[str | Path | None]


def spare_inputs(outputs: _Files, inputs: _Files) -> None:
    """Raise UsageProblem where one of `outputs` is one of `inputs`, under whatever name.

    None and "-", the standard streams, are passed over.
    """
    read = [Path(file) for file in inputs if file is not None and str(file) != "-"]
    for output in outputs:
        if output is None or str(output) == "-":
            continue
        target = Path(output)
        if any(_same(target, file) for file in read):
            raise UsageProblem(f"{target} is read by this command; name another file to write to")


def _same(one: Path, other: Path) -> bool:
    """Return whether both name one file: by their path, a link, or another hard link to it."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:  # one of them does not exist, or cannot be looked at
        return False
