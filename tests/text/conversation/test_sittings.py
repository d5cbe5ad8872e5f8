import pytest

from tests.text.conversation.histories import feelings_of
from text.conversation.sittings import sittings_of


def test_a_silence_of_over_an_hour_ends_a_sitting() -> None:
    sittings = sittings_of(feelings_of([-0.2, -0.4, 0.6], [0, 3600, 7201]))
    assert [len(sitting.feelings) for sitting in sittings] == [2, 1]
    assert sittings[0].valence == pytest.approx(-0.3)
    assert sittings[1].at == sittings[1].feelings[0].turn.at


def test_no_messages_are_no_sittings() -> None:
    assert sittings_of([]) == []
