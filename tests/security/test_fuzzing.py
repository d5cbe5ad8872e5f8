"""Bytes from strangers: anything at all, and what is nearly right. No target may raise or hang.

`make fuzz` runs the same for longer.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.security.seeds import SEEDS
from tests.security.targets import TARGETS

MAX_BYTES = 2_000
TELLING = [
    b"",
    b"\0\0",
    b"\0\1",
    b"\x7f\xff",
    b"\xff\xff",
    b"\r\n",
    b" -1 ",
    b"99999999999999999999",
]
"""Lengths and numbers at the edge of what parsers expect."""


@st.composite
def nearly_right(draw: st.DrawFn, name: str) -> bytes:
    """Return a seed with some stretches replaced, doubled or taken out."""
    data = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 8)))
        piece = draw(st.one_of(st.sampled_from(TELLING), st.binary(max_size=8)))
        data = data[:start] + draw(st.sampled_from([piece, data[start:end] * 2])) + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.timeout(0)
def test_what_is_nearly_right_is_taken_or_refused(name: str) -> None:
    @settings(deadline=None)
    @given(nearly_right(name))
    def fuzz(data: bytes) -> None:
        TARGETS[name](data)

    fuzz()


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.timeout(0)
def test_anything_at_all_is_taken_or_refused(name: str) -> None:
    @settings(deadline=None)
    @given(st.binary(max_size=MAX_BYTES))
    def fuzz(data: bytes) -> None:
        TARGETS[name](data)

    fuzz()


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds_and_takes_them(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)
