# mypy: ignore-errors
"""Publishes by WHIP with libwebrtc (PyPI: wrtc) and prints what it hears as JSON lines.

A program of its own: wrtc's package is called `webrtc`, as ours is.

    python -P wrtc_publisher.py http://127.0.0.1:5000/whip
"""

import asyncio
import sys
import urllib.request

import webrtc

WIDTH_PX, HEIGHT_PX, FPS = 320, 240, 15


async def publish(url: str) -> None:
    webrtc.allow_loopback()
    pc = webrtc.RTCPeerConnection()
    generator = webrtc.VideoTrackGenerator()
    pc.add_track(generator.track)
    events = pc.create_data_channel("events")
    events.on("message", lambda event: print(event.data, flush=True))
    opened = asyncio.Event()
    events.on("open", lambda event: opened.set())
    await pc.set_local_description(await pc.create_offer())
    while pc.ice_gathering_state != "complete":
        await asyncio.sleep(0.05)
    answer = await asyncio.to_thread(post, url, pc.local_description.sdp)
    await pc.set_remote_description(webrtc.RTCSessionDescriptionInit("answer", answer))
    await opened.wait()
    events.send('{"type":"start","consent":true,"duration_s":5}')
    await play(generator.writable.get_writer())


def post(url: str, sdp: str) -> str:
    headers = {"Content-Type": "application/sdp"}
    with urllib.request.urlopen(urllib.request.Request(url, sdp.encode(), headers)) as response:
        return response.read().decode()


async def play(writer: "webrtc.WritableStreamDefaultWriter") -> None:
    number = 0
    while True:
        luma = bytes([number * 8 % 256]) * (WIDTH_PX * HEIGHT_PX)
        init = webrtc.VideoFrameBufferInit(
            format="I420",
            coded_width=WIDTH_PX,
            coded_height=HEIGHT_PX,
            timestamp=number * 1_000_000 // FPS,
        )
        await writer.write(webrtc.VideoFrame(luma + bytes([128]) * (len(luma) // 2), init))
        number += 1
        await asyncio.sleep(1 / FPS)


asyncio.run(publish(sys.argv[1]))
