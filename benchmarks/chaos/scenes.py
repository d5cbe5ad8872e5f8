"""The two sites that are broken: one server alone, and two workers with all that they stand on."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from benchmarks.chaos.google import Google, serve_google
from benchmarks.chaos.redis_proxy import RedisProxy, redis_proxy
from benchmarks.chaos.shifted_clock import ShiftedClock, shifted_clock
from benchmarks.chaos.small_disk import SmallDisk, small_disk
from tests.cluster.redis_server import RedisServer, throwaway_redis
from tests.cluster_live.site import KEY, Site, running_site
from tests.store.cluster import Cluster, throwaway_cluster

HEADERS = {"Authorization": f"Bearer {KEY}"}
HTTP_TIMEOUT_S = 60.0
WORKER_IDS = ("w1", "w2")


@dataclass(frozen=True)
class Scene:
    """A running site.

    Attributes:
        http: for requests to its public address, with its key.
        is_quick: shorter loads are wanted.
    """

    site: Site
    http: aiohttp.ClientSession
    is_quick: bool

    @property
    def processes(self) -> list[psutil.Process]:
        """The processes that serve, those of the workers where there are any."""
        return [psutil.Process(self.site.parent.pid)]

    def rss_mb(self) -> float:
        """Return their resident memory, in MiB."""
        return float(sum(each.memory_info().rss for each in self.processes)) / 2**20

    def tracebacks(self) -> int:
        """Count the tracebacks in the log so far."""
        return self.site.log().count("Traceback (most recent call last)")


@dataclass(frozen=True)
class Alone(Scene):
    """One server without Redis: SQLite on a small disk, a clock to set, Google's stand-in.

    Attributes:
        disk: None where nothing may be mounted.
        clock: None without a C compiler.
    """

    google: Google
    disk: SmallDisk | None
    clock: ShiftedClock | None


@dataclass(frozen=True)
class Workers(Scene):
    """Two workers behind HAProxy, over Redis and PostgreSQL."""

    redis: RedisServer
    redis_proxy: RedisProxy
    postgres: Cluster

    @property
    def processes(self) -> list[psutil.Process]:
        return [psutil.Process(self.site.pid(worker_id)) for worker_id in WORKER_IDS]

    def worker_url(self, worker_id: str) -> str:
        return self.site.worker_url(1 + WORKER_IDS.index(worker_id))


@asynccontextmanager
async def alone(folder: Path, *, is_quick: bool) -> AsyncIterator[Alone]:
    async with AsyncExitStack() as stack:
        google = await stack.enter_async_context(serve_google(folder))
        disk = stack.enter_context(small_disk(folder / "disk"))
        clock = await asyncio.to_thread(shifted_clock, folder)
        variables = {
            **google.variables,
            **({} if clock is None else clock.variables),
            **({} if disk is None else {"EMOCHAT_DATA_DIR": str(disk.folder)}),
        }
        site = await stack.enter_async_context(_site(folder, 1, variables))
        http = await stack.enter_async_context(_client(site.url))
        yield Alone(site, http, is_quick, google, disk, clock)


@asynccontextmanager
async def workers(folder: Path, *, is_quick: bool) -> AsyncIterator[Workers]:
    async with AsyncExitStack() as stack:
        redis = stack.enter_context(throwaway_redis())
        proxy = await stack.enter_async_context(redis_proxy(redis.url))
        postgres = stack.enter_context(throwaway_cluster())
        database = await postgres.create("chaos")
        variables = {
            "EMOCHAT_REDIS_URL": proxy.url,
            "EMOCHAT_DATABASE_URL": database.dsn,
            "EMOCHAT_TRUSTED_PROXIES": "127.0.0.1",
        }
        site = await stack.enter_async_context(_site(folder, len(WORKER_IDS), variables))
        http = await stack.enter_async_context(_client(site.url))
        yield Workers(site, http, is_quick, redis, proxy, postgres)


@asynccontextmanager
async def _site(folder: Path, count: int, variables: Mapping[str, str]) -> AsyncIterator[Site]:
    running = running_site(folder, count, variables)
    starting = asyncio.create_task(asyncio.to_thread(running.__enter__))
    try:
        # A thread cannot be cancelled: whoever ends a site must have waited for its start.
        yield await asyncio.shield(starting)
    finally:
        await asyncio.wait([starting])
        if starting.exception() is None:
            await asyncio.to_thread(running.__exit__, None, None, None)


def _client(url: str) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_S)
    return aiohttp.ClientSession(url, headers=HEADERS, timeout=timeout)
