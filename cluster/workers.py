"""What a worker tells the others about itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """How busy a worker is.

    Attributes:
        sessions: that hold something, those that are ending included.
        max_sessions: how many it takes.
        loop_lag_ms: p90 of how late the event loop calls back.
        inference_wait_ms: p95 of how long a frame waits for a thread that reads it.
        decode_backlog: most encoded frames that wait for the decoder of one session.
        draining: it takes no new session.
    """

    sessions: int
    max_sessions: int
    loop_lag_ms: float = 0.0
    inference_wait_ms: float = 0.0
    decode_backlog: int = 0
    draining: bool = False


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """A worker's heartbeat.

    Attributes:
        address: host and port of its HTTP server, for people and for a proxy's set-up.
    """

    worker_id: str
    address: str
    load: WorkerLoad


def encode_status(status: WorkerStatus) -> dict[str, str]:
    """Return a status as the fields of a Redis hash."""
    load = {name: str(float(value)) for name, value in asdict(status.load).items()}
    return {"worker_id": status.worker_id, "address": status.address, **load}


def decode_status(hash_fields: Mapping[str, str]) -> WorkerStatus | None:
    """Read a status back, or return None if a worker of another version wrote it."""
    try:
        numbers = {f.name: float(hash_fields[f.name]) for f in fields(WorkerLoad)}
        return WorkerStatus(
            hash_fields["worker_id"],
            hash_fields["address"],
            WorkerLoad(
                sessions=int(numbers["sessions"]),
                max_sessions=int(numbers["max_sessions"]),
                loop_lag_ms=numbers["loop_lag_ms"],
                inference_wait_ms=numbers["inference_wait_ms"],
                decode_backlog=int(numbers["decode_backlog"]),
                draining=bool(numbers["draining"]),
            ),
        )
    except (KeyError, ValueError, OverflowError):
        return None
