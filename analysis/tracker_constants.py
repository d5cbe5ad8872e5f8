"""The numbers of the tracker, each with its reason.

No data set of sessions with a known course is behind them: where no source is named, a number
is a choice of this product, and tests/analysis/test_tracker.py holds what it is to bring about.
"""

from collections.abc import Mapping

from analysis.tracker_readings import Source

MIN_CONFIDENCE: Mapping[Source, float] = {
    Source.FACE: 0.5,
    Source.VOICE: 0.5,
    Source.GEMINI_LIVE: 0.6,
    Source.WORDS: 0.35,
}
"""Of a reading that counts.

Face and voice: where they are shown as certain (CERTAIN_SCORE, CERTAIN_PROBABILITY). Gemini's is
a language model's own word and calibrated on nothing, so more is asked. Words: the strength where
the bands of /v2 leave "minimal".
"""

SOURCE_WEIGHT: Mapping[Source, float] = {
    Source.FACE: 1.0,
    Source.VOICE: 0.7,
    Source.GEMINI_LIVE: 0.5,
    Source.WORDS: 1.0,
}
"""What a source counts for beside others, however often it speaks. A choice.

The voice model learnt from acted German (models/VOICE.md); Gemini's opinion has no measured
accuracy, and it hears what voice and words have told already.
"""

NEUTRAL_COUNTS = 0.5
"""What a source that is all neutral counts for, of its weight.

A choice: a still face beside sad words says less than the words do.
"""

MIN_READINGS = 3
"""For any trend (document 002), and for a source to have its whole weight."""

MIN_SPAN_S = 10.0
"""From the first of those readings to the last.

A choice: three readings of a face are two seconds, and an expression passes in a few. The shortest
whole number of seconds that leaves room for a trend and a change of it in the 30 s of a session.
"""

MAX_GAP_S = 45.0
"""Between two readings of a source that belong together, and after its last one.

A choice: one spoken turn and its answer; voice, words and Gemini are silent meanwhile.
"""

WINDOW_S = 120.0
"""What is looked back on: a choice, six turns of 20 s."""

MAX_READINGS_A_SOURCE = 600
"""Kept of a source, the latest: five a second for WINDOW_S."""

NEGATIVE_SHARE = 0.75
"""Share of negative evidence that is persistent.

Document 002 asks for all of three readings; three of three reach it and two of three do not, and
a second source that is half negative does not undo a first that is wholly.
"""

NEGATIVE_SHARE_LEFT = 0.6
"""Under this it is persistent no more; lower, so that a single reading does not end it."""

WAS_NEGATIVE = -0.4
"""Mean tone, -1 to 1, to improve from: for document 002 too only what was negative improves."""

IMPROVEMENT = 0.5
"""Rise of the mean tone that is an improvement: half the way from negative to neutral."""

IMPROVEMENT_LEFT = 0.3
"""Under this it is one no more."""

ESCALATE_AFTER_S = 15.0
"""How long the negative evidence lasts before it is escalated; half a session of 30 s."""

CALM_AFTER_S = 30.0
"""How long the trend is stable or improving before an escalation ends: twice the rise."""
