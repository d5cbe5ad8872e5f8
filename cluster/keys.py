"""Names of what is kept in Redis, all under one prefix."""

PREFIX = "emochat:"

SESSION = PREFIX + "session:"
ENTRIES = PREFIX + "entries:"
REPORT = PREFIX + "report:"
DEADLINES = PREFIX + "deadlines"

WORKER = PREFIX + "worker:"
WORKERS = PREFIX + "workers"

JOBS = PREFIX + "jobs"
DEAD_JOBS = PREFIX + "jobs:dead"
DEAD_JOB_COUNT = PREFIX + "jobs:dead:count"
JOB_GROUP = "reports"

PLACES = PREFIX + "places:"
RATES = PREFIX + "rates"


def session_keys(session_id: str) -> list[str]:
    """Return the keys of a session, its entries, all deadlines and its report, in this order."""
    return [SESSION + session_id, ENTRIES + session_id, DEADLINES, REPORT + session_id]
