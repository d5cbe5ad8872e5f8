from hypothesis import given
from hypothesis import strategies as st

from webrtc.receive.unwrap import Unwrapper


def test_a_wrap_around_goes_on_counting() -> None:
    sequence = Unwrapper(16)
    assert [sequence.unwrap(value) for value in (65_534, 65_535, 0, 1)] == [
        65_534,
        65_535,
        65_536,
        65_537,
    ]


def test_a_late_value_from_before_the_wrap_comes_out_below() -> None:
    sequence = Unwrapper(16)
    sequence.unwrap(65_535)
    assert sequence.unwrap(1) == 65_537
    assert sequence.unwrap(65_534) == 65_534


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(-(2**31) + 1, 2**31 - 1)))
def test_steps_below_half_the_range_are_recovered_exactly(start: int, steps: list[int]) -> None:
    timestamps = Unwrapper(32)
    true_value = timestamps.unwrap(start)
    for step in steps:
        true_value += step
        assert timestamps.unwrap(true_value % 2**32) == true_value
