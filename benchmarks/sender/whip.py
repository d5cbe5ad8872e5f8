"""One light WebRTC session: joins by WHIP, sends a clip, hears labels."""

import asyncio
import json
import time
from typing import Any

import aiohttp
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)

from benchmarks.sender.clip import Clip
from benchmarks.sender.offer import post_offer, without_candidates
from benchmarks.sender.record import SentFrame, SessionRecord
from benchmarks.sender.track import ClipTrack

CONNECT_TIMEOUT_S = 30
MAX_DURATION_S = 600
"""The longest session that EmoChat grants."""


class WhipSession:
    """A client of any server that speaks EmoChat's WHIP and labels.

    Args:
        http: for the offer and the end.
        url: of the server, without a slash at its end.
        clip: what to send.
    """

    def __init__(self, http: aiohttp.ClientSession, url: str, clip: Clip) -> None:
        self.record = SessionRecord()
        self._http = http
        self._url = url
        self._clip = clip
        self._location = ""
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._track = ClipTrack(clip, self._on_sent)
        self._sender: RTCRtpSender = self._pc.addTrack(self._track)
        # aiortc has no public hook for key frame requests on tracks that are encoded
        # already: it notes them for the encoder that is not there.
        vars(self._sender)["_send_keyframe"] = self._track.force_key_frame
        self._events = self._pc.createDataChannel("events")
        labels = self._pc.createDataChannel("labels", ordered=False, maxRetransmits=0)
        self._ready = asyncio.Event()
        for channel in (self._events, labels):
            channel.on("message", self._on_message)
        self._events.on("open", self._ready.set)

    @property
    def frames_sent(self) -> int:
        return self._track.frames_sent

    async def join(self) -> None:
        """Connect, up to the open data channel; nothing is sent yet.

        Raises:
            RuntimeError: the server refused.
            TimeoutError: no connection came up.
        """
        _prefer_codec(self._pc, self._clip.codec)
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await self._pc.setLocalDescription(await self._pc.createOffer())
            answer = await self._post(without_candidates(self._pc.localDescription.sdp))
            await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await self._ready.wait()

    def consent(self) -> None:
        """Tell the server that it may analyse; servers that do not ask ignore it."""
        start = {"type": "start", "consent": True, "duration_s": MAX_DURATION_S}
        self._events.send(json.dumps(start))

    def play(self) -> None:
        self._track.play()

    async def leave(self) -> None:
        if self._location:
            async with self._http.delete(self._location):
                pass
        await self._pc.close()

    async def _post(self, offer: str) -> str:
        answer, self._location = await post_offer(self._http, self._url, offer)
        return answer

    def _on_sent(self, media_time_s: float) -> None:
        # aiortc picks a random first timestamp and tells nobody; the last one sent
        # stands in the sender reports' private source.
        rtp_timestamp = vars(self._sender)["_RTCRtpSender__rtp_timestamp"]
        self.record.note_sent(rtp_timestamp, SentFrame(media_time_s, time.monotonic()))

    def _on_message(self, text: str | bytes) -> None:
        received_s = time.monotonic()
        message: dict[str, Any] = json.loads(text)
        if message.get("type") == "label":
            self.record.note_label(message["frame"]["rtp_timestamp"], received_s)


def _prefer_codec(pc: RTCPeerConnection, codec: str) -> None:
    (transceiver,) = pc.getTransceivers()
    offered = RTCRtpSender.getCapabilities("video").codecs
    wanted = [c for c in offered if c.mimeType.lower() in (f"video/{codec}".lower(), "video/rtx")]
    transceiver.setCodecPreferences(wanted)
