"""A client of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), as far as it is needed."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse, WSMsgType

COMMAND_TIMEOUT_S = 60
MAX_MESSAGE_BYTES = 32 * 2**20
"""A screenshot comes as one message."""

SCROLL = "(css) => document.querySelector(css)?.scrollIntoView({ block: 'center' })"


class BidiError(RuntimeError):
    """The browser refused a command, or went away."""


class Bidi:
    """Sends commands one at a time; events are passed over.

    Args:
        socket: connected to the browser's `/session`.
    """

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last_id = 0

    async def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result.

        Raises:
            BidiError: the browser refused it, or closed the connection.
            TimeoutError: no result came.
        """
        self._last_id += 1
        async with asyncio.timeout(COMMAND_TIMEOUT_S):
            await self._socket.send_json(
                {"id": self._last_id, "method": method, "params": parameters}
            )
            answer = await self._answer_to(self._last_id)
        if answer["type"] != "success":
            raise BidiError(f"{method}: {answer.get('error')}: {answer.get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    async def _answer_to(self, number: int) -> dict[str, Any]:
        async for received in self._socket:
            if received.type is not WSMsgType.TEXT:
                break
            answer: dict[str, Any] = json.loads(received.data)
            if answer.get("id") == number:
                return answer
        raise BidiError("the browser closed the connection")


class BidiTab:
    """One tab.

    Args:
        bidi: drives the browser.
        context: the tab's browsing context.
    """

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self._context = context

    async def open(self, url: str) -> None:
        await self._command("browsingContext.navigate", url=url, wait="complete")

    async def call(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with JSON values; return what it resolves to, as JSON.

        Raises:
            BidiError: it threw.
        """
        called = f"({function})(...{json.dumps(arguments)})"
        answer = await self._bidi.command(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify((await {called}) ?? null)",
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def click(self, css: str) -> None:
        """Scroll to an element, move the mouse there and press its button."""
        await self.call(SCROLL, css)
        locator = {"type": "css", "value": css}
        found = await self._command("browsingContext.locateNodes", locator=locator)
        if len(found["nodes"]) != 1:
            raise BidiError(f"{len(found['nodes'])} elements are {css}")
        element = {"type": "element", "element": {"sharedId": found["nodes"][0]["sharedId"]}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": element}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "actions": [move, *press]}
        await self._command("input.performActions", actions=[mouse])

    async def screenshot(self, path: Path) -> None:
        shot = await self._command("browsingContext.captureScreenshot", origin="document")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))

    async def _command(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self._bidi.command(method, context=self._context, **parameters)


@asynccontextmanager
async def first_tab(url: str) -> AsyncIterator[BidiTab]:
    """Open a session with the browser whose BiDi address this is, and end it afterwards."""
    async with (
        ClientSession(timeout=ClientTimeout(total=None)) as http,
        http.ws_connect(f"{url}/session", max_msg_size=MAX_MESSAGE_BYTES) as socket,
    ):
        bidi = Bidi(socket)
        await bidi.command("session.new", capabilities={})
        tree = await bidi.command("browsingContext.getTree")
        yield BidiTab(bidi, tree["contexts"][0]["context"])
        await bidi.command("session.end")
