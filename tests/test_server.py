"""The whole application in this process: every real part but the browser."""

import asyncio
import base64
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from skimage import data

import server
from composition.app import build_app
from composition.generated_key import SHARED_KEY, generate_key, tell_key
from config import Config, load_config
from tests.programs import ROOT

Client = TestClient[web.Request, web.Application]

NO_VARIABLES: dict[str, str] = {}
KEY = "a-key-of-enough-length"
GENERATED_KEY = "made-at-the-start"


async def serve(variables: dict[str, str], generated_key: str | None = None) -> Client:
    # Building reads model files, as main does before the loop runs.
    app = await asyncio.to_thread(build_app, load_config([], variables), generated_key)
    client: Client = TestClient(TestServer(app))
    await client.start_server()
    return client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    variables = {"EMOCHAT_FACE_WORKERS": "1", "EMOCHAT_DATA_DIR": str(tmp_path)}
    client = await serve(variables, GENERATED_KEY)
    yield client
    await client.close()


def data_url(picture: Any, kind: str = "JPEG") -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(picture)).save(buffer, kind)
    encoded = base64.b64encode(buffer.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{encoded}"


async def predict(client: Client, body: Any) -> ClientResponse:
    return await client.post("/predict", json=body)


async def test_predict_reads_a_smile_as_happy_and_tells_the_rest(client: Client) -> None:
    response = await predict(client, {"image": data_url(data.astronaut())})
    assert response.status == 200
    answer = await response.json()
    assert answer["emotion"] == "HAPPY"
    assert 0.5 < answer["confidence"] <= 1
    assert answer["expression"]["name"] == "happy"
    assert sum(answer["expression"]["scores"].values()) == pytest.approx(1, abs=0.001)
    assert answer["face"]["count"] == 1
    assert answer["reason"] is None


async def test_predict_says_no_face_detected_in_document_001s_words(client: Client) -> None:
    response = await predict(client, {"image": data_url(data.coffee(), "PNG")})
    assert response.status == 200
    answer = await response.json()
    assert answer["emotion"] == "No face detected"
    assert answer["reason"] == "no_face"
    assert answer["face"] is None


async def test_predict_without_an_image_answers_in_document_001s_words(client: Client) -> None:
    response = await predict(client, {})
    assert response.status == 400
    assert await response.json() == {"error": "No image provided"}


HUGE = data_url(np.zeros((5_001, 5_000, 3), np.uint8), "PNG")
HEAD, WHOLE = data_url(data.astronaut()).split(",")
CUT_OFF = HEAD + "," + WHOLE[:1_000]


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ([], 400, "object"),
        ("text", 400, "object"),
        ({"image": 5}, 400, "text"),
        ({"image": None}, 400, "text"),
        ({"image": "no comma"}, 400, "comma"),
        ({"image": "http://example.org/a,b"}, 400, "data URL"),
        ({"image": "data:image/jpeg;base64,***"}, 400, "base64"),
        ({"image": "data:image/jpeg;base64,ñ"}, 400, "base64"),
        ({"image": "data:image/jpeg;base64,aGVsbG8="}, 400, "picture"),
        ({"image": "data:image/jpeg;base64,"}, 400, "picture"),
        ({"image": CUT_OFF}, 400, "picture"),
        ({"image": HUGE}, 413, "megapixels"),
    ],
)
async def test_predict_names_what_is_wrong(
    client: Client, body: Any, status: int, named: str
) -> None:
    response = await predict(client, body)
    assert response.status == status
    assert named in (await response.json())["error"]


async def test_predict_refuses_what_is_not_json(client: Client) -> None:
    json_type = {"Content-Type": "application/json"}
    response = await client.post("/predict", data="{", headers=json_type)
    assert response.status == 400
    assert "JSON" in (await response.json())["error"]


async def test_a_body_over_ten_mebibytes_is_413(client: Client) -> None:
    body = io.BytesIO(json.dumps({"image": "a" * (10 * 1024 * 1024)}).encode())
    headers = {"Content-Type": "application/json"}
    response = await client.post("/predict", data=body, headers=headers)
    assert response.status == 413


async def test_the_page_and_its_modules_are_served_under_a_strict_policy(client: Client) -> None:
    page = await client.get("/")
    assert page.status == 200
    assert page.content_type == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    module = await client.get("/client/main.js")
    assert module.content_type in ("text/javascript", "application/javascript")
    assert module.headers["Cache-Control"] == "no-cache"
    assert (await client.get("/client/../server.py")).status == 404


async def test_health_readiness_and_the_models_metadata(client: Client) -> None:
    assert await (await client.get("/healthz")).json() == {"status": "ok"}
    assert await (await client.get("/readyz")).json() == {"status": "ready", "sessions": 0}
    model = await (await client.get("/model")).json()
    assert model["classes"][3] == "happy"


async def test_analyze_session_gives_the_local_report_on_request(client: Client) -> None:
    body = {"context": "mi día", "emotions": ["HAPPY", "SAD"], "fallback": True}
    response = await client.post("/analyze_session", json=body)
    assert response.status == 200
    assert (await response.json())["source"] == "local"


async def test_the_generated_key_opens_the_text_apis_and_no_other_does(client: Client) -> None:
    body = {"messages": [{"content": {"text": "I love this product!"}}]}
    for key, status in ((GENERATED_KEY, 200), (KEY, 401)):
        headers = {"X-Api-Key": key}
        async with client.post("/v2/emotions/analysis", json=body, headers=headers) as response:
            assert response.status == status
    assert (await client.get("/v2/emotions/x")).status == 401


