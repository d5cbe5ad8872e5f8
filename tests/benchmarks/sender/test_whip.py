import aiohttp
from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket

from benchmarks.sender.clip import Clip
from benchmarks.sender.whip import WhipSession


async def test_a_picture_loss_indication_makes_the_clip_begin_anew() -> None:
    clip = Clip("VP8", 90, (b"key", b"one", b"two", b"three"))
    async with aiohttp.ClientSession() as http:
        session = WhipSession(http, "http://127.0.0.1:1", clip)
        session.play()
        assert [bytes(await session._track.recv()) for _ in range(2)] == [b"key", b"one"]
        await session._sender._handle_rtcp_packet(
            RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=session._sender._ssrc)
        )
        assert bytes(await session._track.recv()) == b"key"
        await session.leave()
