"""Sites for measurements: each worker on a core of its own, who sends on what is left."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from benchmarks.crowd.cores import all_cores, pin
from tests.cluster_live.site import Site, running_site

VARIABLES = {
    "EMOCHAT_MAX_SESSIONS": "200",
    # FFmpeg 8.0 tries one of the answer's candidates only, whichever comes first.
    "EMOCHAT_INTERFACES": "127.0.0.1",
}


@asynccontextmanager
async def running(folder: Path, workers: int) -> AsyncIterator[Site]:
    """Run a site that takes as many sessions as come."""
    await asyncio.to_thread(folder.mkdir)
    site = running_site(folder, workers, VARIABLES)
    yielded = await asyncio.to_thread(site.__enter__)
    try:
        yield yielded
    finally:
        await asyncio.to_thread(site.__exit__, None, None, None)


def worker_pids(site: Site, workers: int) -> list[int]:
    """Return the processes that hold sessions; a process alone is its own worker."""
    if workers == 1:
        return [site.parent.pid]
    return [site.pid(f"w{number + 1}") for number in range(workers)]


def pin_workers(site: Site, workers: int) -> None:
    """Give each worker a core of its own, from the first one on.

    Raises:
        RuntimeError: there are more workers than cores.
    """
    cores = all_cores()
    if len(cores) < workers:
        raise RuntimeError(f"{workers} workers need as many cores, and there are {len(cores)}")
    for pid, core in zip(worker_pids(site, workers), cores, strict=False):
        pin(pid, [core])


@contextmanager
def confined(cores: Collection[int]) -> Iterator[None]:
    """Give this process, and what it starts meanwhile, these cores; all where there are none."""
    before = os.sched_getaffinity(0)
    pin(os.getpid(), cores or before)
    try:
        yield
    finally:
        pin(os.getpid(), before)
