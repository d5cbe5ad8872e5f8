"""A site whose media servers no publisher reaches but through the relay.

    publisher ─── edge: HAProxy with TLS, coturn ─── server

The edge forwards no packets, and the publisher has no route to the server. HAProxy runs with the
configuration that `python -m cluster.haproxy` prints, coturn with the one in deploy/.
"""

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cluster.haproxy import Proxy, Server, configuration
from tests.programs import own_environment, program, wait_until_answers
from tests.relay.certificates import make_certificate
from tests.relay.coturn import SECRET, coturn, wait_until_listening
from tests.relay.namespaces import Host, connect, hosts

KEY = "key-of-the-relay-test"

PUBLISHER = "10.90.1.2"
EDGE_OUTSIDE, EDGE_INSIDE = "10.90.1.1", "10.90.2.1"
SERVER = "10.90.2.2"
HTTP_PORT, HTTPS_PORT, TURN_PORT = 5000, 8443, 3478
TURN_URLS = tuple(
    f"turn:{EDGE_OUTSIDE}:{TURN_PORT}?transport={transport}" for transport in ("udp", "tcp")
)


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
            program(server.command(sys.executable, "server.py"), log, _server_environment(folder))
        )
        relay = stack.enter_context(
            coturn(folder, (EDGE_OUTSIDE, TURN_PORT), EDGE_INSIDE, [SERVER], edge.command)
        )
        edge.call(lambda: wait_until_listening(relay))
        proxy = folder / "haproxy.cfg"
        certificate = make_certificate(folder, EDGE_OUTSIDE)
        proxy.write_text(_proxy_configuration(certificate))
        stack.enter_context(
            program(edge.command("haproxy", "-db", "-f", str(proxy)), folder / "haproxy.log")
        )
        url = f"https://{EDGE_OUTSIDE}:{HTTPS_PORT}"
        context = ssl.create_default_context(cafile=str(certificate))
        publisher.call(lambda: wait_until_answers(url + "/readyz", running, log, context=context))
        yield Site(publisher, url, log)
        assert running.poll() is None, log.read_text()


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
    variables = {
        "EMOCHAT_HOST": SERVER,
        "EMOCHAT_PORT": str(HTTP_PORT),
        "EMOCHAT_API_KEYS": KEY,
        "EMOCHAT_INTERFACES": SERVER,
        "EMOCHAT_DATA_DIR": str(folder / "data"),
        "EMOCHAT_TURN_URLS": ",".join(TURN_URLS),
        "EMOCHAT_TURN_SECRET": SECRET,
    }
    return own_environment(variables)


def _proxy_configuration(certificate: Path) -> str:
    return configuration(
        Proxy(
            servers=[Server("w1", f"{SERVER}:{HTTP_PORT}")],
            bind=f"{EDGE_OUTSIDE}:{HTTPS_PORT}",
            certificate=certificate,
        )
    )
