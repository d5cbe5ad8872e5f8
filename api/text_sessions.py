"""Sessions of /v1: calls that continue one conversation.

A /v1 caller has no ids for its messages. The store knows one with a timestamp again by role,
time and words; one without is known by its place: a call that sends the conversation anew
begins with the messages that were sent last.
"""

import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from store.contexts import ContextStore
from text.conversation.turn import Turn

PREFIX = "untimed:"


async def continue_session(
    store: ContextStore,
    owner: str,
    session_id: str,
    turns: Sequence[Turn],
    *,
    timed: Sequence[bool],
    user_id: str | None,
    now: datetime,
) -> list[Turn]:
    """Store what is new of a call's turns, and return all turns of the session.

    Args:
        store: of all sessions.
        owner: whose session it is.
        session_id: the caller's name of it.
        turns: of the call, with text; may be none.
        timed: for each of them, whether the caller told its time.
        user_id: whom the conversation is with, if the caller says so.
        now: aware.
    """
    known = await store.turns(owner, session_id, kind="v1", now=now)
    if not turns:
        return known
    untimed = [turn for turn, is_timed in zip(turns, timed, strict=True) if not is_timed]
    digests = [_digest(owner, turn) for turn in untimed]
    stored_names = [turn.external_id for turn in known if turn.external_id is not None]
    names = iter(name_untimed(digests, stored_names))
    named = [
        turn if is_timed else replace(turn, external_id=next(names))
        for turn, is_timed in zip(turns, timed, strict=True)
    ]
    await store.append(owner, session_id, named, kind="v1", now=now, user_id=user_id)
    return await store.turns(owner, session_id, kind="v1", now=now)


def name_untimed(digests: Sequence[str], stored_names: Sequence[str]) -> list[str]:
    """Name messages without a time; one that was sent before gets the name of then.

    Args:
        digests: of the call's messages without a time, in order.
        stored_names: what this function named the session's messages before, in order.
    """
    stored = [name.removeprefix(PREFIX).partition(":")[0] for name in stored_names]
    again = _overlap(digests, stored)
    names = list(stored_names[len(stored_names) - again :])
    counts = Counter(stored)
    for each in digests[again:]:
        counts[each] += 1
        names.append(f"{PREFIX}{each}:{counts[each]}")
    return names


def _overlap(digests: Sequence[str], stored: Sequence[str]) -> int:
    """How many of the first messages are the last ones that are stored."""
    most = min(len(digests), len(stored))
    sizes = range(most, 0, -1)
    return next((n for n in sizes if list(digests[:n]) == list(stored[len(stored) - n :])), 0)


def _digest(owner: str, turn: Turn) -> str:
    """Digest role and words, so that they can be told to be the same without being kept."""
    content = f"{turn.role}\0{turn.text}".encode()
    return hmac.digest(owner.encode(), content, "sha256").hex()[:32]
