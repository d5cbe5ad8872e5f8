"""Visitors of a real server, each leaving in its own way."""

import pytest

from benchmarks.footprint import settled_footprint, wait_until_idle
from benchmarks.servers import run_server
from benchmarks.visitors.process import run_visitors
from benchmarks.visitors.visitor import ENDINGS


@pytest.mark.timeout(240)
def test_visitors_leave_in_every_way_and_the_server_lets_go_of_them() -> None:
    with run_server("emochat") as server:
        with run_visitors(server, len(ENDINGS), ("--at-a-time", "3")) as (_, lines):
            events = list(lines)
        wait_until_idle(server)
        held = settled_footprint(server)
    left = {event["ending"]: event["error"] for event in events if event["event"] == "left"}
    assert left == dict.fromkeys(ENDINGS)
    labelled = {event["ending"] for event in events if event["event"] == "label"}
    assert labelled == {*ENDINGS} - {"never_connect"}
    assert held.udp_sockets == 0
