"""The body of the `report` message: a session's timeline, figures and privacy counts.

Pure: readings in, dicts out that `json.dumps` takes as they are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.fusion import Fusion, Span
from analysis.labels import VoiceReading
from analysis.reading_fields import voice_fields
from analysis.statistics import Run, Shares, TimelineStatistics, timeline_statistics
from analysis.timeline import Moment, TimelineEntry, moments_from_entries
from analysis.tracker_readings import Source
from analysis.words import Words

DECIMALS = 3
"""Milliseconds of time and tenths of a percent: nothing finer is shown anywhere."""

MAX_TEXT_BYTES = 16 * 1024
"""Of all captions together, as JSON in UTF-8: ten minutes at 180 words a minute are 11 KB.

Those over it stand in the report without their text: every caption was in a `transcript`.
"""

MAX_WORDS = 200
"""Captions in a report, the latest; one every three seconds for ten minutes."""

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


def fusion_json(fusion: Fusion) -> Json:
    """Build `fusion` of a report."""
    return {
        "timeline": [_span_json(span) for span in fusion.spans],
        "agreement_share": _rounded_or_none(fusion.agreement_share),
    }


def words_json(words: Sequence[Words]) -> list[Json]:
    """Build `words` of a report; `words` are in order of time."""
    return list(_words_items(words[-MAX_WORDS:]))


def _words_items(words: Iterable[Words]) -> Iterable[Json]:
    bytes_left = MAX_TEXT_BYTES
    for said in words:
        bytes_left -= len(json.dumps(said.text, ensure_ascii=False).encode())
        yield {
            "start_s": _rounded(said.start_s),
            "end_s": _rounded(said.end_s),
            **({"text": said.text} if bytes_left >= 0 else {}),
            "category": said.category,
            "intensity_level": said.intensity_level,
            "valence": _rounded(said.valence),
        }


def _span_json(span: Span) -> Json:
    return {
        "start_s": _rounded(span.start_s),
        "end_s": _rounded(span.end_s),
        "face": span.names.get(Source.FACE),
        "voice": span.names.get(Source.VOICE),
        "opinion": span.names.get(Source.GEMINI_LIVE),
        "words": span.names.get(Source.WORDS),
        "agreement": span.agreement.value,
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
