"""To whom ICE connectivity checks may go before they have shown that they want any. Pure.

An offer names addresses, and ICE sends checks there (RFC 8445 section 7.2): whoever may send
offers could have the server knock at an internal network's doors, or flood others
(RFC 8445 section 19.5.1). A server need not: publishers check its addresses, and their checks
prove by its password where they are.
"""

import ipaddress
from collections.abc import Sequence
from typing import TypeAlias

IpNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_CANDIDATES = 32
"""Of one publisher, named or learnt from its checks."""

MAX_PAIRS = 100
"""Of candidates and sockets (RFC 8445 section 6.1.2.5)."""

CHECK_RETRANSMISSIONS = 2
"""A check's; aioice would send it 7 times. The publisher's own next check starts another."""

_BROADCAST = ipaddress.ip_address("255.255.255.255")


def may_check(address: str, networks: Sequence[IpNetwork]) -> bool:
    """Whether a named address may be sent checks.

    Args:
        address: as the candidate has it; names are refused.
        networks: those that the operator allows.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    target = parsed if mapped is None else mapped
    if target.is_multicast or target.is_unspecified or target == _BROADCAST:
        return False
    return any(target in network for network in networks if network.version == target.version)
