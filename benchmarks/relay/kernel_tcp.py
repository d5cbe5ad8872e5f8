"""TCP between a browser and a server by the kernel, over a modelled network, losses included."""

import asyncio
from functools import partial
from typing import Self

from benchmarks.relay.delivery import Delivery
from benchmarks.relay.network import Links, Network
from benchmarks.relay.sdp import Address
from benchmarks.relay.tcp import TcpRelay
from benchmarks.relay.tun import TunDevice, destination_port, turned_back

_CLEAN = Network("loopback")


class KernelTcpRelay:
    """Forwards connections over a TUN device, between two plain relays on this machine.

    The first one gives the browser an address of loopback, which it trusts with the camera;
    the second one reaches servers that listen on loopback only.
    """

    def __init__(self, device: TunDevice, front: TcpRelay, back: TcpRelay, links: Links) -> None:
        self._device = device
        self._front = front
        self._back = back
        # Packets still come while the listener closes, and it has no address then.
        self._server_port = back.address.port
        self._links = links
        self._delivery = Delivery()
        asyncio.get_running_loop().add_reader(device.descriptor, self._forward)

    @classmethod
    async def open(cls, server: Address, network: Network, seed: int) -> Self:
        """Open it.

        Raises:
            OSError: this process may not make a network device.
        """
        device = TunDevice.open()
        back = await TcpRelay.open(server, _CLEAN, device.local)
        front = await TcpRelay.open(Address(device.remote, back.address.port), _CLEAN)
        return cls(device, front, back, Links(network, seed))

    @property
    def address(self) -> Address:
        """Where the browser shall connect to."""
        return self._front.address

    def figures(self) -> dict[str, int]:
        """Return how many packets did not get through."""
        return self._links.figures()

    async def close(self) -> None:
        await self._front.close()
        await self._back.close()
        asyncio.get_running_loop().remove_reader(self._device.descriptor)
        self._delivery.close()
        self._device.close()

    def _forward(self) -> None:
        packet = self._device.read()
        port = None if packet is None else destination_port(packet)
        if packet is None or port is None:
            return
        link = self._links.up if port == self._server_port else self._links.down
        out_s = link.send(asyncio.get_running_loop().time(), len(packet))
        if out_s is not None:
            self._delivery.at(out_s, partial(self._device.write, turned_back(packet)))
