"""A session whose person speaks all the time, with or without a picture."""

import asyncio
import json
import time
from typing import Any

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

from benchmarks.sender.clip import Clip
from benchmarks.sender.offer import post_offer, without_candidates
from benchmarks.sender.track import ClipTrack
from benchmarks.voice.record import VoiceRecord
from benchmarks.voice.speech import Speech
from benchmarks.voice.track import SpeechTrack

CONNECT_TIMEOUT_S = 30
START_TIMEOUT_S = 30


class SpeakingSession:
    """A client that joins by WHIP, speaks and hears the readings.

    Args:
        http: for the offer and the end.
        url: of the server, without a slash at its end.
        speech: what is said, again and again.
        clip: what the camera shows; None for a voice alone.
    """

    def __init__(
        self, http: aiohttp.ClientSession, url: str, speech: Speech, clip: Clip | None = None
    ) -> None:
        self.record = VoiceRecord()
        self._http, self._url, self._location = http, url, ""
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = SpeechTrack(speech)
        self.microphone_transceiver = self._pc.addTransceiver(self.microphone)
        self._camera: ClipTrack | None = None
        if clip is not None:
            self._camera = ClipTrack(clip, on_sent=lambda media_time_s: None)
            sender = self._pc.addTrack(self._camera)
            _prefer_codec(self._pc, sender, clip.codec)
            # As in benchmarks/sender/whip.py: aiortc has no public hook for this.
            vars(sender)["_send_keyframe"] = self._camera.force_key_frame
        self._events = self._pc.createDataChannel("events")
        labels = self._pc.createDataChannel("labels", ordered=False, maxRetransmits=0)
        self._is_open, self._has_started, self.has_ended = (asyncio.Event() for _ in range(3))
        for channel in (self._events, labels):
            channel.on("message", self._on_message)
        self._events.on("open", self._is_open.set)

    async def join(self) -> None:
        """Connect, up to the open data channel; nothing is sent yet.

        Raises:
            RuntimeError: the server refused.
            TimeoutError: no connection came up.
        """
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await self._pc.setLocalDescription(await self._pc.createOffer())
            offer = without_candidates(self._pc.localDescription.sdp)
            answer, self._location = await post_offer(self._http, self._url, offer)
            await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await self._is_open.wait()

    async def speak(self, duration_s: float, *, assistant: bool = False) -> None:
        """Start the session with consent, and then to speak.

        Args:
            duration_s: of the session.
            assistant: the voice goes to the assistant too.

        Raises:
            TimeoutError: the server did not start it.
        """
        start = {
            "type": "start",
            "consent": True,
            "voice": True,
            "assistant": assistant,
            "duration_s": duration_s,
        }
        self._events.send(json.dumps(start))
        async with asyncio.timeout(START_TIMEOUT_S):
            await self._has_started.wait()
        self.microphone.play()
        if self._camera is not None:
            self._camera.play()

    async def leave(self) -> None:
        if self._location:
            async with self._http.delete(self._location):
                pass
        await self._pc.close()

    def _on_message(self, text: str | bytes) -> None:
        received_s = time.monotonic()
        message: dict[str, Any] = json.loads(text)
        if message.get("type") == "started":
            self.record.note_started(received_s)
            self._has_started.set()
        elif message.get("type") == "ended":
            self.has_ended.set()
        else:
            self.record.note(message, received_s)


def _prefer_codec(pc: RTCPeerConnection, sender: RTCRtpSender, codec: str) -> None:
    (transceiver,) = (each for each in pc.getTransceivers() if each.sender is sender)
    offered = RTCRtpSender.getCapabilities("video").codecs
    wanted = [c for c in offered if c.mimeType.lower() in (f"video/{codec}".lower(), "video/rtx")]
    transceiver.setCodecPreferences(wanted)
