"""Publishers that are not who the offer says they are."""

import asyncio
import re

import pytest
from aioice import stun
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.security.test_ice_checks import (
    NoEvents,
    Target,
    answered,
    check,
    server_address,
)
from tests.webrtc.publisher import MovingPicture
from webrtc.offer import parse_offer
from webrtc.peer import Peer
from webrtc.receive.network import LOOPBACK, Network

GUARD_S = 20.0
QUIET_S = 0.3
"""On loopback, with no retransmission due, whatever is sent has come."""


class Fate(NoEvents):
    """Knows how connecting ended."""

    def __init__(self) -> None:
        self.known: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def on_connected(self) -> None:
        self._tell("connected")

    def on_lost(self) -> None:
        self._tell("lost")

    def _tell(self, fate: str) -> None:
        if not self.known.done():
            self.known.set_result(fate)


def with_other_fingerprint(sdp: str) -> str:
    return re.sub(r"(a=fingerprint:sha-256) \S+", rf"\1 {':'.join(['AB'] * 32)}", sdp)


@pytest.mark.parametrize(("is_forged", "fate"), [(False, "connected"), (True, "lost")])
async def test_only_who_holds_the_certificate_of_the_offer_gets_a_connection(
    is_forged: bool, fate: str
) -> None:
    events = Fate()
    peer = Peer(Network((LOOPBACK,)), events)
    publisher = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    publisher.addTrack(MovingPicture())
    try:
        await publisher.setLocalDescription(await publisher.createOffer())
        sdp = publisher.localDescription.sdp
        offer = parse_offer(with_other_fingerprint(sdp) if is_forged else sdp)
        await publisher.setRemoteDescription(
            RTCSessionDescription(await peer.answer(offer), "answer")
        )
        async with asyncio.timeout(GUARD_S):
            assert await events.known == fate
    finally:
        await publisher.close()
        await peer.close()


async def test_a_check_without_the_session_s_password_is_refused_and_not_checked_back() -> None:
    stranger = Target()
    async with answered([]) as (_, answer):
        forged = check(re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:" + "x" * 22, answer), 1)
        stranger.socket.sendto(forged, server_address(answer))
        await asyncio.sleep(QUIET_S)
        (refusal,) = stranger.received()
    stranger.socket.close()
    assert stun.parse_message(refusal).attributes["ERROR-CODE"][0] == 401
