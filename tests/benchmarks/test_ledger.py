import pytest

from benchmarks.browser import LabelSeen
from benchmarks.capture_clock import CaptureClock, EncodedFrame
from benchmarks.ledger import read_ledger, stage_values
from tests.benchmarks.runs import STEADY_MS, make_run

TIMING_MS = {"decode": 2.0, "wait": 1.0, "infer": 20.0, "total": 24.0}
FRAME = EncodedFrame(rtp_timestamp=900, encoded_ms=STEADY_MS + 10)
CLOCK = CaptureClock(first_rtp_timestamp=0, first_capture_ms=STEADY_MS - 8)
"""FRAME was captured 10 ms after the first: at STEADY_MS + 2."""


def label(
    rtp_timestamp: int | None = 900,
    received_ms: float = STEADY_MS + 45,
    reason: str | None = None,
    timing_ms: dict[str, float] = TIMING_MS,
) -> LabelSeen:
    return LabelSeen(received_ms, reason, rtp_timestamp, timing_ms)


def test_the_stages_of_a_label_add_up_to_the_whole() -> None:
    (latency,) = read_ledger(make_run([label()], [FRAME], CLOCK)).latencies
    assert latency.capture_to_label_ms == pytest.approx(43)
    assert latency.encoded_to_label_ms == pytest.approx(35)
    assert latency.stages_ms == pytest.approx(
        {"encode": 8, "network": 11, "decode": 2, "wait": 1, "infer": 20, "handover": 1}
    )
    assert sum(latency.stages_ms.values()) == pytest.approx(43)


def test_without_a_capture_clock_the_ledger_begins_at_the_encoder() -> None:
    (latency,) = read_ledger(make_run([label()], [FRAME])).latencies
    assert latency.capture_to_label_ms is None
    assert "encode" not in latency.stages_ms
    assert sum(latency.stages_ms.values()) == pytest.approx(35)


def test_what_a_server_does_not_tell_apart_stays_in_one_piece() -> None:
    run = make_run([label(timing_ms={"infer": 20.0})], [FRAME], CLOCK)
    (latency,) = read_ledger(run).latencies
    assert latency.stages_ms == pytest.approx({"encode": 8, "infer": 20, "unsplit": 15})


def test_a_label_of_a_frame_that_was_never_sent_is_counted_and_not_timed() -> None:
    ledger = read_ledger(make_run([label(901), label(None), label()], [FRAME]))
    assert (len(ledger.latencies), ledger.unmatched) == (1, 2)


def test_a_repeated_label_for_want_of_video_is_left_out() -> None:
    ledger = read_ledger(make_run([label(reason="no_video")], [FRAME]))
    assert (ledger.latencies, ledger.unmatched) == ([], 0)


def test_frames_from_before_the_stream_was_steady_are_left_out() -> None:
    early = EncodedFrame(900, STEADY_MS - 1)
    assert read_ledger(make_run([label()], [early])).latencies == []


def test_a_stage_is_listed_for_the_labels_that_know_it() -> None:
    labels = [label(), label(timing_ms={"infer": 30.0})]
    latencies = read_ledger(make_run(labels, [FRAME])).latencies
    assert stage_values(latencies, "infer") == [20.0, 30.0]
    assert stage_values(latencies, "decode") == [2.0]
