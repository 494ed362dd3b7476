"""A paper's results with all that a reader of them wants to know beside them."""

from reportkit.analysis.graph import KeyResults, key_results
from reportkit.analysis.statements import Inventory
from reportkit.document import Document
from reportkit.findings import Coverage, Subject
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What `reportkit theorems` prints; `coverage` is None where no report was held against it."""

    paper: Subject
    inventory: Inventory
    keys: KeyResults
    coverage: Coverage | None = None
    notes: tuple[str, ...] = ()


def catalogue(
    paper: Subject,
    inventory: Inventory,
    document: Document | None = None,
    coverage: Coverage | None = None,
) -> Catalogue:
    """Return the catalogue of `inventory`, its key results ranked with the help of `document`."""
    notes = document.notes if document else ()
    return Catalogue(paper, inventory, key_results(inventory, document), coverage, notes)
