"""Sound on its way to Gemini: unaltered, bounded, and between its push-to-talk marks."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from live.events import HEARD_RATE_HZ, SAMPLE_BYTES

MAX_CHUNK_BYTES = HEARD_RATE_HZ // 10 * SAMPLE_BYTES
"""100 ms go in one message at most, also where a backlog is made up for."""


class Activity(StrEnum):
    """Push-to-talk, pressed and released."""

    START = "start"
    END = "end"


Outgoing: TypeAlias = bytes | Activity


@dataclass(slots=True, eq=False)
class _Segment:
    """Sound without a break, and which of its marks are still to be sent."""

    starts: bool = False
    ends: bool = False
    audio: bytearray = field(default_factory=bytearray)

    @property
    def says_nothing(self) -> bool:
        return self.starts and self.ends and not self.audio


class Outbox:
    """Keeps what was heard until it is taken.

    Attributes:
        dropped_bytes: of sound that waited too long.
    """

    def __init__(self, max_bytes: int, *, push_to_talk: bool) -> None:
        self.dropped_bytes = 0
        self._max_bytes = max_bytes
        self._push_to_talk = push_to_talk
        self._segments: deque[_Segment] = deque() if push_to_talk else deque([_Segment()])
        self._waiting_bytes = 0
        self._is_talking = not push_to_talk
        self._is_open_on_wire = False
        self._is_closed = False
        self._filled = asyncio.Event()

    def hear(self, pcm: bytes) -> None:
        """Take sound; what is heard while push-to-talk is released goes nowhere."""
        if self._is_closed or not self._is_talking:
            return
        self._segments[-1].audio += pcm
        self._waiting_bytes += len(pcm)
        self._trim()
        self._filled.set()

    def set_talking(self, active: bool) -> None:
        if self._is_closed or not self._push_to_talk or active == self._is_talking:
            return
        self._is_talking = active
        if active:
            self._segments.append(_Segment(starts=True))
            return
        self._segments[-1].ends = True
        if self._segments[-1].says_nothing:
            self._segments.pop()
        self._filled.set()

    def restart(self) -> None:
        """Begin on a new connection, which knows nothing of an activity that is open."""
        if self._is_open_on_wire:
            segment = self._segments[0]
            segment.starts = True
            if segment.says_nothing:
                self._segments.popleft()
        self._is_open_on_wire = False

    def put_back(self, item: Outgoing) -> None:
        """Take back what could not be sent; `restart` sees to marks."""
        if isinstance(item, bytes) and self._segments:
            self._segments[0].audio[:0] = item
            self._waiting_bytes += len(item)
            self._trim()

    def drop_waiting(self) -> None:
        """Drop the sound that waits."""
        self._drop(self._waiting_bytes)

    def close(self) -> None:
        """Drop everything and take nothing more."""
        self._is_closed = True
        self._segments.clear()
        self._waiting_bytes = 0

    async def take(self) -> Outgoing:
        """Wait for the next thing to send; sound comes in whole samples."""
        while (item := self._pop()) is None:
            self._filled.clear()
            await self._filled.wait()
        return item

    def _pop(self) -> Outgoing | None:
        if not self._segments:
            return None
        segment = self._segments[0]
        if segment.starts:
            # A start without sound would only cut the assistant short.
            return self._start(segment) if segment.audio else None
        size = min(len(segment.audio) // SAMPLE_BYTES * SAMPLE_BYTES, MAX_CHUNK_BYTES)
        if size:
            self._waiting_bytes -= size
            chunk = bytes(segment.audio[:size])
            del segment.audio[:size]
            return chunk
        return self._end(segment) if segment.ends else None

    def _start(self, segment: _Segment) -> Activity:
        segment.starts = False
        self._is_open_on_wire = True
        return Activity.START

    def _end(self, segment: _Segment) -> Activity:
        self._segments.popleft()
        self._waiting_bytes -= len(segment.audio)
        self._is_open_on_wire = False
        return Activity.END

    def _trim(self) -> None:
        excess = self._waiting_bytes - self._max_bytes
        if excess > 0:
            self._drop(-(-excess // SAMPLE_BYTES) * SAMPLE_BYTES)

    def _drop(self, size: int) -> None:
        """Drop the oldest sound, and activities of which nothing is left."""
        for segment in list(self._segments):
            part = min(size, len(segment.audio))
            del segment.audio[:part]
            size -= part
            self._waiting_bytes -= part
            self.dropped_bytes += part
            if segment.says_nothing:
                self._segments.remove(segment)
            if size <= 0:
                return
