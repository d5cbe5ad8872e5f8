"""The text APIs in this process: real models, real store, a clock that the test moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import limits
from aiohttp import web
from aiohttp.test_utils import TestClient

from api.auth import KeyRing, key_middleware
from api.daily_report import DailyReports
from api.errors import error_middleware
from api.rate_limits import RateLimits
from api.request_ids import add_request_id
from api.text_contexts import Contexts
from api.text_services import TextServices
from api.v1 import ConversationAnalysis
from api.v1_sessions import ConversationSessions
from api.v2 import StatelessAnalysis
from cluster.rates import LocalRates
from store.contexts import ContextStore
from store.databases import SqliteFile
from text.categories import Language
from text.reader import Encoder, TextReader

Client = TestClient[web.Request, web.Application]
Json = dict[str, Any]

KEY, OTHER_KEY = "a-key-of-enough-length", "another-key-of-length"
TIME_TO_LIVE = timedelta(days=30)


@dataclass
class Clock:
    """Stands still until it is moved."""

    at: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class TextApp:
    """An application and what its test needs of it."""

    app: web.Application
    services: TextServices
    clock: Clock = field(default_factory=Clock)


def make_text_app(
    encoders: Mapping[Language, Encoder],
    folder: Path,
    rate: str = "100000/minute",
    keep_text: bool = False,
) -> TextApp:
    clock = Clock()
    services = TextServices(
        TextReader(encoders, "en"),
        ContextStore(
            SqliteFile(folder / "test.sqlite3"), time_to_live=TIME_TO_LIVE, keep_text=keep_text
        ),
        RateLimits(limits.parse(rate), LocalRates()),
        clock,
    )
    app = web.Application(
        client_max_size=10 * 1024 * 1024,
        middlewares=[error_middleware, key_middleware(KeyRing([KEY, OTHER_KEY]))],
    )
    rooms = (
        ConversationAnalysis,
        ConversationSessions,
        StatelessAnalysis,
        Contexts,
        DailyReports,
    )
    for room in rooms:
        app.add_routes(room(services).routes())
    app.on_response_prepare.extend((add_request_id, services.rate_limits.add_headers))

    async def start(app: web.Application) -> None:
        await services.store.start()
        await services.reader.start()

    async def end(app: web.Application) -> None:
        await services.reader.close()
        await services.store.close()

    app.on_startup.append(start)
    app.on_cleanup.append(end)
    return TextApp(app, services, clock)


async def call(
    client: Client, method: str, path: str, body: Any = None, key: str = KEY
) -> tuple[int, Json]:
    """Send a request and return status and JSON of the answer."""
    sent = {} if body is None else {"json": body}
    async with client.request(method, path, headers={"X-Api-Key": key}, **sent) as response:
        return response.status, await response.json()


async def post(client: Client, path: str, body: Any, key: str = KEY) -> Json:
    """Send what must be answered with 200."""
    status, answer = await call(client, "POST", path, body, key)
    assert status == 200, answer
    return answer


def said(text: str, **fields: Any) -> Json:
    """A message of document 004."""
    return {"content": {"text": text}, **fields}
