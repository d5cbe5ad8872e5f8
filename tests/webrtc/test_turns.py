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


def test_the_second_frame_comes_between_half_a_second_and_one_and_a_half_after_the_first() -> None:
    turns, chance = Turns(), random.Random(1)
    for _ in range(40):
        times_s = sampled(FrameSampler(turns.join()), 10, chance.uniform(0, 1), 5)
        assert 0.5 <= times_s[1] - times_s[0] <= 1.55
        assert [b - a for a, b in zip(times_s[1:], times_s[2:], strict=False)] == pytest.approx(
            [1.0] * (len(times_s) - 2)
        )


@pytest.mark.parametrize("people", [4, 8, 16])
def test_those_who_come_by_chance_are_spread_more_evenly_than_chance_spreads_them(
    people: int,
) -> None:
    chance, turns = random.Random(people), Turns()
    came_s = [chance.uniform(0, 100) for _ in range(people)]
    read_s = [sampled(FrameSampler(turns.join()), 30, at_s, 4)[-1] % 1.0 for at_s in came_s]
    assert min(gaps_s(read_s)) > 0.6 / people
    assert max(gaps_s(read_s)) < 1.4 / people
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
    with_turns, without = [], []
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
    first, second = turns.join(), turns.join()
    first.settle(7.0)
    second.settle(7.5)
    assert turns.join().delay_s(8.0, 0.05) == pytest.approx(0.25)
    first.leave()
    assert turns.join().delay_s(8.0, 0.05) == pytest.approx(0.0)
    second.leave()
    assert turns.join().delay_s(8.0, 0.05) is None


def test_of_few_frames_the_one_with_most_room_is_chosen() -> None:
    turns = Turns()
    for moment_s in (0.0, 0.2, 0.7):
        turns.join().settle(moment_s)
    assert turns.join().delay_s(3.1, 0.2) == pytest.approx(0.4)


def test_a_camera_that_is_not_even_to_the_millisecond_is_read_once_a_second() -> None:
    chance, sampler = random.Random(0), FrameSampler(Turns().join())
    frames_s = [n / 10 + chance.uniform(-0.004, 0.004) for n in range(1, 600)]
    read_s = [t for t in frames_s if sampler.is_due(t, t)]
    steps_s = [b - a for a, b in zip(read_s, read_s[1:], strict=False)]
    assert min(steps_s) > 0.98
    assert max(steps_s) < 1.02
