import time
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from api.errors import error_middleware
from tests.webrtc.publisher import Publisher, QuickAnalyzer, QuickVoice, QuickWriter
from webrtc.analyzers import VoiceAssistant
from webrtc.receive.network import Network, choose_addresses
from webrtc.registry import SessionRegistry
from webrtc.services import SessionServices
from webrtc.signaling import Signaling, add_cors_headers

Client: TypeAlias = TestClient[web.Request, web.Application]

MAX_SESSIONS = 3


def sent_owner(request: web.Request) -> str | None:
    return request.headers.get("X-Api-Key")


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
def assistant() -> VoiceAssistant | None:
    """Nobody answers, unless a module's own fixture says so."""
    return None


@pytest.fixture
def services(
    analyzer: QuickAnalyzer,
    voice_analyzer: QuickVoice,
    writer: QuickWriter,
    network: Network,
    assistant: VoiceAssistant | None,
) -> SessionServices:
    return SessionServices(
        analyzer=analyzer,
        voice_analyzer=voice_analyzer,
        writer=writer,
        local_writer=QuickWriter(),
        network=network,
        default_language="es",
        assistant=assistant,
    )


@pytest.fixture
async def registry(services: SessionServices) -> AsyncIterator[SessionRegistry]:
    registry = SessionRegistry(services, MAX_SESSIONS)
    yield registry
    await registry.close()


@pytest.fixture
async def client(registry: SessionRegistry, services: SessionServices) -> AsyncIterator[Client]:
    app = web.Application(middlewares=[error_middleware])
    app.on_response_prepare.append(add_cors_headers)
    app.add_routes(Signaling(registry, services.start_rules, sent_owner).routes())
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
