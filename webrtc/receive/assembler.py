"""Video packets in, complete encoded frames out, with loss bounded in time.

Replaces aiortc 1.16's JitterBuffer and NackGenerator for video:

* Symptom: each frame waits for the next one's first packet (33 ms at 30 fps, for
  ever when the camera pauses). Cause: `JitterBuffer._remove_frame` never reads the
  marker bit. Here a frame is complete with its marker packet.
* Symptom: seconds of freeze after a loss. Cause: one NACK a gap, never repeated, and
  512 packets until a key frame is asked for. Here NACKs repeat, and after
  GIVE_UP_S the assembler skips to the next key frame and asks for one.

Upstream: https://github.com/aiortc/aiortc/issues/58 and /182. Remove when aiortc
completes frames by marker bit and repeats NACKs.

Pure: no clock and no I/O. Times are seconds of any steady clock.
"""

from dataclasses import dataclass, field

from webrtc.receive.payload import Payload
from webrtc.receive.unwrap import Unwrapper

CAPACITY_PACKETS = 512
"""Packets kept while a frame is incomplete: about 5 s of video at 1 Mbit/s."""

NACK_INTERVAL_S = 0.05
"""Between two NACKs for the same packet; about one round trip on a home connection."""

NACK_MAX_PACKETS = 128
"""Missing packets named in one NACK at most, which keeps it inside one datagram."""

GIVE_UP_S = 0.3
"""How long a missing packet may hold up the frames behind it."""

PLI_INTERVAL_S = 0.3
"""Between two key frame requests while frames cannot be decoded."""

SILENCE_S = 1.0
"""Without a frame for this long a key frame is asked for."""