def test_the_workers_of_one_parent_share_the_key_that_it_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SHARED_KEY, "")
    monkeypatch.delenv(SHARED_KEY)
    keys: list[str | None] = []

    def workers(config: Config, program: Path, arguments: Sequence[str]) -> bool:
        keys.extend(generate_key(config) for _ in range(2))
        tell_key(keys[0], "http://127.0.0.1:5001")
        return True

    monkeypatch.setattr(server, "run_workers", workers)
    config = load_config(["--workers", "2"], {"EMOCHAT_REDIS_URL": "redis://127.0.0.1"})
    assert server.run_parent(config)
    printed = capsys.readouterr().out
    assert len(set(keys)) == 1
    assert printed == f"key of /v1 and /v2 until the next start: {keys[0]}\n"


def test_a_parent_of_workers_loads_none_of_what_only_they_need() -> None:
    heavy = ["aiortc", "cv2", "mediapipe", "onnxruntime", "scipy.stats", "sqlalchemy"]
    program = f"import server, sys; print(*(name for name in {heavy} if name in sys.modules))"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


async def test_every_route_of_the_api_is_in_the_openapi_document(client: Client) -> None:
    document = await (await client.get("/openapi.json")).json()
    told = {
        (method.upper(), path)
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert client.app is not None
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource and route.method not in ("HEAD", "OPTIONS")
    }
    routes = client.app.router.routes()
    pages = {route.resource.canonical for route in routes if route.resource and is_page(route)}
    assert {path for _, path in served - told} == {*pages, "/openapi.json"}
    assert told <= served


def is_page(route: web.AbstractRoute) -> bool:
    """Whether a route serves files for people, not the API."""
    return route.handler.__module__ in ("api.page", "api.docs") or isinstance(
        route.resource, web.StaticResource
    )


async def test_every_answer_names_its_request(client: Client) -> None:
    for path in ("/", "/healthz", "/nothing", "/client/main.js"):
        async with client.get(path, headers={"X-Request-Id": "mine"}) as response:
            assert response.headers["X-Request-Id"] == "mine"


async def test_the_docs_page_has_a_policy_of_its_own(client: Client) -> None:
    page = await client.get("/docs")
    assert page.status == 200
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "unsafe" not in (await client.get("/")).headers["Content-Security-Policy"]


async def test_an_unknown_address_is_a_problem_document(client: Client) -> None:
    response = await client.get("/nothing")
    assert response.status == 404
    assert response.content_type == "application/problem+json"
    assert json.loads(await response.read())["error"]


PROTECTED = [
    ("POST", "/whip"),
    ("GET", "/whip/x"),
    ("POST", "/predict"),
    ("POST", "/analyze_session"),
    ("POST", "/v1/emotion/analyze"),
    ("GET", "/v2/emotions/x"),
]


async def test_with_keys_set_only_their_holders_get_through(tmp_path: Path) -> None:
    client = await serve(
        {
            "EMOCHAT_API_KEYS": KEY,
            "EMOCHAT_FACE_WORKERS": "1",
            "EMOCHAT_DATA_DIR": str(tmp_path),
        }
    )
    try:
        for method, path in PROTECTED:
            for header in ("", "Bearer wrong-key-of-some-length", f"Basic {KEY}"):
                response = await client.request(method, path, headers={"Authorization": header})
                assert response.status == 401
                assert response.headers["WWW-Authenticate"].startswith("Bearer")
            known = {"Authorization": f"Bearer {KEY}"}
            response = await client.request(method, path, headers=known)
            assert response.status in (404, 415)
        assert (await client.options("/whip")).status == 200
        assert (await client.get("/")).status == 200
    finally:
        await client.close()


async def test_metrics_tell_of_requests_by_route(client: Client) -> None:
    await client.get("/healthz")
    response = await client.get("/metrics")
    assert response.status == 200
    assert response.content_type == "application/openmetrics-text"
    text = await response.text()
    assert 'emochat_http_requests_total{method="GET",route="/healthz",status="200"} 1.0' in text


async def test_metrics_need_a_key_where_keys_are_set(tmp_path: Path) -> None:
    client = await serve({"EMOCHAT_API_KEYS": KEY, "EMOCHAT_DATA_DIR": str(tmp_path)})
    try:
        assert (await client.get("/metrics")).status == 401
        headers = {"Authorization": f"Bearer {KEY}"}
        assert (await client.get("/metrics", headers=headers)).status == 200
    finally:
        await client.close()


async def test_the_models_tell_what_a_page_may_offer(client: Client) -> None:
    models = await (await client.get("/model")).json()
    assert models["assistant"] == {"available": False, "name": None}
    assert models["scenarios"] == ["wellness"]


async def test_the_models_tell_whether_words_are_kept(tmp_path: Path) -> None:
    for switch, keeps_text in (("on", True), ("off", False)):
        client = await serve(
            {"EMOCHAT_KEEP_TEXT": switch, "EMOCHAT_DATA_DIR": str(tmp_path / switch)}
        )
        try:
            models = await (await client.get("/model")).json()
            assert models["keeps_text"] is keeps_text
        finally:
            await client.close()


async def test_with_a_gemini_key_the_assistant_is_offered_unless_it_is_off(tmp_path: Path) -> None:
    variables = {"GEMINI_API_KEY": "a-gemini-key", "EMOCHAT_DATA_DIR": str(tmp_path)}
    for switch, available in (("on", True), ("off", False)):
        client = await serve({**variables, "EMOCHAT_ASSISTANT": switch})
        try:
            models = await (await client.get("/model")).json()
            assert models["assistant"]["available"] is available
        finally:
            await client.close()


async def test_a_report_is_asked_for_with_its_token_and_not_with_a_secret(client: Client) -> None:
    response = await client.get("/whip/report", headers={"EmoChat-Resume": "s1." + "a" * 32})
    assert response.status == 404
    assert "token" in (await response.json())["error"]
    assert (await client.get("/whip/anything")).status == 404
