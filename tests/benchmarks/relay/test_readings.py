"""Gaps and latencies of sessions."""

import pytest

from benchmarks.browser import LabelSeen, Run
from benchmarks.capture_clock import EncodedFrame
from benchmarks.relay.posting import Post
from benchmarks.relay.readings import readings_of_posts, readings_of_run

START_MS = 1_000_000.0


def label(at_s: float, frame: int | None, reason: str | None = None) -> LabelSeen:
    return LabelSeen(START_MS + at_s * 1000, reason, frame, {})


def run(*labels: LabelSeen) -> Run:
    frames = [EncodedFrame(number, START_MS + number * 1000 - 100) for number in range(11)]
    return Run(
        clicked_ms=START_MS - 500,
        answered_ms=START_MS - 400,
        connected_ms=START_MS - 300,
        steady_ms=START_MS,
        ended_ms=START_MS + 10_000,
        frames=frames,
        labels=list(labels),
        capture_clock=None,
        messages=[],
        outbound=None,
    )


def test_labels_that_no_video_comes_do_not_fill_a_gap() -> None:
    labels = [label(1, 1), label(2, 2), label(4, 2, "no_video"), label(6, 6), label(9, 9)]
    readings = readings_of_run(run(*labels))
    assert max(readings.gaps_s()) == pytest.approx(4.0)
    assert readings.latencies_ms == pytest.approx([100.0] * 4)


def test_a_face_that_cannot_be_read_is_a_reading() -> None:
    readings = readings_of_run(run(label(1, 1), label(2, 2, "no_face"), label(3, 3)))
    assert readings.arrivals_s == pytest.approx([1, 2, 3])


def test_silence_at_the_end_is_a_gap_and_so_is_all_of_it() -> None:
    assert max(readings_of_run(run(label(1, 1))).gaps_s()) == pytest.approx(9.0)
    assert readings_of_run(run()).gaps_s() == pytest.approx([10.0])


def test_labels_before_and_after_the_measurement_do_not_count() -> None:
    assert readings_of_run(run(label(-0.2, 0), label(10.2, 10))).arrivals_s == []


def test_posts_are_read_from_the_first_answer_on() -> None:
    posts = [Post(0, 10, 110, 1), Post(1000, 1010, 1210, 1), Post(3000, 3010, 3110, 1)]
    readings = readings_of_posts(posts)
    assert readings.latencies_ms == [100, 200, 100]
    assert max(readings.gaps_s()) == pytest.approx(1.9)
