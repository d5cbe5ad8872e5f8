"""A session's messages as Server-Sent Events, for publishers without a data channel."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator

from webrtc.messages import Message

CAPACITY = 4_096
"""Messages kept for readers that come late or come back: ten minutes of labels, voice readings and
captions, of which there are at most four a second (webrtc/captions.py)."""


class EventLog:
    """The last messages of a session, numbered from 1, and a way to follow them."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._messages: deque[tuple[int, Message]] = deque(maxlen=capacity)
        self._count = 0
        self._is_closed = False
        self._changed = asyncio.Event()
        self.readers = 0

    def append(self, message: Message) -> None:
        self._count += 1
        self._messages.append((self._count, message))
        self._notify()

    @property
    def messages(self) -> list[Message]:
        """What is kept, in its order."""
        return [message for _, message in self._messages]

    def close(self) -> None:
        """End every reader's stream after the messages that are there."""
        self._is_closed = True
        self._notify()

    async def follow(self, after: int, idle_s: float) -> AsyncGenerator[bytes, None]:
        """Yield each message behind number `after` as an event, until the log is closed.

        Args:
            after: number of the last message that the reader has (`Last-Event-ID`).
            idle_s: with no message for so long, a comment is sent instead, so that
                proxies keep the stream open and a vanished reader is noticed.
        """
        self.readers += 1
        try:
            while True:
                changed = self._changed
                for number, message in [item for item in self._messages if item[0] > after]:
                    after = number
                    yield encode_event(number, message)
                if self._is_closed:
                    return
                if changed is not self._changed:
                    continue
                try:
                    async with asyncio.timeout(idle_s):
                        await changed.wait()
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self.readers -= 1

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def encode_event(number: int, message: Message) -> bytes:
    """Encode a message as one event of the HTML standard's event stream format."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\nevent: {message['type']}\ndata: {data}\n\n".encode()
