"""A site whose media servers no publisher reaches but through the relay.

    publisher ─── edge: HAProxy with TLS, coturn ─── server

The edge forwards no packets, and the publisher has no route to the server. HAProxy runs with the
configuration that `python -m cluster.haproxy` prints, coturn with the one in deploy/.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cluster.haproxy import Proxy, Server, configuration
from tests.relay.certificates import make_certificate
from tests.relay.coturn import SECRET, coturn, wait_until_listening
from tests.relay.namespaces import Host, connect, hosts

ROOT = Path(__file__).resolve().parents[2]
KEY = "key-of-the-relay-test"

PUBLISHER = "10.90.1.2"
EDGE_OUTSIDE, EDGE_INSIDE = "10.90.1.1", "10.90.2.1"
SERVER = "10.90.2.2"
HTTP_PORT, HTTPS_PORT, TURN_PORT = 5000, 8443, 3478
TURN_URLS = tuple(
    f"turn:{EDGE_OUTSIDE}:{TURN_PORT}?transport={transport}" for transport in ("udp", "tcp")
)
START_TIMEOUT_S = 120
POLL_S = 0.2


@dataclass(frozen=True)
class Site:
    """The site and the host of its publishers."""

    publisher: Host
    url: str
    server_log: Path


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    with hosts("client", "edge", "server") as (publisher, edge, server), ExitStack() as stack:
        connect(publisher, PUBLISHER, edge, EDGE_OUTSIDE)
        connect(edge, EDGE_INSIDE, server, SERVER)
        _forward_nothing(edge)
        log = folder / "server.log"
        running = stack.enter_context(
            _process(server.command(sys.executable, "server.py"), log, _server_environment(folder))
        )
        relay = stack.enter_context(
            coturn(folder, (EDGE_OUTSIDE, TURN_PORT), EDGE_INSIDE, [SERVER], edge.command)
        )
        edge.call(lambda: wait_until_listening(relay))
        proxy = folder / "haproxy.cfg"
        certificate = make_certificate(folder, EDGE_OUTSIDE)
        proxy.write_text(_proxy_configuration(certificate))
        stack.enter_context(
            _process(edge.command("haproxy", "-db", "-f", str(proxy)), folder / "haproxy.log")
        )
        url = f"https://{EDGE_OUTSIDE}:{HTTPS_PORT}"
        context = ssl.create_default_context(cafile=str(certificate))
        publisher.call(lambda: _wait_until_ready(url, context, running, log))
        yield Site(publisher, url, log)


def cut_udp(host: Host) -> None:
    """Let no UDP leave a host, as the strictest of company networks do."""
    host.ip("rule", "add", "ipproto", "udp", "prohibit")


def sends_udp(host: Host, address: str) -> bool:
    """Tell whether a host has a way for UDP to an address."""

    def send() -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.sendto(b"probe", (address, 9))
            except OSError:
                return False
            return True

    return host.call(send)


def _forward_nothing(host: Host) -> None:
    switch = "/proc/sys/net/ipv4/ip_forward"
    command = host.command("sh", "-c", f"test $(cat {switch}) = 0 || echo 0 > {switch}")
    subprocess.run(command, check=True, timeout=20)


def _server_environment(folder: Path) -> Mapping[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("EMOCHAT_")}
    return own | {
        "EMOCHAT_HOST": SERVER,
        "EMOCHAT_PORT": str(HTTP_PORT),
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_INTERFACES": SERVER,
        "EMOCHAT_DATA_DIR": str(folder / "data"),
        "EMOCHAT_TURN_URLS": ",".join(TURN_URLS),
        "EMOCHAT_TURN_SECRET": SECRET,
    }


def _proxy_configuration(certificate: Path) -> str:
    return configuration(
        Proxy(
            servers=[Server("w1", f"{SERVER}:{HTTP_PORT}")],
            bind=f"{EDGE_OUTSIDE}:{HTTPS_PORT}",
            certificate=certificate,
        )
    )


@contextmanager
def _process(
    command: Sequence[str], log_path: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Callable[[], bool]]:
    """Run a program, and yield what tells whether it still does."""
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield lambda: process.poll() is None
        assert process.poll() is None, log_path.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait_until_ready(
    url: str, context: ssl.SSLContext, is_running: Callable[[], bool], log: Path
) -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s and is_running():
        try:
            urllib.request.urlopen(url + "/readyz", timeout=5, context=context).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(POLL_S)
        else:
            return
    pytest.fail(f"the server did not get ready:\n{log.read_text()}")
