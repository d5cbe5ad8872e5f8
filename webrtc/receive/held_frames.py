"""Encoded frames that wait for consent: kept so that decoding can begin without a key frame. Pure.

A key frame that is asked for only once the person has agreed comes a round trip later, and not at
all from publishers that ignore the request. What is held here begins with the last one.
"""

from webrtc.receive.assembler import EncodedFrame

STALE_FRAMES = 16
"""With so many behind a key frame another one is asked for: what is held has to be decoded before
the first picture that is read."""

MAX_HELD_FRAMES = 28
"""Fewer than the decoder's queue has room for, so that those that come meanwhile fit in."""

MAX_HELD_BYTES = 2 * 1024 * 1024


class HeldFrames:
    """Holds a stream from its last key frame on, within bounds."""

    def __init__(self) -> None:
        self._frames: list[EncodedFrame] = []
        self._bytes = 0

    def add(self, frame: EncodedFrame) -> bool:
        """Hold a frame; False if all were dropped, so that only a key frame can be next."""
        if frame.is_key_frame:
            self.take()
        self._frames.append(frame)
        self._bytes += len(frame.data)
        has_room = len(self._frames) <= MAX_HELD_FRAMES and self._bytes <= MAX_HELD_BYTES
        if not has_room:
            self.take()
        return has_room

    @property
    def is_stale(self) -> bool:
        """Whether the last frame made them so many that a key frame is to be asked for."""
        return len(self._frames) == STALE_FRAMES

    def take(self) -> list[EncodedFrame]:
        """Return all, oldest first, and hold none of them any longer."""
        frames, self._frames, self._bytes = self._frames, [], 0
        return frames
