"""Keys that callers must send where the operator has set any."""

import hashlib
import hmac
from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from problem import Problem

PROTECTED_PATHS = ("/whip", "/predict", "/analyze_session")


def key_middleware(keys: Sequence[str]) -> Middleware:
    """Make a middleware that lets only holders of a key through to PROTECTED_PATHS.

    A key comes as `Authorization: Bearer KEY` (RFC 6750). Preflights pass: browsers
    send them without credentials (RFC 9725 section 4.5). A session's URL holds a
    secret of its own, but its requests need the key too.
    """
    digests = [_digest(key) for key in keys]

    @web.middleware
    async def require_key(request: web.Request, handler: Handler) -> web.StreamResponse:
        if digests and request.method != "OPTIONS" and request.path.startswith(PROTECTED_PATHS):
            _require_known(request.headers.get("Authorization", ""), digests)
        return await handler(request)

    return require_key


def _require_known(authorization: str, digests: Sequence[bytes]) -> None:
    scheme, _, key = authorization.partition(" ")
    sent = _digest(key.strip())
    # Every digest is compared, so that the time does not tell which key is near.
    matches = [hmac.compare_digest(sent, digest) for digest in digests]
    if scheme.lower() != "bearer" or not any(matches):
        raise Problem(
            401,
            "Unauthorized",
            "send a valid key as Authorization: Bearer KEY",
            {"WWW-Authenticate": 'Bearer realm="emochat"'},
        )


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
