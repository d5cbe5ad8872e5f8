import pytest

from tests.text.conversation.builders import kaiko, reading, turn
from text.categories import Category
from text.conversation.constants import MAX_TRIGGERS, TRIGGER_MESSAGES
from text.conversation.triggers import triggers_of
from text.conversation.turn import Marks, Turn

PROMISE = Marks(promises=True)


def _asked(valence_before: float, valence_after: float, answer: Marks) -> list[Turn]:
    return [
        turn(reading(valence=valence_before), position=0),
        turn(role="assistant", position=1, marks=answer),
        turn(reading(valence=valence_after), position=2),
    ]


def test_the_triggers_of_the_example_of_v1() -> None:
    assert triggers_of(kaiko()) == ("extended wait time", "lack of resolution")


@pytest.mark.parametrize("after", [-0.4, -0.36, -0.8])
def test_a_promise_after_which_it_is_no_better_lacks_resolution(after: float) -> None:
    assert triggers_of(_asked(-0.4, after, PROMISE)) == ("lack of resolution",)


@pytest.mark.parametrize("after", [-0.3, 0.5])
def test_a_promise_after_which_it_is_better_is_fine(after: float) -> None:
    assert triggers_of(_asked(-0.4, after, PROMISE)) == ()


def test_a_told_result_is_a_resolution() -> None:
    assert triggers_of(_asked(-0.4, -0.6, Marks(resolves=True))) == ()


def test_a_result_after_a_promise_is_a_resolution() -> None:
    promised, told = _asked(-0.4, -0.6, PROMISE), turn(role="assistant", marks=Marks(resolves=True))
    assert triggers_of([*promised[:2], told, promised[2]]) == ()


def test_a_promise_before_anyone_complained_lacks_nothing() -> None:
    assert triggers_of(_asked(-0.4, -0.6, PROMISE)[1:]) == ()


def test_an_event_counts_only_where_valence_agrees() -> None:
    refund = Marks(triggers=("billing problem", "good service"))
    assert triggers_of([turn(reading(valence=-0.5), marks=refund)]) == ("billing problem",)
    assert triggers_of([turn(reading(Category.JOY, valence=0.5), marks=refund)]) == (
        "good service",
    )


def test_only_what_users_tell_counts() -> None:
    told = Marks(triggers=("billing problem",))
    assert triggers_of([turn(role="assistant", marks=told)]) == ()


def test_each_is_named_once_and_the_newest_are_kept() -> None:
    names = ("billing problem", "rude treatment", "defective product", "job loss", "separation")
    marks = [Marks(triggers=(name,)) for name in (*names, "health concern", "health concern")]
    turns = [turn(marks=each, position=index) for index, each in enumerate(marks)]
    assert triggers_of(turns) == (*names[1:], "health concern")
    assert len(triggers_of(turns)) == MAX_TRIGGERS


def test_what_is_told_again_is_new() -> None:
    names = ("bereavement", "billing problem", "rude treatment", "loss of access", "job loss")
    told = (*names, "deadline pressure", "bereavement")
    turns = [turn(marks=Marks(triggers=(each,)), position=i) for i, each in enumerate(told)]
    assert triggers_of(turns) == ("bereavement", *names[2:], "deadline pressure")


def test_old_messages_do_not_count() -> None:
    old = turn(marks=Marks(triggers=("billing problem",)))
    newer = [turn(position=index + 1) for index in range(TRIGGER_MESSAGES)]
    assert triggers_of([old, *newer]) == ()


def test_a_phrase_of_another_version_of_the_table_is_unpleasant() -> None:
    assert triggers_of([turn(marks=Marks(triggers=("older phrase",)))]) == ("older phrase",)
