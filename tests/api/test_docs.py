from html.parser import HTMLParser

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from api.docs import add_docs_policy, docs_routes
from api.page import add_security_headers

Client = TestClient[web.Request, web.Application]


class Links(HTMLParser):
    """Collects what a page loads, and its scripts' own text."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.scripts_with_text = 0
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        told = dict(attrs)
        self.loaded += [value for name in ("src", "href") if (value := told.get(name))]

    def handle_data(self, data: str) -> None:
        self.scripts_with_text += bool(self._in_script and data.strip())


@pytest.fixture
async def client(aiohttp_client: AiohttpClient) -> Client:
    app = web.Application()
    app.add_routes(docs_routes())
    app.on_response_prepare.extend((add_security_headers, add_docs_policy))
    return await aiohttp_client(app)


async def test_all_that_the_page_loads_comes_from_this_server(client: Client) -> None:
    page = await client.get("/docs")
    assert (page.status, page.content_type) == (200, "text/html")
    links = Links()
    links.feed(await page.text())
    assert links.scripts_with_text == 0
    ours = [link for link in links.loaded if link.startswith("/docs/")]
    assert len(ours) == 3
    assert all(link.startswith("/") for link in links.loaded)
    for link in ours:
        assert (await client.get(link)).status == 200


async def test_swagger_ui_is_one_that_reads_openapi_3_1(client: Client) -> None:
    bundle = await (await client.get("/docs/swagger-ui-bundle.js")).text()
    assert "OAS 3.1" in bundle or "3\\.1" in bundle


async def test_the_document_goes_to_no_validator_on_the_internet(client: Client) -> None:
    initializer = await (await client.get("/docs/initializer.js")).text()
    assert "validatorUrl: null" in initializer
    assert "http" not in initializer


async def test_its_policy_lets_no_foreign_or_inline_script_run(client: Client) -> None:
    for path in ("/docs", "/docs/initializer.js"):
        policy = (await client.get(path)).headers["Content-Security-Policy"]
        directives = dict(each.split(" ", 1) for each in policy.split("; "))
        assert directives.get("script-src", directives["default-src"]) == "'self'"
        assert "unsafe-eval" not in policy
