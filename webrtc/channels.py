"""The data channels of one peer: where each message goes, and what is dropped."""

import json
import logging

from aiortc import RTCDataChannel
from aiortc.exceptions import InvalidStateError

from webrtc.messages import LOCAL, Message

logger = logging.getLogger(__name__)

LABELS = "labels"
EVENTS = "events"

MAX_BUFFERED_LABEL_BYTES = 16 * 1024
"""With more than that unsent, a new label is dropped: the next one will be newer."""

MAX_BUFFERED_EVENT_BYTES = 1024 * 1024
"""With more than that unsent, the client has stopped reading: no more is queued."""


class Channels:
    """Sends live labels on `labels` if the client opened it, all else on `events`."""

    def __init__(self) -> None:
        self._by_label: dict[str, RTCDataChannel] = {}
        self.messages_dropped = 0

    def add(self, channel: RTCDataChannel) -> None:
        if channel.label in (LABELS, EVENTS):
            self._by_label[channel.label] = channel

    @property
    def buffered_bytes(self) -> int:
        return sum(channel.bufferedAmount for channel in self._by_label.values())

    def send(self, message: Message) -> bool:
        """Send a message, and return whether it was handed to a channel."""
        is_for_now = is_live(message)
        channel = self._by_label.get(LABELS) if is_for_now else None
        channel = channel or self._by_label.get(EVENTS)
        if channel is None:
            return False
        limit = MAX_BUFFERED_LABEL_BYTES if is_for_now else MAX_BUFFERED_EVENT_BYTES
        if channel.bufferedAmount > limit:
            self.messages_dropped += 1
            return False
        try:
            channel.send(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
        except InvalidStateError:
            # The channel closed between two events of the loop; the session's
            # liveness watch ends the session.
            return False
        return True


def is_live(message: Message) -> bool:
    """Say whether a newer message of the same kind will soon make up for a lost one."""
    kind, source = message["type"], message.get("source")
    return bool(kind == "label" or (kind == "voice" and source == LOCAL))
