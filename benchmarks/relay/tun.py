"""A network device that sends every packet back as if the other end had sent it (Linux).

A packet from the local to the remote address comes back as one the other way. So a connection
to the remote address is one to the local address on the same port, made by the kernel's own TCP
over packets that pass through here and may be late or lost. Swapping two addresses leaves the
checksums as they are (RFC 1071 section 2: a sum's order does not count).
"""

import fcntl
import ipaddress
import os
import socket
import struct
from typing import Self

BLOCK = ipaddress.IPv4Network("198.18.0.0/15")
"""Set aside for benchmarks (RFC 2544 appendix C.2.2, RFC 6890)."""
_PREFIX_BITS = 30

MAX_PACKET_BYTES = 2048
"""More than the device's MTU, which is 1,500."""

# linux/if_tun.h and linux/sockios.h
_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI, _IFF_UP = 0x0001, 0x1000, 0x0001
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
_SIOCSIFADDR, _SIOCSIFNETMASK = 0x8916, 0x891C

_IPV4, _TCP = 4, 6


class TunDevice:
    """The device; it is gone when it is closed, or with the process.

    Processes have networks of their own, so that several can measure on one machine.
    """

    def __init__(self, descriptor: int, network: ipaddress.IPv4Network) -> None:
        self.descriptor = descriptor
        self.local, self.remote = map(str, network.hosts())

    @classmethod
    def open(cls) -> Self:
        """Make the device and bring it up.

        Raises:
            OSError: not Linux, or not allowed: it takes CAP_NET_ADMIN.
        """
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        try:
            request = struct.pack("16sH22x", b"emochat%d", _IFF_TUN | _IFF_NO_PI)
            name = fcntl.ioctl(descriptor, _TUNSETIFF, request)[:16]
            device = cls(descriptor, _own_network())
            _bring_up(name, device.local)
        except OSError:
            os.close(descriptor)
            raise
        return device

    def read(self) -> bytes | None:
        """Return a packet that the kernel has sent, or None if there is none."""
        try:
            return os.read(self.descriptor, MAX_PACKET_BYTES)
        except BlockingIOError:
            return None

    def write(self, packet: bytes) -> None:
        """Hand a packet to the kernel as one that came in."""
        os.write(self.descriptor, packet)

    def close(self) -> None:
        os.close(self.descriptor)


def destination_port(packet: bytes) -> int | None:
    """Return a TCP packet's port, or None of any other packet."""
    if packet[0] >> 4 != _IPV4 or packet[9] != _TCP:
        return None
    header_bytes = (packet[0] & 0x0F) * 4
    return int.from_bytes(packet[header_bytes + 2 : header_bytes + 4])


def turned_back(packet: bytes) -> bytes:
    """Return an IPv4 packet with its source and destination swapped."""
    return packet[:12] + packet[16:20] + packet[12:16] + packet[20:]


def _own_network() -> ipaddress.IPv4Network:
    size = 1 << (32 - _PREFIX_BITS)
    number = os.getpid() % (BLOCK.num_addresses // size)
    return ipaddress.IPv4Network((BLOCK[number * size], _PREFIX_BITS))


def _bring_up(name: bytes, local: str) -> None:
    netmask = str(_own_network().netmask)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for request, address in ((_SIOCSIFADDR, local), (_SIOCSIFNETMASK, netmask)):
            fields = struct.pack("16sHH4s16x", name, socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(control, request, fields)
        answer = fcntl.ioctl(control, _SIOCGIFFLAGS, struct.pack("16sH22x", name, 0))
        (flags,) = struct.unpack("16xH22x", answer)
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", name, flags | _IFF_UP))
