"""Reads a request's body into a model, and says in words what is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.errors import ApiError
from api.json_body import read_json_object

MAX_BODY_BYTES = 2 * 1024 * 1024
"""A thousand texts of 2,000 characters."""

MAX_ERRORS_TOLD = 10

Model = TypeVar("Model", bound=BaseModel)

_TOO_LARGE = frozenset({"string_too_long", "too_long"})
_BULKY = frozenset({"messages", "content", "text"})
"""Fields whose excess is one of the whole request; a name that is too long is just wrong."""

_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "string_too_long": "is over {max_length} characters",
    "string_unicode": "is not valid Unicode",
    "list_type": "must be a list",
    "too_short": "must not be empty",
    "too_long": "has over {max_length} elements",
    "model_type": "must be an object",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}


async def read_model(request: web.Request, model: type[Model]) -> Model:
    """Return the checked body.

    Raises:
        ApiError: 400 naming the field, 413 where it is too long or has too many elements,
            415 for another media type than JSON.
    """
    body = await read_json_object(request, MAX_BODY_BYTES)
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise body_error(error) from None


def body_error(error: ValidationError, whole: str = "the body") -> ApiError:
    """Tell the first thing that is wrong, and up to ten of them as members.

    Args:
        error: of a model.
        whole: what was checked, for what is wrong with all of it.
    """
    details = error.errors(include_url=False, include_input=False)
    told = [_describe(detail, whole) for detail in details[:MAX_ERRORS_TOLD]]
    status = 413 if _is_too_large(details[0]) else 400
    return ApiError(status, f"{told[0]['field']} {told[0]['detail']}", members={"errors": told})


def _is_too_large(detail: ErrorDetails) -> bool:
    return detail["type"] in _TOO_LARGE and detail["loc"][-1] in _BULKY


def _describe(detail: ErrorDetails, whole: str) -> dict[str, str]:
    words = _WORDS.get(detail["type"])
    if words is None and detail["type"] == "string_pattern_mismatch":
        words = _pattern_words(detail)
    context = detail.get("ctx", {})
    return {
        "field": field_path(detail["loc"]) or whole,
        "detail": words.format(**context) if words else detail["msg"],
    }


def _pattern_words(detail: ErrorDetails) -> str:
    if detail["loc"][-1] in ("text", "content"):
        return "must not be empty"
    return "must hold no control characters"


def field_path(location: Iterable[Any]) -> str:
    """Write a place in a body as `messages[2].content.text`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path
