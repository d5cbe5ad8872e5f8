"""Simulated hosts: network namespaces with a cable between them."""

import ctypes
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNET = 0x40000000
COMMAND_TIMEOUT_S = 20
NAMESPACES = Path("/run/netns")


class NoNamespacesError(Exception):
    """This machine permits no network namespaces; the message says why."""


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=COMMAND_TIMEOUT_S)


@dataclass(frozen=True)
class Host:
    """A network namespace."""

    role: str

    @property
    def name(self) -> str:
        return f"emochat-{os.getpid()}-{self.role}"

    def command(self, *arguments: str) -> list[str]:
        """Return the command that runs this program on this host."""
        return ["ip", "netns", "exec", self.name, *arguments]

    def ip(self, *arguments: str) -> None:
        ip("-n", self.name, *arguments)

    def call(self, function: Callable[[], T]) -> T:
        """Call a function in a thread whose sockets are this host's."""
        results: list[T] = []

        def run() -> None:
            _enter(self.name)
            results.append(function())

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return results[0]


def _enter(name: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    handle = os.open(NAMESPACES / name, os.O_RDONLY)
    try:
        if libc.setns(handle, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"namespace {name}")
    finally:
        os.close(handle)


@contextmanager
def hosts(*roles: str) -> Iterator[list[Host]]:
    """Make hosts.

    Raises:
        NoNamespacesError: this machine permits none.
    """
    with ExitStack() as stack:
        made = []
        for role in roles:
            host = Host(role)
            try:
                ip("netns", "add", host.name)
            except (FileNotFoundError, subprocess.CalledProcessError) as error:
                why = getattr(error, "stderr", b"") or b""
                raise NoNamespacesError(f"{error} {why.decode().strip()}") from error
            stack.callback(ip, "netns", "delete", host.name)
            host.ip("link", "set", "lo", "up")
            made.append(host)
        yield made


def connect(first: Host, first_address: str, second: Host, second_address: str) -> None:
    """Lay a cable between two hosts; each gets an address of a network of 256."""
    to_second, to_first = f"to-{second.role}", f"to-{first.role}"
    first.ip(
        *("link", "add", "name", to_second, "type", "veth"),
        *("peer", "name", to_first, "netns", second.name),
    )
    for host, interface, address in (
        (first, to_second, first_address),
        (second, to_first, second_address),
    ):
        host.ip("address", "add", f"{address}/24", "dev", interface)
        host.ip("link", "set", interface, "up")
