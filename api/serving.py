"""Serves an application until the process is told to end."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from api.http_log import http_logger

logger = logging.getLogger("emochat")

SHUTDOWN_TIMEOUT_S = 1.0
"""For requests in flight, after the sessions have ended: together under 10 s."""

MAX_REQUEST_LINE_BYTES = 32 * 1024
"""WHIP's query may hold a context of 2,000 characters, each up to 12 bytes when percent-encoded."""

IDLE_TIMEOUT_S = 30.0
"""From a connection's start, or its last answer, to the end of the next request's headers.

aiohttp's own is an hour, and it has no other bound on headers that come slowly.
"""

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM)

HURRY_AFTER_S = 1.0


class AddressError(Exception):
    """The server cannot listen where it is told to."""


def make_runner(app: web.Application, idle_timeout_s: float = IDLE_TIMEOUT_S) -> web.AppRunner:
    """Make what serves an application, with the bounds that aiohttp does not set by itself."""
    return web.AppRunner(
        app,
        # A session's URL holds its secret, so no line of access is ever logged.
        access_log=None,
        logger=http_logger(),
        shutdown_timeout=SHUTDOWN_TIMEOUT_S,
        max_line_size=MAX_REQUEST_LINE_BYTES,
        keepalive_timeout=idle_timeout_s,
    )


class Ending:
    """What the signals say: to end, and to end at once.

    A terminal and `timeout` both send two at a time, one to the process and one to its
    group, so only a signal that comes later is a second wish.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked_s: float | None = None
        self.asked = asyncio.Event()
        self.hurry = asyncio.Event()

    def on_signal(self) -> None:
        now_s = self._clock()
        if self._asked_s is None:
            self._asked_s = now_s
            self.asked.set()
        elif now_s - self._asked_s > HURRY_AFTER_S:
            self.hurry.set()


Drain: TypeAlias = Callable[[asyncio.Event], Awaitable[None]]
"""Takes no more work and lets what runs finish; the event ends its patience."""

DRAIN: web.AppKey[Drain] = web.AppKey("drain")


async def serve(
    app: web.Application, host: str, port: int, on_serving: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM, let the app's DRAIN finish, then clean up.

    aiohttp's own run_app stops cleaning up at a second signal.

    Args:
        app: not yet started.
        host: address or name to listen on.
        port: TCP port; 0 takes a free one.
        on_serving: told each URL that is served, without a slash at its end.

    Raises:
        AddressError: the address cannot be listened on.
    """
    loop = asyncio.get_running_loop()
    ending = Ending(loop.time)
    for number in ENDING_SIGNALS:
        loop.add_signal_handler(number, ending.on_signal)
    runner = make_runner(app)
    try:
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise AddressError(f"cannot serve {host}, port {port}: {error.strerror}") from error
        for bound_host, bound_port, *_ in runner.addresses:
            url_host = f"[{bound_host}]" if ":" in bound_host else bound_host
            url = f"http://{url_host}:{bound_port}"
            on_serving(url)
            logger.info("serving %s; Ctrl-C ends it", url)
        await ending.asked.wait()
        if DRAIN in app:
            await app[DRAIN](ending.hurry)
    finally:
        await runner.cleanup()
