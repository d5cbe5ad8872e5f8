"""Ends requests of clients that send, or read, too slowly to be served."""

import asyncio
import socket

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from api.errors import ApiError

BODY_TIMEOUT_S = 30.0
"""For a whole body: 10 MiB, the largest, take a line of 2.8 Mbit/s."""

UNREAD_TIMEOUT_S = 30.0
"""That sent bytes may stay unacknowledged, or the client's window closed."""


def slow_client_middleware(
    body_timeout_s: float = BODY_TIMEOUT_S, unread_timeout_s: float = UNREAD_TIMEOUT_S
) -> Middleware:
    """Make a middleware that bounds how long a request's body and an answer's bytes may take.

    The time ends with the body, not with the answer: a handler may work, or follow a
    session's events, for as long as it likes.

    Args:
        body_timeout_s: from the end of the headers to the end of the body.
        unread_timeout_s: then the kernel closes the connection (TCP_USER_TIMEOUT, RFC 5482),
            which ends a write that waits for a client that never reads.
    """
    unread_timeout_ms = round(unread_timeout_s * 1000)

    @web.middleware
    async def bound_time(request: web.Request, handler: Handler) -> web.StreamResponse:
        _set_user_timeout(request.transport, unread_timeout_ms)
        if not request.can_read_body:
            return await handler(request)
        is_waiting = True
        timeout = asyncio.timeout(body_timeout_s)

        def lift() -> None:
            # The rest of a body that no handler reads comes after the answer.
            if is_waiting and not timeout.expired():
                timeout.reschedule(None)

        try:
            async with timeout:
                request.content.on_eof(lift)
                return await handler(request)
        except TimeoutError:
            if not timeout.expired():
                raise
            raise ApiError(
                408, f"the body did not come within {body_timeout_s:g} s", {"Connection": "close"}
            ) from None
        finally:
            is_waiting = False

    return bound_time


def _set_user_timeout(transport: asyncio.BaseTransport | None, timeout_ms: int) -> None:
    connection = None if transport is None else transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, timeout_ms)
