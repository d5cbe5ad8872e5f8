# mypy: ignore-errors
"""Publishes a picture by WHIP with libwebrtc (PyPI: wrtc) and prints messages as JSON lines.

A program of its own: wrtc's package is called `webrtc`, as ours is.

    python -P wrtc_publisher.py http://127.0.0.1:5000/whip SECONDS scene.i420 WIDTH HEIGHT
"""

import asyncio
import json
import sys
import urllib.request
from pathlib import Path

import webrtc

FPS = 15
HTTP_TIMEOUT_S = 10


async def publish(url: str, duration_s: int, picture: bytes, width: int, height: int) -> None:
    """Run a session; its end is left to whoever reads the messages."""
    webrtc.allow_loopback()
    pc = webrtc.RTCPeerConnection()
    generator = webrtc.VideoTrackGenerator()
    pc.add_track(generator.track)
    events = pc.create_data_channel("events")
    events.on("message", lambda event: print(event.data, flush=True))
    opened = asyncio.Event()
    events.on("open", lambda event: opened.set())
    await pc.set_local_description(await pc.create_offer())
    while pc.ice_gathering_state != "complete":  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    answer = await asyncio.to_thread(post, url, pc.local_description.sdp)
    await pc.set_remote_description(webrtc.RTCSessionDescriptionInit("answer", answer))
    await opened.wait()
    events.send(json.dumps({"type": "start", "consent": True, "duration_s": duration_s}))
    await play(generator.writable.get_writer(), picture, width, height)


def post(url: str, sdp: str) -> str:
    """Send the offer and return the answer."""
    request = urllib.request.Request(url, sdp.encode(), {"Content-Type": "application/sdp"})
    with urllib.request.urlopen(request, timeout=HTTP_TIMEOUT_S) as response:
        return response.read().decode()


async def play(
    writer: "webrtc.WritableStreamDefaultWriter", picture: bytes, width: int, height: int
) -> None:
    """Send the picture for ever, with a mark that moves: no two frames in a row are the same."""
    number = 0
    while True:
        luma = bytearray(picture)
        left = number * 4 % (width - 8)
        for row in range(height - 8, height):
            luma[row * width + left : row * width + left + 8] = bytes([255]) * 8
        init = webrtc.VideoFrameBufferInit(
            format="I420",
            coded_width=width,
            coded_height=height,
            timestamp=number * 1_000_000 // FPS,
        )
        await writer.write(webrtc.VideoFrame(bytes(luma), init))
        number += 1
        await asyncio.sleep(1 / FPS)


if __name__ == "__main__":
    whip, seconds, file, *size = sys.argv[1:]
    asyncio.run(publish(whip, int(seconds), Path(file).read_bytes(), *map(int, size)))
