"""How often chance alone is taken for something, over many seeded histories of noise.

Bounds are the stated rates plus three standard errors of a rate over this many seeds.
"""

import math
from collections.abc import Iterable

import numpy as np
import pytest

from tests.text.conversation.histories import DAY_S, feelings_of, mood_history, noise, noise_history
from text.conversation.cyclical import cyclical_findings
from text.conversation.growth import growth_of
from text.conversation.patterns import patterns_of
from text.conversation.shifts import breakthroughs_of
from text.conversation.sittings import sittings_of
from text.conversation.temporal import temporal_findings
from text.conversation.trend import trend_of

SEEDS = 100


def _rate(alarms: Iterable[bool]) -> float:
    return float(np.mean(list(alarms)))


def _bound(rate: float, seeds: int = SEEDS) -> float:
    return rate + 3 * math.sqrt(rate * (1 - rate) / seeds)


def test_noise_has_no_patterns() -> None:
    alarms = (bool(patterns_of(noise_history(seed, 60, 0.0))) for seed in range(SEEDS))
    assert _rate(alarms) <= _bound(0.05)


def test_noise_written_in_sittings_has_no_patterns() -> None:
    histories = (noise_history(seed, 100, lengths=(5,)) for seed in range(SEEDS))
    assert _rate(bool(patterns_of(history)) for history in histories) <= _bound(0.05)


def test_noise_in_sittings_of_all_lengths_has_no_patterns() -> None:
    """A longer sitting tells more events and shows more emotions."""
    lengths = (1, 1, 1, 8, 1, 12, 1, 1, 1, 6)
    histories = (noise_history(seed, 100, lengths=lengths) for seed in range(SEEDS))
    assert _rate(bool(patterns_of(history)) for history in histories) <= _bound(0.05)


@pytest.mark.parametrize("lengths", [(1,) * 30, (6,) * 12])
def test_what_messages_share_by_their_sittings_mood_is_no_pattern(lengths: tuple[int, ...]) -> None:
    kinds = [
        {pattern.kind for pattern in patterns_of(mood_history(seed, lengths))}
        for seed in range(SEEDS)
    ]
    assert _rate("sequential" in found for found in kinds) <= _bound(0.05)
    assert _rate("trigger-based" in found for found in kinds) <= _bound(0.05)


@pytest.mark.parametrize("inertia", [0.0, 0.5])
def test_temporal_tests_hold_their_level(inertia: float) -> None:
    p = [
        finding.p
        for seed in range(SEEDS)
        for finding in temporal_findings(sittings_of(noise_history(seed, 60, inertia)))
    ]
    assert _rate(each <= 0.05 for each in p) <= _bound(0.05)


@pytest.mark.parametrize(("inertia", "level"), [(0.0, 0.05), (0.5, 0.10), (0.8, 0.10)])
def test_cycles_are_no_more_frequent_than_stated_even_in_lingering_moods(
    inertia: float, level: float
) -> None:
    """White noise keeps to 5 %; a wrongly estimated inertia costs up to 5 % more."""
    p = [
        finding.p
        for seed in range(SEEDS)
        for finding in cyclical_findings(sittings_of(noise_history(seed, 60, inertia)))
    ]
    assert _rate(each <= 0.05 for each in p) <= _bound(level)


def test_breakthroughs_in_noise_are_rare() -> None:
    def alarm(seed: int) -> bool:
        valences = (0.3 * np.random.default_rng(seed).normal(size=20)).tolist()
        return any(gain.standing == "confirmed" for gain in breakthroughs_of(valences))

    assert _rate(alarm(seed) for seed in range(SEEDS)) <= _bound(0.05)


@pytest.mark.parametrize("inertia", [0.0, 0.5])
@pytest.mark.parametrize("count", [20, 60])
def test_growth_in_noise_is_rare(count: int, inertia: float) -> None:
    def alarm(seed: int) -> bool:
        growth = growth_of(noise_history(seed, count, inertia))
        return growth is not None and growth.direction != "stable"

    assert _rate(alarm(seed) for seed in range(SEEDS)) <= _bound(0.05)


def test_a_steady_mood_has_no_trend() -> None:
    """Readings that scatter by a tenth, less than the reader's own error, are stable."""

    def alarm(seed: int) -> bool:
        valences = (-0.4 + 0.1 * np.random.default_rng(seed).normal(size=6)).tolist()
        return trend_of(valences).direction != "stable"

    assert _rate(alarm(seed) for seed in range(SEEDS)) <= _bound(0.10)


def test_daily_noise_has_no_cycle_but_a_planted_one_is_found() -> None:
    """The same noise with and without a wave: what keeps the false alarms down finds it."""
    days = np.arange(60)
    wave = 0.3 * np.sin(2 * np.pi * days / 8)
    found = []
    for seed in range(50):
        valences = 0.2 * noise(np.random.default_rng(seed), 60, 0.4) + wave
        feelings = feelings_of(valences.tolist(), (DAY_S * days).tolist())
        found.append(any(pattern.kind == "cyclical" for pattern in patterns_of(feelings)))
    assert _rate(found) >= 0.9
