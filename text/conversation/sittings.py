"""Messages that were written in one sitting."""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from text.conversation.constants import SITTING_GAP_S
from text.conversation.felt import Felt


@dataclass(frozen=True, slots=True)
class Sitting:
    """Messages with no silence longer than SITTING_GAP_S between them.

    Attributes:
        at: when it began.
        feelings: in order, at least one.
        valence: their mean, -1..1.
    """

    at: datetime
    feelings: tuple[Felt, ...]
    valence: float


def sittings_of(feelings: Sequence[Felt]) -> list[Sitting]:
    """Split one speaker's ordered messages at long silences."""
    starts = [
        index
        for index, feeling in enumerate(feelings)
        if index == 0 or _gap_s(feelings[index - 1], feeling) > SITTING_GAP_S
    ]
    return [
        _sitting(feelings[start:end]) for start, end in itertools.pairwise((*starts, len(feelings)))
    ]


def _sitting(feelings: Sequence[Felt]) -> Sitting:
    valence = statistics.fmean([feeling.valence for feeling in feelings])
    return Sitting(feelings[0].turn.at, tuple(feelings), valence)


def _gap_s(before: Felt, after: Felt) -> float:
    return (after.turn.at - before.turn.at).total_seconds()
