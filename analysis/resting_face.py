"""A person's own resting face: what it seems to express is taken out of later readings.

It is measured on request only, while the person looks neutral: who is sad throughout and who
looks sad at rest give the same readings (`python -m training.face_resting` shows the harm).

Pure: times are arguments, in seconds of any one clock.
"""

import math
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from statistics import median

from analysis.labels import EMOTIONS, Expression

CALIBRATION_S = 3.0
MIN_READINGS = 2
"""A single picture may be of a blink or a word."""

RAMP_S = 2.0
"""The shift grows for so long, so that the shown label does not jump."""

# Below it a score says that an expression is absent; how far below says nothing.
_LEAST_SCORE = 0.03

# Of the neutral faces of PublicTest, the median of what the model of landmarks only says, the
# less sure one (`python -m training.face_resting` prints it of both). Less than that is nobody's
# own.
_TYPICAL_SCORES = {"neutral": 0.785, "sad": 0.086}

# With these a calibration costs no accuracy on PublicTest, whatever is taken for rest, and puts
# two thirds of the neutral faces right that are read wrong (`python -m training.face_resting`).
_STRENGTH = 0.5
_MAX_SHIFT = 1.25

_NEUTRAL, _HAPPY, _SAD = (EMOTIONS.index(name) for name in ("neutral", "happy", "sad"))

Scores = tuple[float, ...]


class Calibration(Enum):
    """How a calibration ended."""

    DONE = auto()
    UNSEEN = auto()
    """There were fewer readable faces than MIN_READINGS."""


@dataclass(frozen=True, slots=True)
class _Measuring:
    """A calibration that began at `since_s`, and the readings since then."""

    since_s: float
    scores: list[Scores] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is taken off the log scores, for each of EMOTIONS, from `since_s` on."""

    shifts: Scores
    since_s: float


class RestingFace:
    """Measures one person's resting face when told to, and reads others relative to it.

    Args:
        shifts: of a resting face that was measured before.
    """

    def __init__(self, shifts: Scores | None = None) -> None:
        self._measuring: _Measuring | None = None
        self._rest = None if shifts is None else _Rest(shifts, -math.inf)

    @property
    def shifts(self) -> Scores | None:
        """What is taken off the log scores of EMOTIONS; None before a face was measured."""
        return None if self._rest is None else self._rest.shifts

    def begin(self, time_s: float) -> None:
        """Forget what is known, and measure the readings of the next CALIBRATION_S."""
        self._measuring = _Measuring(time_s)
        self._rest = None

    def take(self, expression: Expression | None, time_s: float) -> Calibration | None:
        """Take a reading in as the models gave it; None stands for no readable face.

        Returns:
            How the calibration ended, with the first reading after its time; else None.
        """
        measuring = self._measuring
        if measuring is None:
            return None
        if time_s < measuring.since_s + CALIBRATION_S:
            if expression is not None and time_s >= measuring.since_s:
                measuring.scores.append(expression.scores)
            return None
        self._measuring = None
        if len(measuring.scores) < MIN_READINGS:
            return Calibration.UNSEEN
        self._rest = _Rest(resting_shifts(measuring.scores), time_s)
        return Calibration.DONE

    def relative(self, expression: Expression, time_s: float) -> Expression:
        """Return the expression without what the person's face shows at rest."""
        if self._rest is None:
            return expression
        ramp = min(1.0, (time_s - self._rest.since_s) / RAMP_S)
        return shifted(expression, tuple(ramp * shift for shift in self._rest.shifts))


def resting_shifts(readings: list[Scores]) -> Scores:
    """Return how much of each log score belongs to the resting face, 0 to _MAX_SHIFT.

    Half of what the median log odds against neutral have beyond a typical resting face's.

    Args:
        readings: scores of EMOTIONS, of at least one neutral face of a person.
    """
    odds = _log_odds(tuple(median(column) for column in zip(*readings, strict=True)))
    return tuple(
        min(max(_STRENGTH * (own - typical), 0.0), _MAX_SHIFT)
        for own, typical in zip(odds, _TYPICAL_LOG_ODDS, strict=True)
    )


def shifted(expression: Expression, shifts: Scores) -> Expression:
    """Take the shifts off the log scores; HAPPY/SAD moves by as much as happy and sad do."""
    weights = [
        score * math.exp(-shift) for score, shift in zip(expression.scores, shifts, strict=True)
    ]
    total = math.fsum(weights)
    moved = (shifts[_HAPPY] - shifts[_SAD]) / expression.happy_sad_temperature
    return replace(
        expression,
        scores=tuple(weight / total for weight in weights),
        happy_probability=_moved_probability(expression.happy_probability, -moved),
    )


def _moved_probability(probability: float, log_odds: float) -> float:
    """Return the probability whose log odds are higher by `log_odds`."""
    weight = probability * math.exp(log_odds)
    return weight / (weight + 1 - probability)


def _log_odds(scores: Scores) -> Scores:
    """Return the log odds of each expression against neutral."""
    logs = [math.log(max(score, _LEAST_SCORE)) for score in scores]
    return tuple(log - logs[_NEUTRAL] for log in logs)


_TYPICAL_LOG_ODDS = _log_odds(tuple(_TYPICAL_SCORES.get(name, 0.0) for name in EMOTIONS))
