"""The stand-in for Gemini Live in a thread of its own, beside a test that drives a browser."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from tests.live.scripts import sends
from tests.live.standin import LiveStandin, Peer, Script, serve_live

TIMEOUT_S = 20


class LiveThread:
    """A running stand-in, as a test sees it from another thread."""

    def __init__(self, standin: LiveStandin, loop: asyncio.AbstractEventLoop) -> None:
        self._standin = standin
        self._loop = loop

    @property
    def variables(self) -> dict[str, str]:
        """What makes a server speak to the stand-in; `EMOCHAT_DATA_DIR` is the test's."""
        return {
            "EMOCHAT_GEMINI_BASE_URL": self._standin.base_url,
            "SSL_CERT_FILE": str(self._standin.certificate_path),
            "NO_PROXY": "127.0.0.1",
        }

    @property
    def peers(self) -> list[Peer]:
        """All connections since the last `begin`."""
        return list(self._standin.peers)

    @property
    def refusals(self) -> int:
        return self._standin.refusals

    def begin(self, script: Script, *, http_status: int | None = None) -> None:
        """Forget all connections, and do this on the next ones."""
        self._standin.peers.clear()
        self._standin.refusals = 0
        self._standin.scripts[:] = [script]
        self._standin.http_status = http_status

    def connection(self, number: int = 1) -> Peer:
        """Wait for the connection of that number, from 1."""
        waiting = asyncio.run_coroutine_threadsafe(self._standin.connection(number), self._loop)
        return waiting.result(TIMEOUT_S)


@contextmanager
def live_thread(folder: Path) -> Iterator[LiveThread]:
    running: Future[LiveThread] = Future()
    stop = threading.Event()

    async def serve() -> None:
        async with serve_live(folder, sends()) as standin:
            running.set_result(LiveThread(standin, asyncio.get_running_loop()))
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        yield running.result(TIMEOUT_S)
    finally:
        stop.set()
        thread.join()
