"""What is known of a person's earlier conversations, for those who asked for memory."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EarlierTalks:
    """The remembered words of one person, without those of the session at hand.

    Attributes:
        sittings: conversations, told apart by long silences; at least 1.
        messages: what the person said in them; at least 1.
        first_at: when the first one was said, aware.
        direction: where the valence of their words is heading from one conversation to the
            next: "improving", "stable" or "worsening"; None where there are too few.
        valence: their mean valence, -1 (unpleasant) to 1 (pleasant), the latest ones counting
            most.
        growth: whether their way with emotions changed over a long history: "growing",
            "stable" or "declining"; None where the history is too short to tell.
    """

    sittings: int
    messages: int
    first_at: datetime
    direction: str | None
    valence: float
    growth: str | None
