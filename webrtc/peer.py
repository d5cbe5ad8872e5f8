"""One publisher's WebRTC connection: media in, messages both ways. Knows no session."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Protocol

from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.codecs import get_capabilities
from aiortc.exceptions import InvalidStateError
from aiortc.rtcicetransport import RTCIceCandidate, RTCIceTransport

from problem import Problem
from webrtc.channels import Channels
from webrtc.h264_profiles import with_profiles
from webrtc.messages import Message
from webrtc.offer import OPUS, PARSE_ERRORS, Offer, OfferedMedia
from webrtc.receive.audio_decoder import AudioFrame
from webrtc.receive.ciphers import accept_rsa
from webrtc.receive.decoder import DecodedFrame
from webrtc.receive.ice import ServerIceConnection, install_ice_connection
from webrtc.receive.media_transport import MediaTransport
from webrtc.receive.network import Network, NoAddressError, PortsExhaustedError
from webrtc.receive.receiver import (
    AudioReceiver,
    MediaReceiver,
    VideoReceiver,
    install_receiver,
)
from webrtc.receive.sctp import quicken
from webrtc.receive.sctp_guard import guard

logger = logging.getLogger(__name__)

GATHER_TIMEOUT_S = 2.0
CLOSE_TIMEOUT_S = 3.0
FLUSH_POLL_S = 0.02
CRLF = "\r\n"
AUDIO_PACKET_MS = 60
"""Three times Opus's usual 20 ms: with it, audio is 50 packets a second and costs the event
loop more than the video does (`python -m training.sending_profile` counts packets)."""
REPEAT_AFTER_S = 0.15
"""Longer than a burst of losses mostly is, shorter than a person notices."""
LOSS_MEMORY_S = 10.0
RETRY_AFTER_S = 5
"""A session lasts half a minute, so that ports come back about this often."""


class PeerEvents(Protocol):
    """What a peer tells its owner, always on the event loop."""

    def on_connected(self) -> None: ...

    def on_frame(self, frame: DecodedFrame) -> None: ...

    def on_audio(self, frame: AudioFrame) -> None: ...

    def on_channel(self, label: str) -> None:
        """Take the label of a data channel that is open."""
        ...

    def on_message(self, text: str | bytes) -> None: ...

    def on_lost(self) -> None: ...


class Peer:
    """A peer connection that answers one offer and is closed once.

    Args:
        network: addresses and ports to offer as host candidates.
        events: whom to tell what happens.
        reply: gives out Opus packets for a publisher that would play them.
    """

    def __init__(
        self, network: Network, events: PeerEvents, reply: MediaStreamTrack | None = None
    ) -> None:
        self._network = network
        self._events = events
        self._reply = reply
        self.has_reply = False
        """The publisher plays what the reply track gives out."""
        self._pc = RTCPeerConnection(
            # No default STUN server: aiortc's would be asked, and waited for, in
            # every POST (https://github.com/aiortc/aiortc/issues/1183).
            RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        accept_rsa(self._pc)
        self._pc.on("connectionstatechange", self._on_connection_state)
        self._pc.on("datachannel", self._on_channel)
        self._receivers: list[MediaReceiver] = []
        self._video: VideoReceiver | None = None
        self._audio: AudioReceiver | None = None
        self._ice: RTCIceTransport | None = None
        self._connection: ServerIceConnection | None = None
        self._media: MediaTransport | None = None
        self._closing: asyncio.Task[None] | None = None
        self._repetition: asyncio.TimerHandle | None = None
        self.channels = Channels()
        self.last_heard_s: float | None = None
        """time.monotonic() of the last datagram, or None before the first."""

    @property
    def has_video(self) -> bool:
        return self._video is not None

    @property
    def has_audio(self) -> bool:
        return self._audio is not None

    @property
    def frames_received(self) -> int:
        """Whole video frames that have come since `watch`."""
        return self._video.frames_received if self._video is not None else 0

    @property
    def frames_waiting(self) -> int:
        """Encoded video frames that wait for the decoder."""
        return self._video.frames_waiting if self._video is not None else 0

    @property
    def is_connected(self) -> bool:
        return self._pc.connectionState == "connected"

    @property
    def is_closed(self) -> bool:
        return self._pc.connectionState in ("closed", "failed")

    def drops(self) -> dict[str, int]:
        """Return how much was dropped, by stage."""
        connection, media = self._connection, self._media
        video, audio = self._video, self._audio
        return {
            "checks": connection.checks_refused if connection is not None else 0,
            "datagrams": connection.datagrams_dropped if connection is not None else 0,
            "srtp": media.packets_refused if media is not None else 0,
            "network": video.frames_lost if video is not None else 0,
            "decode": video.frames_dropped if video is not None else 0,
            "audio_network": audio.packets_lost if audio is not None else 0,
            "audio_decode": audio.packets_failed if audio is not None else 0,
            "channel": self.channels.messages_dropped,
        }

    async def answer(self, offer: Offer) -> str:
        """Take the offer and return the SDP answer with all server candidates.

        Raises:
            Problem: 400 if aiortc cannot make sense of the offer, 503 if no address
                can be bound or no port is free.
        """
        for media in offer.media:
            self._add_media(media)
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
            if self._pc.sctp is not None:
                quicken(self._pc.sctp)
                guard(self._pc.sctp)
            await self.add_candidates(offer.candidates)
            async with asyncio.timeout(GATHER_TIMEOUT_S):
                await self._pc.setLocalDescription(await self._pc.createAnswer())
        except (*PARSE_ERRORS, InvalidStateError) as error:
            logger.info("an offer was refused by aiortc: %s", type(error).__name__)
            raise Problem(400, "Invalid SDP", "the offer could not be negotiated") from error
        except PortsExhaustedError as error:
            raise _unavailable("all UDP ports for media are taken") from error
        except (NoAddressError, TimeoutError) as error:
            raise _unavailable("no network address could be bound") from error
        answer = with_profiles(str(self._pc.localDescription.sdp), offer.h264_profiles)
        return with_long_audio_packets(answer)

    async def add_candidates(self, candidates: Iterable[RTCIceCandidate]) -> None:
        """Add remote candidates; those that aioice cannot use are passed over."""
        assert self._ice is not None
        for candidate in candidates:
            await self._ice.addRemoteCandidate(candidate)

    def watch(self) -> None:
        """Decode the video from now on; nothing of it is decoded before."""
        if self._video is not None:
            self._video.watch()

    def listen(self) -> None:
        """Decode the sound from now on; nothing of it is decoded before."""
        if self._audio is not None:
            self._audio.listen(self._events.on_audio)

    def send(self, message: Message) -> bool:
        """Send a message, and return whether it was handed to a channel.

        Where packets get lost, a label goes out twice: its channel never retransmits.
        """
        is_sent = self.channels.send(message)
        if is_sent and message["type"] == "label" and self._loses_packets():
            loop = asyncio.get_running_loop()
            self._repetition = loop.call_later(REPEAT_AFTER_S, self.channels.send, message)
        return is_sent

    def _loses_packets(self) -> bool:
        video = self._video
        return video is not None and time.monotonic() - video.last_loss_s < LOSS_MEMORY_S

    async def flush(self, timeout_s: float) -> None:
        """Wait until the peer has acknowledged all messages, or is gone, or time is up."""
        sctp = self._pc.sctp
        deadline_s = time.monotonic() + timeout_s
        while sctp is not None and self.is_connected and time.monotonic() < deadline_s:
            # aiortc's bufferedAmount counts a message as sent when its first packet
            # leaves; only these queues tell what the peer has acknowledged.
            if not (self.channels.buffered_bytes or sctp._outbound_queue or sctp._sent_queue):
                return
            await asyncio.sleep(FLUSH_POLL_S)

    async def close(self) -> None:
        """Close the connection and free all that it holds; may be called again."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(), name="peer-close")
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        if self._repetition is not None:
            self._repetition.cancel()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._pc.close()
        except TimeoutError:
            logger.warning("a peer connection did not close within %s s", CLOSE_TIMEOUT_S)
        for receiver in self._receivers:
            await receiver.stop()

    def _add_media(self, media: OfferedMedia) -> None:
        transceiver = self._add_transceiver(media)
        dtls = transceiver.receiver.transport
        if self._media is None:
            self._ice = dtls.transport
            self._connection = ServerIceConnection(self._network, self._on_datagram)
            install_ice_connection(self._ice, self._connection)
            self._media = MediaTransport(dtls, self._connection)
        if not media.sends:
            return
        receiver: MediaReceiver
        if media.kind == "video":
            receiver = self._video = VideoReceiver(self._media, self._events.on_frame)
        else:
            receiver = self._audio = AudioReceiver(self._media)
        install_receiver(transceiver, receiver)
        self._receivers.append(receiver)

    def _add_transceiver(self, media: OfferedMedia) -> RTCRtpTransceiver:
        if self._reply is None or self.has_reply or not media.plays:
            direction = "recvonly" if media.sends else "inactive"
            transceiver = self._pc.addTransceiver(media.kind, direction=direction)
        else:
            self.has_reply = True
            direction = "sendrecv" if media.sends else "sendonly"
            transceiver = self._pc.addTransceiver(self._reply, direction=direction)
        if media.kind == "audio" and (media.sends or media.plays):
            _take_opus_only(transceiver)
        return transceiver

    def _on_datagram(self, now_s: float) -> None:
        self.last_heard_s = now_s

    def _on_connection_state(self) -> None:
        if self._pc.connectionState == "connected":
            self._events.on_connected()
        elif self.is_closed:
            self._events.on_lost()

    def _on_channel(self, channel: RTCDataChannel) -> None:
        self.channels.add(channel)
        channel.on("message", self._events.on_message)
        self._events.on_channel(channel.label)


def _take_opus_only(transceiver: RTCRtpTransceiver) -> None:
    """Name no other codec in the answer: publishers may send with any that it names."""
    codecs = get_capabilities("audio").codecs
    transceiver.setCodecPreferences([c for c in codecs if c.mimeType.lower() == OPUS])


def with_long_audio_packets(sdp: str) -> str:
    """Ask in an answer for audio packets of AUDIO_PACKET_MS (RFC 8866 section 6.4)."""
    line = f"{CRLF}a=ptime:{AUDIO_PACKET_MS}"
    sections = sdp.removesuffix(CRLF).split(f"{CRLF}m=")
    asked = [section + line if section.startswith("audio ") else section for section in sections]
    return f"{CRLF}m=".join(asked) + CRLF


def _unavailable(why: str) -> Problem:
    return Problem(503, "No candidates", why, {"Retry-After": str(RETRY_AFTER_S)})
