"""The body of the `report` message: a session's timeline, figures and privacy counts.

Pure: readings in, dicts out that `json.dumps` takes as they are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.labels import VoiceReading
from analysis.reading_fields import voice_fields
from analysis.statistics import Run, Shares, TimelineStatistics, timeline_statistics
from analysis.timeline import Moment, TimelineEntry, moments_from_entries

DECIMALS = 3
"""Milliseconds of time and tenths of a percent: nothing finer is shown anywhere."""

Json = dict[str, Any]


def report_message(
    entries: Sequence[TimelineEntry],
    *,
    duration_s: float,
    frames_received: int,
    frames_analysed: int,
    voice_readings: Sequence[VoiceReading],
    audio_heard_s: float,
) -> Json:
    """Build the fields that stand beside `type` in a `report` message.

    The timeline holds names, not scores: they were in the `label` messages, and the
    longest session has to fit into the one data channel message of 256 KiB that
    browsers and aiortc take; tests/analysis/test_report.py holds ten minutes to it.
    """
    moments = moments_from_entries(entries)
    return {
        "timeline": [_timeline_item(moment) for moment in moments],
        "voice": [voice_fields(reading) for reading in voice_readings],
        "stats": statistics_json(timeline_statistics(moments, duration_s)),
        "privacy": {
            "frames_received": frames_received,
            "frames_analysed": frames_analysed,
            "frames_stored": 0,
            "audio_analysed_s": round(audio_heard_s, 1),
            "audio_stored": 0,
        },
    }


def statistics_json(statistics: TimelineStatistics) -> Json:
    return {
        "duration_s": _rounded(statistics.duration_s),
        "readable_share": _rounded(statistics.readable_share),
        **_shares_json(statistics.whole),
        "first_third": _shares_json(statistics.first_third),
        "last_third": _shares_json(statistics.last_third),
        "changes": [
            {"time_s": _rounded(c.time_s), "from": c.from_name, "to": c.to_name}
            for c in statistics.changes
        ],
        "longest_runs": {
            "emotions": _runs_json(statistics.longest_emotion_runs),
            "expressions": _runs_json(statistics.longest_expression_runs),
        },
        "mean_confidence": _rounded_or_none(statistics.mean_confidence),
        "reasons": {reason.value: count for reason, count in statistics.reasons.items()},
    }


def _timeline_item(moment: Moment) -> Json:
    return {
        "time_s": _rounded(moment.time_s),
        "emotion": moment.emotion.value,
        "confidence": _rounded_or_none(moment.confidence),
        "expression": moment.expression,
        "uncertain": moment.uncertain,
        "reason": moment.reason.value if moment.reason else None,
    }


def _shares_json(shares: Shares) -> Json:
    return {
        "readings": shares.readings,
        "face_share": _rounded(shares.face_share),
        "emotion_shares": {e.value: _rounded(s) for e, s in shares.emotion_shares.items()},
        "expression_shares": {name: _rounded(s) for name, s in shares.expression_shares.items()},
        "uncertain_share": _rounded(shares.uncertain_share),
    }


def _runs_json(runs: Mapping[str, Run]) -> Json:
    return {
        name: {"start_s": _rounded(run.start_s), "duration_s": _rounded(run.duration_s)}
        for name, run in runs.items()
    }


def _rounded(value: float) -> float:
    return round(value, DECIMALS)


def _rounded_or_none(value: float | None) -> float | None:
    return None if value is None else _rounded(value)
