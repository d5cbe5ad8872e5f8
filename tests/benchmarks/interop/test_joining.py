from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.interop.joining import join
from benchmarks.interop.outcome import Heard
from benchmarks.interop.publisher import GaveUpError, NotInstalledError
from benchmarks.interop.recorder import Recorder
from benchmarks.interop.scene import Scene

SCENE = Scene(*(Path("unused"),) * 4)
LABEL = {"type": "label", "expression": {"name": "happy"}, "reason": None}
REPORT = {"type": "report", "privacy": {"audio_analysed_s": 0.0}}
ENDED = {"type": "ended", "reason": "completed"}


class Simple:
    """Offers nothing but an offer."""

    name = "simple"
    shows_face = True

    def version(self) -> str:
        return "1"

    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        async with aiohttp.ClientSession() as http:
            async with http.post(recorder.url + "/whip", data="v=0") as response:
                if response.status != 201:
                    raise RuntimeError(f"refused with {response.status}")
        return [Heard(0.0, message) for message in (LABEL, LABEL, LABEL, REPORT, ENDED)]


class Missing(Simple):
    def version(self) -> str:
        raise NotInstalledError("Debian: simple")


class Broken(Simple):
    async def publish(self, recorder: Recorder, scene: Scene) -> list[Heard]:
        raise GaveUpError("it ended with status 1: no camera")


@pytest.fixture
def statuses() -> list[int]:
    """What the server answers to offers, one after the other."""
    return [201]


@pytest.fixture
async def url(statuses: list[int]) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=statuses.pop(0), headers={"Location": "/whip/secret"})

    app = web.Application()
    app.router.add_post("/whip", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_who_gets_labels_report_and_end_has_passed(url: str) -> None:
    row = await join(Simple(), url, SCENE)
    assert (row["result"], row["version"], row["attempts"]) == ("passed", "1", 1)
    assert row["outcome"]["faces"] == 3


async def test_a_server_without_room_is_asked_again(url: str, statuses: list[int]) -> None:
    statuses[:] = [503, 503, 201]
    row = await join(Simple(), url, SCENE, retry_after_s=0)
    assert (row["result"], row["attempts"]) == ("passed", 3)


async def test_another_refusal_is_a_failure(url: str, statuses: list[int]) -> None:
    statuses[:] = [422, 201]
    row = await join(Simple(), url, SCENE, retry_after_s=0)
    assert (row["result"], row["attempts"]) == ("failed: refused with 422", 1)


async def test_who_is_not_installed_has_not_passed(url: str) -> None:
    row = await join(Missing(), url, SCENE)
    assert row["result"] == "not installed (Debian: simple)"
    assert row["outcome"] is None


async def test_who_breaks_before_the_offer_has_failed(url: str) -> None:
    row = await join(Broken(), url, SCENE)
    assert row["result"] == "failed: it ended with status 1: no camera"
