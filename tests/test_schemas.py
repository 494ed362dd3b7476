"""The published schemas are those of what is written and read."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.api.rubrics import rubric_names, rubric_text
from reportkit.config import Config
from reportkit.errors import UsageProblem
from reportkit.findings import Coverage, Mention
from reportkit.readers.text import read_text
from reportkit.reporters.json import json_schema
from reportkit.resources import resource_folder
from reportkit.rubric import decoded_rubric

SCHEMAS = Path(__file__).parent.parent / "reportkit" / "schemas"
RUBRIC_SCHEMA = json.loads((SCHEMAS / "rubric-1.json").read_text("utf-8"))


def test_the_published_schema_is_that_of_the_code(request: pytest.FixtureRequest) -> None:
    path = SCHEMAS / "report-1.json"
    text = json.dumps(json_schema(), indent=1) + "\n"
    if request.config.getoption("--update-golden"):
        path.write_text(text, "utf-8", newline="\n")
    assert path.read_text("utf-8") == text


def test_a_report_fits_its_schema() -> None:
    draft = "# Summary\n\nIt is known [?] by theorem 3.1.\n\n# Review\n\nGood, but TODO: why?\n"
    report = check(read_text(draft * 30), config=Config(), rubric="seminar-report")
    from dataclasses import replace

    from reportkit.document import Span

    full = replace(
        report,
        mentions=(Mention("Lemma 3", "lemma", "3", None, "paper", "lemma-3", Span(0, 7)),),
        coverage=Coverage({"lemma-3": (1,)}, {}, {}, ("theorem-1",), ()),
    )
    value = json.loads(written(full, "json", Config()))
    assert value["findings"] and value["schema"] == "reportkit.report/1"
    jsonschema.validate(value, json_schema())


@pytest.mark.parametrize("name", rubric_names())
def test_each_rubric_fits_the_published_schema(name: str) -> None:
    text = rubric_text(resource_folder("rubrics") / f"{name}.yaml")
    jsonschema.validate(yaml.safe_load(text), RUBRIC_SCHEMA)


def keys_of(schema: dict) -> set[str]:
    """Return all keys that a schema knows, at any depth."""
    found = set()
    for name, value in schema.get("properties", {}).items():
        found |= {name} | keys_of(value) | keys_of(value.get("items", {}))
    return found


@pytest.mark.parametrize("key", sorted(keys_of(RUBRIC_SCHEMA)))
def test_no_key_of_the_schema_is_unknown_to_the_decoder(key: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        decoded_rubric(f"schema: reportkit.rubric/1\n{key}: nonsense\n", "r.yaml")
    top = key in RUBRIC_SCHEMA["properties"]
    assert not top or f"unknown key {key!r}" not in str(caught.value)
