"""From the messages of a request to what was read in them, and to the answer's entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any

from api.text_emotions import (
    MessageEmotion,
    TextEmotion,
    UnreadEmotion,
    UnreadMessageEmotion,
    emotion_fields,
    unread_fields,
)
from api.text_fields import DEFAULT_ROLE
from api.text_requests import Message
from text.conversation.marks import marks_of
from text.conversation.turn import Turn
from text.reader import ReadRequest, TextReader
from text.reading import TextReading, UnreadText


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, and what was read in it.

    Attributes:
        message: as sent.
        at: when, aware, UTC.
        position: in its request, from 0.
        outcome: its emotion, or that no model reads its language.
    """

    message: Message
    at: datetime
    position: int
    outcome: TextReading | UnreadText

    @property
    def role(self) -> str:
        return self.message.role or DEFAULT_ROLE

    @property
    def is_read(self) -> bool:
        return isinstance(self.outcome, TextReading)


async def hear(reader: TextReader, messages: Sequence[Message], now: datetime) -> list[Heard]:
    """Read the messages of a request; see `times_of` for those without a time."""
    outcomes = await reader.read([ReadRequest(message.content.text) for message in messages])
    times = times_of([message.timestamp for message in messages], now)
    return [
        Heard(message, at, position, outcome)
        for position, (message, at, outcome) in enumerate(
            zip(messages, times, outcomes, strict=True)
        )
    ]


def times_of(timestamps: Sequence[datetime | None], now: datetime) -> list[datetime]:
    """Tell when the messages of a request were said, so that those without a time keep their place.

    Args:
        timestamps: of all messages, in the order of the request.
        now: where none has a time.

    Returns:
        For a message without a time that of the nearest timed one before it, else of the first.
    """
    first = next((at for at in timestamps if at is not None), now)
    return list(accumulate(timestamps, lambda before, at: at or before, initial=first))[1:]


def tokens_of(heard: Iterable[Heard]) -> int:
    return sum(each.outcome.tokens for each in heard if isinstance(each.outcome, TextReading))


def emotions_by_role(heard: Iterable[Heard]) -> dict[str, TextEmotion | UnreadEmotion]:
    """Describe the latest message of each role, in order of time."""
    ordered = sorted(heard, key=lambda each: (each.at, each.position))
    latest = {each.role: each for each in ordered}
    return {role: _emotion(each) for role, each in latest.items()}


def message_entry(heard: Heard) -> MessageEmotion | UnreadMessageEmotion:
    """Describe one message, with all that tells which one it is but its words."""
    message = heard.message
    named: dict[str, Any] = {
        "role": message.role,
        "external_id": message.external_id,
        "timestamp": message.timestamp,
    }
    if isinstance(heard.outcome, UnreadText):
        return UnreadMessageEmotion(**unread_fields(heard.outcome), **named)
    return MessageEmotion(**emotion_fields(heard.outcome), **named)


def turns_of(heard: Iterable[Heard]) -> list[Turn]:
    """Make what is stored of the messages that could be read. It takes milliseconds a text."""
    return [
        Turn(
            role=each.role,
            at=each.at,
            position=each.position,
            external_id=each.message.external_id,
            reading=each.outcome,
            marks=marks_of(each.message.content.text, each.outcome.language),
            text=each.message.content.text,
        )
        for each in heard
        if isinstance(each.outcome, TextReading)
    ]


def with_stored(heard: Iterable[Heard], turns: Iterable[Turn]) -> list[Heard]:
    """Put what is stored in the place of what was read just now.

    Args:
        heard: of one request.
        turns: what the store has of those of them that could be read, in their order.
    """
    stored = iter(turns)
    result = []
    for each in heard:
        if isinstance(each.outcome, TextReading):
            turn = next(stored)
            message = each.message.model_copy(update={"role": turn.role, "timestamp": turn.at})
            each = replace(each, message=message, at=turn.at, outcome=turn.reading)
        result.append(each)
    return result


def latest_turns(turns: Iterable[Turn]) -> dict[str, Turn]:
    """The latest turn of each role; `turns` are in order."""
    return {turn.role: turn for turn in turns}


def remembered_entry(turn: Turn) -> MessageEmotion:
    """Describe a stored message; its words are there only where they are kept."""
    return MessageEmotion(
        **emotion_fields(turn.reading, turn.text),
        role=turn.role,
        external_id=turn.external_id,
        timestamp=turn.at,
    )


def _emotion(heard: Heard) -> TextEmotion | UnreadEmotion:
    text = heard.message.content.text
    if isinstance(heard.outcome, UnreadText):
        return UnreadEmotion(**unread_fields(heard.outcome, text))
    return TextEmotion(**emotion_fields(heard.outcome, text))
