"""A cable between workers and Redis that can be cut for one of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psutil

CHUNK_BYTES = 65_536


class RedisProxy:
    """Passes bytes between TCP connections and the socket of a Redis.

    A cut holds them back in both directions and closes nothing, as a network does that lost its
    way: whoever waits is told nothing, and what was sent arrives when the cable is whole again.

    Attributes:
        port: on 127.0.0.1.
        held: pieces that were held back so far.
    """

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path
        self._tasks: set[asyncio.Task[None]] = set()
        self._cut_pid: int | None = None
        self._whole = asyncio.Event()
        self._whole.set()
        self.port = 0
        self.held = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def cut(self, pid: int) -> None:
        """Cut off a process, its later connections as well."""
        self._cut_pid = pid
        self._whole.clear()

    def heal(self) -> None:
        self._cut_pid = None
        self._whole.set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pid = await asyncio.to_thread(_owner, writer.get_extra_info("peername")[1], self.port)
        try:
            with suppress(OSError):
                there, back = await asyncio.open_unix_connection(self._socket_path)
                try:
                    await self._pass_both(pid, (reader, back), (there, writer))
                finally:
                    back.close()
        finally:
            writer.close()

    async def _pass_both(
        self, pid: int | None, *ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    ) -> None:
        passing = [asyncio.create_task(self._pass(pid, *way)) for way in ways]
        try:
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in passing:
                task.cancel()
            await asyncio.gather(*passing, return_exceptions=True)

    async def _pass(
        self, pid: int | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(CHUNK_BYTES):
            if pid is not None and pid == self._cut_pid:
                self.held += 1
                await self._whole.wait()
            writer.write(data)
            await writer.drain()


def _owner(port: int, to_port: int) -> int | None:
    """Return the process whose TCP connection runs from one port to another."""
    for connection in psutil.net_connections("tcp"):
        is_it = connection.laddr and connection.laddr.port == port
        if is_it and connection.raddr and connection.raddr.port == to_port:
            return None if connection.pid is None else int(connection.pid)
    return None


@asynccontextmanager
async def redis_proxy(url: str) -> AsyncIterator[RedisProxy]:
    """Serve on a free port, before a Redis on a unix socket."""
    proxy = RedisProxy(url.removeprefix("unix://"))
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
        await server.wait_closed()
