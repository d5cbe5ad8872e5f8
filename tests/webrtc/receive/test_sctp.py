import pytest
from aiortc import (
    RTCCertificate,
    RTCDtlsTransport,
    RTCIceGatherer,
    RTCIceTransport,
    RTCSctpTransport,
)

from webrtc.receive.sctp import RTO_INITIAL_S, RTO_MAX_S, RTO_MIN_S, quicken


@pytest.fixture
async def sctp() -> RTCSctpTransport:
    ice = RTCIceTransport(RTCIceGatherer(iceServers=[]))
    dtls = RTCDtlsTransport(ice, [RTCCertificate.generateCertificate()])
    return RTCSctpTransport(dtls)


async def test_the_first_packets_are_sent_again_after_half_a_second(
    sctp: RTCSctpTransport,
) -> None:
    quicken(sctp)
    assert sctp._rto == RTO_INITIAL_S == 0.5


async def test_a_short_way_is_not_waited_for_a_second(sctp: RTCSctpTransport) -> None:
    quicken(sctp)
    for _ in range(20):
        sctp._update_rto(0.02)
    assert sctp._rto == RTO_MIN_S


async def test_a_long_way_gets_its_time_within_bounds(sctp: RTCSctpTransport) -> None:
    quicken(sctp)
    sctp._update_rto(0.5)
    assert sctp._rto == pytest.approx(1.5)
    sctp._update_rto(500)
    assert sctp._rto == RTO_MAX_S
