"""The tracker of document 002, and the faults of its own one that this one must not have."""

import random
from collections.abc import Iterable, Sequence

import pytest

from analysis.tracker import EmotionTracker, TrendState
from analysis.tracker_constants import (
    CALM_AFTER_S,
    ESCALATE_AFTER_S,
    MAX_GAP_S,
    MAX_READINGS_A_SOURCE,
    MIN_CONFIDENCE,
    MIN_READINGS,
    MIN_SPAN_S,
    NEGATIVE_SHARE,
    NEGATIVE_SHARE_LEFT,
    SOURCE_WEIGHT,
    WINDOW_S,
)
from analysis.tracker_readings import TONE, Mood, MoodReading, Source
from analysis.tracker_trend import Trend

EXAMPLE = (("anxious", 0.8), ("angry", 0.7), ("angry", 0.9))
"""Document 002's own."""


def reading(
    mood: str, time_s: float, source: Source = Source.FACE, confidence: float = 0.9
) -> MoodReading:
    return MoodReading(source, Mood(mood), confidence, time_s)


def stretch(mood: str, seconds: Iterable[float], source: Source = Source.FACE) -> list[MoodReading]:
    return [reading(mood, float(second), source) for second in seconds]


def follow(readings: Iterable[MoodReading], tracker: EmotionTracker | None = None) -> TrendState:
    """Give a tracker readings in order of time and return its last state."""
    tracker = tracker or EmotionTracker()
    for each in sorted(readings, key=lambda each: each.time_s):
        tracker.add(each)
    return tracker.state


def states(readings: Sequence[MoodReading]) -> list[TrendState]:
    tracker = EmotionTracker()
    return [tracker.add(each) for each in readings]


def example(spacing_s: float) -> list[MoodReading]:
    return [
        reading(mood, turn * spacing_s, Source.GEMINI_LIVE, confidence)
        for turn, (mood, confidence) in enumerate(EXAMPLE)
    ]


# Document 002's example


def test_the_example_is_persistently_negative_once_it_spans_enough() -> None:
    found = states(example(MIN_SPAN_S / 2))
    assert [state.trend for state in found] == [
        Trend.INSUFFICIENT_DATA,
        Trend.INSUFFICIENT_DATA,
        Trend.PERSISTENT_NEGATIVE,
    ]
    assert (found[-1].since_s, found[-1].sources) == (0.0, (Source.GEMINI_LIVE,))


def test_the_example_over_three_turns_of_ten_seconds_is_escalated() -> None:
    assert follow(example(10.0)).escalate


# The faults of document 002's tracker


@pytest.mark.parametrize("first", ["anxious", "sad", "angry"])
def test_one_can_improve_from_being_anxious_as_from_being_sad(first: str) -> None:
    readings = stretch(first, range(15)) + stretch("neutral", range(15, 30))
    assert follow(readings).trend is Trend.IMPROVING


def test_one_reading_at_each_end_makes_no_improvement() -> None:
    """There the first and the last of three readings are compared and the rest is not."""
    lucky_ends = [reading("sad", 0), *stretch("angry", range(1, 29)), reading("happy", 29)]
    assert follow(lucky_ends).trend is Trend.PERSISTENT_NEGATIVE
    calm = [reading("sad", 0), *stretch("neutral", range(1, 30))]
    assert follow(calm).trend is Trend.STABLE


def test_two_readings_before_are_too_few_to_improve_from() -> None:
    assert follow(stretch("sad", (0, 1)) + stretch("happy", range(2, 13))).trend is Trend.STABLE


def test_a_good_mood_that_becomes_a_better_one_is_no_improvement() -> None:
    readings = stretch("neutral", range(15)) + stretch("happy", range(15, 30))
    assert follow(readings).trend is Trend.STABLE


def test_three_readings_within_a_moment_are_too_few() -> None:
    assert follow(stretch("angry", (0, 1, 2))).trend is Trend.INSUFFICIENT_DATA


def test_readings_far_apart_are_not_one_mood() -> None:
    far = MAX_GAP_S + 1
    readings = stretch("angry", (0, far, 2 * far), Source.WORDS)
    assert follow(readings).trend is Trend.INSUFFICIENT_DATA


@pytest.mark.parametrize("source", list(Source))
def test_unsure_readings_count_as_nothing(source: Source) -> None:
    unsure = MIN_CONFIDENCE[source] - 0.01
    readings = [reading("angry", second, source, unsure) for second in range(30)]
    assert follow(readings) == TrendState(Trend.INSUFFICIENT_DATA, False, 0.0, (), 29)


