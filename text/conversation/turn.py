"""One message of a conversation, as memory keeps it."""

from dataclasses import dataclass
from datetime import datetime

from text.reading import TextReading


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text's words tell beside its emotion, so that the text need not be kept.

    Attributes:
        triggers: canonical phrases of what provoked the emotion, in the order found.
        waited_min: how long the speaker says to have waited, minutes; 0.0 for a wait of
            unsaid length, None for none.
        promises: whether it apologises or promises, without telling a result.
        resolves: whether it tells a result.
    """

    triggers: tuple[str, ...] = ()
    waited_min: float | None = None
    promises: bool = False
    resolves: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One read message.

    Attributes:
        role: who speaks: "user", "assistant", "system" or the caller's own word.
        at: when, aware, UTC.
        position: order of arrival in its conversation, from 0; it orders equal times.
        external_id: the caller's own name of the message, or None.
        reading: its emotion.
        marks: what else its words tell.
        text: the words, or None where they are not kept.
    """

    role: str
    at: datetime
    position: int
    external_id: str | None
    reading: TextReading
    marks: Marks = Marks()
    text: str | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        """Key that sorts the turns of a conversation."""
        return self.at, self.position
