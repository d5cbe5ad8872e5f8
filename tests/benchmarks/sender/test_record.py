import pytest

from benchmarks.sender.record import MAX_FRAMES, SentFrame, SessionRecord
from tests.benchmarks.capacity.steps import figures


def record_of_ten_seconds() -> SessionRecord:
    """A frame a second, each label 50 ms after its frame."""
    record = SessionRecord()
    for second in range(10):
        record.note_sent(second * 90_000, SentFrame(second, 100.0 + second))
    return record


def test_a_label_is_timed_from_the_frame_that_it_names() -> None:
    record = record_of_ten_seconds()
    record.note_label(3 * 90_000, 103.05)
    assert record.latencies_s(0, 10) == [pytest.approx(0.05)]


def test_only_frames_of_the_measured_time_count() -> None:
    record = record_of_ten_seconds()
    for second in range(10):
        record.note_label(second * 90_000, 100.05 + second)
    assert len(record.latencies_s(2, 6)) == 4


def test_a_second_label_for_a_frame_and_one_for_no_frame_are_unknown() -> None:
    record = record_of_ten_seconds()
    record.note_label(0, 100.05)
    record.note_label(0, 100.06)
    record.note_label(12_345, 100.07)
    assert record.labels_unknown == 2
    assert len(record.latencies_s(0, 10)) == 1


def test_a_long_session_remembers_no_more_than_its_last_frames() -> None:
    record = SessionRecord()
    for number in range(MAX_FRAMES + 1):
        record.note_sent(number, SentFrame(number, number))
    record.note_label(0, 1.0)
    record.note_label(MAX_FRAMES, MAX_FRAMES + 1.0)
    assert record.labels_unknown == 1
    assert record.latencies_s(0, MAX_FRAMES + 1) == [1.0]


def test_labels_that_did_not_come_are_missing() -> None:
    assert figures(label_ms=[30.0] * 18, expected=20).missing_share == pytest.approx(0.1)
    assert figures(label_ms=[30.0] * 21, expected=20).missing_share == 0
