"""Which answers name relays, and to whom."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.relay.coturn import SECRET
from tests.webrtc.conftest import (  # noqa: F401  fixtures
    analyzer,
    assistant,
    network,
    registry,
    services,
    voice_analyzer,
    writer,
)
from tests.webrtc.publisher import Publisher
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices
from webrtc.signaling import Signaling
from webrtc.turn import TurnServers

Client = TestClient[Any, Any]

URLS = ("turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349?transport=tcp")


@pytest.fixture
async def client(
    registry: SessionRegistry,  # noqa: F811
    services: SessionServices,  # noqa: F811
) -> AsyncIterator[Client]:
    app = web.Application()
    turn = TurnServers(URLS, SECRET)
    app.add_routes(Signaling(registry, services.start_rules, turn=turn).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def link_of_an_answer(client: Client) -> str:
    publisher = Publisher(client)
    try:
        publisher.add_media()
        publisher.add_channels("events")
        headers = {"Content-Type": "application/sdp"}
        async with client.post("/whip", data=await publisher.offer(), headers=headers) as response:
            assert response.status == 201
            assert f"<{response.headers['Location']}/events>" in response.headers["Link"]
            return response.headers["Link"]
    finally:
        await publisher.close()


async def test_an_answer_names_every_relay_beside_the_events(client: Client) -> None:
    link = await link_of_an_answer(client)
    assert link.count('rel="ice-server"') == link.count('credential-type="password"') == len(URLS)
    for url in URLS:
        assert f"<{url}>" in link
    assert SECRET not in link


async def test_no_two_sessions_get_the_same_credentials(client: Client) -> None:
    links = [await link_of_an_answer(client) for _ in range(2)]
    names = [link.partition('username="')[2].partition('"')[0] for link in links]
    assert names[0] != names[1]


@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
async def test_credentials_are_not_for_who_brings_no_offer(client: Client, method: str) -> None:
    async with client.request(method, "/whip") as response:
        assert response.status < 300
        assert "Link" not in response.headers


async def test_a_refused_offer_gets_no_credentials(client: Client) -> None:
    headers = {"Content-Type": "application/sdp"}
    async with client.post("/whip", data="no offer", headers=headers) as response:
        assert "Link" not in response.headers
