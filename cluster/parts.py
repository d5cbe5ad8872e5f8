"""What a server process needs of this room, put together: alone, or over Redis."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster.directory import Directory, Roster
from cluster.jobs import JobQueue, JobRunner, Work
from cluster.local import LocalDirectory, LocalRoster
from cluster.local_jobs import LocalJobs
from cluster.membership import Membership
from cluster.places import LocalPlaces, Places
from cluster.quotas import Quotas
from cluster.rates import LocalRates, Rates
from cluster.tasks import running

if TYPE_CHECKING:
    from cluster.redis_link import RedisLink


@dataclass(frozen=True, slots=True)
class ClusterParts:
    """Everything that is shared, or would be.

    Attributes:
        local: what this process itself holds.
        link: None where a process is alone.
    """

    directory: Directory
    local: LocalDirectory
    roster: Roster
    places: Places
    rates: Rates
    job_queues: Sequence[JobQueue]
    link: "RedisLink | None"


def parts_alone(worker_id: str | None = None) -> ClusterParts:
    """Make the parts of a process without Redis."""
    local = LocalDirectory(worker_id=worker_id)
    queues = (LocalJobs(local),)
    return ClusterParts(local, local, LocalRoster(), LocalPlaces(), LocalRates(), queues, link=None)


def parts_over_redis(url: str, worker_id: str) -> ClusterParts:
    """Make the parts of a worker among others; nothing is connected yet.

    Raises:
        ValueError: the URL is none that redis-py reads.
    """
    # A large library, which a process alone does not need.
    from cluster.redis_directory import RedisDirectory
    from cluster.redis_jobs import RedisJobs
    from cluster.redis_link import RedisLink
    from cluster.redis_places import RedisPlaces
    from cluster.redis_rates import RedisRates
    from cluster.redis_roster import RedisRoster

    link = RedisLink(url)
    local = LocalDirectory(worker_id=worker_id)
    directory = RedisDirectory(link, local, worker_id)
    local_jobs = LocalJobs(local, directory.finish, lambda: not link.is_up, directory.tidy)
    return ClusterParts(
        directory=directory,
        local=local,
        roster=RedisRoster(link),
        places=RedisPlaces(link, LocalPlaces()),
        rates=RedisRates(link),
        job_queues=(RedisJobs(link, worker_id), local_jobs),
        link=link,
    )


@asynccontextmanager
async def run_cluster(
    parts: ClusterParts,
    membership: Membership,
    quotas: Quotas,
    work: Work,
    on_outcome: Callable[[str], None],
) -> AsyncIterator[None]:
    """Run all background work of this room beside what is within.

    Args:
        parts: their Redis connections are closed at the end.
        membership: announces this worker.
        quotas: renews the places of running sessions.
        work: makes the report of a session that nobody concluded.
        on_outcome: told how each of them ended; see JobRunner.
    """
    tasks = {
        "membership": membership.run(),
        "quotas": quotas.run(),
        "jobs": JobRunner(parts.job_queues, work, on_outcome).run(),
        "expiry": parts.local.run(),
    }
    if parts.link is not None:
        tasks["redis-link"] = parts.link.run()
    try:
        async with running(tasks):
            yield
    finally:
        if parts.link is not None:
            await parts.link.close()
