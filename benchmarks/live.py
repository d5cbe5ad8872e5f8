"""What a person at the page waits for, measured in a real Chromium against the real server.

``make bench`` prints a Markdown table and writes benchmarks/results/live.json.
"""

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from tests.e2e import pictures
from tests.e2e.steps import start

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "live.json"
STAGES = ("decode", "wait", "infer", "total")
START_TIMEOUT_S = 60


@dataclass(frozen=True)
class SessionFigures:
    """One session. Times in ms; CPU as share of one core while the session was live."""

    join_ms: float
    post_ms: float
    label_ms: list[float]
    stages_ms: dict[str, list[float]]
    server_cpu: float
    server_rss_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _server() as (url, process):
        camera = pictures.write_camera(Path(folder) / "face.mjpeg", [(pictures.smiling_face(), 4)])
        with sync_playwright() as driver, _chromium(driver, camera) as browser:
            # The first session pays for what the browser loads once; it is not counted.
            _measure(browser, url, process, 5)
            rounds = tqdm(range(options.sessions), "sessions")
            sessions = [_measure(browser, url, process, options.seconds) for _ in rounds]
            chromium = browser.version
    result = _summary(sessions, chromium)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(_table(result))


@contextmanager
def _server() -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "server.py", "--port", str(port), "--log-level", "WARNING"], cwd=ROOT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process)
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            urllib.request.urlopen(url + "/readyz", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not get ready")


@contextmanager
def _chromium(driver: Any, camera: Path) -> Iterator[Browser]:
    browser = driver.chromium.launch(
        executable_path="/usr/bin/chromium",
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera}",
            "--allow-loopback-in-peer-connection",
        ],
    )
    try:
        yield browser
    finally:
        browser.close()


def _measure(browser: Browser, url: str, process: psutil.Process, seconds: float) -> SessionFigures:
    # The probe's worker comes from a blob, which the page's own policy forbids.
    context = browser.new_context(bypass_csp=True)
    context.grant_permissions(["camera", "microphone"], origin=url)
    context.add_init_script(path=ROOT / "benchmarks" / "probe.js")
    page = context.new_page()
    page.goto(url)
    start(page)
    before, start_s = process.cpu_times(), time.monotonic()
    page.wait_for_timeout(seconds * 1000)
    after, elapsed_s = process.cpu_times(), time.monotonic() - start_s
    figures = _figures(page)
    rss_mb = process.memory_info().rss / 2**20
    context.close()
    cpu_s = after.user + after.system - before.user - before.system
    return SessionFigures(*figures, cpu_s / elapsed_s, rss_mb)


def _figures(page: Page) -> tuple[float, float, list[float], dict[str, list[float]]]:
    probe = page.evaluate("probe")
    post_ms = page.evaluate(
        "performance.getEntriesByType('resource').find(({name}) => name.endsWith('/whip')).duration"
    )
    labels, encoded_at = probe["labels"], probe["encodedAt"]
    join_ms = labels[0]["receivedAt"] - probe["clickedAt"]
    label_ms = [
        label["receivedAt"] - encoded_at[key]
        for label in labels
        if (key := str(label["rtpTimestamp"])) in encoded_at
    ]
    stages_ms = {stage: [label["timing_ms"][stage] for label in labels] for stage in STAGES}
    return join_ms, post_ms, label_ms, stages_ms


def _summary(sessions: list[SessionFigures], chromium: str) -> dict[str, Any]:
    label_ms = [ms for session in sessions for ms in session.label_ms]
    stages = {stage: [ms for s in sessions for ms in s.stages_ms[stage]] for stage in STAGES}
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "processor": _processor(),
            "system": platform.platform(),
            "load_average": os.getloadavg(),
        },
        "versions": {
            "chromium": chromium,
            "python": platform.python_version(),
            **{name: version(name) for name in ("aiortc", "av", "mediapipe", "lightgbm")},
        },
        "labels": len(label_ms),
        "join_ms": _percentiles([s.join_ms for s in sessions]),
        "post_ms": _percentiles([s.post_ms for s in sessions]),
        "encoded_to_label_ms": _percentiles(label_ms),
        "stages_ms": {stage: _percentiles(values) for stage, values in stages.items()},
        "server_cpu_of_a_core": _percentiles([s.server_cpu for s in sessions]),
        "server_rss_mb": _percentiles([s.server_rss_mb for s in sessions]),
        "sessions": [asdict(session) for session in sessions],
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _percentiles(values: list[float]) -> dict[str, float]:
    return {f"p{p}": round(float(np.percentile(values, p)), 3) for p in (50, 95, 99)}


def _table(result: dict[str, Any]) -> str:
    rows = [
        ("click on start -> first label, ms", result["join_ms"]),
        ("  of that: offer posted -> answer, ms", result["post_ms"]),
        ("frame encoded -> label in the page, ms", result["encoded_to_label_ms"]),
        *((f"  server: {stage}, ms", result["stages_ms"][stage]) for stage in STAGES),
        ("server CPU a session, share of a core", result["server_cpu_of_a_core"]),
        ("server RSS, MB", result["server_rss_mb"]),
    ]
    lines = [f"| {name} | {v['p50']:g} | {v['p95']:g} | {v['p99']:g} |" for name, v in rows]
    machine = result["machine"]
    return "\n".join(
        [
            f"{result['labels']} labels, {result['date']}, {machine['cores']} cores "
            f"({machine['processor']}), load {machine['load_average'][0]:.1f}",
            "",
            "| | p50 | p95 | p99 |",
            "|---|---|---|---|",
            *lines,
        ]
    )


if __name__ == "__main__":
    main()
