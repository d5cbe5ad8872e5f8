import pytest

from tests.text.conversation.builders import turn, turns_of
from text.conversation.constants import MAX_TURNS
from text.conversation.order import assists, main_role, of_role, ordered


def test_turns_are_in_order_of_time() -> None:
    late, early = turn(after_s=60, position=0), turn(after_s=0, position=1)
    assert ordered([late, early]) == [early, late]


def test_equal_times_are_in_order_of_arrival() -> None:
    second, first = turn(position=1), turn(position=0)
    assert ordered([second, first]) == [first, second]


def test_only_the_newest_count() -> None:
    turns = turns_of([0.0] * (MAX_TURNS + 5))
    assert ordered(turns) == turns[5:]


def test_the_newest_of_a_role_count_however_much_others_say() -> None:
    mine = turn(role="user")
    others = turns_of([0.0] * MAX_TURNS, role="assistant")
    assert of_role([mine, *others], "user") == [mine]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Assistant", True),
        ("model", True),
        ("AI", True),
        ("asistente", True),
        ("Agente", True),
        ("user", False),
        ("customer", False),
        ("ana", False),
    ],
)
def test_who_assists(role: str, expected: bool) -> None:
    assert assists(turn(role=role)) is expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["user", "ana", "assistant"], "user"),
        (["customer", "agent"], "customer"),
        (["ana", "customer", "agent", "agent"], "customer"),
        (["system", "agent"], "agent"),
    ],
)
def test_a_conversation_is_about_the_user_or_the_newest_who_does_not_assist(
    roles: list[str], expected: str
) -> None:
    turns = [turn(role=role, after_s=index) for index, role in enumerate(roles)]
    assert main_role(turns) == expected
