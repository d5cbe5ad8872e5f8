"""One session of a real Chromium against a server, seen from the page."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.camera import write_camera
from benchmarks.capture_clock import CaptureClock, EncodedFrame, fit_capture_clock
from benchmarks.page_server import serve_page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
SETUP_TIMEOUT_S = 60
"""For all that the page does before and after the measuring; it has time limits of its own."""


class SessionFailedError(Exception):
    """The page could not run the session; the reason is the page's own words."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What Chromium is asked to send.

    Attributes:
        max_bitrate_bps: None leaves it to Chromium's bandwidth estimate.
        scalability_mode: of WebRTC's scalable coding, as "L1T2"; None for none.
    """

    width_px: int = 640
    height_px: int = 480
    fps: int = 30
    max_bitrate_bps: int | None = None
    codec: Literal["VP8", "H264"] = "VP8"
    audio: bool = False
    scalability_mode: str | None = None


ANALYSIS_STREAM = Stream(320, 240, 10, 150_000, scalability_mode="L1T2")
"""What EmoChat's own client asks for (client/peer.js)."""


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """A label as the page received it.

    Attributes:
        received_ms: since the epoch.
        reason: why there is no expression, if there is none.
        rtp_timestamp: of its frame; None if the server names none.
        timing_ms: the server's own ledger, as far as it keeps one.
    """

    received_ms: float
    reason: str | None
    rtp_timestamp: int | None
    timing_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """One session. Times are in ms since the epoch, on one scale.

    Attributes:
        clicked_ms: the camera is open and joining begins.
        answered_ms: the answer to the offer is there.
        steady_ms: from here on the stream is as it was asked for.
        frames: all that were encoded, in order.
        capture_clock: None if capture times were not asked for or cannot be told for sure.
        messages: what else the server sent, but for the written analysis.
        outbound: Chromium's own figures of the video from `steady_ms` to `ended_ms`.
    """

    clicked_ms: float
    answered_ms: float
    connected_ms: float
    steady_ms: float
    ended_ms: float
    frames: list[EncodedFrame]
    labels: list[LabelSeen]
    capture_clock: CaptureClock | None
    messages: list[dict[str, Any]]
    outbound: dict[str, Any] | None

    @property
    def first_label_ms(self) -> float | None:
        return self.labels[0].received_ms if self.labels else None


@dataclass(frozen=True, slots=True)
class BenchmarkBrowser:
    """A Chromium with a fake camera, and where the benchmark's page is served."""

    browser: Browser
    page_url: str

    @property
    def version(self) -> str:
        return self.browser.version


@contextmanager
def chromium() -> Iterator[BenchmarkBrowser]:
    """Start the system's Chromium, whose fake camera plays a face."""
    with tempfile.TemporaryDirectory() as folder, serve_page() as page_url:
        camera = write_camera(Path(folder) / "face.mjpeg")
        arguments = [*ARGUMENTS, f"--use-file-for-fake-video-capture={camera}"]
        with (
            sync_playwright() as driver,
            driver.chromium.launch(executable_path=CHROMIUM, args=arguments) as browser,
        ):
            yield BenchmarkBrowser(browser, page_url)


@contextmanager
def new_context(browser: BenchmarkBrowser, origin: str) -> Iterator[BrowserContext]:
    """Open a fresh profile that may use camera and microphone at one origin."""
    context = browser.browser.new_context()
    try:
        context.grant_permissions(["camera", "microphone"], origin=origin)
        yield context
    finally:
        context.close()


def measure(
    browser: BenchmarkBrowser,
    offer_url: str,
    stream: Stream,
    seconds: float,
    *,
    synchronise: bool = True,
) -> Run:
    """Run one session and return what its page saw.

    Args:
        browser: opens a fresh profile for it.
        offer_url: takes the offer, as WHIP says (RFC 9725); must allow other origins.
        stream: what to send.
        seconds: how long to go on once the stream is as asked for.
        synchronise: spend about 2.5 s first on telling when frames are captured.

    Raises:
        SessionFailedError: the page could not connect.
        TimeoutError: the page did not come to an end.
    """
    origin = browser.page_url.rsplit("/", 1)[0]
    query = urlencode(_parameters(offer_url, stream, seconds, synchronise))
    with new_context(browser, origin) as context:
        page = context.new_page()
        page.goto(f"{browser.page_url}?{query}")
        page.wait_for_function(
            "globalThis.outcome !== undefined", timeout=(seconds + SETUP_TIMEOUT_S) * 1000
        )
        outcome = page.evaluate("globalThis.outcome")
    if "error" in outcome:
        raise SessionFailedError(outcome["error"])
    return _run(outcome)


def _parameters(
    offer_url: str, stream: Stream, seconds: float, synchronise: bool
) -> dict[str, str | float]:
    bitrate, mode = stream.max_bitrate_bps, stream.scalability_mode
    return {
        "whip": offer_url,
        "seconds": seconds,
        "width": stream.width_px,
        "height": stream.height_px,
        "fps": stream.fps,
        "codec": stream.codec,
        "audio": int(stream.audio),
        "synchronise": int(synchronise),
        **({} if bitrate is None else {"max_bitrate": bitrate}),
        **({} if mode is None else {"scalability_mode": mode}),
    }


def _run(outcome: Mapping[str, Any]) -> Run:
    frames = [EncodedFrame(f["rtpTimestamp"], f["encodedMs"]) for f in outcome["frames"]]
    uneven = [frame for frame in frames if frame.encoded_ms < outcome["steadyMs"]]
    return Run(
        clicked_ms=outcome["clickedMs"],
        answered_ms=outcome["answeredMs"],
        connected_ms=outcome["connectedMs"],
        steady_ms=outcome["steadyMs"],
        ended_ms=outcome["endedMs"],
        frames=frames,
        labels=[_label(fields) for fields in outcome["labels"]],
        capture_clock=fit_capture_clock(uneven, outcome["capturesMs"]),
        messages=outcome["messages"],
        outbound=outcome["outbound"],
    )


def _label(fields: Mapping[str, Any]) -> LabelSeen:
    return LabelSeen(
        fields["receivedMs"],
        fields.get("reason"),
        fields["rtpTimestamp"],
        fields.get("timingMs") or {},
    )
