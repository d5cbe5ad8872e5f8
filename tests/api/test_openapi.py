"""The OpenAPI document, built from the operations that the server serves."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api import text_examples
from api.openapi import API_VERSION, build_document
from api.openapi_operations import Content
from composition.routes import OPERATIONS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = build_document(OPERATIONS, keys_are_set=False)


def values(of: Any) -> Iterator[Any]:
    """Everything in a document, at any depth."""
    yield of
    for part in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from values(part)


def contents() -> list[Content]:
    told = [
        [each.body, *(answer.content for answer in each.answers.values())] for each in OPERATIONS
    ]
    return [content for group in told for content in group if content]


def test_it_is_openapi_3_1_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"]["version"] == API_VERSION == project["version"]


def test_every_reference_leads_somewhere() -> None:
    references = {
        each["$ref"] for each in values(DOCUMENT) if isinstance(each, dict) and "$ref" in each
    }
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert references <= schemas


@pytest.mark.parametrize(
    "example",
    [getattr(text_examples, name) for name in dir(text_examples) if name.isupper()],
)
def test_every_example_of_the_documents_is_in_it(example: Any) -> None:
    assert any(each == {"value": example} for each in values(DOCUMENT))


def test_every_example_is_of_its_model() -> None:
    checked = 0
    for content in contents():
        for example in content.examples.values():
            if content.model is not None:
                content.model.model_validate(example)
                checked += 1
    assert checked > 15


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation.operation_id for operation in OPERATIONS]
    assert len(set(names)) == len(names)


def test_the_text_apis_always_need_a_key_and_the_rest_where_keys_are_set() -> None:
    with_keys = build_document(OPERATIONS, keys_are_set=True)
    analyse, predict = ("/v2/emotions/analysis", "/predict")
    assert DOCUMENT["paths"][analyse]["post"]["security"] == [{"apiKey": []}, {"bearer": []}]
    assert "security" not in DOCUMENT["paths"][predict]["post"]
    assert "401" not in DOCUMENT["paths"][predict]["post"]["responses"]
    assert with_keys["paths"][predict]["post"]["security"]
    for document, path in ((DOCUMENT, analyse), (with_keys, analyse), (with_keys, predict)):
        assert "WWW-Authenticate" in document["paths"][path]["post"]["responses"]["401"]["headers"]


def test_the_errors_of_document_004_are_told() -> None:
    state = DOCUMENT["paths"]["/v2/emotions/{context_id}"]["get"]["responses"]
    assert {"400", "401", "404", "429", "500"} <= set(state)


def test_a_deletion_is_never_refused_for_its_form_or_the_quota() -> None:
    forget = DOCUMENT["paths"]["/v2/emotions/{context_id}"]["delete"]["responses"]
    assert set(forget) == {"200", "401", "404", "500", "503"}


def test_it_is_json() -> None:
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT
