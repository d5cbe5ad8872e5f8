import pytest

from tests.text.conversation.builders import kaiko, reading, turn
from text.categories import Category
from text.conversation.felt import carried, felt
from text.conversation.turn import Marks
from text.reading import TextReading

WAITED_2_H = Marks(waited_min=120.0)
CALM = reading(Category.SURPRISE, 0.2, -0.1)


def test_two_hours_of_waiting_are_the_impatience_of_the_example() -> None:
    feeling = felt(turn(CALM, marks=WAITED_2_H))
    assert feeling.emotion == "impatience"
    # 0.35 + 0.137 x ln(1 + 120 / 15)
    assert feeling.intensity == pytest.approx(0.6510, abs=1e-4)
    assert feeling.valence == pytest.approx(-0.6 * 0.6510, abs=1e-4)


def test_impatience_has_a_bound() -> None:
    assert felt(turn(CALM, marks=Marks(waited_min=525_600.0))).intensity == 0.95


def test_a_wait_of_unsaid_length_is_middling() -> None:
    assert felt(turn(CALM, marks=Marks(waited_min=0.0))).intensity == 0.5


@pytest.mark.parametrize(
    "read",
    [
        reading(Category.ANGER, 0.7, -0.6),
        reading(Category.FEAR, 0.8, -0.6),
        reading(Category.JOY, 0.4, 0.5),
    ],
)
def test_another_clear_emotion_is_no_impatience(read: TextReading) -> None:
    assert felt(turn(read, marks=WAITED_2_H)).emotion == read.category


def test_who_assists_is_not_impatient() -> None:
    assert felt(turn(CALM, role="assistant", marks=WAITED_2_H)).emotion == "neutral"


def test_a_wait_that_is_over_makes_nobody_impatient() -> None:
    assert felt(turn(CALM, marks=Marks(waited_min=120.0, resolves=True))).emotion == "neutral"


def test_a_text_that_speaks_of_self_harm_is_never_pleasant() -> None:
    feeling = felt(turn(reading(Category.LOVE, 0.3, 0.4, speaks_of_self_harm=True)))
    assert (feeling.emotion, feeling.intensity, feeling.valence) == ("sadness", 0.75, -0.6)


def test_a_text_that_speaks_of_self_harm_keeps_its_own_unpleasant_emotion() -> None:
    feeling = felt(turn(reading(Category.FEAR, 0.9, -0.8, speaks_of_self_harm=True)))
    assert (feeling.emotion, feeling.intensity, feeling.valence) == ("fear", 0.9, -0.8)


def test_an_assistant_that_names_self_harm_is_not_in_despair() -> None:
    caring = reading(Category.LOVE, 0.6, 0.3, speaks_of_self_harm=True)
    assert felt(turn(caring, role="assistant")).emotion == "love"


def test_a_minimal_emotion_is_neutral() -> None:
    assert felt(turn(reading(Category.JOY, 0.3, 0.2))).emotion == "neutral"


def test_negative_emotion_is_carried_over() -> None:
    first = felt(turn(reading(intensity=0.6, valence=-0.5)))
    second = felt(turn(reading(intensity=0.7, valence=-0.4), after_s=0, position=1))
    newest = carried([first, second])[-1]
    assert newest.intensity == pytest.approx(1 - 0.3 * (1 - 0.35 * 0.6))
    assert newest.valence == pytest.approx(-(1 - 0.6 * (1 - 0.35 * 0.5)))


def test_what_is_carried_halves_in_six_hours() -> None:
    first = felt(turn(reading(intensity=0.6)))
    second = felt(turn(reading(intensity=0.7), after_s=6 * 3600))
    assert carried([first, second])[-1].intensity == pytest.approx(1 - 0.3 * (1 - 0.175 * 0.6))


@pytest.mark.parametrize("between", [reading(Category.JOY, 0.8, 0.7), reading(intensity=0.1)])
def test_a_turn_without_negative_emotion_ends_the_run(between: TextReading) -> None:
    reads = [reading(intensity=0.9), between, reading(intensity=0.6)]
    feelings = [felt(turn(read, position=index)) for index, read in enumerate(reads)]
    assert carried(feelings)[1:] == feelings[1:]


def test_the_example_of_v1() -> None:
    waiting, _, outburst = kaiko()
    steps = carried([felt(waiting), felt(outburst)])
    assert [step.emotion for step in steps] == ["impatience", "anger"]
    assert steps[0].intensity == pytest.approx(0.65, abs=0.01)
    assert steps[1].intensity == pytest.approx(0.81, abs=0.01)
