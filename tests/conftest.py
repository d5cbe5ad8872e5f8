"""Guards and parts that every test may use."""

from collections.abc import Iterator

import pytest
from aiohttp import web_app
from blockbuster import BlockBuster, blockbuster_ctx

SLOW_CALLBACK_S = 0.05
"""The event loop may never be blocked for longer."""


@pytest.fixture(autouse=True)
def no_blocking_calls() -> Iterator[BlockBuster]:
    """Fail a test whose own code makes a blocking call on the event loop."""
    rooms = ["analysis", "api", "companions", "live", "scenarios", "webrtc", "server"]
    with blockbuster_ctx(scanned_modules=rooms) as guard:
        yield guard


@pytest.fixture(autouse=True)
def let_applications_go() -> Iterator[None]:
    """Empty aiohttp's cache of handlers, which keeps the last 1,024 requests' applications.

    Symptom: with each server that a test builds the process grows by 160 MB of models.
    Cause: `web_app._cached_build_middleware` (aiohttp 3.14) has applications in its keys. A
    server has one application and never notices. Remove when the cache is the application's own.
    """
    yield
    web_app._cached_build_middleware.cache_clear()
