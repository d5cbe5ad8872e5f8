"""Sites for measurements: each worker on a core of its own, who sends on what is left."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
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
async def running_pinned(folder: Path, workers: int) -> AsyncIterator[Site]:
    """Run a site with a core for each worker; what this process starts gets the cores left.

    Raises:
        RuntimeError: there are more workers than cores.
    """
    cores = all_cores()
    if len(cores) < workers:
        raise RuntimeError(f"{workers} workers need as many cores, and there are {len(cores)}")
    running = running_site(folder, workers, VARIABLES)
    site = await asyncio.to_thread(running.__enter__)
    try:
        for pid, core in zip(worker_pids(site, workers), cores, strict=False):
            pin(pid, [core])
        with _confined(cores[workers:] or cores):
            yield site
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)


def worker_pids(site: Site, workers: int) -> list[int]:
    """Return the processes that hold sessions; a process alone is its own worker."""
    if workers == 1:
        return [site.parent.pid]
    return [site.pid(f"w{number + 1}") for number in range(workers)]


@contextmanager
def _confined(cores: list[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    pin(os.getpid(), cores)
    try:
        yield
    finally:
        pin(os.getpid(), before)
