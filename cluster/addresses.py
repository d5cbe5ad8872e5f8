"""Who sent a request, where a proxy of ours passed it on. Pure."""

import ipaddress
from collections.abc import Sequence
from typing import TypeAlias

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

IPV6_SUBJECT_BITS = 64
"""A household or a server gets at least so much (RFC 6177): counting single addresses is futile."""


def parse_networks(value: str) -> tuple[Network, ...]:
    """Read comma-separated addresses and networks, such as 127.0.0.1,10.0.0.0/8.

    Raises:
        ValueError: one of them is neither.
    """
    names = [name.strip() for name in value.split(",") if name.strip()]
    try:
        return tuple(ipaddress.ip_network(name) for name in names)
    except ValueError as error:
        raise ValueError("must be IP addresses or networks, as 127.0.0.1,10.0.0.0/8") from error


def client_address(
    peer: str | None, forwarded_for: Sequence[str], trusted: Sequence[Network]
) -> str | None:
    """Return the address of the nearest hop that is no proxy of ours.

    Read from the right: whatever stands left of the first address that no trusted proxy
    wrote may be made up.

    Args:
        peer: other end of the TCP connection.
        forwarded_for: all values of X-Forwarded-For, in order.
        trusted: networks of our own proxies.

    Returns:
        None if nothing usable is known, as over a Unix socket without a header.
    """
    hops = [hop.strip() for value in forwarded_for for hop in value.split(",")]
    nearest = _parsed(peer)
    if nearest is not None and not _is_in(nearest, trusted):
        return str(nearest)
    for hop in reversed(hops):
        address = _parsed(hop)
        if address is None:
            break
        nearest = address
        if not _is_in(address, trusted):
            break
    return None if nearest is None else str(nearest)


def quota_subject(address: str) -> str:
    """Return what is counted together: an IPv4 address, or the /64 network of an IPv6 one."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_SUBJECT_BITS), strict=False))


def _parsed(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if text is None:
        return None
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped


def _is_in(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: Sequence[Network]
) -> bool:
    return any(address in network for network in networks if network.version == address.version)
