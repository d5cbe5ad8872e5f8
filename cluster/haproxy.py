"""Prints a HAProxy configuration for a set of workers.

    python -m cluster.haproxy --workers 4 --bind :8080 > haproxy.cfg

For HAProxy 2.6 and later, https://docs.haproxy.org/2.6/configuration.html.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster.haproxy_text import render
from cluster.identity import check_worker_id
from cluster.worker_plans import DEFAULT_ID_PREFIX, worker_ids

DEFAULT_BASE_PORT = 5000
DEFAULT_MAX_CONNECTIONS = 4_000
"""HAProxy needs twice as many file descriptors (`ulimit -n`), and does not start without."""
DEFAULT_CONNECTIONS_PER_ADDRESS = 200


@dataclass(frozen=True, slots=True)
class Server:
    """Where a worker serves HTTP."""

    worker_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """What a configuration is made of.

    Attributes:
        servers: the workers, of this and other machines.
        bind: address and port that clients connect to.
        certificate: PEM file with chain and key; without it clients speak plain HTTP.
        redirect_bind: address and port from which plain HTTP is sent to HTTPS.
        max_connections: at a time; a session's page holds one or two.
        connections_per_address: at a time, of one client.
        user: whom HAProxy becomes once it has started as root, with the group of that name;
            None where it is started without root's rights, as in a container.
    """

    servers: Sequence[Server]
    bind: str
    certificate: Path | None = None
    redirect_bind: str | None = None
    max_connections: int = DEFAULT_MAX_CONNECTIONS
    connections_per_address: int = DEFAULT_CONNECTIONS_PER_ADDRESS
    user: str | None = None


def parse_server(text: str) -> Server:
    """Read a worker as `id=host:port`.

    Raises:
        ValueError: it is none.
    """
    worker_id, separator, address = text.partition("=")
    host, colon, port = address.rpartition(":")
    if not (separator and colon and host and port.isdigit()) or any(map(str.isspace, address)):
        raise ValueError("must be id=host:port")
    return Server(check_worker_id(worker_id), address)


def parse_user(text: str) -> str:
    """Read the name of a system's user.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_-]*", text):
        raise ValueError("must be the name of a user")
    return text


def configuration(proxy: Proxy) -> str:
    """Return the text of haproxy.cfg.

    Raises:
        ValueError: two workers have one id, or there is no worker.
    """
    ids = [server.worker_id for server in proxy.servers]
    if not ids or len(set(ids)) != len(ids):
        raise ValueError("there must be workers, each with an id of its own")
    return render(
        servers=[(server.worker_id, server.address) for server in proxy.servers],
        binds=_binds(proxy),
        is_tls=proxy.certificate is not None,
        max_connections=proxy.max_connections,
        connections_per_address=proxy.connections_per_address,
        user=proxy.user,
    )


def _binds(proxy: Proxy) -> Sequence[str]:
    if proxy.certificate is None:
        return [f"bind {proxy.bind}"]
    tls = f'bind {proxy.bind} ssl crt "{proxy.certificate}" alpn h2,http/1.1'
    return [tls] if proxy.redirect_bind is None else [tls, f"bind {proxy.redirect_bind}"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cluster.haproxy", description="Print a haproxy.cfg.")
    parser.add_argument("--workers", type=int, help="how many workers one machine runs")
    parser.add_argument("--host", default="127.0.0.1", help="that machine, as HAProxy reaches it")
    parser.add_argument(
        "--base-port", type=int, default=DEFAULT_BASE_PORT, help="port of its first worker"
    )
    parser.add_argument(
        "--id-prefix", default=DEFAULT_ID_PREFIX, help="what its workers' ids start with"
    )
    parser.add_argument(
        "--worker", action="append", default=[], metavar="ID=HOST:PORT", help="one more worker"
    )
    parser.add_argument("--bind", default=":8080", help="address and port for clients")
    parser.add_argument("--certificate", type=Path, help="PEM file with chain and key, for TLS")
    parser.add_argument("--redirect-bind", help="address and port that plain HTTP leaves from")
    parser.add_argument("--max-connections", type=int, default=DEFAULT_MAX_CONNECTIONS)
    parser.add_argument(
        "--connections-per-address", type=int, default=DEFAULT_CONNECTIONS_PER_ADDRESS
    )
    parser.add_argument(
        "--user", type=parse_user, help="whom HAProxy becomes, where it is started as root"
    )
    return parser


def main(arguments: Sequence[str]) -> str:
    """Return what is to be printed; argparse ends the program where an argument is wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        ids = worker_ids(options.workers or 0, options.id_prefix)
        own = [
            Server(worker_id, f"{options.host}:{options.base_port + index}")
            for index, worker_id in enumerate(ids)
        ]
        return configuration(
            Proxy(
                servers=[*own, *map(parse_server, options.worker)],
                bind=options.bind,
                certificate=options.certificate,
                redirect_bind=options.redirect_bind,
                max_connections=options.max_connections,
                connections_per_address=options.connections_per_address,
                user=options.user,
            )
        )
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
