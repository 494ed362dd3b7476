"""The results as JSON, schema reportkit.theorems/1 (theorems-1.schema.json beside this module)."""

import json
from typing import Any

from reportkit.analysis.catalogue import Catalogue
from reportkit.analysis.statements import ExternalUse, Proof, Statement, Use
from reportkit.document import Box
from reportkit.findings import Coverage, Subject

Json = dict[str, Any]  # Any: what json.dumps takes


def render(catalogue: Catalogue) -> str:
    """Return the catalogue as indented JSON."""
    inventory = catalogue.inventory
    content: Json = {
        "schema": "reportkit.theorems/1",
        "paper": _paper(catalogue.paper),
        "statements": [_statement(statement) for statement in inventory.statements],
        "proofs": [_proof(proof) for proof in inventory.proofs],
        "key_results": {
            "main": [_key(result.id, result.reason) for result in catalogue.keys.main],
            "lemmas": [
                _key(result.id, result.reason) | {"carries": list(result.carries)}
                for result in catalogue.keys.lemmas
            ],
        },
    }
    if catalogue.coverage is not None:
        content["coverage"] = coverage(catalogue.coverage)
    return json.dumps(_whole(content), ensure_ascii=False, indent=1) + "\n"


def _whole(value: Any) -> Any:  # Any: a tree of JSON values
    """Return the tree without lone surrogates, which UTF-8 cannot write."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def _paper(paper: Subject) -> Json:
    return {
        "file": paper.file,
        "title": paper.title,
        "authors": list(paper.authors),
        "pages": paper.pages,
        "arxiv_id": paper.arxiv_id,
        "version": paper.version,
    }


def _statement(statement: Statement) -> Json:
    return {
        "id": statement.id,
        "kind": statement.kind,
        "label": statement.label,
        "number": statement.number,
        "name": statement.name,
        "page": statement.page,
        "box": _box(statement.box),
        "text": statement.text,
        "restates": statement.restates,
        "proof": statement.proof,
        "uses": [_use(use) for use in statement.uses],
        "external": [_external(use) for use in statement.external],
        "origin": statement.origin,
    }


def _use(use: Use) -> Json:
    return {"id": use.id, "where": use.where, "page": use.page}


def _external(use: ExternalUse) -> Json:
    return {"text": use.text, "where": use.where, "page": use.page}


def _proof(proof: Proof) -> Json:
    return {
        "id": proof.id,
        "of": proof.of,
        "explicit": proof.explicit,
        "sketch": proof.sketch,
        "heading": proof.heading,
        "page": proof.page,
        "box": _box(proof.box),
        "end": proof.end,
        "text": proof.text,
    }


def _box(box: Box | None) -> Json | None:
    """Return the box in points from the page's bottom left, None where the place is not known."""
    if box is None:
        return None
    return {"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}


def _key(id: str, reason: str) -> Json:
    return {"id": id, "reason": reason}


def coverage(found: Coverage) -> Json:
    """Return how a report treats the results, each id with its pages."""
    return {
        "stated": _pages(found.stated),
        "explained": _pages(found.explained),
        "mentioned": _pages(found.mentioned),
        "missing_main": list(found.missing_main),
        "missing_key_lemmas": list(found.missing_key_lemmas),
    }


def _pages(found: Any) -> list[Json]:  # Any: a Mapping of ids to pages
    return [{"id": id, "pages": list(pages)} for id, pages in found.items()]
