"""The cable, over a real Redis and real sockets."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import pytest

from benchmarks.chaos.redis_proxy import RedisProxy, redis_proxy
from tests.cluster.redis_server import RedisServer, throwaway_redis

GUARD_S = 20.0


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with throwaway_redis() as server:
        yield server


@pytest.fixture
async def proxy(redis: RedisServer) -> AsyncIterator[RedisProxy]:
    async with redis_proxy(redis.url) as proxy:
        yield proxy


async def ping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(b"PING\r\n")
    async with asyncio.timeout(GUARD_S):
        return await reader.readline()


async def test_a_cut_holds_back_the_commands_of_one_process_until_it_is_healed(
    proxy: RedisProxy,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await ping(reader, writer) == b"+PONG\r\n"
    proxy.cut(os.getpid())
    writer.write(b"PING\r\n")
    async with asyncio.timeout(GUARD_S):
        while not proxy.held:
            await asyncio.sleep(0.01)
    answer = asyncio.create_task(reader.readline())
    assert not answer.done()
    proxy.heal()
    async with asyncio.timeout(GUARD_S):
        assert await answer == b"+PONG\r\n"
    writer.close()


async def test_a_cut_leaves_other_processes_alone(proxy: RedisProxy) -> None:
    proxy.cut(os.getpid() + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    assert await ping(reader, writer) == b"+PONG\r\n"
    assert proxy.held == 0
    writer.close()
