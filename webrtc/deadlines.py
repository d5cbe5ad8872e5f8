"""How long a session waits for what has to come. Pure: times are arguments."""

from dataclasses import dataclass

CONNECT_TIMEOUT_S = 10.0
START_TIMEOUT_S = 120.0
"""How long a connected page may wait for its person to press start."""
FIRST_FRAME_TIMEOUT_S = 10.0

CONNECT_TIMEOUT = "connect_timeout"
NOT_STARTED = "not_started"
NO_VIDEO = "no_video"
COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session has come. Times are seconds of any steady clock.

    Attributes:
        accepted_s: when `start` was accepted.
        clock_started_s: zero of the session clock: the first frame, or `accepted_s` without video.
        duration_s: how long it is to last.
    """

    created_s: float
    connected_s: float | None
    accepted_s: float | None
    clock_started_s: float | None
    duration_s: float


def overdue(progress: Progress, now_s: float) -> str | None:
    """Return the reason to end the session by now, or None."""
    if progress.connected_s is None:
        return CONNECT_TIMEOUT if now_s - progress.created_s > CONNECT_TIMEOUT_S else None
    if progress.accepted_s is None:
        return NOT_STARTED if now_s - progress.connected_s > START_TIMEOUT_S else None
    if progress.clock_started_s is None:
        return NO_VIDEO if now_s - progress.accepted_s > FIRST_FRAME_TIMEOUT_S else None
    return COMPLETED if now_s - progress.clock_started_s >= progress.duration_s else None
