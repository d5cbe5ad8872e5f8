import dataclasses
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conversation.builders import turns_of
from tests.text.conversation.strategies import conversations, patient
from text.conversation.trajectory import trajectory
from text.conversation.turn import Turn


def test_no_messages_tell_nothing() -> None:
    empty = trajectory([], "user")
    assert empty.trend.direction == "stable"
    assert empty.baseline is None
    assert empty.growth is None
    assert empty.breakthroughs == empty.setbacks == ()
    assert empty.patterns == ()


def test_only_the_messages_of_the_role_count() -> None:
    mine, theirs = turns_of([-0.6, -0.2, 0.3]), turns_of([0.9, -0.9, 0.9], role="assistant")
    assert trajectory([*mine, *theirs], "user") == trajectory(mine, "user")
    assert trajectory(mine, "assistant") == trajectory([], "assistant")


def test_a_breakthrough_names_its_message() -> None:
    turns = turns_of([-0.6, -0.5, -0.55, 0.3, 0.35, 0.25])
    (change,) = trajectory(turns, "user").breakthroughs
    assert change.turn.external_id == "m3"
    assert change.shift.standing == "confirmed"


def test_a_setback_names_its_message() -> None:
    turns = turns_of([0.6, 0.5, 0.55, -0.3])
    (change,) = trajectory(turns, "user").setbacks
    assert change.turn.external_id == "m3"
    assert change.shift.standing == "candidate"


def test_the_baseline_of_the_latest_state() -> None:
    baseline = trajectory(turns_of([0.4, 0.4, 0.4, 0.9]), "user").baseline
    assert baseline is not None
    assert baseline.baseline_valence == pytest.approx(0.4)


@patient
@given(conversations())
def test_any_conversation_has_a_trajectory_in_range(turns: list[Turn]) -> None:
    result = trajectory(turns, "user")
    assert -2 <= result.trend.valence_trend <= 2
    assert result.trend.direction in ("improving", "stable", "worsening")
    if result.baseline is not None:
        assert 0 <= result.baseline.average_intensity <= 1
        assert -1 <= result.baseline.baseline_valence <= 1
    for change in result.breakthroughs:
        assert 0 < change.shift.change <= 2
        assert change.turn.role == "user"
    for change in result.setbacks:
        assert -2 <= change.shift.change < 0
    if result.growth is not None:
        assert 0 <= result.growth.score <= 1
    for pattern in result.patterns:
        assert 0 <= pattern.p <= 0.05
        assert pattern.support >= 1


@patient
@given(conversations(distinct_times=True), st.integers())
def test_order_of_arrival_does_not_matter(turns: list[Turn], seed: int) -> None:
    shuffled = random.Random(seed).sample(turns, len(turns))
    assert trajectory(shuffled, "user") == trajectory(turns, "user")


@patient
@given(conversations())
def test_mirrored_valence_mirrors_the_shifts(turns: list[Turn]) -> None:
    # Waits and talk of self-harm are unpleasant whatever the model says, so they have no mirror.
    plain = [
        turn
        for turn in turns
        if turn.marks.waited_min is None and not turn.reading.speaks_of_self_harm
    ]
    mirrored = [
        dataclasses.replace(
            turn, reading=dataclasses.replace(turn.reading, valence=-turn.reading.valence)
        )
        for turn in plain
    ]
    ahead, back = trajectory(plain, "user"), trajectory(mirrored, "user")
    gains = [change.shift.index for change in ahead.breakthroughs]
    assert gains == [change.shift.index for change in back.setbacks]


def test_a_thousand_messages_are_described() -> None:
    wave = itertools.cycle([0.6, 0.2, -0.4, -0.7, 0.1])
    result = trajectory(turns_of(itertools.islice(wave, 1000), every_s=7200), "user")
    assert result.growth is not None
    assert result.baseline is not None
