"""HTTPS as deploy/ ends it: the page, WHIP and its events through a real HAProxy with TLS."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestClient, TestServer

from api.errors import error_middleware
from api.page import add_security_headers, page_routes
from cluster.haproxy import Proxy, Server, configuration
from tests.relay.certificates import make_certificate
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
from webrtc.signaling import Signaling, add_cors_headers

GUARD_S = 60.0


@dataclass(frozen=True)
class SecureSite:
    """Where HAProxy ends TLS, and where it sends plain HTTP away."""

    url: str
    plain_url: str
    certificate: Path

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


@pytest.fixture
async def server(
    registry: SessionRegistry,  # noqa: F811
    services: SessionServices,  # noqa: F811
) -> AsyncIterator[TestServer]:
    app = web.Application(middlewares=[error_middleware])
    app.on_response_prepare.extend((add_cors_headers, add_security_headers))
    app.add_routes(page_routes())
    app.add_routes(Signaling(registry, services.start_rules).routes())
    app.router.add_get("/healthz", _ok)
    app.router.add_get("/readyz", _ok)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


async def _ok(request: web.Request) -> web.Response:
    return web.Response()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"), "127.0.0.1")


@pytest.fixture
async def secure_site(
    server: TestServer, certificate: Path, tmp_path: Path
) -> AsyncIterator[SecureSite]:
    secure, plain = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
    with closing(secure), closing(plain):
        text = configuration(
            Proxy(
                servers=[Server("w1", f"127.0.0.1:{server.port}")],
                bind=f"fd@{secure.fileno()}",
                certificate=certificate,
                redirect_bind=f"fd@{plain.fileno()}",
            )
        )
        path, log = tmp_path / "haproxy.cfg", tmp_path / "haproxy.log"
        path.write_text(text)
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *("haproxy", "-db", "-f", str(path)),
                stdout=output,
                stderr=output,
                pass_fds=[secure.fileno(), plain.fileno()],
            )
        secure_port, plain_port = (listener.getsockname()[1] for listener in (secure, plain))
        try:
            yield SecureSite(
                f"https://127.0.0.1:{secure_port}", f"http://127.0.0.1:{plain_port}", certificate
            )
            assert process.returncode is None, log.read_text()
        finally:
            process.terminate()
            async with asyncio.timeout(GUARD_S):
                await process.wait()


@pytest.fixture
async def http(secure_site: SecureSite) -> AsyncIterator[ClientSession]:
    connector = TCPConnector(ssl=secure_site.context)
    async with ClientSession(secure_site.url, connector=connector) as client:
        yield client


async def test_the_page_and_its_modules_come_over_https(http: ClientSession) -> None:
    for path, kind in (("/", "html"), ("/client/session.js", "javascript")):
        async with http.get(path) as response:
            assert response.status == 200
            assert response.content_type.endswith(kind)
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_session_runs_over_https_and_its_events_come_as_they_are_made(
    http: ClientSession,
) -> None:
    publisher = Publisher(cast(TestClient[Any, Any], http))
    try:
        publisher.add_media()
        await publisher.join("?consent=true&duration_s=30")
        events_url = f"{publisher.location}/events"
        async with http.get(events_url) as response, asyncio.timeout(GUARD_S):
            assert response.content_type == "text/event-stream"
            # The session goes on for half a minute: what came was held back by nobody.
            lines = [await response.content.readline() for _ in range(12)]
            assert any(b'"label"' in line for line in lines)
            assert not response.content.at_eof()
        async with http.delete(publisher.location) as response:
            assert response.status == 200
    finally:
        await publisher.close()


async def test_a_plain_request_is_sent_to_https_with_its_method(secure_site: SecureSite) -> None:
    async with (
        ClientSession(secure_site.plain_url) as client,
        client.post("/whip?consent=true", data="v=0", allow_redirects=False) as response,
    ):
        assert response.status == 308
        assert response.headers["Location"].startswith("https://")
        assert response.headers["Location"].endswith("/whip?consent=true")


async def test_browsers_are_offered_http2_and_no_tls_before_1_2(secure_site: SecureSite) -> None:
    port = int(secure_site.url.rpartition(":")[2])
    modern, old = secure_site.context, secure_site.context
    modern.set_alpn_protocols(["h2", "http/1.1"])
    _, stream = await asyncio.open_connection("127.0.0.1", port, ssl=modern)
    assert stream.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
    stream.close()
    await stream.wait_closed()
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        await asyncio.open_connection("127.0.0.1", port, ssl=old)
