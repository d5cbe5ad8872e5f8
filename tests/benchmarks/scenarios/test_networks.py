"""The bad networks' plan, figures, table and plots; measuring itself takes a browser."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import ANALYSIS_STREAM
from benchmarks.relay.cases import LOSS_5, UPLINK_2_MBIT
from benchmarks.relay.network import Network
from benchmarks.scenarios import networks
from benchmarks.scenarios.networks import EMOCHAT, POSTS, SCENARIO, STOCK, Way

ROOT = Path(__file__).resolve().parents[3]


def session(*arrivals_s: float, latency_ms: float = 100.0) -> dict[str, Any]:
    times_s = [0.0, *arrivals_s, 10.0]
    return {
        "seconds": 10.0,
        "arrivals_s": list(arrivals_s),
        "latencies_ms": [latency_ms] * len(arrivals_s),
        "longest_gap_s": max(b - a for a, b in zip(times_s, times_s[1:], strict=False)),
        "outbound": {"plis": 2, "nacks": 30},
    }


def result(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"seconds": 10.0, "rounds": 2, "tcp": "relay", "networks": [], "cells": list(cells)}


def cell(network: Network, way: Way, *sessions: dict[str, Any]) -> dict[str, Any]:
    return networks._summary(network.name, way.name, list(sessions))


def test_emochats_stream_is_what_its_client_sends() -> None:
    source = (ROOT / "client" / "peer.js").read_text()
    [block] = re.findall(r"ANALYSIS_STREAM = Object\.freeze\(\{(.*?)\}\)", source, re.DOTALL)
    fields = {name: ast.literal_eval(value) for name, value in re.findall(r"(\w+): (.+),", block)}
    assert fields == {
        "shorterSidePx": ANALYSIS_STREAM.height_px,
        "maxFramerate": ANALYSIS_STREAM.fps,
        "maxBitrate": ANALYSIS_STREAM.max_bitrate_bps,
        "scalabilityMode": ANALYSIS_STREAM.scalability_mode,
    }


def test_rounds_are_put_together() -> None:
    summary = cell(LOSS_5, EMOCHAT, session(1, 2, 5, 9), session(1, 2, 3, 4, 5, 6, 7, 8, 9))
    assert summary["longest_gap_s"] == 4
    assert summary["labels_per_s"] == pytest.approx(13 / 20)
    assert summary["encoded_to_label_ms"]["count"] == 13
    assert summary["key_frames_asked_for"] == 4
    assert summary["failed_sessions"] == 0


def test_sessions_that_never_connected_are_counted_and_kept_out_of_the_figures() -> None:
    summary = cell(LOSS_5, STOCK, {"failure": "not connected"}, session(5))
    assert summary["failed_sessions"] == 1
    assert summary["longest_gap_s"] == 5


def test_the_table_says_how_emochat_compares_with_posts() -> None:
    text = SCENARIO.table(
        result(
            cell(UPLINK_2_MBIT, EMOCHAT, session(1, 2, latency_ms=200)),
            cell(UPLINK_2_MBIT, POSTS, session(1, 2, latency_ms=800)),
            cell(LOSS_5, STOCK, {"failure": "not connected"}),
        )
    )
    assert "p50 is 0.25 of the base64 path's" in text
    assert f"| {LOSS_5.name}: stock-aiortc | – |" in text
    assert "flatters" in text


def test_plots_are_drawn_though_sessions_failed(tmp_path: Path) -> None:
    drawn = SCENARIO.plot(
        result(
            cell(LOSS_5, EMOCHAT, session(1, 2, 5)),
            cell(LOSS_5, STOCK, {"failure": "not connected"}),
            cell(LOSS_5, POSTS, session()),
        ),
        tmp_path,
    )
    assert [path.name for path in drawn] == ["networks-gaps.png", "networks-latency.png"]
    assert all(path.stat().st_size > 0 for path in drawn)


@pytest.mark.parametrize("has_kernel_tcp", [False, True])
def test_posts_meet_losses_only_where_tcp_is_the_kernels(has_kernel_tcp: bool) -> None:
    cells, _, _ = networks._plan(False, has_kernel_tcp)
    lossy = [way for network, way in cells if network == LOSS_5]
    assert (POSTS in lossy) is has_kernel_tcp
    assert (UPLINK_2_MBIT, POSTS) in cells


def test_a_quick_run_still_shows_losses_and_compares_with_posts() -> None:
    cells, rounds, seconds = networks._plan(True, False)
    assert (LOSS_5, EMOCHAT) in cells
    assert {(UPLINK_2_MBIT, EMOCHAT), (UPLINK_2_MBIT, POSTS)} <= set(cells)
    assert rounds * seconds * len(cells) <= 30
