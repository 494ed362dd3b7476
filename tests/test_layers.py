"""Imports go downwards only; modules of one row do not import one another."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "reportkit"
ROWS = [
    {"cli", "__main__"},
    {"api"},
    {"readers", "rules", "reporters", "scaffold", "seminar"},
    {"rubric"},
    {"analysis", "engines"},
    {"findings"},
    {"document"},
    {"cells", "config", "decoding", "resources"},
    {"toml"},
    {"errors"},
    {"records"},
]
ROW_OF = {room: number for number, row in enumerate(ROWS) for room in row}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "reportkit":
                names += [f"reportkit.{alias.name}" for alias in node.names]
            names.append(node.module)
    return {name.split(".")[1] for name in names if name.startswith("reportkit.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rows_below_its_own(path: Path) -> None:
    room = room_of(path)
    if room in {"__init__", "__main__"}:  # the doors of the whole
        return
    for other in imported_rooms(path) & ROW_OF.keys():
        assert other == room or ROW_OF[other] > ROW_OF[room], f"{room} imports {other}"


def test_every_room_has_its_row() -> None:
    assert {room_of(path) for path in MODULES} <= ROW_OF.keys() | {"__init__"}
