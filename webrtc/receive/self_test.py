"""Says at start whether the installed libraries are those that this room was written for.

The room replaces private parts of aiortc and aioice, so another release may break it in
ways that only show under load. A new release goes in together with a look at each
deviation; their modules say what to look for.
"""

import asyncio
from importlib.metadata import version

import pylibsrtp
from aioice import Connection
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSctpTransport
from aiortc.rtcdtlstransport import SRTP_PROFILES
from aiortc.rtp import RtpPacket
from OpenSSL import SSL

from webrtc.receive.ciphers import CIPHER_LIST, accept_rsa
from webrtc.receive.ice import ServerIceConnection, install_ice_connection
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.network import LOOPBACK, Network
from webrtc.receive.receiver import VideoReceiver, install_receiver

SUPPORTED = {"aiortc": "1.16", "aioice": "0.13"}

_USED_OF_CONNECTION = (
    "_local_candidates",
    "_local_candidates_start",
    "_local_candidates_end",
    "_nominated",
    "_protocols",
    "_queue",
)
_PAYLOAD_TYPE = 96
_KEY = bytes(30)


class UnsupportedLibraryError(Exception):
    """aiortc or aioice is not what the receive path relies on."""


def check_libraries() -> None:
    """Check versions, then send one encrypted packet through the replaced parts.

    To be called where no event loop runs.

    Raises:
        UnsupportedLibraryError: names what does not fit.
    """
    for name, supported in SUPPORTED.items():
        if not version(name).startswith(supported + "."):
            raise UnsupportedLibraryError(
                f"{name} {version(name)} is installed, webrtc/receive needs {supported}"
            )
    try:
        asyncio.run(_send_one_packet())
    except (AttributeError, AssertionError, KeyError, TypeError) as error:
        raise UnsupportedLibraryError(
            f"the receive path does not fit the installed aiortc: {error!r}"
        ) from error


async def _send_one_packet() -> None:
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    _check_ciphers(pc)
    transceiver = pc.addTransceiver("video", direction="recvonly")
    dtls = transceiver.receiver.transport
    connection = ServerIceConnection(Network((LOOPBACK,)), lambda now_s: None)
    missing = [name for name in _USED_OF_CONNECTION if not hasattr(connection, name)]
    assert not missing, f"{Connection} has no {missing}"
    assert hasattr(RTCSctpTransport, "_update_rto"), "RTCSctpTransport has no _update_rto"
    install_ice_connection(dtls.transport, connection)
    assert dtls.transport.iceGatherer._connection is connection

    media = MediaTransport(dtls, connection)
    receiver = VideoReceiver(media, lambda frame: None)
    install_receiver(transceiver, receiver)
    installed: object = transceiver.receiver
    assert installed is receiver, "the transceiver keeps its own receiver"

    taken: list[RtpPacket] = []
    media.register(_Recorder(taken), [_PAYLOAD_TYPE])
    dtls._rx_srtp = pylibsrtp.Session(_policy(pylibsrtp.Policy.SSRC_ANY_INBOUND))
    sender = pylibsrtp.Session(_policy(pylibsrtp.Policy.SSRC_ANY_OUTBOUND))
    packet = RtpPacket(payload_type=_PAYLOAD_TYPE, sequence_number=7, ssrc=1, payload=b"media")
    connection.data_received(sender.protect(packet.serialize()), component=1)
    assert [p.payload for p in taken] == [b"media"], "a media packet did not arrive"
    assert dtls._rtp_router.ssrc_table, "sender reports are not routed"
    await pc.close()


def _check_ciphers(pc: RTCPeerConnection) -> None:
    accept_rsa(pc)
    (certificate,) = vars(pc)["_RTCPeerConnection__certificates"]
    context = certificate._create_ssl_context(srtp_profiles=SRTP_PROFILES)
    offered = SSL.Connection(context).get_cipher_list()
    missing = set(CIPHER_LIST.decode().split(":")) - set(offered)
    assert not missing, f"DTLS does not offer {missing}"


class _Recorder:
    def __init__(self, packets: list[RtpPacket]) -> None:
        self._packets = packets

    def on_packet(self, packet: RtpPacket, arrival_s: float) -> None:
        self._packets.append(packet)


def _policy(ssrc_type: int) -> pylibsrtp.Policy:
    return pylibsrtp.Policy(
        key=_KEY,
        ssrc_type=ssrc_type,
        srtp_profile=pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    )
