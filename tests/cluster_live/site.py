"""The product as an operator runs it: Redis, a parent and its workers, HAProxy before them."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cluster.haproxy import Proxy, Server, configuration
from tests.cluster.redis_server import RedisServer, throwaway_redis
from tests.programs import own_environment, program, wait_until_answers

KEY = "a-key-of-the-operator-for-tests"


def free_ports(count: int) -> int:
    """Return the first of some TCP ports in a row that are free now."""
    while True:
        first = random.randrange(20_000, 30_000)
        with suppress(OSError):
            for port in range(first, first + count):
                with closing(socket.socket()) as probe:
                    probe.bind(("127.0.0.1", port))
            return first


@dataclass
class Site:
    """A running site.

    Attributes:
        url: of HAProxy; without one, of the only worker.
        redis: None without workers.
    """

    url: str
    base_port: int
    parent: subprocess.Popen[bytes]
    log_path: Path
    redis: RedisServer | None

    def log(self) -> str:
        return self.log_path.read_text()

    def pid(self, worker_id: str) -> int:
        """Return the process of a worker, the latest if it had several."""
        pids = re.findall(rf"worker {worker_id} runs as process (\d+)", self.log())
        return int(pids[-1])

    def kill(self, worker_id: str) -> None:
        os.kill(self.pid(worker_id), signal.SIGKILL)

    def worker_url(self, number: int) -> str:
        """Return the URL of a worker past HAProxy, by its number from 1."""
        return f"http://127.0.0.1:{self.base_port + number - 1}"

    def wait_until_ready(self, workers: int) -> None:
        for number in range(1, workers + 1):
            wait_until_answers(self.worker_url(number) + "/readyz", self.parent, self.log_path)
        wait_until_answers(self.url + "/healthz", self.parent, self.log_path)


@contextmanager
def running_site(
    folder: Path, workers: int, variables: Mapping[str, str] | None = None
) -> Iterator[Site]:
    """Run a site of several workers, or of one process alone without Redis and HAProxy."""
    base_port = free_ports(workers + 1)
    if workers == 1:
        url = f"http://127.0.0.1:{base_port}"
        with _server(folder, base_port, 1, {**(variables or {})}) as (parent, log_path):
            site = Site(url, base_port, parent, log_path, None)
            site.wait_until_ready(1)
            yield site
        return
    proxy_port = base_port + workers
    with throwaway_redis() as redis:
        environment = {"EMOCHAT_REDIS_URL": redis.url, **(variables or {})}
        with (
            _server(folder, base_port, workers, environment) as (parent, log_path),
            _haproxy(folder, base_port, workers, proxy_port),
        ):
            site = Site(f"http://127.0.0.1:{proxy_port}", base_port, parent, log_path, redis)
            site.wait_until_ready(workers)
            yield site


@contextmanager
def _server(
    folder: Path, base_port: int, workers: int, variables: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    own = {
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_DATA_DIR": str(folder / "data"),
        "EMOCHAT_FACE_WORKERS": "1",
        "OMP_NUM_THREADS": "1",
    }
    log_path = folder / "server.log"
    arguments = ["--port", str(base_port), "--workers", str(workers)]
    command = [sys.executable, "server.py", *arguments]
    with program(command, log_path, own_environment(own | dict(variables))) as process:
        yield process, log_path


@contextmanager
def _haproxy(folder: Path, base_port: int, workers: int, port: int) -> Iterator[None]:
    servers = [
        Server(f"w{number + 1}", f"127.0.0.1:{base_port + number}") for number in range(workers)
    ]
    path = folder / "haproxy.cfg"
    path.write_text(configuration(Proxy(servers=servers, bind=f"127.0.0.1:{port}")))
    with program(["haproxy", "-db", "-f", str(path)], folder / "haproxy.log"):
        yield
