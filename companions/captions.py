"""The captions of one session, read by the text model as they come."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.words import Words
from companions.memory import USER
from text.batching import BusyError, ClosedError
from text.conversation.marks import marks_of
from text.conversation.turn import Turn
from text.reader import ReadRequest, TextReader
from text.reading import TextReading

MAX_CAPTIONS = 500
"""Kept of a session: more than one every two seconds for ten minutes; later ones are dropped."""

MAX_CAPTION_CHARS = 10_000
"""Of a caption, as of a text of /v2."""


@dataclass(slots=True)
class Caption:
    """One finished turn.

    Attributes:
        number: in its session, from 1.
        role: "user" or "assistant".
        start_s: when it began, on the session clock.
        end_s: when it ended.
        at: when it was finished, aware.
        reading: None until it is read.
        is_unreadable: no model reads the session's language.
    """

    number: int
    role: str
    text: str
    start_s: float
    end_s: float
    at: datetime
    reading: TextReading | None = None
    is_unreadable: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.reading is None and not self.is_unreadable


class UnreadError(Exception):
    """The text model cannot read captions now."""


class Captions:
    """Keeps the captions of one session, and has them read in its language."""

    def __init__(self, reader: TextReader, language: str) -> None:
        self._reader = reader
        self._language = language
        self._captions: list[Caption] = []
        self.dropped = 0

    def add(self, role: str, text: str, start_s: float, end_s: float, at: datetime) -> None:
        """Take a finished turn; one without words is none."""
        # Half a surrogate pair could be sent nowhere.
        text = text.strip()[:MAX_CAPTION_CHARS].encode(errors="replace").decode()
        if not text:
            return
        if len(self._captions) >= MAX_CAPTIONS:
            self.dropped += 1
            return
        number = len(self._captions) + 1
        self._captions.append(Caption(number, role, text, start_s, end_s, at))

    def unread(self, roles: Collection[str]) -> list[Caption]:
        """Return what is yet to be read."""
        return [c for c in self._captions if c.is_waiting and c.role in roles]

    async def read(self, roles: Collection[str]) -> list[Caption]:
        """Read what is yet to be read, all together, and return it.

        Raises:
            UnreadError: too much waits for the text model, or it was closed.
        """
        unread = self.unread(roles)
        if not unread:
            return []
        requests = [ReadRequest(caption.text, self._language) for caption in unread]
        try:
            outcomes = await self._reader.read(requests)
        except (BusyError, ClosedError) as error:
            raise UnreadError from error
        read = []
        for caption, outcome in zip(unread, outcomes, strict=True):
            if isinstance(outcome, TextReading):
                caption.reading = outcome
                read.append(caption)
            else:
                caption.is_unreadable = True
        return read

    def words(self) -> tuple[Words, ...]:
        """Return what was read of the person, in order of time."""
        spoken = [
            _words(caption, reading) for caption, reading in self._read() if caption.role == USER
        ]
        return tuple(sorted(spoken, key=lambda words: words.start_s))

    async def turns(self, prefix: str) -> list[Turn]:
        """Make what is stored of all that was read; `prefix` and number are its external id."""
        return await asyncio.to_thread(_turns, list(self._read()), prefix)

    def _read(self) -> Iterator[tuple[Caption, TextReading]]:
        for caption in self._captions:
            if caption.reading is not None:
                yield caption, caption.reading


def _words(caption: Caption, reading: TextReading) -> Words:
    return Words(
        start_s=caption.start_s,
        end_s=caption.end_s,
        text=caption.text,
        category=reading.category.value,
        intensity=reading.intensity,
        intensity_level=reading.intensity_level.value,
        valence=reading.valence,
        speaks_of_self_harm=reading.speaks_of_self_harm,
    )


def _turns(read: Sequence[tuple[Caption, TextReading]], prefix: str) -> list[Turn]:
    return [
        Turn(
            role=caption.role,
            at=caption.at,
            position=position,
            external_id=f"{prefix}{caption.number}",
            reading=reading,
            marks=marks_of(caption.text, reading.language),
            text=caption.text,
        )
        for position, (caption, reading) in enumerate(read)
    ]
