"""Video packets in, complete encoded frames out, with loss bounded in time.

Replaces aiortc 1.16's JitterBuffer and NackGenerator for video:

* Symptom: each frame waits for the next one's first packet (33 ms at 30 fps, for
  ever when the camera pauses). Cause: `JitterBuffer._remove_frame` never reads the
  marker bit. Here a frame is complete with its marker packet.
* Symptom: seconds of freeze after a loss. Cause: one NACK a gap, never repeated, and
  512 packets until a key frame is asked for. Here NACKs repeat for as many round trips
  as the sender keeps packets; when they take long a key frame is asked for as well, and
  whichever is complete first goes on.

Upstream: https://github.com/aiortc/aiortc/issues/58 and /182. Remove when aiortc
completes frames by marker bit and repeats NACKs.

Pure: no clock and no I/O. Times are seconds of any steady clock.
"""

from dataclasses import dataclass, field

from webrtc.receive.losses import Losses
from webrtc.receive.payload import Payload
from webrtc.receive.unwrap import Unwrapper

RTP_VIDEO_TICKS_PER_S = 90_000
"""Of every video codec's RTP timestamp (RFC 7741, RFC 6184)."""

CAPACITY_PACKETS = 512
"""Packets kept or missed while a frame is incomplete: about 5 s of video at 1 Mbit/s."""

STALL_S = 0.2
STALL_ROUND_TRIPS = 3
"""A frame held up for so long is unlikely to be saved by retransmission alone: at a tenth
lost each way, one packet in 150 still misses after three round trips."""

PLI_INTERVAL_S = 0.3
"""Between two key frame requests at least: more are ignored by Chromium (libwebrtc,
video/encoder_rtcp_feedback.cc, kMinKeyframeSendIntervalMs)."""

KEY_FRAME_S = 0.2
"""For a key frame to be made and sent; with one round trip for the request and one for its
lost packets that is how long a request has to show."""

MAX_PLI_INTERVAL_S = 2.0
"""Each request that brings no frame makes the wait for the next one longer, up to this."""

SILENCE_S = 1.0
"""Without a frame for this long a key frame is asked for."""


