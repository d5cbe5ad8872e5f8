"""What a server process looks like to its supervisor; `standin_worker.py ID PORT LOG`."""

import os
import signal
import socket
import sys
from types import FrameType

worker_id, port, log = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def note(event: str) -> None:
    with open(log, "a") as file:
        file.write(f"{event} {worker_id} {os.getpid()}\n")


def end(number: int, frame: FrameType | None) -> None:
    note("ended")
    os._exit(0)


signal.signal(signal.SIGTERM, end)
with socket.create_server(("127.0.0.1", port)) as listener:
    note("started")
    while True:
        client, _ = listener.accept()
        with client:
            client.recv(4_096)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
