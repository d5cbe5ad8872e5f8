from webrtc.sampler import FrameSampler


def sampled(sampler: FrameSampler, times_s: list[float]) -> list[float]:
    return [t for t in times_s if sampler.is_due(t, t)]


def test_one_frame_a_second_at_any_frame_rate() -> None:
    for fps in (5, 15, 30):
        frames = [n / fps for n in range(fps * 10)]
        assert sampled(FrameSampler(), frames) == [float(second) for second in range(10)]


def test_a_session_of_ten_seconds_has_ten_samples_though_frames_are_taken_early() -> None:
    for fps in (5, 15, 30):
        sampler = FrameSampler()
        frames_s = [n / fps for n in range(fps * 11)]
        assert sum(sampler.is_due(t, t, until_s=10.0) for t in frames_s) == 10


def test_a_frame_after_the_end_is_not_read_though_one_was_due_before() -> None:
    sampler = FrameSampler()
    assert sampler.is_due(0.0, 0.0, until_s=10.0)
    assert not sampler.is_due(12.0, 12.0, until_s=10.0)


def test_a_gap_does_not_move_the_grid_or_cause_a_burst() -> None:
    frames = [0.0, 0.5, 1.0, 4.3, 4.4, 4.9, 5.0, 5.1, 6.0]
    assert sampled(FrameSampler(), frames) == [0.0, 1.0, 4.3, 5.0, 6.0]


def test_a_publisher_with_a_fast_clock_cannot_force_more_readings() -> None:
    sampler = FrameSampler()
    taken = [n for n in range(100) if sampler.is_due(media_time_s=n * 100.0, now_s=n * 0.01)]
    assert len(taken) == 2
