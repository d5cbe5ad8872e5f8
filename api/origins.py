"""Keeps web pages of other sites away from a server that asks for no key.

Such a server serves loopback only, and yet every page that its user's browser opens can
reach it. Two ways lead in:

* DNS rebinding: a page's own host name comes to mean 127.0.0.1, so that for the browser it
  is the same origin. Its requests carry that name as Host.
* Cross-origin requests: WHIP answers any origin (RFC 9725 section 4.5), which is right only
  where a key is needed too. Browsers tell the origin, and no page can change that.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from api.errors import ApiError
from loopback import is_loopback


@web.middleware
async def refuse_foreign_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Middleware: answer only what is asked of a loopback name, by programs or loopback pages.

    Programs send no Origin, and may send no Host (HTTP/1.0).

    Raises:
        ApiError: 421 for another name (RFC 9110 section 15.5.20), 403 for a foreign origin.
    """
    host = request.headers.get("Host")
    if host is not None and not is_loopback_host(host):
        raise ApiError(421, "without keys this server answers to loopback names only")
    origin = request.headers.get("Origin")
    if origin is not None and not is_loopback_origin(origin):
        raise ApiError(403, "without keys this server is used by its own pages only")
    return await handler(request)


def is_loopback_host(host: str) -> bool:
    """Whether a Host header, with or without a port, names this machine to itself."""
    return _is_loopback(_hostname(f"//{host}"))


def is_loopback_origin(origin: str) -> bool:
    """Whether a page was loaded from this machine; sandboxed pages send `null`, and are not."""
    return origin.startswith(("http://", "https://")) and _is_loopback(_hostname(origin))


def _hostname(url: str) -> str:
    try:
        parts = urlsplit(url)
        # The port is checked when it is asked for.
        is_plain = parts.username is None and not parts.path and (parts.port or True)
        return (parts.hostname or "") if is_plain else ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    # RFC 6761 section 6.3: names under localhost never leave the machine.
    return name.endswith(".localhost") or is_loopback(name)
