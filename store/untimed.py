"""Messages of /v1 without a time: known again by their place and words; pure.

A /v1 caller has no ids for its messages. One with a time is known by role, time and words; one
without by its place: a call that sends the conversation anew begins with the messages that were
sent last, or is a part of what was sent before.
"""

from collections.abc import Sequence

PREFIX = "untimed:"

_LEAST_REPEATED = 2
"""Messages of a call that is taken for one that was sent before: "yes" alone is said again."""


def name_untimed(digests: Sequence[str], stored_names: Sequence[str]) -> list[str]:
    """Name messages without a time; one that was sent before gets the name of then.

    Args:
        digests: of role and words of the call's messages without a time, in order.
        stored_names: what this function named the context's messages before, in order.
    """
    parts = [name.removeprefix(PREFIX).partition(":") for name in stored_names]
    start = _repeated_from(digests, [digest for digest, _, _ in parts])
    names = list(stored_names[start : start + len(digests)])
    # Older messages may have been dropped, so the next number is not how many there are.
    highest: dict[str, int] = {}
    for digest, _, number in parts:
        highest[digest] = max(highest.get(digest, 0), int(number))
    for digest in digests[len(names) :]:
        highest[digest] = highest.get(digest, 0) + 1
        names.append(f"{PREFIX}{digest}:{highest[digest]}")
    return names


def _repeated_from(digests: Sequence[str], stored: Sequence[str]) -> int:
    """Return where in what is stored the call's first messages stand; its length for nowhere."""
    wanted, known = list(digests), list(stored)
    end = len(known)
    begins = range(max(0, end - len(wanted)), end)
    of_the_end = next((at for at in begins if known[at:] == wanted[: end - at]), end)
    if of_the_end < end or len(wanted) < _LEAST_REPEATED:
        return of_the_end
    starts = range(end - len(wanted), -1, -1)
    return next((at for at in starts if known[at : at + len(wanted)] == wanted), end)
