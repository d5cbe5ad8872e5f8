"""What a whole session, and whoever tries to break in, leave in the log: nothing personal."""

import asyncio
import logging
import re
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from api.serving import make_runner
from composition.app import build_app
from config import load_config
from server import LIBRARIES_THAT_TELL_TOO_MUCH
from tests.webrtc.publisher import Publisher

Client = TestClient[web.Request, web.Application]

KEY = "a-key-of-enough-length"
WRONG_KEY = "somebody-elses-key-of-length"
CONTEXT = "mi perro Zarzaparrilla se ha muerto"
TEXT = "I told nobody about Quetzalcoatlus yet"
CONTEXT_ID = "diary-of-anna-karenina"
ADDRESS = "198.51.100.77"
HEADERS = {"Authorization": f"Bearer {KEY}"}
FRAGMENT = {"Content-Type": "application/trickle-ice-sdpfrag"}


@pytest.fixture
def every_line(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    for library in LIBRARIES_THAT_TELL_TOO_MUCH:
        caplog.set_level(logging.WARNING, library)
    caplog.set_level(logging.DEBUG)
    return caplog


class AsServed(TestServer):
    """With the runner that `python server.py` has."""

    async def _make_runner(self, **kwargs: object) -> web.AppRunner:
        return make_runner(self.app)


async def serve(folder: Path) -> Client:
    variables = {
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_FACE_WORKERS": "1",
        "EMOCHAT_DATA_DIR": str(folder),
        "EMOCHAT_KEEP_TEXT": "on",
    }
    app = await asyncio.to_thread(build_app, load_config([], variables))
    client: Client = TestClient(AsServed(app))
    await client.start_server()
    return client


async def test_the_log_of_a_whole_session_holds_nothing_personal(
    tmp_path: Path, every_line: pytest.LogCaptureFixture
) -> None:
    client = await serve(tmp_path)
    publisher = Publisher(client)
    try:
        publisher.add_media(audio=True)
        publisher.add_channels("labels", "events")
        await publisher.join(**HEADERS)
        candidate = f"a=candidate:1 1 udp 1 {ADDRESS} 50000 typ host\r\n"
        async with client.patch(
            publisher.location,
            data=candidate,
            headers={**HEADERS, **FRAGMENT, "If-Match": publisher.etag},
        ) as response:
            assert response.status == 204
        await publisher.start(context=CONTEXT, language="es", voice=True)
        await publisher.wait_for_message("label")
        publisher.send(f'{{"type":"context","context":"{CONTEXT}","x":')
        publisher.send({"type": "stop"})
        await publisher.wait_for_message("ended")
        await _use_texts(client)
        await _try_to_break_in(client, publisher.location)
        async with client.delete(publisher.location, headers=HEADERS):
            pass
        secrets = [
            publisher.location.rpartition("/")[2],
            publisher.etag.strip('"'),
            *re.findall(r"a=ice-(?:ufrag|pwd):(\S+)", publisher.answer),
        ]
    finally:
        await publisher.close()
        await client.close()
    log = every_line.text
    assert "closed: stopped" in log
    for personal in (KEY, WRONG_KEY, CONTEXT, TEXT, CONTEXT_ID, ADDRESS, "127.0.0.1", *secrets):
        assert personal not in log, personal
    for word in ("Zarzaparrilla", "Quetzalcoatlus", "karenina", "HAPPY", "SAD"):
        assert word not in log, word


async def _use_texts(client: Client) -> None:
    body = {"messages": [{"content": {"text": TEXT}}]}
    async with client.post("/v2/emotions/analysis", json=body, headers=HEADERS) as response:
        assert response.status == 200
    account = {"context": CONTEXT, "emotions": ["HAPPY"], "fallback": True}
    async with client.post("/analyze_session", json=account, headers=HEADERS) as response:
        assert response.status == 200
    async with client.get(f"/v2/emotions/{CONTEXT_ID}", headers=HEADERS) as response:
        assert response.status in (200, 404)


async def _try_to_break_in(client: Client, location: str) -> None:
    wrong = {"X-Api-Key": WRONG_KEY}
    async with client.post("/predict", json={"image": CONTEXT}, headers=wrong) as response:
        assert response.status == 401
    async with client.post("/predict", json={"image": CONTEXT}, headers=HEADERS) as response:
        assert response.status == 400
    async with client.post(
        "/whip", data=f"v=0\r\ns={CONTEXT}", headers={**HEADERS, "Content-Type": "application/sdp"}
    ) as response:
        assert response.status == 400
    assert client.server is not None
    reader, writer = await asyncio.open_connection(client.server.host, client.server.port)
    writer.write(f"GET {location} HTTP/x\r\n\r\n".encode())
    async with asyncio.timeout(10):
        assert b" 400 " in await reader.readline()
    writer.close()
