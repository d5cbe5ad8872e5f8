"""What names this machine to itself."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host is `localhost` or a loopback address; an IPv6 one without brackets."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
