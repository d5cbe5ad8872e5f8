"""The connection to Redis: every call bounded in time, an outage felt once, not by each call."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")

CALL_TIMEOUT_S = 0.5
"""Of a server in the same network; a session's offer may wait for two or three calls."""

PROBE_INTERVAL_S = 0.5
PROBE_KEY = "emochat:probe"
PROBE_EXPIRY_S = 10
EPOCH_KEY = "emochat:epoch"
MAX_CALLS = 32
"""At once; more wait for their turn, within the time that a call has."""


class UnavailableError(Exception):
    """Redis cannot be reached just now, or did not answer in time."""


# KEYS epoch
# ARGV a new value
_EPOCH = """
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
"""


class RedisLink:
    """Calls Redis, or says at once that it is away.

    After one call has failed, no other tries until a probe has come through, so a server
    that hangs costs one caller CALL_TIMEOUT_S and the others nothing.

    Args:
        url: redis://, rediss:// or unix:// as redis-py reads them; never logged, it may
            hold a password.
    """

    def __init__(self, url: str, timeout_s: float = CALL_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self.client: Redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),
            # One more for the probe, which waits for no turn.
            max_connections=MAX_CALLS + 1,
            # redis-py 8.1 reads its own package's metadata from the disk for each new
            # connection, on the event loop, to tell the server its version
            # (driver_info.DriverInfo.__post_init__). Remove where it reads it once.
            driver_info=None,
        )
        self._scripts: dict[str, AsyncScript] = {}
        self._turns = asyncio.Semaphore(MAX_CALLS)
        self._is_up = True
        self._on_up: list[Callable[[], Awaitable[None]]] = []
        self._epoch: str | None = None

    @property
    def is_up(self) -> bool:
        return self._is_up

    def on_up(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Have a callback awaited when Redis is back or has lost its data.

        It may raise UnavailableError.
        """
        self._on_up.append(callback)

    async def call(self, make: Callable[[], Awaitable[T]]) -> T:
        """Await one operation within the time that a call has.

        Raises:
            UnavailableError: Redis is away, or was until now.
        """
        self._require_up()
        try:
            return await self._bounded(lambda: self._in_turn(make))
        except TimeoutError as error:
            raise self._gone(error) from error

    async def script(self, source: str, keys: Sequence[str], *args: str | int | float) -> Any:
        """Run a Lua script: all of it, or nothing.

        Raises:
            UnavailableError: as `call`.
        """
        if source not in self._scripts:
            self._scripts[source] = self.client.register_script(source)
        registered = self._scripts[source]
        return await self.call(lambda: registered(keys=list(keys), args=list(args)))

    async def run(self) -> None:
        """Watch Redis until cancelled: whether it is back, and whether it lost its data."""
        while True:
            if self._is_up:
                with suppress(UnavailableError):
                    await self.check_data()
            else:
                await self._probe()
            await asyncio.sleep(PROBE_INTERVAL_S)

    async def check_data(self) -> bool:
        """Find out whether Redis has forgotten everything since the last look; then heal it.

        A restart may pass unnoticed: redis-py replaces a connection that was closed while
        nobody used it.

        Raises:
            UnavailableError: as `call`.
        """
        epoch = str(await self.script(_EPOCH, [EPOCH_KEY], secrets.token_hex(8)))
        known, self._epoch = self._epoch, epoch
        if known in (None, epoch):
            return False
        logger.warning("Redis has lost its data: telling it again")
        await self._heal()
        return True

    async def close(self) -> None:
        await self.client.aclose()

    async def _probe(self) -> None:
        try:
            # A write: a server that is full or read-only answers a ping.
            await self._bounded(lambda: self.client.set(PROBE_KEY, "1", ex=PROBE_EXPIRY_S))
        except (RedisError, OSError, TimeoutError):
            return
        self._is_up = True
        with suppress(UnavailableError):
            await self._heal()
            self._epoch = None
            await self.check_data()
            logger.info("Redis is back")

    async def _heal(self) -> None:
        for callback in self._on_up:
            await callback()

    def _require_up(self) -> None:
        if not self._is_up:
            raise UnavailableError("Redis is away")

    async def _in_turn(self, make: Callable[[], Awaitable[T]]) -> T:
        async with self._turns:
            # An outage that others met meanwhile need not be met again.
            self._require_up()
            try:
                return await make()
            except (RedisError, OSError) as error:
                raise self._gone(error) from error

    async def _bounded(self, make: Callable[[], Awaitable[T]]) -> T:
        """Await an operation in a task of its own.

        redis-py 8.1 swallows a cancellation that reaches it while it connects, so a task
        that called it directly would go on for ever. Remove the task where
        test_who_is_cancelled_while_redis_is_asked_ends passes without. A timeout around it
        all stays: redis-py's are for each read and write, and a server that sends single
        bytes would never meet one.
        """

        async def operate() -> T:
            return await make()

        task = asyncio.create_task(operate(), name="redis")
        try:
            done, _ = await asyncio.wait([task], timeout=2 * self._timeout_s)
            if not done:
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _gone(self, error: Exception) -> UnavailableError:
        if self._is_up:
            self._is_up = False
            # The error's text may hold the address; its kind says enough.
            logger.warning("Redis is away (%s): working without it", type(error).__name__)
        return UnavailableError("Redis does not answer")
