import pytest

from webrtc.send.pace import MAX_LATE_S, Pace
from webrtc.send.play_out import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ


@pytest.fixture
def pace() -> Pace:
    pace = Pace()
    pace.resume(100.0)
    return pace


def test_frames_leave_every_20_ms_and_say_so(pace: Pace) -> None:
    due = []
    stamps = []
    for _ in range(4):
        due.append(pace.due_s(100.0))
        stamps.append(pace.stamp())
    assert due == pytest.approx([100.0, 100.02, 100.04, 100.06])
    assert stamps == [0, FRAME_SAMPLES, 2 * FRAME_SAMPLES, 3 * FRAME_SAMPLES]


def test_a_pause_shows_in_the_stamps(pace: Pace) -> None:
    pace.stamp()
    pace.resume(103.0)
    assert pace.due_s(103.0) == 103.0
    assert pace.stamp() == 3 * SAMPLE_RATE_HZ


def test_sound_that_goes_on_at_once_waits_for_the_last_frames_end(pace: Pace) -> None:
    pace.stamp()
    pace.resume(100.005)
    assert pace.due_s(100.005) == pytest.approx(100.0 + FRAME_S)
    assert pace.stamp() == FRAME_SAMPLES


def test_a_short_stall_is_caught_up_without_a_gap(pace: Pace) -> None:
    pace.stamp()
    now_s = 100.0 + MAX_LATE_S
    assert pace.due_s(now_s) == pytest.approx(100.0 + FRAME_S)
    assert pace.stamp() == FRAME_SAMPLES


def test_after_a_long_stall_frames_go_on_from_now_without_a_burst(pace: Pace) -> None:
    pace.stamp()
    now_s = 100.0 + FRAME_S + MAX_LATE_S + 0.1
    assert pace.due_s(now_s) == now_s
    assert pace.stamp() == round((now_s - 100.0) * SAMPLE_RATE_HZ)
    assert pace.due_s(now_s) == pytest.approx(now_s + FRAME_S)
