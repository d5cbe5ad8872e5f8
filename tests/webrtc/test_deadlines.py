from dataclasses import replace

import pytest

from webrtc.deadlines import (
    CONNECT_TIMEOUT_S,
    FIRST_FRAME_TIMEOUT_S,
    START_TIMEOUT_S,
    Progress,
    overdue,
)

CREATED = Progress(
    created_s=100.0, connected_s=None, accepted_s=None, clock_started_s=None, duration_s=30.0
)
CONNECTED = replace(CREATED, connected_s=101.0)
ACCEPTED = replace(CONNECTED, accepted_s=110.0)
RUNNING = replace(ACCEPTED, clock_started_s=111.0)


@pytest.mark.parametrize(
    ("progress", "due_s", "reason"),
    [
        (CREATED, 100.0 + CONNECT_TIMEOUT_S, "connect_timeout"),
        (CONNECTED, 101.0 + START_TIMEOUT_S, "not_started"),
        (ACCEPTED, 110.0 + FIRST_FRAME_TIMEOUT_S, "no_video"),
        (RUNNING, 111.0 + 30.0, "completed"),
    ],
)
def test_each_stage_has_its_own_time(progress: Progress, due_s: float, reason: str) -> None:
    assert overdue(progress, due_s - 0.01) is None
    assert overdue(progress, due_s + 0.01) == reason