@dataclass(frozen=True, slots=True)
class MediaPacket:
    """One received RTP packet of the media stream."""

    sequence_number: int
    rtp_timestamp: int
    marker: bool
    codec: str
    payload: Payload
    arrival_s: float


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """A complete frame for the decoder.

    Attributes:
        codec: its name in the SDP, "VP8" or "H264".
        rtp_timestamp: as on the wire, uint32.
        arrival_s: when its last packet came.
    """

    codec: str
    data: bytes
    rtp_timestamp: int
    is_key_frame: bool
    arrival_s: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to tell the sender: packets to send again, and whether a key frame is needed."""

    nack: tuple[int, ...] = ()
    key_frame: bool = False


@dataclass(slots=True)
class _Missing:
    since_s: float
    next_nack_s: float


@dataclass
class FrameAssembler:
    """Puts packets together to frames, in order."""

    frames_lost: int = 0
    """Times that frames were given up because packets did not come."""

    _packets: dict[int, MediaPacket] = field(default_factory=dict)
    _missing: dict[int, _Missing] = field(default_factory=dict)
    _sequence: Unwrapper = field(default_factory=lambda: Unwrapper(16))
    _next: int | None = None
    _highest: int | None = None
    _last_frame_s: float | None = None
    _last_pli_s: float | None = None

    def add(self, packet: MediaPacket) -> list[EncodedFrame]:
        """Take a packet in and return the frames that it completes, oldest first."""
        number = self._sequence.unwrap(packet.sequence_number)
        if self._highest is None:
            self._highest = number - 1
            self._last_frame_s = packet.arrival_s
        if abs(number - self._highest) > CAPACITY_PACKETS:
            self._restart(number)
        if self._next is not None and number < self._next:
            return []
        self._note_gap(number, packet.arrival_s)
        self._packets[number] = packet
        if len(self._packets) > CAPACITY_PACKETS:
            self._skip_to_key_frame()
        if self._next is None and packet.payload.starts_key_frame:
            self._start_at(number)
        return self._take_complete_frames()

    def poll(self, now_s: float) -> tuple[Feedback, list[EncodedFrame]]:
        """Return the feedback that is due, and frames set free by giving up on lost ones."""
        frames: list[EncodedFrame] = []
        if any(now_s - missing.since_s >= GIVE_UP_S for missing in self._missing.values()):
            self._skip_to_key_frame()
            frames = self._take_complete_frames()
        return Feedback(self._due_nacks(now_s), self._is_pli_due(now_s)), frames

    def require_key_frame(self) -> None:
        """Drop all until the next key frame: the decoder failed or its queue ran over."""
        self._skip_to_key_frame()

    def _restart(self, number: int) -> None:
        self._packets.clear()
        self._missing.clear()
        self._next = None
        self._highest = number - 1

    def _note_gap(self, number: int, now_s: float) -> None:
        assert self._highest is not None
        for lost in range(self._highest + 1, number):
            self._missing[lost] = _Missing(since_s=now_s, next_nack_s=now_s)
        self._missing.pop(number, None)
        self._highest = max(self._highest, number)

    def _start_at(self, number: int) -> None:
        self._next = number
        self._forget_before(number)

    def _forget_before(self, number: int) -> None:
        for old in [seen for seen in self._packets if seen < number]:
            del self._packets[old]
        for old in [lost for lost in self._missing if lost < number]:
            del self._missing[old]

    def _skip_to_key_frame(self) -> None:
        """Give up on the frame at the head: go on at the next key frame, held or to come."""
        self.frames_lost += 1
        first_missing = min(self._missing, default=None)
        beyond = self._next if first_missing is None else first_missing
        starts = [
            number
            for number, packet in self._packets.items()
            if packet.payload.starts_key_frame and (beyond is None or number > beyond)
        ]
        if starts:
            self._start_at(max(starts))
        else:
            self._next = None
            self._packets.clear()
            self._missing.clear()

    def _take_complete_frames(self) -> list[EncodedFrame]:
        frames = []
        while (frame := self._take_complete_frame()) is not None:
            # Padding probes look like frames without data.
            if frame.data:
                frames.append(frame)
        return frames

    def _take_complete_frame(self) -> EncodedFrame | None:
        if self._next is None or (first := self._packets.get(self._next)) is None:
            return None
        packets: list[MediaPacket] = []
        number = self._next
        while (packet := self._packets.get(number)) is not None:
            # A sender that sets no marker shows the end by the next timestamp.
            if packet.rtp_timestamp != first.rtp_timestamp:
                return self._finish(packets, number)
            packets.append(packet)
            number += 1
            if packet.marker:
                return self._finish(packets, number)
        return None

    def _finish(self, packets: list[MediaPacket], next_number: int) -> EncodedFrame:
        self._next = next_number
        self._forget_before(next_number)
        arrival_s = max(packet.arrival_s for packet in packets)
        self._last_frame_s = arrival_s
        return EncodedFrame(
            codec=packets[0].codec,
            data=b"".join(packet.payload.data for packet in packets),
            rtp_timestamp=packets[0].rtp_timestamp,
            is_key_frame=packets[0].payload.starts_key_frame,
            arrival_s=arrival_s,
        )

    def _due_nacks(self, now_s: float) -> tuple[int, ...]:
        # While a key frame is awaited, packets before it are of no use.
        if self._next is None:
            return ()
        due = sorted(n for n, missing in self._missing.items() if missing.next_nack_s <= now_s)
        for number in due[:NACK_MAX_PACKETS]:
            self._missing[number].next_nack_s = now_s + NACK_INTERVAL_S
        return tuple(number & 0xFFFF for number in due[:NACK_MAX_PACKETS])

    def _is_pli_due(self, now_s: float) -> bool:
        if self._highest is None:
            return False
        assert self._last_frame_s is not None
        is_silent = now_s - self._last_frame_s >= SILENCE_S
        if self._next is not None and not is_silent:
            return False
        interval_s = PLI_INTERVAL_S if self._next is None else SILENCE_S
        if self._last_pli_s is not None and now_s - self._last_pli_s < interval_s:
            return False
        self._last_pli_s = now_s
        return True
