"""POST /analyze_session: a session in, an empathetic analysis out (document 000)."""

import math
from typing import Any

from aiohttp import web

from analysis.gemini_errors import GeminiError, GeminiErrorCode
from analysis.writer import SessionWriter
from api.errors import ApiError
from api.json_body import read_json_object
from api.session_account import MAX_BODY_BYTES, parse_order

# Document 000 gives these two their own words; everything else has a prefix.
_OWN_WORDS = frozenset({GeminiErrorCode.MISSING_LIBRARY, GeminiErrorCode.MISSING_KEY})


def analyze_session_routes(writer: SessionWriter, default_language: str) -> list[web.RouteDef]:
    """Make the route of document 000; `default_language` is "es" or "en"."""

    async def handle_analyze_session(request: web.Request) -> web.Response:
        body = await read_json_object(request, MAX_BODY_BYTES)
        order = parse_order(body, default_language)
        result = await writer.compose(order.account)
        answer = {"analysis": result.text, "source": result.source, "model": result.model}
        if result.source == "gemini":
            return web.json_response(answer)
        error = result.error or GeminiError(GeminiErrorCode.MISSING_KEY)
        if not order.fallback:
            raise _failure(error)
        return web.json_response({**answer, "reason": error.describe(order.account.language)})

    return [web.post("/analyze_session", handle_analyze_session)]


def _failure(error: GeminiError) -> ApiError:
    message = error.message if error.code in _OWN_WORDS else f"Error usando Gemini: {error.message}"
    members: dict[str, Any] = {"code": error.code.value}
    headers: dict[str, str] = {}
    if error.retry_after_s is not None:
        members["retry_after_s"] = math.ceil(error.retry_after_s)
        headers["Retry-After"] = str(members["retry_after_s"])
    status = 503 if error.code is GeminiErrorCode.BUSY else 500
    return ApiError(status, message, headers, members)
