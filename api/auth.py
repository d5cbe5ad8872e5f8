"""Keys that callers must send, and whose memory each key opens."""

import hashlib
import hmac
import re
from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from problem import Problem

KEYED_PATHS = ("/v1/", "/v2/")
"""Never without a key: what is remembered belongs to whoever holds it."""

OPEN_WITHOUT_KEYS = ("/whip", "/predict", "/analyze_session", "/metrics")
"""Open to all on a server without keys, which serves loopback only."""

KEY_HEADER = "X-Api-Key"

_OWNER = web.RequestKey("owner", str)


def _digest(key: str) -> bytes:
    # Bytes that are no UTF-8 come from aiohttp as surrogates.
    return hashlib.sha256(key.encode(errors="surrogateescape")).digest()


_HASHED_KEY = re.compile(r"sha256:([0-9a-f]{64})")


def _own_digest(key: str) -> bytes:
    """Return the digest of an operator's key, which may be given as `sha256:<hex>` of it."""
    hashed = _HASHED_KEY.fullmatch(key)
    return bytes.fromhex(hashed[1]) if hashed else _digest(key)


# No key has a comma (EMOCHAT_API_KEYS is split at commas), so no key has this digest.
GENERATED_OWNER = _digest("generated, at start").hex()
"""Whom a generated key stands for: what one start stored, the next start's key opens."""


class KeyRing:
    """Knows keys by their SHA-256 digests; the keys themselves are not kept.

    Args:
        keys: the operator's, each itself or as `sha256:` and the hex SHA-256 of it.
        generated_key: made at the start, where the operator has set none.

    Attributes:
        is_open: whether no operator's key is set, so that OPEN_WITHOUT_KEYS need none.
    """

    def __init__(self, keys: Sequence[str], generated_key: str | None = None) -> None:
        self.is_open = not keys
        self._owners = {digest: digest.hex() for digest in map(_own_digest, keys)}
        if generated_key is not None:
            self._owners[_digest(generated_key)] = GENERATED_OWNER

    def find_owner(self, key: str) -> str | None:
        """Return the owner that a key stands for, a hex SHA-256 digest, or None for no key of ours.

        Every digest is compared, so that the time does not tell which key is near.
        """
        sent = _digest(key)
        matches = [
            owner for digest, owner in self._owners.items() if hmac.compare_digest(sent, digest)
        ]
        return matches[0] if matches else None


def key_middleware(keys: KeyRing) -> Middleware:
    """Make a middleware that lets only holders of a key through to the protected paths.

    A key comes as `X-Api-Key: KEY` (document 004) or `Authorization: Bearer KEY` (document
    003, RFC 6750). Preflights pass: browsers send them without credentials (RFC 9725
    section 4.5). A session's URL holds a secret of its own, but its requests need the key
    too.
    """
    protected = KEYED_PATHS if keys.is_open else KEYED_PATHS + OPEN_WITHOUT_KEYS

    @web.middleware
    async def require_key(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "OPTIONS" and request.path.startswith(protected):
            request[_OWNER] = _require_owner(request, keys)
        elif request.path.startswith(OPEN_WITHOUT_KEYS):
            # A session may remember for whoever holds a key, also where none is needed.
            owner = keys.find_owner(_sent_key(request))
            if owner is not None:
                request[_OWNER] = owner
        return await handler(request)

    return require_key


def owner_of(request: web.Request) -> str:
    """Return whose key a request to one of KEYED_PATHS came with."""
    return request[_OWNER]


def _require_owner(request: web.Request, keys: KeyRing) -> str:
    owner = keys.find_owner(_sent_key(request))
    if owner is None:
        raise Problem(
            401,
            "Unauthorized",
            "send a valid key as X-Api-Key: KEY or as Authorization: Bearer KEY",
            {"WWW-Authenticate": 'Bearer realm="emochat"'},
        )
    return owner


def _sent_key(request: web.Request) -> str:
    if KEY_HEADER in request.headers:
        return request.headers[KEY_HEADER].strip()
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def session_owner(request: web.Request) -> str | None:
    """Return whose key an offer came with; None without one.

    An open server has no owner by default: any page may send it offers, and could write to
    a local person's memory by guessing the name of a context.
    """
    return request.get(_OWNER)
