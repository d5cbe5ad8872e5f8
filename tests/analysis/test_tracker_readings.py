import math
from dataclasses import replace

import pytest

from analysis.labels import (
    EMOTIONS,
    UNCERTAIN,
    VOICE_EMOTIONS,
    EnergyLevel,
    FaceReading,
    Smoothed,
    VoiceReading,
)
from analysis.timeline import TimelineEntry
from analysis.tracker_readings import (
    MOOD_OF,
    TONE,
    Mood,
    MoodReading,
    Source,
    face_mood,
    mood_reading,
    voice_mood,
    words_mood,
)
from text.categories import Category

NO_FACE = FaceReading(face=None, expression=None, reason=None)
VOICE = VoiceReading("angry", 0.8, EnergyLevel.HIGH, 4.0, 7.0)


def entry(smoothed: Smoothed | None) -> TimelineEntry:
    return TimelineEntry(3.0, NO_FACE, smoothed)


def smoothed(name: str, score: float, *, uncertain: bool) -> Smoothed:
    rest = (1 - score) / (len(EMOTIONS) - 1)
    scores = tuple(score if each == name else rest for each in EMOTIONS)
    return Smoothed(name, scores, uncertain)


def test_every_emotion_that_any_source_names_has_a_mood() -> None:
    assert set(MOOD_OF) == {*EMOTIONS, *VOICE_EMOTIONS, *Category}


def test_the_negative_emotions_of_document_002_are_negative_all_three() -> None:
    assert {TONE[Mood(name)] for name in ("sad", "angry", "anxious")} == {-1}


def test_a_surprise_has_no_tone() -> None:
    assert set(Mood) - set(TONE) == {Mood.SURPRISED}


def test_a_face_counts_with_what_was_shown_and_how_sure_that_was() -> None:
    assert face_mood(entry(smoothed("fearful", 0.7, uncertain=False))) == MoodReading(
        Source.FACE, Mood.ANXIOUS, 0.7, 3.0
    )


def test_the_confidence_of_a_face_is_that_of_the_name_that_is_shown() -> None:
    """While a change is not yet shown, another name has the highest score."""
    scores = (0.1, 0.0, 0.0, 0.6, 0.0, 0.3, 0.0)
    reading = face_mood(entry(Smoothed("sad", scores, uncertain=False)))
    assert reading is not None
    assert reading.confidence == 0.3


@pytest.mark.parametrize("shown", [None, smoothed("sad", 0.9, uncertain=True)])
def test_no_face_and_an_uncertain_one_say_nothing(shown: Smoothed | None) -> None:
    assert face_mood(entry(shown)) is None


def test_a_voice_is_told_for_the_end_of_its_window() -> None:
    expected = MoodReading(Source.VOICE, Mood.ANGRY, 0.8, 7.0, EnergyLevel.HIGH)
    assert voice_mood(VOICE) == expected
    assert voice_mood(VOICE, Source.GEMINI_LIVE) == replace(expected, source=Source.GEMINI_LIVE)


def test_an_uncertain_voice_says_nothing() -> None:
    assert voice_mood(replace(VOICE, emotion=UNCERTAIN)) is None


def test_words_say_their_category_or_that_they_are_neutral() -> None:
    assert words_mood("fear", 0.6, 0.3, 5.0) == MoodReading(Source.WORDS, Mood.ANXIOUS, 0.6, 5.0)
    assert words_mood("joy", 0.2, 0.9, 5.0) == MoodReading(Source.WORDS, Mood.NEUTRAL, 0.9, 5.0)


@pytest.mark.parametrize(
    ("emotion", "confidence", "time_s"),
    [("furious", 0.9, 1.0), ("sad", math.nan, 1.0), ("sad", 0.9, math.inf)],
)
def test_what_no_source_can_say_is_refused(emotion: str, confidence: float, time_s: float) -> None:
    with pytest.raises(ValueError, match=r"furious|finite"):
        mood_reading(Source.FACE, emotion, confidence, time_s)
