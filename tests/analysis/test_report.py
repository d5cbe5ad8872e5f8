import json

import pytest

from analysis.labels import Reason
from analysis.report import report_message
from tests.analysis.sessions import each_second, entry

MAX_MESSAGE_BYTES = 262_144
"""`a=max-message-size` in the answers of aiortc (LOCAL_MAX_MESSAGE_SIZE) and Chrome."""


def test_the_report_holds_timeline_figures_and_privacy() -> None:
    entries = [
        entry(0.25, "happy", happy_probability=0.98765),
        entry(1.25, None, reason=Reason.TOO_DARK),
    ]
    message = report_message(entries, duration_s=2.0, frames_received=60, frames_analysed=2)
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
        "audio_stored": 0,
    }


def test_the_figures_read_like_the_statistics() -> None:
    entries = each_second("happy", "happy", "sad", None)
    message = report_message(entries, duration_s=4.0, frames_received=4, frames_analysed=4)
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


@pytest.mark.parametrize("seconds", [0, 30, 600])
def test_the_report_is_json_and_fits_into_one_data_channel_message(seconds: int) -> None:
    names = [("surprised", "disgusted")[second % 2] for second in range(seconds)]
    message = report_message(
        each_second(*names), duration_s=seconds, frames_received=18_000, frames_analysed=600
    )
    text = json.dumps({"type": "report", **message}, allow_nan=False)
    assert len(text.encode()) < MAX_MESSAGE_BYTES
