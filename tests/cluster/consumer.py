"""A worker in a process of its own that takes one job: `python -m tests.cluster.consumer URL NAME`.

It prints `working` once it has begun. Given `hang` as a third argument it never ends the
work; otherwise it prints the report's outcome.
"""

import asyncio
import sys

from cluster.jobs import JobRunner
from cluster.redis_jobs import RedisJobs
from cluster.redis_link import RedisLink
from cluster.snapshots import Json, Snapshot


async def take_one_job(url: str, name: str, hang: bool) -> None:
    link = RedisLink(url, timeout_s=10.0)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    async def work(session_id: str, snapshot: Snapshot) -> Json:
        say("working")
        if hang:
            await asyncio.Event().wait()
        return {"by": name}

    await JobRunner([RedisJobs(link, name)], work, say).step()
    await link.close()


if __name__ == "__main__":
    asyncio.run(take_one_job(sys.argv[1], sys.argv[2], "hang" in sys.argv[3:]))