@dataclass(frozen=True, slots=True)
class MediaPacket:
    """One received RTP packet of the media stream.

    Attributes:
        is_retransmission: it came in a packet of RFC 4588 (RTX).
    """

    sequence_number: int
    rtp_timestamp: int
    marker: bool
    codec: str
    payload: Payload
    arrival_s: float
    is_retransmission: bool = False


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """A complete frame for the decoder.

    Attributes:
        codec: its name in the SDP, "VP8" or "H264".
        rtp_timestamp: as on the wire, uint32.
        arrival_s: when its last packet came.
        is_disposable: frames of lower temporal layers do not need it.
    """

    codec: str
    data: bytes
    rtp_timestamp: int
    is_key_frame: bool
    arrival_s: float
    is_disposable: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to tell the sender: packets to send again, and whether a key frame is needed."""

    nack: tuple[int, ...] = ()
    key_frame: bool = False


@dataclass
class FrameAssembler:
    """Puts packets together to frames, in order."""

    frames_lost: int = 0
    """Times that frames were given up because packets did not come."""

    _packets: dict[int, MediaPacket] = field(default_factory=dict)
    _losses: Losses = field(default_factory=Losses)
    _sequence: Unwrapper = field(default_factory=lambda: Unwrapper(16))
    _next: int | None = None
    """The first packet of the next frame, or None while a key frame is awaited."""
    _highest: int | None = None
    _last_frame_s: float | None = None
    _last_pli_s: float | None = None
    _unanswered_plis: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether `poll` may have something to do soon: packets are missing."""
        return self._next is None or bool(self._losses)

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
        self._note(number, packet)
        if len(self._packets) + len(self._losses) > CAPACITY_PACKETS:
            self._make_room()
        if self._next is None and packet.payload.starts_key_frame:
            self._start_if_possible(number)
        return self._take_complete_frames()

    def poll(self, now_s: float) -> tuple[Feedback, list[EncodedFrame]]:
        """Return the feedback that is due, and frames set free by giving up on lost ones."""
        frames: list[EncodedFrame] = []
        nack: tuple[int, ...] = ()
        if self._losses:
            hopeless = self._losses.hopeless(now_s)
            if hopeless is not None:
                self._give_up(hopeless)
                frames = self._take_complete_frames()
            nack = tuple(number & 0xFFFF for number in self._losses.due_nacks(now_s))
        return Feedback(nack, self._is_pli_due(now_s)), frames

    def require_key_frame(self) -> None:
        """Drop all until the next key frame: the decoder failed or its queue ran over."""
        starts = self._key_starts()
        if starts:
            self._start_at(starts[-1])
        else:
            self._next = None

    def _restart(self, number: int) -> None:
        self._packets.clear()
        self._losses.clear()
        self._next = None
        self._highest = number - 1

    def _note(self, number: int, packet: MediaPacket) -> None:
        assert self._highest is not None
        self._losses.note_gap(self._highest + 1, number, packet.arrival_s)
        self._losses.note_arrival(number, packet.is_retransmission, packet.arrival_s)
        self._highest = max(self._highest, number)
        self._packets[number] = packet

    def _start_if_possible(self, number: int) -> None:
        """Begin at a packet that starts a key frame, unless what follows it was thrown away."""
        assert self._highest is not None
        # A late packet, or a copy: what is thrown away is not missed, so that the stream would
        # wait for it and pass no key frame on.
        following = range(number, self._highest + 1)
        if all(n in self._packets or n in self._losses for n in following):
            self._start_at(self._frame_start(number))
        else:
            self._packets.pop(number, None)

    def _start_at(self, number: int) -> None:
        self._next = number
        self._forget_before(number)

    def _forget_before(self, number: int) -> None:
        for old in [seen for seen in self._packets if seen < number]:
            del self._packets[old]
        self._losses.forget_before(number)

    def _key_starts(self) -> list[int]:
        """Return the starts of the key frames held behind the next frame, oldest first."""
        starts = {
            self._frame_start(number)
            for number, packet in self._packets.items()
            if packet.payload.starts_key_frame
        }
        # H.264's key frames may start more than once.
        return sorted(n for n in starts if n != self._next and not self._is_within_frame(n))

    def _frame_start(self, number: int) -> int:
        """Return where the frame begins that a packet starts: a delimiter may be before it."""
        while self._is_within_frame(number) and self._packets[number - 1].payload.is_preamble:
            number -= 1
        return number

    def _is_within_frame(self, number: int) -> bool:
        """Say whether the packet before belongs to the same frame."""
        before = self._packets.get(number - 1)
        return before is not None and before.rtp_timestamp == self._packets[number].rtp_timestamp

    def _give_up(self, lost: int) -> None:
        """Go on behind a packet that will not come, at a key frame."""
        self.frames_lost += self._next is not None
        self._forget_before(lost + 1)
        starts = self._key_starts()
        self._next = starts[0] if starts else None
        if starts:
            self._forget_before(starts[0])

    def _make_room(self) -> None:
        self.frames_lost += self._next is not None
        starts = self._key_starts()
        if starts:
            self._start_at(starts[-1])
        else:
            assert self._highest is not None
            self._next = None
            # The newer half may hold a key frame whose start is still to come.
            self._forget_before(self._highest - CAPACITY_PACKETS // 2)

    def _take_complete_frames(self) -> list[EncodedFrame]:
        frames = self._take_in_order()
        if self._skip_to_complete_key_frame():
            frames += self._take_in_order()
        return frames

    def _take_in_order(self) -> list[EncodedFrame]:
        frames = []
        while self._next is not None and (packets := self._complete_frame(self._next)):
            frame = self._finish(packets, self._next + len(packets))
            # Padding probes look like frames without data.
            if frame.data:
                frames.append(frame)
        return frames

    def _skip_to_complete_key_frame(self) -> bool:
        """Leave what is held up behind for a whole key frame, if one is there."""
        if self._next is None or not self._losses:
            return False
        for start in self._key_starts():
            if self._complete_frame(start):
                self.frames_lost += 1
                self._start_at(start)
                return True
        return False

    def _complete_frame(self, start: int) -> list[MediaPacket]:
        """Return the packets of the frame that begins at `start`, or none unless all are there."""
        if (first := self._packets.get(start)) is None:
            return []
        packets: list[MediaPacket] = []
        while (packet := self._packets.get(start + len(packets))) is not None:
            # A sender that sets no marker shows the end by the next timestamp.
            if packet.rtp_timestamp != first.rtp_timestamp:
                return packets
            packets.append(packet)
            if packet.marker:
                return packets
        return []

    def _finish(self, packets: list[MediaPacket], next_number: int) -> EncodedFrame:
        self._next = next_number
        self._forget_before(next_number)
        arrival_s = max(packet.arrival_s for packet in packets)
        self._last_frame_s = arrival_s
        self._unanswered_plis = 0
        return EncodedFrame(
            codec=packets[0].codec,
            data=b"".join(packet.payload.data for packet in packets),
            rtp_timestamp=packets[0].rtp_timestamp,
            is_key_frame=any(packet.payload.starts_key_frame for packet in packets),
            arrival_s=arrival_s,
            is_disposable=all(packet.payload.is_disposable for packet in packets),
        )

    def _is_pli_due(self, now_s: float) -> bool:
        if self._highest is None:
            return False
        assert self._last_frame_s is not None
        is_stalled = self._is_stalled(now_s)
        if not is_stalled and now_s - self._last_frame_s < SILENCE_S:
            return False
        interval_s = self._pli_interval_s() if is_stalled else SILENCE_S
        if self._last_pli_s is not None and now_s - self._last_pli_s < interval_s:
            return False
        self._last_pli_s = now_s
        self._unanswered_plis += 1
        return True

    def _is_stalled(self, now_s: float) -> bool:
        if self._next is None:
            return True
        if not self._losses:
            return False
        # A key frame that has begun to come will do; what it lacks may be young yet.
        starts = self._key_starts()
        since_s = self._losses.oldest_s(starts[-1] if starts else self._next)
        stall_s = max(STALL_S, STALL_ROUND_TRIPS * self._losses.round_trip_s)
        return since_s is not None and now_s - since_s >= stall_s

    def _pli_interval_s(self) -> float:
        first_s = max(PLI_INTERVAL_S, KEY_FRAME_S + 2 * self._losses.round_trip_s)
        # A key frame is big: on a link that is too narrow, asking on makes it narrower.
        return min(first_s * max(1, self._unanswered_plis), MAX_PLI_INTERVAL_S)
