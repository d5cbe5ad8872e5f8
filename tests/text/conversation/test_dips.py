from text.conversation.dips import Dip, dips_of


def test_dips_are_counted_until_valence_is_back() -> None:
    # mean 0.2, sd 0.4: the usual range ends at -0.2
    assert dips_of([0.4, 0.4, -0.6, 0.4, 0.4, -0.6, -0.6, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]) == [
        Dip(2, 1),
        Dip(5, 2),
    ]


def test_open_ended_dips_are_left_out() -> None:
    assert dips_of([-0.8, 0.4, 0.4, 0.4, -0.8, 0.4, 0.4, 0.4, 0.4, 0.4, -0.8]) == [Dip(4, 1)]


def test_what_does_not_change_has_no_dips() -> None:
    assert dips_of([0.1] * 30) == []
    assert dips_of([0.1]) == []
    assert dips_of([]) == []
