import json
from collections.abc import Sequence

import pytest

from analysis.fusion import fuse
from analysis.labels import EnergyLevel, Reason, VoiceReading
from analysis.report import MAX_WORDS, Json, fusion_json, report_message, words_json
from analysis.timeline import TimelineEntry, moments_from_entries
from tests.analysis.sessions import each_second, entry
from tests.analysis.talks import voice, words

MAX_MESSAGE_BYTES = 262_144
"""`a=max-message-size` in the answers of aiortc (LOCAL_MAX_MESSAGE_SIZE) and Chrome."""

ROOM_FOR_COMPANIONS_BYTES = 36_000
"""What is left for `trend`, `advice` and `memory`."""


def report(
    entries: list[TimelineEntry], duration_s: float, voice: Sequence[VoiceReading] = ()
) -> Json:
    return report_message(
        entries,
        duration_s=duration_s,
        frames_received=60,
        frames_analysed=len(entries),
        voice_readings=voice,
        audio_heard_s=1.96,
    )


def test_the_report_holds_timeline_figures_and_privacy() -> None:
    entries = [
        entry(0.25, "happy", happy_probability=0.98765),
        entry(1.25, None, reason=Reason.TOO_DARK),
    ]
    message = report(entries, 2.0)
    assert message["timeline"] == [
        {
            "time_s": 0.25,
            "emotion": "HAPPY",
            "confidence": 0.988,
            "expression": "happy",
            "uncertain": False,
            "reason": None,
        },
        {
            "time_s": 1.25,
            "emotion": "No face detected",
            "confidence": None,
            "expression": None,
            "uncertain": False,
            "reason": "too_dark",
        },
    ]
    assert message["privacy"] == {
        "frames_received": 60,
        "frames_analysed": 2,
        "frames_stored": 0,
        "audio_analysed_s": 2.0,
        "audio_stored": 0,
    }


def test_the_report_holds_what_the_voice_said() -> None:
    message = report([], 4.0, [VoiceReading("anxious", 0.71236, EnergyLevel.HIGH, 0.5, 3.5)])
    assert message["voice"] == [
        {
            "emotion": "anxious",
            "confidence": 0.7124,
            "energy_level": "high",
            "window": {"start_s": 0.5, "end_s": 3.5},
        }
    ]


def test_the_figures_read_like_the_statistics() -> None:
    entries = each_second("happy", "happy", "sad", None)
    message = report(entries, 4.0)
    stats = message["stats"]
    assert stats["readings"] == 4
    assert stats["face_share"] == 0.75
    assert stats["emotion_shares"] == {"HAPPY": 0.75, "SAD": 0.0, "No face detected": 0.25}
    assert stats["expression_shares"]["happy"] == 0.667
    assert stats["changes"] == [{"time_s": 2.0, "from": "happy", "to": "sad"}]
    assert stats["longest_runs"]["expressions"]["happy"] == {"start_s": 0.0, "duration_s": 2.0}
    assert stats["longest_runs"]["emotions"]["HAPPY"] == {"start_s": 0.0, "duration_s": 3.0}
    assert stats["first_third"]["expression_shares"]["happy"] == 1.0
    assert stats["last_third"]["readings"] == 1
    assert stats["reasons"] == {"no_face": 1}
    assert stats["mean_confidence"] == 0.75


def test_the_fusion_names_each_source_and_null_where_it_says_nothing() -> None:
    moments = moments_from_entries(each_second("happy", "sad", None))
    opinions = [voice("happy", 0.0, 1.0)]
    fusion = fuse(moments, (), opinions, [words("sadness", 1.0, 2.0)], 3.0)
    assert fusion_json(fusion) == {
        "timeline": [
            {
                "start_s": 0.0,
                "end_s": 1.0,
                "face": "happy",
                "voice": None,
                "opinion": "happy",
                "words": None,
                "agreement": "agree",
            },
            {
                "start_s": 1.0,
                "end_s": 2.0,
                "face": "sad",
                "voice": None,
                "opinion": None,
                "words": "sadness",
                "agreement": "agree",
            },
            {
                "start_s": 2.0,
                "end_s": 3.0,
                "face": None,
                "voice": None,
                "opinion": None,
                "words": None,
                "agreement": "none",
            },
        ],
        "agreement_share": 1.0,
    }


def test_words_are_told_with_their_text_while_it_fits() -> None:
    told = words_json(
        [
            words("joy", 0.12345, 2.0, text="¡Qué bien!", valence=0.61239),
            words("anger", 2.0, 3.0, text="\n" * 8_192),
        ]
    )
    assert told[0] == {
        "start_s": 0.123,
        "end_s": 2.0,
        "text": "¡Qué bien!",
        "category": "joy",
        "intensity_level": "moderate",
        "valence": 0.612,
    }
    assert "text" not in told[1]
    assert told[1]["category"] == "anger"


def test_only_the_latest_words_are_told() -> None:
    told = words_json([words("joy", float(s), s + 1.0) for s in range(MAX_WORDS + 1)])
    assert [len(told), told[0]["start_s"]] == [MAX_WORDS, 1.0]


@pytest.mark.parametrize("seconds", [0, 30, 600])
def test_the_report_is_json_and_fits_into_one_data_channel_message(seconds: int) -> None:
    entries = each_second(*[("surprised", "disgusted")[second % 2] for second in range(seconds)])
    voices = [
        VoiceReading("anxious", 0.12345, EnergyLevel.MEDIUM, s, s + 3.0) for s in range(seconds)
    ]
    said = [words("surprise", s, s + 1.0, text="ñandú\n" * 20) for s in range(seconds)]
    opinions = [voice(("anxious", "neutral")[s // 3 % 2], s, s + 1.0) for s in range(seconds)]
    fusion = fuse(moments_from_entries(entries), voices, opinions, said, float(seconds))
    message = report(entries, seconds, voices)
    message |= {"words": words_json(said), "fusion": fusion_json(fusion)}
    # As webrtc/channels.py and webrtc/event_log.py write it.
    text = json.dumps(
        {"type": "report", **message},
        allow_nan=False,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    assert len(text.encode()) < MAX_MESSAGE_BYTES - ROOM_FOR_COMPANIONS_BYTES
