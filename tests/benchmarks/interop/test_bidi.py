"""The client of WebDriver BiDi against a browser's end that answers as the standard says."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from benchmarks.interop.bidi import BidiError, BidiTab, first_tab

EVENT = {"type": "event", "method": "log.entryAdded", "params": {}}


class Browser:
    """Notes commands and answers each with what is set for its method."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []
        self.results: dict[str, dict[str, Any]] = {
            "browsingContext.getTree": {"contexts": [{"context": "tab"}]},
            "browsingContext.locateNodes": {"nodes": [{"sharedId": "node"}]},
        }

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for received in socket:
            assert received.type is WSMsgType.TEXT
            command = json.loads(received.data)
            self.commands.append(command)
            result = self.results.get(command["method"], {})
            await socket.send_json(EVENT)
            if "error" in result:
                await socket.send_json({"type": "error", "id": command["id"], **result})
            else:
                await socket.send_json({"type": "success", "id": command["id"], "result": result})
        return socket

    def sent(self, method: str) -> dict[str, Any]:
        (parameters,) = [c["params"] for c in self.commands if c["method"] == method]
        assert isinstance(parameters, dict)
        return parameters


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
async def tab(browser: Browser) -> AsyncIterator[BidiTab]:
    app = web.Application()
    app.router.add_get("/session", browser.handle)
    async with TestServer(app) as server:
        async with first_tab(str(server.make_url("")).replace("http", "ws").rstrip("/")) as tab:
            yield tab


def returning(value: Any) -> dict[str, Any]:
    return {"type": "success", "result": {"type": "string", "value": json.dumps(value)}}


async def test_a_function_gets_its_arguments_and_gives_its_result(
    browser: Browser, tab: BidiTab
) -> None:
    browser.results["script.callFunction"] = returning({"sum": 3})
    assert await tab.call("(a, b) => ({ sum: a + b })", 1, "it's") == {"sum": 3}
    sent = browser.sent("script.callFunction")
    assert sent["target"] == {"context": "tab"}
    assert '((a, b) => ({ sum: a + b }))(...[1, "it\'s"])' in sent["functionDeclaration"]


async def test_a_function_that_throws_is_an_error(browser: Browser, tab: BidiTab) -> None:
    thrown = {"type": "exception", "exceptionDetails": {"text": "TypeError: no"}}
    browser.results["script.callFunction"] = thrown
    with pytest.raises(BidiError, match="TypeError: no"):
        await tab.call("() => no()")


async def test_a_refused_command_is_an_error(browser: Browser, tab: BidiTab) -> None:
    browser.results["browsingContext.navigate"] = {"error": "unknown error", "message": "no way"}
    with pytest.raises(BidiError, match="navigate: unknown error: no way"):
        await tab.open("http://127.0.0.1:1/")


async def test_a_click_goes_to_the_middle_of_the_element(browser: Browser, tab: BidiTab) -> None:
    browser.results["script.callFunction"] = returning(None)
    await tab.click("#start")
    (mouse,) = browser.sent("input.performActions")["actions"]
    assert [action["type"] for action in mouse["actions"]] == [
        "pointerMove",
        "pointerDown",
        "pointerUp",
    ]
    assert mouse["actions"][0]["origin"]["element"] == {"sharedId": "node"}


async def test_what_is_not_there_is_not_clicked(browser: Browser, tab: BidiTab) -> None:
    browser.results["script.callFunction"] = returning(None)
    browser.results["browsingContext.locateNodes"] = {"nodes": []}
    with pytest.raises(BidiError, match="0 elements are #start"):
        await tab.click("#start")


async def test_a_screenshot_is_written(browser: Browser, tab: BidiTab, tmp_path: Path) -> None:
    browser.results["browsingContext.captureScreenshot"] = {"data": "aGVsbG8="}
    await tab.screenshot(tmp_path / "shot.png")
    assert (tmp_path / "shot.png").read_bytes() == b"hello"


async def test_the_session_is_ended(browser: Browser, tab: BidiTab) -> None:
    assert [c["method"] for c in browser.commands] == ["session.new", "browsingContext.getTree"]
