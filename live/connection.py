"""One connection to the Live API, through google-genai."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from google import genai
from google.genai import types
from google.genai.live import AsyncSession

from live.errors import LiveError, LiveErrorCode
from live.events import HEARD_RATE_HZ
from live.mapping import live_errors
from live.outbox import Activity, Outgoing
from live.settings import LiveSettings

CLOSE_TIMEOUT_S = 0.5
"""For Google's answer to our close frame; the default of 10 s would hold up a session's end."""

PING_TIMEOUT_S = 60.0
"""Pongs of the Live API were seen to take 8 to 30 s (github.com/aicc2025/sip-to-ai/pull/14)."""

_MIME_TYPE = f"audio/pcm;rate={HEARD_RATE_HZ}"


class LiveConnection:
    """Sends and receives; every method raises LiveError when the connection ends."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._turn = session.receive()

    async def receive(self) -> types.LiveServerMessage:
        """Wait for the next message, of whatever turn."""
        while True:
            with live_errors():
                message = await anext(self._turn, None)
            if message is not None:
                return message
            # The library's iterator ends with each turn.
            self._turn = self._session.receive()

    async def send(self, item: Outgoing) -> None:
        with live_errors():
            match item:
                case bytes():
                    blob = types.Blob(data=item, mime_type=_MIME_TYPE)
                    await self._session.send_realtime_input(audio=blob)
                case Activity.START:
                    await self._session.send_realtime_input(activity_start=types.ActivityStart())
                case Activity.END:
                    await self._session.send_realtime_input(activity_end=types.ActivityEnd())

    async def instruct(self, instruction: types.Content) -> None:
        """Replace the system instruction of the set-up."""
        with live_errors():
            await self._session.send_context_update(system_instruction=instruction)

    async def answer(self, responses: Sequence[types.FunctionResponse]) -> None:
        with live_errors():
            await self._session.send_tool_response(function_responses=responses)


@asynccontextmanager
async def open_connection(
    client: genai.Client, settings: LiveSettings, config: types.LiveConnectConfig
) -> AsyncIterator[LiveConnection]:
    """Connect, wait for `setupComplete`, and close at the end.

    Raises:
        LiveError: there is no connection.
    """
    async with AsyncExitStack() as stack:
        with live_errors(setting_up=True):
            async with asyncio.timeout(settings.connect_timeout_s):
                session = await stack.enter_async_context(
                    client.aio.live.connect(model=settings.model, config=config)
                )
        if session.setup_complete is None:
            # google-genai 3.4.0 takes any first message for the set-up, an
            # `{"error": …}` too (live.py, connect).
            raise LiveError(LiveErrorCode.BAD_RESPONSE)
        yield LiveConnection(session)


def make_client(
    api_key: str, settings: LiveSettings, ssl_context: ssl.SSLContext | None
) -> genai.Client:
    """Make the library's client; it reads certificates, which blocks.

    Args:
        api_key: must not be empty.
        settings: where to connect.
        ssl_context: to check the server with; default: the system's authorities.
    """
    # websockets writes the handshake's headers, with the key among them, at DEBUG.
    wire = logging.getLogger(f"{__name__}.wire")
    wire.setLevel(logging.INFO)
    arguments: dict[str, Any] = {
        "logger": wire,
        "open_timeout": settings.connect_timeout_s,
        "close_timeout": CLOSE_TIMEOUT_S,
        "ping_timeout": PING_TIMEOUT_S,
    }
    if ssl_context is not None:
        arguments["ssl"] = ssl_context
    # enterprise=False: GOOGLE_GENAI_USE_* in the environment must not send the
    # voice to another service than the one the operator configured.
    return genai.Client(
        api_key=api_key,
        enterprise=False,
        http_options=types.HttpOptions(
            api_version=settings.api_version,
            base_url=settings.base_url.rstrip("/") if settings.base_url else None,
            async_client_args=arguments,
        ),
    )
