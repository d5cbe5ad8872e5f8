import pytest

import webrtc.captions
from live.captions import MAX_CAPTION_CHARS, Captions


class Words:
    """What a person would read, and what is remembered."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str, bool]] = []
        self.turns: list[tuple[str, str]] = []
        self.captions = Captions(
            lambda *words: self.shown.append(words), lambda *turn: self.turns.append(turn)
        )


def test_pieces_add_up_to_the_whole_turn() -> None:
    words = Words()
    for piece in ("Hola,", " ¿qué", " tal?"):
        words.captions.user_said(piece, finished=False)
    assert words.shown == [
        ("user", "Hola,", False),
        ("user", "Hola, ¿qué", False),
        ("user", "Hola, ¿qué tal?", False),
    ]
    assert words.turns == []


def test_a_finished_transcription_closes_the_turn_once() -> None:
    words = Words()
    words.captions.user_said("Hola", finished=False)
    words.captions.user_said("", finished=True)
    words.captions.user_said("", finished=True)
    words.captions.turn_completed()
    assert words.shown[1:] == [("user", "Hola", True)]
    assert words.turns == [("user", "Hola")]


def test_the_reply_ends_the_persons_turn_and_its_end_the_assistants() -> None:
    words = Words()
    words.captions.user_said("Hola", finished=False)
    words.captions.reply_goes_on()
    words.captions.assistant_said("Buenas ")
    words.captions.assistant_said("tardes")
    words.captions.turn_completed()
    assert words.shown == [
        ("user", "Hola", False),
        ("user", "Hola", True),
        ("assistant", "Buenas", False),
        ("assistant", "Buenas tardes", False),
        ("assistant", "Buenas tardes", True),
    ]


def test_what_interrupts_a_reply_is_one_turn_with_what_follows() -> None:
    words = Words()
    words.captions.assistant_said("Buenas")
    words.captions.user_said("espera", finished=False)
    words.captions.interrupted()
    words.captions.turn_completed()
    words.captions.user_said(" un momento", finished=False)
    words.captions.reply_goes_on()
    assert words.turns == [("assistant", "Buenas"), ("user", "espera un momento")]


def test_belated_words_of_an_interrupted_reply_open_no_turn() -> None:
    words = Words()
    words.captions.assistant_said("Buenas")
    words.captions.interrupted()
    words.captions.assistant_said(" tardes")
    words.captions.reply_goes_on()
    words.captions.assistant_said("Dime")
    words.captions.turn_completed()
    assert words.turns == [("assistant", "Buenas"), ("assistant", "Dime")]


def test_a_lost_connection_closes_both_turns() -> None:
    words = Words()
    words.captions.assistant_said("Buenas")
    words.captions.interrupted()
    words.captions.user_said("espera", finished=False)
    words.captions.cut_off()
    assert words.turns == [("assistant", "Buenas"), ("user", "espera")]
    assert not words.captions.is_replying


@pytest.mark.parametrize("piece_chars", [7, 50, 10_000])
def test_a_long_turn_goes_on_as_another_and_no_word_is_lost(piece_chars: int) -> None:
    words = Words()
    said = " ".join(f"word{number:04d}" for number in range(1_000))
    for start in range(0, len(said), piece_chars):
        words.captions.user_said(said[start : start + piece_chars], finished=False)
    words.captions.turn_completed()
    assert " ".join(text for _, text in words.turns).split() == said.split()
    assert max(len(text) for _, text, _ in words.shown) <= MAX_CAPTION_CHARS


def test_a_turn_without_spaces_is_parted_too() -> None:
    words = Words()
    for _ in range(25):
        words.captions.user_said("x" * 999, finished=False)
    words.captions.turn_completed()
    assert sum(len(text) for _, text in words.turns) == 25 * 999
    assert max(len(text) for _, text, _ in words.shown) == MAX_CAPTION_CHARS


def test_a_session_takes_the_whole_of_the_longest_turn() -> None:
    text = "a" * MAX_CAPTION_CHARS
    turn = webrtc.captions.Captions().take("user", text, True, 1.0)
    assert turn is not None
    assert turn.text == text


def test_words_that_utf8_cannot_carry_are_replaced() -> None:
    words = Words()
    words.captions.assistant_said("a\ud83db")
    assert words.shown == [("assistant", "a?b", False)]
