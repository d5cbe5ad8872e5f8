"""Every page that the server gives, and what its answers allow a browser."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from api.page import CLIENT_DIR
from tests.test_server import serve

Client = TestClient[web.Request, web.Application]

INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\s(?:on[a-z]+|style)\s*=|javascript:", re.I)
"""What a policy without unsafe-inline would block."""

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PATHS = ["/healthz", "/nothing", "/predict", "/whip/x", "/v2/emotions/x", "/docs", "/client/app.js"]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    variables = {"EMOCHAT_FACE_WORKERS": "1", "EMOCHAT_DATA_DIR": str(tmp_path)}
    client = await serve(variables, "made-at-the-start")
    yield client
    await client.close()


async def pages(client: Client) -> dict[str, tuple[str, str]]:
    """Return the policy and the text of every HTML answer to a plain GET, by path."""
    assert client.app is not None
    paths = {
        route.resource.canonical
        for route in client.app.router.routes()
        if route.method == "GET" and route.resource and "{" not in route.resource.canonical
    } - {"/client"}
    paths |= {f"/client/{path.relative_to(CLIENT_DIR)}" for path in CLIENT_DIR.rglob("*.html")}
    found = {}
    for path in sorted(paths):
        async with client.get(path) as response:
            if response.content_type == "text/html":
                policy = response.headers["Content-Security-Policy"]
                found[path] = policy, await response.text()
    return found


async def test_every_page_has_a_policy_that_runs_only_the_servers_own_files(
    client: Client,
) -> None:
    found = await pages(client)
    assert {"/", "/text", "/model-card", "/docs"} <= set(found)
    for path, (policy, text) in found.items():
        directives = dict(d.strip().partition(" ")[::2] for d in policy.split(";"))
        assert "unsafe" not in policy, path
        assert directives["default-src"] == "'self'"
        assert directives["object-src"] == directives["base-uri"] == "'none'"
        assert directives["frame-ancestors"] in ("'self'", "'none'")
        assert "script-src" not in directives, "default-src rules scripts"
        assert INLINE.search(text) is None, path


async def test_every_answer_is_kept_from_other_origins_and_from_guesses(client: Client) -> None:
    for path in PATHS:
        async with client.get(path) as response:
            told = {name: response.headers.get(name) for name in EVERYWHERE}
            assert told == EVERYWHERE, path
            assert "camera=(self)" in response.headers["Permissions-Policy"]


async def test_nothing_but_files_is_kept_by_caches(client: Client) -> None:
    for path in ("/healthz", "/v2/emotions/x", "/model", "/whip/x"):
        async with client.get(path) as response:
            assert response.headers["Cache-Control"] == "no-store"


async def test_the_page_writes_no_markup_from_texts() -> None:
    for module in CLIENT_DIR.rglob("*.js"):
        text = module.read_text()
        for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert risky not in text, module


async def test_a_server_without_keys_serves_no_page_of_another_site(client: Client) -> None:
    for headers, status in (
        ({"Host": "rebound.example"}, 421),
        ({"Origin": "https://other.example"}, 403),
    ):
        for method, path in (("POST", "/whip"), ("POST", "/analyze_session"), ("OPTIONS", "/whip")):
            async with client.request(method, path, headers=headers) as response:
                assert response.status == status
