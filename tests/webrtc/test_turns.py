import random
from statistics import mean

import pytest

from webrtc.sampler import FrameSampler
from webrtc.turns import Turns


def sampled(sampler: FrameSampler, fps: int, began_s: float, seconds: float) -> list[float]:
    """Return the real times of the frames that are read."""
    offsets_s = [number / fps for number in range(round(seconds * fps))]
    return [began_s + t for t in offsets_s if sampler.is_due(t, began_s + t)]


def gaps_s(phases: list[float]) -> list[float]:
    taken = sorted(phases)
    return [b - a for a, b in zip(taken, [*taken[1:], taken[0] + 1.0], strict=True)]


def test_a_session_alone_keeps_the_moment_of_its_first_frame() -> None:
    read_s = sampled(FrameSampler(Turns().join()), 10, 0.3, 5)
    assert read_s == pytest.approx([0.3 + number for number in range(5)])


def test_two_that_begin_together_are_read_half_a_second_apart() -> None:
    turns = Turns()
    first, second = (sampled(FrameSampler(turns.join()), 10, 7.0, 6) for _ in range(2))
    assert first[0] == second[0] == 7.0
    apart_s = [(b - a) % 1.0 for a, b in zip(first[1:], second[1:], strict=False)]
    assert apart_s == pytest.approx([0.5] * len(apart_s))


def test_labels_are_a_second_apart_but_for_moves_of_up_to_half_a_second() -> None:
    turns, chance = Turns(), random.Random(1)
    for _ in range(40):
        times_s = sampled(FrameSampler(turns.join()), 10, chance.uniform(0, 1), 20)
        steps_s = [b - a for a, b in zip(times_s, times_s[1:], strict=False)]
        assert all(0.5 <= step_s <= 1.55 for step_s in steps_s)
        assert sum(step_s != pytest.approx(1.0) for step_s in steps_s) <= 3


@pytest.mark.parametrize("people", [4, 8, 16])
def test_those_who_come_by_chance_are_spread_more_evenly_than_chance_spreads_them(
    people: int,
) -> None:
    chance, turns = random.Random(people), Turns()
    came_s = [chance.uniform(0, 100) for _ in range(people)]
    read_s = [sampled(FrameSampler(turns.join()), 30, at_s, 5.5)[-1] % 1.0 for at_s in came_s]
    assert min(gaps_s(read_s)) > 0.5 / people
    assert max(gaps_s(read_s)) < 1.9 / people
    by_chance_s = gaps_s([at_s % 1.0 for at_s in came_s])
    assert min(by_chance_s) < 0.3 / people


def p95_wait_s(read_s: list[float], reading_s: float) -> float:
    """Return how long frames wait for a reader that takes one after the other."""
    waits_s, free_s = [], 0.0
    for at_s in sorted(read_s):
        waits_s.append(max(0.0, free_s - at_s))
        free_s = max(at_s, free_s) + reading_s
    return sorted(waits_s)[int(0.95 * len(waits_s))]


def test_readings_hardly_wait_for_one_another_and_by_chance_they_do() -> None:
    chance = random.Random(17)
    with_turns: list[float] = []
    without: list[float] = []
    for _ in range(20):
        turns = Turns()
        began_s = [chance.uniform(0.0, 20.0) for _ in range(17)]
        shared = [sampled(FrameSampler(turns.join()), 10, s, 60 - s) for s in sorted(began_s)]
        alone = [sampled(FrameSampler(), 10, s, 60 - s) for s in began_s]
        for waits, sessions in ((with_turns, shared), (without, alone)):
            waits.append(p95_wait_s([t for times in sessions for t in times if t > 25], 0.03))
    assert mean(without) == pytest.approx(0.05, abs=0.01)
    assert mean(with_turns) < 0.006


def test_who_leaves_makes_room() -> None:
    turns = Turns()
    first, second, third = (turns.join() for _ in range(3))
    first.settle(7.0)
    second.settle(7.5)
    assert third.move_s(8.05, 0.05) == pytest.approx(0.2)
    assert third.move_s(8.25, 0.05) is None
    second.leave()
    assert third.move_s(8.25, 0.05) == pytest.approx(0.25)


def test_of_few_frames_the_one_with_most_room_is_chosen() -> None:
    turns = Turns()
    for moment_s in (0.0, 0.2, 0.7):
        turns.join().settle(moment_s)
    assert turns.join().move_s(3.7, 0.2) == pytest.approx(0.8)


def test_a_session_alone_never_moves() -> None:
    turn = Turns().join()
    turn.settle(3.0)
    assert turn.move_s(3.0, 0.1) is None


def test_sessions_whose_clocks_drift_together_move_apart_again() -> None:
    turns = Turns()
    steady, fast = FrameSampler(turns.join()), FrameSampler(turns.join())
    read_s: list[list[float]] = [[], []]
    for number in range(600):
        media_s = number / 10
        for times_s, sampler, real_s in (
            (read_s[0], steady, media_s),
            (read_s[1], fast, 0.5 + media_s * 0.95),
        ):
            if sampler.is_due(media_s, real_s):
                times_s.append(real_s)
    near = [t for t in read_s[1] if min(abs(t - other) for other in read_s[0]) < 0.05]
    assert len(near) <= 3


def test_a_camera_that_is_not_even_to_the_millisecond_is_read_once_a_second() -> None:
    chance, sampler = random.Random(0), FrameSampler(Turns().join())
    frames_s = [n / 10 + chance.uniform(-0.004, 0.004) for n in range(1, 600)]
    read_s = [t for t in frames_s if sampler.is_due(t, t)]
    steps_s = [b - a for a, b in zip(read_s, read_s[1:], strict=False)]
    assert min(steps_s) > 0.98
    assert max(steps_s) < 1.02
