"""A throwaway Redis of Debian's package, on a socket of its own."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

START_TIMEOUT_S = 60.0


class RedisServer:
    """Starts, hangs, kills and restarts one server; what it held is gone with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", ""]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["redis-server", *options, "--dir", str(self._folder)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def kill(self) -> None:
        self._send(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(START_TIMEOUT_S)

    def hang(self) -> None:
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def ask(self, command: bytes) -> bytes:
        """Send a command of one word; return the first line of the answer."""
        with closing(socket.socket(socket.AF_UNIX)) as client:
            client.settimeout(START_TIMEOUT_S)
            client.connect(str(self._socket))
            client.sendall(command + b"\r\n")
            return client.recv(1_024).partition(b"\r\n")[0]

    def _answers(self) -> bool:
        with suppress(OSError):
            return self.ask(b"PING") == b"+PONG"
        return False


@contextmanager
def throwaway_redis() -> Iterator[RedisServer]:
    # Not pytest's folder: a socket's path has at most 107 bytes (unix(7)).
    folder = Path(tempfile.mkdtemp(prefix="emochat-redis-"))
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.go_on()
        server.kill()
        shutil.rmtree(folder)
