"""Sites for measurements: each worker on a core of its own, who sends on what is left."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil

from benchmarks.crowd.cores import all_cores, pin
from tests.cluster_live.site import Site, running_site

FOR_FFMPEG = {
    "EMOCHAT_MAX_SESSIONS": "200",
    # FFmpeg 8.0 tries one of the answer's candidates only, whichever comes first.
    "EMOCHAT_INTERFACES": "127.0.0.1",
}


@asynccontextmanager
async def running(
    folder: Path, workers: int, variables: Mapping[str, str] = FOR_FFMPEG
) -> AsyncIterator[Site]:
    """Run a site in a new folder, without blocking the event loop."""
    await asyncio.to_thread(folder.mkdir)
    site = running_site(folder, workers, variables)
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


def cpu_s(processes: Sequence[psutil.Process]) -> float:
    """Return the processor time that processes have used together, in s."""
    times = [process.cpu_times() for process in processes]
    return float(sum(each.user + each.system for each in times))


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
