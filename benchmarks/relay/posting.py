"""The way that EmoChat's WebRTC replaces: a JPEG a second, posted as a data URL."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import BenchmarkBrowser, new_context

SCRIPT = Path(__file__).with_name("post_frames.js")
SETUP_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Post:
    """One frame and its answer. Times are in ms since the epoch.

    Attributes:
        grabbed_ms: the camera's picture goes to the canvas.
        encoded_ms: the request is ready.
        received_ms: the answer is parsed.
    """

    grabbed_ms: float
    encoded_ms: float
    received_ms: float
    bytes: int


class PostFailedError(Exception):
    """The server answered something else than a reading."""


def measure_posts(browser: BenchmarkBrowser, server_url: str, seconds: float) -> list[Post]:
    """Post the fake camera's frames from a page of a server's own origin.

    Raises:
        PostFailedError: an answer was no reading.
        playwright.sync_api.Error: a request failed or took too long.
    """
    with new_context(browser, server_url) as context:
        context.set_default_timeout((seconds + SETUP_TIMEOUT_S) * 1000)
        page = context.new_page()
        page.goto(server_url + "/healthz")
        arguments = {"url": server_url + "/predict", "seconds": seconds}
        posts = page.evaluate(SCRIPT.read_text(), arguments)
    for post in posts:
        if post["status"] != 200:
            raise PostFailedError(f"HTTP {post['status']}: {post['emotion']}")
    return [
        Post(post["grabbedMs"], post["encodedMs"], post["receivedMs"], post["bytes"])
        for post in posts
    ]
