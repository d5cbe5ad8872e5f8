import pytest

from webrtc.captions import MAX_TURN_CHARS, PARTIAL_INTERVAL_S, SPEECH_CHARS_PER_S, Captions
from webrtc.messages import SpokenTurn


def test_a_turn_lasts_from_its_first_words_to_its_last() -> None:
    captions = Captions()
    captions.take("assistant", "ho", False, 3.0)
    closed = captions.take("assistant", "hola", True, 5.0)
    assert closed == SpokenTurn("assistant", "hola", 3.0, 5.0, True)
    again = captions.take("assistant", "y", True, 9.0)
    assert again == SpokenTurn("assistant", "y", 9.0, 9.0, True)


def test_a_users_turn_that_comes_at_once_began_when_they_began_to_say_it() -> None:
    captions = Captions()
    text = "a" * 30
    turn = captions.take("user", text, True, 10.0)
    assert turn is not None
    assert turn.start_s == pytest.approx(10.0 - 30 / SPEECH_CHARS_PER_S)
    assert turn.end_s == 10.0


def test_a_users_turn_that_comes_word_by_word_began_before_its_first_one() -> None:
    captions = Captions()
    captions.take("user", "a" * 15, False, 5.0)
    turn = captions.take("user", "a" * 45, True, 9.0)
    assert turn is not None
    assert turn.start_s == pytest.approx(5.0 - 15 / SPEECH_CHARS_PER_S)
    assert turn.end_s == 9.0


def test_a_users_turn_begins_neither_before_the_session_nor_in_the_turn_before() -> None:
    captions = Captions()
    for now_s, start_s in ((1.0, 0.0), (2.0, 1.0)):
        captions.take("user", "a" * 60, False, now_s)
        turn = captions.take("user", "a" * 90, True, now_s)
        assert turn == SpokenTurn("user", "a" * 90, start_s, now_s, True)


def test_an_unfinished_turn_is_told_of_a_few_times_a_second_only() -> None:
    captions = Captions()
    times_s = [PARTIAL_INTERVAL_S / 4 * n for n in range(9)]
    told = [captions.take("user", "a" * (n + 1), False, t) for n, t in enumerate(times_s)]
    assert [turn.text for turn in told if turn is not None] == ["a", "aaaaa", "aaaaaaaaa"]


def test_the_end_of_a_turn_is_always_told_and_the_next_one_at_once() -> None:
    captions = Captions()
    captions.take("user", "hola", False, 1.0)
    assert captions.take("user", "hola a todos", True, 1.0) is not None
    assert captions.take("user", "y", False, 1.0) is not None


def test_both_sides_have_turns_of_their_own() -> None:
    captions = Captions()
    captions.take("user", "hola", False, 1.0)
    reply = captions.take("assistant", "buenos días", False, 2.0)
    assert reply == SpokenTurn("assistant", "buenos días", 2.0, 2.0, False)
    closed = captions.take("user", "hola tú", True, 3.0)
    assert closed is not None
    assert (closed.text, closed.end_s) == ("hola tú", 3.0)


def test_an_empty_end_closes_the_turn_with_the_words_that_there_were() -> None:
    captions = Captions()
    captions.take("assistant", "te escucho", False, 1.0)
    closed = captions.take("assistant", "", True, 2.0)
    assert closed == SpokenTurn("assistant", "te escucho", 1.0, 2.0, True)
    assert captions.take("assistant", " ", True, 3.0) is None


def test_a_turn_is_cut_off_at_its_bound() -> None:
    turn = Captions().take("user", "a" * 10_000, True, 1.0)
    assert turn is not None
    assert len(turn.text) == MAX_TURN_CHARS


def test_an_opinion_is_about_the_users_newest_turn() -> None:
    captions = Captions()
    assert captions.user_window_s(4.0) == (4.0, 4.0)
    captions.take("user", "a" * 15, True, 5.0)
    captions.take("assistant", "hola", True, 6.0)
    assert captions.user_window_s(7.0) == pytest.approx((4.0, 5.0))
    captions.take("user", "a" * 15, False, 8.0)
    captions.take("user", "a" * 30, False, 9.0)
    assert captions.user_window_s(9.0) == pytest.approx((7.0, 9.0))
