"""ICE candidates of a WHIP exchange, changed so that all media goes through the relay. Pure."""

import ipaddress
from dataclasses import dataclass

_CANDIDATE = "a=candidate:"
_END = "a=end-of-candidates"
# A candidate is "foundation component transport priority address port typ type ..."
# (RFC 8839 section 5.1).
_COMPONENT, _TRANSPORT, _ADDRESS, _PORT, _TYPE = 1, 2, 4, 5, 7


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int


def without_candidates(text: str) -> str:
    """Return an offer or a fragment that names no candidate, nor the end of them.

    The server then learns the publisher's address, which is the relay's, from its
    connectivity checks (RFC 8445 section 7.3.1.3).
    """
    kept = [line for line in text.splitlines() if not line.startswith((_CANDIDATE, _END))]
    return "\r\n".join(kept) + "\r\n"


def server_address(answer: str) -> Address:
    """Return where the relay reaches the server: over loopback if the answer names it.

    Raises:
        ValueError: the answer has no IPv4 host candidate.
    """
    addresses = [
        Address(fields[_ADDRESS], int(fields[_PORT]))
        for fields in map(_fields, answer.splitlines())
        if fields is not None and _is_usable(fields)
    ]
    if not addresses:
        raise ValueError("the answer names no IPv4 host candidate")
    return min(addresses, key=lambda a: not ipaddress.ip_address(a.host).is_loopback)


def with_candidate(answer: str, server: Address, relay: Address) -> str:
    """Return the answer with the server's candidate at `server` moved to `relay`, and no other."""
    lines = []
    for line in answer.splitlines():
        fields = _fields(line)
        if fields is None:
            lines.append(line)
        elif _is_usable(fields) and Address(fields[_ADDRESS], int(fields[_PORT])) == server:
            fields[_ADDRESS], fields[_PORT] = relay.host, str(relay.port)
            lines.append(_CANDIDATE + " ".join(fields))
    return "\r\n".join(lines) + "\r\n"


def _fields(line: str) -> list[str] | None:
    return line.removeprefix(_CANDIDATE).split(" ") if line.startswith(_CANDIDATE) else None


def _is_usable(fields: list[str]) -> bool:
    return (
        fields[_COMPONENT] == "1"
        and fields[_TRANSPORT].lower() == "udp"
        and fields[_TYPE] == "host"
        and "." in fields[_ADDRESS]
        and not fields[_ADDRESS].endswith(".local")
    )
