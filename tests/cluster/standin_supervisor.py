"""A supervisor in a process of its own; arguments: a file for notes, then a port each."""

import asyncio
import logging
import sys
from pathlib import Path

from cluster.supervisor import Supervisor
from cluster.worker_plans import WorkerPlan

WORKER = Path(__file__).with_name("standin_worker.py")


def command(plan: WorkerPlan, log: str) -> list[str]:
    # Without site-packages it starts in a tenth of the time.
    return [sys.executable, "-I", "-S", str(WORKER), plan.worker_id, str(plan.port), log]


async def supervise(log: str, ports: list[int]) -> None:
    plans = [WorkerPlan(f"w{index + 1}", port, None) for index, port in enumerate(ports)]
    supervisor = Supervisor(
        plans,
        lambda plan: command(plan, log),
        lambda plan: f"http://127.0.0.1:{plan.port}/readyz",
        drain_s=5.0,
    )
    await supervisor.run()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(supervise(sys.argv[1], [int(port) for port in sys.argv[2:]]))
