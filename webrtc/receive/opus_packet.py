"""What an Opus packet says of itself in its first bytes (RFC 6716 section 3). Pure."""

OPUS_CLOCK_HZ = 48_000
"""Opus's RTP clock, whatever rate the sender's microphone has (RFC 7587 section 4.1)."""

MAX_PACKET_TICKS = 120 * OPUS_CLOCK_HZ // 1000
"""A packet holds at most 120 ms (RFC 6716 section 3.4, requirement R5)."""

_TICKS_PER_MS = OPUS_CLOCK_HZ / 1000
_SILK_MS = (10, 20, 40, 60)
_HYBRID_MS = (10, 20)
_CELT_MS = (2.5, 5, 10, 20)
_FIRST_HYBRID, _FIRST_CELT = 12, 16

_CODE_MASK = 0x03
_COUNT_MASK = 0x3F


def opus_duration(data: bytes) -> int:
    """Return how long a packet lasts, in ticks of 48 kHz.

    Raises:
        ValueError: it is no Opus packet.
    """
    if not data:
        raise ValueError("an empty Opus packet")
    ticks = _frame_count(data) * frame_duration(data)
    if not 0 < ticks <= MAX_PACKET_TICKS:
        raise ValueError(f"an Opus packet of {ticks} ticks")
    return ticks


def frame_duration(data: bytes) -> int:
    """Return how long each frame of a packet lasts, in ticks (RFC 6716 table 2)."""
    configuration = data[0] >> 3
    if configuration < _FIRST_HYBRID:
        duration_ms: float = _SILK_MS[configuration % 4]
    elif configuration < _FIRST_CELT:
        duration_ms = _HYBRID_MS[configuration % 2]
    else:
        duration_ms = _CELT_MS[configuration % 4]
    return round(duration_ms * _TICKS_PER_MS)


def lost_frame_after(data: bytes) -> bytes:
    """Return a packet of one empty frame, of the kind of those in `data`.

    An empty frame stands for one that was lost or not sent (RFC 6716 section 3.2.1), and a
    decoder conceals it.
    """
    return bytes([data[0] & ~_CODE_MASK])


def _frame_count(data: bytes) -> int:
    code = data[0] & _CODE_MASK
    if code == 0:
        return 1
    if code < _CODE_MASK:
        return 2
    if len(data) < 2:
        raise ValueError("an Opus packet without its frame count")
    return data[1] & _COUNT_MASK
