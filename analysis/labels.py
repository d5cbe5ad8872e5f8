"""The vocabulary of the whole product: emotions, reasons, readings and labels.

Leaf module: it imports nothing of ours, and everything that names an emotion
takes the name from here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

EMOTIONS = ("angry", "disgusted", "fearful", "happy", "neutral", "sad", "surprised")
"""The seven expressions, in the order of every score vector in the product."""


class Emotion(StrEnum):
    """The two-label contract of `POST /predict`, and what stands there without a face."""

    HAPPY = "HAPPY"
    SAD = "SAD"
    NO_FACE = "No face detected"


class Reason(StrEnum):
    """Why a reading holds no expression."""

    NO_FACE = "no_face"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    CUT_OFF = "cut_off"
    NO_VIDEO = "no_video"
    """No new frame arrived: the camera is muted, frozen or gone."""


class FaceBox(NamedTuple):
    """A face's bounding box, as shares of the picture's width and height, 0..1."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """The largest face of a picture, and how many there are."""

    box: FaceBox
    count: int


@dataclass(frozen=True, slots=True)
class Expression:
    """What the models say of one face.

    Attributes:
        happy_probability: P(HAPPY) of the binary HAPPY/SAD model, 0..1.
        scores: probability of each of EMOTIONS, in that order; they add up to 1.
        happy_sad_temperature: the log odds of happy against sad in `scores`, over those of
            `happy_probability`.
    """

    happy_probability: float
    scores: tuple[float, ...]
    happy_sad_temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class FaceReading:
    """What one picture says.

    Attributes:
        face: None if no face was found.
        expression: None exactly if there is a `reason`.
        reason: why there is no expression, or None.
    """

    face: Face | None
    expression: Expression | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Smoothed:
    """What the expressions of the last moments say together.

    Attributes:
        name: the one of EMOTIONS to show; it changes only when the evidence has.
        scores: smoothed probability of each of EMOTIONS; they add up to 1.
        uncertain: the evidence for `name` is weak, or the face is out of sight just now.
    """

    name: str
    scores: tuple[float, ...]
    uncertain: bool


def strongest(scores: tuple[float, ...]) -> str:
    """Return the name of the highest of seven scores; the first one on a tie."""
    return EMOTIONS[max(range(len(EMOTIONS)), key=scores.__getitem__)]


def binary_emotion(expression: Expression | None) -> tuple[Emotion, float]:
    """Return the two-label answer and its confidence, 0..1 (0 without a face)."""
    if expression is None:
        return Emotion.NO_FACE, 0.0
    if expression.happy_probability >= 0.5:
        return Emotion.HAPPY, expression.happy_probability
    return Emotion.SAD, 1.0 - expression.happy_probability


VOICE_EMOTIONS = ("happy", "sad", "angry", "anxious", "neutral")
"""What a voice can sound like, in the order of every vector of voice scores."""

UNCERTAIN = "uncertain"
"""Stands where one of VOICE_EMOTIONS would, when none is likely enough."""


class EnergyLevel(StrEnum):
    """How lively someone speaks, measured against how they speak otherwise."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class VoiceReading:
    """What a few seconds of one speaker's voice sound like.

    Attributes:
        emotion: one of VOICE_EMOTIONS, or UNCERTAIN.
        confidence: probability of the likeliest of VOICE_EMOTIONS, 0..1, also if UNCERTAIN.
        energy_level: by loudness, pitch and rate against the speaker's own.
        start_s: media time at which the window begins.
        end_s: media time at which it ends.
    """

    emotion: str
    confidence: float
    energy_level: EnergyLevel
    start_s: float
    end_s: float
