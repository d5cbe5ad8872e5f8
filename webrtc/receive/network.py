"""Which addresses and UDP ports sessions use, and what publishers are told of them."""

import ipaddress
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import ifaddr

from webrtc.receive.checks import IpNetwork, may_check

LOOPBACK = "127.0.0.1"


class PortsExhaustedError(Exception):
    """Every UDP port of the range is taken by a session."""


class NoAddressError(Exception):
    """None of the server's addresses could be bound."""


class UdpPorts:
    """The UDP ports that sessions may use, one a session on all its addresses.

    A port that comes back is handed out again last, so that late packets of the old
    publisher do not reach a new session.

    Args:
        first: lowest port.
        last: highest port, included.
    """

    def __init__(self, first: int, last: int) -> None:
        self._free = deque(range(first, last + 1))

    def take(self) -> int:
        """Return a free port.

        Raises:
            PortsExhaustedError: there is none.
        """
        if not self._free:
            raise PortsExhaustedError
        return self._free.popleft()

    def give_back(self, port: int) -> None:
        self._free.append(port)


@dataclass(frozen=True, slots=True)
class Network:
    """Where this server can be reached.

    Attributes:
        addresses: local IP addresses that each session binds.
        announced_address: told to publishers instead of the bound addresses of its IP
            version: the outside of a one-to-one NAT, which keeps the port. Addresses
            of the other version are then left out.
        ports: None lets the system choose.
        checked: addresses of publishers that are sent ICE checks before they have sent any;
            needed only where a NAT or firewall lets nothing in that has not been asked for.
    """

    addresses: tuple[str, ...]
    announced_address: str | None = None
    ports: UdpPorts | None = None
    checked: tuple[IpNetwork, ...] = ()

    def may_check(self, address: str) -> bool:
        """Whether an address that a publisher names may be sent ICE checks."""
        return may_check(address, self.checked)

    def announced(self, address: str) -> str | None:
        """Return what publishers are told for a bound address; None leaves it out."""
        if self.announced_address is None:
            return address
        outside = ipaddress.ip_address(self.announced_address)
        return str(outside) if ipaddress.ip_address(address).version == outside.version else None


def choose_addresses(interfaces: Sequence[str], *, include_loopback: bool) -> tuple[str, ...]:
    """Return the addresses of this machine that sessions bind.

    Args:
        interfaces: names ("eth0") or addresses ("192.0.2.7"); empty means all.
        include_loopback: with all interfaces, 127.0.0.1 too. It is taken in any case
            where the machine has no other address.

    Raises:
        ValueError: names the interface that this machine does not have.
    """
    by_interface = _addresses_by_interface()
    if interfaces:
        return tuple(dict.fromkeys(a for name in interfaces for a in _of(name, by_interface)))
    outer = tuple(
        address
        for addresses in by_interface.values()
        for address in addresses
        if not ipaddress.ip_address(address).is_loopback
    )
    return (*outer, LOOPBACK) if include_loopback or not outer else outer


def _of(name: str, by_interface: dict[str, list[str]]) -> list[str]:
    if name in by_interface:
        return by_interface[name]
    if any(name in addresses for addresses in by_interface.values()):
        return [name]
    raise ValueError(f"no interface or address {name!r} here; there are {', '.join(by_interface)}")


def _addresses_by_interface() -> dict[str, list[str]]:
    """Return all addresses but link-local IPv6, which needs a scope that SDP cannot carry."""
    found: dict[str, list[str]] = {}
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            address = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
            if not ipaddress.ip_address(address).is_link_local:
                found.setdefault(adapter.nice_name, []).append(address)
    return found
