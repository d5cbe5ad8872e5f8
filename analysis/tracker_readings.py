"""Readings of face, voice and words in one vocabulary, on the session clock."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.labels import EMOTIONS, UNCERTAIN, EnergyLevel, VoiceReading
from analysis.timeline import TimelineEntry


class Source(StrEnum):
    """Who says so, in the order of every list of sources."""

    FACE = "face"
    VOICE = "voice"
    GEMINI_LIVE = "gemini-live"
    WORDS = "words"


class Mood(StrEnum):
    """What all sources can be told in: the emotions of document 002, and two that faces add."""

    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    ANXIOUS = "anxious"
    NEUTRAL = "neutral"
    SURPRISED = "surprised"
    DISGUSTED = "disgusted"


MOOD_OF: Mapping[str, Mood] = {
    **{mood.value: mood for mood in Mood},
    "fearful": Mood.ANXIOUS,
    "joy": Mood.HAPPY,
    "love": Mood.HAPPY,
    "surprise": Mood.SURPRISED,
    "sadness": Mood.SAD,
    "anger": Mood.ANGRY,
    "fear": Mood.ANXIOUS,
}
"""By the names of EMOTIONS, VOICE_EMOTIONS and the categories of /v2."""

TONE: Mapping[Mood, int] = {
    Mood.HAPPY: 1,
    Mood.NEUTRAL: 0,
    Mood.SAD: -1,
    Mood.ANGRY: -1,
    Mood.ANXIOUS: -1,
    Mood.DISGUSTED: -1,
}
"""Pleasant 1, unpleasant -1. A surprise is either, so it has none and tells no trend."""


@dataclass(frozen=True, slots=True)
class MoodReading:
    """One emotion that one source named.

    Attributes:
        source: who says so.
        mood: what it says.
        confidence: the source's own, 0..1; of words the strength of the emotion.
        time_s: seconds on the session clock; of a voice or of words, when they ended.
        energy: how lively the voice was, where a voice was heard.
    """

    source: Source
    mood: Mood
    confidence: float
    time_s: float
    energy: EnergyLevel | None = None


def mood_reading(
    source: Source,
    emotion: str,
    confidence: float,
    time_s: float,
    energy: EnergyLevel | None = None,
) -> MoodReading | None:
    """Return a source's emotion in the common vocabulary; None for UNCERTAIN.

    Raises:
        ValueError: the emotion has another name than any in MOOD_OF, or a number is not finite.
    """
    if emotion == UNCERTAIN:
        return None
    mood = MOOD_OF.get(emotion)
    if mood is None:
        raise ValueError(f"no source names an emotion {emotion!r}")
    if not (math.isfinite(confidence) and math.isfinite(time_s)):
        raise ValueError("confidence and time must be finite")
    return MoodReading(source, mood, confidence, time_s, energy)


def face_mood(entry: TimelineEntry) -> MoodReading | None:
    """Return what was shown of a face; None where it was shown as uncertain, or no face was."""
    smoothed = entry.smoothed
    if smoothed is None or smoothed.uncertain:
        return None
    score = smoothed.scores[EMOTIONS.index(smoothed.name)]
    return mood_reading(Source.FACE, smoothed.name, score, entry.time_s)


def voice_mood(reading: VoiceReading, source: Source = Source.VOICE) -> MoodReading | None:
    """Return what a voice sounded like at the end of its window; None where that is uncertain."""
    return mood_reading(
        source, reading.emotion, reading.confidence, reading.end_s, reading.energy_level
    )


def words_mood(category: str, intensity: float, neutral: float, time_s: float) -> MoodReading:
    """Return what a text says: its category, or neutral where that is likelier.

    Args:
        category: the strongest emotion, a category of /v2.
        intensity: its strength, 0..1.
        neutral: probability that there is none, 0..1.
        time_s: when it was said.
    """
    is_neutral = neutral > intensity
    reading = mood_reading(
        Source.WORDS,
        Mood.NEUTRAL if is_neutral else category,
        neutral if is_neutral else intensity,
        time_s,
    )
    assert reading is not None, "no text is read as uncertain"
    return reading
