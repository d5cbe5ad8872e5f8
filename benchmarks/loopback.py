"""Lets aioice use loopback, for clients and rivals alike.

aioice 0.13 leaves out 127.0.0.1, so on a machine with nothing but loopback no connection
starts. EmoChat names its addresses itself. Remove when aioice takes a list of addresses.
"""

from aioice import ice

LOOPBACK = "127.0.0.1"


def offer_loopback() -> None:
    """Let every connection of this process offer 127.0.0.1 beside the other addresses."""
    other_addresses = ice.get_host_addresses

    def addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return [*other_addresses(use_ipv4, use_ipv6), LOOPBACK]

    ice.get_host_addresses = addresses


def use_only_loopback() -> None:
    """Let every connection of this process use 127.0.0.1 alone: one socket each."""

    def addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        return [LOOPBACK]

    ice.get_host_addresses = addresses
