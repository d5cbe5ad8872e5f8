"""What of a session is kept elsewhere, so that another worker can go on with it or conclude it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]

MAX_HEAD_BYTES = 32 * 1024
"""A context of 2,000 characters takes up to 24,000 bytes when each is escaped in JSON."""

MAX_ENTRY_BYTES = 32 * 1024
"""So does the longest turn of a talk (webrtc/captions.py)."""

MAX_ENTRIES = 4_096
"""Ten minutes, the longest session, with six readings and sentences a second."""

MAX_REPORT_BYTES = 2 * 1024 * 1024


class TooLargeError(Exception):
    """Something is larger than what is kept of a session."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session as far as it has come.

    What stands in it is the session's own affair; here it is only JSON.

    Attributes:
        head: what changes: options as accepted, seconds of the session clock that have
            passed, numbers of the last messages, counts.
        entries: what only grows, in order: one JSON object for each reading, sentence or
            advice. An entry that was saved once is never sent again, so none may change.
    """

    head: Json
    entries: Sequence[Json]


def encode(fields: Json, max_bytes: int) -> str:
    """Encode an object as JSON of ASCII characters only.

    Raises:
        TooLargeError: it takes more than `max_bytes`.
    """
    text = json.dumps(fields, separators=(",", ":"), allow_nan=False)
    if len(text) > max_bytes:
        raise TooLargeError(f"{len(text)} bytes, at most {max_bytes} are kept")
    return text


def encode_entries(entries: Iterable[Json]) -> list[str]:
    return [encode(entry, MAX_ENTRY_BYTES) for entry in entries]


def decode_snapshot(head: str, entries: Iterable[str]) -> Snapshot:
    """Read back what was encoded; it comes from our own store, so it is not checked."""
    return Snapshot(json.loads(head), [json.loads(entry) for entry in entries])
