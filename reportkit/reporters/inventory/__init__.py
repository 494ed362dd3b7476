"""A paper's results, printed: INVENTORIES maps a format's name to the module that renders it."""

from importlib import import_module

from reportkit.analysis.catalogue import Catalogue

# format -> module of this package with render(catalogue) -> str; imported when used
INVENTORIES = {
    "table": "table",
    "json": "json",
    "csv": "csv",
    "markdown": "markdown",
    "latex": "latex",
    "dot": "dot",
    "mermaid": "mermaid",
    "svg": "svg",
    "html": "html",
}


def render(catalogue: Catalogue, form: str, width: int | None = None) -> str:
    """Return the catalogue in the format `form`, one of INVENTORIES, ending with a line feed.

    `width` is the number of columns a table may take, None where nothing is cut.
    """
    module = import_module(f"reportkit.reporters.inventory.{INVENTORIES[form]}")
    text = module.render(catalogue, width) if form == "table" else module.render(catalogue)
    assert isinstance(text, str)
    return text
