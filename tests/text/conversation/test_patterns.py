import numpy as np
import pytest

from tests.text.conversation.histories import DAY_S, HOUR_S, feelings_of, noise
from text.categories import Category
from text.conversation.felt import Felt
from text.conversation.patterns import patterns_of


def _kinds(feelings: list[Felt]) -> set[str]:
    return {pattern.kind for pattern in patterns_of(feelings)}


def test_few_messages_have_no_patterns() -> None:
    assert patterns_of([]) == []
    assert patterns_of(feelings_of([0.5, -0.5], [0, 60])) == []


def test_a_temporal_pattern_is_found() -> None:
    days = 20
    times = [day * DAY_S + hour * HOUR_S for day in range(days) for hour in (9, 21)]
    valences = np.tile((0.3, -0.5), days) + 0.1 * noise(np.random.default_rng(1), 2 * days)
    assert "temporal" in _kinds(feelings_of(valences.tolist(), times))


def test_a_cyclical_pattern_is_found() -> None:
    days = np.arange(60)
    valences = 0.5 * np.sin(2 * np.pi * days / 9) + 0.1 * noise(np.random.default_rng(1), 60)
    assert "cyclical" in _kinds(feelings_of(valences.tolist(), (days * DAY_S).tolist()))


def test_a_trigger_based_pattern_is_found() -> None:
    events = [("deadline pressure",) if index % 4 == 0 else () for index in range(40)]
    categories = [Category.FEAR if event else Category.JOY for event in events]
    times = [DAY_S * index for index in range(40)]
    (pattern,) = (
        each
        for each in patterns_of(feelings_of([0.0] * 40, times, categories, events))
        if each.kind == "trigger-based"
    )
    assert pattern.what == "fear with deadline pressure"
    assert pattern.support == 10
    assert pattern.effect > 3
    assert pattern.p < 0.001


def test_a_sequential_pattern_is_found() -> None:
    chain = [Category.ANGER, Category.SADNESS, Category.JOY, Category.JOY, Category.JOY] * 8
    feelings = feelings_of([0.0] * 40, [60.0 * index for index in range(40)], chain)
    assert "sadness after anger" in {pattern.what for pattern in patterns_of(feelings)}


def test_a_recovery_pattern_is_found() -> None:
    lengths = (6, 5, 5, 4, 4, 3, 3, 2, 2, 1)
    valences = [value for length in lengths for value in [0.4] * 12 + [-0.6] * length]
    feelings = feelings_of([*valences, 0.4], [60.0 * i for i in range(len(valences) + 1)])
    (pattern,) = patterns_of(feelings)
    assert pattern.kind == "recovery"
    assert pattern.effect < -0.9
    assert pattern.support == 10


def test_the_surest_pattern_comes_first() -> None:
    days = 30
    times = [day * DAY_S + hour * HOUR_S for day in range(days) for hour in (9, 21)]
    valences = np.tile((0.3, -0.5), days) + 0.1 * noise(np.random.default_rng(1), 2 * days)
    categories = [Category.JOY if value > 0 else Category.FEAR for value in valences]
    events = [("deadline pressure",) if value < -0.45 else () for value in valences]
    p = [
        pattern.p
        for pattern in patterns_of(feelings_of(valences.tolist(), times, categories, events))
    ]
    assert len(p) >= 2
    assert p == sorted(p)


def test_p_is_adjusted_for_all_tests_that_were_made() -> None:
    """The same association among more events that might have been associated is less sure."""
    base = [("deadline pressure",) if index % 4 == 0 else () for index in range(40)]
    more = [(*event, *_idle(index)) for index, event in enumerate(base)]
    categories = [Category.FEAR if event else Category.JOY for event in base]
    times = [DAY_S * index for index in range(40)]
    alone, among = (
        next(
            pattern.p
            for pattern in patterns_of(feelings_of([0.0] * 40, times, categories, events))
            if pattern.what == "fear with deadline pressure"
        )
        for events in (base, more)
    )
    assert among == pytest.approx(alone * 3)


def _idle(index: int) -> tuple[str, ...]:
    return tuple(name for name, step in (("success", 5), ("separation", 6)) if index % step == 1)
