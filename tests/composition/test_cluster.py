"""How busy a process says that it is."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from cluster.admission import FULL, Limits, score
from composition.cluster import MIN_WAITS, LoadGauge, WaitObserver, load_cluster
from composition.workers import reachable
from config import load_config
from webrtc.registry import SessionRegistry
from webrtc.services import NullObserver

STAGES = {"decode": 0.0, "wait": 0.1, "infer": 0.0, "total": 0.1, "queue": 0.9}


def gauge_of(**registry: Any) -> LoadGauge:
    gauge = LoadGauge(max_sessions=10)
    parts = {"count": 2, "frames_waiting": 3, "is_draining": False, **registry}
    gauge.registry = cast(SessionRegistry, SimpleNamespace(**parts))
    return gauge


def test_before_there_are_sessions_a_process_is_idle() -> None:
    assert score(LoadGauge(10).load(), Limits()) == 0.0


def test_the_load_is_the_registry_s_and_the_loop_s() -> None:
    gauge = gauge_of(is_draining=True)
    gauge.on_lag(0.3)
    load = gauge.load()
    assert (load.sessions, load.decode_backlog, load.draining) == (2, 3, True)
    assert load.loop_lag_ms == pytest.approx(300.0)


def test_the_lag_is_what_one_beat_in_ten_exceeds() -> None:
    gauge = gauge_of()
    for lag_ms in range(100, 0, -1):
        gauge.on_lag(lag_ms / 1000)
    assert gauge.load().loop_lag_ms == pytest.approx(90.0)


def test_the_wait_is_what_one_frame_in_twenty_exceeds() -> None:
    gauge = gauge_of()
    observer = WaitObserver(gauge, NullObserver())
    for wait_ms in range(100, 0, -1):
        observer.on_label({**STAGES, "queue": wait_ms / 1000}, has_reading=True)
    assert gauge.load().inference_wait_ms == pytest.approx(95.0)


def test_one_pause_of_the_loop_does_not_close_the_door() -> None:
    gauge = gauge_of()
    for lag_s in (*[0.001] * 90, 2.0):
        gauge.on_lag(lag_s)
    assert score(gauge.load(), Limits()) < FULL


def test_frames_that_wait_close_the_door_and_one_slow_one_does_not() -> None:
    gauge = gauge_of()
    observer = WaitObserver(gauge, NullObserver())
    observer.on_label(STAGES, has_reading=True)
    assert score(gauge.load(), Limits()) < FULL
    for _ in range(MIN_WAITS):
        observer.on_label(STAGES, has_reading=True)
    assert score(gauge.load(), Limits()) > FULL


def test_a_camera_that_stands_still_does_not_close_the_door() -> None:
    gauge = gauge_of()
    observer = WaitObserver(gauge, NullObserver())
    for _ in range(2 * MIN_WAITS):
        observer.on_label(STAGES, has_reading=False)
    assert gauge.load().inference_wait_ms == 0.0


def test_without_redis_a_process_is_alone_and_its_urls_name_no_worker() -> None:
    cluster = load_cluster(load_config([], {}))
    assert cluster.parts.link is None
    assert "." not in cluster.keeper.new_secret()
    assert not cluster.membership.has_company


@pytest.mark.parametrize(
    ("host", "url_host"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("10.0.0.6", "10.0.0.6"),
        ("localhost", "localhost"),
    ],
)
def test_a_worker_is_asked_where_it_listens(host: str, url_host: str) -> None:
    assert reachable(host) == url_host
