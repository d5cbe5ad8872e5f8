"""GET /openapi.json: OpenAPI 3.1 of the REST API, from the models that check requests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.errors import PLAIN_ERROR_PATHS
from api.openapi_operations import (
    Answer,
    Content,
    KeyRule,
    Operation,
    Parameter,
    unauthorized,
)

OPENAPI_VERSION = "3.1.0"
API_VERSION = "0.1.0"

DESCRIPTION = """\
Emotions in faces and texts. What is read is the apparent expression, not what a person feels.

Every answer has `X-Request-Id`: yours, where you send one of up to 128 letters, digits and
`._~:/+=-`, else one made for it.
"""

_BEARER, _API_KEY = "bearer", "apiKey"
_SECURITY_SCHEMES = {
    _API_KEY: {"type": "apiKey", "in": "header", "name": "x-api-key"},
    _BEARER: {"type": "http", "scheme": "bearer"},
}
_NEEDS_KEY: list[dict[str, list[str]]] = [{_API_KEY: []}, {_BEARER: []}]


def openapi_route(operations: Sequence[Operation], *, keys_are_set: bool) -> web.RouteDef:
    """Make the route that serves the document; it is built once."""
    document = build_document(operations, keys_are_set=keys_are_set)

    async def handle_openapi(request: web.Request) -> web.Response:
        return web.json_response(document)

    return web.get("/openapi.json", handle_openapi)


def build_document(operations: Sequence[Operation], *, keys_are_set: bool) -> dict[str, Any]:
    """Describe the operations.

    Args:
        operations: all that are to be in it.
        keys_are_set: whether the operator has set keys, so that KeyRule.WHERE_KEYS_ARE_SET
            means that one is needed.
    """
    models = sorted({*_models(operations)}, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in models],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        described = _describe_operation(operation, keys_are_set=keys_are_set)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": OPENAPI_VERSION,
        "info": {"title": "EmoChat", "version": API_VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": _SECURITY_SCHEMES},
    }


def _models(operations: Iterable[Operation]) -> Iterable[type[BaseModel]]:
    for operation in operations:
        contents = [operation.body, *(answer.content for answer in operation.answers.values())]
        yield from (content.model for content in contents if content and content.model)


def _describe_operation(operation: Operation, *, keys_are_set: bool) -> dict[str, Any]:
    needs_key = operation.key_rule is KeyRule.ALWAYS or (
        operation.key_rule is KeyRule.WHERE_KEYS_ARE_SET and keys_are_set
    )
    answers = dict(operation.answers)
    if needs_key:
        answers[401] = unauthorized(plain=operation.path in PLAIN_ERROR_PATHS)
    described: dict[str, Any] = {
        "operationId": operation.operation_id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": {
            str(status): _describe_answer(answer) for status, answer in sorted(answers.items())
        },
    }
    if operation.description:
        described["description"] = operation.description
    if operation.parameters:
        described["parameters"] = [_describe_parameter(each) for each in operation.parameters]
    if operation.body:
        described["requestBody"] = {"required": True, "content": _describe_content(operation.body)}
    if needs_key:
        described["security"] = _NEEDS_KEY
    return described


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    described = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def _describe_answer(answer: Answer) -> dict[str, Any]:
    described: dict[str, Any] = {"description": answer.description}
    if answer.content:
        described["content"] = _describe_content(answer.content)
    if answer.headers:
        described["headers"] = {
            name: {"description": words, "required": True, "schema": {"type": "string"}}
            for name, words in answer.headers.items()
        }
    return described


def _describe_content(content: Content) -> Mapping[str, Any]:
    schema = (
        {"$ref": f"#/components/schemas/{content.model.__name__}"}
        if content.model
        else dict(content.schema)
    )
    described: dict[str, Any] = {"schema": schema}
    if content.examples:
        described["examples"] = {
            name: {"value": example} for name, example in content.examples.items()
        }
    return {content.media_type: described}
