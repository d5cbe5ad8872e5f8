"""Whether JSON holds more values than may be parsed on the event loop. Pure."""

MAX_VALUES = 50_000
"""Eight times what a thousand messages with all their fields hold."""

_MARKS = (b"[", b"{", b",")
"""Each value but the outermost follows one of these."""


def holds_too_many_values(text: bytes) -> bool:
    """Whether JSON holds more than MAX_VALUES values, those of objects and of lists alike."""
    if _count_marks(text) <= MAX_VALUES:
        return False
    unescaped = text.replace(rb"\\", b"").replace(rb"\"", b"")
    # A field is two strings, of two quotes each; splitting at more would take long itself.
    if unescaped.count(b'"') > 4 * MAX_VALUES:
        return True
    outside_strings = b"".join(unescaped.split(b'"')[::2])
    return _count_marks(outside_strings) > MAX_VALUES


def _count_marks(text: bytes) -> int:
    return sum(map(text.count, _MARKS))
