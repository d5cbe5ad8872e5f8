import asyncio
import json
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from analysis.model_card import ModelCard
from api.errors import error_middleware
from api.system import system_routes
from store.contexts import ContextStore
from store.errors import StoreUnavailableError
from vision.model_file import MODELS_DIR
from webrtc.registry import SessionRegistry

Client = TestClient[web.Request, web.Application]

SPANISH = json.loads(json.dumps(ModelCard.load(MODELS_DIR).fields("es")))
METADATA: dict[str, Any] = json.loads((MODELS_DIR / "face.json").read_text())


class StubRegistry:
    """As much of a registry as the routes look at."""

    has_room = True
    count = 3
    retry_headers = {"Retry-After": "7"}


class StubStore:
    """A memory of conversations that is in reach, or out of it."""

    in_reach = True

    async def check(self) -> None:
        if not self.in_reach:
            raise StoreUnavailableError


REGISTRY = StubRegistry()
STORE = StubStore()


@pytest.fixture
async def client(aiohttp_client: Any) -> Client:
    return await serve(aiohttp_client)


async def serve(
    aiohttp_client: Any,
    registry: StubRegistry = REGISTRY,
    store: StubStore = STORE,
    **options: Any,
) -> Client:
    app = web.Application(middlewares=[error_middleware])
    # As the server does: the card's words are read before the loop serves.
    routes = await asyncio.to_thread(
        system_routes,
        cast(SessionRegistry, registry),
        cast(ContextStore, store),
        METADATA,
        **options,
    )
    app.add_routes(routes)
    return cast(Client, await aiohttp_client(TestServer(app)))


async def test_the_model_card_holds_all_that_a_card_has_to(client: Client) -> None:
    response = await client.get("/model")
    assert response.status == 200
    card = await response.json()
    assert card["name"] == METADATA["name"]
    assert card["licence"]
    assert card["language"] == "en"
    assert "not what a person feels" in card["statement"]
    assert any("5(1)(f)" in use for use in card["forbidden_uses"])
    assert any("FER2013" in term for term in card["terms"])
    assert all(limit["title"] and limit["text"] for limit in card["limits"])
    network = card["figures"]["models"]["network"]["expressions"]["all"]
    low, high = network["accuracy_95"]
    assert low < network["accuracy"] < high


async def test_the_words_come_in_spanish_with_the_same_figures(client: Client) -> None:
    english, spanish = [
        await (await client.get(f"/model?language={language}")).json() for language in ("en", "es")
    ]
    assert spanish == SPANISH
    assert spanish["figures"] == english["figures"]
    assert spanish["statement"] != english["statement"]


async def test_another_language_is_refused(client: Client) -> None:
    response = await client.get("/model?language=fr")
    assert response.status == 400
    assert "en, es" in (await response.json())["error"]


async def test_text_models_stand_beside_the_face_model(aiohttp_client: Any) -> None:
    client = await serve(aiohttp_client, beside={"text": {"es": {"name": "text"}}})
    card = await (await client.get("/model")).json()
    assert card["text"] == {"es": {"name": "text"}}
    assert card["name"] == METADATA["name"]


async def test_a_full_server_is_alive_but_not_ready(aiohttp_client: Any) -> None:
    full = StubRegistry()
    full.has_room = False
    client = await serve(aiohttp_client, full)
    assert (await client.get("/healthz")).status == 200
    response = await client.get("/readyz")
    assert response.status == 503
    assert response.headers["Retry-After"] == "7"


async def test_readiness_counts_sessions(client: Client) -> None:
    assert await (await client.get("/readyz")).json() == {"status": "ready", "sessions": 3}


async def test_without_the_memory_of_conversations_the_server_is_not_ready(
    aiohttp_client: Any,
) -> None:
    store = StubStore()
    store.in_reach = False
    client = await serve(aiohttp_client, store=store)
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 503
