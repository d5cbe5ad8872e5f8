"""The three things that are measured of several workers."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import psutil
from numpy.typing import NDArray
from skimage import data

from benchmarks.cluster.sites import cpu_s, running, worker_pids
from benchmarks.percentiles import percentiles
from tests.cluster.polling import until
from tests.cluster_live.person import Person, SmallPicture
from tests.cluster_live.site import KEY, Site

PEOPLE_PER_KILL = 4
KILLS = 4
EVEN_WORKERS = 4
EVEN_SESSIONS = 24
COST_PEOPLE_PER_WORKER = 3
COST_SECONDS = 20.0


class FacePicture(SmallPicture):
    """A face that moves to and fro a little."""

    def picture(self, number: int) -> NDArray[np.uint8]:
        left = 60 + number % 20
        return np.ascontiguousarray(data.astronaut()[:240, left : left + 320])


async def measure_resumption() -> dict[str, Any]:
    """Return the times from kill -9 of a worker to `started` over the new connection."""
    times_s: list[float] = []
    noticed_s: list[float] = []
    lost = 0
    async with _site(2) as (site, http):
        for number in range(KILLS):
            people = [Person(http) for _ in range(PEOPLE_PER_KILL)]
            await asyncio.gather(*(person.begin(duration_s=60) for person in people))
            await asyncio.gather(*(person.line.wait_for_message("label", 3) for person in people))
            victim = f"w{number % 2 + 1}"
            hit = [person for person in people if person.line.worker_id == victim]
            lives = [asyncio.create_task(person.live()) for person in hit]
            killed_s = time.monotonic()
            site.kill(victim)
            await _all_resumed(hit)
            times_s += [person.resumed_s[0] - killed_s for person in hit]
            noticed_s += [person.losses_s[0] - killed_s for person in hit]
            for person in hit:
                person.line.send({"type": "stop"})
            lost += sum(len(end) != 3 for end in await asyncio.gather(*lives))
            await asyncio.gather(*(person.close() for person in people))
            await asyncio.to_thread(site.wait_until_ready, 2)
    return {
        "reports_lost": lost,
        "noticed_s": percentiles(noticed_s),
        "resume_s": {**percentiles(times_s), "max": round(max(times_s), 3)},
    }


async def _all_resumed(people: list[Person]) -> None:
    await until(lambda: all(person.resumed_s for person in people))


async def measure_evenness() -> dict[str, Any]:
    """Return how sessions that came through HAProxy are spread over four workers."""
    async with _site(EVEN_WORKERS) as (_, http):
        people = [Person(http) for _ in range(EVEN_SESSIONS)]
        for person in people:
            await person.begin(duration_s=120)
        counts = Counter(person.line.worker_id for person in people)
        await asyncio.gather(*(person.close() for person in people))
    mean = EVEN_SESSIONS / EVEN_WORKERS
    furthest = max(abs(counts[f"w{n + 1}"] - mean) for n in range(EVEN_WORKERS))
    return {"sessions_by_worker": dict(sorted(counts.items())), "off_mean": furthest / mean}


async def measure_cost() -> dict[str, Any]:
    """Return the processor time of one second of a session, with one worker and with two."""
    one, two = [await _cost(workers) for workers in (1, 2)]
    return {
        "one_worker_cpu_ms_per_session_s": round(one * 1000, 1),
        "two_workers_cpu_ms_per_session_s": round(two * 1000, 1),
        "two_serve_times_one": round(2 * one / two, 2),
    }


async def _cost(workers: int) -> float:
    async with _site(workers) as (site, http):
        people = [Person(http, FacePicture) for _ in range(workers * COST_PEOPLE_PER_WORKER)]
        await asyncio.gather(*(person.begin(duration_s=120) for person in people))
        processes = [psutil.Process(pid) for pid in worker_pids(site, workers)]
        before_s, began_s = cpu_s(processes), time.monotonic()
        await asyncio.sleep(COST_SECONDS)
        used_s, lasted_s = cpu_s(processes) - before_s, time.monotonic() - began_s
        await asyncio.gather(*(person.close() for person in people))
    return used_s / (len(people) * lasted_s)


@asynccontextmanager
async def _site(workers: int) -> AsyncIterator[tuple[Site, aiohttp.ClientSession]]:
    headers = {"Authorization": f"Bearer {KEY}"}
    with tempfile.TemporaryDirectory(prefix="emochat-cluster-") as folder:
        room = {"EMOCHAT_MAX_SESSIONS": "64"}
        async with (
            running(Path(folder) / "site", workers, room) as site,
            aiohttp.ClientSession(site.url, headers=headers) as http,
        ):
            yield site, http
