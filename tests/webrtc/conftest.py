import time
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from api.errors import error_middleware
from tests.webrtc.publisher import Publisher, QuickAnalyzer, QuickVoice, QuickWriter
from webrtc.receive.network import Network, choose_addresses
from webrtc.registry import SessionRegistry
from webrtc.session import SessionServices
from webrtc.signaling import Signaling, add_cors_headers

Client: TypeAlias = TestClient[web.Request, web.Application]

MAX_SESSIONS = 3


@pytest.fixture
def analyzer() -> QuickAnalyzer:
    return QuickAnalyzer(time.monotonic)


@pytest.fixture
def voice_analyzer() -> QuickVoice:
    return QuickVoice()


@pytest.fixture
def writer() -> QuickWriter:
    return QuickWriter()


@pytest.fixture
def network() -> Network:
    return Network(choose_addresses((), include_loopback=True))


@pytest.fixture
async def registry(
    analyzer: QuickAnalyzer, voice_analyzer: QuickVoice, writer: QuickWriter, network: Network
) -> AsyncIterator[SessionRegistry]:
    services = SessionServices(
        analyzer=analyzer,
        voice_analyzer=voice_analyzer,
        writer=writer,
        local_writer=QuickWriter(),
        network=network,
        default_language="es",
    )
    registry = SessionRegistry(services, MAX_SESSIONS)
    yield registry
    await registry.close()


@pytest.fixture
async def client(
    registry: SessionRegistry,
) -> AsyncIterator[Client]:
    app = web.Application(middlewares=[error_middleware()])
    app.on_response_prepare.append(add_cors_headers)
    app.add_routes(Signaling(registry, "es").routes())
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def new_publisher(
    client: Client,
) -> AsyncIterator[Callable[[], Publisher]]:
    publishers: list[Publisher] = []

    def build() -> Publisher:
        publishers.append(Publisher(client))
        return publishers[-1]

    yield build
    for publisher in publishers:
        await publisher.close()
