"""One shape for every refusal and failure: problem details (RFC 9457) with `error` beside them.

Documents 000 and 001 fix a plain `{"error": "..."}` for their endpoints; there the
same members come without the RFC's media type.
"""

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from api.request_ids import request_id
from problem import NOTHING, Problem

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"
PLAIN_ERROR_PATHS = frozenset({"/predict", "/analyze_session"})

# They describe the body that aiohttp made and that is replaced here.
_BODY_HEADERS = frozenset({"content-type", "content-length"})


class ApiError(Problem):
    """A refusal by a REST handler, told in one sentence.

    The title is the status's own phrase, so `error` is the sentence.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] = NOTHING,
        members: Mapping[str, Any] = NOTHING,
    ) -> None:
        super().__init__(status, HTTPStatus(status).phrase, detail, headers, members)


@web.middleware
async def error_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let whatever goes wrong leave as one of two JSON shapes: the outermost middleware."""
    try:
        return await handler(request)
    except Problem as error:
        problem = error
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        problem = _from_http_exception(request, error)
    except web.RequestPayloadError:
        problem = ApiError(400, "the body does not match its headers")
    except Exception as error:
        if _answer_begun(request):
            raise
        _log_unexpected(request, error)
        problem = ApiError(500, "the server failed on this request")
    return error_response(
        problem, request_id=request_id(request), plain=request.path in PLAIN_ERROR_PATHS
    )


def error_response(problem: Problem, *, request_id: str, plain: bool) -> web.Response:
    """Build the answer; `plain` leaves out what only problem+json defines."""
    members: dict[str, Any] = {"error": problem.message, **problem.members}
    if not plain:
        members = {
            "type": "about:blank",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.message,
            "request_id": request_id,
            **members,
        }
    return web.json_response(
        members,
        status=problem.status,
        headers=dict(problem.headers),
        content_type="application/json" if plain else PROBLEM_JSON,
    )


def _from_http_exception(request: web.Request, error: web.HTTPException) -> Problem:
    headers = {k: v for k, v in error.headers.items() if k.lower() not in _BODY_HEADERS}
    return ApiError(error.status, _detail(request, error), headers)


def _detail(request: web.Request, error: web.HTTPException) -> str:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return f"{request.method} is not allowed here; allowed: {allowed}"
    if isinstance(error, web.HTTPNotFound):
        return "there is nothing at this address"
    return error.text or error.reason


def _answer_begun(request: web.Request) -> bool:
    """Whether bytes of an answer are out, so that no other answer can follow."""
    return request.writer.output_size > 0


def _log_unexpected(request: web.Request, error: Exception) -> None:
    """Log where it happened and not what it says.

    An exception's text can quote what a person wrote, and a path can hold a
    session's secret; the stack and the route's pattern hold neither.
    """
    resource = request.match_info.route.resource
    logger.error(
        "request %s: %s in %s %s\n%s",
        request_id(request),
        type(error).__qualname__,
        request.method,
        resource.canonical if resource else "(no route)",
        "".join(traceback.format_tb(error.__traceback__)),
    )
