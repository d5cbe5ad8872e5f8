"""Resume tokens: what proves that a client which comes back owns the session it asks for."""

import hashlib
import re
import secrets
from typing import NamedTuple

from cluster.identity import SEPARATOR, WORKER_ID

TOKEN_BYTES = 24

_TOKEN = re.compile(
    rf"(?:{WORKER_ID.pattern}\.)?(?P<session>[A-Za-z0-9_-]{{1,64}})\.[A-Za-z0-9_-]{{32}}"
)


class ParsedToken(NamedTuple):
    """What a token says; only its digest is ever stored."""

    session_id: str
    digest: str


def new_token(session_id: str, worker_id: str | None) -> str:
    """Make a token for a session: its worker if it has one, its id and 192 random bits.

    The worker stands first, so that a proxy sends the client back to where the session
    was: that worker alone knows its last second, and it needs no Redis.
    """
    parts = [session_id, secrets.token_urlsafe(TOKEN_BYTES)]
    return SEPARATOR.join(parts if worker_id is None else [worker_id, *parts])


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token, in hex.

    Whoever reads the store cannot resume with it. A random secret of 192 bits needs no
    slow hash: there is nothing to guess.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def parse_token(token: str) -> ParsedToken | None:
    """Read a token as a client sent it; None if it cannot be one of ours."""
    match = _TOKEN.fullmatch(token)
    return None if match is None else ParsedToken(match["session"], digest_of(token))
