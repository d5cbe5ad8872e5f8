from typing import Any

import pytest

from benchmarks.voice.record import MAX_READINGS, RTP_WRAPS_AT, VoiceRecord


def voice(end_s: float) -> dict[str, Any]:
    return {"type": "voice", "window": {"start_s": end_s - 3, "end_s": end_s}}


def label(rtp_timestamp: int) -> dict[str, Any]:
    return {"type": "label", "frame": {"rtp_timestamp": rtp_timestamp}}


def test_a_reading_is_as_late_as_its_message_comes_after_its_windows_end() -> None:
    record = VoiceRecord()
    record.note_started(100.0)
    for end_s, received_s in ((3.0, 103.02), (4.0, 104.05), (5.0, 105.1)):
        record.note(voice(end_s), received_s)
    assert record.from_window_s(3.5, 5.0) == [pytest.approx(0.05)]
    assert len(record.from_window_s(0, 10)) == 3


def test_nothing_is_late_before_the_session_has_started() -> None:
    with pytest.raises(AssertionError, match="not started"):
        VoiceRecord().from_window_s(0, 1)


def test_a_pictures_time_goes_on_where_its_timestamps_wrap_around() -> None:
    record = VoiceRecord()
    for number in range(4):
        record.note(label((RTP_WRAPS_AT - 90_000 + number * 90_000) % RTP_WRAPS_AT), 0.0)
    assert [heard.end_s for heard in record.labels] == [0.0, 1.0, 2.0, 3.0]


def test_the_report_is_kept_and_other_messages_are_passed_over() -> None:
    record = VoiceRecord()
    record.note({"type": "trend"}, 1.0)
    assert record.report is None
    record.note({"type": "report", "privacy": {}}, 2.0)
    assert record.report == {"type": "report", "privacy": {}}


def test_memory_is_bounded() -> None:
    record = VoiceRecord()
    for number in range(MAX_READINGS + 10):
        record.note(voice(float(number)), 0.0)
        record.note(label(number), 0.0)
    assert len(record.readings) == len(record.labels) == MAX_READINGS
