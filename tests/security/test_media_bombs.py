"""Few bytes that would have much memory taken."""

import asyncio
import gzip
import io
import struct
import zlib
from fractions import Fraction

import av
import numpy as np
import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from api.errors import error_middleware
from api.json_body import read_json_object
from vision.picture import PictureError, decode_picture
from webrtc.receive.assembler import EncodedFrame
from webrtc.receive.decoder import MAX_PIXELS, DecodedFrame, DecoderThread
from webrtc.receive.payload import vp8_pixels

FULL_SIDE = 16_383
LIMIT_BYTES = 10 * 1024 * 1024


def key_frame(encoder_name: str, width: int, height: int) -> bytes:
    encoder = av.CodecContext.create(encoder_name, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.thread_count = Fraction(1, 30), 1
    black = np.zeros((height * 3 // 2, width), np.uint8)
    image = av.VideoFrame.from_ndarray(black, format="yuv420p")
    image.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(image), *encoder.encode(None)])


def vp8_bomb() -> bytes:
    """Return a small key frame that says to be of the greatest size there is."""
    frame = key_frame("libvpx", 16, 16)
    return frame[:6] + struct.pack("<HH", FULL_SIDE, FULL_SIDE) + frame[10:]


def h264_bomb() -> bytes:
    return key_frame("libx264", 4_112, 2_304)


@pytest.mark.parametrize(("codec", "bomb"), [("VP8", vp8_bomb), ("H264", h264_bomb)])
async def test_a_frame_that_says_to_be_huge_is_not_decoded(codec: str, bomb: object) -> None:
    assert callable(bomb)
    data = await asyncio.to_thread(bomb)
    frames: list[DecodedFrame] = []
    failed = asyncio.Event()
    decoder = DecoderThread("test", frames.append, failed.set)
    decoder.put(EncodedFrame(codec, data, 0, True, 0.0))
    async with asyncio.timeout(20):
        await failed.wait()
    await decoder.close()
    assert frames == []


def test_the_size_of_a_vp8_frame_is_read_from_its_header() -> None:
    assert vp8_pixels(key_frame("libvpx", 64, 48)) == 64 * 48
    assert vp8_pixels(vp8_bomb()) == FULL_SIDE**2 > MAX_PIXELS
    assert vp8_pixels(b"\x01" + bytes(20)) == 0
    assert vp8_pixels(b"") == 0


def png_of(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
        )

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 2**31 - 1), (25_000_001, 1)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_says_to_be_huge_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError):
        decode_picture(png_of(*size, b""))


def test_a_picture_with_a_compressed_text_of_gigabytes_is_refused_or_read_without_it() -> None:
    text = zlib.compress(bytes(64 * 1024 * 1024), 9)
    body = b"Comment\0\0" + text
    chunk = struct.pack("!I", len(body)) + b"zTXt" + body
    chunk += struct.pack("!I", zlib.crc32(b"zTXt" + body))
    with pytest.raises(PictureError):
        decode_picture(png_of(8, 8, chunk))


@pytest.mark.parametrize(("depth", "status"), [(1_000, 400), (100_000, 413), (5_000_000, 413)])
async def test_json_of_any_depth_is_answered(
    aiohttp_client: AiohttpClient, depth: int, status: int
) -> None:
    client = await aiohttp_client(json_app())
    body = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
    json_type = {"Content-Type": "application/json"}
    async with client.post("/", data=io.BytesIO(body), headers=json_type) as response:
        assert response.status == status


async def test_json_with_a_number_of_any_length_is_answered(aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(json_app())
    body = b'{"a":' + b"9" * 1_000_000 + b"}"
    json_type = {"Content-Type": "application/json"}
    async with client.post("/", data=body, headers=json_type) as response:
        assert response.status == 400


@pytest.mark.parametrize("times", [1, 20])
async def test_a_compressed_body_counts_as_long_as_it_is(
    aiohttp_client: AiohttpClient, times: int
) -> None:
    client = await aiohttp_client(json_app())
    body = gzip.compress(b'{"a":"' + b"x" * (times * 1024 * 1024) + b'"}')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    async with client.post("/", data=body, headers=headers) as response:
        assert response.status == (200 if times * 1024 * 1024 < LIMIT_BYTES else 413)


@pytest.mark.parametrize("count", [200, 5_000])
async def test_too_many_headers_are_refused(aiohttp_client: AiohttpClient, count: int) -> None:
    client = await aiohttp_client(json_app())
    headers = {f"X-{number}": "1" for number in range(count)}
    async with client.get("/", headers=headers) as response:
        assert response.status == 400


def json_app() -> web.Application:
    async def read(request: web.Request) -> web.Response:
        await read_json_object(request)
        return web.Response()

    app = web.Application(client_max_size=LIMIT_BYTES, middlewares=[error_middleware])
    app.router.add_route("*", "/", read)
    return app
