import asyncio

import pytest

from live.rotation import GO_AWAY_MARGIN_S, REPLY_GRACE_S, Rotation
from tests.live.listener import ManualClock

LIMIT_S = 540.0


async def settle() -> None:
    """Let every callback that is due run; a clock in the hand makes nothing else wait."""
    for _ in range(10):
        await asyncio.sleep(0)


class Watched:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.rotation = Rotation(self.clock, LIMIT_S)
        self.task = asyncio.create_task(self.rotation.wait())

    async def is_due(self, after_s: float) -> bool:
        await settle()
        self.clock.advance(after_s)
        await settle()
        return self.task.done()


async def test_a_connection_is_replaced_at_its_limit() -> None:
    watched = Watched()
    assert not await watched.is_due(LIMIT_S - 0.1)
    assert await watched.is_due(0.1)


async def test_a_reply_may_end_first() -> None:
    watched = Watched()
    watched.rotation.set_busy(True)
    assert not await watched.is_due(LIMIT_S + 1.0)
    watched.rotation.set_busy(False)
    assert await watched.is_due(0.0)


async def test_no_reply_holds_a_connection_for_ever() -> None:
    watched = Watched()
    watched.rotation.set_busy(True)
    assert not await watched.is_due(LIMIT_S + REPLY_GRACE_S - 0.1)
    assert await watched.is_due(0.1)


async def test_a_go_away_is_followed_at_once_when_nothing_is_lost() -> None:
    watched = Watched()
    await settle()
    watched.rotation.go_away("50s")
    assert await watched.is_due(0.0)


async def test_a_go_away_leaves_a_reply_its_time_less_a_margin() -> None:
    watched = Watched()
    watched.rotation.set_busy(True)
    await settle()
    watched.rotation.go_away("9.5s")
    assert not await watched.is_due(9.4 - GO_AWAY_MARGIN_S)
    assert await watched.is_due(0.1)


@pytest.mark.parametrize("time_left", [None, "", "soon", "-3s", "1s", "0s"])
async def test_a_go_away_without_readable_time_is_followed_at_once(time_left: str | None) -> None:
    watched = Watched()
    watched.rotation.set_busy(True)
    await settle()
    watched.rotation.go_away(time_left)
    assert await watched.is_due(0.0)


async def test_a_go_away_never_lengthens_a_connections_life() -> None:
    watched = Watched()
    watched.rotation.set_busy(True)
    watched.rotation.go_away("10000s")
    assert await watched.is_due(LIMIT_S + REPLY_GRACE_S)
