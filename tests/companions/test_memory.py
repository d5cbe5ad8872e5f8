from datetime import timedelta

import pytest

from companions.memory import earlier_talks
from tests.store.turns import NOW, turn
from text.conversation.turn import Turn


def said(valence: float, minute: float, role: str = "user") -> Turn:
    return turn("x", role=role, minute=minute, valence=valence)


def test_only_what_the_person_said_counts() -> None:
    assert earlier_talks([]) is None
    assert earlier_talks([said(0.5, 0, role="assistant")]) is None
    told = earlier_talks([said(0.5, 0), said(0.9, 1, role="assistant")])
    assert told is not None
    assert (told.sittings, told.messages, told.first_at) == (1, 1, NOW)
    assert told.valence == pytest.approx(0.5)
    assert told.growth is None


def test_talks_are_told_apart_by_long_silences_and_have_a_direction() -> None:
    turns = [said(-0.8 + 0.1 * day + 0.01 * n, 1440 * day + n) for day in range(9) for n in (0, 1)]
    told = earlier_talks(turns)
    assert told is not None
    assert (told.sittings, told.messages) == (9, 18)
    assert told.first_at == NOW
    assert told.direction == "improving"
    assert -0.8 < told.valence < 0.0


def test_a_talk_that_gets_worse_does_not_make_a_row_of_talks_do_so() -> None:
    turns = [said(0.5 - 0.2 * n, 1440 * day + n) for day in range(3) for n in range(5)]
    told = earlier_talks(turns)
    assert told is not None
    assert told.direction == "stable"
    before = earlier_talks(turns[:-5])
    assert before is not None
    assert (before.sittings, before.direction) == (2, None)


def test_the_usual_valence_leans_to_what_was_said_last_and_leaves_nothing_out() -> None:
    told = earlier_talks([said(-0.4, 0), said(0.4, 1)])
    assert told is not None
    assert 0.0 < told.valence < 0.1


def test_the_order_is_that_of_time() -> None:
    later, first = said(0.4, 5), said(-0.4, 0)
    told = earlier_talks([later, first])
    assert told is not None
    assert told.first_at == first.at == later.at - timedelta(minutes=5)
