"""A name for each request, by which its answer and the server's log are brought together."""

import re
import uuid

from aiohttp import web

HEADER = "X-Request-Id"

_SANE_ID = re.compile(r"[A-Za-z0-9._~:/+=-]{1,128}")
_REQUEST_ID = web.RequestKey("request_id", str)


def request_id(request: web.Request) -> str:
    """Return the id that the caller sent, where it is fit for a log, else one made here."""
    known = request.get(_REQUEST_ID)
    if known is None:
        sent = request.headers.get(HEADER, "")
        known = sent if _SANE_ID.fullmatch(sent) else str(uuid.uuid4())
        request[_REQUEST_ID] = known
    return known


async def add_request_id(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: every answer carries its request's id."""
    response.headers[HEADER] = request_id(request)
