"""Talks with the assistant in the whole application, over real peers; Google is a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from composition.cluster import LoadGauge
from tests.live.scripts import Conversation, closes, hangs, sends
from tests.live.standin import LiveStandin, serve_live
from tests.standins.gemini import ignore_client_warning
from tests.test_server import serve
from tests.webrtc.publisher import Publisher

pytestmark = ignore_client_warning

Client = TestClient[web.Request, web.Application]

SESSIONS = 10
TALK = Conversation(reply_s=0.5)
LOUD = 1_000
ARRIVES_S = 0.2
"""Of sound between pressing and letting go of the button."""


@pytest.fixture
async def google(tmp_path: Path) -> AsyncIterator[LiveStandin]:
    async with serve_live(tmp_path, TALK) as standin:
        yield standin


@pytest.fixture
async def client(
    google: LiveStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    monkeypatch.setenv("SSL_CERT_FILE", str(google.certificate_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # Server, peers and Google share one event loop here: how late it is says nothing of the server.
    monkeypatch.setattr(LoadGauge, "on_lag", lambda gauge, lag_s: None)
    variables = {
        "EMOCHAT_FACE_WORKERS": "1",
        "EMOCHAT_MAX_SESSIONS": str(SESSIONS),
        "EMOCHAT_DATA_DIR": str(tmp_path),
        "EMOCHAT_GEMINI_BASE_URL": google.base_url,
        "GEMINI_API_KEY": "key",
    }
    client = await serve(variables)
    yield client
    await client.close()


class Caller:
    """A voice without a picture, at a button, that keeps what it hears."""

    def __init__(self, client: Client) -> None:
        self.publisher = Publisher(client)
        self.publisher.add_media(video=False, audio=True)
        self.publisher.add_channels("events")
        self.publisher.pc.on("track", self._on_track)
        self.hears_reply = asyncio.Event()
        self._reading: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        await self.publisher.join()
        await self.publisher.start(
            voice=True, assistant=True, push_to_talk=True, duration_s=60, language="es"
        )
        await self.publisher.wait_for_message("started")

    async def talk(self) -> None:
        await self.state("listening")
        self.publisher.send({"type": "talk", "active": True})
        await asyncio.sleep(ARRIVES_S)
        self.publisher.send({"type": "talk", "active": False})

    async def state(self, state: str) -> None:
        def has_state() -> bool:
            return any(m["state"] == state for m in self.publisher.messages("assistant"))

        await self.publisher.wait_for(has_state)

    async def stop(self) -> dict[str, Any]:
        self.publisher.send({"type": "stop"})
        await self.publisher.wait_for_message("ended")
        return self.publisher.messages("report")[0]

    async def close(self) -> None:
        await self.publisher.close()
        await asyncio.gather(*self._reading)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._reading.append(asyncio.create_task(self._read(track)))

    async def _read(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = cast(av.AudioFrame, await track.recv())
            except MediaStreamError:
                return
            if np.abs(frame.to_ndarray().astype(int)).max() > LOUD:
                self.hears_reply.set()


@asynccontextmanager
async def calling(client: Client, count: int = 1) -> AsyncIterator[Sequence[Caller]]:
    callers = [Caller(client) for _ in range(count)]
    try:
        async with asyncio.timeout(60):
            for caller in callers:
                await caller.begin()
        yield callers
    finally:
        await all_of([caller.close for caller in callers])


async def all_of(actions: Sequence[Callable[[], Awaitable[Any]]]) -> list[Any]:
    async with asyncio.timeout(60):
        return await asyncio.gather(*(action() for action in actions))


async def all_closed(google: LiveStandin) -> None:
    await all_of([peer.is_closed.wait for peer in google.peers])


async def test_ten_people_talk_at_once_and_each_is_answered(
    client: Client, google: LiveStandin
) -> None:
    async with calling(client, SESSIONS) as callers:
        await all_of([caller.talk for caller in callers])
        await all_of([caller.hears_reply.wait for caller in callers])
        reports = await all_of([caller.stop for caller in callers])
    assert len(google.peers) == SESSIONS
    await all_closed(google)
    for caller, report in zip(callers, reports, strict=True):
        closed = [m for m in caller.publisher.messages("transcript") if m["final"]]
        assert [(m["role"], m["text"]) for m in closed] == [
            ("user", TALK.heard_text),
            ("assistant", TALK.said_text),
        ]
        assert [w["text"] for w in report["words"]] == [TALK.heard_text]
        assert report["privacy"]["audio_sent_s"] > 0
    assert all(peer.activity[0] == "activityStart" for peer in google.peers)


async def test_a_server_that_ends_closes_its_talks_and_tells_each_person(
    client: Client, google: LiveStandin
) -> None:
    async with calling(client, 3) as callers:
        await all_of([caller.talk for caller in callers])
        await all_of([caller.hears_reply.wait for caller in callers])
        async with asyncio.timeout(20):
            await client.close()
        for caller in callers:
            (ended,) = caller.publisher.messages("ended")
            assert ended["reason"] == "server_shutdown"
            assert len(caller.publisher.messages("report")) == 1
    await all_closed(google)


async def test_a_service_that_hangs_holds_nobody_up(client: Client, google: LiveStandin) -> None:
    google.scripts = [hangs()]
    async with calling(client) as (caller,):
        await caller.state("connecting")
        await google.connection(1)
        report = await caller.stop()
    assert report["privacy"]["audio_sent_s"] == 0
    assert [m["state"] for m in caller.publisher.messages("assistant")] == ["connecting"]
    await all_closed(google)


async def test_a_service_that_breaks_off_is_called_again_and_answers(
    client: Client, google: LiveStandin
) -> None:
    google.scripts = [closes(1011, "deadline"), TALK]
    async with calling(client) as (caller,):
        await google.connection(2)
        await caller.publisher.wait_for(
            lambda: caller.publisher.messages("assistant")[-1]["state"] == "listening"
        )
        await caller.talk()
        await asyncio.wait_for(caller.hears_reply.wait(), 20)
        await caller.stop()
    codes = [m["code"] for m in caller.publisher.messages("error")]
    assert not [code for code in codes if code.startswith("live_")]


async def test_a_person_who_vanishes_leaves_no_talk_behind(
    client: Client, google: LiveStandin
) -> None:
    google.scripts = [sends()]
    async with calling(client) as (caller,):
        await caller.state("listening")
        await caller.publisher.close()
        await all_closed(google)


async def test_without_agreement_no_connection_is_made(client: Client, google: LiveStandin) -> None:
    publisher = Publisher(client)
    publisher.add_media(video=False, audio=True)
    publisher.add_channels("events")
    await publisher.join()
    await publisher.start(voice=True, duration_s=5)
    await publisher.wait_for_message("ended")
    await publisher.close()
    assert google.peers == []
