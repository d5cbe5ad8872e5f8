import pytest

from cluster.snapshots import encode_entries
from webrtc.captions import MAX_TURN_CHARS, Captions
from webrtc.journal import Journal


@pytest.mark.parametrize("letter", ["a", "ñ", "ж", "語", "😀", '"', "\x01"])
def test_the_longest_turn_in_any_script_is_small_enough_to_be_saved(letter: str) -> None:
    turn = Captions().take("assistant", f"a{letter * 2 * MAX_TURN_CHARS}", True, 599.123456789)
    assert turn is not None
    journal = Journal()
    journal.on_words(turn.role, turn.text, turn.start_s, turn.end_s)
    assert len(encode_entries(journal.entries)) == 1
