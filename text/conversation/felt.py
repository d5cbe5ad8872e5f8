"""What a speaker feels in a turn, given what was said before."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from text.categories import Category, IntensityLevel
from text.conversation.constants import (
    CARRY_HALF_LIFE_S,
    CARRY_OVER,
    IMPATIENCE_BASE,
    IMPATIENCE_GROWTH,
    IMPATIENCE_MAX,
    IMPATIENCE_SCALE_MIN,
    IMPATIENCE_UNDER,
    IMPATIENCE_UNSAID,
    IMPATIENCE_VALENCE,
    SELF_HARM_INTENSITY,
    SELF_HARM_VALENCE,
)
from text.conversation.order import assists
from text.conversation.turn import Turn

IMPATIENCE = "impatience"
NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Felt:
    """The emotion of one turn.

    Attributes:
        turn: where it shows.
        emotion: a Category, IMPATIENCE, or NEUTRAL where the turn shows none.
        intensity: 0..1.
        valence: -1 (unpleasant) to 1 (pleasant).
    """

    turn: Turn
    emotion: str
    intensity: float
    valence: float

    @property
    def is_negative(self) -> bool:
        """Whether it is an unpleasant emotion that can be carried on."""
        return self.emotion != NEUTRAL and self.valence < 0


def felt(turn: Turn) -> Felt:
    """The emotion of a turn by itself.

    One that speaks of self-harm is never pleasant or neutral. Who tells of a wait and shows no
    other clear emotion is impatient, the more so the longer the wait.
    """
    reading = turn.reading
    if reading.speaks_of_self_harm and not assists(turn):
        return _despair(turn)
    if _is_impatient(turn):
        intensity = max(_impatience(turn.marks.waited_min), reading.intensity)
        valence = min(reading.valence, IMPATIENCE_VALENCE * intensity)
        return Felt(turn, IMPATIENCE, intensity, valence)
    return Felt(turn, _emotion(turn), reading.intensity, reading.valence)


def carried(feelings: Iterable[Felt]) -> list[Felt]:
    """Add to each negative emotion what is left of the one before.

    Args:
        feelings: those of one speaker, in order.

    Returns:
        As many, each with intensity and valence as 1 - (1 - own) x (1 - carried), a noisy-or;
        a turn without a negative emotion ends the run (Kuppens et al. 2010).
    """
    result: list[Felt] = []
    for feeling in feelings:
        result.append(_carried_on(result[-1], feeling) if result else feeling)
    return result


def _despair(turn: Turn) -> Felt:
    """A text that speaks of self-harm is unpleasant, whatever the model takes it for."""
    reading = turn.reading
    unpleasant = reading.category in (Category.SADNESS, Category.ANGER, Category.FEAR)
    return Felt(
        turn,
        (reading.category if unpleasant else Category.SADNESS).value,
        max(reading.intensity, SELF_HARM_INTENSITY),
        min(reading.valence, SELF_HARM_VALENCE),
    )


def _is_impatient(turn: Turn) -> bool:
    reading = turn.reading
    pleased = reading.valence > 0 and _emotion(turn) in (Category.JOY, Category.LOVE)
    return (
        turn.marks.waited_min is not None
        and not turn.marks.resolves
        and not assists(turn)
        and reading.intensity < IMPATIENCE_UNDER
        and not pleased
    )


def _impatience(waited_min: float | None) -> float:
    if not waited_min:
        return IMPATIENCE_UNSAID
    grown = IMPATIENCE_BASE + IMPATIENCE_GROWTH * math.log1p(waited_min / IMPATIENCE_SCALE_MIN)
    return min(IMPATIENCE_MAX, grown)


def _emotion(turn: Turn) -> str:
    if turn.reading.intensity_level is IntensityLevel.MINIMAL:
        return NEUTRAL
    return turn.reading.category.value


def _carried_on(before: Felt, now: Felt) -> Felt:
    if not (before.is_negative and now.is_negative):
        return now
    gap_s = (now.turn.at - before.turn.at).total_seconds()
    kept = CARRY_OVER * 0.5 ** (gap_s / CARRY_HALF_LIFE_S)
    return Felt(
        turn=now.turn,
        emotion=now.emotion,
        intensity=_either(now.intensity, kept * before.intensity),
        valence=-_either(-now.valence, -kept * before.valence),
    )


def _either(first: float, second: float) -> float:
    return 1 - (1 - first) * (1 - second)
