"""Guards and parts that every test may use."""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

SLOW_CALLBACK_S = 0.05
"""The event loop may never be blocked for longer."""


@pytest.fixture(autouse=True)
def no_blocking_calls() -> Iterator[BlockBuster]:
    """Fail a test whose own code makes a blocking call on the event loop."""
    rooms = ["analysis", "api", "companions", "live", "scenarios", "webrtc", "server"]
    with blockbuster_ctx(scanned_modules=rooms) as guard:
        yield guard
