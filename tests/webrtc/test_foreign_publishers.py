"""A publisher that others wrote, in a process of its own: libwebrtc."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient

Client = TestClient[Any, Any]

ROOT = Path(__file__).resolve().parents[2]
WRTC = ROOT / ".make" / "wrtc"
"""Where `make test` installs it: away from our own package of the same name."""

TIMEOUT_S = 60


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