def test_a_reading_in_which_nothing_was_recognised_leaves_the_trend_alone() -> None:
    tracker = EmotionTracker()
    before = follow(stretch("angry", range(12)), tracker)
    assert tracker.advance(15.0).trend is before.trend


# When there is too little


def test_the_trend_is_unknown_again_when_nothing_was_read_for_long() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(12)), tracker)
    assert tracker.advance(11 + MAX_GAP_S).trend is Trend.PERSISTENT_NEGATIVE
    assert tracker.advance(11 + MAX_GAP_S + 0.1).trend is Trend.INSUFFICIENT_DATA


def test_three_sources_together_are_three_readings() -> None:
    sources = (Source.FACE, Source.VOICE, Source.WORDS)
    readings = [reading("sad", 6.0 * turn, source) for turn, source in enumerate(sources)]
    assert follow(readings).trend is Trend.PERSISTENT_NEGATIVE
    assert follow(readings).sources == sources
    assert follow(readings[:2]).trend is Trend.INSUFFICIENT_DATA


def test_a_surprise_tells_no_trend() -> None:
    assert follow(stretch("surprised", range(30))).trend is Trend.INSUFFICIENT_DATA


# Several sources


def test_a_face_read_each_second_does_not_drown_words_said_now_and_then() -> None:
    """Of one source both moods would be counted by readings, 24 against 3."""
    face = stretch("happy", range(25))
    words = stretch("sad", (4, 14, 24), Source.WORDS)
    assert follow(face + words).trend is Trend.STABLE
    voice_too = stretch("angry", (4, 14, 24), Source.VOICE)
    still = stretch("neutral", range(25))
    assert follow(still + words + voice_too).trend is Trend.PERSISTENT_NEGATIVE


@pytest.mark.parametrize("times", [1, 5])
def test_how_often_a_source_speaks_does_not_change_what_it_counts_for(times: int) -> None:
    face = [reading("neutral", t / times) for t in range(25 * times)]
    words = stretch("sad", (4, 14, 24), Source.WORDS)
    voice = stretch("angry", (4, 14, 24), Source.VOICE)
    assert follow(face + words + voice).trend is Trend.PERSISTENT_NEGATIVE
    assert follow(face + words).trend is Trend.STABLE


def test_one_word_does_not_outvote_a_face_that_was_read_for_long() -> None:
    readings = [*stretch("neutral", range(20)), reading("sad", 19.5, Source.WORDS)]
    assert follow(readings).trend is Trend.STABLE


def test_what_a_source_said_long_ago_does_not_speak_for_it_now() -> None:
    old = stretch("sad", (0, 5, 10), Source.WORDS)
    tracker = EmotionTracker()
    state = follow(old + stretch("neutral", range(70)), tracker)
    assert (state.trend, state.sources) == (Trend.STABLE, (Source.FACE,))


def test_an_improvement_compares_each_source_with_itself() -> None:
    """A sad face that leaves and a neutral voice that comes are no better mood."""
    readings = stretch("sad", range(12)) + stretch("neutral", range(60, 80), Source.VOICE)
    assert follow(readings).trend is Trend.STABLE


# Hysteresis


def test_it_escalates_only_after_the_negative_readings_have_lasted() -> None:
    found = states(stretch("angry", range(40)))
    first = next(state for state in found if state.escalate)
    assert first.time_s == max(MIN_SPAN_S, ESCALATE_AFTER_S)
    assert first.since_s == 0.0


def test_a_few_better_readings_do_not_end_it_that_would_have_kept_it_from_beginning() -> None:
    few = stretch("happy", range(14, 17))
    found = states(stretch("angry", range(14)) + few + stretch("angry", range(17, 30)))
    assert {state.trend for state in found[10:]} == {Trend.PERSISTENT_NEGATIVE}
    begun_with = states(stretch("angry", range(8)) + stretch("happy", (8, 9, 10)))
    assert begun_with[-1].trend is Trend.STABLE


def test_what_one_source_said_long_ago_does_not_hasten_an_escalation() -> None:
    """Words are sad from the start, the face from 20 s on."""
    words = stretch("sad", range(0, 60, 10), Source.WORDS)
    face = stretch("neutral", range(20)) + stretch("sad", range(20, 60))
    found = states(sorted(words + face, key=lambda each: each.time_s))
    first = next(state for state in found if state.escalate)
    assert (first.since_s, first.time_s) == (20.0, 20.0 + ESCALATE_AFTER_S)


