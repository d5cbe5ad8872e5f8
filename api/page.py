"""The page and its modules, as plain files, and the headers that protect them."""

from pathlib import Path

from aiohttp import web

CLIENT_DIR = Path(__file__).resolve().parent.parent / "client"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), display-capture=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes() -> list[web.AbstractRouteDef]:
    return [
        web.get("/", handle_page),
        web.get("/text", handle_text_page),
        web.get("/model-card", handle_model_card),
        web.static("/client", CLIENT_DIR),
    ]


async def handle_page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(CLIENT_DIR / "index.html")


async def handle_text_page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(CLIENT_DIR / "conversation.html")


async def handle_model_card(request: web.Request) -> web.FileResponse:
    return web.FileResponse(CLIENT_DIR / "model-card.html")


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: every answer carries the headers and a caching rule."""
    response.headers.update(SECURITY_HEADERS)
    # Files are asked for each time, 304 mostly: a page never mixes modules of two versions.
    # All else may tell of a person.
    is_file = isinstance(response, web.FileResponse)
    response.headers.setdefault("Cache-Control", "no-cache" if is_file else "no-store")
