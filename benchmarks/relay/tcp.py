"""TCP between a browser and a server, over a modelled network's delay and rate.

Loss is not modelled: a relay ends TCP on both sides, so a chunk that it withheld would be
gone for good, where a real TCP sends it again. Neither is slow start. Both make this link
faster than the network that it stands for. See kernel_tcp for the real thing, where allowed.
"""

import asyncio
import math
from typing import Self

from benchmarks.relay.link import DEFAULT_QUEUE_S, Link, LinkConditions
from benchmarks.relay.network import Links, Network
from benchmarks.relay.sdp import Address

SEGMENT_BYTES = 1448
"""What an Ethernet frame of 1,500 bytes carries of a TCP stream with timestamps (RFC 7323)."""

HEADER_BYTES = 52
"""IPv4 (20) and TCP (32 with timestamps) headers."""

MAX_SEGMENTS = 4096
"""Under way at once: 100 ms of 470 Mbit/s."""

_Segment = tuple[float, bytes]


class TcpRelay:
    """Forwards every connection to one port.

    Args:
        network: its loss and reordering are left out.
    """

    def __init__(self, server: Address, network: Network) -> None:
        self._server = server
        self._links = Links(Network(network.name, _stream(network.up), _stream(network.down)), 0)
        self._listener: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, server: Address, network: Network, host: str = "127.0.0.1") -> Self:
        """Listen on a free port of `host`, an address of this machine."""
        relay = cls(server, network)
        relay._listener = await asyncio.start_server(relay._accept, host, 0)
        return relay

    @property
    def address(self) -> Address:
        """Where the browser shall connect to."""
        assert self._listener is not None
        host, port = self._listener.sockets[0].getsockname()[:2]
        return Address(host, port)

    async def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # The handshake that the browser has had with the relay at once.
            await asyncio.sleep(self._links.network.round_trip_s)
            await self._join(reader, writer)
        except ConnectionError:
            # One side has gone; the other one learns it by the close.
            pass
        finally:
            writer.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(
            self._server.host, self._server.port
        )
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_pump(self._links.up, reader, server_writer, group))
                group.create_task(_pump(self._links.down, server_reader, writer, group))
        except* ConnectionError:
            pass
        finally:
            server_writer.close()


def _stream(conditions: LinkConditions) -> LinkConditions:
    return LinkConditions(
        delay_s=conditions.delay_s,
        jitter_s=conditions.jitter_s,
        rate_bps=conditions.rate_bps,
        queue_s=math.inf,
    )


async def _pump(
    link: Link,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    group: asyncio.TaskGroup,
) -> None:
    segments: asyncio.Queue[_Segment | None] = asyncio.Queue(MAX_SEGMENTS)
    group.create_task(_deliver(segments, writer))
    loop = asyncio.get_running_loop()
    while data := await reader.read(SEGMENT_BYTES):
        out_s = link.send(loop.time(), len(data) + HEADER_BYTES)
        assert out_s is not None, "a stream's link loses nothing"
        await segments.put((out_s, data))
        # TCP fills the bottleneck's queue and then waits for it.
        await asyncio.sleep(link.backlog_s(loop.time()) - DEFAULT_QUEUE_S)
    await segments.put(None)


async def _deliver(segments: asyncio.Queue[_Segment | None], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while (segment := await segments.get()) is not None:
        out_s, data = segment
        await asyncio.sleep(out_s - loop.time())
        writer.write(data)
        await writer.drain()
    writer.write_eof()
