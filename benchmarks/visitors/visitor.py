"""A publisher that leaves a session in one of the ways that sessions end."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Literal, get_args

import aiohttp

from benchmarks.sender.clip import Clip
from benchmarks.sender.whip import WhipSession

Ending = Literal["stop", "delete", "close", "close_channels", "kill", "never_connect", "hold"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)[:-1]
"""All but `hold`, which waits to be killed together with its process."""

LABEL_TIMEOUT_S = 20.0
CHANNELS_CLOSE_S = 0.1
HOLD_S = 60.0


class Visitor(WhipSession):
    """Joins, waits for a label and leaves."""

    def __init__(self, http: aiohttp.ClientSession, url: str, clip: Clip) -> None:
        super().__init__(http, url, clip)
        self._heard: dict[str, asyncio.Event] = {"label": asyncio.Event(), "ended": asyncio.Event()}

    async def visit(self, ending: Ending, on_label: Callable[[], None]) -> None:
        """Run a session from its offer to its end.

        Raises:
            RuntimeError: the server refused.
            TimeoutError: no connection, no label or no end came.
        """
        if ending == "never_connect":
            await self._pc.setLocalDescription(await self._pc.createOffer())
            await self._post(self._pc.localDescription.sdp)
        else:
            await self.join()
            self.consent()
            self.play()
            await self._wait_for("label")
            on_label()
            await self._leavings()[ending]()
        await self._pc.close()

    def _leavings(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {
            "stop": self._stop,
            "delete": self._delete,
            "close": self._pc.close,
            "close_channels": self._close_channels,
            "kill": self._fall_silent,
            "hold": lambda: asyncio.sleep(HOLD_S),
        }

    async def _stop(self) -> None:
        self._events.send(json.dumps({"type": "stop"}))
        await self._wait_for("ended")

    async def _delete(self) -> None:
        async with self._http.delete(self._location):
            pass

    async def _close_channels(self) -> None:
        self._events.close()
        await asyncio.sleep(CHANNELS_CLOSE_S)

    async def _fall_silent(self) -> None:
        """Make it impossible to say goodbye: nothing leaves the sockets any more."""

        async def send_nothing(data: bytes, addr: tuple[str, int]) -> None:
            return

        connection = self._sender.transport.transport._connection
        for protocol in connection._protocols:
            protocol.send_data = send_nothing  # type: ignore[method-assign]
            protocol.send_stun = lambda message, addr: None  # type: ignore[method-assign]

    async def _wait_for(self, kind: str) -> None:
        async with asyncio.timeout(LABEL_TIMEOUT_S):
            await self._heard[kind].wait()

    def _on_message(self, text: str | bytes) -> None:
        kind = json.loads(text).get("type")
        if kind in self._heard:
            self._heard[kind].set()
