"""A real Chromium against the real server: that frames and labels are matched, not how fast."""

from collections.abc import Iterator

import pytest

from benchmarks.browser import (
    BenchmarkBrowser,
    SessionFailedError,
    Stream,
    chromium,
    measure,
)
from benchmarks.ledger import STAGES, read_ledger
from benchmarks.servers import Server, run_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def browser() -> Iterator[BenchmarkBrowser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with run_server("emochat") as started:
        yield started


def test_labels_are_matched_with_the_frames_they_are_of(
    browser: BenchmarkBrowser, server: Server
) -> None:
    run = measure(browser, f"{server.url}/whip", Stream(fps=15, audio=True), 4)
    ledger = read_ledger(run)
    assert ledger.unmatched == 0
    assert ledger.latencies
    assert run.capture_clock is not None
    for latency in ledger.latencies:
        assert latency.capture_to_label_ms is not None
        assert latency.capture_to_label_ms > latency.encoded_to_label_ms > 0
        assert latency.stages_ms.keys() == {*STAGES} - {"unsplit"}
        assert sum(latency.stages_ms.values()) == pytest.approx(latency.capture_to_label_ms)
    assert run.clicked_ms < run.answered_ms <= run.connected_ms < run.steady_ms < run.ended_ms
    assert run.outbound is not None
    assert (run.outbound["width_px"], run.outbound["height_px"]) == (640, 480)


def test_the_stream_is_sent_as_it_was_asked_for(browser: BenchmarkBrowser, server: Server) -> None:
    stream = Stream(width_px=320, height_px=240, fps=10, max_bitrate_bps=150_000, codec="H264")
    run = measure(browser, f"{server.url}/whip", stream, 3, synchronise=False)
    assert run.outbound is not None
    assert run.outbound["codec"] == "video/H264"
    assert (run.outbound["width_px"], run.outbound["height_px"]) == (320, 240)
    assert run.outbound["fps"] < 13
    assert run.capture_clock is None


def test_a_server_that_refuses_is_named_in_the_failure(
    browser: BenchmarkBrowser, server: Server
) -> None:
    with pytest.raises(SessionFailedError, match="HTTP 405"):
        measure(browser, f"{server.url}/whip/unknown", Stream(), 1)
