"""Serves an application until the process is told to end."""

import asyncio
import logging
import signal
from collections.abc import Callable

from aiohttp import web

logger = logging.getLogger("emochat")

SHUTDOWN_TIMEOUT_S = 1.0
"""For requests in flight, after the sessions have ended: together under 10 s."""

MAX_REQUEST_LINE_BYTES = 32 * 1024
"""WHIP's query may hold a context of 2,000 characters, each up to 12 bytes when percent-encoded."""


ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class AddressError(Exception):
    """The server cannot listen where it is told to."""


async def serve(
    app: web.Application, host: str, port: int, on_serving: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM, then clean up; further signals change nothing.

    aiohttp's own run_app stops cleaning up at a second signal, which a terminal and
    `timeout` both send, one to the process and one to its group.

    Args:
        app: not yet started.
        host: address or name to listen on.
        port: TCP port; 0 takes a free one.
        on_serving: told each URL that is served, without a slash at its end.

    Raises:
        AddressError: the address cannot be listened on.
    """
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in ENDING_SIGNALS:
        loop.add_signal_handler(number, ending.set)
    # A session's URL holds its secret, so no line of access is ever logged.
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=SHUTDOWN_TIMEOUT_S,
        max_line_size=MAX_REQUEST_LINE_BYTES,
    )
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
        await ending.wait()
    finally:
        await runner.cleanup()
