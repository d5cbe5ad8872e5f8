from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.capacity.search import RESOLUTION, CapacitySearch


def search(carries: Callable[[int], bool], start: int = 8, limit: int = 200) -> CapacitySearch:
    found = CapacitySearch(start, limit)
    while (sessions := found.next()) is not None:
        found.record(sessions, carries(sessions))
    return found


def noting(tried: list[int], capacity: int) -> Callable[[int], bool]:
    def carries(sessions: int) -> bool:
        tried.append(sessions)
        return sessions <= capacity

    return carries


@given(st.integers(0, 19), st.integers(1, 30))
def test_a_small_capacity_is_found_exactly_from_any_start(capacity: int, start: int) -> None:
    assert search(lambda sessions: sessions <= capacity, start).passed == capacity


@given(st.integers(20, 199))
def test_a_large_capacity_is_found_to_within_the_resolution(capacity: int) -> None:
    found = search(lambda sessions: sessions <= capacity).passed
    assert found <= capacity <= found * (1 + RESOLUTION) + 1


def test_no_number_beyond_the_limit_is_tried() -> None:
    tried: list[int] = []
    assert search(noting(tried, capacity=1000), limit=20).passed == 20
    assert max(tried) == 20


@pytest.mark.parametrize("capacity", [3, 10, 40])
def test_the_answer_takes_few_steps_and_none_twice(capacity: int) -> None:
    tried: list[int] = []
    search(noting(tried, capacity))
    assert len(tried) <= 9
    assert len(set(tried)) == len(tried)
