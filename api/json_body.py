"""Reads a request's JSON object and says what is wrong with it if it is none."""

import json
from typing import Any

from aiohttp import web

from api.errors import ApiError
from api.json_bounds import MAX_VALUES, holds_too_many_values


async def read_json_object(request: web.Request, max_bytes: int | None = None) -> dict[str, Any]:
    """Return the body as a JSON object.

    The media type has to be JSON: no web page of another origin can send that
    without asking first (CORS preflight), so it cannot use a server on loopback.

    Args:
        request: not yet read.
        max_bytes: a tighter limit of the body than the application's.

    Raises:
        ApiError: 415 for another media type, 400 for anything but a JSON object, 413 for a
            body over `max_bytes` or of more than MAX_VALUES values.
        web.HTTPRequestEntityTooLarge: the body is over the application's limit.
    """
    if not _is_json(request.content_type):
        raise ApiError(415, "Content-Type must be application/json")
    body = await request.read()
    if max_bytes is not None and len(body) > max_bytes:
        raise ApiError(413, f"the body is over {max_bytes} bytes")
    if holds_too_many_values(body):
        raise ApiError(413, f"the body holds over {MAX_VALUES} values")
    try:
        # RFC 8259, section 8.1: JSON between systems is UTF-8, whatever `charset` says.
        value = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise ApiError(400, "the body is not UTF-8") from None
    except (ValueError, RecursionError):
        raise ApiError(400, "the body is not valid JSON") from None
    if not isinstance(value, dict):
        raise ApiError(400, "the body must be a JSON object")
    return value


def _is_json(content_type: str) -> bool:
    return content_type == "application/json" or content_type.endswith("+json")