def test_an_escalation_falls_only_after_a_longer_calm() -> None:
    tracker = EmotionTracker()
    assert follow(stretch("angry", range(20)), tracker).escalate
    calm = [tracker.add(each) for each in stretch("neutral", range(20, 90))]
    began = next(state for state in calm if state.trend is not Trend.PERSISTENT_NEGATIVE)
    fell = next(state for state in calm if not state.escalate)
    assert fell.time_s == began.time_s + CALM_AFTER_S
    assert CALM_AFTER_S > ESCALATE_AFTER_S


def test_a_short_calm_in_between_does_not_end_an_escalation() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(20)), tracker)
    mixed = stretch("neutral", range(20, 40)) + stretch("angry", range(40, 60))
    assert all(tracker.add(each).escalate for each in mixed)


def test_being_out_of_sight_is_no_calm() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(20)), tracker)
    gone = [tracker.advance(float(second)) for second in range(20, 600)]
    assert gone[-1].trend is Trend.INSUFFICIENT_DATA
    assert gone[-1].escalate


def test_calm_before_and_after_an_absence_is_not_one_long_calm() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(20)) + stretch("happy", range(20, 45)), tracker)
    follow(stretch("happy", range(200, 225)), tracker)
    assert tracker.state.trend is Trend.STABLE
    assert tracker.state.escalate


def test_silence_after_a_bad_moment_does_not_escalate_it() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(12)), tracker)
    quiet = [tracker.advance(float(second)) for second in range(12, 60)]
    assert Trend.PERSISTENT_NEGATIVE in {state.trend for state in quiet}
    assert not any(state.escalate for state in quiet)


def test_silence_after_a_good_moment_is_no_long_calm() -> None:
    tracker = EmotionTracker()
    follow(stretch("angry", range(20)) + stretch("happy", range(20, 40)), tracker)
    assert tracker.state.trend is not Trend.PERSISTENT_NEGATIVE
    assert all(tracker.advance(float(second)).escalate for second in range(40, 100))


def test_since_stands_while_the_trend_does() -> None:
    found = states(stretch("neutral", range(15)) + stretch("sad", range(15, 60)))
    negative = [state for state in found if state.trend is Trend.PERSISTENT_NEGATIVE]
    assert {state.since_s for state in negative} == {15.0}
    assert found[-1] in negative


# Time and bounds


def test_readings_that_come_late_are_put_in_their_place() -> None:
    readings = stretch("sad", range(15)) + stretch("happy", range(15, 30))
    late = [*readings[:10], *readings[12:], *readings[10:12]]
    tracker = EmotionTracker()
    for each in late:
        tracker.add(each)
    expected = follow(readings)
    assert (tracker.state.trend, tracker.state.time_s) == (expected.trend, expected.time_s)


def test_time_does_not_go_back() -> None:
    tracker = EmotionTracker()
    follow(stretch("sad", range(12)), tracker)
    assert tracker.advance(1.0).time_s == 11.0


def test_what_lies_outside_the_window_is_forgotten() -> None:
    readings = stretch("sad", range(30)) + stretch("neutral", range(30, 30 + int(WINDOW_S) + 20))
    assert follow(readings).trend is Trend.STABLE


def test_a_source_that_speaks_without_end_does_not_fill_the_memory() -> None:
    tracker = EmotionTracker()
    for number in range(2 * MAX_READINGS_A_SOURCE):
        tracker.add(reading("sad", number / 1000))
    kept = tracker._readings[Source.FACE]
    assert len(kept) == MAX_READINGS_A_SOURCE
    assert kept[-1].time_s == (2 * MAX_READINGS_A_SOURCE - 1) / 1000


@pytest.mark.parametrize("seed", range(5))
def test_any_readings_give_a_state(seed: int) -> None:
    rng = random.Random(seed)
    tracker = EmotionTracker()
    time_s = 0.0
    for _ in range(300):
        time_s += rng.expovariate(0.5)
        state = tracker.add(
            reading(rng.choice(list(Mood)), time_s, rng.choice(list(Source)), rng.random())
        )
        assert state.since_s <= state.time_s == time_s
        assert set(state.sources) <= set(Source)


# The numbers fit together


def test_three_of_three_are_persistent_and_two_of_three_are_not() -> None:
    assert 2 / MIN_READINGS < NEGATIVE_SHARE <= 1
    two = [*stretch("sad", (0, 10), Source.WORDS), reading("neutral", 20, Source.WORDS)]
    assert follow(two).trend is Trend.STABLE
    assert NEGATIVE_SHARE_LEFT < NEGATIVE_SHARE
    assert set(SOURCE_WEIGHT) == set(MIN_CONFIDENCE) == set(Source)
    assert set(TONE.values()) == {-1, 0, 1}
