"""Relays on a thread of their own, as scenarios run them."""

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.relay.network import Network
from benchmarks.relay.running import run_tcp_relay, run_whip_relay


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def server_url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hello) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url + "/", timeout=10) as response:
        return bytes(response.read())


def test_a_server_is_reached_through_either_relay(server_url: str) -> None:
    with run_tcp_relay(server_url, Network("clean"), seed=None) as url:
        assert url != server_url
        assert fetch(url) == b"hello"
    with run_whip_relay(server_url, Network("clean"), seed=1) as relay:
        assert fetch(relay.url) == b"hello"


def test_nothing_is_left_of_a_relay_afterwards(server_url: str) -> None:
    before = threading.active_count()
    with run_tcp_relay(server_url, Network("clean"), seed=None) as url:
        assert threading.active_count() > before
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        fetch(url)
