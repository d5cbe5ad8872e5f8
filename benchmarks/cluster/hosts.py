"""How evenly HAProxy spreads sessions over four machines, which are network namespaces here.

    people ─── edge: HAProxy, Redis ─┬─ h1: a worker
                                     ├─ h2 ...

Requests pass HAProxy; sound and pictures go past it, through the edge as a router.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.crowd.crowd import Crowd
from benchmarks.crowd.publisher import write_clip
from benchmarks.percentiles import percentiles
from benchmarks.sender.profile import ANALYSIS_H264
from benchmarks.sender.record import missing_share
from cluster.haproxy import Proxy, Server, configuration
from tests.cluster_live.site import KEY
from tests.programs import own_environment, program, wait_until_answers
from tests.relay.namespaces import Host, connect, hosts

MACHINES = ("w1", "w2", "w3", "w4")
PEOPLE, EDGE = "10.92.9.2", "10.92.9.1"
HTTP_PORT, PROXY_PORT, REDIS_PORT = 5000, 8080, 6379
SESSIONS = 24
STAY_S = 120
SETTLE_S = 5.0
MEASURE_S = 20.0
JOIN_TIMEOUT_S = 60.0
CABLE_TIMEOUT_S = 20.0

Worker: TypeAlias = tuple[subprocess.Popen[bytes], Path]
"""A process and what it writes to."""


async def measure_hosts() -> dict[str, Any]:
    """Return how many sessions each machine got, and what their people heard."""
    return await asyncio.to_thread(_measure)


def _measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="emochat-hosts-") as name, ExitStack() as stack:
        folder = Path(name)
        clip = write_clip(ANALYSIS_H264, folder)
        people, edge, *machines = stack.enter_context(hosts("people", "edge", *MACHINES))
        _lay_cables(people, edge, machines)
        redis = ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""]
        stack.enter_context(program(edge.command(*redis), folder / "redis.log"))
        workers: list[Worker] = []
        for number, machine in enumerate(machines, start=1):
            command, log = machine.command(sys.executable, "server.py"), folder / f"w{number}.log"
            running = program(command, log, _environment(number, folder))
            workers.append((stack.enter_context(running), log))
        proxy = folder / "haproxy.cfg"
        proxy.write_text(_proxy_configuration())
        stack.enter_context(
            program(edge.command("haproxy", "-db", "-f", str(proxy)), folder / "haproxy.log")
        )
        edge.call(lambda: _wait_until_ready(workers))
        return people.call(lambda: asyncio.run(_spread(clip, folder)))


async def _spread(clip: Path, folder: Path) -> dict[str, Any]:
    async with Crowd(f"http://{EDGE}:{PROXY_PORT}", KEY, clip, folder, STAY_S) as crowd:
        await crowd.grow_to(SESSIONS)
        await crowd.until(lambda: crowd.places.total() >= SESSIONS, JOIN_TIMEOUT_S)
        counts = dict(sorted(crowd.places.items()))
        await asyncio.sleep(SETTLE_S)
        began_s = time.monotonic()
        await asyncio.sleep(MEASURE_S)
        heard = crowd.between(began_s, began_s + MEASURE_S)
        mean = SESSIONS / len(MACHINES)
        return {
            "sessions_by_machine": counts,
            "off_mean": round(max(abs(counts.get(w, 0) - mean) for w in MACHINES) / mean, 3),
            "labels_by_machine": {
                w: sum(label.worker_id == w for label in heard) for w in MACHINES
            },
            "missing_share": round(missing_share(len(heard), SESSIONS * MEASURE_S), 4),
            "total_ms": percentiles([label.total_ms for label in heard]),
            "failures": crowd.failures,
        }


def _address(number: int) -> str:
    return f"10.92.{number}.2"


def _lay_cables(people: Host, edge: Host, machines: Sequence[Host]) -> None:
    connect(people, PEOPLE, edge, EDGE)
    people.ip("route", "add", "default", "via", EDGE)
    for number, machine in enumerate(machines, start=1):
        gateway = f"10.92.{number}.1"
        connect(edge, gateway, machine, _address(number))
        machine.ip("route", "add", "default", "via", gateway)
    forward = edge.command("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
    subprocess.run(forward, check=True, timeout=CABLE_TIMEOUT_S)


def _environment(number: int, folder: Path) -> Mapping[str, str]:
    variables = {
        "EMOCHAT_HOST": _address(number),
        "EMOCHAT_PORT": str(HTTP_PORT),
        "EMOCHAT_WORKER_ID": f"w{number}",
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_REDIS_URL": f"redis://10.92.{number}.1:{REDIS_PORT}/0",
        "EMOCHAT_INTERFACES": _address(number),
        "EMOCHAT_DATA_DIR": str(folder / f"data-{number}"),
        "EMOCHAT_FACE_WORKERS": "1",
        "OMP_NUM_THREADS": "1",
    }
    return own_environment(variables)


def _proxy_configuration() -> str:
    servers = [
        Server(worker, f"{_address(number)}:{HTTP_PORT}")
        for number, worker in enumerate(MACHINES, start=1)
    ]
    return configuration(Proxy(servers=servers, bind=f"{EDGE}:{PROXY_PORT}"))


def _wait_until_ready(workers: Sequence[Worker]) -> None:
    """Wait for all workers, from the edge."""
    for number, (process, log) in enumerate(workers, start=1):
        wait_until_answers(f"http://{_address(number)}:{HTTP_PORT}/readyz", process, log)
