"""GET /docs: Swagger UI over /openapi.json, all of it served from here."""

from importlib import import_module
from pathlib import Path

from aiohttp import web

PAGE_DIR = Path(__file__).resolve().parent / "docs_page"

# Imported by name: the package has no types.
SWAGGER_UI_DIR: Path = import_module("swagger_ui_bundle").swagger_ui_path

# Swagger UI's style sheet has its icons as data URLs.
POLICY = (
    "default-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

FILES = {
    "/docs": PAGE_DIR / "index.html",
    "/docs/initializer.js": PAGE_DIR / "initializer.js",
    "/docs/swagger-ui.css": SWAGGER_UI_DIR / "swagger-ui.css",
    "/docs/swagger-ui-bundle.js": SWAGGER_UI_DIR / "swagger-ui-bundle.js",
}


def docs_routes() -> list[web.RouteDef]:
    return [web.get(path, handle_docs) for path in FILES]


async def handle_docs(request: web.Request) -> web.FileResponse:
    return web.FileResponse(FILES[request.path])


async def add_docs_policy(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler, after the page's: this page has a policy of its own."""
    if request.path in FILES:
        response.headers["Content-Security-Policy"] = POLICY
