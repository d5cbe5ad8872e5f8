"""A real coturn with the configuration that deploy/ ships."""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.programs import ROOT, program

CONFIGURATION = ROOT / "deploy" / "coturn" / "turnserver.conf"
SECRET = "secret-of-the-relay-test"
START_TIMEOUT_S = 60
POLL_S = 0.05


@dataclass(frozen=True)
class Coturn:
    """Where it listens, and what it wrote."""

    address: tuple[str, int]
    log_path: Path

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")


@contextmanager
def coturn(
    folder: Path,
    listens_on: tuple[str, int],
    relays_from: str,
    peers: Sequence[str],
    command: Callable[..., list[str]] = lambda *arguments: list(arguments),
    more: Sequence[str] = (),
) -> Iterator[Coturn]:
    """Run coturn.

    Args:
        folder: for its log and database.
        listens_on: address and port for clients.
        relays_from: address that peers see.
        peers: addresses that it relays to.
        command: makes the command that runs it on another host.
        more: further arguments.
    """
    log_path = folder / "turnserver.log"
    arguments = [
        *("turnserver", "-c", str(CONFIGURATION), f"--static-auth-secret={SECRET}"),
        *(f"--listening-ip={listens_on[0]}", f"--listening-port={listens_on[1]}"),
        *(f"--relay-ip={relays_from}", "--no-tls", "--no-dtls"),
        *(f"--pidfile={folder / 'turnserver.pid'}", f"--userdb={folder / 'turndb'}"),
        *(f"--allowed-peer-ip={peer}" for peer in peers),
        *more,
    ]
    with program(command(*arguments), log_path, cwd=folder) as process:
        yield Coturn(listens_on, log_path)
        assert process.poll() is None, log_path.read_text(errors="replace")


def wait_until_listening(server: Coturn) -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s:
        with closing(socket.socket()) as probe:
            probe.settimeout(1)
            if probe.connect_ex(server.address) == 0:
                return
        time.sleep(POLL_S)
    pytest.fail(f"coturn does not listen:\n{server.log()}")
